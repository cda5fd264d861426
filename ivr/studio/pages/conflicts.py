"""After an update of the program: what it says otherwise than the studio, and which of them callers shall hear."""

from __future__ import annotations

from flask import Blueprint
from flask import abort
from flask import redirect
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.studio import conflicts
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.store.audit import Deed
from ivr.studio.store.tasks import Work


class ConflictPages:
    def __init__(self, pages: EditorsPages) -> None:
        self._pages = pages
        self._studio = pages.studio

    def all(self) -> ResponseReturnValue:
        """Both versions of each, side by side."""
        return self._pages.page("conflicts", conflicts=list(conflicts.disagreements(self._studio)))

    def settle(self) -> ResponseReturnValue:
        """Keep what the studio says, take what is new, or say it in a third way."""
        form, who = request.form, self._pages.who
        each = conflicts.find(self._studio, form.get("place", ""))
        if each is None:
            return self._pages.trouble(self._pages.texts().words["decided_already"], 409)
        words = " ".join(form.get("words", "").split())
        match form.get("decision"):
            case "keep":
                conflicts.keep_ours(self._studio, each, who)
            case "take" if each.can_be_taken:
                conflicts.take_theirs(self._studio, self._pages.jobs, each)
            case "edit" if each.clip:
                conflicts.say_otherwise(self._studio, self._pages.jobs, each, words, who)
            case _:
                abort(400)
        self._studio.note(who, Deed.SETTLED, f"{each.conflict.place}: {form['decision']}")
        return redirect(url_for("studio.conflicts"))

    def bring_up_to_date(self) -> ResponseReturnValue:
        """Make the draft a change of what callers hear now."""
        return self._pages.works(Work.BRING)


def add_conflicts(bp: Blueprint, views: ConflictPages, pages: EditorsPages) -> None:
    bp.add_url_rule("/conflicts", "conflicts", views.all)
    bp.add_url_rule("/conflicts", "settle", pages.checked(views.settle, views.all), methods=["POST"])
    bp.add_url_rule("/draft/update", "bring_up_to_date", views.bring_up_to_date, methods=["POST"])
