"""Who the two ends of a call are, from the carrier's form."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping

import phonenumbers
from phonenumbers import NumberParseException
from phonenumbers import PhoneNumberType


def is_ours(form: Mapping[str, str]) -> bool:
    """Whether the line itself made this call."""
    return form.get("Direction", "").startswith("outbound")


def our_number(form: Mapping[str, str]) -> str:
    return form.get("From" if is_ours(form) else "To", "")


def their_number(form: Mapping[str, str]) -> str:
    return form.get("To" if is_ours(form) else "From", "")


def is_mobile(number: str, countries: Collection[str]) -> bool:
    """A mobile telephone of one of the countries; never a withheld number, which carriers write in many ways."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return False
    mobile = phonenumbers.number_type(parsed) == PhoneNumberType.MOBILE
    return mobile and phonenumbers.region_code_for_number(parsed) in countries
