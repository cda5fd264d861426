"""The application: the line, what a carrier and a browser may ask of it, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from typing import Protocol

from flask import Blueprint
from flask import Flask
from flask import Request
from werkzeug.middleware.proxy_fix import ProxyFix

from ivr.clips.manifest import Clips
from ivr.clips.releases.release import CHECKOUT
from ivr.clips.releases.settings import ContentSettings
from ivr.clips.releases.store import Releases
from ivr.content.content import Content
from ivr.phone.demo import blueprint as demo_blueprint
from ivr.phone.demo import demo_clock
from ivr.phone.listening import blueprint as listening_blueprint
from ivr.phone.shared_files import blueprint as shared_files_blueprint
from ivr.settings import Settings
from ivr.statistics.alerts.alerts import Alerts
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.journal.settings import JournalSettings
from ivr.statistics.observe import Observer
from ivr.statistics.observe import Observers
from ivr.statistics.together.together import Together
from ivr.statistics.worker import Statistics
from ivr.studio.settings import StudioSettings
from ivr.web import exchange
from ivr.web import files
from ivr.web import health
from ivr.web import limits
from ivr.web import webhooks
from ivr.web.accesslog import access_log
from ivr.web.beginning import Beginning
from ivr.web.edition import Edition
from ivr.web.edition import edition
from ivr.web.exchange import Clock
from ivr.web.exchange import Exchange
from ivr.web.following import follow
from ivr.web.headers import secured
from ivr.web.live import Live
from ivr.web.outbound.outside import Outside
from ivr.web.outbound.settings import ReachSettings


class Warner(Protocol):
    def warnings(self) -> tuple[str, ...]:
        """What an operator should look at, in words that anybody may read."""


def create_app(
    settings: Settings,
    content: Content | None = None,
    clips: Clips | None = None,
    clock: Clock | None = None,
    *,
    journal_settings: JournalSettings | None = None,
    content_settings: ContentSettings | None = None,
    reach: ReachSettings | None = None,
    alert: AlertSettings | None = None,
    studio_settings: StudioSettings | None = None,
) -> Flask:
    """Build the WSGI application. What it says is the current release, read and checked here and whenever there is another one,
    unless content or clips are given. Without journal settings nothing is kept, without those of reach nobody is sent anything.
    Building it changes nothing and begins no thread: see Beginning.
    """
    kept = journal_settings or JournalSettings()
    live = Live(_given(settings, content, clips)) if content or clips else follow(settings, content_settings or ContentSettings())
    statistics, together = Statistics(kept, lambda: live.now.line), Together(kept.database_url)
    alerts = _alerts(settings, alert or AlertSettings(), live, statistics, together)
    observers = Observers({**statistics.observers, **alerts.observers, **_logs(settings)})
    app = _flask(settings, Beginning(live.start, alerts.start))
    outside = Outside(settings, reach or ReachSettings(), together, alerts.refused)
    # Closed by the server when a worker ends.
    app.extensions |= {
        "observers": observers,
        "statistics": statistics,
        "outside": outside,
        "alerts": alerts,
        "together": together,
    }
    line_exchange = Exchange(settings, live, clock or (demo_clock if settings.demo else _now), observers, outside)
    app.register_blueprint(exchange.blueprint(line_exchange, webhooks.WEBHOOKS, webhooks.UNKNOWN, webhooks.OTHERWISE))
    app.register_blueprint(secured(files.blueprint(live)))
    app.register_blueprint(secured(health.blueprint(live, _warnings(observers, statistics, together, live, alerts, outside))))
    follows = content_settings is not None and content_settings.url is not None
    for pages in _pages(settings, live, statistics, studio_settings, kept, follows=follows):
        app.register_blueprint(secured(pages))
    return app


def _logs(settings: Settings) -> dict[str, Observer]:
    return {"access log": access_log(settings.log_key)} if settings.access_log else {}


def _alerts(settings: Settings, told: AlertSettings, live: Live, statistics: Statistics, together: Together) -> Alerts:
    return Alerts(
        told,
        lambda: live.now,
        settings.public_url or "",
        together,
        journal=statistics.journal_status,
        missing=live.missing,
        account=None if settings.demo else told.account(settings.account_sid, settings.auth_token),
    )


def _flask(settings: Settings, beginning: Beginning) -> Flask:
    """An application without addresses; those it will have are met as they are written, or not at all: nothing is redirected."""
    app = Flask(__name__, static_folder=None)
    app.extensions["beginning"] = beginning  # the server begins; where it does not, the first request
    app.before_request(beginning)
    app.url_map.merge_slashes = app.url_map.strict_slashes = False
    limits.limit_bodies(app)
    if settings.proxies:  # the visitor's address alone: what is public about ours is never taken from a header
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    if settings.demo and not settings.demo_anywhere:
        app.before_request(limits.only_this_machine)
    return app


def _pages(
    settings: Settings, live: Live, statistics: Statistics, studio: StudioSettings | None, kept: JournalSettings, *, follows: bool
) -> Iterator[Blueprint]:
    """What people look at in a browser. `follows`: what is said is decided elsewhere."""
    yield from statistics.pages(demo=settings.demo)
    yield shared_files_blueprint()
    if studio and studio.on:
        from ivr.studio.blueprints import blueprints  # noqa: PLC0415 - megabytes that a line without a studio can do without
        from ivr.studio.studio import open_studio  # noqa: PLC0415

        opened = open_studio(
            studio, Releases(studio.folder, follows=follows), desk=settings.desk_numbers, journal=kept.database_url
        )
        yield from blueprints(opened, settings)
    if settings.demo:
        yield demo_blueprint(settings, live)
        yield listening_blueprint(live)


def _given(settings: Settings, content: Content | None, clips: Clips | None) -> Edition:
    return edition(settings, CHECKOUT, content or Content.load(), clips or Clips.load())


def _warnings(*parts: Warner) -> Callable[[], tuple[str, ...]]:
    return lambda: tuple(warning for part in parts for warning in part.warnings())


def _now(request: Request) -> datetime:
    return datetime.now(UTC)
