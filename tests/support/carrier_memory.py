"""Twilio's own client, over a carrier that keeps every setting in memory and counts the changes."""

from __future__ import annotations

import json
from typing import Any

from twilio.http.response import Response
from twilio.rest import Client
from werkzeug.wrappers import Request

ACCOUNT = "AC" + "1" * 32
LOCAL = "+3242223344"


class CarrierMemory:
    """Answers as Twilio's REST interface does, for one account and its numbers."""

    is_async = False

    def __init__(self, *numbers: str, forgets: tuple[str, ...] = (), account: dict[str, str] | None = None, **kept: str) -> None:
        self.forgets = forgets
        self.updates = 0
        self.bought = 0
        self.balance: str | None = "50.00"  # None: an account below another one
        self.account = {"sid": ACCOUNT, "status": "active", "type": "Full"} | (account or {})
        self.numbers = {
            f"PN{index:032}": {"sid": f"PN{index:032}", "account_sid": ACCOUNT, "phone_number": number} | kept
            for index, number in enumerate(numbers or (LOCAL,))
        }

    @property
    def client(self) -> Any:
        return Client(ACCOUNT, "secret", http_client=self)

    def request(self, method: str, url: str, params: Any = None, data: Any = None, **rest: Any) -> Response:
        """The addresses that the line asks: the account, its balance, its numbers, one number."""
        tail = url.split("2010-04-01", 1)[1]
        if tail == f"/Accounts/{ACCOUNT}.json":
            return Response(200, json.dumps(self.account))
        if tail.endswith("/Balance.json"):
            if self.balance is None:
                return Response(404, json.dumps({"code": 20404, "message": "not found", "status": 404}))
            return Response(200, json.dumps({"account_sid": ACCOUNT, "balance": self.balance, "currency": "EUR"}))
        if tail.endswith("/IncomingPhoneNumbers.json"):
            self.bought += method == "POST"
            wanted = params.get("PhoneNumber")
            found = [number for number in self.numbers.values() if wanted in (None, number["phone_number"])]
            return Response(200, json.dumps({"incoming_phone_numbers": found, "next_page_uri": None}))
        number = self.numbers[tail.rsplit("/", 1)[1].removesuffix(".json")]
        if method == "POST":
            self.updates += 1
            number |= {name: value for name, value in _snake(data).items() if name not in self.forgets}
        return Response(200, json.dumps(number))

    def wsgi(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        """The same over HTTP."""
        request = Request(environ)
        answer = self.request(request.method, request.base_url, request.args.to_dict(), request.form.to_dict())
        start(f"{answer.status_code} OK", [("Content-Type", "application/json")])
        return [answer.text.encode()]


class PriceList:
    """Answers as Twilio's Pricing API does, with invented prices of Belgium."""

    is_async = False
    currency = "EUR"

    @property
    def client(self) -> Any:
        return Client(ACCOUNT, "secret", http_client=self)

    def request(self, method: str, url: str, *rest: Any, **named: Any) -> Response:
        subject = url.split("/")[-3]
        return Response(
            200, json.dumps({"country": "Belgium", "iso_country": "BE", "price_unit": self.currency} | PRICES[subject])
        )

    def wsgi(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [self.request("GET", Request(environ).base_url).text.encode()]


def _priced(price: str, **of: Any) -> dict[str, Any]:
    return {"base_price": "9.99", "current_price": price} | of


PRICES: dict[str, dict[str, Any]] = {
    "Voice": {
        "inbound_call_prices": [_priced("0.011", number_type="local"), _priced("0.075", number_type="toll free")],
        "outbound_prefix_prices": [
            _priced("0.19", destination_prefixes=["32"], origination_prefixes=["ROW"]),
            _priced("0.02", destination_prefixes=["32"], origination_prefixes=["31", "32", "33"]),
            _priced("0.03", destination_prefixes=["3265", "3281"], origination_prefixes=["32"]),
            _priced("0.07", destination_prefixes=["3245", "3246", "3247", "3248", "3249"], origination_prefixes=["32"]),
            _priced("0.30", destination_prefixes=["3245", "3246", "3247", "3248", "3249"], origination_prefixes=["ALL"]),
        ],
    },
    "Messaging": {
        "outbound_sms_prices": [
            {"carrier": "One", "prices": [_priced("0.09", number_type="mobile"), _priced("0.1", number_type="local")]},
            {"carrier": "Two", "prices": [_priced("0.08", number_type="mobile")]},
        ]
    },
    "PhoneNumbers": {"phone_number_prices": [_priced("1.5", number_type="local"), _priced("20.25", number_type="toll free")]},
}


class RefusingCarrier:
    """Turns every request away, as for a wrong token."""

    is_async = False

    def request(self, *args: Any, **rest: Any) -> Response:
        return Response(401, json.dumps({"code": 20003, "message": "Authenticate", "status": 401}))


def _snake(fields: dict[str, str]) -> dict[str, str]:
    """VoiceUrl -> voice_url."""
    return {"".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_"): value for name, value in fields.items()}
