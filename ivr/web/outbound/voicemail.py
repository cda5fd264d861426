"""A message for the desk: fetched from the carrier, mailed, and deleted there. Nothing of it stays here."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from ivr.call.reach import Errand
from ivr.call.reach import VoiceMessage
from ivr.statistics.alerts.mail import MailError
from ivr.statistics.alerts.mail import MailServer
from ivr.statistics.alerts.pool import Pool
from ivr.web.outbound.carrier import Carrier
from ivr.web.outbound.carrier import CarrierRefusal
from ivr.web.outbound.carrier import FetchedRecording
from ivr.web.outbound.ledger import Ledger
from ivr.web.outbound.letter import letter

log = logging.getLogger("ivr")

# A recording can be fetched a moment after the call goes on.
PAUSES_BEFORE_FETCHING = (0.0, 0.5, 1.0, 2.0)
PAUSES_BEFORE_DELETING = (0.0, 1.0, 5.0, 30.0, 120.0)


@dataclass(frozen=True)
class Voicemail:
    carrier: Carrier
    ledger: Ledger
    pool: Pool
    mail: MailServer
    to: tuple[str, ...]
    sleep: Callable[[float], object] = time.sleep

    def take(self, call: str, recording: str, message: VoiceMessage) -> None:
        """Returns at once; the ledger says what became of it."""
        if not self.ledger.open(call, Errand.MESSAGE):
            return
        if not self.pool.put(lambda: self._pass_on(call, recording, message)):
            self.ledger.refuse(call, Errand.MESSAGE)

    def _pass_on(self, call: str, recording: str, message: VoiceMessage) -> None:
        if not self.ledger.begin(call, Errand.MESSAGE):
            if not self.ledger.is_away(call, Errand.MESSAGE):
                self._delete(recording)
            return
        try:
            self.ledger.close(call, Errand.MESSAGE, done=self._mailed(recording, message))
        finally:
            self._delete(recording)

    def _mailed(self, recording: str, message: VoiceMessage) -> bool:
        found = self._fetched(recording)
        if isinstance(found, CarrierRefusal):
            log.warning("a message for the desk could not be fetched from the carrier: %s", found.code)
            return False
        try:
            self.mail.send(self.to, *letter().about(message.language, message.centre, message.stage), found.sound)
        except MailError as fault:
            log.warning("a message for the desk could not be mailed: %s", fault)
            return False
        return True

    def _fetched(self, recording: str) -> FetchedRecording | CarrierRefusal:
        found: FetchedRecording | CarrierRefusal = CarrierRefusal("")
        for pause in PAUSES_BEFORE_FETCHING:
            self.sleep(pause)
            found = self.carrier.recording(recording)
            if isinstance(found, FetchedRecording):
                break
        return found

    def _delete(self, recording: str) -> None:
        refused: CarrierRefusal | None = None
        for pause in PAUSES_BEFORE_DELETING:
            self.sleep(pause)
            refused = self.carrier.delete_recording(recording)
            if refused is None:
                return
        log.error("recording %s is still at the carrier: delete it there (%s)", recording, refused and refused.code)
