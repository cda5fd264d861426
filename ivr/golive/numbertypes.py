"""The kinds of Belgian numbers, and what each may do (Twilio, Voice guidelines for Belgium)."""

from __future__ import annotations

import enum

import phonenumbers
from phonenumbers import PhoneNumberType

from ivr.content.phones import BELGIUM


class NumberType(enum.Enum):
    LOCAL = "local"
    NATIONAL = "national"
    TOLL_FREE = "toll-free"
    MOBILE = "mobile"
    FOREIGN = "foreign"


_LOCAL_INSTEAD = "set LINE_NUMBER to a local number that you own"
EXPLAINED = {
    NumberType.LOCAL: "a local number: callers pay an ordinary call, and transfers may show it",
    NumberType.NATIONAL: f"a national number: no transfer may be made from it; {_LOCAL_INSTEAD}",
    NumberType.TOLL_FREE: (
        "a toll-free number: free for callers in Belgium, callers abroad may not reach it, and no transfer may be made from it; "
        + _LOCAL_INSTEAD
    ),
    NumberType.MOBILE: "a mobile number: transfers are promised from local numbers only, so try one before you rely on it",
    NumberType.FOREIGN: "not a Belgian number: callers may pay an international call",
}


def number_type(number: str) -> NumberType:
    """The kind of an E.164 number."""
    parsed = phonenumbers.parse(number, None)
    if parsed.country_code != BELGIUM:
        return NumberType.FOREIGN
    kinds = {
        PhoneNumberType.FIXED_LINE: NumberType.LOCAL,
        PhoneNumberType.TOLL_FREE: NumberType.TOLL_FREE,
        PhoneNumberType.MOBILE: NumberType.MOBILE,
    }
    return kinds.get(phonenumbers.number_type(parsed), NumberType.NATIONAL)


def may_transfer(number: str) -> bool:
    """Whether transfers may certainly be made from this number."""
    return number_type(number) is NumberType.LOCAL
