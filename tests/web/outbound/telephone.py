"""A caller with a number of their own, and all that a carrier tells of a call."""

from __future__ import annotations

import time
from typing import Self
from xml.etree import ElementTree

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

BASE = "https://line.example"


class Telephone:
    def __init__(self, client: FlaskClient, number: str, call: str = "1") -> None:
        self.client = client
        self.form = {"CallSid": f"CA{call * 32}", "From": number, "To": "+32000000000", "Direction": "inbound"}
        self.document = ElementTree.Element("Response")
        self.address = ""

    def dials(self, to: str = "+32000000000") -> Self:
        self.form["To"] = to
        return self.posts(f"{BASE}/voice")

    def presses(self, *keys: str) -> Self:
        """One after the other, each to its end; "" waits."""
        for key in keys:
            self.posts(self.document.findtext("Redirect", ""), **({"Digits": key} if key else {}))
        return self

    def speaks(self, recording: str, seconds: str = "12", **more: str) -> Self:
        return self.posts(self.record["action"], RecordingSid=recording, RecordingDuration=seconds, **more)

    def waits_until_told(self, looks: int = 8) -> Self:
        """While the line says nothing."""
        while not self.heard and looks:
            time.sleep(0.3)
            looks -= 1
            self.presses("")
        return self

    @property
    def heard(self) -> list[str]:
        """The clips, without language and digest."""
        files = [play.text or "" for play in self.document.iter("Play")]
        return [file.rpartition("/")[2].rpartition("-")[0] for file in files]

    @property
    def record(self) -> dict[str, str]:
        found = self.document.find("Record")
        assert found is not None, ElementTree.tostring(self.document)
        return dict(found.attrib)

    def posts(self, address: str, **fields: str) -> Self:
        form = self.form | fields
        signature = RequestValidator("secret").compute_signature(address, form)
        path = address.removeprefix(BASE)
        answer = self.client.post(path, data=form, headers={"X-Twilio-Signature": signature})
        assert answer.status_code in (200, 204), answer.text
        self.address = path
        if answer.status_code == 200:
            self.document = ElementTree.fromstring(answer.text)
        return self
