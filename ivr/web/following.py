"""Changing to the current release while calls go on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ivr import Fault
from ivr.clips.manifest import FILE_NAME
from ivr.clips.manifest import Clips
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.settings import ContentSettings
from ivr.clips.releases.store import Releases
from ivr.content.yamlfile import ContentError
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.web.edition import Edition
from ivr.web.edition import of_release
from ivr.web.live import Live

if TYPE_CHECKING:
    from ivr.clips.releases.remote import Remote

log = logging.getLogger("ivr")

LOOK_SECONDS = 2.0  # between two looks at what is current
KEPT = timedelta(days=1)  # a call, or a machine that is late, may still ask for the clips of the release before

Prepare = Callable[[str], Edition]


def follow(settings: Settings, content: ContentSettings) -> Live:
    """What these settings say is said: releases of CONTENT_DIR, followed once it is started, or what came with the program."""
    releases, shipped = content.releases(), Clips.load()

    def prepare(id: str) -> Edition:
        return of_release(settings, releases.load(id), shipped)

    if content.folder is None:
        return Live(prepare(CHECKOUT))
    return Watching(releases, prepare, _remote(content, releases), content.seconds)


def _remote(content: ContentSettings, releases: Releases) -> Remote | None:
    if content.url is None:
        return None
    from ivr.clips.releases.remote import Remote  # noqa: PLC0415 - megabytes that a machine which fetches nothing can do without

    return Remote(content.url, releases)


class Watching(Live):
    """Follows the releases of this machine from a thread of its own, and those of another one from a second."""

    changes = True

    def __init__(self, releases: Releases, prepare: Prepare, remote: Remote | None = None, remote_seconds: float = 30) -> None:
        """Begins with the current release, or with the last one that can be heard. Raises ContentError when not even "0" can."""
        self._releases = releases
        self._prepare = prepare
        self._refused: str | None = None  # the release that is current and cannot be heard
        self._why = ""
        self._remote = remote
        self._remote_seconds = remote_seconds
        self._remote_trouble = ""
        self._trouble_at_start = ""
        super().__init__(self._first())
        self._earlier = self._of_the_last_day()

    def start(self) -> None:
        """When the program was updated, what was changed here is kept, and both are said."""
        if not self._releases.follows:
            self._update()
        threading.Thread(target=self._watch, name="releases", daemon=True).start()
        if self._remote:
            threading.Thread(target=self._watch_remote, args=(self._remote,), name="remote", daemon=True).start()

    def folder_of(self, file: str) -> Path | None:
        for clips in (self.now.clips, *self._earlier):
            if file in clips.names:
                return clips.folder
        return self._just_published(file)

    def warnings(self) -> tuple[str, ...]:
        found = filter(None, (self._trouble_at_start, self._why, self._remote_trouble))
        return tuple(f"{why}; callers hear release {self.now.id}" for why in found)

    def look(self) -> None:
        """Change to the current release, if it is another one and can be heard."""
        id = self._releases.current_id()
        if id == self._refused:
            return
        self._refused, self._why = None, ""
        if id != self.now.id and (edition := self._heard(id)):
            self._earlier = (self.now.clips, *self._of_the_last_day())
            self.now = edition
            log.warning("callers hear release %s", id)

    def _update(self) -> None:
        try:
            if id := self._releases.update():
                log.warning("release %s: the program was updated, and what was changed here was kept", id)
        except (Fault, OSError) as fault:
            log.error("the update of the program could not be brought into the current release: %s", fault)
            self._trouble_at_start = "the update of the program could not be brought into the current release, see the log"
        self._look_again()

    def _watch(self) -> None:
        pause = threading.Event()
        while not pause.wait(LOOK_SECONDS):
            self._look_again()

    def _look_again(self) -> None:
        try:
            self.look()
        except Exception as fault:  # whatever stands there, what is said goes on, and is looked at again
            self._tell(fault)

    def _watch_remote(self, remote: Remote) -> None:
        pause = threading.Event()
        while True:
            try:
                remote.look()
                self._remote_trouble = ""
            except Fault as fault:
                why = f"what CONTENT_URL has is not taken: {fault}"
                if why != self._remote_trouble:
                    log.error(why)
                self._remote_trouble = why
            except OSError as fault:  # requests' errors too
                self._remote_trouble = f"CONTENT_URL cannot be reached: {type(fault).__name__}"
            except Exception as fault:  # whatever was sent instead of a release
                log.exception("what CONTENT_URL has cannot be read")
                self._remote_trouble = f"what CONTENT_URL has cannot be read: {type(fault).__name__}, see the log"
            pause.wait(self._remote_seconds)

    def _first(self) -> Edition:
        try:
            ids = self._releases.newest_first()
        except (OSError, ValueError) as fault:
            ids = ()
            self._why = f"the releases cannot be read: {fault}"
        for id in ids if {*ids} - {CHECKOUT} else ():  # alone, it is this or nothing: whoever starts the line tells why
            if edition := self._heard(id):
                return edition
        return self._prepare(CHECKOUT)

    def _heard(self, id: str) -> Edition | None:
        """A release ready to be said; None, and a warning, when it cannot be."""
        try:
            return self._prepare(id)
        except OSError as fault:  # it may be readable again in a while
            self._why = f"release {id} cannot be read: {fault.strerror}"
            return None
        except (ContentError, ConfigError, ReleaseError) as fault:
            log.error("release %s is not said: %s", id, fault)
            self._why = f"release {id} is not said: {fault}"
        except Exception as fault:  # whatever is wrong with it, calls go on
            log.exception("release %s is not said", id)
            self._why = f"release {id} is not said: {type(fault).__name__}, see the log"
        self._refused = id
        return None

    def _tell(self, fault: Exception) -> None:
        why = f"the releases cannot be read: {(fault.strerror if isinstance(fault, OSError) else '') or fault}"
        if why != self._why:
            log.error(why)
        self._why = why

    def _of_the_last_day(self) -> tuple[Clips, ...]:
        try:
            ids = self._releases.heard_since(datetime.now(UTC) - KEPT) & {*self._releases.ids()}
        except OSError as fault:
            self._tell(fault)
            return ()
        return tuple(clips for id in sorted(ids - {self.now.id}) if (clips := self._clips_of(id)))

    def _clips_of(self, id: str) -> Clips | None:
        try:
            return Clips.load(self._releases.place(id).audio)
        except (OSError, Fault) as fault:
            log.error("the clips of release %s cannot be read: %s", id, fault)
            return None

    def _just_published(self, file: str) -> Path | None:
        """Another worker may say a release already that this one is about to read."""
        if not FILE_NAME.fullmatch(file):
            return None
        try:
            folder = self._releases.place(self._releases.current_id()).audio
            return folder if (folder / file).is_file() else None
        except (OSError, ValueError, ReleaseError):  # a name that is too long for a file, too
            return None
