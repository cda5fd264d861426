"""Recording: the licence, one sentence from a microphone or a file, and several words in one go."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from flask import Blueprint
from flask import abort
from flask import g
from flask import jsonify
from flask import redirect
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from ivr.content.clipnames import DIGITS
from ivr.content.clipnames import ClipKind
from ivr.content.clipnames import kind_of
from ivr.studio.pages.reviewing import Reviewing
from ivr.studio.sentences import Sentence
from ivr.studio.sound.recordings import BROWSER_RATE
from ivr.studio.sound.recordings import SoundError
from ivr.studio.sound.recordings import Taken
from ivr.studio.store.audit import Deed
from ivr.studio.store.links import Link
from ivr.studio.store.proposals import Kind
from ivr.studio.store.reviews import Verdict
from ivr.studio.studio import Studio

GROUPS = {  # what is spoken in one go, and how many at most
    "digits": (DIGITS, 10),
    "days": ({ClipKind.DAY}, 10),
    "months": ({ClipKind.MONTH}, 12),
    "years": ({ClipKind.YEAR}, 12),
    "places": ({ClipKind.COMMUNE}, 10),
}


class Speaking:
    def __init__(self, studio: Studio, reviewing: Reviewing) -> None:
        self._studio = studio
        self._reviewing = reviewing

    def licence(self) -> ResponseReturnValue:
        """The speaker agrees, once; it is kept with each recording."""
        self._studio.links.accept_licence(g.link, self._studio.now())
        back = request.form.get("back", "")
        return redirect(back if back.startswith(self._overview()) else self._overview())

    def record(self, clip: str) -> ResponseReturnValue:
        """Check a recording of one sentence and keep it; otherwise say what to do better."""
        found = self._studio.sentences(g.link.language).get(clip)
        if found is None or not g.link.licence:
            abort(404 if found is None else 403)
        return self._answer([found])

    def several(self) -> ResponseReturnValue:
        """Which words can be spoken in one go."""
        chosen = groups(self._studio.sentences(g.link.language))
        return self._reviewing.page("several", groups=chosen)

    def record_several(self, name: str) -> ResponseReturnValue:
        """Cut a recording apart at its pauses, and check each piece."""
        chosen = groups(self._studio.sentences(g.link.language)).get(name)
        if chosen is None or not g.link.licence:
            abort(404 if chosen is None else 403)
        return self._answer(chosen)

    def too_large(self, fault: RequestEntityTooLarge) -> ResponseReturnValue:
        return jsonify({"troubles": [self._reviewing.texts().troubles["too_large"]]}), 413

    def _answer(self, said: Sequence[Sentence]) -> ResponseReturnValue:
        sound = request.files.get("sound")
        if sound is None:
            abort(400)
        with closing(sound):
            data = sound.read()
        texts = self._reviewing.texts()
        try:
            takes = take(self._studio, g.link, said, data)
        except SoundError as fault:
            words = texts.troubles[fault.trouble].format(found=fault.found, expected=len(said))
            return jsonify({"troubles": [words]}), 422
        troubles = [
            f"{each.text}: {texts.troubles[trouble]}" if len(said) > 1 else texts.troubles[trouble]
            for each, one in zip(said, takes, strict=True)
            for trouble in one.troubles
        ]
        if troubles:
            return jsonify({"troubles": troubles}), 422
        return jsonify({"next": self._next(said)})

    def _next(self, said: Sequence[Sentence]) -> str:
        following = self._studio.progress(g.link).next
        if len(said) > 1 or following is None:
            return self._overview()
        return url_for("review.sentence", token=self._reviewing.token(), clip=following)

    def _overview(self) -> str:
        return url_for("review.overview", token=self._reviewing.token())


def take(studio: Studio, link: Link, said: Sequence[Sentence], data: bytes, lowest_rate: int = BROWSER_RATE) -> list[Taken]:
    """Check a recording; the pieces that are good become proposals. Raises SoundError."""
    takes = studio.recordings.take(data, [each.line for each in said], studio.draft.content, lowest_rate)
    for each, one in zip(said, takes, strict=True):
        if one.file is None:
            continue
        kept = {"before": each.text, "sound": one.file, "seconds": one.seconds}
        studio.proposals.make(link, each.clip, Kind.SOUND, studio.now(), **kept)  # type: ignore[arg-type]
        studio.reviews.hear(link, each.clip)
        studio.reviews.judge(link, each.clip, Verdict.SPEAK, each.text, studio.now())
        studio.note(link.name, Deed.PROPOSED, f"{link.language} {each.clip}")
    return takes


def groups(sentences: dict[str, Sentence]) -> dict[str, list[Sentence]]:
    """Name of the group and its number -> the words, in their order; as many as one breath and one memory hold."""
    found, counted = {}, sorted(sentences.values(), key=lambda each: each.line.number)
    for name, (kinds, most) in GROUPS.items():
        said = [each for each in counted if kind_of(each.clip) in kinds]
        for first in range(0, len(said), most):
            found[f"{name}-{first // most + 1}"] = said[first : first + most]
    return found


def add_speaking(bp: Blueprint, views: Speaking) -> None:
    bp.register_error_handler(RequestEntityTooLarge, views.too_large)
    bp.add_url_rule("/<token>/licence", "licence", views.licence, methods=["POST"])
    bp.add_url_rule("/<token>/record/<clip>", "record", views.record, methods=["POST"])
    bp.add_url_rule("/<token>/several", "several", views.several)
    bp.add_url_rule("/<token>/several/<name>", "record_several", views.record_several, methods=["POST"])
