"""Personal links: made, looked at, withdrawn."""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import redirect
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.content.phones import fault_of
from ivr.studio.mistakes import Mistake
from ivr.studio.pages.editorspages import DEMO_EDITOR
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.phone.seal import Seal
from ivr.studio.store.audit import Deed
from ivr.studio.store.links import Link
from ivr.studio.store.links import LinkError

LONGEST_NAME = 80


class Linking:
    def __init__(self, pages: EditorsPages, seal: Seal, origin: str | None) -> None:
        """`origin`: the public address of the line; None: the one that the browser used."""
        self._pages = pages
        self._studio = pages.studio
        self._seal = seal
        self._origin = origin

    def links(self) -> ResponseReturnValue:
        """Who may review, and how far they are."""
        now, all_links, editors = self._studio.now(), self._studio.links.all(), self._studio.links.all(edits=True)
        return self._pages.page(
            "links",
            links=[(link, self._studio.progress(link), link.is_open(now)) for link in all_links],
            editors=[(link, link.is_open(now)) for link in editors],
            may_invite=self._pages.has_password,
            address=self.address,
            made=next((link for link in (*all_links, *editors) if link.id == request.args.get("made")), None),
        )

    def make(self) -> ResponseReturnValue:
        """A link for one person and one language; their number only if the studio may call it."""
        name, language = " ".join(request.form.get("name", "").split())[:LONGEST_NAME], request.form.get("language", "")
        phone = request.form.get("phone", "").replace(" ", "")
        content = self._studio.draft.content
        if not name or language not in content.languages.codes:
            abort(400)
        if phone and (fault := self._pages.texts().problem(fault_of(phone, content.centres.transfer.foreign_numbers))):
            return self._pages.shown_again([Mistake(fault, "phone", self._pages.texts().words["phone"])], self.links)
        sealed = self._seal.closed(phone) if phone else None
        link = self._studio.links.make(language, name, self._pages.who, self._studio.now(), sealed)
        self._studio.note(self._pages.who, Deed.LINK_MADE, f"{language} {name}")
        return redirect(url_for("studio.links", made=link.id))

    def withdraw(self, id: str) -> ResponseReturnValue:
        """It opens nothing from the next request on. An editor's is withdrawn by one with a password."""
        try:
            link = self._studio.links.find(id)
        except LinkError:
            abort(404)
        if link.edits and not self._pages.has_password:
            abort(403)
        self._studio.links.withdraw(id)
        self._studio.note(self._pages.who, Deed.LINK_WITHDRAWN, f"{link.language} {link.name}".strip())
        return redirect(url_for("studio.links"))

    def try_it(self, language: str) -> ResponseReturnValue:
        """In a demonstration: the pages of a reviewer, with one click."""
        if not self._studio.settings.demo or language not in self._studio.draft.content.languages.codes:
            abort(404)
        visitor = self._pages.texts().words["demo_reviewer"]
        link = self._studio.links.make(language, visitor, DEMO_EDITOR, self._studio.now())
        return redirect(url_for("review.overview", token=self._studio.links.token(link), ui=self._pages.texts().language))

    def address(self, link: Link) -> str:
        path = url_for("studio.door" if link.edits else "review.overview", token=self._studio.links.token(link))
        return f"{self._origin or request.host_url.rstrip('/')}{path}"


def add_linking(bp: Blueprint, views: Linking) -> None:
    bp.add_url_rule("/links", "links", views.links)
    bp.add_url_rule("/links", "make_link", views.make, methods=["POST"])
    bp.add_url_rule("/links/<id>/withdraw", "withdraw_link", views.withdraw, methods=["POST"])
    bp.add_url_rule("/try/<language>", "try_it", views.try_it, methods=["POST"])
