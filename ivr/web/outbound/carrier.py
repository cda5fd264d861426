"""The carrier's REST interface for what is done outside of a call. What it refuses is told without any number."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING
from typing import NamedTuple

import requests
from twilio.base.exceptions import TwilioException
from twilio.base.exceptions import TwilioRestException

from ivr.settings import Settings
from ivr.web.outbound.asking import Asking
from ivr.web.outbound.asking import NoCarrierThere

if TYPE_CHECKING:
    from twilio.rest import Client
    from twilio.rest.api.v2010.account.call import CallInstance
    from twilio.rest.api.v2010.account.message import MessageInstance

TIMEOUT_SECONDS = 3.0  # to connect, and then to answer: a caller waits for both
NOT_FOUND = 404
_RECORDING = re.compile(r"RE[0-9a-f]{32}")


class CarrierRefusal(NamedTuple):
    """Why the carrier did not do it: its own code of an error, or a word."""

    code: str


class FetchedRecording(NamedTuple):
    sound: bytes


class Carrier:
    def __init__(self, settings: Settings, refused: Callable[[str], object] = lambda code: None) -> None:
        """`refused` is told the code of each refusal, and "" when something was accepted."""
        self._settings = settings
        self._refused = refused

    def prepare(self) -> None:
        """Load what the client loads at its first use: half a second in which this worker would answer slowly."""
        self._loaded = self._client.messages, self._client.calls, self._client.recordings

    def text(self, to: str, sender: str, body: str) -> CarrierRefusal | None:
        """Send a message; None once the carrier has accepted it."""
        service = sender.startswith("MG")
        who = {"messaging_service_sid": sender} if service else {"from_": sender}
        return self._asked(lambda: _id_of(self._client.messages.create(to=to, body=body, **who)))

    def call(self, to: str, sender: str, base: str, ring_seconds: int) -> str | CarrierRefusal:
        """Call somebody, who then hears the line; the call's id."""
        sid = ""

        def create() -> None:
            nonlocal sid
            call = self._client.calls.create(
                to=to,
                from_=sender,
                url=f"{base}/voice",
                method="POST",
                timeout=ring_seconds,
                status_callback=f"{base}/voice/status",
                status_callback_method="POST",
            )
            sid = _id_of(call)

        return self._asked(create) or sid

    def recording(self, sid: str) -> FetchedRecording | CarrierRefusal:
        """What a caller said, as an MP3."""
        if not _RECORDING.fullmatch(sid):
            return CarrierRefusal("not the id of a recording")
        sound = b""

        def fetch() -> None:
            nonlocal sound
            address = f"{self._client.api.base_url}/2010-04-01/Accounts/{self._client.account_sid}/Recordings/{sid}.mp3"
            sound = self._bytes_at(address)

        return self._asked(fetch) or FetchedRecording(sound)

    def delete_recording(self, sid: str) -> CarrierRefusal | None:
        """None once it is gone."""
        refused = self._asked(lambda: self._client.recordings(sid).delete())
        return None if refused and refused.code == str(NOT_FOUND) else refused

    def _bytes_at(self, address: str) -> bytes:
        auth = self._settings.account_sid or "", self._settings.auth_token
        answer = requests.get(self._client.get_hostname(address), auth=auth, timeout=TIMEOUT_SECONDS)
        if answer.status_code != 200:
            raise TwilioRestException(answer.status_code, "", code=answer.status_code)
        return bytes(answer.content)

    def _asked(self, ask: Callable[[], object]) -> CarrierRefusal | None:
        try:
            ask()
        except TwilioRestException as fault:
            refused = CarrierRefusal(str(fault.code or fault.status))
        except (TwilioException, OSError) as fault:  # a requests.RequestException is an OSError
            refused = CarrierRefusal(type(fault).__name__)
        else:
            self._refused("")
            return None
        self._refused(refused.code)
        return refused

    @cached_property
    def _client(self) -> Client:
        http = Asking(timeout=TIMEOUT_SECONDS)
        from twilio.rest import Client  # noqa: PLC0415 - thirty megabytes that only a line which asks the carrier needs

        return Client(self._settings.account_sid, self._settings.auth_token, http_client=http, environment=dict(os.environ))


def _id_of(made: MessageInstance | CallInstance) -> str:
    """What the carrier calls it. Raises NoCarrierThere: what has no name was not made."""
    if not made.sid:
        raise NoCarrierThere("the answer names nothing")
    return str(made.sid)
