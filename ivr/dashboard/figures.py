"""The tables of each view, from the counts."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ivr.dashboard.queries import Reader
from ivr.dashboard.queries import Sums
from ivr.dashboard.tables import Column
from ivr.dashboard.tables import Row
from ivr.dashboard.tables import Table
from ivr.dashboard.tables import Unit
from ivr.dashboard.tables import Value
from ivr.dashboard.tables import share
from ivr.dashboard.texts import Texts
from ivr.flow import DialResult
from ivr.journal import facts
from ivr.journal.events import DESK
from ivr.journal.events import Ending
from ivr.journal.keys import Key

LISTED = 20  # steps in a table of steps, the worst first
BRANCHES = (*dict.fromkeys(facts.BRANCHES.values()), facts.PERSON_BRANCH)
NATURAL_ENDS = frozenset({"end", "goodbye", "farewell", "call"})  # the line said goodbye, or somebody answered


@dataclass(frozen=True)
class Page:
    """What the tables are made with."""

    reader: Reader
    texts: Texts
    questions: Sequence[str]
    languages: Sequence[str]
    centres: Sequence[str]

    def languages_in(self, *found: Mapping[str, int]) -> list[str]:
        """Those of the line in their order, then any other that was counted, such as one taken off."""
        return list(dict.fromkeys((*self.languages, *sorted({name for names in found for name in names}))))


@dataclass(frozen=True)
class Figure:
    """One number at the top of the page."""

    name: str
    value: Value
    before: Value
    unit: Unit = ""


COMPARED = (Column("calls"), Column("share", "%", charted=False), Column("before"))


# --- overview -----------------------------------------------------------------------------------------------


def headline(page: Page) -> list[Figure]:
    calls = page.reader.sums(facts.CALLS)
    outside, useful = page.reader.sums(facts.OUTSIDE), page.reader.sums(facts.USEFUL)
    length, endings = page.reader.sums(facts.LENGTH), page.reader.sums(facts.ENDING, "a")
    transfers = page.reader.sums(facts.TRANSFER, "b")
    lost = page.reader.sums(facts.LOST)
    reported = calls.total - endings.of(facts.UNREPORTED)
    reported_before = calls.total_before - endings.was(facts.UNREPORTED)
    answered = DialResult.ANSWERED.value
    answered_share = share(transfers.of(answered), transfers.total)
    return [
        Figure("calls", calls.total, calls.total_before),
        Figure("useful", share(useful.total, calls.total), share(useful.total_before, calls.total_before), "%"),
        Figure("length", _mean(length.total, reported), _mean(length.total_before, reported_before), "s"),
        Figure("answered", answered_share, share(transfers.was(answered), transfers.total_before), "%"),
        Figure("outside", share(outside.total, calls.total), share(outside.total_before, calls.total_before), "%"),
        Figure("lost", lost.total, lost.total_before),
    ]


def days(page: Page) -> Table:
    daily, period = page.reader.daily(facts.CALLS), page.reader.period
    before = timedelta(days=period.length)
    rows = [Row(day.isoformat(), (daily.get(day, 0), daily.get(day - before, 0))) for day in period.days()]
    return Table("days", "line", "day", (Column("calls"), Column("before")), rows)


def hours(page: Page) -> Table:
    calls, outside = page.reader.sums(facts.CALLS, "a"), page.reader.sums(facts.OUTSIDE, "a")
    names = [f"{hour:02}" for hour in range(24)]
    rows = [Row(f"{name}:00", (calls.of(name) - outside.of(name), outside.of(name), calls.was(name))) for name in names]
    columns = (Column("inside"), Column("outside"), Column("before", charted=False))
    return Table("hours", "column-stacked", "hour", columns, rows)


def languages(page: Page) -> Table:
    calls = page.reader.sums(facts.CALLS, "language")
    names = page.languages_in(calls.by(0), {name: n for (name,), n in calls.before.items()})
    return Table("languages", "bar", "language", COMPARED, _compared(calls, names, calls, page.texts.language))


# --- the way through the call -------------------------------------------------------------------------------


def branches(page: Page) -> Table:
    calls, entered = page.reader.sums(facts.CALLS), page.reader.sums(facts.BRANCH, "a")
    return Table("branches", "bar", "branch", COMPARED, _compared(entered, BRANCHES, calls, page.texts.branch))


def useful(page: Page) -> Table:
    """How long until the first useful message, in classes; the last class is open."""
    sums = page.reader.sums(facts.USEFUL, "a")
    width, last = 15, 180
    classes: dict[int, list[int]] = {start: [0, 0] for start in range(0, last + 1, width)}
    for position, counted in enumerate((sums.now, sums.before)):
        for (start,), n in counted.items():
            classes[min(int(start) // width * width, last)][position] += n
    rows = [Row(f"{start}-{start + width - 1} s" if start < last else f"{last} s +", tuple(n)) for start, n in classes.items()]
    return Table("useful", "column", "seconds", (Column("calls"), Column("before")), rows)


def useful_by_language(page: Page) -> Table:
    sums, calls = page.reader.sums(facts.USEFUL, "language", "a"), page.reader.sums(facts.CALLS, "language")
    rows = [
        Row(
            page.texts.language(name),
            (
                _median({int(a): n for (language, a), n in sums.now.items() if language == name}),
                _median({int(a): n for (language, a), n in sums.before.items() if language == name}),
                share(sums.by(0).get(name, 0), calls.of(name)),
            ),
        )
        for name in page.languages_in(calls.by(0))
    ]
    columns = (Column("median", "s"), Column("median_before", "s", charted=False), Column("reached", "%", charted=False))
    return Table("useful_by_language", "bar", "language", columns, rows)


def endings(page: Page) -> Table:
    sums = page.reader.sums(facts.ENDING, "a")
    names = (*(ending.value for ending in Ending), facts.UNREPORTED)
    return Table("endings", "bar", "ending", COMPARED, _compared(sums, names, sums, page.texts.ending))


# --- the questions ------------------------------------------------------------------------------------------


def questions(page: Page) -> Table:
    """Each call once a question; no answer: it was heard and the caller left, went back or asked for a person."""
    asked, answers = page.reader.sums(facts.ASKED, "a"), page.reader.sums(facts.ANSWER, "a", "b")
    rows = []
    for name in page.questions:
        given = [answers.of(name, answer.value) for answer in (Key.YES, Key.NO, Key.UNKNOWN)]
        heard = max(asked.of(name), sum(given))
        rows.append(Row(page.texts.step(name), (*given, heard - sum(given), heard, share(given[2], heard), asked.was(name))))
    columns = (
        Column("yes"),
        Column("no"),
        Column("unknown"),
        Column("unanswered"),
        Column("heard", charted=False),
        Column("unknown_share", "%", charted=False),
        Column("before", charted=False),
    )
    return Table("questions", "bar-stacked", "question", columns, rows)


# --- difficulties -------------------------------------------------------------------------------------------


def hang_ups(page: Page) -> Table:
    """The last step heard; those that end a call by themselves are left out."""
    last, calls = page.reader.sums(facts.LAST, "a", "b"), page.reader.sums(facts.CALLS)
    totals = {name: n for name, n in last.by(0).items() if name and name not in NATURAL_ENDS}
    rows = [
        Row(
            page.texts.step(name),
            (
                last.of(name, "before"),
                last.of(name, "after"),
                share(n, calls.total),
                last.was(name, "before") + last.was(name, "after"),
            ),
        )
        for name, n in _most(totals)
    ]
    columns = (Column("left_before"), Column("left_after"), Column("share", "%", charted=False), Column("before", charted=False))
    return Table("hang_ups", "bar-stacked", "step", columns, rows)


def troubles(page: Page) -> Table:
    """Silence and wrong keys by step, for a hundred times it was heard."""
    steps = page.reader.sums(facts.STEP, "a", "b")
    heard = steps.by(0)
    failed = {name: steps.of(name, Key.SILENCE.value) + steps.of(name, Key.WRONG.value) for name in heard}
    rows = [Row(page.texts.step(name), _trouble(steps, name, heard[name])) for name, n in _most(failed) if n]
    return Table("troubles", "bar-stacked", "step", _TROUBLE, rows)


def troubles_by_language(page: Page) -> Table:
    steps = page.reader.sums(facts.STEP, "language", "b")
    heard = steps.by(0)
    rows = [
        Row(page.texts.language(name), _trouble(steps, name, heard.get(name, 0))) for name in page.languages_in(heard) if name
    ]
    return Table("troubles_by_language", "bar-stacked", "language", _TROUBLE, rows)


def troubles_by_step_and_language(page: Page) -> Table:
    """The share of hearings that ended in silence or a wrong key."""
    steps = page.reader.sums(facts.STEP, "language", "a", "b")
    heard: dict[tuple[str, str], int] = {}
    failed: dict[tuple[str, str], int] = {}
    worst: dict[str, int] = {}
    for (language, step, how), n in steps.now.items():
        heard[step, language] = heard.get((step, language), 0) + n
        if how in (Key.SILENCE.value, Key.WRONG.value):
            failed[step, language] = failed.get((step, language), 0) + n
            worst[step] = worst.get(step, 0) + n
    spoken = [name for name in page.languages_in(steps.by(0)) if name]
    rows = [
        Row(page.texts.step(step), [share(failed.get((step, name), 0), heard.get((step, name), 0)) for name in spoken])
        for step, _ in _most(worst)
        if step != "languages"  # heard before there is a language
    ]
    columns = [Column(page.texts.language(name), "%", labelled=True) for name in spoken]
    return Table("troubles_by_step_and_language", "none", "step", columns, rows)


# --- centres ------------------------------------------------------------------------------------------------


def transfers(page: Page) -> Table:
    sums, talk = page.reader.sums(facts.TRANSFER, "a", "b"), page.reader.sums(facts.TALK, "a")
    rows = []
    for name in dict.fromkeys((*page.centres, DESK, *sums.by(0))):
        outcomes = [sums.of(name, result.value) for result in DialResult]
        before = sum(sums.was(name, result.value) for result in DialResult)
        mean = _mean(talk.of(name), outcomes[0])
        rows.append(Row(page.texts.centre(name), (*outcomes, sum(outcomes), share(outcomes[0], sum(outcomes)), mean, before)))
    columns = (
        *(Column(result.value) for result in DialResult),
        Column("transfers", charted=False),
        Column("answered_share", "%", charted=False),
        Column("talk", "s", charted=False),
        Column("before", charted=False),
    )
    return Table("transfers", "bar-stacked", "centre", columns, rows)


# --- what the tables share ----------------------------------------------------------------------------------

_TROUBLE = (
    Column("silence_share", "%"),
    Column("wrong_share", "%"),
    Column("silence", charted=False),
    Column("wrong", charted=False),
    Column("hearings", charted=False),
)


def _trouble(steps: Sums, name: str, heard: int) -> tuple[Value, ...]:
    silence, wrong = steps.of(name, Key.SILENCE.value), steps.of(name, Key.WRONG.value)
    return share(silence, heard), share(wrong, heard), silence, wrong, heard


def _compared(sums: Sums, names: Sequence[str], whole: Sums, label: Callable[[str], str]) -> list[Row]:
    return [Row(label(name), (sums.of(name), share(sums.of(name), whole.total), sums.was(name))) for name in names]


def _most(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:LISTED]


def _mean(total: int, number: int) -> int | None:
    return round(total / number) if number else None


def _median(classes: Mapping[int, int]) -> int | None:
    """The middle of the class that the middle call falls in."""
    half = sum(classes.values()) / 2
    passed = 0
    for start, n in sorted(classes.items()):
        passed += n
        if passed >= half and n:
            return start + facts.USEFUL_CLASS_SECONDS // 2
    return None


Make = Callable[[Page], Table]

VIEWS: Mapping[str, tuple[Make, ...]] = {
    "overview": (days, hours, languages),
    "path": (branches, useful, useful_by_language, endings),
    "questions": (questions,),
    "difficulties": (hang_ups, troubles, troubles_by_language, troubles_by_step_and_language),
    "centres": (transfers,),
}
REPORT = "report"  # everything on one page, to print
TABLES: Mapping[str, Make] = {make.__name__: make for makes in VIEWS.values() for make in makes}


def tables_of(view: str) -> tuple[Make, ...]:
    return tuple(TABLES.values()) if view == REPORT else VIEWS[view]
