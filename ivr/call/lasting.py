"""How long a call has lasted. A clock that is set (by NTP, after a machine slept) neither ends it nor lets it go on for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ivr.call.state import CallState

LONGEST_MINUTES = 60
LONGEST_TURN_MINUTES = 5  # from one key to the next, and by how much the clocks of two machines may differ


def minutes(now: datetime) -> int:
    """Since 1970; 0 before."""
    return max(0, int(now.timestamp() // 60))


def counted(state: CallState, now: datetime, *, talk_minutes: int = 0) -> CallState:
    """The call so far, up to now; `talk_minutes` is what a transfer may have lasted that has just ended.

    More time than a turn can take has not passed: the clock was set, and the beginning of the call moves with it.
    """
    moment = minutes(now)
    if not state.opened:
        return replace(state, opened=moment, lasted=0)
    since = moment - state.opened - state.lasted
    jumped = 0 if -LONGEST_TURN_MINUTES <= since <= LONGEST_TURN_MINUTES + talk_minutes else since
    opened = max(1, state.opened + jumped)
    return replace(state, opened=opened, lasted=max(0, moment - opened))


def is_too_long(state: CallState) -> bool:
    return state.lasted >= LONGEST_MINUTES
