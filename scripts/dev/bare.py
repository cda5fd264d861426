"""The least that a webhook can do: check the signature, answer with a fixed document. What the line is measured against."""

from __future__ import annotations

import os

from flask import Flask
from flask import Response
from flask import request
from twilio.request_validator import RequestValidator

from ivr.statistics.observe import Observers

DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather numDigits="1" timeout="8" finishOnKey="" '
    'action="http://line.example/bare" method="POST"><Play>http://line.example/audio/a.mp3</Play></Gather>'
    "<Redirect>http://line.example/bare</Redirect></Response>"
)


def bare_route(base: str, token: str) -> Flask:
    app, validator = Flask("bare", static_folder=None), RequestValidator(token)

    @app.post("/bare")
    def bare() -> Response:
        url = base + request.full_path.removesuffix("?")
        if not validator.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
            return Response(status=403)
        return Response(DOCUMENT, mimetype="text/xml")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    app.extensions |= {"beginning": lambda: None, "observers": Observers({})}  # which the server begins and closes
    return app


app = bare_route(os.environ.get("PUBLIC_URL", ""), os.environ.get("TWILIO_AUTH_TOKEN", ""))
