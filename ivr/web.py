"""The webhooks: request -> signature -> state -> advance -> turn -> clips -> TwiML."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from functools import lru_cache

from flask import Blueprint
from flask import Flask
from flask import Request
from flask import Response
from flask import abort
from flask import request
from werkzeug.exceptions import HTTPException

from ivr import twiml
from ivr.audio import Clips
from ivr.branches import build_line
from ivr.clips import blueprint as clips_blueprint
from ivr.config import Settings
from ivr.content import Content
from ivr.demo import blueprint as demo_blueprint
from ivr.demo import demo_clock
from ivr.flow import DialResult
from ivr.flow import Line
from ivr.flow import Turn
from ivr.signature import checks_for
from ivr.signature import genuine
from ivr.state import decode

log = logging.getLogger("ivr")

Clock = Callable[[Request], datetime]

# Twilio's words for the end of a transfer, and those of compatible carriers.
_OUTCOMES = {
    "completed": DialResult.ANSWERED,
    "answered": DialResult.ANSWERED,
    "busy": DialResult.BUSY,
    "no-answer": DialResult.NO_ANSWER,
    "canceled": DialResult.NO_ANSWER,
}


def create_app(
    settings: Settings, content: Content | None = None, clips: Clips | None = None, clock: Clock | None = None
) -> Flask:
    """Build the WSGI application; content and clips are read and checked here, once."""
    content = content or Content.load()
    content = content.for_demonstration() if settings.demo else content
    app = Flask(__name__, static_folder=None)
    app.extensions["settings"] = settings
    app.extensions["line"] = line = build_line(content, settings.desk_number)
    app.extensions["clips"] = clips = clips or Clips.load()
    app.register_blueprint(voice_blueprint(settings, line, clips, clock or (demo_clock if settings.demo else _now)))
    app.register_blueprint(clips_blueprint(content, clips))
    if settings.demo:
        app.register_blueprint(demo_blueprint(settings, content))
    return app


def _now(request: Request) -> datetime:
    return datetime.now(UTC)


def voice_blueprint(settings: Settings, line: Line, clips: Clips, clock: Clock) -> Blueprint:
    """The addresses a carrier calls."""
    bp = Blueprint("voice", __name__)
    checks = checks_for(settings)

    @lru_cache(maxsize=8)
    def voice_at(base: str) -> twiml.Voice:
        return twiml.Voice.at(base, settings.audio_url or f"{base}/audio", clips.files)

    def base() -> str:
        return settings.public_url or request.host_url.rstrip("/")

    def answer(turn: Turn) -> Response:
        caller_id = settings.line_number or request.form.get("To", "")
        response = xml(voice_at(base()).write(turn, caller_id))
        if settings.demo:
            response.headers["X-Demo-Keys"] = turn.keys
        return response

    @bp.before_app_request
    def only_genuine_carriers() -> None:
        if request.method == "POST" and not genuine(request, base(), checks):
            abort(403)

    @bp.post("/voice")
    def new_call() -> Response:
        """The first words of a call."""
        return answer(line.open(request.form.get("To", ""), clock(request)))

    @bp.post("/voice/step")
    def step() -> Response:
        """What follows a key, a silence or the end of a transfer."""
        state = decode(request.args)
        if state is None:
            return answer(line.recover(request.args.get("l", ""), clock(request)))
        return answer(line.advance(state, heard(request), clock(request)))

    @bp.post("/voice/whisper")
    def whisper() -> Response:
        """What the worker hears before the caller: 1 accepts, anything else refuses; asked twice."""
        language, heard_times = request.args.get("l", ""), int(request.args.get("t", "0") or 0)
        if language not in line.content.languages.codes:
            language = line.content.languages.first
        key = request.form.get("Digits", "")
        if key == "1":
            return xml(twiml.GO_ON)
        if key or heard_times >= 2:
            return xml(twiml.HANG_UP)
        return xml(voice_at(base()).whisper(language, heard_times))

    @bp.post("/voice/status")
    def status() -> tuple[str, int]:
        """The carrier reports how a call goes."""
        return "", 204

    @bp.app_errorhandler(Exception)
    def still_speaks(error: Exception) -> Response | HTTPException:
        """A genuine carrier always gets TwiML, in the caller's language, with a way on."""
        refused = isinstance(error, HTTPException) and error.code == 403
        if request.method != "POST" or refused:
            return error if isinstance(error, HTTPException) else _page_error(error)
        if not isinstance(error, HTTPException):
            log.exception("a call met an error and goes on")
        return answer(line.recover(request.args.get("l", ""), clock(request)))

    return bp


def _page_error(error: Exception) -> Response:
    log.error("a page failed", exc_info=error)
    return Response("Internal error", 500, mimetype="text/plain")


def xml(document: str) -> Response:
    return Response(document, mimetype="text/xml")


def heard(request: Request) -> str:
    """The key, the number typed, or the outcome of a transfer; "" for silence."""
    status = request.form.get("DialCallStatus")
    if status is None:
        return request.form.get("Digits", "")
    result = _OUTCOMES.get(status, DialResult.FAILED)
    if result is DialResult.ANSWERED and request.form.get("DialBridged") == "false":
        result = DialResult.NO_ANSWER  # the worker did not accept
    return result.value
