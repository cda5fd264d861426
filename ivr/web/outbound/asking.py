"""How the carrier's REST interface is asked: what answers in its place, a proxy's page say, is no answer."""

from __future__ import annotations

import json
from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

NOTHING_TO_SAY = 204


class NoCarrierThere(TwilioException):
    """Somebody else answered."""


class Asking(TwilioHttpClient):
    def request(self, *asked: Any, **how: Any) -> Response:
        """Raises NoCarrierThere for a success that tells nothing: Twilio's library would meet it as an error of its own."""
        answer = super().request(*asked, **how)
        if answer.ok and answer.status_code != NOTHING_TO_SAY and not _is_table(answer.text):
            raise NoCarrierThere("what answers is no carrier")
        return answer


def _is_table(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
