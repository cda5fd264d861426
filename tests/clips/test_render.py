"""A call as one MP3, for reviewers."""

from __future__ import annotations

import time
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ivr import Fault
from ivr.call.build import build_line
from ivr.call.line import Line
from ivr.call.steps import MESSAGE_SECONDS
from ivr.call.steps import NumberEntry
from ivr.call.turns import Turn
from ivr.clips.manifest import Clips
from ivr.clips.render import RATE
from ivr.clips.render import RINGS_SECONDS
from ivr.clips.render import WAIT
from ivr.clips.render import play
from ivr.clips.render import render
from ivr.clips.render import tone
from ivr.clips.voices.sound import decode
from ivr.content.content import Content
from ivr.settings import DEMO_DESK
from scripts.commands import render as command
from tests.support.calling import MORNING
from tests.support.commands import run_line
from tests.support.stories import STORIES
from tests.support.stories import when


def test_a_call_becomes_one_sound_as_long_as_its_clips_and_waits(tmp_path: Path) -> None:
    target = tmp_path / "call.mp3"
    done = run_line("render", "2", "_", "2", "_", "1", "15", "--output", target)
    assert done.returncode == 0, done.stderr
    clips = Clips.load()
    heard = ("fr/opening", *(f"{code}/language_choice" for code in ("fr", "en", "ar", "ps", "prs", "so", "tr", "ru", "es", "zh")))
    heard += (
        "en/welcome",
        "en/main_steps",
        "en/main_date",
        "en/main_questions",
        "en/main_centre",
        "en/main_person",
    )
    heard += ("en/date_intro", "en/paper_ready", "en/press_when_ready", "en/ask_day", "en/ask_month")
    expected = sum(clips.seconds[clip] for clip in heard) + 0.1 * len(heard) + 1 + 1 + 8
    assert decode(target.read_bytes()).seconds == pytest.approx(expected, abs=4)
    assert "[month]" in done.stdout
    assert "> 15" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--at", "25/12/2026"], "expected a moment such as 2026-12-25T10:00, not '25/12/2026'"),
        (["--output", "call.wav"], "expected a name that ends with .mp3, not 'call.wav'"),
        (["--output", "/no/such/folder/call.mp3"], "there is no folder /no/such/folder"),
    ],
)
def test_what_cannot_be_is_refused_before_the_call_is_played(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command.parser("render").parse_args(arguments)
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (["--at", "2026-12-25T10:00"], datetime(2026, 12, 25, 9, tzinfo=UTC)),
        (["--at", "2026-12-25T10:00-05:00"], datetime(2026, 12, 25, 15, tzinfo=UTC)),
        ([], None),
    ],
)
def test_the_call_takes_place_in_brussels_wherever_the_machine_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: list[str], moment: datetime | None
) -> None:
    played: list[datetime] = []

    def play(line: object, keys: object, now: datetime, seconds: object) -> list[object]:
        played.append(now)
        return []

    monkeypatch.setattr(command, "play", play)
    with machine_in("Asia/Tokyo"):
        command.run(command.parser("render").parse_args([*at, "--output", str(tmp_path / "call.mp3")]), {})
    assert abs(played[0] - (moment or datetime.now(UTC))) < timedelta(minutes=5)


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="module")
def line(content: Content) -> Line:
    return build_line(content.for_demonstration())


@pytest.fixture(scope="module")
def line_with_desk(content: Content) -> Line:
    return build_line(content.for_demonstration(), (DEMO_DESK,))


def entries(line: Line, moments: Iterable[Mapping[str, Any]], now: datetime) -> list[str]:
    """What a caller of a story does, as the command wants it."""
    told: list[str] = []

    def here() -> Turn:
        return [*play(line, told, now, {})][-1].turn

    for act, value in (pair for moment in moments for pair in moment.items()):
        if act == "language":
            told.append("2")
        elif act == "presses":
            told.extend([value] if isinstance(line.steps[here().state.step], NumberEntry) else value)
        elif act == "waits":
            told.append(WAIT)
        elif act == "line":
            told.append({"completed": "answered"}.get(value, value))
        elif act == "worker":
            told.append("answered" if "1" in value else "no-answer")
        elif act == "to_the_end":
            while (turn := here()).listen and turn.listen.seconds == MESSAGE_SECONDS:
                told.append(WAIT)
    return told


@pytest.mark.parametrize("name", [name for name, story in STORIES.items() if "live" not in story])
def test_any_call_of_the_stories_can_be_played(line: Line, name: str) -> None:
    """Of those whose line is the demonstration's: what their callers do can be given as entries, to the end."""
    story = STORIES[name]
    given = entries(line, story["call"], when(story))
    scenes = list(play(line, given, when(story), {}))
    assert len(scenes) == len(given) + 1
    assert all(scene.turn.clips or scene.turn.dial or scene.turn.listen for scene in scenes[:-1])


def test_the_same_key_twice_is_two_answers(line: Line) -> None:
    """Only a nervous press, half a second later, is not meant; here everything is heard before the next."""
    *_, last = play(line, ["2", "_", "1", "_", "1", "1", "1"], MORNING, {})
    assert last.turn.state.step == "s04"


def test_a_transfer_rings_and_ends_as_told(line_with_desk: Line, tmp_path: Path) -> None:
    scenes = list(play(line_with_desk, ["2", "_", "0", "_", "busy"], MORNING, {}))
    (dial,) = [scene for scene in scenes if scene.turn.dial]
    assert dial.key == "busy"
    silent = Clips(tmp_path, {}, {})
    assert render([dial], silent).seconds == pytest.approx(RINGS_SECONDS + 0.2)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["2", "x"], r"entry 2, 'x': expected keys, or _ for silence \(at the step welcome\)"),
        (["2", "busy"], "entry 2, 'busy': no transfer is being made here"),
        (["2", "_", "0", "_", "1"], "entry 5, '1': a transfer is being made; expected how it ends: answered, busy"),
        (["2", *"________________________", "1"], "the call has ended before"),
        ([""], "expected keys"),
    ],
)
def test_an_entry_that_nobody_can_give_there_is_named(line: Line, line_with_desk: Line, given: list[str], said: str) -> None:
    with pytest.raises(Fault, match=said):
        list(play(line if "ended" in said else line_with_desk, given, MORNING, {}))


@pytest.mark.parametrize(("key", "tones"), [("1", (697, 1209)), ("5", (770, 1336)), ("0", (941, 1336)), ("#", (941, 1477))])
def test_a_key_sounds_as_on_a_telephone(key: str, tones: tuple[int, int]) -> None:
    wave = tone(key)[: int(0.12 * RATE)]
    loudest = np.argsort(np.abs(np.fft.rfft(wave, RATE)))[-40:]
    assert all(min(abs(loudest - hertz)) <= 5 for hertz in tones)
