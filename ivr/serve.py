"""`python -m ivr.serve`: the line behind granian, one process a core, until it is told to stop.

SIGTERM finishes what is being answered and stops. SIGHUP changes to the version now in the folder, worker by worker; a
version that does not start is not changed to. A worker that is killed is replaced while the others answer.

Settings: HOST, PORT, WORKERS (default: one a core) and those of ivr.config. The master imports nothing else of the line, so
that a worker started later is made of the code as it then is.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from granian.constants import HTTPModes
from granian.constants import Interfaces
from granian.constants import RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketSpec  # type: ignore[attr-defined]
from granian.server.mp import MPServer

BACKLOG = 2048  # connections that wait while every worker is busy or being replaced
LARGEST_HEAD = 16 * 1024  # bytes of request line and headers; larger ones get 431
HEAD_MILLISECONDS = 60_000  # to send them in, and to wait for the next request on a kept connection
SETTLE_SECONDS = 2.0  # a new worker takes calls before the old one stops
STOP_SECONDS = 15  # to finish in; a carrier waits no longer for an answer
LOOK_SECONDS = 1.0  # between two looks at the workers; a death is seen at once
TRIAL_SECONDS = 10.0  # a worker that lived longer was able to start
MOST_WORKERS = 64
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where the workers put their figures together, see ivr.metrics
# The server's own words go to standard error: standard output carries ivr.accesslog's lines of JSON and nothing else.
LOGGING = {
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "generic"},
        "access": {"class": "logging.NullHandler"},
    }
}

log = logging.getLogger("_granian")


@dataclass(frozen=True)
class Address:
    """Where to listen, and with how many processes."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Address:
        """Raises ValueError naming a setting that is not a number in its range."""
        return cls(
            host=env.get("HOST") or cls.host,
            port=_number(env, "PORT", cls.port, 65535),
            workers=_number(env, "WORKERS", len(os.sched_getaffinity(0)), MOST_WORKERS),
        )


def _number(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = env.get(name) or str(default)
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= most:
        raise ValueError(f"{name}: expected a number from 1 to {most}, not {value!r}")
    return int(value)


class LineServer(MPServer):
    """Granian, with one listening socket for all workers and more patience when workers die.

    Granian gives each worker a socket of its own, and connections that wait there are lost with it; two deaths of a worker
    within seconds stop the server. tests/test_serve.py holds the differences to what a caller needs.
    """

    def _init_shared_socket(self) -> None:
        held = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        shared = socket.socket(fileno=held.get_fd())
        shared.set_inheritable(True)
        self._shd: Any = held
        self._sso: Any = shared

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        """Look after the workers until told to stop, or until none of them can start."""
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait(LOOK_SECONDS)
            self.main_loop_interrupt.clear()
            self.interrupt_children.clear()  # granian's list of deaths, which makes the exit code 1: each is seen to here
            if self.reload_signal:
                self._reload(spawn_target, target_loader)
            gone = [index for index, worker in enumerate(self.wrks) if not worker.inner.is_alive()]
            failed = [index for index in gone if (self.wrks[index].inner.exitcode or 0) > 0]  # ended by itself, not killed
            if failed and all(time.monotonic() - worker.birth < TRIAL_SECONDS for worker in self.wrks):
                self.interrupt_children = failed
                return
            if failed:
                time.sleep(LOOK_SECONDS)
            self._respawn_workers(gone, spawn_target, target_loader)

    def _reload(self, spawn_target: Any, target_loader: Any) -> None:
        if can_start():
            super()._reload(spawn_target, target_loader)  # type: ignore[no-untyped-call]
            return
        log.error("The new version does not start; the old one goes on")
        self.reload_signal = False


def can_start() -> bool:
    """Whether the version now in the folder starts with these settings; it says why not on standard error."""
    return subprocess.run([sys.executable, "-c", "import app"], check=False).returncode == 0


def load_gateway() -> Any:
    """Load the line in a new worker. Until it answers calls, it can be stopped at once."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a forked process begins with the handlers of the master
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from ivr.gateway import load  # noqa: PLC0415 - not in the master

    return load()


def serve(address: Address, load: Callable[[], Any] = load_gateway) -> None:
    """Answer calls until SIGTERM or SIGINT; `load` is called in each worker and gives an RSGI application."""
    LineServer(
        "line",
        address=address.host,
        port=address.port,
        workers=address.workers,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        runtime_mode=RuntimeModes.st,
        backlog=BACKLOG,
        backpressure=BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS, max_buffer_size=LARGEST_HEAD),
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
        log_access=False,
        respawn_failed_workers=True,
        respawn_interval=SETTLE_SECONDS,
        workers_kill_timeout=STOP_SECONDS,
    ).serve(target_loader=load, wrap_loader=False)


def main() -> None:
    try:
        address = Address.from_env(os.environ)
    except ValueError as fault:
        sys.exit(str(fault))
    with tempfile.TemporaryDirectory(prefix="line-metrics-") as folder:
        os.environ.setdefault(METRICS_FOLDER, folder)
        serve(address)


if __name__ == "__main__":
    main()
