"""The check before going live: each thing that would keep callers from being served is found, named, and has a remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask import Response
from twilio.rest import Client
from werkzeug.security import generate_password_hash

from ivr.clips.manifest import Clips
from ivr.content.content import Content
from ivr.golive import publicchecks
from ivr.golive.carrierchecks import carrier_checks
from ivr.golive.carrierchecks import fallback_check
from ivr.golive.checks import Check
from ivr.golive.checks import CheckVerdict
from ivr.golive.checks import as_text
from ivr.golive.checks import exit_code
from ivr.golive.checks import fail
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.connection import OVERRIDES
from ivr.golive.contentchecks import content_checks
from ivr.golive.contentchecks import settings_checks
from ivr.golive.publicchecks import public_checks
from ivr.settings import Settings
from scripts.commands import COMMANDS
from scripts.commands.runner import execute
from tests.conftest import live
from tests.support.carrier_memory import ACCOUNT
from tests.support.carrier_memory import LOCAL
from tests.support.carrier_memory import CarrierMemory
from tests.support.carrier_memory import RefusingCarrier
from tests.support.lines import confirmed
from tests.support.servers import nobody_there
from tests.support.servers import serving
from tests.support.servers import static_host

TODAY = date(2026, 11, 24)
OK, WARN, FAIL = CheckVerdict.OK, CheckVerdict.WARN, CheckVerdict.FAIL
Build = Callable[..., Flask]


def named(checks: Any) -> dict[str, Check]:
    return {check.name: check for check in checks}


def preflight(arguments: list[str], env: dict[str, str]) -> int:
    return execute("scripts/line preflight", COMMANDS["preflight"], arguments, env)


def verdicts(checks: Any) -> dict[str, CheckVerdict]:
    return {check.name: check.verdict for check in checks}


# --- Settings -------------------------------------------------------------------------------------------


def test_settings_of_a_real_line_pass() -> None:
    checks = settings_checks(live(line_number=LOCAL, desk_numbers=("+3242223355",)))
    assert set(verdicts(checks).values()) == {OK}


@pytest.mark.parametrize(
    ("changes", "name", "verdict"),
    [
        ({"demo": True}, "demonstration", FAIL),
        ({"public_url": "http://line.example"}, "public address", FAIL),
        ({"public_url": None}, "public address", FAIL),
        ({"line_number": None}, "line number", WARN),
        ({"line_number": "+3280012345"}, "line number", WARN),
        ({"desk_numbers": ()}, "desk number", WARN),
        ({"desk_numbers": ("+3242223355", "+33142223344")}, "desk number", FAIL),
        ({"desk_numbers": ("+3290012345",)}, "desk number", FAIL),
    ],
)
def test_a_setting_that_would_not_serve_callers_is_found(changes: dict[str, Any], name: str, verdict: CheckVerdict) -> None:
    check = named(settings_checks(live(**changes)))[name]
    assert check.verdict is verdict
    assert check.to_do


# --- Content --------------------------------------------------------------------------------------------


def checked(content: Content, clips: Clips, draft: str = "", today: date = TODAY) -> dict[str, Check]:
    spoken = {"engine": "espeak", "voice": "fr"}
    manifest = {file: {"language": file.split("/", maxsplit=1)[0]} | spoken for file in clips.files.values()}
    return named(content_checks(content, clips, {f: e | {"draft": e["language"] == draft} for f, e in manifest.items()}, today))


def test_every_centre_without_a_confirmed_number_is_listed(content: Content, clips: Clips) -> None:
    own = confirmed(content, {"namur": "+3281123456"})
    checks = checked(own, clips)
    assert checks["centre namur"].verdict is OK
    others = [centre for centre in own.centres.centres if centre.id != "namur"]
    assert len(others) == 7
    for centre in others:
        assert checks[f"centre {centre.id}"].verdict is WARN
        assert centre.name in checks[f"centre {centre.id}"].found


def test_a_missing_clip_fails_and_is_named(content: Content, clips: Clips) -> None:
    assert checked(content, clips)["clips"].verdict is OK
    files = {name: file for name, file in clips.files.items() if name != "tr/welcome"}
    check = checked(content, replace(clips, files=files))["clips"]
    assert (check.verdict, check.found) == (FAIL, "1 are missing, the first tr/welcome")


def test_a_draft_voice_is_named_by_its_language(content: Content, clips: Clips) -> None:
    assert checked(content, clips)["voices"].verdict is OK
    check = checked(content, clips, draft="so")["voices"]
    assert check.verdict is WARN
    assert check.found.endswith(": so")


def test_languages_that_no_speaker_has_heard_are_named(content: Content, clips: Clips) -> None:
    words = {code: entry.model_copy(update={"reviewed_by": "A speaker"}) for code, entry in content.words.items()}
    assert checked(replace(content, words=words), clips)["reviews"].verdict is OK
    words["ps"] = words["ps"].model_copy(update={"reviewed_by": None})
    check = checked(replace(content, words=words), clips)["reviews"]
    assert (check.verdict, check.found) == (WARN, "no speaker has heard ps")


def test_a_fact_is_due_on_the_day_after_its_review_date(content: Content, clips: Clips) -> None:
    due = content.centres.review_by
    assert checked(content, clips, today=due)["review of centres"].verdict is OK
    assert checked(content, clips, today=due + timedelta(days=1))["review of centres"].verdict is WARN
    facts = dict(content.programme.reviews())
    assert "stages" in facts
    for fact, day in facts.items():
        assert checked(content, clips, today=day)[f"review of {fact}"].verdict is OK
        assert checked(content, clips, today=day + timedelta(days=1))[f"review of {fact}"].verdict is WARN


# --- The public address ---------------------------------------------------------------------------------


@pytest.fixture
def recorded(content: Content, tmp_path: Path) -> Clips:
    """A line that has a file for every clip; every language's file is the same."""
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "clip.mp3").write_bytes(b"\xff\xfb\x90\x00" + bytes(64))
    names = content.clip_names
    return Clips(tmp_path, dict.fromkeys(names, "fr/clip.mp3"), dict.fromkeys(names, 1.0))


