"""What is said now."""

from __future__ import annotations

from pathlib import Path

from ivr.web.edition import Edition


class Live:
    """`now` is read once by each request, so that a turn is of one release."""

    changes = False  # whether there can be another release

    def __init__(self, edition: Edition) -> None:
        """What is said until somebody changes it."""
        self.now = edition

    def start(self) -> None:
        """Follow what is decided elsewhere, from now on."""

    def folder_of(self, file: str) -> Path | None:
        """Where a clip lies, "<language>/<file>"; None when no release of the last day has it."""
        clips = self.now.clips
        return clips.folder if file in clips.names else None

    def missing(self) -> tuple[str, ...]:
        """The clips of what is said now that cannot be heard: looked for, since on a quiet line nobody else does."""
        shelf = self.now.shelf
        shelf.look_again()
        return shelf.missing()

    def warnings(self) -> tuple[str, ...]:
        return ()
