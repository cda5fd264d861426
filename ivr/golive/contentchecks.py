"""What can be checked without a network: settings, clips, voices, reviews, centres. Pure; today is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ivr.audio import Clips
from ivr.centres import check_number
from ivr.clips import wanted_clips
from ivr.config import Settings
from ivr.content import Content
from ivr.golive.checks import Check
from ivr.golive.checks import fail
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.numbertypes import EXPLAINED
from ivr.golive.numbertypes import may_transfer
from ivr.golive.numbertypes import number_type


def settings_checks(settings: Settings, foreign_numbers: tuple[str, ...] = ()) -> Iterator[Check]:
    """What the environment says, once it can be read at all; `foreign_numbers` may be dialled all the same."""
    if settings.demo:
        yield fail("demonstration", "IVR_DEMO is on: anybody may call, with invented centres", "Unset IVR_DEMO.")
    yield _public_address(settings)
    yield _line_number(settings.line_number)
    yield _desk_number(settings.desk_number, foreign_numbers)


def _desk_number(number: str | None, foreign_numbers: tuple[str, ...]) -> Check:
    name = "desk number"
    if number is None:
        return warn(name, "none: a caller whose centre cannot be rung hears a name instead of a person", "Set DESK_NUMBER.")
    try:
        check_number(number, foreign_numbers, "DESK_NUMBER")
    except ValueError as fault:
        return fail(name, f"the line does not start: {fault}", "Set DESK_NUMBER to a Belgian number.")
    return ok(name, "set: somebody can answer when no centre can")


def _public_address(settings: Settings) -> Check:
    if urlsplit(settings.public_url or "").scheme == "https":
        return ok("public address", f"{settings.public_url} is encrypted")
    found = f"{settings.public_url or 'not set'}: what callers press would travel in the clear"
    return fail("public address", found, "Set PUBLIC_URL to an https:// address with a valid certificate.")


def _line_number(number: str | None) -> Check:
    name = "line number"
    if number is None:
        return warn(
            name, "not set: a transfer shows the number that was called", "Set LINE_NUMBER to a local number that you own."
        )
    found = f"{number} is {EXPLAINED[number_type(number)]}"
    return (
        ok(name, found) if may_transfer(number) else warn(name, found, "LINE_NUMBER is what transfers show: give a local number.")
    )


def content_checks(content: Content, clips: Clips, manifest: Mapping[str, Mapping[str, Any]], today: date) -> Iterator[Check]:
    """What the line says: all there, in a real voice, heard by a speaker, and still true today."""
    yield _complete(content, clips)
    yield _voices(content, manifest)
    yield _reviews(content)
    for centre in content.centres.centres:
        yield _confirmed(centre.name, centre.number, f"centre {centre.id}")
    yield _due("centres", content.centres.review_by, today, "prompts/centres.yaml")
    for fact, day in content.programme.reviews():
        yield _due(fact, day, today, "prompts/programme.yaml")


def _complete(content: Content, clips: Clips) -> Check:
    missing = clips.missing(wanted_clips(content))
    if not missing:
        return ok("clips", f"all {len(clips.files)} are there")
    return fail("clips", f"{len(missing)} are missing, the first {', '.join(missing[:5])}", "Run scripts/build_audio.py.")


def _voices(content: Content, manifest: Mapping[str, Mapping[str, Any]]) -> Check:
    drafts = {entry["language"] for entry in manifest.values() if entry["draft"]}
    named = [code for code in content.languages.codes if code in drafts]
    if not named:
        return ok("voices", "no language has a draft voice")
    found = f"draft voices, which do not really speak the language: {', '.join(named)}"
    return warn("voices", found, "Record a speaker, or build with an online voice (scripts/build_audio.py --engine).")


def _reviews(content: Content) -> Check:
    unheard = [code for code in content.languages.codes if not content.words[code].reviewed_by]
    if not unheard:
        return ok("reviews", "a speaker has heard every language")
    found = f"no speaker has heard {', '.join(unheard)}"
    return warn(
        "reviews",
        found,
        "Let a native speaker hear every clip, then fill in reviewed_by and reviewed_on in prompts/<language>.yaml.",
    )


def _confirmed(name: str, number: str | None, check: str) -> Check:
    if number:
        return ok(check, f"{name}: number confirmed")
    found = f"{name}: no confirmed number, so callers are not put through"
    return warn(check, found, "Ring the centre, then write phone and confirmed_on in prompts/centres.yaml.")


def _due(fact: str, day: date, today: date, file: str) -> Check:
    name = f"review of {fact}"
    if day >= today:
        return ok(name, f"next on {day}")
    return warn(name, f"was due on {day}", f"Check the fact at its source, then write the next review_by in {file}.")
