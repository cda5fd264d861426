"""Show the account's telephone numbers and what each is for; --connect points those of the line at it. Never buys any.

A language gets a number of its own in languages.yaml, of the release that callers hear; CALLBACK_NUMBER is the one whose
callers are called back.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.golive.carrier import Connect
from ivr.golive.carrier import asks_the_carrier
from ivr.golive.carrier import connect
from ivr.golive.connection import reachable
from ivr.golive.connection import wanted_settings
from ivr.golive.numbers import NumberState
from ivr.golive.numbers import numbers
from ivr.golive.numbers import uses
from ivr.golive.numbertypes import EXPLAINED
from ivr.golive.numbertypes import number_type
from ivr.settings import Settings
from ivr.settings import number_in
from scripts.commands.connect import Ask
from scripts.commands.connect import agreement
from scripts.commands.connect import connect_one
from scripts.commands.connect import heard_languages


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--connect", action="store_true", help="point the numbers of the line that call something else at it")
    made.add_argument("--yes", action="store_true", help="with --connect: without asking")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str], ask: Ask = input, connect_to: Connect = connect) -> int:
    """1 when a number that the line should have is not one of the account's, or does not call this line."""
    languages = heard_languages(env)
    asks_the_carrier(env, languages)
    settings = reachable(Settings.from_env(env), None)
    client = connect_to(settings, env)
    found = numbers(client, settings, uses(settings, languages, number_in(env, "CALLBACK_NUMBER")))
    for each in found:
        print(f"{each.number}  {each.use or 'no use yet':28} {each.state.value}; it is {EXPLAINED[number_type(each.number)]}")
    amiss = [each for each in found if each.amiss]
    if not options.connect:
        if amiss:
            print("To connect them: scripts/line numbers --connect")
        return 1 if amiss else 0
    wanted, agreed = wanted_settings(settings.public_url or ""), agreement(ask, yes=options.yes)
    there = [each.number for each in amiss if each.state is NumberState.ELSEWHERE]
    missing = len(there) < len(amiss)
    return max([int(missing), *(connect_one(client, number, wanted, agreed) for number in there)])
