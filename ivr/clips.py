"""The clips over HTTP, and whether the line has all of them."""

from __future__ import annotations

from flask import Blueprint
from flask import Response
from flask import jsonify
from flask import send_from_directory

from ivr.audio import Clips
from ivr.content import Content

YEAR = 365 * 24 * 3600  # a clip's name changes with its words, so it may be kept for ever


def wanted_clips(content: Content) -> tuple[str, ...]:
    """Every clip the line may say, "<language>/<clip>"."""
    return tuple(f"{code}/{clip}" for code in content.languages.codes for clip, _ in content.phrases(code))


def blueprint(content: Content, clips: Clips) -> Blueprint:
    bp = Blueprint("clips", __name__)
    missing = clips.missing(wanted_clips(content))
    files = {*clips.files.values(), "manifest.json"}

    @bp.get("/audio/<path:file>")
    def clip(file: str) -> Response:
        """A clip, with a year of cache, an ETag, and ranges."""
        if file not in files:
            return Response("No such clip", 404, mimetype="text/plain")
        response = send_from_directory(clips.folder, file, max_age=YEAR if file.endswith(".mp3") else 0, conditional=True)
        if file.endswith(".mp3"):
            response.cache_control.public = True
            response.cache_control.immutable = True
        return response

    @bp.get("/healthz")
    def healthz() -> tuple[Response, int]:
        """Whether every word of the line can be heard."""
        report = {"status": "ok", "languages": list(content.languages.codes), "clips": len(clips.files)}
        if missing:
            report |= {"status": "incomplete", "missing": list(missing[:50]), "missing_count": len(missing)}
        return jsonify(report), 503 if missing else 200

    return bp
