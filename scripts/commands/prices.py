"""Ask Twilio what it charges this account for calls, messages and numbers in Belgium; --write keeps it for the estimate."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from datetime import datetime

from ivr.clips.releases.settings import ContentSettings
from ivr.content.centres import load_centres
from ivr.content.hours import BRUSSELS
from ivr.content.languages import load_languages
from ivr.golive.carrier import Connect
from ivr.golive.carrier import connect
from ivr.golive.carrier import numbers_of
from ivr.golive.carrier import require
from ivr.golive.prices import Uses
from ivr.golive.prices import ask
from ivr.golive.prices import written
from ivr.paths import PROMPTS
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.settings import number_in


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__)
    made.add_argument("--write", action="store_true", help="write them into prompts/tariffs.yaml, with their source and the day")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str], connect_to: Connect = connect, today: date | None = None) -> int:
    """1 when the price list has no price for something."""
    require(env, "PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "LINE_NUMBER")
    settings = Settings.from_env(env)
    if settings.demo or not settings.line_number:
        raise ConfigError("Set LINE_NUMBER, and unset IVR_DEMO: what a minute costs depends on the number.")
    heard = ContentSettings.from_env(env).heard().prompts
    numbers = numbers_of(settings, load_languages(heard), number_in(env, "CALLBACK_NUMBER"))
    callback = number_in(env, "CALLBACK_FROM") or settings.line_number
    centres = [centre.phone for centre in load_centres(heard).centres if centre.phone]
    found = ask(connect_to(settings, env), Uses(settings.line_number, numbers, callback, centres))
    for name, price in found.prices.items():
        print(f"{name:16} {'not in the price list' if price is None else f'{price:g} {found.currency}'}")
    if options.write:
        file = PROMPTS / "tariffs.yaml"
        day = today or datetime.now(BRUSSELS).date()
        file.write_text(written(file.read_text(encoding="utf-8"), found, day), encoding="utf-8")
        print(f"Written into {file.name}; the dashboard shows what a period cost after the next start.")
    return 1 if None in found.prices.values() else 0
