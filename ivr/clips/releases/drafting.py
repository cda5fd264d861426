"""The draft of one machine: what may become the next release."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import ExitStack
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
from ivr.clips.releases.release import AUDIO
from ivr.clips.releases.release import DRAFT
from ivr.clips.releases.release import PROMPTS
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.together import put_together
from ivr.clips.writing import only_builder

LOCK, WORDS_LOCK = "lock", "draft.lock"
MERGED = ".merged"  # what becomes the draft; also what a draft is called while it is given up
BEFORE = ".before"  # what the draft was, until another one has taken its place
SOUNDS_SECONDS = 600.0  # for sounds that are being made in the draft


class Drafting(Known):
    """With what changes it: one change at a time, whoever makes it.

    Three locks, taken in this order: the sounds of the draft, the releases (`alone`), the words of the draft.
    """

    def draft(self) -> Place:
        """The folder to change words and clips in: prompts/ and audio/, a copy of the current release when it is new.

        Its clips are shared with the release: write another file, never into the same one.
        """
        folder = self.folder / DRAFT
        if not self.has_draft():
            with self.alone():
                current = self.place(self.current_id())
                if not folder.exists() and not drafts.take_ready(current, folder):
                    drafts.begin(current, folder)
        return Place(DRAFT, folder)

    def has_draft(self) -> bool:
        """A draft whose place was about to be taken when the power failed is one again."""
        folder, before = self.folder / DRAFT, self.folder / BEFORE
        if not folder.exists() and before.exists():
            with self.alone():
                if not folder.exists() and before.exists():
                    before.rename(folder)
        return folder.exists()

    @contextmanager
    def draft_words(self) -> Iterator[Place]:
        """The draft, begun if need be, for one change of its words: nobody else changes or replaces it meanwhile."""
        while True:
            draft = self.draft()
            with self.undisturbed():
                if draft.folder.exists():  # nobody has given it up meanwhile
                    yield draft
                    return

    @contextmanager
    def draft_sounds(self, patience: float) -> Iterator[Place]:
        """The draft, for a change of its sounds. Raises ReleaseError when there is none, or others work in it for too long."""
        draft = Place(DRAFT, self.folder / DRAFT)
        with ExitStack() as held:
            try:
                held.enter_context(only_builder(draft.audio, patience))
            except FileNotFoundError:
                raise ReleaseError("there is no draft any more") from None
            except BlockingIOError:
                raise ReleaseError("sounds of the draft are still being made: try again when they are there") from None
            yield draft

    def undisturbed(self) -> AbstractContextManager[None]:
        """Nobody changes the words of the draft, or replaces it."""
        return files.alone(self.folder / WORDS_LOCK)

    def draft_is_at_hand(self) -> bool:
        """Whether the first change can be made at once: no clips need to be copied before."""
        ready, current = self.folder / drafts.READY, self.place(self.current_id())
        if self.has_draft() or (ready.exists() and not drafts.is_behind(ready, current)):
            return True
        return files.can_share(current.audio / MANIFEST, self.folder)

    def make_draft_ready(self) -> None:
        """Copy what a draft begins with, before anybody wants to change anything."""
        ready = self.folder / drafts.READY
        with self.alone():
            shutil.rmtree(ready, ignore_errors=True)
            drafts.begin(self.place(self.current_id()), ready)

    def discard_draft(self) -> None:
        """Raises ReleaseError while sounds are being made in it."""
        if not self.has_draft():
            return
        (self.folder / DRAFT / AUDIO).mkdir(exist_ok=True)  # of one that somebody made by hand
        with self.draft_sounds(SOUNDS_SECONDS) as draft, self.alone(), self.undisturbed():
            for kept in (BEFORE, MERGED):
                shutil.rmtree(self.folder / kept, ignore_errors=True)
            draft.folder.rename(self.folder / MERGED)  # all at once: a draft that is half there would be taken for one
            shutil.rmtree(self.folder / MERGED, ignore_errors=True)

    def judge(self, draft: Path) -> DraftVerdict:
        """Whether callers may hear this draft, and what keeps them from it."""
        return judge(Place(DRAFT, draft), self.place(self.current_id()))

    def changes_of(self, draft: Path) -> Changes:
        """What callers would hear otherwise. Raises ContentError for a draft that the line could not use."""
        return compare(release.opened(self.place(self.current_id())), release.opened(Place(DRAFT, draft)))

    def draft_is_behind(self) -> bool:
        """Whether there is a draft that was made from something else than what the line says now."""
        return self.has_draft() and drafts.is_behind(self.folder / DRAFT, self.place(self.current_id()))

    def bring_draft_up_to_date(self) -> tuple[str, ...]:
        """Make the draft a change of the current release; what was changed in both, where the draft's stands."""
        self.draft()
        with self.draft_sounds(SOUNDS_SECONDS) as draft, self.alone(), self.undisturbed():
            current = self.place(self.current_id())
            before = drafts.base_of(draft.folder, self.place(drafts.parent_of(draft.folder) or current.id))
            merged = self.folder / MERGED
            places = put_together(before, current, draft, merged)
            found = conflicts.between(places, before / PROMPTS, current.prompts)
            conflicts.keep(merged, (*found, *conflicts.kept(draft.folder)))
            drafts.write_parent(merged, current)
            files.settle_all(merged)
            self._replace(draft.folder, merged)
        return places

    def _replace(self, draft: Path, merged: Path) -> None:
        """Whenever this is interrupted, one of the two is there, whole."""
        before = self.folder / BEFORE
        shutil.rmtree(before, ignore_errors=True)
        draft.rename(before)
        merged.rename(draft)
        files.settle(self.folder)
        shutil.rmtree(before, ignore_errors=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One change at a time, whoever makes it: the studio, a command, another worker."""
        (self.folder / RELEASES).mkdir(parents=True, exist_ok=True)
        with files.alone(self.folder / LOCK):
            yield
