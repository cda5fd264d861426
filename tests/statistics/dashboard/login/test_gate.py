"""Who gets in, how often strangers may try, and that the owner always gets in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Blueprint
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.security import generate_password_hash

from ivr.content.content import Content
from ivr.statistics.dashboard.figures.views import VIEWS
from ivr.statistics.dashboard.login.gate import Accounts
from ivr.statistics.dashboard.login.gate import Gate
from ivr.statistics.dashboard.ownthreads import OwnThreads
from tests.support.dashboards import HASH
from tests.support.dashboards import PASSWORD
from tests.support.dashboards import dashboard
from tests.support.dashboards import form_token
from tests.support.dashboards import log_in

Worker = Callable[[], Flask]


@pytest.fixture
def worker(url: str, content: Content) -> Worker:
    return lambda: dashboard(url, content)


@pytest.fixture
def client(worker: Worker) -> FlaskClient:
    return worker().test_client()


def from_address(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


@pytest.mark.parametrize("page", ["", *VIEWS, "csv/days.csv", "nothing"])
def test_nothing_is_shown_before_the_login(client: FlaskClient, page: str) -> None:
    response = client.get(f"/dashboard/{page}")

    assert (response.status_code, response.headers.get("Location")) in ((302, "/dashboard/login"), (404, None))
    assert page == "nothing" or response.status_code == 302


def test_the_right_name_and_password_open_it(client: FlaskClient) -> None:
    assert log_in(client).headers["Location"] == "/dashboard/"
    assert client.get("/dashboard/", follow_redirects=True).request.path == "/dashboard/overview"


@pytest.mark.parametrize(
    ("user", "password"), [("asbl", "wrong"), ("root", PASSWORD), ("", ""), ("asbl", ""), ("ásbl", PASSWORD), ("ASBL", PASSWORD)]
)
def test_anything_else_does_not(client: FlaskClient, user: str, password: str) -> None:
    assert log_in(client, user, password).status_code == 401
    assert client.get("/dashboard/overview").status_code == 302


def test_a_form_that_did_not_come_from_the_page_is_refused(client: FlaskClient) -> None:
    assert log_in(client, csrf_token="forged").status_code == 400
    assert client.post("/dashboard/login", data={"user": "asbl", "password": PASSWORD}).status_code == 400


def test_after_five_failures_at_any_workers_an_address_has_to_wait_and_others_do_not(worker: Worker) -> None:
    apps = [worker() for _ in range(4)]
    refused = [log_in(apps[n % 4].test_client(), password="wrong").status_code for n in range(7)]

    assert refused == [401] * 5 + [429] * 2
    assert log_in(apps[0].test_client()).status_code == 429
    assert log_in(from_address(apps[1], "192.0.2.9")).status_code == 302


def test_no_number_of_strangers_locks_the_owner_out(worker: Worker) -> None:
    app = worker()
    for n in range(60):
        assert log_in(from_address(app, f"198.51.100.{n}"), password="wrong").status_code == 401

    assert log_in(from_address(app, "192.0.2.9")).status_code == 302


def test_a_browser_that_logged_in_before_gets_in_whatever_others_at_its_address_do(worker: Worker) -> None:
    app = worker()
    owner = app.test_client()
    log_in(owner)
    owner.post("/dashboard/logout", data={"csrf_token": form_token(owner.get("/dashboard/overview"))})
    stranger = app.test_client()
    while log_in(stranger, password="wrong").status_code != 429:
        pass

    assert log_in(owner).status_code == 302


def test_a_browser_that_logged_in_before_may_not_guess_more_often_than_others(client: FlaskClient) -> None:
    log_in(client)
    refused = [log_in(client, password="wrong").status_code for _ in range(6)]

    assert refused == [401] * 5 + [429]


@pytest.mark.parametrize("cookie", ["forged", "browser 0.forged.forged", ""])
def test_a_made_up_mark_of_a_known_browser_gives_no_attempts(client: FlaskClient, cookie: str) -> None:
    refused = []
    for n in range(6):
        client.set_cookie("known", f"{cookie}{n}")
        refused.append(log_in(client, password="wrong").status_code)

    assert refused == [401] * 5 + [429]


def test_logging_out_ends_the_session_at_once_for_every_copy_of_it(worker: Worker) -> None:
    client = worker().test_client()
    log_in(client)
    cookie = client.get_cookie("session")
    assert cookie
    thief = worker().test_client()
    thief.set_cookie("session", cookie.value)
    assert thief.get("/dashboard/overview").status_code == 200
    client.post("/dashboard/logout", data={"csrf_token": form_token(client.get("/dashboard/overview"))})

    assert client.get("/dashboard/overview").status_code == 302
    assert thief.get("/dashboard/overview").status_code == 302


def test_logging_out_needs_the_form(client: FlaskClient) -> None:
    log_in(client)

    assert client.post("/dashboard/logout").status_code == 400
    assert client.get("/dashboard/overview").status_code == 200


def test_a_new_password_ends_the_sessions_of_the_old_one(client: FlaskClient, url: str, content: Content) -> None:
    log_in(client)
    cookie = client.get_cookie("session")
    assert cookie
    changed = dashboard(
        url, content, dashboard_password_hash=generate_password_hash("another password", "scrypt:1024:8:1")
    ).test_client()
    changed.set_cookie("session", cookie.value)

    assert changed.get("/dashboard/overview").status_code == 302


def test_the_cookies_travel_only_by_https_and_only_to_us(url: str, content: Content) -> None:
    client = dashboard(url, content, secure=True).test_client()
    page = client.get("/dashboard/login", base_url="https://line.example")
    form = {"csrf_token": form_token(page), "user": "asbl", "password": PASSWORD}
    answer = client.post("/dashboard/login", data=form, base_url="https://line.example")
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]

    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-session", "__Host-known"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


def test_one_login_opens_the_pages_of_several_blueprints(url: str) -> None:
    """Another part of the line has pages of its own behind the same gate."""
    app = Flask(__name__)
    gate = Gate(Accounts({"asbl": HASH}, "k" * 40, url, secure=False), OwnThreads())
    for name in ("dashboard", "studio"):
        pages = Blueprint(name, __name__, url_prefix=f"/{name}")
        gate.guard(pages, lambda problem: f'<input name="csrf_token" value="{generate_csrf()}">{problem}', f"/{name}/{{}}".format)
        pages.add_url_rule("/start", "start", lambda: "inside")
        app.register_blueprint(pages)
    client = app.test_client()
    before = client.get("/studio/start").headers["Location"]
    log_in(client)

    assert before == "/studio/login"
    assert client.get("/studio/start").text == "inside"
