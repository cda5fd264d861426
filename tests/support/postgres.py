"""A real PostgreSQL for the tests: Debian's package, in a folder of its own, on a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

_INSTALLED = Path("/usr/lib/postgresql")
_NOT_ROOT = "postgres"  # PostgreSQL refuses to run as root; the Debian package made this account


@dataclass
class Postgres:
    """A server that can be stopped and started again."""

    folder: Path
    programs: Path
    port: int
    user: str

    @classmethod
    def create(cls) -> Self:
        programs = max(_INSTALLED.glob("*/bin"), key=lambda path: int(path.parent.name))
        user = _NOT_ROOT if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        server = cls(folder, programs, _free_port(), user)
        server.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "tests", "-E", "UTF8", "--no-sync")
        server.start()
        return server

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._control("start", "-o", options, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Stop at once, breaking the connections there are, as when a machine goes down."""
        self._control("stop", "-m", "immediate")

    def database(self, name: str) -> str:
        """The address of a new empty database."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
        return self._address(name).replace("postgresql://", "postgresql+psycopg://")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def _address(self, database: str) -> str:
        return f"postgresql://tests@127.0.0.1:{self.port}/{database}"

    def _control(self, action: str, *options: str) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", *options, action)

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the account that may."""
        user = self.user if os.geteuid() == 0 else None
        # stdout is not read: a server started by pg_ctl would keep it open for ever
        subprocess.run(
            [self.programs / program, *arguments], user=user, cwd=self.folder, check=True, timeout=120, stdout=subprocess.DEVNULL
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
