"""Have the line call you: `scripts/line call-me +32470123456 --language ar --at date`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import UTC
from datetime import datetime

from twilio.base.exceptions import TwilioException

from ivr.call.build import build_line
from ivr.call.keys import AGAIN
from ivr.call.state import CallState
from ivr.clips.manifest import Clips
from ivr.clips.releases.release import Place
from ivr.clips.releases.settings import ContentSettings
from ivr.content.content import Content
from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import Connect
from ivr.golive.carrier import connect
from ivr.golive.carrier import in_words
from ivr.golive.carrier import require
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.settings import checked_number
from ivr.settings import number_in
from ivr.web.twiml import TwimlWriter

RING_SECONDS = 40


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__)
    made.add_argument("number", help="yours, E.164")
    made.add_argument("--language", help="its code, for example ar; default: the line asks")
    made.add_argument("--at", default="main", metavar="STEP", help="where the call begins, as on the call map; default: main")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str], connect_to: Connect = connect) -> int:
    number = () if env.get("CALLBACK_FROM") else ("LINE_NUMBER",)
    require(env, "PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", *number)
    settings, heard = Settings.from_env(env), ContentSettings.from_env(env).heard()
    caller_id = number_in(env, "CALLBACK_FROM") or settings.line_number
    if not (settings.public_url and caller_id):
        raise ConfigError("Set PUBLIC_URL, and CALLBACK_FROM or LINE_NUMBER: a number of yours that may call out.")
    to = checked_number(options.number, "number") or ""
    try:
        connect_to(settings, env).calls.create(
            to=to, from_=caller_id, timeout=RING_SECONDS, **_beginning(settings.public_url, options, settings, heard)
        )
    except (TwilioException, OSError) as fault:
        raise CarrierError(in_words(fault)) from fault
    print(f"{to} rings now, called by {caller_id}.")
    return 0


def _beginning(base: str, options: argparse.Namespace, settings: Settings, heard: Place) -> dict[str, str]:
    """The address of the line, or the words of a step, as callers hear them now, with what follows them."""
    if not options.language:
        return {"url": f"{base}/voice", "method": "POST"}
    state = CallState(options.language, options.at)
    line, clips = build_line(Content.load(heard.prompts)), Clips.load(heard.audio)
    if options.language not in line.languages:
        raise ConfigError(f"--language: expected one of {', '.join(sorted(line.languages))}, not {options.language!r}")
    if not line.knows(state):
        raise ConfigError(f"--at: expected a step that can be heard without anything before it, such as main, not {options.at!r}")
    voice = TwimlWriter.at(base, settings.audio_url or f"{base}/audio", clips.files, settings.overrides)
    return {"twiml": voice.write(line.advance(state, AGAIN, datetime.now(UTC)))}
