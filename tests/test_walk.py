"""The entire reachable call, in every language and in every kind of line: every key and silence at every place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache

import pytest

from ivr.branches import build_line
from ivr.callmap import MOMENTS
from ivr.callmap import digest
from ivr.callmap import draw
from ivr.content import Content
from ivr.flow import SILENCE
from ivr.flow import Choice
from ivr.flow import Entry
from ivr.flow import Line
from ivr.flow import Message
from ivr.flow import Turn
from ivr.walk import Edge
from ivr.walk import walk
from tests.lines import confirmed

pytestmark = pytest.mark.xdist_group("walk")  # one process has what it needs once

CONTENT = Content.load()
LANGUAGES = CONTENT.languages.codes
DESK = "+3242223344"
MORNING, NIGHT = MOMENTS
HOURS = {"phone": DESK, "hours": {"tuesday": ["09:00-12:00"]}}
LINES = {
    "demonstration": (CONTENT.for_demonstration(), None, MORNING),
    "at night": (CONTENT.for_demonstration(), None, NIGHT),
    "nothing confirmed": (CONTENT, None, MORNING),
    "desk": (CONTENT, DESK, MORNING),
    "desk, centres closed": (confirmed(CONTENT, dict.fromkeys(CONTENT.centres.by_id, HOURS)), DESK, NIGHT),
}
PERSON_STEPS = {"postcode", "towns", "calling", "closed", "number"}


@cache
def line_called(name: str) -> Line:
    content, desk, _ = LINES[name]
    return build_line(content, desk)


def walked(name: str, language: str) -> Iterator[Edge]:
    """Everything that can happen to a caller who chose the language."""
    line, now = line_called(name), LINES[name][2]
    return walk(line, now, line.advance(line.open("", now).state, CONTENT.languages.by_key_of(language), now))


@cache
def edges(name: str) -> tuple[Edge, ...]:
    return tuple(walked(name, "fr"))


def places(name: str) -> list[Turn]:
    """Each place once."""
    return list({id(edge.before): edge.before for edge in edges(name)}.values())


@pytest.fixture(params=LINES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_step_is_reachable_somewhere() -> None:
    reached = {edge.after.state.step for name in LINES for edge in edges(name)} | {
        "welcome",
        "languages",
        "farewell",
        "unknown-call",
    }
    assert reached == set(line_called("desk").steps)


def test_every_clip_exists_in_every_language(name: str) -> None:
    spoken = {clip.split("/")[1] for place in places(name) for clip in place.clips}
    for language in LANGUAGES:
        assert spoken <= {clip for clip, _ in CONTENT.phrases(language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_language_per_call(language: str) -> None:
    for edge in walked("desk, centres closed", language):
        if edge.after.state.step not in ("languages", "farewell"):
            assert {clip.split("/")[0] for clip in edge.after.clips} <= {language}


def test_every_place_speaks_and_can_be_left(name: str) -> None:
    for edge in edges(name):
        turn = edge.after
        assert turn.dial or turn.state.step == "end" or (turn.clips and turn.listen), turn


def test_a_person_is_one_key_away_from_every_step(name: str) -> None:
    for edge in edges(name):
        within_a_number = edge.before.state.typed not in ("", "*")
        if edge.key == "0" and edge.before.state.step not in ("languages", "farewell", "end") and not within_a_number:
            assert edge.after.state.step in PERSON_STEPS, f"{edge.before.state.step} -0-> {edge.after.state.step}"


def test_the_star_always_leads_somewhere_else(name: str) -> None:
    line = line_called(name)
    for edge in edges(name):
        here = line.steps[edge.before.state.step]
        if edge.key == "*" and isinstance(here, Choice | Message) and here.name != "languages":
            assert edge.after.state.step != here.name


def test_a_wrong_key_never_moves_forward(name: str) -> None:
    line = line_called(name)
    for edge in edges(name):
        here = line.steps[edge.before.state.step]
        if isinstance(here, Choice) and edge.key not in edge.before.keys and edge.before.state.tries < 2:
            assert (edge.after.state.step, edge.after.state.tries) == (here.name, edge.before.state.tries + 1)


def test_silence_alone_ends_every_call_within_a_few_turns(name: str) -> None:
    """No loop without a way out: whoever puts the phone down without hanging up is let go."""
    line, now = line_called(name), LINES[name][2]
    for place in places(name):
        turn, turns = place, 0
        while turn.state.step != "end":
            turn = line.advance(turn.state, "no-answer" if turn.dial else SILENCE, now)
            turns += 1
            assert turns < 120, place.state


def test_the_end_can_be_reached_from_everywhere(name: str) -> None:
    back: dict[str, set[str]] = defaultdict(set)
    for edge in edges(name):
        back[edge.after.state.step].add(edge.before.state.step)
    reaching, todo = set(), {"end"}
    while todo:
        step = todo.pop()
        reaching.add(step)
        todo |= back[step] - reaching
    assert {edge.before.state.step for edge in edges(name)} <= reaching


def test_addresses_stay_short_and_never_hold_a_number(name: str) -> None:
    for edge in edges(name):
        address = f"/voice/step?{edge.after.state.encode()}"
        assert len(address) < 200
        if isinstance(line_called(name).steps[edge.before.state.step], Entry) and len(edge.key) == 4 and edge.key.isdigit():
            assert edge.before.state.step == "year" or edge.key not in address


def test_only_numbers_of_the_table_are_dialled(name: str) -> None:
    content, desk, _ = LINES[name]
    listed = {centre.number for centre in content.centres.centres} | {desk}
    dialled = {edge.after.dial.number for edge in edges(name) if edge.after.dial}
    assert dialled <= listed
    assert bool(dialled) == (name not in ("nothing confirmed", "at night"))


def test_the_map_in_the_documents_is_up_to_date() -> None:
    with open("docs/call-map.svg", encoding="utf-8") as picture:
        assert f"<!-- drawn from {digest(draw(CONTENT))} -->" in picture.read(), "run scripts/call_map.py"


def test_silence_on_the_language_page_says_goodbye_in_every_language() -> None:
    line, now = line_called("demonstration"), datetime(2026, 11, 24, 10, tzinfo=MORNING.tzinfo)
    turn = line.open("", now)
    for _ in range(3):
        turn = line.advance(turn.state, SILENCE, now)
    assert turn.clips == tuple(f"{code}/goodbye_short" for code in LANGUAGES)


def test_silence_on_the_language_page_leads_to_the_desk_when_there_is_one() -> None:
    line = line_called("desk")
    turn = line.open("", MORNING)
    for _ in range(3):
        turn = line.advance(turn.state, SILENCE, MORNING)
    assert turn.dial is not None
    assert turn.dial.whisper == "whisper_unknown"
