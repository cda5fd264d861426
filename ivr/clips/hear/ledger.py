"""What was heard of each language and when: audio/heard.json, and the table in docs/voices.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from ivr.clips.manifest import ManifestEntry
from ivr.clips.writing import write_whole
from ivr.content.clipnames import PLACES
from ivr.content.clipnames import kind_of

LEDGER = "heard.json"
START, END = "<!-- heard: written by `scripts/line hear --write` -->", "<!-- end of heard -->"


class Measured(TypedDict):
    """One language as it was heard."""

    percent: float  # of the characters, heard wrong
    sentences: int
    date: str
    voices: str
    licences: str
    clips: list[str]  # every clip of the language at that time, by the digest in its name


def read_ledger(folder: Path) -> dict[str, Measured]:
    path = folder / LEDGER
    ledger: dict[str, Measured] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return ledger


def write_ledger(folder: Path, ledger: Mapping[str, Measured]) -> None:
    lines = [f"{json.dumps(code)}: {json.dumps(ledger[code], ensure_ascii=False)}" for code in sorted(ledger)]
    write_whole(folder / LEDGER, ("{\n" + ",\n".join(lines) + "\n}\n").encode())


def own_clips(manifest: Mapping[str, ManifestEntry], language: str) -> dict[str, ManifestEntry]:
    """The clips in the language's own words; names of places are French everywhere."""
    return {
        file: entry for file, entry in manifest.items() if entry["language"] == language and kind_of(entry["clip"]) not in PLACES
    }


def digests(manifest: Mapping[str, ManifestEntry], language: str) -> list[str]:
    return sorted(Path(file).stem.rpartition("-")[2] for file in own_clips(manifest, language))


def changed(measured: Measured, manifest: Mapping[str, ManifestEntry], language: str) -> float:
    """The share of a language's clips that are not those that were heard."""
    now = digests(manifest, language)
    return len(set(now) - set(measured["clips"])) / max(len(now), 1)


def table(ledger: Mapping[str, Measured]) -> Iterator[str]:
    yield "| language | voice | licence | heard wrong | sentences | on | digest |"
    yield "|---|---|---|---|---|---|---|"
    for code, measured in ledger.items():
        digest = sha256(" ".join(measured["clips"]).encode()).hexdigest()[:12]
        rate = f"{measured['percent']:.1f} %" if measured["sentences"] else "not measurable"
        cells = (code, measured["voices"], measured["licences"], rate, measured["sentences"] or "–", measured["date"], digest)
        yield "| " + " | ".join(map(str, cells)) + " |"


def write_table(page: Path, ledger: Mapping[str, Measured]) -> None:
    """Put the table between its two marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    lines = "\n".join(table(ledger))
    write_whole(page, f"{before}{START}\n{lines}\n{END}{after}".encode())
