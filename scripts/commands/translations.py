"""Which translations were made from French or English words that have changed since; and writing down that one is up to date.

Of the words that came with the program, in prompts/. What was changed in the studio lies in a release, and the studio shows which
of its translations are stale.

scripts/line translations                          list them; ends with 1 when there are any
scripts/line translations done so welcome praise   these sentences of Somali follow the words of today
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr import Fault
from ivr.content.content import Content
from ivr.content.sources import done
from ivr.content.sources import load_sources
from ivr.content.sources import save_sources
from ivr.content.sources import stale
from ivr.paths import PROMPTS


class TranslationError(Fault):
    """A language or a sentence that is not there."""


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = made.add_subparsers(dest="command")
    command = commands.add_parser("done")
    command.add_argument("language")
    command.add_argument("sentences", nargs="+", metavar="sentence")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    words, sources = Content.load().words, load_sources(PROMPTS)
    if options.command == "done":
        try:
            save_sources(PROMPTS, done(words, sources, options.language, options.sentences))
        except ValueError as fault:
            raise TranslationError(str(fault)) from None
        print(f"Written down for {options.language}: {', '.join(options.sentences)}")
        return 0
    found = list(stale(words, sources))
    print("\n".join(map(str, found)) if found else "Every translation follows the words of today.")
    return 1 if found else 0
