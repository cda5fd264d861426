"""Where releases are kept, and where those of another machine are fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.clips.releases.release import Place
from ivr.clips.releases.store import Releases
from ivr.settings import PORTS
from ivr.settings import ConfigError

LONGEST_SECONDS = 3600
# Whoever can change what comes from there decides what callers hear and whom they reach: never unencrypted, but on this machine.
_HOST = r"(https://[\w.-]+|http://(127\.0\.0\.1|localhost))(:(?P<port>\d{1,5}))?"
_URL = re.compile(rf"{_HOST}(/[\w.~/-]*)?", re.ASCII)
ENCRYPTED = re.compile(rf"{_HOST}([/?#]|$)")


@dataclass(frozen=True)
class ContentSettings:
    folder: Path | None = None  # None: what came with the program is said
    url: str | None = None
    seconds: int = 30  # between two looks there

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> ContentSettings:
        """CONTENT_DIR, CONTENT_URL and CONTENT_SECONDS. The folder is not looked at: a full disk keeps nobody from calling."""
        folder, url, seconds = (env.get(f"CONTENT_{name}", "") for name in ("DIR", "URL", "SECONDS"))
        if url and not ((found := _URL.fullmatch(url)) and int(found["port"] or 1) in PORTS):
            raise ConfigError(f"CONTENT_URL: expected an https address such as https://content.example.org/line, not {url!r}")
        if url and not folder:
            raise ConfigError("CONTENT_URL needs CONTENT_DIR: a folder for what is fetched")
        if seconds and not (re.fullmatch("[0-9]{1,4}", seconds) and 1 <= int(seconds) <= LONGEST_SECONDS):
            raise ConfigError(f"CONTENT_SECONDS: expected a number from 1 to {LONGEST_SECONDS}, not {seconds!r}")
        return cls(Path(folder).absolute() if folder else None, url.rstrip("/") or None, int(seconds or cls.seconds))

    def releases(self) -> Releases:
        return Releases(self.folder, follows=self.url is not None)

    def heard(self) -> Place:
        """Where the words and clips lie that callers hear now. Raises ReleaseError when they are not there."""
        releases = self.releases()
        return releases.place(releases.current_id())
