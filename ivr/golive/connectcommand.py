"""scripts/connect_number.py: show what would change at the carrier, ask, change it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from ivr.config import ConfigError
from ivr.config import Settings
from ivr.content import Content
from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import connect
from ivr.golive.carrier import find_number
from ivr.golive.connection import OVERRIDES
from ivr.golive.connection import apply
from ivr.golive.connection import differences
from ivr.golive.connection import wanted_settings
from ivr.golive.numbertypes import EXPLAINED
from ivr.golive.numbertypes import number_type

Ask = Callable[[str], str]
Connect = Callable[[Settings, Mapping[str, str]], Any]


def run(arguments: Sequence[str], env: Mapping[str, str], ask: Ask = input, connect_to: Connect = connect) -> int:
    """0 when every number is as it should be, 1 when the carrier refused or forgot something or the answer was no."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = _live(Settings.from_env(env))
        numbers = chosen.number or _own_numbers(settings)
        client = connect_to(settings, env)
        return max([_connect_one(client, number, settings, chosen, ask) for number in numbers])
    except (ConfigError, CarrierError) as fault:
        print(fault)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Point a Twilio number at the line. Shows the changes and asks before making them."
    )
    parser.add_argument("--number", action="append", help="E.164; default: LINE_NUMBER and the numbers in prompts/languages.yaml")
    parser.add_argument("--fallback-url", help="address of fallback.xml, made by scripts/export_fallback.py")
    parser.add_argument("--fallback-method", choices=("GET", "POST"), default="GET", help="default GET: static hosts refuse POST")
    parser.add_argument("--overrides", default=OVERRIDES, help='connection overrides of the voice address; "" for none')
    parser.add_argument("--yes", action="store_true", help="make the changes without asking")
    parser.add_argument("--show", action="store_true", help="only show what would change; 1 when anything would")
    return parser


def _live(settings: Settings) -> Settings:
    if settings.demo:
        raise ConfigError("The demonstration (IVR_DEMO=1) has no telephone number. Unset IVR_DEMO.")
    return settings


def _own_numbers(settings: Settings) -> list[str]:
    by_language = Content.load().languages.by_number
    numbers = list(dict.fromkeys([*filter(None, [settings.line_number]), *by_language]))
    if not numbers:
        raise ConfigError("Set LINE_NUMBER, or name a number with --number.")
    return numbers


def _connect_one(client: Any, number: str, settings: Settings, chosen: argparse.Namespace, ask: Ask) -> int:
    entry = find_number(client, number)
    print(f"{number} is {EXPLAINED[number_type(number)]}.")
    wanted = wanted_settings(settings.public_url or "", chosen.fallback_url, chosen.fallback_method, chosen.overrides)
    changes = differences(entry, wanted)
    if not changes:
        print("Nothing to change: it already calls this line.")
        return 0
    print("To change:", *changes, sep="\n")
    if chosen.show or not (chosen.yes or ask("Change this? [y/N] ").strip().lower() in ("y", "yes", "o", "oui")):
        print("Nothing was changed.")
        return 1
    forgotten = apply(entry, changes)
    if forgotten:
        print("The carrier accepted the change but does not show:", *forgotten, sep="\n")
        return 1
    print("Changed.")
    return 0
