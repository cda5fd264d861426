"""What may be thrown at a studio: uploads, logins, readers who do not read, and an editor who never rests."""

from __future__ import annotations

import asyncio
import http.client
import multiprocessing
import os
import re
from collections.abc import AsyncIterator
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import asynccontextmanager
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urlsplit

from tests.support.simulate.connection import Connection
from tests.web import strangers

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "----sound"
START_SECONDS = 60.0


@dataclass
class Browser:
    """Keeps cookies as if it had come by https, and the token of the last form."""

    base: str
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def asks(self, path: str, body: bytes = b"", kind: str = FORM) -> tuple[int, str]:
        parts = urlsplit(self.base)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        try:
            connection.request("POST" if body else "GET", path, body or None, self._headers(kind))
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := re.search(r'name="csrf_token" value="([^"]+)"', text):
            self.token = found[1]
        return answer.status, text

    def sends(self, path: str, **form: str) -> int:
        return self.asks(path, urlencode({"csrf_token": self.token} | form).encode())[0]

    def request(self, path: str, body: bytes = b"", kind: str = FORM, **headers: str) -> bytes:
        """The bytes of a request, to be sent again and again."""
        told = {"Host": urlsplit(self.base).netloc} | self._headers(kind) | headers
        told |= {"Content-Length": str(len(body))} if body else {}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        return f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

    def upload(self, path: str, sound: bytes) -> bytes:
        parts = {'name="csrf_token"': self.token.encode(), 'name="sound"; filename="x.wav"': sound}
        head = "--{}\r\nContent-Disposition: form-data; {}\r\n\r\n"
        body = b"".join(head.format(BOUNDARY, name).encode() + value + b"\r\n" for name, value in parts.items())
        return self.request(path, body + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}")

    def _headers(self, kind: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "Content-Type": kind, "Referer": f"{self.base}/studio/"}


@asynccontextmanager
async def slow_uploads(base: str, upload: bytes, number: int) -> AsyncIterator[None]:
    """Most of it at once, and then a byte a second."""
    tasks = [asyncio.create_task(send_slowly(base, upload, at_once=len(upload) // 2)) for _ in range(number)]
    await asyncio.sleep(1.0)
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def send_slowly(base: str, upload: bytes, at_once: int, pieces: int = 0) -> int:
    """The rest in so many pieces, one a second; the status of the answer, which may come before the end."""
    parts = urlsplit(base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        answer = asyncio.create_task(reader.readline())
        writer.write(upload[:at_once])
        rest = upload[at_once:]
        size = -(-len(rest) // pieces) if pieces else 1
        for start in range(0, len(rest), size):
            if answer.done():
                break
            writer.write(rest[start : start + size])
            await asyncio.sleep(1.0)
        return int((await answer).split()[1])
    finally:
        writer.close()


@dataclass
class Flood:
    """`answers` counts what came back, by status."""

    answers: dict[int, int] = field(default_factory=dict)

    @asynccontextmanager
    async def of(self, base: str, requests: Mapping[bytes, int], draft: Path) -> AsyncIterator[None]:
        """Each request over so many connections at once, just after the draft was changed: nothing is measured yet."""
        os.utime(draft / "prompts" / "fr.yaml")
        tasks = [asyncio.create_task(self._again(base, request)) for request, times in requests.items() for _ in range(times)]
        await asyncio.sleep(1.0)
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _again(self, base: str, request: bytes) -> None:
        parts = urlsplit(base)
        while True:
            connection = await Connection.to(parts.hostname or "", parts.port or 80)
            try:
                status = (await connection.exchange(request)).status
            except OSError:
                status = 0  # refused before it was sent to its end
            finally:
                await connection.close()
            self.answers[status] = self.answers.get(status, 0) + 1
            await asyncio.sleep(0.02)


@contextmanager
def attacked(base: str, requests: Mapping[bytes, int], draft: Path) -> Iterator[dict[int, int]]:
    """By a process of its own, so that the attackers' work is not taken for the line's; the answers are there at the end."""
    answers: dict[int, int] = {}
    here, there = (context := multiprocessing.get_context("spawn")).Pipe()
    process = context.Process(target=_attack, args=(base, requests, draft, there))
    process.start()
    try:
        assert here.poll(START_SECONDS)
        here.recv()
        yield answers
        here.send("enough")
        answers |= here.recv()
    finally:
        process.kill()
        process.join()


def _attack(base: str, requests: Mapping[bytes, int], draft: Path, told: Any) -> None:
    async def go() -> dict[int, int]:
        flood = Flood()
        async with flood.of(base, requests, draft), strangers.one_byte_a_second(base), strangers.slow_readers(base, 200):
            told.send("begun")
            await asyncio.to_thread(told.recv)
        return flood.answers

    told.send(asyncio.run(go()))
