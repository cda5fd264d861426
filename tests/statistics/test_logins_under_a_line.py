"""The limit to guesses under a real line with several workers, behind a proxy."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import requests
from werkzeug.security import generate_password_hash

from tests.support.dashboards import PASSWORD
from tests.support.dashboards import form_token_in
from tests.support.simulate.process import served


def guess(base: str, password: str, **headers: str) -> int:
    """As a browser without cookies does, through a proxy that says where it is."""
    with requests.Session() as browser:
        browser.headers.update({name.replace("__", "-"): value for name, value in headers.items()})
        page = browser.get(f"{base}/dashboard/login")
        form = {"user": "asbl", "password": password, "csrf_token": form_token_in(page.text)}
        return browser.post(f"{base}/dashboard/login", form, allow_redirects=False).status_code


def test_a_stranger_gets_five_guesses_whatever_headers_are_made_up_and_the_owner_always_gets_in(tmp_path: Path) -> None:
    settings = {
        "IVR_DEMO": "1",
        "IVR_DEMO_ANYWHERE": "1",
        "WORKERS": "3",
        "PROXY_COUNT": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'journal.sqlite3'}",
        "DASHBOARD_USER": "asbl",
        "DASHBOARD_PASSWORD_HASH": generate_password_hash(PASSWORD),
        "SECRET_KEY": "k" * 40,
    }
    with served(settings) as line:
        guesses = Counter(
            guess(
                line.base,
                "a guess",
                X__Forwarded__For=f"198.51.100.{n}, 203.0.113.9",  # the last one is the proxy's own word
                X_Forwarded_For=f"192.0.2.{n}",
                Forwarded=f"for=192.0.2.{n}",
            )
            for n in range(12)
        )
        owner = guess(line.base, PASSWORD, X__Forwarded__For="203.0.113.77")

    assert guesses == {401: 5, 429: 7}
    assert owner == 302
