"""Ask for a password, twice, and print the settings of the dashboard's login, or of an editor of the studio.

With the hash of the password comes a key for the sessions, unless one is set: personal links depend on it."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Mapping
from getpass import getpass

from werkzeug.security import generate_password_hash

from ivr import Fault
from ivr.settings import secret

SHORTEST = 12


class PasswordError(Fault):
    """A password that cannot be used, or was not typed the same twice."""


def parser(program: str) -> argparse.ArgumentParser:
    description = f"{__doc__} A program may write the password, twice, to the standard input."
    made = argparse.ArgumentParser(program, description=description)
    made.add_argument("--editor", metavar="NAME", help="print STUDIO_EDITORS for this person, who decides in the studio")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    name = options.editor
    if name is not None and (not name.isprintable() or not name or set(name) & set(" ,='")):
        raise PasswordError("--editor: expected a name without spaces, commas or quotes, for example anna.")
    password = _ask(f"Password for {name or 'the dashboard'}: ")
    if len(password) < SHORTEST:
        raise PasswordError(f"Choose at least {SHORTEST} characters.")
    if _ask("The same again: ") != password:
        raise PasswordError("The two passwords differ. Nothing was made; try again.")
    hashed = generate_password_hash(password)
    print(f"STUDIO_EDITORS='{name}={hashed}'" if name else f"DASHBOARD_PASSWORD_HASH='{hashed}'")
    if secret(env, "SECRET_KEY"):
        print("# SECRET_KEY is set: keep it.")
    else:
        print("# Only if there is no SECRET_KEY yet; otherwise keep the one that you have.")
        print(f"SECRET_KEY='{secrets.token_urlsafe(48)}'")
    return 0


def _ask(question: str) -> str:
    return getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