def line(build: Build, recorded: Clips, **changes: Any) -> AbstractContextManager[str]:
    """The line on a real port."""
    return serving(lambda address: build(live(public_url=address, **changes), recorded=recorded))


def asked(settings: Settings, late: timedelta = timedelta()) -> dict[str, Check]:
    return named(public_checks(settings, lambda: datetime.now(UTC) + late))


def test_a_line_that_answers_as_it_should_passes(build: Build, recorded: Clips) -> None:
    with line(build, recorded) as address:
        checks = asked(live(public_url=address))
    assert verdicts(checks.values()) == dict.fromkeys(["public answer", "clock", "forged call", "genuine call", "first clip"], OK)


def test_a_line_behind_signalwire_is_tried_with_its_own_signature(build: Build, recorded: Clips) -> None:
    with line(build, recorded, auth_token="", signalwire_key="key") as address:
        assert asked(live(public_url=address, auth_token="", signalwire_key="key"))["genuine call"].verdict is OK
        assert asked(live(public_url=address, auth_token="", signalwire_key="other"))["genuine call"].verdict is FAIL


def test_a_line_behind_telnyx_alone_cannot_be_tried_and_says_so(build: Build, recorded: Clips) -> None:
    with line(build, recorded) as address:
        checks = asked(live(public_url=address, auth_token=""))
    assert checks["forged call"].verdict is OK
    assert (checks["genuine call"].verdict, checks["genuine call"].to_do) == (WARN, "Make a test call.")


def test_a_line_that_runs_with_another_token_is_found(build: Build, recorded: Clips) -> None:
    with line(build, recorded, auth_token="another") as address:
        checks = asked(live(public_url=address))
    assert (checks["genuine call"].verdict, checks["genuine call"].found) == (FAIL, "refused")
    assert "first clip" not in checks


def test_a_line_that_believes_in_another_address_is_found(build: Build, recorded: Clips) -> None:
    app = build(live(public_url="https://other.example"), recorded=recorded)
    with serving(lambda address: app) as address:
        assert asked(live(public_url=address))["genuine call"].found == "refused"


def test_a_line_that_lets_everybody_in_is_found() -> None:
    open_door = Flask("open")

    @open_door.post("/voice")
    def voice() -> Response:
        return Response("<Response><Hangup/></Response>", mimetype="text/xml")

    with serving(lambda address: open_door) as address:
        checks = asked(live(public_url=address))
    assert checks["public answer"].verdict is FAIL
    assert checks["forged call"].verdict is FAIL
    assert checks["genuine call"].found == "answered 200 without a word to say"


def test_an_address_where_nobody_answers_is_all_there_is_to_say() -> None:
    checks = asked(live(public_url=nobody_there()))
    assert verdicts(checks.values()) == {"public answer": FAIL}


def test_a_line_that_lacks_clips_is_not_healthy(build: Build, recorded: Clips) -> None:
    files = {name: file for name, file in recorded.files.items() if name != "fr/welcome"}
    with line(build, replace(recorded, files=files)) as address:
        assert asked(live(public_url=address))["public answer"].found == "/healthz answers 503"


