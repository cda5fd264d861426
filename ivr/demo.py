"""Demonstration mode: the web phone, and a clock that the phone may set."""

from __future__ import annotations

from datetime import datetime
from datetime import time
from pathlib import Path

from flask import Blueprint
from flask import Request
from flask import Response
from flask import abort
from flask import jsonify
from flask import request
from flask import send_from_directory

from ivr.audio import Clips
from ivr.audio import read_manifest
from ivr.config import Settings
from ivr.content import Content
from ivr.guard import from_this_machine
from ivr.hours import BRUSSELS

PAGES = Path(__file__).resolve().parent / "pages"


def demo_clock(request: Request) -> datetime:
    """Today at ten in the morning, when the invented centres are open, unless the phone asks for another time."""
    wanted = request.headers.get("X-Demo-Now", "")
    try:
        return datetime.fromisoformat(wanted).replace(tzinfo=BRUSSELS)
    except ValueError:
        return datetime.combine(datetime.now(BRUSSELS).date(), time(10), BRUSSELS)


def blueprint(settings: Settings, content: Content, clips: Clips) -> Blueprint:
    bp = Blueprint("demo", __name__)

    @bp.before_app_request
    def only_this_machine() -> None:
        """The demonstration's token is public: nobody else may call it unless the operator says so."""
        if not settings.demo_anywhere and not from_this_machine(request):
            abort(403)

    @bp.get("/")
    def phone() -> Response:
        """A phone to try the line with."""
        return send_from_directory(PAGES, "phone.html", max_age=0)

    @bp.get("/pages/<path:file>")
    def page_file(file: str) -> Response:
        return send_from_directory(PAGES, file, max_age=0)

    @bp.get("/demo/numbers")
    def numbers() -> Response:
        """The numbers that can be dialled, and what each leads to."""
        own = [
            {"number": number, "name": language.name, "language": language.code}
            for language in content.languages.languages
            for number in language.numbers
        ]
        return jsonify([{"number": settings.line_number, "name": "", "language": None}, *own])

    @bp.get("/demo/words/<language>")
    def words(language: str) -> Response:
        """What each clip of a language says, by file; `voices` names the language of those said in another one."""
        known = next((entry for entry in content.languages.languages if entry.code == language), None)
        if known is None:
            abort(404)
        entries = {file: entry for file, entry in read_manifest(clips.folder).items() if entry["language"] == language}
        voices = {clip: phrase.voice for clip, phrase in content.phrases(language) if phrase.voice}
        return jsonify(
            {
                "direction": known.direction,
                "name": known.name,
                "words": {file: entry["text"] for file, entry in entries.items()},
                "voices": {file: voices[entry["clip"]] for file, entry in entries.items() if entry["clip"] in voices},
            }
        )

    return bp
