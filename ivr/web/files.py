"""The clips over HTTP."""

from __future__ import annotations

from flask import Blueprint
from flask import Response
from flask import send_from_directory

from ivr.web.live import Live

YEAR = 365 * 24 * 3600  # a clip's name changes with its words, so it may be kept for ever


def blueprint(live: Live) -> Blueprint:
    bp = Blueprint("clips", __name__)

    @bp.get("/audio/<path:file>")
    def clip(file: str) -> Response:
        """A clip, with a year of cache, an ETag, and ranges."""
        folder = live.folder_of(file)
        if folder is None:
            return Response("No such clip", 404, mimetype="text/plain")
        response = send_from_directory(folder, file, max_age=YEAR, conditional=True, etag=digest(file))
        response.cache_control.public = True
        response.cache_control.immutable = True
        return response

    return bp


def digest(file: str) -> str:
    """Of voice and words, as the name has it: the same on every machine, and whenever the file was copied there."""
    return file.removesuffix(".mp3").rpartition("-")[2]
