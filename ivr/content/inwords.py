"""What is wrong in a content file, in the words of prompts/README.md: never a type, never a pattern."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from pydantic import AfterValidator
from pydantic import ValidationError
from pydantic_core import ErrorDetails

_KeyPath = Sequence[str | int]
LONGEST_QUOTE = 60
# What people call a key; every other one is called by its name.
NAMES = {
    "phone": "the telephone number",
    "confirmed_on": "the day of confirmation (confirmed_on)",
    "hours": "the opening hours",
    "closed_on": "the closing days (closed_on)",
    "key": "the key",
    "code": "the code",
    "review_by": "the day of the next review (review_by)",
    "numbers": "the telephone numbers",
}
HINTS = {
    "mapping values are not allowed": 'there is a colon inside a sentence; put the whole sentence in "quotation marks"',
    "found character '\\t'": "there is a tab; use spaces",
    "cannot start any token": 'a sentence begins with a sign that has a meaning of its own; put it in "quotation marks"',
}
PROBLEMS = {
    "missing": "is missing",
    "string_type": 'must be words, in "quotation marks" if they look like a number or a day',
    "string_too_short": "must not be empty",
    "string_too_long": "must be shorter: at most {max_length} letters",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "literal_error": "must be {expected}",
    "too_short": "must have at least one entry",
    "too_long": "must have at most {max_length} entries",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a table of names and what they mean",
    "model_type": "must be names and values in braces, such as {{name: value}}",
    "date_type": "must be a day such as 2026-12-01",
    "date_parsing": "must be a day such as 2026-12-01",
    "date_from_datetime_parsing": "must be a day such as 2026-12-01",
    "date_from_datetime_inexact": "must be a day such as 2026-12-01, without a time",
}


@dataclass(frozen=True)
class Misfit:
    """One thing that is wrong in a file: `stands` is what is there now, "" where that says nothing; `sentence` says it all."""

    place: tuple[str | int, ...]
    problem: str
    stands: str
    sentence: str


class Wrong(ValueError):
    """Something is wrong at a place below the one that is being checked."""

    def __init__(self, problem: str, *place: str | int) -> None:
        super().__init__(problem)
        self.place = place


def written(pattern: str, expected: str) -> AfterValidator:
    """A check of how something is written; `expected` says it in words ("must begin with +32")."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(expected)
        return value

    return AfterValidator(check)


def syntax(fault: yaml.YAMLError) -> str:
    """Where a file stops being readable, and the likeliest reason."""
    mark, problem = getattr(fault, "problem_mark", None), str(getattr(fault, "problem", None) or fault)
    hint = next((words for sign, words in HINTS.items() if sign in problem), None)
    if hint is None and isinstance(fault, yaml.scanner.ScannerError | yaml.parser.ParserError):
        hint = f"this cannot be read; look at the colons, quotation marks and spaces of this line and the one before ({problem})"
    return (f"line {mark.line + 1}: " if mark else "") + (hint or problem)


def misfits(fault: ValidationError, root: yaml.Node | None) -> list[Misfit]:
    """Each fault of a file, with its line."""
    if root is None:
        return [Misfit((), "this file is empty", "", "this file is empty")]
    errors = fault.errors(include_url=False)
    missing = [error["loc"] for error in errors if error["type"] == "missing"]
    return [_misfit(error, root, missing) for error in errors if not _follows(error, errors)]


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """A list is called too short when entries of it were refused: those are told."""
    depth = len(error["loc"])
    return error["type"] == "too_short" and any(len(it["loc"]) > depth and it["loc"][:depth] == error["loc"] for it in errors)


def _misfit(error: ErrorDetails, root: yaml.Node, missing: Sequence[_KeyPath]) -> Misfit:
    cause = error.get("ctx", {}).get("error")
    below = cause.place if isinstance(cause, Wrong) else ()
    place = tuple(_as_written(part) for part in (*error["loc"], *below) if part != "[key]")
    found = list(_walk(root, place))
    line = found[-1][1] if found else root.start_mark.line + 1
    named = place if error["type"] == "missing" else [part for part, _ in found]
    problem = str(cause) if isinstance(cause, ValueError) else _problem(error, missing)
    joint = " " if problem.startswith(("must ", "is ")) or not named else ": "
    stands = quoted(error["input"]) if error["type"] not in ("missing", "extra_forbidden") and named and not below else ""
    said = f"; {stands} stands there" if stands else ""
    return Misfit(place, problem, stands, f"line {line}: {name_of(named, root)}{joint}{problem}{said}".replace(":  ", ": "))


def _as_written(part: str | int) -> str | int:
    """A day that names an entry, which the checks call datetime.date(2026, 12, 24)."""
    day = re.fullmatch(r"datetime\.date\((\d+), (\d+), (\d+)\)", str(part))
    return date(*map(int, day.groups())).isoformat() if day else part


def _problem(error: ErrorDetails, missing: Sequence[_KeyPath]) -> str:
    if error["type"] == "extra_forbidden":
        *above, name = error["loc"]
        beside = [str(place[-1]) for place in missing if list(place[:-1]) == above]
        close = difflib.get_close_matches(str(name), beside, 1)
        return "is not a name that is known here" + (f"; did you mean {close[0]}?" if close else "")
    if error["type"] == "model_type" and error["input"] is None:
        return PROBLEMS["string_too_short"]
    words = PROBLEMS.get(error["type"])
    return words.format_map(error.get("ctx", {})) if words else error["msg"]


def _walk(node: yaml.Node, place: _KeyPath) -> Iterator[tuple[str | int, int]]:
    """The parts of a place that stand in the file, each with its line."""
    for part in place:
        child, line = _child(node, part)
        if child is None:
            return
        yield part, line
        node = child


def _child(node: yaml.Node, part: str | int) -> tuple[Any, int]:
    if isinstance(node, yaml.MappingNode):
        return next(((value, key.start_mark.line + 1) for key, value in node.value if key.value == str(part)), (None, 0))
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark.line + 1
    return None, 0


def name_of(place: _KeyPath, root: yaml.Node) -> str:
    """centres, 1, phone -> "the telephone number of centre mons"; an entry without a name of its own is counted."""
    names: list[str] = []
    node: Any = root
    for before, part in zip(["", *place], place, strict=False):
        node = _child(node, part)[0]
        if isinstance(part, int):
            own = "" if place[-1] == "id" else getattr(_child(node, "id")[0], "value", "")
            names[-1:] = [f"{str(before).removesuffix('s')} {own or part + 1}"]
        else:
            names.append(NAMES.get(part, part))
    return " of ".join(reversed(names))


def quoted(value: object) -> str:
    """What stands in the file, as a person would point at it."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f'"{text[:LONGEST_QUOTE]}{"..." if len(text) > LONGEST_QUOTE else ""}"'
