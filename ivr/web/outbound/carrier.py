"""The carrier's REST interface for what is done outside of a call. What it refuses is told without any number."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING
from typing import NamedTuple
from typing import TypeVar

from twilio.base.exceptions import TwilioException
from twilio.base.exceptions import TwilioRestException

from ivr.settings import Settings
from ivr.web.outbound import rest
from ivr.web.outbound.asking import NoCarrierThere

if TYPE_CHECKING:
    from twilio.rest import Client
    from twilio.rest.api.v2010.account.call import CallInstance
    from twilio.rest.api.v2010.account.message import MessageInstance

TIMEOUT_SECONDS = 3.0  # to connect, and then to answer: a caller waits for both
GONE = ("404", "20404")  # no such thing: in the words of the web, and in its own
SERVER_ERRORS = 500  # and above: its own trouble, in which it may have done what it was asked for
_RECORDING = re.compile(r"RE[0-9a-f]{32}")

T = TypeVar("T")


class CarrierRefusal(NamedTuple):
    """Why the carrier did not do it: its own code of an error, or a word. Not `certain`: it may have done it all the same."""

    code: str
    certain: bool = True


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
        made = self._asked(lambda: _id_of(self._client.messages.create(to=to, body=body, **who)))
        return made if isinstance(made, CarrierRefusal) else None

    def call(self, to: str, sender: str, base: str, ring_seconds: int) -> str | CarrierRefusal:
        """Call somebody, who then hears the line; the call's id."""
        return self._asked(
            lambda: _id_of(
                self._client.calls.create(
                    to=to,
                    from_=sender,
                    url=f"{base}/voice",
                    method="POST",
                    timeout=ring_seconds,
                    status_callback=f"{base}/voice/status",
                    status_callback_method="POST",
                )
            )
        )

    def recording(self, sid: str) -> bytes | CarrierRefusal:
        """What a caller said, as an MP3."""
        if not _RECORDING.fullmatch(sid):
            return CarrierRefusal("not the id of a recording")
        return self._asked(lambda: rest.fetched(self._client, sid, "mp3", TIMEOUT_SECONDS))

    def delete_recording(self, sid: str) -> CarrierRefusal | None:
        """None once it is gone."""
        if not _RECORDING.fullmatch(sid):
            return CarrierRefusal("not the id of a recording")
        deleted = self._asked(lambda: self._client.recordings(sid).delete())
        return deleted if isinstance(deleted, CarrierRefusal) and deleted.code not in GONE else None

    def _asked(self, ask: Callable[[], T]) -> T | CarrierRefusal:
        try:
            answer = ask()
        except TwilioRestException as fault:
            refused = CarrierRefusal(str(fault.code or fault.status), fault.status < SERVER_ERRORS)
        except (TwilioException, OSError) as fault:  # a requests.RequestException is an OSError
            refused = CarrierRefusal(type(fault).__name__, certain=False)
        else:
            self._refused("")
            return answer
        self._refused(refused.code)
        return refused

    @cached_property
    def _client(self) -> Client:
        return rest.client(self._settings, os.environ, TIMEOUT_SECONDS)


def _id_of(made: MessageInstance | CallInstance) -> str:
    """What the carrier calls it. Raises NoCarrierThere: what has no name was not made."""
    if not made.sid:
        raise NoCarrierThere("the answer names nothing")
    return str(made.sid)
