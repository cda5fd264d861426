"""Which telephone numbers the line may dial."""

from __future__ import annotations

from collections.abc import Collection

import phonenumbers
from phonenumbers import NumberParseException
from phonenumbers import PhoneNumberType

BELGIUM = 32
E164 = r"\+[1-9][0-9]{6,14}"
EXAMPLE = "+3242223344"
COSTLY = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)


def fault_of(number: str, foreign: Collection[str]) -> str:
    """Why a number must not be dialled, or "". Numbers listed as `foreign` may be, but for premium-rate ones."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return f"must begin with +32 and leave out the first 0 ({EXAMPLE}); {number} stands there"
    if phonenumbers.number_type(parsed) in COSTLY:
        return f"must not be a premium-rate number, as {number} is: callers or the line would pay extra"
    if number in foreign:
        return ""
    if parsed.country_code != BELGIUM:
        return f"is not a Belgian number, {number}; list it under transfer.foreign_numbers if it must be dialled"
    return (
        "" if phonenumbers.is_valid_number(parsed) else f"must be a number that exists; {number} has too many or too few digits"
    )


def exists(number: str) -> bool:
    """Whether somebody could have this number."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except NumberParseException:
        return False
