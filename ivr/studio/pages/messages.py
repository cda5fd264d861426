"""The text messages that callers may ask for, in one language."""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import redirect
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.studio.condition import condition_of
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.store.audit import Deed


class Messages:
    def __init__(self, pages: EditorsPages) -> None:
        self._pages = pages
        self._studio = pages.studio

    def all(self, language: str) -> ResponseReturnValue:
        """Each with its meaning; those that say older words are marked."""
        words = self._studio.draft.content.words
        return self._pages.page(
            "messages",
            language=language,
            messages=(words.get(language) or abort(404)).texts,
            meanings=words[self._pages.texts().language].texts,
            stale=condition_of(self._studio.draft, language).stale,
        )

    def save(self, language: str, name: str) -> ResponseReturnValue:
        """New words, or the same ones, which say what the French and English say today."""
        known = self._studio.draft.content.words.get(language) or abort(404)
        if name not in known.texts:
            abort(404)
        words = " ".join(request.form.get("words", "").split())
        if not words:
            abort(400)
        self._studio.draft.set_words(language, name, words)
        self._studio.note(self._pages.who, Deed.EDITED, f"{language} {name}")
        self._pages.tell("saved")
        return redirect(url_for("studio.messages", language=language))

    def shown(self, language: str, name: str) -> ResponseReturnValue:
        """The page that a message is on."""
        return self.all(language)


def add_messages(bp: Blueprint, views: Messages, pages: EditorsPages) -> None:
    bp.add_url_rule("/messages/<language>", "messages", views.all)
    bp.add_url_rule("/messages/<language>/<name>", "save_message", pages.checked(views.save, views.shown), methods=["POST"])
