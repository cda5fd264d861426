"""Looking through the folder a speaker sent back. Nothing is installed here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ivr.clips.recordings.lines import KitLine
from ivr.clips.recordings.measures import measure
from ivr.clips.recordings.sheet import SheetRow
from ivr.clips.recordings.take import Take
from ivr.clips.recordings.verdict import LOWEST_RATE
from ivr.clips.recordings.verdict import Flaw
from ivr.clips.recordings.verdict import FlawKind
from ivr.clips.recordings.verdict import faults_of
from ivr.clips.voices.levels import LEAD
from ivr.clips.voices.levels import SilentError
from ivr.clips.voices.levels import finish
from ivr.clips.voices.sound import Sound
from ivr.clips.voices.sound import decode
from ivr.clips.voices.sound import to_mp3

SOUND_FILES = {".wav", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".aac", ".flac", ".mp4", ".3gp", ".webm"}
ROUND_THE_VOICE = 0.05  # seconds kept before and after it, for soft beginnings and ends
_NAME = re.compile(r"(?P<number>[0-9]{1,4})(?![0-9])[-_ .]*(?P<rest>.*)")


def look_through(folder: Path, rows: Mapping[int, SheetRow], lines: Sequence[KitLine], tails: Mapping[str, float]) -> list[Take]:
    """One take for every sound file. `tails`: clip -> seconds of silence after it."""
    known = {line.code: line for line in lines}
    takes = []
    for path in sound_files(folder):
        take = _identify(path, rows, known)
        takes.append(take if take.line is None or take.faults else listen(path, take.line, tails[take.line.clip]))
    return _one_each(takes)


def sound_files(folder: Path) -> list[Path]:
    """All of them, in folders within it too; hidden ones are the doing of some computer."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in SOUND_FILES)
    return sorted(path for path in found if not path.name.startswith("."))


def _identify(path: Path, rows: Mapping[int, SheetRow], known: Mapping[str, KitLine]) -> Take:
    """Which line the name of the file means."""
    name = _NAME.fullmatch(path.stem)
    if name is None:
        return Take(path.name, None, ("the name must begin with the number in the kit",))
    row = rows.get(int(name["number"]))
    if row is None:
        return Take(path.name, None, (f"the kit has no number {name['number']}",))
    if name["rest"] != row.clip and name["rest"] in {other.clip for other in rows.values()}:
        return Take(path.name, None, (f"number {row.number:03} is {row.clip}, but the name says {name['rest']}",))
    if row.code not in known:
        return Take(path.name, None, (f"the words of {row.clip} have changed since this kit was made; make a new kit for them",))
    return Take(path.name, known[row.code])


def listen(path: Path, line: KitLine, tail: float) -> Take:
    """The finished clip of one recording, or the reasons why not."""
    try:
        sound = decode(path.read_bytes())
    except ValueError as fault:
        return Take(path.name, line, (f"cannot be played: {fault}",))
    return take_of(sound, line, tail, path.name)


def take_of(sound: Sound, line: KitLine, tail: float, file: str, lowest_rate: int = LOWEST_RATE) -> Take:
    if faults := faults_of(sound, line, lowest_rate):
        return Take(file, line, tuple(faults))
    try:
        clip = finish(_voice_alone(sound), tail)
    except SilentError as fault:
        return Take(file, line, (Flaw(FlawKind.QUIET, str(fault)),))
    return Take(file, line, mp3=to_mp3(clip), seconds=clip.seconds)


def _voice_alone(sound: Sound) -> Sound:
    """The recording without what comes before and after the voice, silent or not."""
    measures = measure(sound)
    first = max(0, round((measures.start - ROUND_THE_VOICE) * sound.rate))
    last = round((measures.end + ROUND_THE_VOICE) * sound.rate)
    samples = sound.samples[first:last].copy()
    ramp = np.linspace(0, 1, round(LEAD * sound.rate), dtype=np.float32)
    samples[: len(ramp)] *= ramp
    samples[-len(ramp) :] *= ramp[::-1]
    return Sound(samples, sound.rate)


def _one_each(takes: list[Take]) -> list[Take]:
    """Refuse all takes of a line that has several: which one is meant, only the speaker knows."""
    by_line: dict[KitLine, list[str]] = defaultdict(list)
    for take in takes:
        if take.line:
            by_line[take.line].append(take.file)
    return [
        replace(take, faults=(f"several files for number {take.line.number}: keep the best one",), mp3=b"")
        if take.line and len(by_line[take.line]) > 1
        else take
        for take in takes
    ]
