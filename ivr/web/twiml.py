"""A turn as TwiML, in the part of the language that every compatible carrier speaks.

Written as text rather than with twilio.twiml: that library takes as long as everything else in a key press together
(measured: 74 of 250 microseconds). tests/web/test_twiml.py holds this module to what the library writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ivr.call.reach import LONGEST_RECORDING_SECONDS
from ivr.call.reach import SILENCE_ENDS_RECORDING_SECONDS
from ivr.call.turns import Dial
from ivr.call.turns import Turn
from ivr.call.turns import whisper_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
HANG_UP = f"{HEAD}<Response><Hangup/></Response>"
BUSY = f'{HEAD}<Response><Reject reason="busy"/></Response>'
GO_ON = f"{HEAD}<Response/>"  # at the end of a whisper: connect the two
UNKNOWN = "&u=1"  # in the address of a whisper: the caller chose no language


@dataclass(frozen=True)
class TwimlWriter:
    """Writes turns for one public address.

    `overrides` are Twilio's connection overrides, a fragment of the address that is neither sent nor signed: with
    "#rc=2&rp=ct,rt,5xx" a key whose worker was just killed is sent again instead of going to the fallback. Other carriers
    may not know them.
    """

    voice_url: str
    step_url: str
    whisper_url: str
    plays: Mapping[str, str]  # "<language>/<clip>" -> its <Play>, made once
    overrides: str = ""

    @classmethod
    def at(cls, base: str, audio: str, files: Mapping[str, str], overrides: str = "") -> TwimlWriter:
        """`base` is the public address of the line, `audio` that of the clips, both without a final slash."""
        plays = {clip: f"<Play>{escape(f'{audio}/{file}')}</Play>" for clip, file in files.items()}
        return cls(f"{base}/voice", f"{base}/voice/step", f"{base}/voice/whisper", plays, f"#{overrides}" if overrides else "")

    def write(self, turn: Turn, caller_id: str = "", heard: tuple[str, ...] | None = None, mark: str = "") -> str:
        """The answer to a key; `caller_id` is the number a transfer is made from, `heard` what can be heard of the clips.

        `mark`: see Whispers; it comes back with what the workers press.
        """
        action = escape(f"{self.step_url}?{turn.state.encode()}{self.overrides}")
        if listen := turn.listen:
            clips = turn.clips if heard is None else heard
            return self._gather(clips, action, listen.digits, listen.seconds, listen.finish)
        if turn.dial:
            return self._dial(turn.dial, action, turn.state.language, caller_id, mark)
        if turn.record:
            return (
                f'{HEAD}<Response><Record action="{action}" method="POST" maxLength="{LONGEST_RECORDING_SECONDS}" '
                f'timeout="{SILENCE_ENDS_RECORDING_SECONDS}" finishOnKey="#" playBeep="true"/>'
                f"<Redirect>{action}</Redirect></Response>"
            )
        return HANG_UP

    def whisper(self, language: str, heard: int, *, unknown: bool = False, mark: str = "") -> str:
        """What the worker hears before being connected; `heard` counts how often they were asked.

        `unknown`: the caller chose no language. Asked once more, they hear the key alone.
        """
        question = "whisper_again" if heard else whisper_of(not unknown)
        more = f"{UNKNOWN if unknown else ''}{_marked(mark)}&t={heard + 1}"
        action = escape(f"{self.whisper_url}?l={language}{more}{self.overrides}")
        return self._gather((f"{language}/{question}",), action, 1, 5, "")

    def apology(self, language: str) -> str:
        """Something of ours is broken: the call begins anew."""
        return self._gather((f"{language}/sorry",), escape(f"{self.voice_url}{self.overrides}"), 1, 1, "")

    def _dial(self, dial: Dial, action: str, language: str, caller_id: str, mark: str) -> str:
        caller = f' callerId="{escape(caller_id)}"' if caller_id else ""
        unknown = "" if dial.language_known else UNKNOWN
        whisper = escape(f"{self.whisper_url}?l={language}{unknown}{_marked(mark)}{self.overrides}")
        numbers = "".join([f'<Number url="{whisper}">{number}</Number>' for number in dial.numbers])
        return (
            f'{HEAD}<Response><Dial action="{action}" timeout="{dial.ring_seconds}"{caller} '
            f'timeLimit="{dial.limit_seconds}">{numbers}</Dial></Response>'
        )

    def _gather(self, clips: tuple[str, ...], action: str, digits: int, seconds: int, finish: str) -> str:
        """All sound inside a Gather, so that every key works at once; a Redirect after it for silence."""
        plays = "".join([self.plays.get(clip, "") for clip in clips])
        return (
            f'{HEAD}<Response><Gather numDigits="{digits}" timeout="{seconds}" finishOnKey="{finish}" action="{action}" '
            f'method="POST">{plays}</Gather><Redirect>{action}</Redirect></Response>'
        )


def _marked(mark: str) -> str:
    return f"&w={mark}" if mark else ""
