"""Publishing, taking back, and bringing together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.clips.releases import archive
from ivr.clips.releases import building
from ivr.clips.releases import conflicts
from ivr.clips.releases import drafts
from ivr.clips.releases import history
from ivr.clips.releases import release
from ivr.clips.releases.archive import Index
from ivr.clips.releases.building import PublishingStep
from ivr.clips.releases.building import Tell
from ivr.clips.releases.building import nobody
from ivr.clips.releases.checks import Refused
from ivr.clips.releases.checks import judge
from ivr.clips.releases.checks import unheard
from ivr.clips.releases.conflicts import Conflict
from ivr.clips.releases.drafting import MERGED
from ivr.clips.releases.drafting import Drafting
from ivr.clips.releases.history import ReleaseEvent
from ivr.clips.releases.known import RELEASES
from ivr.clips.releases.release import BASE
from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.release import About
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.together import put_together


class Releases(Drafting):
    """With what changes them: one change at a time, whoever makes it."""

    def publish(self, draft: Path, by: str, why: str, tell: Tell = nobody) -> str:
        """Make a release of the draft, and the current one of it unless another machine decides; its id.

        What is checked is what is said, whatever somebody changes meanwhile.

        Raises Refused, with every reason, when callers must not hear it, and ReleaseError when it is a change of something else.
        """
        with self.alone():
            parent = self.place(self.current_id())
            made_from = drafts.parent_of(draft) or parent.id
            if made_from != parent.id:
                raise ReleaseError(f"this draft was made from release {made_from}, and the line now says release {parent.id}")
            if drafts.is_behind(draft, parent):
                raise ReleaseError("the program was updated since this draft was made: bring the draft up to date first")

            def check(written: Place) -> None:
                tell(PublishingStep.CHECKING)
                if found := judge(written, parent).against:
                    raise Refused(found)
                tell(PublishingStep.SAYING)

            tell(PublishingStep.COPYING)
            id = self._add("publish", Place(DRAFT, draft), parent, parent, check, by=by, why=why)
            drafts.follows(draft, id)
        return id

    def take_back(self, to: str, by: str, why: str) -> None:
        """Make an earlier release the current one again. Raises ReleaseError or ContentError when it cannot be heard any more."""
        if self.follows:
            raise ReleaseError("what is said here is decided at CONTENT_URL: export the release, and upload it there")
        with self.alone():
            self.load(to)
            self._switch("take back", to, by, why)

    # --- bringing together -------------------------------------------------------------------------

    def update(self) -> str | None:
        """Bring what the program now comes with into the current release, and keep what was changed here; the new id.

        None when there is nothing to bring. Raises ReleaseError or ContentError when the two do not fit together.
        """
        with self.alone():
            current = self.place(self.current_id())
            if current.about is None or building.base_digest(current) == building.base_digest(self._checkout):
                return None
            merged = Place(DRAFT, self.folder / MERGED)
            places = put_together(current.folder / BASE, self._checkout, current, merged.folder)
            why = "an update of the program"

            def check(written: Place) -> None:
                if found := unheard(written, current):
                    raise Refused(found)

            return self._add("update", merged, current, self._checkout, check, by="the program", why=why, conflicts=places)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Where an update of the program, or another release, and what was changed here differ; of a place, the newest."""
        found = list(conflicts.kept(self.folder / DRAFT))
        place = self.place(self.current_id())
        while place.about:
            parent = self.place(place.about.parent) if place.about.parent in self.ids() else None
            found += conflicts.of_update(place, parent)
            if parent is None:
                break
            place = parent
        return tuple({conflict.place: conflict for conflict in reversed(found)}.values())[::-1]

    # --- several machines --------------------------------------------------------------------------

    def export(self, id: str, target: Path, start: datetime) -> Index:
        """Write what other machines fetch, who begin to say it at `start`."""
        return archive.export(self.load(id).place, target, start)

    def adopt(self, fetched: Path) -> str:
        """Take the release in an archive, if it is whole and can be heard, without saying it yet; its id."""
        unfinished = self.folder / RELEASES / building.UNFINISHED
        with self.alone():
            archive.unpack(fetched, unfinished)
            place = Place(building.UNFINISHED, unfinished)
            if place.about is None:
                raise ReleaseError(f"{fetched.name}: there is no release in this archive")
            release.load(place)
            if found := unheard(place, self.place(self.current_id())):
                raise Refused(found)
            target = self.folder / RELEASES / f"{int(place.about.id):04}"
            if target.exists():
                raise ReleaseError(f"there is a release {target.name} here already")
            building.put(unfinished, target)
        return target.name

    def follow(self, id: str) -> None:
        """Say what CONTENT_URL says."""
        with self.alone():
            self.load(id)
            self._switch("adopt", id, "CONTENT_URL", "")

    # --- how -------------------------------------------------------------------------------------------

    def _add(self, what: str, draft: Place, parent: Place, base: Place, check: Callable[[Place], None], **written: Any) -> str:
        """Make a release of the draft, and the current one of it; `written` of it: by, why, conflicts."""
        id = f"{int(self.ids()[-1]) + 1:04}"
        about = About(id=id, at=self._now(), parent=parent.id, base="", files="", **written)
        building.build(draft, parent, base, self.folder / RELEASES / id, about, check=check)
        if not self.follows:
            self._switch(what, id, about.by, about.why)
        return id

    def _switch(self, what: str, id: str, by: str, why: str) -> None:
        event = {"at": self._now(), "by": by, "what": what, "id": id, "before": self.current_id(), "why": why}
        history.switch(self.folder, ReleaseEvent.model_validate(event))
