"""How long it takes a caller to get somewhere, and the goals for it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.call.build import build_line
from ivr.call.keys import SILENCE
from ivr.call.line import Line
from ivr.call.steps import MESSAGE_SECONDS
from ivr.call.steps import Choice
from ivr.call.tour import SOMEBODY
from ivr.clips.manifest import Clips
from ivr.clips.player import OUR_ANSWER
from ivr.clips.player import NoWay
from ivr.clips.player import Player
from ivr.content.content import Content
from ivr.content.languages import SOURCES

THE_END_DATE = 4  # clips of the deadline that say the date: the words before it, day, month and year
GOES_ON = "2"  # past the offer of a centre


class ClipMissing(Exception):
    """Clips that have not been built have no length."""

    def __init__(self, clips: Iterable[str]) -> None:
        self.clips = sorted(set(clips))
        super().__init__(f"not built: {', '.join(self.clips)}")


def first_question(player: Player) -> None:
    player.chooses("1")
    player.listens()


def end_date(player: Player) -> None:
    player.chooses("2", "1", "15", "03", "2025", "1")
    player.hears(THE_END_DATE)


def worker_rings(player: Player) -> None:
    player.chooses("4", "5000", "1")
    _until_it_rings(player)


def desk_rings(player: Player) -> None:
    player.listens()
    player.presses("0")
    player.seconds = 0.0  # counted from the press
    _until_it_rings(player)


def _until_it_rings(player: Player) -> None:
    player.hears()
    while not player.turn.dial:
        player.seconds += MESSAGE_SECONDS
        player.answers(SILENCE)
        player.seconds += OUR_ANSWER


def summary(*answers: str) -> Callable[[Player], None]:
    """My steps with these answers, the last one to every question that is left, until the summary begins."""

    def play(player: Player) -> None:
        player.chooses("1")
        given = 0
        while player.step != "summary":
            here = player.line.steps[player.step]
            player.hears()
            if isinstance(here, Choice):
                player.presses(answers[min(given, len(answers) - 1)] if here.asks else GOES_ON)
                given += bool(here.asks)
            else:
                player.seconds += MESSAGE_SECONDS
                player.answers(SILENCE)
        player.seconds += OUR_ANSWER

    return play


@dataclass(frozen=True)
class TimedWay:
    name: str
    until: str
    goal: int  # seconds, in French and English
    goal_elsewhere: int
    play: Callable[[Player], None]
    desk: str | None = None


ROWS = (
    TimedWay("question", "the first question is heard", 38, 50, first_question),
    TimedWay("date", "the end date is said (day, month, year typed without mistakes)", 65, 90, end_date),
    TimedWay("worker", "a worker's telephone rings (postal code 5000)", 55, 75, worker_rings),
    TimedWay("desk", "`0` in the main menu until the desk rings, when the desk is there", 10, 14, desk_rings, desk=SOMEBODY),
    TimedWay("yes", "the summary begins, everything yes", 140, 180, summary("1")),
    TimedWay("no", "the summary begins, S01 yes, then everything no", 220, 300, summary("1", "2")),
    TimedWay("unknown", 'the summary begins, S01 yes, then everything "don\'t know"', 360, 480, summary("1", "3")),
)


def goal(row: TimedWay, language: str) -> int:
    return row.goal if language in SOURCES else row.goal_elsewhere


def measure(content: Content, clips: Clips, row: TimedWay, language: str) -> float:
    """Raises ClipMissing when a clip on the way has not been built."""
    return _measure(_line_for(row, content), clips, row, language)


def _line_for(row: TimedWay, content: Content) -> Line:
    return build_line(content, (row.desk,) if row.desk else ())


def _measure(line: Line, clips: Clips, row: TimedWay, language: str) -> float:
    player = Player(line, clips, language)
    row.play(player)
    if player.missing:
        raise ClipMissing(player.missing)
    return player.seconds


def every_measure(content: Content, clips: Clips) -> Iterator[tuple[TimedWay, str, float]]:
    """Every row in every language that has a key, but for ways that are not there or whose clips have not been built."""
    demonstration = content.for_demonstration()
    one_of_each = {row.desk: row for row in ROWS}
    lines = {desk: _line_for(row, content if desk else demonstration) for desk, row in one_of_each.items()}
    for row in ROWS:
        for language in content.languages.by_key.values():
            try:
                yield row, language, _measure(lines[row.desk], clips, row, language)
            except (ClipMissing, NoWay):
                continue
