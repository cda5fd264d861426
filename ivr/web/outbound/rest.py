"""The one way to the carrier's REST interface, wherever TWILIO_REGION and TWILIO_EDGE put it: its client and its recordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from typing import Literal

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioRestException
from urllib3.util.retry import Retry

from ivr.settings import Settings
from ivr.web.outbound.asking import Asking

if TYPE_CHECKING:
    from twilio.rest import Client

LARGEST = 4 << 20  # bytes of a recording
_PIECE = 1 << 16


def client(settings: Settings, env: Mapping[str, str], seconds: float) -> Client:
    """`seconds`: to connect, and then to answer."""
    from twilio.rest import Client  # noqa: PLC0415 - thirty megabytes that only those who ask the carrier need

    http = Asking(timeout=seconds)
    return Client(settings.account_sid, settings.auth_token, http_client=http, environment=dict(env))


def address_of(at: Client, recording: str) -> str:
    """Where a recording is; with .mp3 or .wav behind it, in one of these."""
    return at.get_hostname(f"{at.api.base_url}/2010-04-01/Accounts/{at.account_sid}/Recordings/{recording}")


def fetched(at: Client, recording: str, kind: Literal["mp3", "wav"], seconds: float, again: Retry | int = 0) -> bytes:
    """The sound of a recording. Raises TwilioException and OSError, as the client does."""
    with requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=again))
        with session.get(
            f"{address_of(at, recording)}.{kind}", auth=(at.username or "", at.password or ""), timeout=seconds, stream=True
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise TwilioRestException(answer.status_code, "", code=answer.status_code)
            return _beginning(answer)


def _beginning(answer: requests.Response) -> bytes:
    sound = bytearray()
    for piece in answer.iter_content(_PIECE):
        sound += piece
        if len(sound) >= LARGEST:
            break
    return bytes(sound)
