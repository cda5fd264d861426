"""A call told as a story, a list of moments such as {"presses": "1"} or {"hears": ["main_steps"]}, and acted out."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

from ivr.simulate.call import Call
from ivr.simulate.call import WrongTurn


async def act_out(call: Call, moments: Iterable[Mapping[str, Any]], language_key: str) -> None:
    """Raises WrongTurn where the line answers otherwise than told."""
    for moment in moments:
        for act, value in moment.items():
            if not await _do(call, act, value, language_key):
                _hear(call, act, value)


async def _do(call: Call, act: str, value: Any, language_key: str) -> bool:
    """Whether the word says what the caller or the carrier does."""
    match act:
        case "dials":
            await call.dials()
        case "language":
            await call.presses(language_key)
        case "presses":
            await call.presses(value)
        case "waits":
            await call.waits()
        case "to_the_end":
            await call.listens_to_the_end()
        case "line":
            await call.transfer_ends(value)
        case "refused":
            await call.transfer_ends("completed", DialBridged="false")
        case _:
            return False
    return True


def _hear(call: Call, act: str, value: Any) -> None:
    match act:
        case "hears":
            right = call.names == value
        case "among":
            right = set(value) <= set(call.names)
        case "not":
            right = not set(value) & set(call.names)
        case "transferred_to":
            right = call.document.number == value
        case "ended":
            right = call.document == type(call.document)()
        case _:
            raise ValueError(f"no story knows {act!r}")
    if not right:
        raise WrongTurn(f"{act} {value}, but the caller heard {call.heard} ({call.document.number})")
