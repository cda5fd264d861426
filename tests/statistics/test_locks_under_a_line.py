"""A real line whose database is locked: pages of the dashboard say so, health checks and clips do not wait with them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import requests
from werkzeug.security import generate_password_hash

from ivr.clips.manifest import Clips
from tests.support.dashboards import PASSWORD
from tests.support.dashboards import form_token_in
from tests.support.postgres import Postgres
from tests.support.simulate.process import served
from tests.support.waiting import eventually


def test_twelve_pages_of_a_locked_database_make_neither_healthz_nor_a_clip_wait() -> None:
    with Postgres.create() as server:
        url = server.database("journal")
        settings = {
            "IVR_DEMO": "1",
            "WORKERS": "1",
            "DATABASE_URL": url,
            "DASHBOARD_USER": "asbl",
            "DASHBOARD_PASSWORD_HASH": generate_password_hash(PASSWORD),
            "SECRET_KEY": "k" * 40,
        }
        with served(settings) as line, psycopg.connect(url.replace("+psycopg", "")) as holder:
            owner = logged_in(line.base)
            holder.execute("LOCK TABLE counts IN ACCESS EXCLUSIVE MODE")
            with ThreadPoolExecutor(12) as impatient:
                pages = [impatient.submit(owner.get, f"{line.base}/dashboard/report") for _ in range(12)]
                time.sleep(0.3)
                clip = next(iter(Clips.load().files.values()))
                took = [timed(f"{line.base}{path}") for path in ("/healthz", f"/audio/{clip}", "/healthz")]
            holder.rollback()

            assert max(took) < 1.5
            assert {page.result().status_code for page in pages} == {503}
            eventually(lambda: owner.get(f"{line.base}/dashboard/report").status_code == 200)


def logged_in(base: str) -> requests.Session:
    owner = requests.Session()
    form = {"user": "asbl", "password": PASSWORD, "csrf_token": form_token_in(owner.get(f"{base}/dashboard/login").text)}
    assert owner.post(f"{base}/dashboard/login", form).url == f"{base}/dashboard/overview"
    return owner


def timed(address: str) -> float:
    before = time.monotonic()
    requests.get(address, timeout=20)
    return time.monotonic() - before
