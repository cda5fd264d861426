"""A line served by real processes, to be called, measured, killed and reloaded."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ivr.paths import ROOT

START_SECONDS = 90.0  # three when the machine is free; only a line that never answers takes them all
SERVE = ("-m", "gunicorn", "--config", "ivr/gunicorn.conf.py", "app:app")


@dataclass
class Served:
    """A running line."""

    base: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    started_in: float  # seconds until the first answer

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return children(self.process.pid)

    def ready(self) -> list[int]:
        """The workers that answer calls."""
        return [worker for worker in self.workers() if waits_for_requests(worker)]

    def kill(self, worker: int) -> None:
        """Without warning; a worker that has just gone by itself is as good as killed."""
        if worker in self.workers():
            os.kill(worker, signal.SIGKILL)

    def start_again(self) -> None:
        """Stop as told, and start as before."""
        self.process.terminate()
        self.process.wait(30)
        self.process = self.start()

    def reload(self) -> None:
        self.process.send_signal(signal.SIGHUP)


@contextmanager
def served(
    settings: Mapping[str, str],
    *,
    command: tuple[str, ...] = SERVE,
    folder: Path = ROOT,
    output: int | IO[bytes] = subprocess.DEVNULL,
    errors: int | IO[bytes] | None = None,
) -> Iterator[Served]:
    """Serve `folder` on a free port until the block ends: its PUBLIC_URL, and without a journal unless `settings` ask for one."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = inherited | {"HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": base, "DATABASE_URL": "none"} | dict(settings)
    began = time.monotonic()

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *command], cwd=folder, env=env, stdout=output, stderr=errors)

    line = Served(base, start, start(), 0.0)
    try:
        _wait_until_answered(base, line.process)
        line.started_in = time.monotonic() - began
        yield line
    finally:
        line.process.terminate()
        line.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def children(parent: int) -> list[int]:
    """The process ids of the living children of a process (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, ppid = entry.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        if int(ppid) == parent and state != "Z":
            found.append(int(entry.parent.name))
    return sorted(found)


def waits_for_requests(process: int) -> bool:
    """Whether a worker of gunicorn has begun to listen: it polls the socket, and a queue of its own."""
    try:
        polls = [fd for fd in Path(f"/proc/{process}/fd").iterdir() if os.readlink(fd) == "anon_inode:[eventpoll]"]
        return any(Path(f"/proc/{process}/fdinfo/{fd.name}").read_text().count("tfd:") > 1 for fd in polls)
    except OSError:
        return False  # it has just ended


def megabytes(process: int) -> float:
    """The memory a process holds (resident set)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _wait_until_answered(base: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while not _answers(base):
        if process.poll() is not None:
            raise RuntimeError(f"the line stopped with code {process.returncode} before it answered")
        if time.monotonic() > end:
            raise TimeoutError(f"no answer within {START_SECONDS:.0f} s")
        time.sleep(0.02)


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True  # it answers, and says what it lacks
    except OSError:
        return False
