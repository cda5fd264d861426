"""Property tests: whatever a caller presses and whatever an address says, there is always a way on."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ivr.branches import build_line
from ivr.content import Content
from ivr.flow import DialResult
from ivr.flow import Turn
from ivr.hours import BRUSSELS
from ivr.state import CallState
from ivr.state import decode
from ivr.state import language_in

CONTENT = Content.load()
LINE = build_line(CONTENT.for_demonstration(), desk="+3242223344")
NOW = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)

key = st.sampled_from("1234567890*#") | st.just("")
anything_typed = key | st.text("0123456789*#", max_size=6) | st.text(max_size=4) | st.sampled_from([r.value for r in DialResult])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2033, 1, 1)).map(lambda moment: moment.replace(tzinfo=BRUSSELS))
words = st.sampled_from([*LINE.steps, "", "no-such-step", "s99"])
states = st.builds(
    CallState,
    language=st.sampled_from([*CONTENT.languages.codes, "xx"]),
    step=words,
    tries=st.integers(0, 9),
    answers=st.text("ynu-", max_size=20),
    ordered=st.sampled_from([(), (31,), (31, 2), (31, 12), (29, 2, 2024), (29, 2, 2025), (1, 1, 9999), (1, 1, 1)]),
    centre=st.sampled_from(["", "liege", "nowhere"]),
    commune=st.sampled_from(["", "62063", "00000"]),
    typed=st.text("0123456789", max_size=3) | st.just("*"),
    trail=st.lists(words, max_size=5).map(tuple),
)


def leads_on(turn: Turn) -> bool:
    spoken = all(clip.split("/")[1] in KNOWN for clip in turn.clips)
    return spoken and (turn.state.step == "end" or turn.dial is not None or (turn.listen is not None and bool(turn.clips)))


KNOWN = {clip for clip, _ in CONTENT.phrases("fr")}


@given(st.lists(anything_typed, max_size=40), moments)
@settings(max_examples=300, deadline=None)
def test_any_sequence_of_keys_leads_on(keys: list[str], now: datetime) -> None:
    turn = LINE.open("", now)
    for pressed in keys:
        if turn.state.step == "end":
            break
        state = decode(turn.state.encode())
        assert state == turn.state, "an address says exactly where the call is"
        turn = LINE.advance(state, pressed, now)
        assert leads_on(turn), turn


@given(states, anything_typed, moments)
@settings(max_examples=500, deadline=None)
def test_any_state_leads_on(state: CallState, pressed: str, now: datetime) -> None:
    turn = LINE.advance(state, pressed, now)
    assert leads_on(turn), turn


@given(
    st.dictionaries(st.sampled_from("vlstadcmpbx"), st.text(max_size=12) | st.sampled_from(["1", "fr", "main", "s01", "31.2"]))
)
@settings(max_examples=500, deadline=None)
def test_any_address_is_read_or_refused_without_an_error(query: dict[str, str]) -> None:
    address = "&".join(f"{name}={value}" for name, value in query.items())
    state = decode(address)
    if state is not None:
        assert leads_on(LINE.advance(state, "1", NOW))
    assert leads_on(LINE.recover(language_in(address), NOW))


def test_a_lost_state_starts_again_in_the_callers_language() -> None:
    turn = LINE.advance(CallState("en", "no-such-step"), "1", NOW)
    assert (turn.state.step, turn.clips[0]) == ("main", "en/sorry")


def test_a_lost_language_starts_with_the_list() -> None:
    assert LINE.advance(CallState("xx", "main"), "1", NOW).state.step == "languages"
