"""audio/LICENCES.md: under which conditions the clips beside it may be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping

from ivr.clips.manifest import ManifestEntry
from ivr.clips.voices.catalogue import HUMAN
from ivr.clips.voices.catalogue import Catalogue
from ivr.clips.voices.catalogue import Licence

FILE = "LICENCES.md"
_HEAD = """# What may be done with these clips

Written by the build. The MIT licence of the program does not cover the clips: each has the licence of the voice that speaks it,
which `manifest.json` names beside it. A line that must not use some of these voices builds with `scripts/line build --only-free`.

| voice | languages | clips | licence | conditions |
|---|---|---|---|---|
"""


def licences(manifest: Mapping[str, ManifestEntry], catalogue: Catalogue) -> str:
    """The table, one line a voice."""
    return _HEAD + "".join(_rows(manifest, catalogue))


def _rows(manifest: Mapping[str, ManifestEntry], catalogue: Catalogue) -> Iterator[str]:
    voices = Counter((entry["engine"], entry["voice"]) for entry in manifest.values())
    for (engine, voice), count in sorted(voices.items()):
        spoken = [entry for entry in manifest.values() if (entry["engine"], entry["voice"]) == (engine, voice)]
        languages = ", ".join(sorted({entry["language"] for entry in spoken}))
        offer = next((known for name, known in catalogue.engines.items() if name == engine), None)
        licence = offer.licence_of(voice) if offer else _agreed(spoken[0])
        yield f"| {engine} {voice} | {languages} | {count} | {licence.name} | {licence.conditions} |\n"


def _agreed(entry: ManifestEntry) -> Licence:
    """Of a person, who said in the agreement what may be done with the recording."""
    assert entry["engine"] == HUMAN
    return Licence(name=entry["licence"], conditions="As agreed with the speaker, who is to be named.", free=False)
