"""What all pages of the studio have in common: their headers, their size, and that their forms are ours."""

from __future__ import annotations

from flask import Blueprint
from flask import Flask
from flask import Response
from flask import abort
from flask import request
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from ivr.studio.settings import StudioSettings
from ivr.web.headers import policy

FORM_BYTES = 64 * 1024
MEMORY_BYTES = 256 * 1024  # of a form with a file: it is read in pieces of 64 kB, each of which must fit
SOUND_BYTES = 12 << 20  # two minutes of an uncompressed recording
FORM_PARTS = 120  # fields of the form for a centre's hours, and some more
FORM_SECONDS = 8 * 3600  # how long a page may be open before it is sent
CSRF_HEADER = "X-CSRF-Token"
POLICY = policy(media="'self' blob:")  # a speaker hears what the browser has just recorded


class ExpiredForm(Exception):
    """The form was not ours, or open for too long."""


def framed(pages: Blueprint, settings: StudioSettings) -> Blueprint:
    """Every page private, every form ours, no body larger than it must be."""
    pages.record_once(lambda state: _remember_forms(state.app, settings))  # type: ignore[arg-type]
    pages.before_request(_limit_body)
    pages.before_request(_only_our_forms)
    pages.after_request(_keep_private)
    return pages


def _remember_forms(app: Flask, settings: StudioSettings) -> None:
    """Where there is a login, here or at the dashboard, its gate sets the same and more: that stands."""
    app.secret_key = app.secret_key or settings.secret_key
    same_site = app.config["SESSION_COOKIE_SAMESITE"] or "Lax"
    app.config.update(WTF_CSRF_TIME_LIMIT=FORM_SECONDS, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE=same_site)


def _limit_body() -> None:
    endpoint = (request.endpoint or "").rpartition(".")[2]
    request.max_content_length = SOUND_BYTES if endpoint in ("record", "record_several") else FORM_BYTES
    request.max_form_memory_size = MEMORY_BYTES
    request.max_form_parts = FORM_PARTS


def _only_our_forms() -> None:
    if request.method != "POST":
        return
    if (request.content_length or 0) > (request.max_content_length or 0):
        abort(413)
    try:
        validate_csrf(request.headers.get(CSRF_HEADER) or request.form.get("csrf_token"))
    except ValidationError:
        raise ExpiredForm from None


def _keep_private(response: Response) -> Response:
    """No copy in a cache, no entry in a search engine, the microphone for us alone."""
    static = (request.endpoint or "").endswith(".static")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = "camera=(), microphone=(self), geolocation=()"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "public, max-age=3600" if static else "no-store"
    return response
