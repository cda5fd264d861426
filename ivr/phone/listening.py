"""The listening room: every sentence of every language, to read and to hear. Demonstration mode only."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask import Response
from flask import abort
from flask import jsonify
from flask import render_template

from ivr.clips.manifest import read_manifest
from ivr.clips.recordings import usage
from ivr.content.languages import Language
from ivr.content.sources import load_sources
from ivr.content.sources import stale
from ivr.web.edition import Edition
from ivr.web.live import Live

MEANINGS = ("fr", "en")  # what a reviewer may read beside the words
# How each language offers itself: the words of one language are wrong for the others.
_OWN_LANGUAGE = {"fr": "Cette langue ({french}) : appuyez sur {key}.", "en": "This language ({name}): press {key}."}
_PARTS = {
    usage.QUESTION: "question",
    usage.MENU: "menu",
    usage.KEY: "menu",
    usage.PLACE: "place",
    usage.WORKER: "worker",
    **dict.fromkeys((usage.DATE_PART, usage.DATE_END, usage.TIME_PART, usage.NEXT_DIGIT, usage.LAST_DIGIT), "date"),
}
_OF_A_RECORDING = ("seconds", "engine", "voice", "draft", "licence", "recorded_on")


def blueprint(live: Live) -> Blueprint:
    bp = Blueprint(
        "listening", __name__, template_folder="templates", static_folder="static/listening", static_url_path="/static/listening"
    )

    @bp.get("/listen")
    def room() -> str:
        """The page."""
        languages = _languages(live.now)
        return render_template("listening/room.html", languages=languages.values(), meanings=_meanings(languages))

    @bp.get("/listen/clips/<language>")
    def clips_of(language: str) -> Response:
        """Every sentence of a language with its clip, as the manifest has it now."""
        now = live.now
        languages = _languages(now)
        if language not in languages:
            abort(404)
        sentences = list(_sentences(now, languages[language], tuple(_meanings(languages))))
        return jsonify({"reviewed_by": now.content.words[language].reviewed_by, "sentences": sentences})

    return bp


def _languages(edition: Edition) -> dict[str, Language]:
    return {language.code: language for language in edition.content.languages.languages}


def _meanings(languages: Mapping[str, Language]) -> dict[str, str]:
    return {code: languages[code].name for code in MEANINGS if code in languages}


def _sentences(edition: Edition, language: Language, readers: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    content, manifest = edition.content, read_manifest(edition.clips.folder)
    recorded = {entry["clip"]: (file, entry) for file, entry in manifest.items() if entry["language"] == language.code}
    french = dict(content.phrases(content.languages.first))
    words = {reader: dict(content.phrases(reader)) for reader in readers}
    order = content.words[language.code].date_order
    old = {each.sentence for each in stale(content.words, load_sources(edition.prompts)) if each.language == language.code}
    directions = {each.code: each.direction for each in content.languages.languages}
    for clip, phrase in content.phrases(language.code):
        file, entry = recorded.get(clip, (None, {}))
        spoken_in = phrase.voice or language.code
        yield {
            "clip": clip,
            "text": phrase.text,
            "spoken_in": spoken_in,
            "direction": directions[spoken_in],
            "meanings": {reader: meaning(reader, language, clip, words[reader][clip].text) for reader in readers},
            "part": _PARTS.get(usage.usage_of(clip, french[clip].text, order), "message"),
            "file": file,
            "stale": bool(file) and entry["text"] != phrase.text,
            "stale_translation": clip in old,
            **{key: entry.get(key) for key in _OF_A_RECORDING},
        }


def meaning(reader: str, language: Language, clip: str, words: str) -> str:
    """What a clip of `language` means to somebody who reads `reader`; `words` are the reader's own for this clip."""
    if clip == "language_choice" and language.key:
        return _OWN_LANGUAGE[reader].format(french=language.french, name=language.name, key=language.key)
    return words
