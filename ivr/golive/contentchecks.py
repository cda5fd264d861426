"""What can be checked without a network: settings, clips, voices, reviews, centres. Pure; today is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ivr.clips.manifest import Clips
from ivr.clips.voices.catalogue import load_catalogue
from ivr.content.centres import Desk
from ivr.content.centres import DeskNumber
from ivr.content.content import Content
from ivr.golive.checks import Check
from ivr.golive.checks import fail
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.numbertypes import EXPLAINED
from ivr.golive.numbertypes import may_transfer
from ivr.golive.numbertypes import number_type
from ivr.settings import ConfigError
from ivr.settings import Settings

NOT_LISTED = Desk(hours=None)
TO_SET = "Set DESK_NUMBER, or list a number under desk in prompts/centres.yaml or in the studio."


def settings_checks(settings: Settings, foreign_numbers: tuple[str, ...] = (), desk: Desk = NOT_LISTED) -> Iterator[Check]:
    """What the environment says, once it can be read at all; `foreign_numbers` may be dialled all the same.

    `desk`: what centres.yaml lists beside DESK_NUMBER.
    """
    if settings.demo:
        found = "IVR_DEMO is on: anybody may call, with invented centres; only the files are looked at"
        yield fail("demonstration", found, "Unset IVR_DEMO before the first real caller.")
        return
    yield _public_address(settings)
    yield _line_number(settings.line_number)
    yield _desk(settings, foreign_numbers, desk)


def _desk(settings: Settings, foreign_numbers: tuple[str, ...], desk: Desk) -> Check:
    name = "desk number"
    try:
        numbers = desk.everybody(settings.desk(foreign_numbers))
    except ConfigError as fault:
        return fail(name, f"the line does not start: {fault}", "Set DESK_NUMBER to a Belgian number.")
    if not numbers:
        return warn(name, "none: a caller whose centre cannot be rung hears a name instead of a person", TO_SET)
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
    yield _licences(manifest)
    yield _reviews(content)
    for centre in content.centres.centres:
        yield _confirmed(centre.name, centre.number, f"centre {centre.id}")
    for place, number in enumerate(content.centres.desk.numbers, start=1):
        yield _desk_confirmed(f"desk number {place}", number)
    yield _due("centres", content.centres.review_by, today, "prompts/centres.yaml")
    for fact, day in content.programme.reviews():
        yield _due(fact, day, today, "prompts/programme.yaml")


def _complete(content: Content, clips: Clips) -> Check:
    missing = clips.missing(content.clip_names)
    if not missing:
        return ok("clips", f"all {len(clips.files)} are there")
    return fail("clips", f"{len(missing)} are missing, the first {', '.join(missing[:5])}", "Run scripts/line build.")


def _voices(content: Content, manifest: Mapping[str, Mapping[str, Any]]) -> Check:
    drafts = {entry["language"] for entry in manifest.values() if entry["draft"]}
    named = [code for code in content.languages.codes if code in drafts]
    if not named:
        return ok("voices", "no language has a draft voice")
    found = f"draft voices, which do not really speak the language: {', '.join(named)}"
    return warn("voices", found, "Record a speaker, or build with an online voice (scripts/line build --engine).")


def _licences(manifest: Mapping[str, Mapping[str, Any]]) -> Check:
    catalogue = load_catalogue().engines
    bound = sorted(
        {
            f"{entry['engine']} {entry['voice']}"
            for entry in manifest.values()
            if (offer := catalogue.get(entry["engine"])) and not offer.licence_of(entry["voice"]).free
        }
    )
    if not bound:
        return ok("licences of voices", "every synthetic clip is free for any use")
    found = f"not free for every use: {', '.join(bound)}"
    return warn("licences of voices", found, "Read audio/LICENCES.md; a line that must not use them builds with --only-free.")


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


def _desk_confirmed(check: str, number: DeskNumber) -> Check:
    if number.confirmed_on:
        return ok(check, f"{number.phone}: confirmed")
    return warn(
        check, f"{number.phone}: not confirmed, so it is never dialled", "Ring it, then write down the day (confirmed_on)."
    )


def _due(fact: str, day: date, today: date, file: str) -> Check:
    name = f"review of {fact}"
    if day >= today:
        return ok(name, f"next on {day}")
    return warn(name, f"was due on {day}", f"Check the fact at its source, then write the next review_by in {file}.")
