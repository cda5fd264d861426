"""Where the folders of the checkout are."""

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROMPTS = ROOT / "prompts"
AUDIO = ROOT / "audio"


def output(env: Mapping[str, str]) -> Path:
    """Where commands write what nobody gave a place: beside the program, or where LINE_DATA says (the image: /data)."""
    return Path(env.get("LINE_DATA") or ROOT)


def own_folder(folder: Path) -> Path:
    """Made where it is not there. Raises OSError where it cannot be, and where a neighbour has put a folder or a link before us:
    everybody may write where temporary things lie.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "the folder belongs to somebody else", str(folder))
    return folder
