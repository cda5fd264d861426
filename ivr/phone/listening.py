"""The listening room: every sentence of every language, to read and to hear. Demonstration mode only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint
from flask import Response
from flask import abort
from flask import jsonify
from flask import render_template

from ivr.clips.manifest import by_clip
from ivr.clips.manifest import read_manifest
from ivr.clips.recordings.meaning import meaning
from ivr.clips.recordings.usage import Usage
from ivr.clips.recordings.usage import Usages
from ivr.content.languages import SOURCES
from ivr.content.languages import Language
from ivr.content.languages import Languages
from ivr.content.sources import load_sources
from ivr.content.sources import stale
from ivr.web.edition import Edition
from ivr.web.live import Live

_PARTS = {
    Usage.QUESTION: "question",
    Usage.MENU: "menu",
    Usage.KEY: "menu",
    Usage.PLACE: "place",
    Usage.WORKER: "worker",
    **dict.fromkeys((Usage.DATE_PART, Usage.DATE_END, Usage.TIME_PART, Usage.NEXT_DIGIT, Usage.LAST_DIGIT), "date"),
}
_OF_A_RECORDING = ("seconds", "engine", "voice", "draft", "licence", "recorded_on")


def blueprint(live: Live) -> Blueprint:
    bp = Blueprint(
        "listening", __name__, template_folder="templates", static_folder="static/listening", static_url_path="/static/listening"
    )

    @bp.get("/listen")
    def room() -> str:
        """The page."""
        languages = live.now.content.languages
        return render_template("listening/room.html", languages=languages.languages, meanings=_meanings(languages))

    @bp.get("/listen/clips/<language>")
    def clips_of(language: str) -> Response:
        """Every sentence of a language with its clip, as the manifest has it now."""
        now = live.now
        known = now.content.languages.by_code.get(language) or abort(404)
        sentences = list(_sentences(now, known, tuple(_meanings(now.content.languages))))
        return jsonify({"reviewed_by": now.content.words[language].reviewed_by, "sentences": sentences})

    return bp


def _meanings(languages: Languages) -> dict[str, str]:
    return {code: languages.by_code[code].name for code in SOURCES if code in languages.by_code}


def _sentences(edition: Edition, language: Language, readers: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    content = edition.content
    recorded = by_clip(read_manifest(edition.clips.folder))
    words = {reader: dict(content.phrases(reader)) for reader in readers}
    usages = Usages(content)
    old = {each.sentence for each in stale(content.words, load_sources(edition.prompts)) if each.language == language.code}
    for clip, phrase in content.phrases(language.code):
        listed = recorded.get((language.code, clip))
        spoken_in = phrase.voice or language.code
        yield {
            "clip": clip,
            "text": phrase.text,
            "spoken_in": spoken_in,
            "direction": content.languages.by_code[spoken_in].direction,
            "meanings": {reader: meaning(reader, language, clip, words[reader][clip].text) for reader in readers},
            "part": _PARTS.get(usages.of(clip, language.code), "message"),
            "file": listed.file if listed else None,
            "stale": listed is not None and listed.entry["text"] != phrase.text,
            "stale_translation": clip in old,
            **{key: listed.entry.get(key) if listed else None for key in _OF_A_RECORDING},
        }
