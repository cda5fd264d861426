"""How carriers differ where the manual is silent or where they do not follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Ways:
    """The plain carrier does as Twilio's manual says."""

    keeps_keys: bool = True  # a key pressed while no Gather runs reaches the next one: surplus digits spill over
    restarts_timer: bool = True  # each key of a number begins the time allowed for the next one
    tells_bridged: bool = True  # DialBridged comes with the end of a transfer
    silence_is_empty: bool = False  # Digits="" on the Redirect
    sends_finish: bool = False  # the finishing key arrives in Digits
    bridges_on_empty: bool = True  # an empty document at the end of a whisper connects the two
    answer_seconds: float = 0.15  # from the carrier's request until our answer is there


PLAIN: Final = Ways()
VARIANTS: Final = {
    "keys between Gathers are lost": Ways(keeps_keys=False),
    "the timer is not begun anew at each key": Ways(restarts_timer=False),
    "no DialBridged": Ways(tells_bridged=False),
    "an empty Digits on silence": Ways(silence_is_empty=True),
    "the finishing key is sent": Ways(sends_finish=True),
    "an empty document hangs up": Ways(bridges_on_empty=False),
    "a slow way to us": Ways(answer_seconds=0.4),
}
