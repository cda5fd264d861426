"""The draft of one machine: what may become the next release."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.clips.manifest import MANIFEST
from ivr.clips.releases import conflicts
from ivr.clips.releases import drafts
from ivr.clips.releases import files
from ivr.clips.releases import release
from ivr.clips.releases.checks import DraftVerdict
from ivr.clips.releases.checks import judge
from ivr.clips.releases.compare import Changes
from ivr.clips.releases.compare import compare
from ivr.clips.releases.known import RELEASES
from ivr.clips.releases.known import Known
from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.release import PROMPTS
from ivr.clips.releases.release import Place
from ivr.clips.releases.together import put_together

LOCK, MERGED = "lock", ".merged"


class Drafting(Known):
    """With what changes it: one change at a time, whoever makes it."""

    def draft(self) -> Place:
        """The folder to change words and clips in: prompts/ and audio/, a copy of the current release when it is new.

        Its clips are shared with the release: write another file, never into the same one.
        """
        folder = self.folder / DRAFT
        if not folder.exists():
            with self.alone():
                current = self.place(self.current_id())
                if not folder.exists() and not drafts.take_ready(current, folder):
                    drafts.begin(current, folder)
        return Place(DRAFT, folder)

    def draft_is_at_hand(self) -> bool:
        """Whether the first change can be made at once: no clips need to be copied before."""
        ready, current = self.folder / drafts.READY, self.place(self.current_id())
        if (self.folder / DRAFT).exists() or (ready.exists() and not drafts.is_behind(ready, current)):
            return True
        return files.can_share(current.audio / MANIFEST, self.folder)

    def make_draft_ready(self) -> None:
        """Copy what a draft begins with, before anybody wants to change anything."""
        ready = self.folder / drafts.READY
        with self.alone():
            shutil.rmtree(ready, ignore_errors=True)
            drafts.begin(self.place(self.current_id()), ready)

    def discard_draft(self) -> None:
        with self.alone():
            shutil.rmtree(self.folder / DRAFT, ignore_errors=True)

    def judge(self, draft: Path) -> DraftVerdict:
        """Whether callers may hear this draft, and what keeps them from it."""
        return judge(Place(DRAFT, draft), self.place(self.current_id()))

    def changes_of(self, draft: Path) -> Changes:
        """What callers would hear otherwise. Raises ContentError for a draft that the line could not use."""
        return compare(release.opened(self.place(self.current_id())), release.opened(Place(DRAFT, draft)))

    def draft_is_behind(self) -> bool:
        """Whether there is a draft that was made from something else than what the line says now."""
        folder = self.folder / DRAFT
        return folder.exists() and drafts.is_behind(folder, self.place(self.current_id()))

    def bring_draft_up_to_date(self) -> tuple[str, ...]:
        """Make the draft a change of the current release; what was changed in both, where the draft's stands."""
        with self.alone():
            draft, current = Place(DRAFT, self.folder / DRAFT), self.place(self.current_id())
            before = drafts.base_of(draft.folder, self.place(drafts.parent_of(draft.folder) or current.id))
            merged = self.folder / MERGED
            places = put_together(before, current, draft, merged)
            found = conflicts.between(places, before / PROMPTS, current.prompts)
            conflicts.keep(merged, (*found, *conflicts.kept(draft.folder)))
            drafts.write_parent(merged, current)
            shutil.rmtree(draft.folder)
            merged.rename(draft.folder)
        return places

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One change at a time, whoever makes it: the studio, a command, another worker."""
        (self.folder / RELEASES).mkdir(parents=True, exist_ok=True)
        with files.alone(self.folder / LOCK):
            yield
