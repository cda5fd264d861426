"""What an operator sets, and what they are told when it cannot work."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ivr.content.content import Content
from ivr.paths import ROOT
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.journal.settings import JournalSettings
from ivr.studio.settings import StudioSettings
from ivr.web.app import create_app
from ivr.web.outbound.settings import ReachSettings
from tests.support.printed import commands

LIVE = {"TWILIO_AUTH_TOKEN": "secret", "PUBLIC_URL": "https://line.example"}


def test_live_mode_reads_everything() -> None:
    settings = Settings.from_env(
        LIVE
        | {
            "LINE_NUMBER": "+32 4 222 33 44",
            "DESK_NUMBER": "+3242223355, +32 4 222 33 66",
            "AUDIO_URL": "https://cdn.example/audio/",
        }
    )
    assert (settings.line_number, settings.desk_numbers) == ("+3242223344", ("+3242223355", "+3242223366"))
    assert settings.audio_url == "https://cdn.example/audio"
    assert not settings.demo


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({}, ["TWILIO_AUTH_TOKEN", "PUBLIC_URL"]),
        ({"PUBLIC_URL": "https://line.example"}, ["TWILIO_AUTH_TOKEN"]),
        ({"TWILIO_AUTH_TOKEN": "x"}, ["PUBLIC_URL"]),
        (LIVE | {"TWILIO_AUTH_TOKEN": "  "}, ["TWILIO_AUTH_TOKEN"]),
        (LIVE | {"PROXY_COUNT": "many"}, ["PROXY_COUNT"]),
        (LIVE | {"PROXY_COUNT": "4"}, ["PROXY_COUNT", "from 0 to 3"]),
        ({"IVR_DEMO": "0"}, ["TWILIO_AUTH_TOKEN"]),
        (LIVE | {"PUBLIC_URL": "line.example"}, ["PUBLIC_URL", "https://"]),
        (LIVE | {"PUBLIC_URL": "https://line.example/?a=b"}, ["PUBLIC_URL"]),
        (LIVE | {"PUBLIC_URL": "https://<line.example>"}, ["PUBLIC_URL", "<line.example>"]),
        (LIVE | {"PUBLIC_URL": "https://lignée.example"}, ["PUBLIC_URL", "lignée"]),
        (LIVE | {"PUBLIC_URL": "https://line.example:٨٠"}, ["PUBLIC_URL"]),
        (LIVE | {"PUBLIC_URL": "https://line.example:99999"}, ["PUBLIC_URL"]),
        (LIVE | {"PUBLIC_URL": "https://line.example/a/../b"}, ["PUBLIC_URL"]),
        (LIVE | {"AUDIO_URL": "https://clips.example/é"}, ["AUDIO_URL"]),
        (LIVE | {"TWILIO_AUTH_TOKEN": "\udcff"}, ["TWILIO_AUTH_TOKEN", "UTF-8"]),
        (LIVE | {"SIGNALWIRE_SIGNING_KEY": "\udcff"}, ["SIGNALWIRE_SIGNING_KEY", "UTF-8"]),
        (LIVE | {"LINE_NUMBER": "+99912345678"}, ["LINE_NUMBER", "nobody can have"]),
        (LIVE | {"LINE_NUMBER": "+3242223344,+3242223355"}, ["LINE_NUMBER", "one number"]),
        (LIVE | {"DESK_NUMBER": "+3242223344, none"}, ["DESK_NUMBER", "'none'"]),
        (LIVE | {"TELNYX_PUBLIC_KEY": "clé"}, ["TELNYX_PUBLIC_KEY"]),
        (LIVE | {"TWILIO_AUTH_TOKEN_FILE": sys.executable}, ["TWILIO_AUTH_TOKEN_FILE", "something else than text"]),
        (LIVE | {"TWILIO_AUTH_TOKEN_FILE": "/dev/zero"}, ["TWILIO_AUTH_TOKEN_FILE", "another file"]),
        (LIVE | {"TWILIO_AUTH_TOKEN": "demo"}, ["TWILIO_AUTH_TOKEN", "everybody knows"]),
        (LIVE | {"TWILIO_AUTH_TOKEN_OLD": "demo"}, ["TWILIO_AUTH_TOKEN_OLD", "everybody knows"]),
        (LIVE | {"TWILIO_ACCOUNT_SID": "AC/../elsewhere"}, ["TWILIO_ACCOUNT_SID", "'AC/../elsewhere'"]),
        (LIVE | {"TWILIO_ACCOUNT_SID": "\udcff"}, ["TWILIO_ACCOUNT_SID"]),
        (LIVE | {"CONNECTION_OVERRIDES": "rc=é"}, ["CONNECTION_OVERRIDES"]),
        (LIVE | {"DESK_NUMBER": "04 222 33 44"}, ["DESK_NUMBER", "+32"]),
        (LIVE | {"IVR_DEMO": "maybe"}, ["IVR_DEMO"]),
        (LIVE | {"CONNECTION_OVERRIDES": "#try again"}, ["CONNECTION_OVERRIDES", "rc=2"]),
        (LIVE | {"TELNYX_PUBLIC_KEY": "!!"}, ["TELNYX_PUBLIC_KEY"]),
        (LIVE | {"TELNYX_PUBLIC_KEY": "QUJD"}, ["TELNYX_PUBLIC_KEY", "32 bytes"]),
        (LIVE | {"TWILIO_WEBHOOK_KEYS": "abc"}, ["TWILIO_WEBHOOK_KEYS"]),
        ({"PUBLIC_URL": "https://line.example", "TWILIO_AUTH_TOKEN_FILE": "/no/such/file"}, ["TWILIO_AUTH_TOKEN_FILE"]),
    ],
)
def test_what_is_missing_or_wrong_is_named(env: dict[str, str], words: list[str]) -> None:
    with pytest.raises(ConfigError) as fault:
        Settings.from_env(env)
    for word in words:
        assert word in str(fault.value)


@pytest.mark.parametrize(
    ("desk", "sentence"),
    [
        ("+33142223344", "DESK_NUMBER is not a Belgian number"),
        ("+3242223344,+33142223344", "DESK_NUMBER is not a Belgian number"),
        ("+3290012345", "DESK_NUMBER must not be a premium-rate number"),
        ("+99912345678", "DESK_NUMBER must begin with"),
        ("+3212345678901", "DESK_NUMBER must be a number that exists"),
    ],
)
def test_a_desk_that_must_not_be_rung_stops_the_start(content: Content, desk: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        create_app(Settings.from_env(LIVE | {"DESK_NUMBER": desk}), content)


def test_the_demonstration_calls_nobody(content: Content) -> None:
    assert Settings.from_env({"IVR_DEMO": "1", "DESK_NUMBER": "+3242223344"}).desk_numbers == ("+32000000009",)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret\n", encoding="utf-8")
    settings = Settings.from_env({"PUBLIC_URL": "https://line.example", "TWILIO_AUTH_TOKEN_FILE": str(tmp_path / "token")})
    assert settings.auth_token == "secret"


def test_no_secret_is_shown_when_any_settings_are_printed() -> None:
    scrypt = f"scrypt:32768:8:1$salt${'0' * 128}"
    secrets = {
        "TWILIO_AUTH_TOKEN": "hush-token",
        "TWILIO_AUTH_TOKEN_OLD": "hush-old",
        "TWILIO_WEBHOOK_KEYS": "SK1=hush-webhook",
        "SIGNALWIRE_SIGNING_KEY": "hush-signalwire",
        "ACCESS_LOG_KEY": "hush-log",
        "MAIL_SERVER": "smtp://desk:hush-mail@mail.example",
        "ALERT_WEBHOOK": "https://chat.example/hush-chat",
        "DATABASE_URL": "postgresql://u:hush-database@h/d",
        "METRICS_TOKEN": "hush-metrics",
        "DASHBOARD_PASSWORD_HASH": scrypt,
        "STUDIO_EDITORS": f"anna={scrypt}",
        "SECRET_KEY": "hush" * 10,
    }
    env = {"PUBLIC_URL": "https://line.example", "TWILIO_ACCOUNT_SID": "AC1", "CONTENT_DIR": "/data/content", **secrets}
    env |= {"MAIL_FROM": "line@mail.example", "DESK_MAIL": "desk@mail.example", "ALERT_MAIL": "desk@mail.example"}
    env |= {"DASHBOARD_USER": "anna"}

    settings, alerts = Settings.from_env(env), AlertSettings.from_env(env)
    parts = [settings, alerts, ReachSettings.from_env(env, settings), JournalSettings.from_env(env)]
    parts += [StudioSettings.from_env(env, demo=False), alerts.account("AC1", settings.auth_token), alerts.mail]

    assert all(parts), "everything is configured"
    assert not [part for part in map(repr, parts) if "hush" in part or scrypt in part]


def test_another_carrier_can_stand_alone() -> None:
    key = base64.b64encode(bytes(32)).decode()
    settings = Settings.from_env({"PUBLIC_URL": "https://line.example", "TELNYX_PUBLIC_KEY": key})
    assert (settings.auth_token, settings.telnyx_key) == ("", key)


def test_the_demonstration_never_uses_a_real_token() -> None:
    assert Settings.from_env(LIVE | {"IVR_DEMO": "1"}).auth_token == "demo"


def test_the_example_of_a_settings_file_reaches_commands_as_the_documents_print_it(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(example.replace("TWILIO_AUTH_TOKEN=''", "TWILIO_AUTH_TOKEN='secret'"), encoding="utf-8")
    (load,) = [one.command for one in commands() if one.command.startswith("set -a;")]
    shown = subprocess.run(["bash", "-c", f"{load}; env -0"], cwd=tmp_path, env={}, capture_output=True, text=True, check=True)
    env = dict(line.split("=", 1) for line in shown.stdout.split("\0") if line)
    settings = Settings.from_env(env)
    assert (settings.public_url, settings.overrides) == ("https://line.example.org", "rc=2&rp=ct,rt,5xx")
    assert not StudioSettings.from_env(env, demo=False).on
    assert not JournalSettings.from_env(env).dashboard


def test_the_program_refuses_to_start_without_its_settings() -> None:
    env = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    done = subprocess.run([sys.executable, "-c", "import app"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "TWILIO_AUTH_TOKEN" in done.stderr
    assert "PUBLIC_URL" in done.stderr
    assert "Traceback" not in done.stderr
