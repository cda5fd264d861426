"""People who use the studio without a browser: an editor, and a reviewer with a link."""

from __future__ import annotations

import io
import re
import time
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from ivr.studio.store.links import Link
from ivr.studio.studio import Studio

PATIENCE_SECONDS = 180.0  # on a busy machine


class Person:
    """Sends the forms of pages as a browser would."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.client.environ_base["wsgi.url_scheme"] = "https"
        self._token = ""

    def sees(self, address: str) -> TestResponse:
        page = self.client.get(address, base_url="https://line.example")
        if page.mimetype != "text/html":
            return page
        if found := re.search(r'name="csrf_token" value="([^"]+)"', page.text):
            self._token = found[1]
        return page

    def sends(self, address: str, **form: Any) -> TestResponse:
        return self.client.post(address, data={"csrf_token": self._token} | form, base_url="https://line.example")


class Reviewer(Person):
    def __init__(self, app: Flask, studio: Studio, link: Link) -> None:
        super().__init__(app)
        self._studio = studio
        self.link = link
        self.home = f"/studio/r/{studio.links.token(link)}"

    def opens(self, clip: str = "") -> TestResponse:
        return self.sees(f"{self.home}/sentence/{clip}" if clip else f"{self.home}/")

    def hears(self, clip: str) -> TestResponse:
        self.opens(clip)
        return self.sends(f"{self.home}/heard/{clip}")

    def says(self, clip: str, verdict: str, **form: str) -> TestResponse:
        self.opens(clip)
        return self.sends(f"{self.home}/judge/{clip}", verdict=verdict, **form)

    def agrees(self) -> None:
        self.opens("welcome")
        self.sends(f"{self.home}/licence")
        self.link = self._studio.links.find(self.link.id)

    def speaks(self, clip: str, sound: bytes) -> TestResponse:
        self.opens(clip)
        return self.sends(f"{self.home}/record/{clip}", sound=(io.BytesIO(sound), "../../etc/passwd.wav"))


WORK = "/studio/work/"


class Editor(Person):
    def sees(self, address: str) -> TestResponse:
        """What takes a while, at its end."""
        page = super().sees(address)
        return self.waits(page) if (page.location or "").startswith(WORK) else page

    def waits(self, asked: TestResponse) -> TestResponse:
        """Until the work that was asked for has ended, as the page's script does; then where that leads, or why it failed."""
        work, end = str(asked.location), time.monotonic() + PATIENCE_SECONDS
        while super().sees(f"{work}/state").json["open"]:  # type: ignore[index]
            assert time.monotonic() < end
            time.sleep(0.1)
        page = super().sees(work)
        return self.sees(page.location) if page.location else page

    def logs_in(self, name: str, password: str) -> TestResponse:
        self.sees("/studio/login")
        return self.sends("/studio/login", user=name, password=password)

    def comes_in(self, address: str) -> TestResponse:
        """With a link of their own."""
        page = self.sees(address)
        return page if page.status_code != 200 else self.sends(address)
