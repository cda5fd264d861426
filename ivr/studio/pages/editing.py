"""What editors see of the words: where things stand, what was proposed, and every sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint
from flask import abort
from flask import jsonify
from flask import redirect
from flask import request
from flask import send_file
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.clips.releases.release import Place
from ivr.content.yamlfile import ContentError
from ivr.studio.condition import condition_of
from ivr.studio.condition import conditions
from ivr.studio.conflicts import disagreements
from ivr.studio.deciding import ChangedError
from ivr.studio.deciding import accept
from ivr.studio.deciding import edit
from ivr.studio.deciding import refuse
from ivr.studio.draft import content_of
from ivr.studio.draft import entry_in
from ivr.studio.draft import sound_in
from ivr.studio.pages.editorspages import EditorsPages
from ivr.studio.placenames import is_place
from ivr.studio.store.audit import Deed
from ivr.studio.store.proposals import DecidedError

LONGEST_REASON = 1000  # characters


class Editing:
    def __init__(self, pages: EditorsPages) -> None:
        self._pages = pages
        self._studio = pages.studio

    def start(self) -> ResponseReturnValue:
        """Every language and what waits in it."""
        self._pages.makes_ready()
        waiting = [proposal.language for proposal in self._studio.proposals.open_ones()]
        found = list(conditions(self._studio.draft))
        counts = {each.language.code: waiting.count(each.language.code) for each in found}
        undecided = len(list(disagreements(self._studio)))
        return self._pages.page("start", conditions=found, waiting=counts, jobs=self._pages.jobs.last(), undecided=undecided)

    # --- proposals ---------------------------------------------------------------------------------------

    def proposals(self) -> ResponseReturnValue:
        """What reviewers would change, beside today's words."""
        language = request.args.get("language") or None
        found = self._studio.proposals.open_ones(language)
        today = {code: self._studio.sentences(code) for code in {each.language for each in found}}
        return self._pages.page("proposals", proposals=found, today=today, chosen=language)

    def decide(self, id: int) -> ResponseReturnValue:
        """Accept, change or refuse."""
        form, words = request.form, self._pages.texts().words
        answer = form.get("answer", "").strip()[:LONGEST_REASON]
        try:
            if form.get("decision") == "accept":
                accept(self._studio, self._pages.jobs, id, self._pages.who, words=form.get("words", ""), answer=answer)
            elif form.get("decision") == "refuse" and answer:
                refuse(self._studio, id, self._pages.who, answer)
            else:
                abort(400)
        except DecidedError:
            return self._pages.trouble(words["decided_already"], 409)
        except ChangedError:
            return self._pages.trouble(words["changed_words"], 409)
        except BlockingIOError:
            return self._pages.trouble(words["sounds_are_made"], 409)
        except (ContentError, ValueError) as fault:
            return self._pages.trouble(self._pages.texts().problem(str(fault)), 422)
        return redirect(url_for("studio.proposals", language=form.get("language") or None))

    # --- sentences ---------------------------------------------------------------------------------------

    def sentences(self, language: str) -> ResponseReturnValue:
        """Every sentence of a language, or those that need something."""
        self._know(language)
        condition, found = condition_of(self._studio.draft, language), self._studio.sentences(language)
        show, search = request.args.get("show", ""), request.args.get("search", "").strip().casefold()
        places = {clip for clip in found if is_place(clip)}
        kinds = {"stale": condition.stale, "missing": condition.silent, "unwritten": condition.unwritten, "places": places}
        only = kinds.get(show, found.keys())
        rows = {
            clip: each
            for clip, each in found.items()
            if clip in only and (not search or search in f"{clip} {each.text} {' '.join(each.meanings.values())}".casefold())
        }
        return self._pages.page("sentences", language=language, rows=rows, condition=condition, show=show, search=search)

    def sentence(self, language: str, clip: str) -> ResponseReturnValue:
        """One sentence: what callers hear now, and what the draft says."""
        self._know(language, clip)
        studio = self._studio
        published = dict(content_of(studio.draft.published).words[language].phrases()).get(clip)
        return self._pages.page(
            "sentence",
            language=language,
            clip=clip,
            sentence=studio.sentences(language)[clip],
            today=published.text if published else "",
            place=is_place(clip),
            stale=clip in condition_of(studio.draft, language).stale,
            job=self._pages.jobs.of(language, clip),
            engines=self._engines(language),
            sounds=self._sounds(language, clip),
        )

    def save(self, language: str, clip: str) -> ResponseReturnValue:
        """New words for the draft."""
        self._know(language, clip)
        words = " ".join(request.form.get("words", "").split())
        edit(self._studio, self._pages.jobs, language, clip, words)
        self._studio.note(self._pages.who, Deed.EDITED, f"{language} {clip}")
        self._pages.tell("saved")
        return redirect(url_for("studio.sentence", language=language, clip=clip))

    def confirm(self, language: str, clip: str) -> ResponseReturnValue:
        """The translation stands, though its source was changed."""
        self._know(language, clip)
        self._studio.draft.confirm_translation(language, clip)
        self._studio.note(self._pages.who, Deed.EDITED, f"{language} {clip}")
        return redirect(url_for("studio.sentence", language=language, clip=clip))

    def rebuild(self, language: str) -> ResponseReturnValue:
        """Ask for a sound with the chosen voice, or for all that are missing."""
        clip, engine = request.form.get("clip", ""), request.form.get("engine", "")
        self._know(language, clip)
        if engine and engine not in self._engines(language):
            abort(400)
        self._pages.jobs.rebuild(language, clip, engine, self._studio.now())
        self._studio.note(self._pages.who, Deed.REBUILT, f"{language} {clip} {engine}".strip())
        if not clip:
            return redirect(url_for("studio.start"))
        return redirect(url_for("studio.sentence", language=language, clip=clip))

    # --- for the pages' scripts ------------------------------------------------------------------------------

    def jobs(self) -> ResponseReturnValue:
        """How many sounds are still being made."""
        return jsonify({"open": self._pages.jobs.open()})

    def sound(self, which: str, language: str, clip: str) -> ResponseReturnValue:
        """How a sentence sounds to callers now, or in the draft."""
        self._know(language, clip)
        return _sent(sound_in(self._place(which), language, clip))

    def proposed_sound(self, id: int) -> ResponseReturnValue:
        try:
            proposal = self._studio.proposals.find(id)
        except DecidedError:
            abort(404)
        return _sent(self._studio.recordings.path(proposal.sound) if proposal.sound else None)

    def _place(self, which: str) -> Place:
        return self._studio.draft.published if which == "today" else self._studio.draft.place

    def _sounds(self, language: str, clip: str) -> dict[str, Any]:
        """What the manifests say of the sound of a sentence, today and in the draft."""
        return {which: entry_in(self._place(which), language, clip) for which in ("today", "draft")}

    def _engines(self, language: str) -> tuple[str, ...]:
        voices = self._studio.draft.content.languages.by_code[language].voices
        return tuple(dict.fromkeys(voice.engine for voice in voices))

    def _know(self, language: str, clip: str = "") -> None:
        if language not in self._studio.draft.content.languages.codes:
            abort(404)
        if clip and clip not in self._studio.sentences(language):
            abort(404)


def _sent(path: Path | None) -> ResponseReturnValue:
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, mimetype="audio/mpeg", conditional=True)


def add_editing(bp: Blueprint, views: Editing, pages: EditorsPages) -> None:
    bp.add_url_rule("/", "start", views.start)
    bp.add_url_rule("/proposals", "proposals", views.proposals)
    bp.add_url_rule("/proposals/<int:id>", "decide", views.decide, methods=["POST"])
    bp.add_url_rule("/proposals/<int:id>/sound", "proposed_sound", views.proposed_sound)
    bp.add_url_rule("/sentences/<language>", "sentences", views.sentences)
    bp.add_url_rule("/sentences/<language>/<clip>", "sentence", views.sentence)
    bp.add_url_rule("/sentences/<language>/<clip>/words", "save", pages.checked(views.save, views.sentence), methods=["POST"])
    bp.add_url_rule("/sentences/<language>/<clip>/confirm", "confirm", views.confirm, methods=["POST"])
    bp.add_url_rule("/rebuild/<language>", "rebuild", views.rebuild, methods=["POST"])
    bp.add_url_rule("/jobs", "jobs", views.jobs)
    bp.add_url_rule("/sound/<any(today, draft):which>/<language>/<clip>", "sound", views.sound)
