"""Tell everybody who is told of trouble that this is a test: `scripts/line alert test`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr import Fault
from ivr.settings import ConfigError
from ivr.statistics.alerts.board import News
from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.alerts.telling import tell


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=__doc__)
    made.add_argument("what", choices=("test",))
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    settings = AlertSettings.from_env(env)
    if not settings.on:
        raise ConfigError("Nobody is told of trouble: set ALERT_MAIL with MAIL_SERVER and MAIL_FROM, or ALERT_WEBHOOK.")
    faults = tell(settings, News(Trouble.TEST, ""), env.get("PUBLIC_URL", ""))
    if faults:
        raise Fault("; ".join(faults))
    print("Told:", ", ".join([*settings.to, *(["the webhook"] if settings.webhook else [])]))
    return 0
