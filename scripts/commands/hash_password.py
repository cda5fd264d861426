"""Ask for a password, twice, and print the settings of the dashboard's login: its hash, and a key for the sessions."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Mapping
from getpass import getpass

from werkzeug.security import generate_password_hash

from ivr import Fault

SHORTEST = 12


class PasswordError(Fault):
    """A password that cannot be used, or was not typed the same twice."""


def parser(program: str) -> argparse.ArgumentParser:
    description = f"{__doc__}A program may write the password, twice, to the standard input."
    return argparse.ArgumentParser(program, description=description)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    password = _ask("Password for the dashboard: ")
    if len(password) < SHORTEST:
        raise PasswordError(f"Choose at least {SHORTEST} characters.")
    if _ask("The same again: ") != password:
        raise PasswordError("The two passwords differ. Nothing was made; try again.")
    print(f"DASHBOARD_PASSWORD_HASH='{generate_password_hash(password)}'")
    print(f"SECRET_KEY={secrets.token_urlsafe(48)}")
    return 0


def _ask(question: str) -> str:
    return getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
