"""Who the two ends of a call are, and which telephones may get a message or a call."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.web.outbound.parties import is_mobile
from ivr.web.outbound.parties import is_ours
from ivr.web.outbound.parties import our_number
from ivr.web.outbound.parties import their_number

LINE, CALLER = "+3242223344", "+32470123456"


@pytest.mark.parametrize(
    ("direction", "ours"), [("inbound", False), ("", False), ("outbound-api", True), ("outbound-dial", True), ("outbound", True)]
)
def test_a_caller_is_the_same_whoever_rang(direction: str, ours: bool) -> None:
    ends = {"From": LINE, "To": CALLER} if ours else {"From": CALLER, "To": LINE}
    form = {"Direction": direction, **ends}
    assert (is_ours(form), our_number(form), their_number(form)) == (ours, LINE, CALLER)


def test_a_carrier_that_says_nothing_of_a_call_has_brought_one_from_outside() -> None:
    assert (is_ours({}), our_number({}), their_number({})) == (False, "", "")
    assert their_number({"From": CALLER}) == CALLER


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("+32470123456", True),
        ("+32460123456", True),
        ("+3242223344", False),  # the same first digit, a landline of Liège
        ("+3280012345", False),
        ("+3290012345", False),
        ("+33612345678", True),
        ("+33142223344", False),
        ("+352621123456", True),
        ("+447911123456", False),  # a mobile telephone of a country that is not among them
        ("+15005550006", False),  # there a mobile telephone cannot be told from another
        ("+3247012345", False),  # a digit too few
        ("+324701234567", False),  # a digit too many
        ("0470123456", False),  # without its country
        ("+266696687", False),  # ANONYMOUS, as some carriers dial it
        ("anonymous", False),
        ("Restricted", False),
        ("sip:+32470123456@example.org", False),
        ("", False),
        ("+", False),
    ],
)
def test_only_a_mobile_telephone_of_the_countries_named_is_sent_anything(number: str, mobile: bool) -> None:
    assert is_mobile(number, ("BE", "FR", "LU")) is mobile


def test_no_telephone_is_of_no_country() -> None:
    assert not is_mobile(CALLER, ())
    assert not is_mobile(CALLER, ("FR",))


@given(st.text(max_size=20) | st.from_regex(r"\+?[0-9]{0,18}", fullmatch=True))
def test_whatever_a_carrier_writes_is_looked_at_without_an_error(number: str) -> None:
    assert is_mobile(number, ("BE",)) in (True, False)
