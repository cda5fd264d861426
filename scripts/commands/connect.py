"""Point a Twilio number at the line: webhooks, retries, fallback. Shows the changes and asks before making them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from collections.abc import Mapping

from twilio.rest import Client

from ivr.clips.releases.settings import ContentSettings
from ivr.content.languages import Languages
from ivr.content.languages import load_languages
from ivr.golive.carrier import Connect
from ivr.golive.carrier import asks_the_carrier
from ivr.golive.carrier import connect
from ivr.golive.carrier import find_number
from ivr.golive.carrier import own_numbers
from ivr.golive.connection import OVERRIDES
from ivr.golive.connection import apply
from ivr.golive.connection import differences
from ivr.golive.connection import reachable
from ivr.golive.connection import wanted_settings
from ivr.golive.numbertypes import EXPLAINED
from ivr.golive.numbertypes import number_type
from ivr.settings import Settings
from ivr.settings import number_in

YES = ("y", "yes", "o", "oui")
Ask = Callable[[str], str]
Agreed = Callable[[], bool]


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__)
    made.add_argument(
        "--number",
        action="append",
        help="E.164; default: LINE_NUMBER, CALLBACK_NUMBER and those of the languages that callers hear",
    )
    made.add_argument("--fallback-url", help="address of fallback.xml, made by scripts/line export-fallback")
    made.add_argument("--fallback-method", choices=("GET", "POST"), default="GET", help="default GET: static hosts refuse POST")
    made.add_argument("--overrides", default=OVERRIDES, help='connection overrides of the voice address; "" for none')
    made.add_argument("--yes", action="store_true", help="make the changes without asking")
    made.add_argument("--show", action="store_true", help="only show what would change; 1 when anything would")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str], ask: Ask = input, connect_to: Connect = connect) -> int:
    """0 when every number is as it should be, 1 when the carrier refused or forgot something or the answer was no."""
    languages = heard_languages(env)
    asks_the_carrier(env, languages, named=bool(options.number))
    settings = reachable(Settings.from_env(env), options.fallback_url)
    numbers = options.number or own_numbers(settings, languages, number_in(env, "CALLBACK_NUMBER"))
    client = connect_to(settings, env)
    wanted = wanted_settings(settings.public_url or "", options.fallback_url, options.fallback_method, options.overrides)
    agreed = agreement(ask, yes=options.yes, show=options.show)
    return max([connect_one(client, number, wanted, agreed) for number in numbers])


def heard_languages(env: Mapping[str, str]) -> Languages:
    """Of what callers hear now. Raises ContentError or ReleaseError."""
    return load_languages(ContentSettings.from_env(env).heard().prompts)


def agreement(ask: Ask, *, yes: bool = False, show: bool = False) -> Agreed:
    """Whether the changes that were shown are to be made."""
    return lambda: not show and (yes or ask("Change this? [y/N] ").strip().lower() in YES)


def connect_one(client: Client, number: str, wanted: dict[str, str], agreed: Agreed) -> int:
    """1 when the carrier forgot something, or nothing was to be changed after all."""
    entry = find_number(client, number)
    print(f"{number} is {EXPLAINED[number_type(number)]}.")
    changes = differences(entry, wanted)
    if not changes:
        print("Nothing to change: it already calls this line.")
        return 0
    print("To change:", *changes, sep="\n")
    if not agreed():
        print("Nothing was changed.")
        return 1
    forgotten = apply(entry, changes)
    if forgotten:
        print("The carrier accepted the change but does not show:", *forgotten, sep="\n")
        return 1
    print("Changed.")
    return 0
