"""What an operator decides about the studio; README, Configuration, explains each name."""

from __future__ import annotations

import logging
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from ivr.clips.releases.settings import ContentSettings
from ivr.paths import own_folder
from ivr.settings import ConfigError
from ivr.settings import secret
from ivr.statistics.dashboard.login.passwords import fault_of
from ivr.statistics.dashboard.login.passwords import server_key

log = logging.getLogger("ivr.studio")

_KEY_FILE = "demo-key"


@dataclass(frozen=True)
class StudioSettings:
    """`folder` None: no studio. In a demonstration it is a temporary one, and everybody is an editor."""

    folder: Path | None = None
    editors: Mapping[str, str] = field(default_factory=dict, repr=False)  # name -> hash of the password
    secret_key: str = field(default="", repr=False)
    demo: bool = False

    @property
    def on(self) -> bool:
        return self.folder is not None and (self.demo or bool(self.editors))

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, demo: bool) -> StudioSettings:
        """Read the environment. Raises ConfigError naming what is missing or wrong."""
        return cls._for_demonstration(env) if demo else cls._for_editors(env)

    @classmethod
    def _for_demonstration(cls, env: Mapping[str, str]) -> StudioSettings:
        """Without a place to write there is no studio; calls need none."""
        try:
            folder = own_folder(Path(env.get("STUDIO_DEMO_FOLDER") or tempfile.mkdtemp(prefix="line-studio-")))
            return cls(folder=folder, secret_key=_shared_key(folder / _KEY_FILE), demo=True)
        except OSError as fault:
            log.warning("there is no studio: %s", fault.strerror)
            return cls()

    @classmethod
    def _for_editors(cls, env: Mapping[str, str]) -> StudioSettings:
        folder = ContentSettings.from_env(env).folder
        editors, key = _editors(env), server_key(env)
        if not editors:
            return cls()
        missing = [name for name, value in (("CONTENT_DIR", folder), ("SECRET_KEY", key)) if not value]
        if missing:
            raise ConfigError(f"STUDIO_EDITORS needs {' and '.join(missing)} too; see README, Configuration.")
        return cls(folder=folder, editors=editors, secret_key=key)


def _editors(env: Mapping[str, str]) -> dict[str, str]:
    editors = {}
    for pair in filter(None, (part.strip() for part in secret(env, "STUDIO_EDITORS").split(","))):
        name, _, password_hash = pair.partition("=")
        if not name or not name.isprintable() or " " in name:
            raise ConfigError("STUDIO_EDITORS: expected name=hash, several separated by commas; a name has no space in it")
        if name in editors:
            raise ConfigError(f"STUDIO_EDITORS: {name} is named twice")
        if fault := fault_of(password_hash):
            raise ConfigError(f"STUDIO_EDITORS: {name}: {fault}. `scripts/line hash-password --editor {name}` makes one.")
        editors[name] = password_hash
    return editors


def _shared_key(path: Path) -> str:
    """The same for all workers of a demonstration: whoever comes first makes it."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_hex(32))
    return key
