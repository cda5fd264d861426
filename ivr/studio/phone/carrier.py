"""What the studio asks of the carrier: ring a speaker, fetch what they said, and delete it there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from twilio.base.exceptions import TwilioException
from urllib3.util.retry import Retry

from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import connect
from ivr.settings import Settings
from ivr.web.outbound import rest

if TYPE_CHECKING:
    from twilio.rest import Client

CALL_SECONDS = 1800  # the longest session
FETCH_SECONDS = 8
_NOT_THERE_YET = Retry(total=3, backoff_factor=0.4, status_forcelist=[404, 500, 503], allowed_methods=["GET"])


class SpeakersCarrier:
    """What it is asked to do raises CarrierError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def ready(self) -> bool:
        """Whether there is all that a call needs."""
        line = self._settings
        return bool(not line.demo and line.account_sid and line.auth_token and line.line_number and line.public_url)

    def ring(self, number: str, address: str, ended: str) -> None:
        """`ended` is told when the call is over."""
        with _refusals():
            self._client.calls.create(
                to=number,
                from_=self._settings.line_number or "",
                url=address,
                method="POST",
                time_limit=CALL_SECONDS,
                status_callback=ended,
                status_callback_event=["completed"],
                status_callback_method="POST",
            )

    def fetch(self, recording: str) -> bytes:
        """The sound of a recording that is named by the carrier's id."""
        with _refusals():
            return rest.fetched(self._client, recording, "wav", FETCH_SECONDS, _NOT_THERE_YET)

    def forget(self, recording: str) -> None:
        with _refusals():
            self._client.recordings(recording).delete()

    def forget_all(self, call: str) -> None:
        """What was recorded in a call and is still there."""
        with _refusals():
            for recording in self._client.recordings.list(call_sid=call):
                recording.delete()

    def address(self, recording: str) -> str:
        """Where a speaker hears what they said."""
        return rest.address_of(self._client, recording)

    @cached_property
    def _client(self) -> Client:
        return connect(self._settings, os.environ)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (TwilioException, OSError) as fault:
        raise CarrierError(str(fault)) from fault
