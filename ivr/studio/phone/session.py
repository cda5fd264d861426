"""A session by telephone: the sentence, a tone, the speaker's voice, and what they want of it. TwiML with Record.

What the studio itself says are clips of the speaker's language like all others, reviewed and recorded with them.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass

from twilio.twiml.voice_response import VoiceResponse

CHOICE_SECONDS = 10
MARGIN_SECONDS = 4  # to begin in and to press the key in
SILENCE_SECONDS = 6  # that end a recording
KEEP, AGAIN, NEXT, MACHINE = "1", "2", "3", "9"

# The clips. A speaker hears those of their own language.
WELCOME, KEYS, KEPT, DONE, ONCE_MORE = "speaker_welcome", "speaker_keys", "speaker_kept", "speaker_done", "speaker_again"
QUIET, LOUD, NOISE, LONG, SHORT = "speaker_quiet", "speaker_loud", "speaker_noise", "speaker_long", "speaker_short"
GOODBYE = "goodbye"
# What the checks find -> what to do about it.
REASONS = {
    "quiet": QUIET,
    "no_voice": NOISE,
    "steady": NOISE,
    "noise": NOISE,
    "clipped": LOUD,
    "long": LONG,
    "pause": LONG,
    "short": SHORT,
    "beginning": SHORT,
    "end": SHORT,
}
_BEFORE_A_SENTENCE = (WELCOME, KEPT, QUIET, LOUD, NOISE, LONG, SHORT, ONCE_MORE)


@dataclass(frozen=True)
class Addresses:
    """Of one sentence of a session. `recording` is the carrier's name of what was spoken."""

    sound: str | None
    spoken: str
    silent: str  # where the call goes when nothing was spoken
    choice: Callable[[str, int], str]  # of a recording, after so many silences
    recorded: Callable[[str], str]


def reasons(troubles: Iterable[str]) -> tuple[str, ...]:
    """What a speaker hears when a recording was refused: one thing to do, then that it is their turn again."""
    first = next((REASONS[trouble] for trouble in troubles if trouble in REASONS), None)
    return (first, ONCE_MORE) if first else (ONCE_MORE,)


def joined(words: Sequence[str]) -> str:
    """As an address carries them."""
    return ".".join(words)


def known(joined: str) -> tuple[str, ...]:
    """Those of an address that are ours to say before a sentence."""
    return tuple(word for word in joined.split(".") if word in _BEFORE_A_SENTENCE)


def asks_to_speak(addresses: Addresses, max_seconds: float, words: Sequence[str]) -> str:
    """After a word of the studio, the machine says the sentence; after the tone it is the speaker's turn."""
    response = VoiceResponse()
    for address in (*words, *([addresses.sound] if addresses.sound else [])):
        response.play(address)
    response.record(
        action=addresses.spoken,
        method="POST",
        max_length=round(max_seconds) + MARGIN_SECONDS,
        timeout=SILENCE_SECONDS,
        finish_on_key="#",
        play_beep=True,
        trim="do-not-trim",
    )
    response.redirect(addresses.silent, method="POST")
    return str(response)


def asks_what_to_do(addresses: Addresses, recording: str, keys: Sequence[str], *, machine: bool, waited: int) -> str:
    """The speaker hears themselves, or the machine again and then themselves, and what each key does."""
    response = VoiceResponse()
    action = addresses.choice(recording, waited)
    gather = response.gather(num_digits=1, timeout=CHOICE_SECONDS, finish_on_key="", action=action, method="POST")
    for address in (*([addresses.sound] if machine and addresses.sound else []), addresses.recorded(recording), *keys):
        gather.play(address)
    response.redirect(action, method="POST")  # nothing was pressed
    return str(response)


def goes_to(address: str) -> str:
    response = VoiceResponse()
    response.redirect(address, method="POST")
    return str(response)


def says_goodbye(words: Sequence[str] = ()) -> str:
    response = VoiceResponse()
    for address in words:
        response.play(address)
    response.hangup()
    return str(response)
