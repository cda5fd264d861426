"""The entire reachable call, in every language and in every kind of line: every key and silence at every place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from ivr.call.build import build_line
from ivr.call.keys import SILENCE
from ivr.call.leads import Scene
from ivr.call.line import Line
from ivr.call.reach import NOTHING_AROUND
from ivr.call.reach import Around
from ivr.call.state import CallState
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.tour import calm
from ivr.call.tour import tour
from ivr.call.turns import DialResult
from ivr.call.turns import Turn
from ivr.content.content import Content
from scripts.dev.callmap import LANGUAGE
from scripts.dev.callmap import MOMENTS
from scripts.dev.callmap import digest
from scripts.dev.callmap import draw
from scripts.dev.walk import Arrow
from scripts.dev.walk import walk
from tests.support.lines import at_the_desk
from tests.support.lines import confirmed

CONTENT = Content.load()
LANGUAGES = CONTENT.languages.codes
DESK = "+3242223344"
PEOPLE = (DESK, "+3242223355")
MORNING, NIGHT = MOMENTS
HOURS = {"phone": DESK, "hours": {"tuesday": ["09:00-12:00"]}}
LINES = {
    "demonstration": (CONTENT.for_demonstration(), (), MORNING),
    "at night": (CONTENT.for_demonstration(), (), NIGHT),
    "nothing confirmed": (CONTENT, (), MORNING),
    "desk": (CONTENT, PEOPLE, MORNING),
    "messages, at night": (at_the_desk(CONTENT, {"hours": HOURS["hours"]}), PEOPLE, NIGHT),
    "desk, centres closed": (confirmed(CONTENT, dict.fromkeys(CONTENT.centres.by_id, HOURS)), PEOPLE, NIGHT),
}
REACH = Around(can_text=True, can_record=True)
AROUND = {"messages, at night": REACH}
PERSON_STEPS = {"desk-closed", "postcode", "towns", "calling", "desk-calling", "closed", "number"}


@cache
def line_called(name: str) -> Line:
    content, desk, _ = LINES[name]
    return build_line(content, desk)


def walked(name: str, language: str) -> Iterator[Arrow]:
    """Everything that can happen to a caller who chose the language."""
    line, now = line_called(name), LINES[name][2]
    start = line.advance(line.open("", now).state, CONTENT.languages.by_key_of(language), now)
    return walk(line, now, start, AROUND.get(name, NOTHING_AROUND))


@cache
def edges(name: str, language: str = LANGUAGE) -> tuple[Arrow, ...]:
    return tuple(walked(name, language))


def places(name: str) -> list[Turn]:
    """Each place once."""
    return list({id(edge.before): edge.before for edge in edges(name)}.values())


@pytest.fixture(params=LINES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_step_is_reachable_somewhere() -> None:
    reached = {edge.after.state.step for name in LINES for edge in edges(name)}
    line = line_called("desk")
    # Nothing is done: what to do, stage by stage.
    turn = line.advance(CallState("fr", "each", answers="n" * 13), SILENCE, MORNING)
    while turn.state.step != "what-next":
        reached.add(turn.state.step)
        turn = line.advance(turn.state, SILENCE, MORNING)
    before_the_language = {"welcome", "languages", "farewell", "unknown-call"}
    told_in_stories = {"calls-used-up", "time-is-up", "unknown-call-2", "desk-missed"}
    assert reached | before_the_language | told_in_stories == set(line.steps)
    assert not reached & told_in_stories


@pytest.mark.parametrize("name", ["demonstration", "at night"])
def test_the_tour_of_whoever_makes_no_mistake_leads_past_every_step(name: str) -> None:
    """But for the farewell to those who make only mistakes, and the last stage that is left, told as after a no."""
    reached = {edge.after.state.step for edge in edges(name)}
    toured = tour(line_called(name), LANGUAGE, LINES[name][2])
    assert reached - toured.keys() == {"languages", "goodbye", "end", "s08-each", "s11-each"}


def test_every_clip_exists_in_every_language(name: str) -> None:
    spoken = {clip.split("/")[1] for place in places(name) for clip in place.clips}
    for language in LANGUAGES:
        assert spoken <= {clip for clip, _ in CONTENT.phrases(language)}


@pytest.mark.parametrize("language", [LANGUAGE, "so"])
def test_one_language_per_call(language: str) -> None:
    """The other languages have the stories; which way a call goes depends on none."""
    for edge in edges("desk, centres closed", language):
        if edge.after.state.step not in ("languages", "farewell"):
            assert {clip.split("/")[0] for clip in edge.after.clips} <= {language}


def test_every_place_speaks_and_can_be_left(name: str) -> None:
    for edge in edges(name):
        turn = edge.after
        # Nothing is said in the middle of a number, and while the call waits for what is done outside of it.
        heard = turn.clips or turn.state.going_on or turn.state.step in ("texting", "message-sent")
        assert turn.dial or turn.record or turn.state.step == "end" or (heard and turn.listen), turn


def test_a_person_is_one_key_away_from_every_step(name: str) -> None:
    """In a number that may begin with a zero, when nothing follows it."""
    line, now = line_called(name), LINES[name][2]
    for edge in edges(name):
        if edge.key == "0" and edge.before.state.step not in ("languages", "farewell", "end") and not edge.before.state.going_on:
            after = edge.after.state
            then = line.advance(calm(after), SILENCE, now).state if after.typed == "0" else after
            assert then.step in PERSON_STEPS, f"{edge.before.state.step} -0-> {then.step}"


def test_the_star_always_leads_somewhere_else(name: str) -> None:
    line = line_called(name)
    for edge in edges(name):
        here = line.steps[edge.before.state.step]
        if edge.key == "*" and isinstance(here, Choice | Message) and here.name != "languages":
            assert edge.after.state.step != here.name


def test_the_keys_of_a_menu_rise_from_one_without_gaps(name: str) -> None:
    line, now = line_called(name), LINES[name][2]
    for place in places(name):
        here = line.steps[place.state.step]
        # 5 is always the text message; whoever has left a message for the desk finds the second choice alone.
        if isinstance(here, Choice) and here.name != "languages" and "m" not in place.state.errands:
            scene = Scene(line.content, line.desk, place.state, now, AROUND.get(name, NOTHING_AROUND))
            offered = {clip.split("/")[-1] for clip in place.clips}
            own = "".join(key for key in here.keys(scene) if key != "5" or "sms_choice" not in offered)
            assert own == "12345678"[: len(own)], here.name


def test_a_wrong_key_never_moves_forward(name: str) -> None:
    line = line_called(name)
    for edge in edges(name):
        here = line.steps[edge.before.state.step]
        if isinstance(here, Choice) and edge.key not in edge.before.keys and edge.before.state.tries < 2:
            assert (edge.after.state.step, edge.after.state.tries) == (here.name, edge.before.state.tries + 1)


def test_silence_alone_ends_every_call_within_a_few_turns(name: str) -> None:
    """No loop without a way out: whoever puts the phone down without hanging up is let go."""
    line, now = line_called(name), LINES[name][2]
    after = {edge.before.state: edge.after for edge in edges(name) if edge.key in (SILENCE, DialResult.NO_ANSWER.value)}
    left: dict[CallState, int] = {}

    def turns_to_the_end(turn: Turn, so_far: int = 0) -> int:
        assert so_far < 120, turn.state
        state = calm(turn.state)
        if state.step == "end":
            return 0
        if state not in left:
            key = DialResult.NO_ANSWER.value if turn.dial else SILENCE
            left[state] = 1 + turns_to_the_end(after.get(state) or line.advance(state, key, now), so_far + 1)
        return left[state]

    for place in places(name):
        assert turns_to_the_end(place) < 120


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
        if isinstance(line_called(name).steps[edge.before.state.step], NumberEntry) and len(edge.key) == 4 and edge.key.isdigit():
            assert edge.before.state.step == "year" or edge.key not in address


def test_only_numbers_of_the_table_are_dialled(name: str) -> None:
    content, desk, _ = LINES[name]
    listed = {centre.number for centre in content.centres.centres} | set(desk)
    dialled = {number for edge in edges(name) if edge.after.dial for number in edge.after.dial.numbers}
    assert dialled <= listed
    assert bool(dialled) == (name not in ("nothing confirmed", "at night", "messages, at night"))


def test_the_map_in_the_documents_is_up_to_date() -> None:
    walked_by_day_and_night = {MORNING: edges("demonstration"), NIGHT: edges("at night")}
    with open("docs/call-map.svg", encoding="utf-8") as picture:
        assert f"<!-- drawn from {digest(draw(CONTENT, walked_by_day_and_night))} -->" in picture.read(), (
            "scripts/dev/run call-map draws it anew"
        )


def test_silence_on_the_language_page_says_goodbye_in_every_language() -> None:
    line = line_called("demonstration")
    turn = line.open("", MORNING)
    for _ in range(3):
        turn = line.advance(turn.state, SILENCE, MORNING)
    assert turn.clips == tuple(f"{code}/goodbye_short" for code in LANGUAGES)


def test_silence_on_the_language_page_leads_to_the_desk_when_there_is_one() -> None:
    line = line_called("desk")
    turn = line.open("", MORNING)
    for _ in range(3):
        turn = line.advance(turn.state, SILENCE, MORNING)
    assert turn.dial is not None
    assert not turn.dial.language_known
