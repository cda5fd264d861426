"""The files of prompts/ as nested tables of names, in which each fact has one place."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ivr.content.sources import FILE as SOURCES

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NAMES = ("id", "code", "from")  # what tells the entries of a list apart
YamlTable = dict[str, Any]


def read_facts(prompts: Path, languages: Collection[str]) -> dict[str, YamlTable]:
    """Everything but the words of the languages and what those were made from."""
    words = {f"{code}.yaml" for code in languages} | {SOURCES}
    return {file: table for file, table in read_tables(prompts).items() if file not in words}


def read_tables(prompts: Path) -> dict[str, YamlTable]:
    """Every file by its name."""
    tables = {path.name: named(read_yaml(path.read_text(encoding="utf-8"))) for path in prompts.glob("*.yaml")}
    return tables | {path.name: read_csv(path.read_text(encoding="utf-8")) for path in prompts.glob("*.csv")}


def read_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)


def write_yaml(table: Any) -> str:
    text: str = yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=120)
    return text


def write_csv(table: YamlTable) -> str:
    out = io.StringIO()
    rows = list(table.values())
    writer = csv.DictWriter(out, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read_csv(text: str) -> YamlTable:
    """A line by its first two columns: a postal code and a locality."""
    return {"/".join(list(row.values())[:2]): row for row in csv.DictReader(io.StringIO(text))}


def named(value: Any) -> Any:
    """Lists whose entries have a name become tables by that name; the others stay lists."""
    if isinstance(value, dict):
        return {str(key): named(entry) for key, entry in value.items()}
    if isinstance(value, list) and (name := name_of_entries(value)):
        return {str(entry[name]): named(entry) for entry in value}
    return value


def name_of_entries(*lists: list[Any]) -> str | None:
    """What tells the entries of all these lists apart; None when nothing does."""
    return next((name for name in NAMES if any(lists) and all(_tells_apart(name, entries) for entries in lists)), None)


def _tells_apart(name: str, entries: list[Any]) -> bool:
    if not all(isinstance(entry, dict) and name in entry for entry in entries):
        return False
    return len({str(entry[name]) for entry in entries}) == len(entries)


def leaves(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(table, dict):
        for key, entry in table.items():
            yield from leaves(entry, (*path, key))
    else:
        yield path, table
