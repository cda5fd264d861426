"""Ask for a password and print what DASHBOARD_PASSWORD_HASH must be, with a SECRET_KEY to go with it."""

from __future__ import annotations

import secrets
import sys
from getpass import getpass

from werkzeug.security import generate_password_hash

SHORTEST = 12


def main() -> None:
    password = getpass("Password for the dashboard: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST:
        sys.exit(f"Choose at least {SHORTEST} characters.")
    print(f"DASHBOARD_PASSWORD_HASH='{generate_password_hash(password)}'")
    print(f"SECRET_KEY={secrets.token_urlsafe(48)}")


if __name__ == "__main__":
    main()
