"""Make .venv and install what a lock file names, once, saying how far it is. Runs before all else: standard library alone."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
LOG = HOME / "install.log"
STAMP = "installed-"
# A lock file whose packages are all in another one, in the same versions (scripts/lock sees to it).
LARGER = {
    "requirements.txt": ("requirements-audio.txt", "requirements-hear.txt", "requirements-voices.txt", "requirements-dev.txt"),
    "requirements-audio.txt": ("requirements-hear.txt", "requirements-voices.txt", "requirements-dev.txt"),
}
LOOK_SECONDS = 0.5
SAY_SECONDS = 5  # between two lines when nobody sees a line change


class PrepareError(Exception):
    """The packages could not be installed."""


def prepare(lock: str) -> None:
    """Install what `lock` names unless it is there. Raises PrepareError."""
    if any(_is_installed(name) for name in (lock, *LARGER.get(lock, ()))):
        return
    with _alone():
        if not _is_installed(lock):
            _install(lock)


def _is_installed(lock: str) -> bool:
    stamp, wanted = HOME / f"{STAMP}{lock}", ROOT / lock
    return PYTHON.exists() and stamp.exists() and wanted.exists() and stamp.read_bytes() == wanted.read_bytes()


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time: a second command waits until the first has prepared everything."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _install(lock: str) -> None:
    wanted = sum(" --hash" not in line and "==" in line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines())
    _say(f"The first time, packages are installed into .venv ({lock}: about {wanted}). This takes a minute or two.")
    began = time.monotonic()
    if not PYTHON.exists():
        _make_home()
    for stamp in HOME.glob(f"{STAMP}*"):
        stamp.unlink()
    options = ["--disable-pip-version-check", "--progress-bar=off", "--no-input", "--no-compile", "--require-hashes", "--no-deps"]
    with LOG.open("wb") as log:
        command = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(ROOT / lock)]
        pip = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        _watch(pip, wanted, began)
    if pip.returncode:
        raise PrepareError(_why())
    shutil.copyfile(ROOT / lock, HOME / f"{STAMP}{lock}")
    _say(f"Installed in {time.monotonic() - began:.0f} s.")


def _say(words: str, end: str = "\n") -> None:
    """What a command prints on its standard output stays its own."""
    print(words, end=end, file=sys.stderr, flush=True)


def _make_home() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", HOME], capture_output=True, check=False)
    if made.returncode:
        shutil.rmtree(HOME, ignore_errors=True)
        raise PrepareError("Python cannot make a virtual environment here. On Debian or Ubuntu: apt-get install python3-venv")


def _watch(pip: subprocess.Popen[bytes], wanted: int, began: float) -> None:
    """Say how far it is: on a terminal one line that changes, elsewhere a line every few seconds."""
    terminal, said = sys.stderr.isatty(), began
    try:
        while pip.poll() is None:
            time.sleep(LOOK_SECONDS)
            if terminal or time.monotonic() - said >= SAY_SECONDS:
                said = time.monotonic()
                line = f"{_progress(wanted)}, {said - began:.0f} s"
                _say(f"\r{line}   " if terminal else line, end="" if terminal else "\n")
    except KeyboardInterrupt:
        pip.terminate()
        pip.wait()
        raise
    if terminal:
        _say("")


def _progress(wanted: int) -> str:
    text = LOG.read_text(encoding="utf-8", errors="replace")
    if "Installing collected packages" in text:
        there = sum(1 for _ in HOME.glob("lib/python*/site-packages/*.dist-info"))
        return f"  installing: {min(there, wanted)} of {wanted}"
    return f"  fetching: {text.count('Collecting ')} of {wanted}"


def _why() -> str:
    faults = [line for line in LOG.read_text(encoding="utf-8", errors="replace").splitlines() if line.startswith("ERROR")]
    return "\n".join([*faults[-3:], f"The packages could not be installed. Is there a network? The whole story: {LOG}"])


def main() -> None:
    try:
        prepare(sys.argv[1])
    except PrepareError as fault:
        sys.exit(str(fault))
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command goes on where this one stopped.")


if __name__ == "__main__":
    main()
