"""Editors' own links: a way in beside the password, made and withdrawn by those who have one."""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import g
from flask import redirect
from flask import request
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.statistics.dashboard.login.gate import OtherWay
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.pages.linking import LONGEST_NAME
from ivr.studio.store.audit import Deed
from ivr.studio.store.links import EDITORS
from ivr.studio.store.links import Link
from ivr.studio.store.links import LinkError
from ivr.studio.store.links import Refusal
from ivr.studio.studio import Studio

KEPT = "editor"  # in the browser's session: the link that it came in with


class EditorsLinks:
    def __init__(self, pages: EditorsPages) -> None:
        self._pages = pages
        self._studio = pages.studio

    def door(self, token: str) -> ResponseReturnValue:
        """Who is about to come in: a page that is only looked at, as messengers do with every link, opens nothing."""
        try:
            link = self._studio.links.open(token, self._studio.now(), edits=True)
        except LinkError as fault:
            return self._refused(fault.why)
        return self._pages.page("door", link=link, token=token)

    def enter(self, token: str) -> ResponseReturnValue:
        try:
            link = self._studio.links.open(token, self._studio.now(), edits=True)
        except LinkError as fault:
            return self._refused(fault.why)
        session[KEPT] = link.id
        self._studio.note(link.name, Deed.ENTERED, "")
        return redirect(url_for("studio.start"))

    def make(self) -> ResponseReturnValue:
        """A link for another editor. Whoever came in with one makes none: a withdrawn link would live on in others."""
        name = " ".join(request.form.get("name", "").split())[:LONGEST_NAME]
        if not self._pages.has_password:
            abort(403)
        if not name:
            abort(400)
        link = self._studio.links.make(EDITORS, name, self._pages.who, self._studio.now())
        self._studio.note(self._pages.who, Deed.LINK_MADE, name)
        return redirect(url_for("studio.links", made=link.id))

    def _refused(self, why: Refusal) -> ResponseReturnValue:
        return self._pages.page("door", link=None, why=why), 404 if why is Refusal.UNKNOWN else 410


def other_way(studio: Studio) -> OtherWay:
    """The link is looked up at every request: from the moment it is withdrawn on, it opens nothing."""

    def is_open() -> bool:
        link = _link_of(studio)
        g.editor = link.name if link else None
        return link is not None

    return OtherWay(frozenset({"door", "enter"}), is_open, lambda: session.pop(KEPT, None))


def _link_of(studio: Studio) -> Link | None:
    try:
        link = studio.links.find(session.get(KEPT, ""))
    except LinkError:
        return None
    return link if link.edits and link.is_open(studio.now()) else None


def add_editors_links(bp: Blueprint, views: EditorsLinks) -> None:
    bp.add_url_rule("/e/<token>", "door", views.door)
    bp.add_url_rule("/e/<token>", "enter", views.enter, methods=["POST"])
    bp.add_url_rule("/links/editors", "make_editors_link", views.make, methods=["POST"])
