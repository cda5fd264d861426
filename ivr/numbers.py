"""Telephone numbers and postal codes as clips, digit by digit in groups."""

from __future__ import annotations

import phonenumbers


def number_groups(number: str) -> tuple[str, ...]:
    """Split an E.164 number as it is printed in its country: +3265611850 -> 065 61 18 50."""
    parsed = phonenumbers.parse(number, None)
    printed = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    groups = tuple(group for group in "".join(c if c.isdigit() else " " for c in printed).split() if group)
    if len(groups) > 1:
        return groups
    digits = "".join(groups)  # a number of no known plan: pairs, the first longer when they do not come out even
    head = 2 + len(digits) % 2
    return (digits[:head], *(digits[i : i + 2] for i in range(head, len(digits), 2)))


def digit_clips(*groups: str) -> tuple[str, ...]:
    """One clip a digit; the last of a group is said with a falling voice and a short rest."""
    return tuple(
        f"digit_end_{digit}" if index == len(group) - 1 else f"digit_{digit}"
        for group in groups
        for index, digit in enumerate(group)
    )
