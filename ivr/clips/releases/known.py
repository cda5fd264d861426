"""The releases of one machine: what there is, what is current and what was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from pathlib import Path

from ivr.clips.releases import history
from ivr.clips.releases import release
from ivr.clips.releases.compare import Changes
from ivr.clips.releases.compare import compare
from ivr.clips.releases.history import ReleaseEvent
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.release import Place
from ivr.clips.releases.release import Release
from ivr.clips.releases.release import ReleaseError
from ivr.paths import ROOT

RELEASES = "releases"


def _now() -> datetime:
    return datetime.now(UTC)


class Known:
    """Release "0" is the checkout; the others lie below CONTENT_DIR, numbered as they were published: 0001, 0002, ..."""

    def __init__(
        self, folder: Path | None, checkout: Path = ROOT, now: Callable[[], datetime] = _now, *, follows: bool = False
    ) -> None:
        """`folder` is CONTENT_DIR; None: there is only the checkout, and nothing can be published.

        `follows`: what is current is decided at CONTENT_URL, so that all machines change together.
        """
        self._folder = folder
        self._checkout = Place(CHECKOUT, checkout)
        self._now = now
        self.follows = follows

    def current_id(self) -> str:
        return history.current_id(self._folder) if self._folder else CHECKOUT

    def ids(self) -> tuple[str, ...]:
        """The oldest first."""
        found = self._folder / RELEASES if self._folder else None
        there = sorted(path.name for path in found.iterdir() if path.name.isdecimal()) if found and found.is_dir() else []
        return (CHECKOUT, *there)

    def list(self) -> tuple[Place, ...]:
        """The newest first; `about` of each says who, when and why."""
        return tuple(self.place(id) for id in reversed(self.ids()))

    def place(self, id: str) -> Place:
        """Raises ReleaseError when there is no such release."""
        if id == CHECKOUT:
            return self._checkout
        if id not in self.ids():
            raise ReleaseError(f"there is no release {id!r}; there are {', '.join(self.ids())}")
        return Place(id, self.folder / RELEASES / id)

    def load(self, id: str) -> Release:
        """Read, with every file checked. Raises ReleaseError, and ContentError for words that the line cannot use."""
        return release.load(self.place(id))

    def compare(self, before: str, after: str) -> Changes:
        return compare(self.load(before), self.load(after))

    def events(self) -> tuple[ReleaseEvent, ...]:
        """Who published or took back what and when, the oldest first."""
        return tuple(history.events(self._folder)) if self._folder else ()

    def newest_first(self) -> tuple[str, ...]:
        """The current release, then those that were current before, the checkout at last; each once."""
        before = [event.before for event in reversed(self.events())]
        return tuple(dict.fromkeys(id for id in (self.current_id(), *before, CHECKOUT) if id in self.ids()))

    def heard_since(self, moment: datetime) -> frozenset[str]:
        return history.heard_since(self._folder, moment) if self._folder else frozenset({CHECKOUT})

    @property
    def folder(self) -> Path:
        """CONTENT_DIR. Raises ReleaseError without one."""
        if self._folder is None:
            raise ReleaseError("set CONTENT_DIR to a folder that stays: releases, drafts and recordings are kept there")
        return self._folder
