"""What the studio asks of the carrier: ring a speaker, fetch what they said, and delete it there."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException
from urllib3.util.retry import Retry

from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import connect
from ivr.settings import Settings

if TYPE_CHECKING:
    from twilio.rest import Client

API = "https://api.twilio.com"
CALL_SECONDS = 1800  # the longest session
FETCH_SECONDS = 8
_NOT_THERE_YET = Retry(total=3, backoff_factor=0.4, status_forcelist=[404, 500, 503], allowed_methods=["GET"])
LARGEST = 4 << 20  # bytes of a recording

_Connect = Callable[[Settings], "Client"]


def _connected(settings: Settings) -> Client:
    return connect(settings, os.environ)


class SpeakersCarrier:
    def __init__(self, settings: Settings, connect: _Connect = _connected, api: str = API) -> None:
        """`api`: where the carrier's recordings are."""
        self._settings = settings
        self._connect = connect
        self._api = api

    @property
    def ready(self) -> bool:
        """Whether there is all that a call needs."""
        line = self._settings
        return bool(not line.demo and line.account_sid and line.auth_token and line.line_number and line.public_url)

    def ring(self, number: str, address: str, ended: str) -> None:
        """`ended` is told when the call is over. Raises CarrierError."""
        try:
            self._connect(self._settings).calls.create(
                to=number,
                from_=self._settings.line_number or "",
                url=address,
                method="POST",
                time_limit=CALL_SECONDS,
                status_callback=ended,
                status_callback_event=["completed"],
                status_callback_method="POST",
            )
        except (TwilioException, OSError) as fault:
            raise CarrierError(str(fault)) from fault

    def fetch(self, recording: str) -> bytes:
        """The sound of a recording that is named by the carrier's id. Raises CarrierError."""
        auth = (self._settings.account_sid or "", self._settings.auth_token)
        try:
            with requests.Session() as session:
                session.mount(self.address(recording), HTTPAdapter(max_retries=_NOT_THERE_YET))
                with session.get(f"{self.address(recording)}.wav", auth=auth, timeout=FETCH_SECONDS, stream=True) as answer:
                    answer.raise_for_status()
                    return bytes(answer.raw.read(LARGEST, decode_content=True))
        except (requests.RequestException, OSError) as fault:
            raise CarrierError(str(fault)) from fault

    def forget(self, recording: str) -> None:
        """Raises CarrierError."""
        try:
            self._connect(self._settings).recordings(recording).delete()
        except (TwilioException, OSError) as fault:
            raise CarrierError(str(fault)) from fault

    def forget_all(self, call: str) -> None:
        """What was recorded in a call and is still there. Raises CarrierError."""
        try:
            for recording in self._connect(self._settings).recordings.list(call_sid=call):
                recording.delete()
        except (TwilioException, OSError) as fault:
            raise CarrierError(str(fault)) from fault

    def address(self, recording: str) -> str:
        return f"{self._api}/2010-04-01/Accounts/{self._settings.account_sid}/Recordings/{recording}"
