"""Which sentences are heard most, where in a call, and beside which others: pure, from what calls told."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ivr.content.clipnames import DATES
from ivr.content.clipnames import DIGITS
from ivr.content.clipnames import PLACES
from ivr.content.clipnames import TIMES
from ivr.content.clipnames import kind_of

# Said for one caller in many, each: what a caller hears is one of them, so they share their weight and stay together.
GROUPS = DATES | TIMES | DIGITS | PLACES

_Where = tuple[str, str]  # a sentence, and the step


@dataclass(frozen=True)
class Told:
    """At one place of a call. `flows`: it followed by itself, without a key."""

    step: str
    clips: tuple[str, ...]
    flows: bool = False


@dataclass(frozen=True)
class Heard:
    visits: Mapping[str, int]  # step -> how many callers were there
    clips: Mapping[str, Mapping[str, int]]  # sentence -> step -> how many heard it there for the first time in their call
    before: Mapping[_Where, str]  # what mostly comes just before it there
    after: Mapping[_Where, str]

    def where(self, clip: str) -> str | None:
        """The step in which it is heard most; of one that nobody heard, that of its relatives, if they have one."""
        steps = self.clips.get(clip)
        if steps:
            return max(steps, key=lambda step: steps[step])
        group, word = _group(clip), f"{clip.partition('_')[0]}_"
        near = [each for each in self.clips if (_group(each) == group if group in GROUPS else each.startswith(word))]
        found = Counter(self.where(each) for each in near)
        return found.most_common(1)[0][0] if found and (group in GROUPS or len(found) == 1) else None

    def weight(self, clip: str, visits: Mapping[str, int]) -> float:
        """How many callers hear it when they are at each step as often as `visits` says."""
        return sum(visits.get(step, 0) * times / self.visits[step] for step, times in self.clips.get(clip, {}).items())


def heard(calls: Iterable[Sequence[Told]]) -> Heard:
    visits: Counter[str] = Counter()
    clips: dict[str, Counter[str]] = defaultdict(Counter)
    before: dict[_Where, Counter[str]] = defaultdict(Counter)
    after: dict[_Where, Counter[str]] = defaultdict(Counter)
    for call in calls:
        visits.update({told.step for told in call})
        first_heard = {clip: told.step for told in reversed(call) for clip in told.clips}
        for clip, step in first_heard.items():
            clips[clip][step] += 1
        for first, second in _pairs(call):
            after[first][second[0]] += 1
            before[second][first[0]] += 1
    return Heard(visits, clips, _usual(before), _usual(after))


def in_order(clips: Sequence[str], heard: Heard, visits: Mapping[str, int] | None = None) -> list[str]:
    """What callers hear most comes first. `visits`: how often real callers were at each step, where that is known."""
    weights = [(heard.weight(clip, visits or {}), heard.weight(clip, heard.visits)) for clip in clips]
    groups: dict[str, list[int]] = defaultdict(list)
    for place, clip in enumerate(clips):
        groups[_group(clip)].append(place)
    shared = sorted((_least(weights, places, 0), _least(weights, places, 1), places) for places in groups.values())
    return [clips[place] for _, _, places in shared for place in places]


def _least(weights: Sequence[tuple[float, float]], places: Sequence[int], part: int) -> float:
    """What the members of a group weigh on the average, the heaviest sorting first."""
    return -sum(weights[place][part] for place in places) / len(places)


def _group(clip: str) -> str:
    """Its own name where it has none."""
    kind = kind_of(clip)
    return kind if kind in GROUPS else clip


def _pairs(call: Sequence[Told]) -> Iterator[tuple[_Where, _Where]]:
    """Different sentences that follow each other, with no key between them."""
    last: _Where | None = None
    for told in call:
        said = [(clip, told.step) for clip in told.clips]
        for first, second in pairwise([last, *said] if told.flows else [None, *said]):
            if first and second and first[0] != second[0]:
                yield first, second
        last = said[-1] if said else None


def _usual(neighbours: Mapping[_Where, Counter[str]]) -> dict[_Where, str]:
    return {where: counted.most_common(1)[0][0] for where, counted in neighbours.items()}
