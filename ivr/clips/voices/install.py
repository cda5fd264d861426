"""Installing what an engine needs: packages of PyPI beside the program, packages of Debian for the whole machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from ivr import Fault
from ivr.clips.voices.catalogue import Offer
from ivr.clips.voices.programs import is_program


class InstallError(Fault):
    """What is wanted cannot be installed here."""


def install(offer: Offer) -> None:
    """Raises InstallError with what a person must do instead."""
    if offer.python:
        _run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *offer.python])
    if offer.debian:
        _install_debian(offer)


def _install_debian(offer: Offer) -> None:
    names = " ".join(offer.debian)
    if not is_program("apt-get"):
        raise InstallError(f"{names} are packages of Debian; install them by the means of this system")
    if os.geteuid() != 0:
        raise InstallError(f"only root installs packages of Debian: sudo apt-get install {names}")
    _run(["apt-get", "update", "--quiet=2"])
    unknown = [name for name in offer.debian if not _is_known(name)]
    if unknown:
        raise InstallError(
            f"Debian's sources on this machine do not name {' '.join(unknown)}. Add {' and '.join(offer.sections)} to the line "
            "Components: in /etc/apt/sources.list.d/debian.sources, and run this again."
        )
    _run(["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *offer.debian])


def _is_known(package: str) -> bool:
    found = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=True).stdout
    return "Candidate:" in found and "Candidate: (none)" not in found


def _run(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as fault:
        raise InstallError(f"{' '.join(command)} ended with {fault.returncode}") from fault
