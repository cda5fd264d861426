"""In how many parts a carrier sends a text message, each of which costs."""

from __future__ import annotations

import gsm0338

# A single message, and each part of a longer one, which needs room for its place in the row (3GPP TS 23.040).
GSM7_ALONE, GSM7_PART = 160, 153
UCS2_ALONE, UCS2_PART = 70, 67
_GSM7 = gsm0338.Codec()


def segments(text: str) -> int:
    """Counted as the carrier counts: in septets when every letter is in the GSM alphabet, otherwise in UTF-16 units."""
    try:
        units, alone, part = len(_GSM7.encode(text)[0]), GSM7_ALONE, GSM7_PART
    except UnicodeError:
        units, alone, part = len(text.encode("utf-16-le")) // 2, UCS2_ALONE, UCS2_PART
    return 1 if units <= alone else -(-units // part)