def test_clips_that_are_not_where_the_line_says_are_found(build: Build, recorded: Clips, tmp_path: Path) -> None:
    with static_host(tmp_path / "fr") as cdn, line(build, recorded, audio_url=cdn) as address:
        check = asked(live(public_url=address))["first clip"]
    assert check.verdict is FAIL
    assert "404" in check.found


@pytest.mark.parametrize(("seconds", "verdict"), [(-70, FAIL), (-50, OK), (50, OK), (70, FAIL)])
def test_two_clocks_may_be_a_minute_apart(build: Build, recorded: Clips, seconds: int, verdict: CheckVerdict) -> None:
    with line(build, recorded) as address:
        assert asked(live(public_url=address), timedelta(seconds=seconds))["clock"].verdict is verdict


@pytest.mark.parametrize(("limits", "verdict"), [((0.0, 4.0), WARN), ((0.0, 0.0), FAIL)])
def test_a_slow_line_is_found(
    build: Build, recorded: Clips, monkeypatch: pytest.MonkeyPatch, limits: tuple[float, float], verdict: CheckVerdict
) -> None:
    for name, seconds in zip(("COMFORTABLE_SECONDS", "LONGEST_SECONDS"), limits, strict=True):
        monkeypatch.setattr(publicchecks, name, seconds)
    with line(build, recorded) as address:
        assert asked(live(public_url=address))["genuine call"].verdict is verdict


# --- The carrier ----------------------------------------------------------------------------------------

HOOKS = {
    "voice_url": f"https://line.example/voice#{OVERRIDES}",
    "voice_method": "POST",
    "status_callback": "https://line.example/voice/status",
    "status_callback_method": "POST",
}
REAL = live(account_sid=ACCOUNT, line_number=LOCAL)


def connected(**kept: Any) -> CarrierMemory:
    return CarrierMemory(**(HOOKS | kept))


def carrier(**kept: Any) -> dict[str, Check]:
    return named(carrier_checks(connected(**kept).client, REAL, [LOCAL]))


def test_a_number_that_calls_this_line_passes() -> None:
    checks = carrier()
    assert checks["account"].verdict is OK
    assert checks[f"carrier {LOCAL}"].verdict is OK


@pytest.mark.parametrize(
    ("kept", "verdict"),
    [
        ({"voice_url": "https://demo.twilio.com/welcome/voice/"}, FAIL),
        ({"voice_url": ""}, FAIL),
        ({"voice_url": "https://line.example/voice"}, WARN),
        ({"voice_url": "https://line.example/voice#rc=1"}, WARN),
        ({"voice_method": "GET"}, FAIL),
        ({"voice_application_sid": "AP1"}, FAIL),
        ({"trunk_sid": "TK1"}, FAIL),
        ({"status_callback": ""}, WARN),
    ],
)
def test_a_number_that_does_something_else_is_found(kept: dict[str, str], verdict: CheckVerdict) -> None:
    check = carrier(**kept)[f"carrier {LOCAL}"]
    assert check.verdict is verdict
    assert next(iter(kept)) in check.found


@pytest.mark.parametrize(("account", "verdict"), [({"type": "Trial"}, WARN), ({"status": "suspended"}, FAIL)])
def test_an_account_that_limits_callers_is_found(account: dict[str, str], verdict: CheckVerdict) -> None:
    assert carrier(account=account)["account"].verdict is verdict


@pytest.mark.parametrize(
    ("balance", "verdict", "left"), [("50.00", OK, "50.00 EUR"), ("19.5", WARN, "19.50 EUR"), ("-1", WARN, "-1.00 EUR")]
)
def test_money_that_runs_out_is_found_before_the_first_caller(balance: str, verdict: CheckVerdict, left: str) -> None:
    memory = connected()
    memory.balance = balance
    check = named(carrier_checks(memory.client, REAL, [LOCAL]))["balance"]
    assert (check.verdict, check.found) == (verdict, f"{left} left")


def test_an_account_below_another_one_has_no_balance_and_passes_all_the_same() -> None:
    memory = connected()
    memory.balance = None
    checks = named(carrier_checks(memory.client, REAL, [LOCAL]))
    assert "balance" not in checks
    assert checks[f"carrier {LOCAL}"].verdict is OK


def test_a_wrong_token_or_number_is_told_with_what_to_do() -> None:
    refused = named(carrier_checks(Client(ACCOUNT, "wrong", http_client=RefusingCarrier()), REAL, [LOCAL]))["carrier"]
    assert refused.verdict is FAIL
    assert "TWILIO_AUTH_TOKEN" in refused.found
    unknown = named(carrier_checks(CarrierMemory("+3242229999").client, REAL, [LOCAL]))["carrier"]
    assert "not a number of this account" in unknown.found


