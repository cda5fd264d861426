"""Releases from another machine: an https folder, or a bucket, that holds index.json and the archives."""

from __future__ import annotations

import logging
from datetime import UTC
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import requests
from pydantic import ValidationError

from ivr import Fault
from ivr.clips.releases import archive
from ivr.clips.releases import files
from ivr.clips.releases.archive import INDEX
from ivr.clips.releases.archive import Index
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.settings import ENCRYPTED
from ivr.clips.releases.store import Releases

log = logging.getLogger("ivr")

SECONDS = (5, 30)  # to connect, and between two pieces of an answer
LARGEST_INDEX = 64 * 1024
PIECE = 256 * 1024
FETCHING, FETCHED = "fetching", ".fetched.tar"


class Remote:
    """Looked at now and then. What it says is taken when it is whole and can be heard; otherwise nothing changes."""

    def __init__(self, url: str, releases: Releases) -> None:
        self._url = url
        self._releases = releases
        self._session = _Encrypted()
        self._session.trust_env = False
        self._seen: dict[str, str] = {}  # what the server wants to hear to say that nothing changed
        self._index: Index | None = None
        self._refused: tuple[Index, Fault] | None = None

    def look(self, now: datetime | None = None) -> None:
        """Raises OSError when it cannot be reached, and ReleaseError or ContentError for what cannot be taken."""
        index = self._ask()
        if index is None:
            return
        if self._refused and index == self._refused[0]:  # its archive would be refused again
            raise self._refused[1].with_traceback(None)
        try:
            with files.alone(self._releases.folder / FETCHING, wait=False):
                self._take(index, now or datetime.now(UTC))
        except BlockingIOError:
            return  # another worker is about to
        except Fault as fault:
            self._refused = index, fault
            raise

    def _ask(self) -> Index | None:
        answer = self._session.get(f"{self._url}/{INDEX}", headers=self._seen, timeout=SECONDS, stream=True)
        with answer:
            if answer.status_code == requests.codes.not_modified:
                return self._index
            answer.raise_for_status()
            text = answer.raw.read(LARGEST_INDEX, decode_content=True)
        try:
            self._index = Index.model_validate_json(text)
        except ValidationError:
            raise ReleaseError(f"{INDEX} at CONTENT_URL is not one that `scripts/line releases export` wrote") from None
        known = {"If-None-Match": answer.headers.get("ETag"), "If-Modified-Since": answer.headers.get("Last-Modified")}
        self._seen = {name: value for name, value in known.items() if value}
        return self._index

    def _take(self, index: Index, now: datetime) -> None:
        id = index.release
        if id != CHECKOUT and id not in self._releases.ids():
            fetched = self._releases.folder / FETCHED
            try:
                self._fetch(index, fetched)
                archive.check(fetched, index)
                self._releases.adopt(fetched)
            finally:
                fetched.unlink(missing_ok=True)
            log.warning("release %s was fetched", id)
        about = self._releases.place(id).about
        if (about.files if about else "") != index.files:
            raise ReleaseError(f"another release {id} is here already: publish on one machine, and let the others fetch")
        if now >= index.start and self._releases.current_id() != id:
            self._releases.follow(id)

    def _fetch(self, index: Index, target: Path) -> None:
        with self._session.get(f"{self._url}/{index.archive}", timeout=SECONDS, stream=True) as answer, target.open("wb") as file:
            answer.raise_for_status()
            for piece in answer.iter_content(PIECE):
                file.write(piece)
                if file.tell() > index.size:
                    return  # not what the index speaks of


class _Encrypted(requests.Session):
    """A bucket may send us on to where it really lies; never to where what is said could be changed on the way."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target and not ENCRYPTED.match(urljoin(resp.url, target)):
            raise ReleaseError("CONTENT_URL leads to an address that is not encrypted")
        return target
