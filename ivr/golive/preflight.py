"""Every check before going live, in the order in which their faults are to be mended."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from twilio.rest import Client

from ivr.clips.manifest import Clips
from ivr.clips.manifest import read_manifest
from ivr.clips.releases.release import ReleaseError
from ivr.clips.releases.settings import ContentSettings
from ivr.content.content import Content
from ivr.content.hours import BRUSSELS
from ivr.content.yamlfile import ContentError
from ivr.golive.carrier import Connect
from ivr.golive.carrier import connect
from ivr.golive.carrier import numbers_of
from ivr.golive.carrierchecks import carrier_checks
from ivr.golive.checks import Check
from ivr.golive.checks import fail
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.contentchecks import content_checks
from ivr.golive.contentchecks import settings_checks
from ivr.golive.costchecks import cost_checks
from ivr.golive.pagechecks import page_checks
from ivr.golive.publicchecks import Now
from ivr.golive.publicchecks import public_checks
from ivr.golive.reachchecks import reach_checks
from ivr.paths import PROMPTS
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.cost import load_tariffs
from ivr.statistics.journal.settings import JournalSettings
from ivr.studio.settings import StudioSettings
from ivr.web.address import Address
from ivr.web.outbound.settings import ReachSettings


def all_checks(env: Mapping[str, str], now: Now, connect_to: Connect = connect) -> Iterator[Check]:
    """Settings first: without them nothing else can be asked."""
    try:
        settings = Settings.from_env(env)
        Address.from_env(env)  # what keeps the line from starting is told here too
        journal = JournalSettings.from_env(env)
        studio = StudioSettings() if settings.demo else StudioSettings.from_env(env, demo=False)
        heard = ContentSettings.from_env(env).heard()
        content = Content.load(heard.prompts)
        reach, alert, tariffs = ReachSettings.from_env(env, settings), AlertSettings.from_env(env), load_tariffs(PROMPTS)
    except ConfigError as fault:
        yield fail("settings", str(fault), "README, Configuration, explains each name.")
        return
    except (ContentError, ReleaseError) as fault:
        yield fail("content", str(fault), "Mend the file that is named.")
        return
    yield ok("settings", "can be read")
    yield from settings_checks(settings, content.centres.transfer.foreign_numbers, content.centres.desk)
    if not settings.demo:
        yield from page_checks(journal, studio)
        yield from reach_checks(reach, alert)
        yield from cost_checks(tariffs, now().astimezone(BRUSSELS).date())
    yield from content_checks(content, Clips.load(heard.audio), read_manifest(heard.audio), now().astimezone(BRUSSELS).date())
    if settings.public_url and not settings.demo:
        yield from public_checks(settings, now)
        numbers = numbers_of(settings, content.languages, reach.callback_number)
        yield from _carrier(settings, numbers, lambda: connect_to(settings, env))


def _carrier(settings: Settings, numbers: Sequence[str], client: Callable[[], Client]) -> Iterator[Check]:
    if not (settings.account_sid and settings.auth_token and numbers):
        to_do = "Set TWILIO_ACCOUNT_SID and LINE_NUMBER; with another carrier, look at its console."
        yield warn("carrier", "not asked what it does with a call", to_do)
        return
    yield from carrier_checks(client(), settings, numbers)
