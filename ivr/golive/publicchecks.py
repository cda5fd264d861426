"""What the carrier would meet at the public address, asked from here."""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from twilio.request_validator import SIGNATURE_HEADER
from twilio.request_validator import RequestValidator

from ivr.golive.checks import Check
from ivr.golive.checks import fail
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.spoken import NotTwimlError
from ivr.golive.spoken import clips_in
from ivr.settings import Settings
from ivr.statistics.journal.events import PREFLIGHT_CALL
from ivr.web.signature import SIGNALWIRE_HEADER

TIMEOUT_SECONDS = 10
COMFORTABLE_SECONDS = 1.0  # callers press again when nothing happens
LONGEST_SECONDS = 4.0  # read timeout of the connection overrides; SignalWire gives up after 5 s
LARGEST_DRIFT_SECONDS = 60

Now = Callable[[], datetime]


def public_checks(settings: Settings, now: Now) -> Iterator[Check]:
    """Ask the public address as the carrier would; `now` is in UTC and read when the answer comes."""
    base = settings.public_url or ""
    try:
        health = requests.get(f"{base}/healthz", timeout=TIMEOUT_SECONDS)
        healthy = _healthy(health)
    except requests.RequestException as fault:
        to_do = "Start the line, and check the name (DNS), the certificate and the proxy in front of it."
        yield fail("public answer", f"{base}/healthz does not answer as it should: {type(fault).__name__}", to_do)
        return
    yield healthy
    yield _clock(health.headers.get("Date", ""), now())
    try:
        yield from _calls(settings, base)
    except requests.RequestException as fault:
        yield fail("genuine call", f"no answer: {type(fault).__name__}", "Read the program's log.")


def _healthy(answer: requests.Response) -> Check:
    if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("application/json"):
        return ok("public answer", f"healthy, {answer.json().get('clips')} clips")
    found = f"/healthz answers {answer.status_code}"
    return fail(
        "public answer", found, "Open the address in a browser: it says which clips are missing. 502 or 404: check the proxy."
    )


def _clock(date_header: str, now: datetime) -> Check:
    try:
        there = parsedate_to_datetime(date_header)
    except ValueError:
        return warn("clock", "the public address sends no Date", "Let the proxy pass the Date header on.")
    drift = abs((there - now).total_seconds())
    if drift <= LARGEST_DRIFT_SECONDS:
        return ok("clock", f"within {LARGEST_DRIFT_SECONDS} s of the public address")
    found = f"{drift:.0f} s apart from the public address"
    return fail("clock", found, "Synchronise both clocks (NTP): opening hours, end dates and Telnyx's signatures depend on them.")


def _calls(settings: Settings, base: str) -> Iterator[Check]:
    url = f"{base}/voice"
    form = {
        "CallSid": PREFLIGHT_CALL,
        "To": settings.line_number or "",
        "From": "",
        "CallStatus": "ringing",
        "Direction": "inbound",
    }
    forged = requests.post(url, form, headers={SIGNATURE_HEADER: "Zm9yZ2Vk"}, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    yield _refused(forged)
    key, header = _signing_key(settings)
    if not key:
        yield warn("genuine call", "cannot be tried: Telnyx alone can sign for Telnyx", "Make a test call.")
        return
    signed = {header: str(RequestValidator(key).compute_signature(url, form))}
    started = time.perf_counter()
    answer = requests.post(url, form, headers=signed, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    seconds = time.perf_counter() - started
    first_clip = _first_clip(answer)
    yield _accepted(answer, first_clip, seconds)
    if first_clip:
        yield _audible(first_clip)


def _signing_key(settings: Settings) -> tuple[str, str]:
    """What a genuine request is signed with, and the header it stands in."""
    if settings.auth_token:
        return settings.auth_token, SIGNATURE_HEADER
    return settings.signalwire_key, SIGNALWIRE_HEADER


def _refused(answer: requests.Response) -> Check:
    if answer.status_code == 403:
        return ok("forged call", "refused")
    found = f"answered {answer.status_code} instead of 403"
    return fail("forged call", found, "Make sure that PUBLIC_URL reaches this program, unchanged, and that it runs in live mode.")


def _accepted(answer: requests.Response, first_clip: str, seconds: float) -> Check:
    name = "genuine call"
    if answer.status_code == 403:
        to_do = "Give this check the TWILIO_AUTH_TOKEN and PUBLIC_URL of the running line; no proxy may change the path."
        return fail(name, "refused", to_do)
    if answer.status_code != 200 or not first_clip:
        return fail(name, f"answered {answer.status_code} without a word to say", "Read the program's log.")
    if seconds > LONGEST_SECONDS:
        return fail(
            name, f"answered after {seconds:.1f} s: the carrier gives up", "Host the line nearer, on a machine that never sleeps."
        )
    if seconds > COMFORTABLE_SECONDS:
        return warn(
            name, f"answered after {seconds:.1f} s: callers will press twice", "Host the line nearer, on a faster machine."
        )
    return ok(name, f"accepted, answered in {seconds * 1000:.0f} ms")


def _first_clip(answer: requests.Response) -> str:
    """The address of the first clip of an answer, or ""."""
    try:
        return next(iter(clips_in(answer.content)), "")
    except NotTwimlError:
        return ""


def _audible(url: str) -> Check:
    answer = requests.get(url, timeout=TIMEOUT_SECONDS)
    kind = answer.headers.get("Content-Type", "no content type")
    if answer.status_code == 200 and kind.startswith("audio/mpeg"):
        return ok("first clip", f"can be fetched from {urlsplit(url).netloc}")
    found = f"{url} answers {answer.status_code}, {kind}"
    return fail(
        "first clip", found, "Serve audio/ (or the folder of scripts/line export-clips at AUDIO_URL) to everybody, as audio/mpeg."
    )
