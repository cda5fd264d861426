"""Twilio's own client, over a carrier that keeps every setting in memory and counts the changes."""

from __future__ import annotations

import json
from typing import Any

from twilio.http.response import Response
from twilio.rest import Client

ACCOUNT = "AC" + "1" * 32
LOCAL = "+3242223344"


class CarrierMemory:
    """Answers as Twilio's REST interface does, for one account and its numbers."""

    is_async = False

    def __init__(self, *numbers: str, forgets: tuple[str, ...] = (), account: dict[str, str] | None = None, **kept: str) -> None:
        self.forgets = forgets
        self.updates = 0
        self.account = {"sid": ACCOUNT, "status": "active", "type": "Full"} | (account or {})
        self.numbers = {
            f"PN{index:032}": {"sid": f"PN{index:032}", "account_sid": ACCOUNT, "phone_number": number} | kept
            for index, number in enumerate(numbers or (LOCAL,))
        }

    @property
    def client(self) -> Any:
        return Client(ACCOUNT, "secret", http_client=self)

    def request(self, method: str, url: str, params: Any = None, data: Any = None, **rest: Any) -> Response:
        """The three addresses that the line asks: the account, its numbers, one number."""
        tail = url.split("2010-04-01", 1)[1]
        if tail == f"/Accounts/{ACCOUNT}.json":
            return Response(200, json.dumps(self.account))
        if tail.endswith("/IncomingPhoneNumbers.json"):
            found = [number for number in self.numbers.values() if number["phone_number"] == params["PhoneNumber"]]
            return Response(200, json.dumps({"incoming_phone_numbers": found, "next_page_uri": None}))
        number = self.numbers[tail.rsplit("/", 1)[1].removesuffix(".json")]
        if method == "POST":
            self.updates += 1
            number |= {name: value for name, value in _snake(data).items() if name not in self.forgets}
        return Response(200, json.dumps(number))


class RefusingCarrier:
    """Turns every request away, as for a wrong token."""

    is_async = False

    def request(self, *args: Any, **rest: Any) -> Response:
        return Response(401, json.dumps({"code": 20003, "message": "Authenticate", "status": 401}))


def _snake(fields: dict[str, str]) -> dict[str, str]:
    """VoiceUrl -> voice_url."""
    return {"".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_"): value for name, value in fields.items()}
