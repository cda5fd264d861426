"""What a speaker hears by telephone after a recording, and what of an address is ours to say."""

from __future__ import annotations

import pytest

from ivr.clips.recordings.verdict import FlawKind
from ivr.studio.phone.session import LONG
from ivr.studio.phone.session import LOUD
from ivr.studio.phone.session import NOISE
from ivr.studio.phone.session import ONCE_MORE
from ivr.studio.phone.session import QUIET
from ivr.studio.phone.session import REASONS
from ivr.studio.phone.session import SHORT
from ivr.studio.phone.session import joined
from ivr.studio.phone.session import known
from ivr.studio.phone.session import reasons


@pytest.mark.parametrize(
    ("troubles", "heard"),
    [
        (["quiet"], (QUIET, ONCE_MORE)),
        (["noise", "quiet"], (NOISE, ONCE_MORE)),  # one thing to do at a time
        (["clipped"], (LOUD, ONCE_MORE)),
        (["pause"], (LONG, ONCE_MORE)),
        (["end"], (SHORT, ONCE_MORE)),
        (["unheard-of", "long"], (LONG, ONCE_MORE)),
        (["unheard-of"], (ONCE_MORE,)),
        ([], (ONCE_MORE,)),
    ],
)
def test_a_speaker_is_told_one_thing_to_do_and_that_it_is_their_turn(troubles: list[str], heard: tuple[str, ...]) -> None:
    assert reasons(troubles) == heard


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("speaker_kept", ("speaker_kept",)),
        ("speaker_quiet.speaker_again", ("speaker_quiet", "speaker_again")),
        ("speaker_keys.goodbye.welcome", ()),  # clips of the line that are not for here
        ("speaker_kept.../etc/passwd", ("speaker_kept",)),
        ("", ()),
    ],
)
def test_nothing_but_the_studio_s_own_words_is_said_whatever_an_address_holds(address: str, said: tuple[str, ...]) -> None:
    assert known(address) == said
    assert known(joined(said)) == said


def test_whatever_is_wrong_with_a_recording_a_speaker_is_told_what_to_do() -> None:
    assert REASONS.keys() == set(FlawKind) - {FlawKind.RATE}, "a telephone has but one"
