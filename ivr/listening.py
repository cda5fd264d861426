"""The listening room: every sentence of every language, to read and to hear. Demonstration mode only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint
from flask import Response
from flask import abort
from flask import jsonify
from flask import send_from_directory

from ivr.audio import Clips
from ivr.audio import read_manifest
from ivr.content import Content
from ivr.demo import PAGES


def blueprint(content: Content, clips: Clips) -> Blueprint:
    bp = Blueprint("listening", __name__, url_prefix="/listen")

    @bp.get("")
    def room() -> Response:
        """The page."""
        return send_from_directory(PAGES, "listen.html", max_age=0)

    @bp.get("/languages")
    def languages() -> Response:
        """The languages, and who reviewed each."""
        return jsonify(
            [
                {
                    "code": language.code,
                    "name": language.name,
                    "direction": language.direction,
                    "reviewed_by": content.words[language.code].reviewed_by,
                }
                for language in content.languages.languages
            ]
        )

    @bp.get("/clips/<language>")
    def clips_of(language: str) -> Response:
        """Every sentence of a language with its clip, as the manifest has it now."""
        if language not in content.languages.codes:
            abort(404)
        return jsonify(list(_sentences(content, clips, language)))

    return bp


def _sentences(content: Content, clips: Clips, language: str) -> Iterator[dict[str, Any]]:
    manifest = read_manifest(clips.folder)
    recorded = {entry["clip"]: (file, entry) for file, entry in manifest.items() if entry["language"] == language}
    french = dict(content.phrases(content.languages.first))
    for clip, phrase in content.phrases(language):
        file, entry = recorded.get(clip, (None, {}))
        yield {
            "clip": clip,
            "text": phrase.text,
            "french": french[clip].text,
            "place": phrase.voice is not None,  # said by another language's voice
            "file": file,
            "stale": bool(file) and entry["text"] != phrase.text,
            **{key: entry.get(key) for key in ("seconds", "engine", "voice", "draft", "licence", "recorded_on")},
        }
