"""Where releases are kept, and where those of another machine are fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.clips.releases.release import Place
from ivr.clips.releases.store import Releases
from ivr.settings import HTTPS_OR_HERE
from ivr.settings import PORTS
from ivr.settings import ConfigError
from ivr.settings import whole_number

LONGEST_SECONDS = 3600
# Whoever can change what comes from there decides what callers hear and whom they reach: never unencrypted, but on this machine.
_URL = re.compile(rf"{HTTPS_OR_HERE}(/[\w.~/-]*)?", re.ASCII)
ENCRYPTED = re.compile(rf"{HTTPS_OR_HERE}([/?#]|$)")


@dataclass(frozen=True)
class ContentSettings:
    folder: Path | None = None  # None: what came with the program is said
    url: str | None = None
    seconds: int = 30  # between two looks there

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> ContentSettings:
        """CONTENT_DIR, CONTENT_URL and CONTENT_SECONDS. The folder is not looked at: a full disk keeps nobody from calling."""
        folder, url = (env.get(f"CONTENT_{name}", "") for name in ("DIR", "URL"))
        if url and not ((found := _URL.fullmatch(url)) and int(found["port"] or 1) in PORTS):
            raise ConfigError(f"CONTENT_URL: expected an https address such as https://content.example.org/line, not {url!r}")
        if url and not folder:
            raise ConfigError("CONTENT_URL needs CONTENT_DIR: a folder for what is fetched")
        seconds = whole_number(env, "CONTENT_SECONDS", cls.seconds, LONGEST_SECONDS)
        return cls(Path(folder).absolute() if folder else None, url.rstrip("/") or None, seconds)

    def releases(self) -> Releases:
        return Releases(self.folder, follows=self.url is not None)

    def heard(self) -> Place:
        """Where the words and clips lie that callers hear now. Raises ReleaseError when they are not there."""
        releases = self.releases()
        return releases.place(releases.current_id())
