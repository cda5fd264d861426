"""What the carrier charges this account, from its own price list (Twilio's Pricing API), as prompts/tariffs.yaml wants it."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberFormat
from phonenumbers import PhoneNumberType
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import in_words
from ivr.golive.numbertypes import NumberType
from ivr.golive.numbertypes import number_type
from ivr.statistics.cost import PRICES

COUNTRY = "BE"
SOURCE = "Twilio's Pricing API (pricing.twilio.com), asked for this account"
KINDS = {
    NumberType.LOCAL: "local",
    NumberType.NATIONAL: "national",
    NumberType.TOLL_FREE: "toll free",
    NumberType.MOBILE: "mobile",
}
ANYWHERE = ("ALL", "ROW")  # in the place of prefixes of the number shown: any, and those that are not named
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Uses:
    """What is to be paid for."""

    line: str  # the line's own number
    numbers: Sequence[str]  # all of them
    callback_from: str
    centres: Sequence[str]  # who is called in transfers


@dataclass(frozen=True)
class Found:
    currency: str
    prices: Mapping[str, float | None]  # by the names of prompts/tariffs.yaml; None: not in the price list


def ask(client: Client, uses: Uses) -> Found:
    """The dearest price where there are several. Raises CarrierError when the carrier refuses or does not answer."""
    pricing = client.pricing
    try:
        voice: Any = pricing.v2.voice.countries(COUNTRY).fetch()
        texts: Any = pricing.v1.messaging.countries(COUNTRY).fetch()
        rents: Any = pricing.v1.phone_numbers.countries(COUNTRY).fetch()
    except (TwilioException, OSError) as fault:
        raise CarrierError(in_words(fault)) from fault
    currencies = {each.price_unit.upper() for each in (voice, texts, rents)}
    if len(currencies) > 1:
        raise CarrierError(f"The carrier names prices in {' and '.join(sorted(currencies))}: write them into the file by hand.")
    outgoing = voice.outbound_prefix_prices
    by_number = [_of_kind(rents.phone_number_prices, number) for number in uses.numbers]
    prices = {
        "incoming_minute": _of_kind(voice.inbound_call_prices, uses.line),
        "outgoing_minute": _dearest(
            _call(outgoing, uses.line, to) for to in uses.centres or [_example(PhoneNumberType.FIXED_LINE)]
        ),
        "callback_minute": _call(outgoing, uses.callback_from, _example(PhoneNumberType.MOBILE)),
        "text_message": _dearest(_price(each) for network in texts.outbound_sms_prices for each in network["prices"]),
        "numbers_month": None if None in by_number else round(sum(filter(None, by_number)), 2),
    }
    return Found(currencies.pop(), prices)


def written(text: str, found: Found, today: date) -> str:
    """The tariff file with these prices; its comments, and what is not of the price list, stay as they are."""
    values = {
        "currency": found.currency,
        "source": f'"{SOURCE}"',
        "looked_up_on": today.isoformat(),
        **{name: "null" if found.prices[name] is None else str(found.prices[name]) for name in PRICES},
    }
    for name, value in values.items():
        line = re.compile(rf"^{name}: *(?:\"[^\"]*\"|[^\s#]+)", re.MULTILINE)
        text = line.sub(_always(f"{name}: {value}"), text)
    return text


def _always(text: str) -> Callable[[re.Match[str]], str]:
    return lambda found: text


def _of_kind(records: Iterable[Record], number: str) -> float | None:
    """The price of a kind of number."""
    kind = KINDS.get(number_type(number))
    return next((_price(each) for each in records if str(each["number_type"]).lower().replace("-", " ") == kind), None)


def _call(records: Iterable[Record], caller: str, to: str) -> float | None:
    """A minute of a call: that of the longest prefix of the number called, then of the one shown."""
    found = [
        (len(there), 0 if here in ANYWHERE else len(here), _price(each))
        for each in records
        for there in each["destination_prefixes"]
        for here in each.get("origination_prefixes") or ["ALL"]
        if to[1:].startswith(there) and (here in ANYWHERE or caller[1:].startswith(here))
    ]
    best = max(found, key=lambda each: (each[0], each[1]), default=None)
    return best[2] if best else None


def _price(record: Record) -> float | None:
    text = record.get("current_price") or record.get("base_price")
    return float(text) if text else None


def _dearest(prices: Iterable[float | None]) -> float | None:
    return max((price for price in prices if price is not None), default=None)


def _example(kind: int) -> str:
    """Some Belgian number of a kind."""
    number = phonenumbers.example_number_for_type(COUNTRY, kind)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else ""
