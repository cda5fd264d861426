"""What somebody with a personal link sees: their progress, and one sentence at a time."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint
from flask import Response
from flask import abort
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import send_file
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.studio.pages.frame import ExpiredForm
from ivr.studio.pages.reviewers import ReviewersPages
from ivr.studio.points import Point
from ivr.studio.points import points
from ivr.studio.sentences import Sentence
from ivr.studio.store.audit import Deed
from ivr.studio.store.links import LinkError
from ivr.studio.store.links import Refusal
from ivr.studio.store.proposals import Kind
from ivr.studio.store.reviews import Verdict
from ivr.studio.texts import READERS
from ivr.studio.texts import texts

LONGEST_TEXT, LONGEST_NOTE = 1000, 1000  # characters


class Reviewing(ReviewersPages):
    """The views; the link of the request is in `g.link`."""

    def enter(self) -> ResponseReturnValue | None:
        """Look the link up at every request: one that was withdrawn ends here."""
        if request.endpoint == "review.static":
            return None
        values = request.view_args or {}
        try:
            g.link = self._studio.links.open(values.pop("token", ""), self._studio.now())
        except LinkError as fault:
            return self.refused(fault.why)
        asked = request.args.get("ui", "")
        if asked in self.readers(g.link.language):
            session["ui"] = asked
        return None

    def refused(self, why: Refusal) -> ResponseReturnValue:
        reader = request.accept_languages.best_match(READERS) or READERS[0]
        page = render_template("studio/refused.html", text=texts(reader).words, lang=reader, direction="ltr", why=why)
        return page, 410 if why is not Refusal.UNKNOWN else 404

    def expired(self, fault: ExpiredForm) -> ResponseReturnValue:
        return self.page("expired", back=url_for("review.overview", token=self.token())), 400

    def is_open(self) -> ResponseReturnValue:
        """For the proxy, which keeps a whole recording for nobody else."""
        return Response(status=204)

    def overview(self) -> ResponseReturnValue:
        """What is to do, how far it is, and every sentence."""
        progress, sentences = self._studio.progress(g.link), self._studio.sentences(g.link.language)
        finished = progress.next is None and self._studio.mark_if_finished(g.link)
        return self.page(
            "overview",
            progress=progress,
            sentences=sentences,
            finished=finished,
            general=self.points(sentences).get("", []),
        )

    def sentence(self, clip: str) -> ResponseReturnValue:
        """One sentence: what it means, when it is heard, how it sounds, and four answers."""
        sentences, progress = self._studio.sentences(g.link.language), self._studio.progress(g.link)
        if clip not in sentences:
            abort(404)
        order = list(sentences)
        place = order.index(clip)
        return self.page(
            "sentence",
            sentence=sentences[clip],
            near={near: sentences[near] for near in (sentences[clip].before, sentences[clip].after) if near},
            progress=progress,
            place=place + 1,
            previous=order[place - 1] if place else None,
            following=order[place + 1] if place + 1 < len(order) else None,
            has_sound=self._studio.draft.sound(g.link.language, clip) is not None,
            points=self.points(sentences).get(clip, []),
        )

    def sound(self, clip: str) -> Response:
        """How the draft says it."""
        path = self._studio.draft.sound(g.link.language, clip)
        if path is None or not path.is_file():
            abort(404)
        return send_file(path, mimetype="audio/mpeg", conditional=True)

    def heard(self, clip: str) -> ResponseReturnValue:
        """The sound was played to its end."""
        if clip not in self._studio.sentences(g.link.language):
            abort(404)
        self._studio.reviews.hear(g.link, clip)
        return "", 204

    def judge(self, clip: str) -> ResponseReturnValue:
        """Keep a verdict, and go on to the next sentence."""
        found = self._studio.sentences(g.link.language).get(clip)
        verdict = request.form.get("verdict", "")
        if found is None or verdict not in (Verdict.GOOD, Verdict.DIFFERENTLY, Verdict.UNSURE):
            abort(404 if found is None else 400)
        if not self.keep(found, Verdict(verdict), request.form.get("words", ""), request.form.get("note", "")):
            return redirect(url_for("review.sentence", token=self.token(), clip=clip))
        return self.go_on()

    def keep(self, found: Sentence, verdict: Verdict, words: str, note: str) -> bool:
        """False where something is missing: the sound was not heard, no words were written."""
        link, studio = g.link, self._studio
        words, note = " ".join(words.split())[:LONGEST_TEXT], note.strip()[:LONGEST_NOTE]
        if verdict is Verdict.GOOD and found.clip not in studio.progress(link).heard:
            return False
        if verdict is Verdict.DIFFERENTLY:
            if not words or words == found.text:
                return False
            studio.proposals.make(link, found.clip, Kind.WORDS, studio.now(), before=found.text, after=words, note=note)
        if verdict is Verdict.UNSURE:
            if not note:
                return False
            studio.proposals.make(link, found.clip, Kind.DOUBT, studio.now(), before=found.text, note=note)
        if verdict is not Verdict.GOOD:
            studio.note(link.name, Deed.PROPOSED, f"{link.language} {found.clip}")
        studio.reviews.judge(link, found.clip, verdict, found.text, studio.now())
        return True

    def go_on(self) -> ResponseReturnValue:
        """To the next sentence that waits, or to the overview."""
        following = self._studio.progress(g.link).next
        if following is None:
            return redirect(url_for("review.overview", token=self.token()))
        return redirect(url_for("review.sentence", token=self.token(), clip=following))

    def points(self, sentences: Mapping[str, Sentence]) -> dict[str, list[Point]]:
        said = {clip: sentence.text for clip, sentence in sentences.items()}
        pages = self.reader(g.link)
        reader = pages if pages in READERS else self.meaning_in(g.link)
        return points(self._studio.draft.place.prompts, g.link.language, said, reader)


def add_reviewing(bp: Blueprint, views: Reviewing) -> None:
    bp.before_request(views.enter)
    bp.register_error_handler(ExpiredForm, views.expired)
    bp.add_url_rule("/<token>/", "overview", views.overview)
    bp.add_url_rule("/<token>/open", "is_open", views.is_open)
    bp.add_url_rule("/<token>/sentence/<clip>", "sentence", views.sentence)
    bp.add_url_rule("/<token>/sound/<clip>", "sound", views.sound)
    bp.add_url_rule("/<token>/heard/<clip>", "heard", views.heard, methods=["POST"])
    bp.add_url_rule("/<token>/judge/<clip>", "judge", views.judge, methods=["POST"])
