"""What a release would change, publishing it, going back; and who did what."""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import request
from flask.typing import ResponseReturnValue

from ivr.clips.releases.compare import Change
from ivr.clips.releases.compare import Changes
from ivr.studio.draft import content_of
from ivr.studio.facts import differences
from ivr.studio.facts import is_said
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.store.tasks import Work

LONGEST_WHY = 300


class Publishing:
    def __init__(self, pages: EditorsPages) -> None:
        self._pages = pages
        self._studio = pages.studio

    def release(self) -> ResponseReturnValue:
        """What callers would hear otherwise, what stands against it, and every release there was."""
        draft, releases, texts = self._studio.draft, self._studio.releases, self._pages.texts()
        seen = self._pages.tasks.seen() if draft.exists else None
        if draft.exists and seen is None:
            return self._pages.works(Work.LOOK)
        changes = seen.changes if seen else None
        return self._pages.page(
            "release",
            changes=changes,
            numbers=self._numbers() if changes else [],
            facts=[change for change in changes.facts if not is_said(change)] if changes else [],
            pages=self._with_pages(changes) if changes else set(),
            verdict=seen.verdict if seen else None,
            exists=draft.exists,
            told=texts.told,
            names=texts.times,
            releases=releases.list(),
            current=releases.current_id(),
            follows=releases.follows,
        )

    def publish(self) -> ResponseReturnValue:
        """Make a release of the draft; callers hear it within seconds."""
        why = _why()
        if not self._studio.draft.exists:
            abort(400)
        return self._pages.works(Work.PUBLISH, why=why)

    def take_back(self, id: str) -> ResponseReturnValue:
        """Let callers hear an earlier release again. What is in the draft stays there until it is given up."""
        if id not in self._studio.releases.ids():
            abort(404)
        return self._pages.works(Work.BACK, about=id, why=_why())

    def discard(self) -> ResponseReturnValue:
        return self._pages.works(Work.DISCARD)

    def audit(self) -> ResponseReturnValue:
        return self._pages.page("audit", entries=self._studio.audit.last())

    def _numbers(self) -> list[Change]:
        """Whom callers would reach otherwise, in the editor's words."""
        before, after = (content_of(place).centres for place in (self._studio.draft.published, self._studio.draft.place))
        return differences(before, after, self._pages.texts().words)

    def _with_pages(self, changes: Changes) -> set[tuple[str, str]]:
        """The sentences whose sound changes and that have a page: there both can be heard."""
        languages = {change.where for change in changes.sounds}
        return {(code, clip) for code in languages for clip in self._studio.sentences(code)}


def _why() -> str:
    why = " ".join(request.form.get("why", "").split())[:LONGEST_WHY]
    return why or abort(400)


def add_publishing(bp: Blueprint, views: Publishing) -> None:
    bp.add_url_rule("/release", "release", views.release)
    bp.add_url_rule("/release", "publish", views.publish, methods=["POST"])
    bp.add_url_rule("/release/<id>/back", "take_back", views.take_back, methods=["POST"])
    bp.add_url_rule("/release/discard", "discard", views.discard, methods=["POST"])
    bp.add_url_rule("/audit", "audit", views.audit)
