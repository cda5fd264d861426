"""What must hold before callers hear a release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace

from ivr.clips.integrity import fault_of
from ivr.clips.manifest import read_manifest
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import Release
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.release import opened
from ivr.clips.releases.release import read
from ivr.clips.releases.sounds import audio_sums
from ivr.clips.rules.objection import Objection
from ivr.clips.rules.objection import Rule
from ivr.clips.rules.sounding import silent
from ivr.clips.times import ROWS
from ivr.content.yamlfile import ContentError

MEASURED = 0.1  # seconds, parts, megabytes: less is the same, measured again
ALWAYS = (Rule.SILENT, Rule.OLD_WORDS)  # never heard so, whatever callers hear today


@dataclass(frozen=True)
class DraftVerdict:
    """Of a draft. `known` is no better for callers today, and keeps nobody from publishing something else."""

    against: tuple[Objection, ...]
    known: tuple[Objection, ...] = ()


class Refused(ReleaseError):
    """Callers must not hear this."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        self.objections = objections
        super().__init__("\n".join(map(str, objections)))


def judge(draft: Place, current: Place) -> DraftVerdict:
    """Whether callers may hear it instead of what they hear now. Raises ContentError when what they hear now cannot be read."""
    today = opened(current)
    try:
        after = opened(draft)
        damaged = tuple(_damaged(draft, current))
    except ContentError as fault:
        return DraftVerdict((Objection(Rule.CONTENT, detail=str(fault)),))
    before = {objection.place: objection for objection in today.broken}
    known = {objection.place for objection in after.broken if _is_known(objection, before.get(objection.place))}
    told = [_with_today(objection, today) for objection in after.broken]
    against = (objection for objection in told if objection.place not in known)
    return DraftVerdict((*damaged, *against), tuple(objection for objection in told if objection.place in known))


def unheard(draft: Place, current: Place) -> tuple[Objection, ...]:
    """Why nothing at all, or something else than was meant, would be heard: the least that must hold, wherever it comes from."""
    try:
        release = read(draft)
        return (*silent(release.content, release.clips), *_damaged(draft, current))
    except ContentError as fault:
        return (Objection(Rule.CONTENT, detail=str(fault)),)


def _is_known(now: Objection, today: Objection | None) -> bool:
    """Whether callers hear it today, and nothing worse."""
    if today is None or now.rule in ALWAYS:
        return False
    return now.detail == today.detail and now.found <= today.found + MEASURED


def _with_today(objection: Objection, current: Release) -> Objection:
    if objection.rule is not Rule.TIME:
        return objection
    name = next(row.name for row in ROWS if row.until == objection.what)
    return replace(objection, today=current.times.get((name, objection.language), 0.0))


def _damaged(draft: Place, current: Place) -> Iterator[Objection]:
    """What cannot be played. Carriers keep a clip for a year: another sound needs another name."""
    before = audio_sums(current)
    digests = audio_sums(draft, current)
    for file, entry in read_manifest(draft.audio).items():
        known, digest = before.get(file), digests.get(file)
        if digest is None or digest == known:
            continue
        if known:
            yield Objection(Rule.SAME_NAME, what=file, detail=current.id)
        if fault := fault_of(draft.audio / file, entry["seconds"]):
            yield Objection(Rule.DAMAGED, what=file, detail=fault)
