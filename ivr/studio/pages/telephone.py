"""The carrier's side of a session by telephone: what it asks while a speaker records."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from flask import Blueprint
from flask import Response
from flask import abort
from flask import g
from flask import request
from flask import send_file
from flask import url_for
from flask.typing import ResponseReturnValue

from ivr.golive.carrier import CarrierError
from ivr.settings import Settings
from ivr.studio.pages.speaking import take
from ivr.studio.phone import session
from ivr.studio.phone.carrier import SpeakersCarrier
from ivr.studio.phone.session import Addresses
from ivr.studio.sentences import Sentence
from ivr.studio.sound.recordings import TELEPHONE_RATE
from ivr.studio.sound.recordings import SoundError
from ivr.studio.store.links import LinkError
from ivr.studio.studio import Studio
from ivr.web import limits
from ivr.web import signature

log = logging.getLogger("ivr.studio")

MOST_SILENCES = 3  # in a row, after the tone or where a key is awaited
_RECORDING, _CALL = re.compile(r"RE[0-9a-f]{32}"), re.compile(r"CA[0-9a-f]{32}")


class Telephone:
    """Every request but that for a sound is signed."""

    def __init__(self, studio: Studio, carrier: SpeakersCarrier, line: Settings) -> None:
        self._studio = studio
        self._carrier = carrier
        self._base = line.public_url or ""
        self._checks = signature.checks_for(line)

    def enter(self) -> ResponseReturnValue | None:
        """Only our carrier, and only for a link that is open; what is at the carrier is deleted whatever became of the link."""
        if request.method == "POST" and not self._is_signed():
            return "Not signed by our carrier", 403
        values = request.view_args or {}
        g.token = values.pop("token", "")
        if request.endpoint == "telephone.ended":
            return None
        try:
            g.link = self._studio.links.open(g.token, self._studio.now())
        except LinkError:
            return _twiml(session.says_goodbye())
        g.said = self._studio.sentences(g.link.language).get(values.get("clip", ""))
        return None if g.said else _twiml(session.says_goodbye())

    def sentence(self, clip: str) -> ResponseReturnValue:
        """The machine says it; whoever says nothing several times has gone away."""
        said: Sentence = g.said
        silences = request.args.get("silences", 0, int)
        if silences >= MOST_SILENCES:
            return _twiml(self._goodbye())
        words = session.known(request.args.get("say", ""))
        addresses = self._addresses(clip, silences + 1)
        return _twiml(session.asks_to_speak(addresses, said.line.max_seconds, self._words(words)))

    def sound(self, clip: str) -> ResponseReturnValue:
        path = self._studio.draft.sound(g.link.language, clip)
        return send_file(path, mimetype="audio/mpeg", conditional=True) if path and path.is_file() else abort(404)

    def spoken(self, clip: str) -> ResponseReturnValue:
        return self._ask(clip, _named(_RECORDING, g.form.get("RecordingSid", "")))

    def choice(self, clip: str) -> ResponseReturnValue:
        """Keep it, speak again, go on, or hear the machine; what is not kept is deleted at the carrier all the same."""
        recording, digit = _named(_RECORDING, request.args.get("recording", "")), g.form.get("Digits", "")
        waited = request.args.get("waited", 0, int) + (not digit)
        if digit not in (session.KEEP, session.AGAIN, session.NEXT) and waited < MOST_SILENCES:
            return self._ask(clip, recording, machine=digit == session.MACHINE, waited=waited)
        kept, why = self._keep(recording) if digit == session.KEEP else (False, ())
        self._forget(recording)
        if not digit:
            return _twiml(self._goodbye())
        if digit == session.AGAIN or (digit == session.KEEP and not kept):
            return _twiml(session.goes_to(self._at("sentence", clip, say=session.joined(why))))
        return _twiml(self._following(clip, (session.KEPT,) if kept else ()))

    def ended(self) -> ResponseReturnValue:
        """The call is over, perhaps in the middle of a choice: nothing of it stays at the carrier."""
        try:
            self._carrier.forget_all(_named(_CALL, g.form.get("CallSid", "")))
        except CarrierError as fault:
            log.error("recordings of a speaker may still be at the carrier: %s", type(fault.__cause__ or fault).__name__)
        return "", 204

    def _ask(self, clip: str, recording: str, *, machine: bool = False, waited: int = 0) -> ResponseReturnValue:
        addresses, keys = self._addresses(clip), self._words((session.KEYS,))
        return _twiml(session.asks_what_to_do(addresses, recording, keys, machine=machine, waited=waited))

    def _keep(self, recording: str) -> tuple[bool, Sequence[str]]:
        """Whether it passed the checks, and if not, the words that say why."""
        try:
            (taken,) = take(self._studio, g.link, [g.said], self._carrier.fetch(recording), TELEPHONE_RATE)
        except (SoundError, CarrierError) as fault:
            log.error("a recording by telephone could not be kept: %s", type(fault).__name__)
            return False, session.reasons(())
        return taken.file is not None, session.reasons(taken.troubles)

    def _forget(self, recording: str) -> None:
        try:
            self._carrier.forget(recording)
        except CarrierError as fault:
            log.error("recording %s is still at the carrier: %s", recording, fault)

    def _following(self, clip: str, words: Sequence[str]) -> str:
        """To the next sentence that waits; to the end when there is none."""
        following = self._studio.progress(g.link).next_after(clip)
        if following is None:
            return self._goodbye(*words, session.DONE)
        return session.goes_to(self._at("sentence", following, say=session.joined(words)))

    def _goodbye(self, *words: str) -> str:
        return session.says_goodbye(self._words((*words, session.GOODBYE)))

    def _addresses(self, clip: str, silences: int = 0) -> Addresses:
        return Addresses(
            sound=self._at("sound", clip) if self._has_sound(clip) else None,
            spoken=self._at("spoken", clip),
            silent=self._at("sentence", clip, silences=silences, say=session.QUIET),
            choice=lambda recording, waited: self._at("choice", clip, recording=recording, waited=waited or None),
            recorded=self._carrier.address,
        )

    def _words(self, clips: Sequence[str]) -> list[str]:
        """What the studio itself says, in the speaker's language, where it has been spoken."""
        return [self._at("sound", clip) for clip in clips if self._has_sound(clip)]

    def _has_sound(self, clip: str) -> bool:
        return self._studio.draft.sound(g.link.language, clip) is not None

    def _at(self, page: str, clip: str, **values: str | int | None) -> str:
        given = {name: value for name, value in values.items() if value}
        return self._base + url_for(f"telephone.{page}", token=g.token, clip=clip, **given)  # type: ignore[arg-type]

    def _is_signed(self) -> bool:
        body = limits.body_of_a_form(request) if signature.is_signed(request.headers) else None
        if body is None:
            return False
        received = signature.sent(request, self._base, body)
        g.form = received.form  # the body can be read once
        return any(check(received) for check in self._checks)


def _named(pattern: re.Pattern[str], name: str) -> str:
    """A name that the carrier gave."""
    return name if pattern.fullmatch(name) else abort(400)


def _twiml(text: str) -> Response:
    return Response(text, mimetype="text/xml")


def add_telephone(bp: Blueprint, views: Telephone) -> None:
    bp.before_request(views.enter)
    bp.add_url_rule("/<token>/ended", "ended", views.ended, methods=["POST"])
    bp.add_url_rule("/<token>/<clip>", "sentence", views.sentence, methods=["POST"])
    bp.add_url_rule("/<token>/<clip>/sound", "sound", views.sound)
    bp.add_url_rule("/<token>/<clip>/spoken", "spoken", views.spoken, methods=["POST"])
    bp.add_url_rule("/<token>/<clip>/choice", "choice", views.choice, methods=["POST"])
