"""The centres and the line's own desk: numbers, when they were confirmed, hours, days off, spoken names; checked as files are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask import abort
from flask import redirect
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.content.centres import MOST_DESK_NUMBERS
from ivr.content.centres import Centre
from ivr.content.centres import DeskNumber
from ivr.content.words import WEEKDAYS
from ivr.studio.facts import NAMES
from ivr.studio.facts import label
from ivr.studio.facts import short_name
from ivr.studio.mistakes import PlaceInFile
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.pages.timetables import FactsForm
from ivr.studio.pages.timetables import confirmed
from ivr.studio.pages.timetables import special_written
from ivr.studio.pages.timetables import timetable
from ivr.studio.pages.timetables import written
from ivr.studio.store.audit import Deed
from ivr.studio.store.jobs import EVERY_LANGUAGE

DESK = "desk"
SPOKEN = {"town": ("spoken_town",), "site": ("website", "site_spoken")}  # clip -> what it is made from
NOBODY = DeskNumber.model_construct(phone="", confirmed_on=None, hours=None)


class CentrePages:
    def __init__(self, pages: EditorsPages, set_by_the_server: tuple[str, ...]) -> None:
        """`set_by_the_server`: the numbers of DESK_NUMBER."""
        self._pages = pages
        self._studio = pages.studio
        self._set_by_the_server = set_by_the_server

    def centres(self) -> ResponseReturnValue:
        """All of them, to be changed one by one."""
        known = self._studio.draft.content.centres
        free = [NOBODY] if len(known.desk.numbers) < MOST_DESK_NUMBERS else []
        return self._pages.page(
            "centres",
            centres=known.centres,
            desk=known.desk,
            numbers=[*known.desk.numbers, *free],
            set_by_the_server=self._set_by_the_server,
            in_turn=known.desk.everybody(self._set_by_the_server),
            written=written,
            special_written=special_written,
            weekdays=WEEKDAYS,
            names=NAMES,
        )

    def save(self, id: str) -> ResponseReturnValue:
        """Put one centre's facts into the draft; a mistake is told in the words of the line's own check."""
        before = self._studio.draft.content.centres.by_id.get(id)
        if id != DESK and before is None:
            abort(404)
        self._studio.draft.set_centre(id, _desk(request.form) if before is None else _centre(request.form))
        if before:
            self._speak_anew(before)
        self._studio.note(self._pages.who, Deed.CENTRE, id)
        self._pages.tell("saved")
        return redirect(f"{url_for('studio.centres')}#{id}")

    def shown(self, id: str) -> ResponseReturnValue:
        """The page that a centre is on."""
        return self.centres()

    def spot(self, place: PlaceInFile) -> tuple[str, str] | None:
        """The field in which something of centres.yaml is written, and what it is called: "CRI Mons, Monday"."""
        words = self._pages.texts().words
        match place:
            case ("centres", int(index), *fields):
                prefix, about = "", short_name(self._studio.draft.content.centres.centres[index])
            case ("desk", "numbers", int(index), *fields):
                prefix = _numbers(request.form)[index]
                about = f"{words['desk']}, {request.form[f'{prefix}phone']}"
            case ("desk", *fields):
                prefix, about = "", words["desk"]
            case _:
                return None
        field, *more = [part for part in fields if part != "hours" and isinstance(part, str)] or ["monday"]
        return f"{prefix}{field}", ", ".join([about, label(words, field), *more])

    def _speak_anew(self, before: Centre) -> None:
        """The names that are spoken otherwise now, in every language."""
        now = self._studio.draft.content.centres.by_id[before.id]
        for clip, fields in SPOKEN.items():
            if any(getattr(now, name) != getattr(before, name) for name in fields):
                self._pages.jobs.rebuild(EVERY_LANGUAGE, f"{clip}_{before.id}", "", self._studio.now())


def _centre(form: FactsForm) -> dict[str, Any]:
    """As centres.yaml has it."""
    names = {name: " ".join(form[name].split()) for name in NAMES if name in form}
    return {**names, **confirmed(form), **timetable(form)}


def _desk(form: FactsForm) -> dict[str, Any]:
    """The hours of DESK_NUMBER, and the listed numbers; one without a telephone number is taken out."""
    numbers = [{**confirmed(form, prefix), **timetable(form, prefix)} for prefix in _numbers(form)]
    ring = "together" if "together" in form else "in turn"
    return {**timetable(form), "numbers": numbers, "only_these": "only_these" in form, "ring": ring}


def _numbers(form: FactsForm) -> list[str]:
    """What the fields of each listed number begin with, in the order in which they are tried."""
    filled = [f"n{place}-" for place in range(MOST_DESK_NUMBERS) if form.get(f"n{place}-phone", "").strip()]
    first = form.get("first", "")
    if first.isdecimal() and 0 < int(first) < len(filled):
        filled.insert(int(first) - 1, filled.pop(int(first)))
    return filled


def add_centres(bp: Blueprint, views: CentrePages, pages: EditorsPages) -> None:
    bp.add_url_rule("/centres", "centres", views.centres)
    bp.add_url_rule("/centres/<id>", "save_centre", pages.checked(views.save, views.shown, views.spot), methods=["POST"])
