"""The application and its webhooks: request -> signature -> state -> advance -> turn -> clips -> TwiML."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from functools import lru_cache

from flask import Blueprint
from flask import Flask
from flask import Request
from flask import Response
from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from ivr import accesslog
from ivr import guard
from ivr import twiml
from ivr.audio import Clips
from ivr.branches import build_line
from ivr.centres import check_number
from ivr.clips import blueprint as clips_blueprint
from ivr.config import ConfigError
from ivr.config import Settings
from ivr.content import Content
from ivr.dashboard.web import blueprint as dashboard_blueprint
from ivr.demo import blueprint as demo_blueprint
from ivr.demo import demo_clock
from ivr.flow import DialResult
from ivr.flow import Line
from ivr.flow import Turn
from ivr.journal.settings import JournalSettings
from ivr.journal.writer import open_journal
from ivr.listening import blueprint as listening_blueprint
from ivr.metrics import Metrics
from ivr.signature import checks_for
from ivr.signature import genuine
from ivr.state import CallState
from ivr.state import decode
from ivr.state import language_in
from ivr.usage import Usage

log = logging.getLogger("ivr")

Clock = Callable[[Request], datetime]
View = Callable[[Request], Turn | str]  # what a webhook answers: a turn of the caller's call, or a document for a worker

MOST_WHISPERS = 2
# Twilio's words for the end of a transfer, and those of compatible carriers.
_OUTCOMES = {
    "completed": DialResult.ANSWERED,
    "answered": DialResult.ANSWERED,
    "busy": DialResult.BUSY,
    "no-answer": DialResult.NO_ANSWER,
    "canceled": DialResult.NO_ANSWER,
}


def create_app(
    settings: Settings,
    content: Content | None = None,
    clips: Clips | None = None,
    clock: Clock | None = None,
    journal_settings: JournalSettings | None = None,
) -> Flask:
    """Build the WSGI application; content and clips are read and checked here, once. Without journal settings nothing is kept."""
    kept = journal_settings or JournalSettings()
    content = content or Content.load()
    if settings.desk_number and not settings.demo:
        _check_desk(settings.desk_number, content)
    content = content.for_demonstration() if settings.demo else content
    app = Flask(__name__, static_folder=None)
    guard.limit_bodies(app)
    if (
        settings.proxies
    ):  # the visitor's address, for the dashboard's login limit; the public address is never taken from a header
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    line, clips = build_line(content, settings.desk_number), clips or Clips.load()
    usage = Usage(line, open_journal(kept, line), Metrics())
    app.extensions["journal"] = usage.journal  # closed by the server when a worker ends
    app.register_blueprint(voice_blueprint(settings, line, clips, clock or (demo_clock if settings.demo else _now), usage))
    app.register_blueprint(guard.secured(usage.metrics.blueprint(usage.journal, kept.metrics_token)))
    if kept.dashboard:
        app.register_blueprint(guard.secured(dashboard_blueprint(kept, usage.journal, content, secure=not settings.demo)))
    app.register_blueprint(guard.secured(clips_blueprint(content, clips)))
    if settings.demo:
        app.register_blueprint(guard.secured(demo_blueprint(settings, content, clips)))
        app.register_blueprint(guard.secured(listening_blueprint(content, clips)))
    return app


def _check_desk(number: str, content: Content) -> None:
    try:
        check_number(number, content.centres.transfer.foreign_numbers, "DESK_NUMBER")
    except ValueError as fault:
        raise ConfigError(str(fault)) from None


def _now(request: Request) -> datetime:
    return datetime.now(UTC)


def voice_blueprint(settings: Settings, line: Line, clips: Clips, clock: Clock, usage: Usage) -> Blueprint:
    """The addresses a carrier calls."""
    bp = Blueprint("voice", __name__)
    checks = checks_for(settings)
    log_key = accesslog.key_from(settings.auth_token)

    @lru_cache(maxsize=8)
    def voice_at(base: str) -> twiml.Voice:
        return twiml.Voice.at(base, settings.audio_url or f"{base}/audio", clips.files, settings.overrides)

    def webhook(view: View) -> Callable[[], Response]:
        """Only genuine carriers get in; an error of ours is still TwiML in the caller's language, with a way on."""

        def answered() -> Response:
            started, carried = time.perf_counter(), _this_request()
            base = settings.public_url or carried.host_url.rstrip("/")
            guard.refuse_oversized(carried)
            if not genuine(carried, base, checks):
                usage.metrics.signature_refused()
                return accesslog.write(Response("Not signed by our carrier", 403, mimetype="text/plain"), carried, started)
            try:
                answer = view(carried)
            except Exception:
                log.exception("a call met an error and goes on")
                answer = start_again(carried)
                usage.metrics.error_spoken()
            response, state = _sent(answer, voice_at(base), settings, carried)
            usage.answered(view.__name__, response.status_code, time.perf_counter() - started)
            return accesslog.write(response, carried, started, state, log_key)

        answered.__name__ = view.__name__
        return answered

    def start_again(carried: Request) -> Turn:
        turn = line.recover(language_in(_query(carried)), clock(carried))
        usage.recovered(carried, turn)
        return turn

    @bp.post("/voice")
    @webhook
    def new_call(carried: Request) -> Turn:
        """The first words of a call."""
        turn = line.open(carried.form.get("To", ""), clock(carried))
        usage.opened(carried, turn)
        return turn

    @bp.post("/voice/step")
    @webhook
    def step(carried: Request) -> Turn:
        """What follows a key, a silence or the end of a transfer."""
        state, key = decode(_query(carried)), heard(carried)
        if state is None:
            return start_again(carried)
        turn = line.advance(state, key, clock(carried))
        usage.stepped(carried, state, key, turn)
        return turn

    @bp.post("/voice/whisper")
    @webhook
    def whisper(carried: Request) -> str:
        """What the worker hears before the caller: 1 accepts, anything else refuses; asked twice."""
        language = language_in(_query(carried))
        times, key = carried.args.get("t", default=0, type=int), carried.form.get("Digits", "")
        if key == "1":
            return twiml.GO_ON
        if key or times >= MOST_WHISPERS:
            return twiml.HANG_UP
        known = language if language in line.languages else line.content.languages.first
        return voice_at(settings.public_url or carried.host_url.rstrip("/")).whisper(known, times, unknown="u" in carried.args)

    @bp.post("/voice/status")
    @webhook
    def status(carried: Request) -> str:
        """The carrier reports how a call goes."""
        usage.reported(carried)
        return ""

    @bp.app_errorhandler(HTTPException)
    def unknown_address(error: HTTPException) -> Response:
        """A genuine carrier gets TwiML even at an address that is not ours; anybody else a plain refusal."""
        if request.method == "POST" and error.code in (404, 405):
            return webhook(start_again)()
        return guard.secure(Response(f"{error.name}\n", error.code, mimetype="text/plain"))

    return bp


def _this_request() -> Request:
    """The request itself: every look through Flask's proxy takes its time."""
    carried: Request = request._get_current_object()  # type: ignore[attr-defined]
    return carried


def _query(carried: Request) -> str:
    return carried.query_string.decode("latin-1")


def _sent(answer: Turn | str, voice: twiml.Voice, settings: Settings, carried: Request) -> tuple[Response, CallState | None]:
    if isinstance(answer, str):
        return Response(answer, 200 if answer else 204, mimetype="text/xml"), None
    response = Response(voice.write(answer, settings.line_number or carried.form.get("To", "")), mimetype="text/xml")
    if settings.demo:
        response.headers["X-Demo-Keys"] = answer.keys
    return response, answer.state


def heard(carried: Request) -> str:
    """The key, the number typed, or the outcome of a transfer; "" for silence."""
    status = carried.form.get("DialCallStatus")
    if status is None:
        return carried.form.get("Digits", "")
    result = _OUTCOMES.get(status, DialResult.FAILED)
    if result is DialResult.ANSWERED and carried.form.get("DialBridged") == "false":
        result = DialResult.NO_ANSWER  # the worker did not accept
    return result.value
