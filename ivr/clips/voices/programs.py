"""Voice engines that are programs: running them, and saying in plain words what is missing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib import metadata

from ivr.clips.voices.engine import EngineError


def lacking(name: str, installed: bool) -> str | None:
    return None if installed else f"{name} is not installed; scripts/line voices install {name}"


def is_program(name: str) -> bool:
    return shutil.which(name) is not None


def run(command: Sequence[str], words: str = "", encoding: str = "utf-8") -> bytes:
    """What the program writes when it is given the words. Raises EngineError."""
    try:
        return subprocess.run(command, input=words.encode(encoding), capture_output=True, check=True).stdout
    except FileNotFoundError:
        raise EngineError(f"the program {command[0]} is not installed") from None
    except subprocess.CalledProcessError as fault:
        raise EngineError(f"{' '.join(command)}: {fault.stderr.decode(errors='replace').strip()}") from None


@cache
def debian_version(package: str) -> str:
    """As Debian knows it; elsewhere nothing can be said."""
    if not is_program("dpkg-query"):
        return "unknown"
    found = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


@cache
def python_version(*packages: str) -> str:
    return " ".join(f"{package} {metadata.version(package)}" for package in packages)
