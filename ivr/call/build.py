"""Put the branches together into a line, and check before the first call that everything they name exists."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

from ivr.call import branches
from ivr.call import entering
from ivr.call import line
from ivr.call import reacting
from ivr.call import speech
from ivr.call.branches import checks
from ivr.call.branches import deadline
from ivr.call.branches import desk as desk_branch
from ivr.call.branches import find_centre
from ivr.call.branches import opening
from ivr.call.branches import questions
from ivr.call.branches import stages
from ivr.call.branches import summary
from ivr.call.branches import talk
from ivr.call.branches import texting
from ivr.call.leads import Go
from ivr.call.leads import Menu
from ivr.call.leads import Spoken
from ivr.call.line import Line
from ivr.call.state import STEP_NAME
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Recording
from ivr.call.steps import Step
from ivr.call.steps import Transfer
from ivr.content.centres import MOST_DESK_NUMBERS
from ivr.content.content import Content
from ivr.content.yamlfile import ContentError
from ivr.paths import PROMPTS

_BRANCHES = [import_module(f"{branches.__name__}.{each.name}") for each in pkgutil.iter_modules(branches.__path__)]
_MODULES = (line, reacting, entering, speech, *_BRANCHES)


def build_line(content: Content, desk: Collection[str] = ()) -> Line:
    """The whole conversation for this content; `desk` are the numbers of DESK_NUMBER, E.164.

    Raises ContentError when a step, a clip or a label that something names does not exist.
    """
    people = content.centres.desk.everybody(tuple(desk))
    if len(people) > MOST_DESK_NUMBERS:
        problem = f"with DESK_NUMBER there are {len(people)} numbers of the desk; at most {MOST_DESK_NUMBERS} can be rung"
        raise ContentError(PROMPTS / "centres.yaml", "desk.numbers", problem)
    steps = _by_name(
        content,
        (
            *opening.steps(content, len(people)),
            *stages.steps(content),
            *checks.steps(content),
            *summary.steps(content),
            *deadline.steps(),
            *questions.steps(content),
            *find_centre.steps(content),
            *talk.steps(),
            *desk_branch.steps(content, len(people)),
            *texting.steps(),
        ),
    )
    _check(content, steps)
    return Line(content, steps, desk=people, person=talk.person, give_up=talk.give_up)


def _by_name(content: Content, steps: Iterable[Step]) -> dict[str, Step]:
    """With their labels. Raises ContentError for a name that is used twice or does not fit an address."""
    named: dict[str, Step] = {}
    for step in steps:
        if step.name in named:
            raise ContentError(PROMPTS, step.name, "two things of the content would make the same step; rename one")
        if not STEP_NAME.fullmatch(step.name):
            raise ContentError(PROMPTS, step.name, "expected at most 20 small letters, digits and hyphens, to fit an address")
        named[step.name] = replace(step, label=content.label(step.name))
    return named


def _check(content: Content, steps: dict[str, Step]) -> None:
    known = {clip for clip, _ in content.phrases(content.languages.first)}
    for where, thing in _mentions(steps):
        if isinstance(thing, Go) and thing.step not in steps:
            raise ContentError(PROMPTS, where, f"it leads to {thing.step!r}, and there is no such step")
        for clip in thing.say if isinstance(thing, Go) else thing:
            if clip.rpartition("/")[2] not in known:
                raise ContentError(PROMPTS, where, f"it says {clip!r}, and {content.languages.first}.yaml has no such sentence")


def _mentions(steps: dict[str, Step]) -> Iterator[tuple[str, Go | Spoken]]:
    """Every way and every sentence that is named anywhere: in the steps, and as a constant of a branch."""
    for step in steps.values():
        for thing in _things_of(step):
            yield step.name, thing
    for module in _MODULES:
        for name, value in vars(module).items():
            for thing in _flat(value):
                yield f"{module.__name__}.{name}", thing


def _things_of(step: Step) -> Iterator[Go | Spoken]:
    match step:
        case Message():
            yield from _flat((step.clips, step.then))
        case Choice():
            yield from _flat((step.clips, step.keys, step.reminder, step.give_up, step.hint, step.back and Go(step.back)))
        case NumberEntry():
            yield from _flat((step.clips, step.unknown, step.anew, step.give_up))
        case Transfer():
            yield from _flat((step.then, step.unreachable, Spoken((step.whisper,))))
        case Recording():
            yield from _flat((step.then, step.otherwise))
        case Await():
            yield from _flat(step.then)


def _flat(value: object) -> Iterator[Go | Spoken]:
    if isinstance(value, Go | Spoken):
        yield value
    elif isinstance(value, Menu | dict):
        for inner in value.values():
            yield from _flat(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _flat(inner)
