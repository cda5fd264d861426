"""Demonstration mode: the web phone, and a clock that the phone may set."""

from __future__ import annotations

from datetime import datetime
from datetime import time as time_of_day
from datetime import timedelta
from time import time

from flask import Blueprint
from flask import Request
from flask import Response
from flask import abort
from flask import current_app
from flask import jsonify
from flask import render_template

from ivr.clips.manifest import read_manifest
from ivr.content.hours import BRUSSELS
from ivr.phone.captions import book
from ivr.phone.keylabels import labels_by_file
from ivr.settings import Settings
from ivr.web.live import Live

TEN = time_of_day(10)


def demo_clock(request: Request) -> datetime:
    """Today at ten in the morning, when the invented centres are open, unless the phone asks for another time.

    The seconds run on, so that a press can be told from the one before.
    """
    seconds = timedelta(seconds=time() % 60)
    wanted = request.headers.get("X-Demo-Now", "")
    try:
        return datetime.fromisoformat(wanted).replace(tzinfo=BRUSSELS) + seconds
    except (ValueError, OverflowError):
        return datetime.combine(datetime.now(BRUSSELS).date(), TEN, BRUSSELS) + seconds


def blueprint(settings: Settings, live: Live) -> Blueprint:
    bp = Blueprint("demo", __name__, template_folder="templates", static_folder="static/phone", static_url_path="/static/phone")

    @bp.get("/")
    def phone() -> str:
        """A phone to try the line with."""
        languages = live.now.content.languages.languages
        offered = {language.key: language for language in languages if language.key}
        own_numbers = [(number, language) for language in languages for number in language.numbers]
        return render_template(
            "phone/phone.html",
            settings=settings,
            languages=offered,
            own_numbers=own_numbers,
            studio="studio" in current_app.blueprints,
        )

    @bp.get("/demo/words/<language>")
    def words(language: str) -> Response:
        """The captions of a language."""
        now = live.now
        known = now.content.languages.by_code.get(language) or abort(404)
        return jsonify(book(now.content, read_manifest(now.clips.folder), known))

    @bp.get("/demo/labels")
    def labels() -> Response:
        """What the keys do, by file."""
        now = live.now
        return jsonify(labels_by_file(now.content, now.clips.files))

    return bp
