"""scripts/preflight.py: every check, in the order in which its faults are to be mended."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime

from ivr.audio import Clips
from ivr.audio import read_manifest
from ivr.config import ConfigError
from ivr.config import Settings
from ivr.content import Content
from ivr.golive.carrier import connect
from ivr.golive.carrierchecks import carrier_checks
from ivr.golive.checks import Check
from ivr.golive.checks import as_data
from ivr.golive.checks import as_text
from ivr.golive.checks import exit_code
from ivr.golive.checks import fail
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.contentchecks import content_checks
from ivr.golive.contentchecks import settings_checks
from ivr.golive.publicchecks import Now
from ivr.golive.publicchecks import public_checks
from ivr.hours import BRUSSELS
from ivr.yamlfile import ContentError


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """0 when the line is ready, 1 when it is not."""
    parser = argparse.ArgumentParser(description="Is the line ready for real calls?")
    parser.add_argument("--strict", action="store_true", help="let no warning through")
    parser.add_argument("--json", action="store_true", help="for a program")
    chosen = parser.parse_args(arguments)
    checks = list(all_checks(env, _now))
    print(json.dumps(as_data(checks), ensure_ascii=False, indent=1) if chosen.json else as_text(checks))
    return exit_code(checks, chosen.strict)


def all_checks(env: Mapping[str, str], now: Now) -> Iterator[Check]:
    """Settings first: without them nothing else can be asked."""
    try:
        settings = Settings.from_env(env)
        content = Content.load()
    except ConfigError as fault:
        yield fail("settings", str(fault), "README, Configuration, explains each name.")
        return
    except ContentError as fault:
        yield fail("content", str(fault), "Mend the file that is named.")
        return
    yield ok("settings", "can be read")
    yield from settings_checks(settings, content.centres.transfer.foreign_numbers)
    yield from content_checks(content, Clips.load(), read_manifest(), now().astimezone(BRUSSELS).date())
    if settings.public_url and not settings.demo:
        yield from public_checks(settings, now)
        yield from _carrier(settings, content, env)


def _carrier(settings: Settings, content: Content, env: Mapping[str, str]) -> Iterator[Check]:
    numbers = dict.fromkeys([*filter(None, [settings.line_number]), *content.languages.by_number])
    if not (settings.account_sid and settings.auth_token and numbers):
        to_do = "Set TWILIO_ACCOUNT_SID and LINE_NUMBER; with another carrier, look at its console."
        yield warn("carrier", "not asked what it does with a call", to_do)
        return
    yield from carrier_checks(connect(settings, env), settings, numbers)


def _now() -> datetime:
    return datetime.now(UTC)
