"""One line of JSON a request of a carrier, when ACCESS_LOG asks for it: which call, language, step, milliseconds.

No number, no query, no key, and no time more exact than the minute. A call is named by a hash that only this server could make,
and no longer once it has been restarted, unless the operator keeps its key: the log and the carrier's list of calls do not lead
to each other.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable
from datetime import UTC
from datetime import datetime

from ivr.statistics.observe import Happened
from ivr.statistics.observe import Observer

log = logging.getLogger("ivr.access")


def now_utc() -> datetime:
    return datetime.now(UTC)


def access_log(key: str, now: Callable[[], datetime] = now_utc) -> Observer:
    """Write what happened. `key`: the same for all workers of a server."""
    secret = (key or secrets.token_hex()).encode()[:64]

    def write(what: Happened) -> None:
        log.info(json.dumps(_entry(what, secret, now())))

    return write


def _entry(what: Happened, key: bytes, now: datetime) -> dict[str, object]:
    entry: dict[str, object] = {
        "time": now.isoformat(timespec="minutes"),
        "status": what.status,
        "webhook": what.webhook,
        "ms": round(what.seconds * 1000, 2),
    }
    if what.turn:
        call = hashlib.blake2b(what.call.encode(), key=key, digest_size=4).hexdigest()
        entry |= {"call": call, "language": what.turn.state.language, "step": what.turn.state.step}
    return entry
