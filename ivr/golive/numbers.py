"""The numbers of the account and those of the line: what each is for, and whether it calls the line."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from ivr.content.languages import Languages
from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import in_words
from ivr.settings import Settings


class NumberState(enum.Enum):
    OURS = "calls this line"
    ELSEWHERE = "calls something else"
    MISSING = "not a number of this account"


@dataclass(frozen=True)
class Number:
    number: str
    use: str  # in words; "" for none yet
    state: NumberState

    @property
    def amiss(self) -> bool:
        """Whether callers of a number of ours do not reach the line."""
        return bool(self.use) and self.state is not NumberState.OURS


def uses(settings: Settings, languages: Languages, call_back: str | None) -> dict[str, str]:
    """Number -> what it is for. `call_back`: the one whose callers are called back."""
    found = {call_back: "call me back"} if call_back else {}
    found |= {number: f"in {language.french} at once" for language in languages.languages for number in language.numbers}
    return found | ({settings.line_number: "the line"} if settings.line_number else {})


def numbers(client: Client, settings: Settings, used: Mapping[str, str]) -> list[Number]:
    """Those of the account and those of the line. Raises CarrierError when the carrier refuses or does not answer."""
    try:
        owned = {entry.phone_number or "": entry.voice_url or "" for entry in client.incoming_phone_numbers.list()}
    except (TwilioException, OSError) as fault:
        raise CarrierError(in_words(fault)) from fault
    return [Number(each, used.get(each, ""), _state(each, owned, settings)) for each in sorted({*used, *owned})]


def _state(number: str, owned: Mapping[str, str], settings: Settings) -> NumberState:
    if number not in owned:
        return NumberState.MISSING
    return NumberState.OURS if owned[number].partition("#")[0] == f"{settings.public_url}/voice" else NumberState.ELSEWHERE
