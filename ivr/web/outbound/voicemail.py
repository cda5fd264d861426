"""A message for the desk: fetched from the carrier, mailed, and deleted there. Nothing of it stays here.

What could not be mailed, which its caller is told, is deleted too. What met an error that nobody foresaw, or was never begun,
stays at the carrier, and that is said.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field

from ivr.call.reach import Errand
from ivr.call.reach import VoiceMessage
from ivr.statistics.alerts.mail import MailError
from ivr.statistics.alerts.mail import MailServer
from ivr.statistics.alerts.pool import Pool
from ivr.web.outbound.carrier import Carrier
from ivr.web.outbound.carrier import CarrierRefusal
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
    _staying: list[str] = field(default_factory=list, init=False)  # recordings that nobody has deleted

    def take(self, call: str, recording: str, message: VoiceMessage) -> None:
        """Returns at once; the ledger says what became of it."""
        try:
            if not self.ledger.open(call, Errand.MESSAGE):
                return
        except OSError:
            self._stays(recording, "there is no memory to note it in")
            raise
        if not self.pool.put(lambda: self._pass_on(call, recording, message)):
            self.ledger.refuse(call, Errand.MESSAGE)
            self._stays(recording, "too many messages wait")

    def warning(self) -> str:
        """What an operator should know of it; "" when all went well."""
        return f"message: {len(self._staying)} recordings are still at the carrier; the log names them" if self._staying else ""

    def _pass_on(self, call: str, recording: str, message: VoiceMessage) -> None:
        try:
            if self.ledger.begin(call, Errand.MESSAGE):
                self.ledger.close(call, Errand.MESSAGE, done=self._mailed(recording, message))
            elif self.ledger.is_away(call, Errand.MESSAGE):
                return  # another machine passes it on, and deletes it
        except Exception:
            self._stays(recording, "an error kept it from the desk")
            raise
        self._delete(recording)

    def _mailed(self, recording: str, message: VoiceMessage) -> bool:
        found = self._fetched(recording)
        if isinstance(found, CarrierRefusal):
            log.warning("a message for the desk could not be fetched from the carrier: %s", found.code)
            return False
        try:
            self.mail.send(self.to, *letter().about(message.language, message.centre, message.stage), found)
        except MailError as fault:
            log.warning("a message for the desk could not be mailed: %s", fault)
            return False
        return True

    def _fetched(self, recording: str) -> bytes | CarrierRefusal:
        found: bytes | CarrierRefusal = CarrierRefusal("")
        for pause in PAUSES_BEFORE_FETCHING:
            self.sleep(pause)
            found = self.carrier.recording(recording)
            if isinstance(found, bytes):
                break
        return found

    def _delete(self, recording: str) -> None:
        refused: CarrierRefusal | None = None
        for pause in PAUSES_BEFORE_DELETING:
            self.sleep(pause)
            refused = self.carrier.delete_recording(recording)
            if refused is None:
                return
        self._stays(recording, refused.code if refused else "")

    def _stays(self, recording: str, why: str) -> None:
        self._staying.append(recording)
        log.error("recording %s is still at the carrier: delete it there (%s)", recording, why)
