"""What a carrier asks: request -> signature -> state -> advance -> turn -> TwiML; then whoever counts is told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from functools import partial
from typing import NamedTuple
from typing import Protocol

from flask import Blueprint
from flask import Request
from flask import Response
from flask import request
from werkzeug.exceptions import HTTPException

from ivr.call.turns import Turn
from ivr.settings import Settings
from ivr.statistics.observe import Happened
from ivr.web import limits
from ivr.web import signature
from ivr.web.edition import Edition
from ivr.web.headers import secure
from ivr.web.live import Live
from ivr.web.outbound.outside import Outside
from ivr.web.outbound.parties import our_number
from ivr.web.signature import Form
from ivr.web.twiml import TwimlWriter

log = logging.getLogger("ivr")

Clock = Callable[[Request], datetime]


class Listener(Protocol):
    """Who is told what happened."""

    def notify(self, what: Happened) -> None:
        """Returns at once and never raises."""


class Asked(NamedTuple):
    """One genuine request."""

    query: str
    form: Form
    now: datetime
    edition: Edition
    voice: TwimlWriter
    base: str  # the public address


class Answer(NamedTuple):
    """`document` "": there is nothing to say."""

    happened: Happened
    document: str = ""


class Webhook(NamedTuple):
    """What is asked at one address."""

    name: str  # as operators meet it: in metrics, alerts and the access log
    view: View


class Silent(Exception):
    """Nothing of an answer can be heard."""


@dataclass(frozen=True)
class Exchange:
    """One line as a carrier meets it."""

    settings: Settings
    live: Live
    clock: Clock
    observers: Listener
    outside: Outside

    def answer(self, webhook: Webhook, *otherwise: View) -> Response:
        """Only genuine carriers get in; an error of ours is still TwiML in the caller's language, with a way on."""
        started, edition = time.perf_counter(), self.live.now
        edition.shelf.look_now_and_then()
        try:
            asked = self._asked(request, edition)
        except HTTPException as refusal:
            return refused(refusal)
        if asked is None:
            answer, response = Answer(Happened("refused")), Response("Not signed by our carrier", 403, mimetype="text/plain")
        else:
            answer = self._say((webhook.view, *otherwise), asked)
            response = self._response(answer)
            self._send(answer, asked)
        seconds, call = time.perf_counter() - started, asked.form.get("CallSid", "") if asked else ""
        happened = replace(answer.happened, webhook=webhook.name, status=response.status_code, seconds=seconds, call=call)
        self.observers.notify(happened)
        return response

    def to_caller(self, asked: Asked, happened: Happened) -> Answer:
        """A turn, in what of its words can be heard. Raises Silent when that is nothing."""
        turn = happened.turn
        if turn is None:
            return Answer(happened)
        heard = asked.edition.shelf.heard(turn.clips)
        if turn.clips and not heard:
            raise Silent
        own_number = self.settings.line_number or our_number(asked.form)
        return Answer(happened, asked.voice.write(turn, own_number, heard, self._mark(asked, turn)))

    def _mark(self, asked: Asked, turn: Turn) -> str:
        """Of the transfer that the turn begins."""
        return self.outside.whispers.mark(asked.form.get("CallSid", ""), turn.state.transfers) if turn.dial else ""

    def _send(self, answer: Answer, asked: Asked) -> None:
        """Hand over what is to be done outside of the call; a fault there is no fault of the call."""
        if answer.happened.turn and answer.happened.turn.sends:
            try:
                self.outside.take(answer.happened.turn, asked.form)
            except Exception:
                log.exception("what was to be done outside of a call could not be handed over")

    def _asked(self, request: Request, edition: Edition) -> Asked | None:
        if not signature.is_signed(request.headers):
            return None
        body = limits.body_of_a_form(request)
        if body is None:
            return None
        base = self.settings.public_url or request.host_url.rstrip("/")
        sent = signature.sent(request, base, body)
        if not any(check(sent) for check in self._checks):
            return None
        return Asked(request.query_string.decode("latin-1"), sent.form, self.clock(request), edition, edition.voice(base), base)

    def _say(self, views: Sequence[View], asked: Asked) -> Answer:
        """What the first of the views says that can; without any, the carrier goes to its fallback."""
        for view in views:
            try:
                return view(self, asked)
            except Silent:
                log.error("nothing of what is to be said can be heard; the carrier is sent to its fallback")
                break
            except Exception:
                log.exception("a call met an error and goes on")
        return Answer(Happened("failed"))

    def _response(self, answer: Answer) -> Response:
        if answer.happened.kind == "failed":
            return Response("The line cannot speak\n", 503, mimetype="text/plain")
        response = Response(answer.document, 200 if answer.document else 204, mimetype="text/xml")
        if self.settings.demo and answer.happened.turn:
            response.headers["X-Demo-Keys"] = answer.happened.turn.keys
        return response

    @cached_property
    def _checks(self) -> tuple[signature.IsGenuine, ...]:
        return signature.checks_for(self.settings)


View = Callable[[Exchange, Asked], Answer]


def blueprint(exchange: Exchange, webhooks: Mapping[str, Webhook], unknown: Webhook, otherwise: Sequence[View]) -> Blueprint:
    """The addresses a carrier calls, and `unknown`: any other. `otherwise`: what is said, in turn, when one fails."""
    bp = Blueprint("voice", __name__)
    for path, webhook in webhooks.items():
        bp.add_url_rule(path, webhook.name, partial(exchange.answer, webhook, *otherwise), methods=["POST"])

    @bp.app_errorhandler(HTTPException)
    def unknown_address(error: HTTPException) -> Response:
        """TwiML for a genuine carrier; anybody else gets a plain refusal, and a page its own."""
        if request.method == "POST" and error is request.routing_exception and error.code in (404, 405):
            return exchange.answer(unknown, *otherwise)
        return refused(error)

    return bp


def refused(error: HTTPException) -> Response:
    response = Response(f"{error.name}\n", error.code, mimetype="text/plain")
    response.headers.update({name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")})
    return secure(response)
