"""The page around what a reviewer sees: in which language it is, and in which one it explains."""

from __future__ import annotations

from typing import Any

from flask import g
from flask import render_template
from flask import request
from flask import session
from flask_wtf.csrf import generate_csrf

from ivr.studio.store.links import Link
from ivr.studio.studio import Studio
from ivr.studio.texts import READERS
from ivr.studio.texts import Texts
from ivr.studio.texts import texts


class ReviewersPages:
    """The link of the request is in `g.link`."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def page(self, name: str, **values: Any) -> str:
        link: Link = g.link
        known = self._studio.draft.content.languages.by_code
        reader = self.reader(link)
        return render_template(
            f"studio/{name}.html",
            **values,
            link=link,
            token=self.token(),
            own=known[link.language],
            text=self.texts().words,
            troubles=self.texts().troubles,
            lang=reader,
            direction=known[reader].direction,
            readers=[known[code] for code in self.readers(link.language)],
            meaning_in=self.meaning_in(link),
            demo=self._studio.settings.demo,
            form_token=generate_csrf,
        )

    def token(self) -> str:
        return self._studio.links.token(g.link)

    def texts(self) -> Texts:
        return texts(self.reader(g.link))

    def reader(self, link: Link) -> str:
        """The language of the pages: the one asked for, otherwise the reviewer's own."""
        kept = session.get("ui", "")
        return kept if kept in self.readers(link.language) else link.language

    def readers(self, language: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((language, *READERS)))

    def meaning_in(self, link: Link) -> str:
        """French or English: the one that the pages are in or that the browser prefers, but not the language itself."""
        asked, own = request.args.get("meaning", ""), self.reader(link)
        choices = [code for code in READERS if code != link.language]
        for code in (asked, session.get("meaning", ""), own, request.accept_languages.best_match(choices)):
            if code in choices:
                session["meaning"] = code
                return str(code)
        return choices[0]
