"""What is answered at each address a carrier calls."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from ivr.call.reach import RECORDED
from ivr.call.state import CallState
from ivr.call.state import decode
from ivr.call.state import language_in
from ivr.call.turns import DialResult
from ivr.statistics.observe import Happened
from ivr.web import twiml
from ivr.web.exchange import Answer
from ivr.web.exchange import Asked
from ivr.web.exchange import Exchange
from ivr.web.exchange import Silent
from ivr.web.exchange import Webhook
from ivr.web.outbound.parties import is_ours
from ivr.web.outbound.parties import our_number
from ivr.web.signature import Form

MOST_WHISPERS = 2
CALLED_BACK = "callback"  # what the journal keeps of a call that the line made
GOING_ON = ("queued", "initiated", "ringing", "in-progress")
# Twilio's words for the end of a transfer, and those of compatible carriers.
_OUTCOMES = {
    "completed": DialResult.ANSWERED,
    "answered": DialResult.ANSWERED,
    "busy": DialResult.BUSY,
    "no-answer": DialResult.NO_ANSWER,
    "canceled": DialResult.NO_ANSWER,
}


def new_call(exchange: Exchange, asked: Asked) -> Answer:
    """The first words of a call."""
    if exchange.outside.calls_back(asked.form, asked.base):
        return Answer(Happened("called back"), twiml.BUSY)
    turn = asked.edition.line.open(our_number(asked.form), asked.now)
    return exchange.to_caller(asked, Happened("opened", turn=replace(turn, opens=CALLED_BACK) if is_ours(asked.form) else turn))


def step(exchange: Exchange, asked: Asked) -> Answer:
    """What follows a key, a silence or the end of a transfer."""
    state = decode(asked.query)
    if state is None:
        return start_again(exchange, asked)
    dial = outcome(asked.form)
    if dial is DialResult.ANSWERED and "DialBridged" not in asked.form and _nobody_accepted(exchange, asked, state):
        dial = DialResult.NO_ANSWER
    key = dial.value if dial else RECORDED if was_recorded(asked.form) else asked.form.get("Digits", "")
    around = exchange.outside.around(asked.edition.line, state, asked.form)
    turn = asked.edition.line.advance(state, key, asked.now, around)
    return exchange.to_caller(
        asked,
        Happened(
            "stepped",
            before=state,
            turn=turn,
            dial=dial,
            dial_call=asked.form.get("DialCallSid", ""),
            dial_seconds=asked.form.get("DialCallDuration", ""),
        ),
    )


def start_again(exchange: Exchange, asked: Asked) -> Answer:
    """What a caller hears whose state is lost."""
    return exchange.to_caller(asked, Happened("recovered", turn=asked.edition.line.recover(language_in(asked.query), asked.now)))


def last_words(exchange: Exchange, asked: Asked) -> Answer:
    """When even that fails: an apology, and the call begins anew; there, the carrier's fallback would step in."""
    language = language_in(asked.query)
    if language not in asked.edition.line.languages:
        raise Silent
    return Answer(Happened("recovered"), asked.voice.apology(language))


def whisper(exchange: Exchange, asked: Asked) -> Answer:
    """What the worker hears before the caller: 1 accepts; another key, or none, is asked once more."""
    happened, key, whispers = Happened("whispered"), asked.form.get("Digits", ""), exchange.outside.whispers
    query = dict(parse_qsl(asked.query))
    heard, mark = int(query["t"]) if query.get("t", "").isdecimal() else 0, query.get("w", "")
    if key == "1":
        whispers.accepted(mark)
        return Answer(happened, twiml.GO_ON)
    if heard >= MOST_WHISPERS:
        return Answer(happened, twiml.HANG_UP)
    if not heard:
        whispers.heard(mark)
    language = language_in(asked.query)
    known = language if language in asked.edition.line.languages else asked.edition.line.content.languages.first
    return Answer(happened, asked.voice.whisper(known, heard, unknown="u" in query, mark=mark))


def status(exchange: Exchange, asked: Asked) -> Answer:
    """The carrier reports how a call goes."""
    form = asked.form
    if form.get("CallStatus") not in GOING_ON:
        exchange.outside.ended(form)
    return Answer(Happened("reported", call_status=form.get("CallStatus", ""), call_seconds=form.get("CallDuration", "")))


def _nobody_accepted(exchange: Exchange, asked: Asked, state: CallState) -> bool:
    whispers = exchange.outside.whispers
    return whispers.was_refused(whispers.mark(asked.form.get("CallSid", ""), state.transfers))


def was_recorded(form: Form) -> bool:
    return bool(form.get("RecordingSid")) and form.get("RecordingDuration", "0") != "0"


def outcome(form: Form) -> DialResult | None:
    """How a transfer ended; None when there was none."""
    said = form.get("DialCallStatus")
    if said is None:
        return None
    result = _OUTCOMES.get(said, DialResult.FAILED)
    if result is DialResult.ANSWERED and form.get("DialBridged") == "false":
        return DialResult.NO_ANSWER  # the worker did not accept
    return result


OTHERWISE = (start_again, last_words)  # when a view fails
WEBHOOKS = {
    "/voice": Webhook("new call", new_call),
    "/voice/step": Webhook("step", step),
    "/voice/whisper": Webhook("whisper", whisper),
    "/voice/status": Webhook("status", status),
}
UNKNOWN = Webhook("unknown address", start_again)
