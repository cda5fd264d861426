"""The call map: the walked call as a picture."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime

import graphviz

from ivr.call.build import build_line
from ivr.call.leads import Scene
from ivr.call.line import Line
from ivr.call.steps import Await
from ivr.call.steps import Choice
from ivr.call.steps import End
from ivr.call.steps import Message
from ivr.call.steps import NumberEntry
from ivr.call.steps import Recording
from ivr.call.steps import Transfer
from ivr.call.tour import MORNING
from ivr.call.tour import NIGHT
from ivr.call.turns import Turn
from ivr.content.content import Content
from scripts.dev.walk import Arrow
from scripts.dev.walk import walk

LANGUAGE = "en"
MOMENTS = (MORNING, NIGHT)  # the open and the closed centre are both on the map
_LOOKS = {
    Message: {"shape": "note", "fillcolor": "#fff8e1"},
    Choice: {"shape": "box", "fillcolor": "#e3f2fd"},
    NumberEntry: {"shape": "box", "fillcolor": "#e8f5e9", "style": "filled,rounded"},
    Transfer: {"shape": "cds", "fillcolor": "#fce4ec"},
}


def draw(content: Content, walked: Mapping[datetime, Iterable[Arrow]] | None = None) -> graphviz.Digraph:
    """The map of the demonstration line, in English; `walked` when it was walked before at these moments."""
    line = build_line(content.for_demonstration(), desk=())
    words = {f"{LANGUAGE}/{clip}": phrase.text for clip, phrase in content.phrases(LANGUAGE)}
    arrows: dict[tuple[str, str], set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for now in MOMENTS:
        known: set[tuple[str, str, bool]] = set()
        for edge in walked[now] if walked else _walk(line, now):
            before, after = edge.before.state.step, edge.after.state.step
            for turn in (edge.before, edge.after):
                labels.setdefault(turn.state.step, _label(line, turn, now, words))
            # The first way found is the plain one; later ones come from going back and answering anew.
            way = before, edge.key, edge.before.state.answers.endswith("u")
            if way not in known and _drawn(line, edge, now):
                known.add(way)
                arrows[before, after].add(edge.key)
    return _picture(line, labels, arrows)


def _walk(line: Line, now: datetime) -> Iterator[Arrow]:
    chosen = line.advance(line.open("", now).state, line.content.languages.by_key_of(LANGUAGE), now)
    return walk(line, now, chosen)


def digest(picture: graphviz.Digraph) -> str:
    """Written into the committed picture, so that a test can tell when it is out of date."""
    return hashlib.sha256(picture.source.encode()).hexdigest()[:16]


def _drawn(line: Line, edge: Arrow, now: datetime) -> bool:
    """Whether the key is one that this place offers; what every place has is told in the legend."""
    before, after = edge.before.state, edge.after.state
    here = line.steps[before.step]
    if before.step in (after.step, "languages"):
        return False
    if isinstance(here, Message):
        return edge.key == ""  # any key leads on; silence is the one arrow to draw
    if isinstance(here, NumberEntry):
        return not before.tries and edge.key.isdigit() and edge.key != "0"
    if isinstance(here, Choice):
        return edge.key in here.keys(Scene(line.content, line.desk, before, now))
    return True


def _picture(line: Line, labels: dict[str, str], arrows: dict[tuple[str, str], set[str]]) -> graphviz.Digraph:
    picture = graphviz.Digraph("call", format="svg")
    picture.attr(rankdir="TB", fontname="sans-serif", nodesep="0.2", ranksep="0.35", labelloc="t", label=_LEGEND)
    picture.attr("node", fontname="sans-serif", fontsize="11", style="filled", color="#546e7a")
    picture.attr("edge", fontname="sans-serif", fontsize="10", color="#546e7a")
    for name in sorted(labels):
        looks = _LOOKS.get(type(line.steps[name]), {"shape": "doublecircle", "fillcolor": "#eeeeee"})
        picture.node(name, labels[name], **looks)
    for (before, after), keys in sorted(arrows.items()):
        label = (
            "" if keys == {""} else "number" if any(len(key) > 1 and key.isdigit() for key in keys) else " ".join(sorted(keys))
        )
        picture.edge(before, after, label)
    return picture


def _label(line: Line, turn: Turn, now: datetime, words: dict[str, str]) -> str:
    """The step's name and the beginning of what is heard there, a few words a line."""
    name = turn.state.step
    step = line.steps[name]
    clips = (
        ()
        if isinstance(step, Transfer | Recording | Await | End)
        else step.clips(Scene(line.content, line.desk, turn.state, now))
    )
    text = next((words[clip] for clip in (f"{LANGUAGE}/{clip}" for clip in clips) if clip in words), "")
    lines, rest = [name], text.split()
    while rest and len(lines) < 4:
        lines.append(" ".join(rest[:5]))
        rest = rest[5:]
    return "\n".join(lines) + ("…" if rest else "")


_LEGEND = (
    "Everywhere: 9 hear it again   * one step back   0 a person   # the keys   "
    "silence or a wrong key: help, the same step again; the third time a person or a polite goodbye\n"
)
