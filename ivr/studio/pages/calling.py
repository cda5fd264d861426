"""The speaker's page that starts a session by telephone."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Blueprint
from flask import abort
from flask import g
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.golive.carrier import CarrierError
from ivr.studio.pages.reviewing import Reviewing
from ivr.studio.phone import session
from ivr.studio.phone.carrier import SpeakersCarrier
from ivr.studio.phone.seal import Seal
from ivr.studio.store.audit import Deed
from ivr.studio.studio import Studio

log = logging.getLogger("ivr.studio")

MOST_CALLS, CALLS_HOURS = 5, 1  # to one speaker


class SpeakersPage:
    """Where a speaker asks to be called, at the number that an editor entered and no other."""

    def __init__(self, studio: Studio, reviewing: Reviewing, carrier: SpeakersCarrier, seal: Seal, public_url: str) -> None:
        self._studio = studio
        self._reviewing = reviewing
        self._carrier = carrier
        self._seal = seal
        self._base = public_url

    def page(self) -> ResponseReturnValue:
        if not g.link.has_phone:
            abort(404)
        return self._page(None if self._carrier.ready else "no_calls")

    def call(self) -> ResponseReturnValue:
        link, studio = g.link, self._studio
        sealed = studio.links.sealed_phone(link)
        first = studio.progress(link).next
        if not self._can_call() or not link.licence or sealed is None or first is None:
            abort(403)
        about, since = f"{link.language} {link.name}", studio.now() - timedelta(hours=CALLS_HOURS)
        if studio.audit.count(link.name, Deed.CALLED, since) >= MOST_CALLS:
            return self._page("call_failed"), 429
        studio.note(link.name, Deed.CALLED, about)
        token = self._reviewing.token()
        try:
            address = self._base + url_for("telephone.sentence", token=token, clip=first, say=session.WELCOME)
            self._carrier.ring(self._seal.opened(sealed), address, self._base + url_for("telephone.ended", token=token))
        except CarrierError as fault:
            log.error("a speaker could not be called: %s", type(fault.__cause__ or fault).__name__)  # the text may hold a number
            return self._page("call_failed"), 502
        return self._page("calling")

    def _page(self, said: str | None) -> str:
        return self._reviewing.page("telephone", said=said, ready=self._carrier.ready)

    def _can_call(self) -> bool:
        return bool(g.link.has_phone and self._carrier.ready)


def add_speakers_page(bp: Blueprint, views: SpeakersPage) -> None:
    bp.add_url_rule("/<token>/telephone", "telephone", views.page)
    bp.add_url_rule("/<token>/telephone", "call_me", views.call, methods=["POST"])
