"""Who may see the dashboard: one name and one password from the environment."""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache

from flask import request
from flask import session
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.security import check_password_hash

from ivr.journal.settings import JournalSettings

SESSION_HOURS = 8
# Failed attempts in one worker: of one address, and of all together, so that many addresses do not help.
PER_ADDRESS = parse("5 per 15 minutes")
ALL_TOGETHER = parse("50 per 15 minutes")
_ENTRY = "dashboard"
_FORM_TOKEN = "form"


class Gate:
    """Checks names and passwords, and remembers failed attempts."""

    def __init__(self, settings: JournalSettings) -> None:
        self._user = settings.dashboard_user
        self._hash = settings.dashboard_password_hash
        self._failures = MovingWindowRateLimiter(MemoryStorage())

    def closed_to(self, address: str) -> bool:
        """Whether too many attempts have failed."""
        return not (self._failures.test(PER_ADDRESS, address) and self._failures.test(ALL_TOGETHER))

    def admits(self, user: str, password: str, address: str) -> bool:
        """Compare both, always in the same time, and count a failure."""
        right_user = hmac.compare_digest(user.encode(), self._user.encode())
        right_password = check_password_hash(self._hash, password)
        if right_user and right_password:
            return True
        self._failures.hit(PER_ADDRESS, address)
        self._failures.hit(ALL_TOGETHER)
        return False

    def open_session(self) -> None:
        """Begin a session afresh: nothing that was there before the login lives on."""
        session.clear()
        session.permanent = True
        session[_ENTRY] = _seal(self._user, self._hash)

    def is_open(self) -> bool:
        """Whether this browser logged in with the password that holds now."""
        entry = session.get(_ENTRY)
        return isinstance(entry, str) and hmac.compare_digest(entry, _seal(self._user, self._hash))


@lru_cache(maxsize=4)
def _seal(user: str, password_hash: str) -> str:
    """Changes with the password, so that a new one ends all sessions; tells nothing of it."""
    return hmac.digest(password_hash.encode(), user.encode(), "sha256").hex()


def form_token() -> str:
    """What a form must send back to prove that it came from a page of ours."""
    if _FORM_TOKEN not in session:
        session[_FORM_TOKEN] = secrets.token_urlsafe(32)
    return str(session[_FORM_TOKEN])


def genuine_form() -> bool:
    expected = session.get(_FORM_TOKEN)
    return isinstance(expected, str) and hmac.compare_digest(expected.encode(), request.form.get("token", "").encode())