@pytest.mark.parametrize(
    ("url", "verdict", "words"),
    [
        ("", WARN, "in English"),
        ("https://line.example/fallback.xml", WARN, "fail together"),
        ("{nobody}/fallback.xml", FAIL, "does not answer"),
        ("{host}/no-such.xml", FAIL, "404"),
        ("{host}/page.html", FAIL, "text/html"),
        ("{host}/broken.xml", FAIL, "not XML"),
        ("{host}/silent.xml", FAIL, "0 of its 0 clips"),
    ],
)
def test_a_fallback_that_nobody_would_hear_is_found(url: str, verdict: CheckVerdict, words: str, tmp_path: Path) -> None:
    for name, text in {"page.html": "<p>", "broken.xml": "<Response>", "silent.xml": "<Response/>"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with static_host(tmp_path) as host:
        check = fallback_check(url.format(host=host, nobody=nobody_there()), "GET", "https://line.example")
    assert check.verdict is verdict
    assert words in check.found


# --- The whole ------------------------------------------------------------------------------------------


def test_warnings_stop_only_a_strict_check() -> None:
    assert (exit_code([ok("a", "")]), exit_code([ok("a", "")], strict=True)) == (0, 0)
    assert (exit_code([warn("a", "", "b")]), exit_code([warn("a", "", "b")], strict=True)) == (0, 1)
    assert exit_code([ok("a", ""), fail("b", "", "c")]) == 1


def test_the_report_says_what_was_found_and_what_to_do() -> None:
    text = as_text([ok("clips", "all there"), warn("desk", "none", "Set it.")])
    assert text == "OK    clips: all there\nWARN  desk: none\n      -> Set it.\n1 ok, 1 warn, 0 fail"


def test_without_settings_the_check_names_them_and_stops(capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight([], {}) == 1
    told = capsys.readouterr().out
    assert "PUBLIC_URL" in told
    assert "TWILIO_AUTH_TOKEN" in told
    assert "1 fail" in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"STUDIO_EDITORS": "anna"},
        {"DASHBOARD_USER": "anna"},
        {"SECRET_KEY": "short"},
        {"DATABASE_URL": "postgres://x"},
        {"PORT": "abc"},
        {"WORKERS": "many"},
        {"HOST": "no such machine"},
        {"MAIL_FROM": "line@example.org"},
        {"CONTENT_SECONDS": "soon"},
    ],
    ids=str,
)
def test_whatever_keeps_the_line_from_starting_is_told(wrong: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight([], {"PUBLIC_URL": nobody_there(), "TWILIO_AUTH_TOKEN": "secret"} | wrong) == 1
    told = capsys.readouterr().out
    assert told.startswith("FAIL  settings: ")
    assert next(iter(wrong)) in told or "dashboard needs" in told


def test_what_is_on_and_what_is_off_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    env = {"PUBLIC_URL": nobody_there(), "TWILIO_AUTH_TOKEN": "secret", "DATABASE_URL": "none"}
    preflight([], env)
    told = capsys.readouterr().out
    for name in ("statistics", "dashboard", "studio"):
        assert f"OK    {name}: off (" in told
    password = generate_password_hash("a long password")
    preflight([], env | {"CONTENT_DIR": "/content", "SECRET_KEY": "k" * 32, "STUDIO_EDITORS": f"anna={password},piet={password}"})
    assert "OK    studio: on, at /studio, for anna, piet" in capsys.readouterr().out


def test_a_demonstration_tells_what_the_files_lack_and_nothing_of_numbers_nobody_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert preflight([], {"IVR_DEMO": "1"}) == 1
    told = capsys.readouterr().out
    assert "IVR_DEMO" in told.splitlines()[1]
    assert "1 fail" in told
    assert "centre namur: " in told
    assert "line number" not in told


def test_a_program_reads_every_check_of_a_running_line(build: Build, recorded: Clips, capsys: pytest.CaptureFixture[str]) -> None:
    with line(build, recorded) as address:
        env = {"PUBLIC_URL": address, "TWILIO_AUTH_TOKEN": "secret", "LINE_NUMBER": LOCAL}
        assert preflight(["--json"], env) == 1
    checks = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert checks["public address"]["verdict"] == "fail"
    assert checks["genuine call"]["verdict"] == checks["forged call"]["verdict"] == "ok"
    assert checks["carrier"]["verdict"] == "warn"
    assert all(entry["to_do"] for entry in checks.values() if entry["verdict"] != "ok")
