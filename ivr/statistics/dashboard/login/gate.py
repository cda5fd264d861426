"""The gate in front of a blueprint: /login and /logout under its address, and nothing else without a session."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from typing import cast

from flask import Blueprint
from flask import Flask
from flask import redirect
from flask import request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager
from flask_login import current_user
from flask_login import login_user
from flask_login import logout_user
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadSignature
from itsdangerous import TimestampSigner
from werkzeug.exceptions import BadRequest
from werkzeug.security import check_password_hash
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from ivr.statistics.dashboard.login.attempts import Attempts
from ivr.statistics.dashboard.login.attempts import visitor_at
from ivr.statistics.dashboard.login.sessions import HOURS
from ivr.statistics.dashboard.login.sessions import Session
from ivr.statistics.dashboard.login.sessions import Sessions
from ivr.statistics.dashboard.ownthreads import OwnThreads
from ivr.statistics.journal.database import Database

log = logging.getLogger("ivr.login")

PATIENCE_SECONDS = 2.0  # for a database that somebody else holds
KNOWN_DAYS = 180  # a browser that logged in keeps attempts of its own for so long
_FORM_TOKEN = "csrf_token"
_GATES = "login gates"


@dataclass(frozen=True)
class Accounts:
    """Who may log in, and in which database that is kept. `secure`: cookies travel by HTTPS only.

    `realm` tells the gates of one application apart: a session opens only the pages of the gate that it was opened at.
    """

    password_hashes: Mapping[str, str]
    secret_key: str
    database_url: str
    secure: bool = True
    realm: str = ""


@dataclass(frozen=True)
class OtherWay:
    """In without a password. `pages` are seen by everybody; `is_open`: this browser came in so; `close` ends that."""

    pages: frozenset[str] = frozenset()
    is_open: Callable[[], bool] = lambda: False
    close: Callable[[], None] = lambda: None


class Gate:
    """For all blueprints of an application that these accounts open."""

    def __init__(self, accounts: Accounts, threads: OwnThreads) -> None:
        self._accounts = accounts
        self._threads = threads
        reading = Database(accounts.database_url, writes=False, patience=PATIENCE_SECONDS)
        writing = Database(accounts.database_url, writes=True, patience=PATIENCE_SECONDS)
        self._attempts = Attempts(writing, accounts.secret_key)
        self._sessions = Sessions(reading, writing, accounts.password_hashes, accounts.realm)
        self._known = TimestampSigner(accounts.secret_key, salt="known browser")
        self._cookie = "__Host-known" if accounts.secure else "known"

    def guard(
        self, pages: Blueprint, ask: Callable[[str], str], address: Callable[[str], str], other: OtherWay | None = None
    ) -> None:
        """Let nobody in without a login, or the other way. `ask` writes the page with the form, for a problem or "".

        `address` gives that of a page of the blueprint, "login" or "start".
        """
        other = other or OtherWay()
        open_to_all = {f"{pages.name}.{page}" for page in ("login", "static", *other.pages)}

        def only_after_login() -> ResponseReturnValue | None:
            if request.endpoint in open_to_all or self._opened_for(current_user) or other.is_open():
                return None
            return redirect(address("login"))

        def login() -> ResponseReturnValue:
            return self._login(ask, address("start")) if request.method == "POST" else ask("")

        def logout() -> ResponseReturnValue:
            self._logout()
            other.close()
            return redirect(address("login"))

        pages.record_once(lambda state: self._set_up(cast(Flask, state.app)))
        pages.before_request(only_after_login)
        pages.add_url_rule("/login", "login", login, methods=["GET", "POST"])
        pages.add_url_rule("/logout", "logout", logout, methods=["POST"])

    def _opened_for(self, user: Any) -> bool:
        return bool(user.is_authenticated and user.realm == self._accounts.realm)

    def _login(self, ask: Callable[[str], str], start: str) -> ResponseReturnValue:
        if not _came_from_our_form():
            return ask("expired"), 400
        who = self._who()
        user, password = request.form.get("user", ""), request.form.get("password", "")
        result = self._threads.run(lambda: self._admit(user, password, who))
        if not isinstance(result, Session):
            log.warning("somebody failed to log in")
            return ask(result), 429 if result == "too_many" else 401
        login_user(result)
        return self._remember(redirect(start))

    def _admit(self, user: str, password: str, who: str) -> Session | str:
        """A session, or what is the problem. Both are compared, always in the same time."""
        if not self._attempts.take(who):
            return "too_many"
        known = next((name for name in self._accounts.password_hashes if hmac.compare_digest(name.encode(), user.encode())), "")
        hash_ = self._accounts.password_hashes.get(known) or next(iter(self._accounts.password_hashes.values()))
        if not check_password_hash(hash_, password) or not known:
            return "refused"
        self._attempts.forgive(who)
        return self._sessions.open(known)

    def _logout(self) -> None:
        if not _came_from_our_form():
            raise BadRequest
        if id := current_user.get_id():
            self._threads.run(lambda: self._sessions.close(id))
        logout_user()

    def _who(self) -> str:
        """A browser that has logged in before, or an address."""
        try:
            return self._known.unsign(request.cookies.get(self._cookie, ""), max_age=KNOWN_DAYS * 86400).decode()
        except BadSignature:
            return visitor_at(request.remote_addr or "")

    def _remember(self, response: Response) -> Response:
        value = self._known.sign(f"browser {secrets.token_hex(16)}").decode()
        response.set_cookie(
            self._cookie, value, max_age=KNOWN_DAYS * 86400, secure=self._accounts.secure, httponly=True, samesite="Strict"
        )
        return response

    def _set_up(self, app: Flask) -> None:
        """Once for all gates of the application, which look in turn for a session."""
        gates: list[Gate] = app.extensions.setdefault(_GATES, [])
        if self in gates:
            return
        gates.append(self)
        if len(gates) > 1:
            return
        app.secret_key = self._accounts.secret_key
        app.config.update(
            SESSION_COOKIE_NAME="__Host-session" if self._accounts.secure else "session",
            SESSION_COOKIE_SECURE=self._accounts.secure,
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Strict",
            PERMANENT_SESSION_LIFETIME=timedelta(hours=HOURS),
            WTF_CSRF_TIME_LIMIT=HOURS * 3600,
        )
        manager = LoginManager(app, add_context_processor=False)
        manager.user_loader(lambda id: next(filter(None, (gate.find(id) for gate in gates)), None))

    def find(self, id: str) -> Session | None:
        """The session of this gate with this id, if it is open."""
        return self._threads.run(lambda: self._sessions.find(id))


def _came_from_our_form() -> bool:
    try:
        validate_csrf(request.form.get(_FORM_TOKEN))
    except ValidationError:
        return False
    return True
