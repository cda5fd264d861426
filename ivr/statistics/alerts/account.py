"""What the carrier knows of trouble and this line cannot see: calls it refused before they came here, and its balance.

Asked over its REST interface without its client, which would take a worker thirty megabytes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from typing import Any

from ivr.statistics.alerts.kinds import Trouble
from ivr.statistics.alerts.limits import trouble_of

log = logging.getLogger("ivr.statistics")

TIMEOUT_SECONDS = 5
WINDOW = timedelta(minutes=30)  # reports of so long ago are over
MOST_REPORTS = 200
FRESH_SECONDS = 300
REPORTED = (Trouble.ACCOUNT, Trouble.AT_ONCE, Trouble.TOO_FAST, Trouble.TRIAL)


@dataclass(frozen=True)
class Account:
    """At Twilio; another carrier has no such interface."""

    sid: str
    token: str = field(repr=False)
    region: str = ""
    edge: str = ""
    least_balance: float = 0.0

    def host(self, product: str) -> str:
        """As Twilio names its hosts: product.edge.region.twilio.com."""
        region = self.region or ("us1" if self.edge else "")
        return f"https://{'.'.join(filter(None, (product, self.edge, region)))}.twilio.com"


class Reports:
    """One answer serves all looks of the next minutes."""

    def __init__(
        self,
        account: Account,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account = account
        self._now = now
        self._clock = clock
        self._asked: float | None = None
        self._found: dict[Trouble, str] = {}

    def looks(self) -> Mapping[Trouble, Callable[[], str]]:
        """One for each trouble that the carrier may report."""
        reported = {trouble: self._look(trouble) for trouble in REPORTED}
        return {**reported, Trouble.BALANCE: self._balance}

    def _look(self, trouble: Trouble) -> Callable[[], str]:
        return lambda: self._reported().get(trouble, "")

    def _reported(self) -> dict[Trouble, str]:
        if self._asked is None or self._clock() > self._asked + FRESH_SECONDS:
            self._found = self._ask()
            self._asked = self._clock()
        return self._found

    def _ask(self) -> dict[Trouble, str]:
        """The last report of each trouble: its code, and when it was."""
        since = (self._now() - WINDOW).strftime("%Y-%m-%dT%H:%M:%SZ")
        asked = {"LogLevel": "error", "StartDate": since, "PageSize": str(MOST_REPORTS)}
        found: dict[Trouble, str] = {}
        for report in self._get(f"{self._account.host('monitor')}/v1/Alerts", asked).get("alerts", []):
            code, at = str(report.get("error_code") or ""), str(report.get("date_generated") or report.get("date_created") or "")
            if trouble := trouble_of(code):
                found.setdefault(trouble, f"{code}, {at}" if at else code)
        return found

    def _balance(self) -> str:
        """An account below another one has none of its own."""
        sid = self._account.sid
        answer = self._get(f"{self._account.host('api')}/2010-04-01/Accounts/{sid}/Balance.json", {})
        if not answer.get("balance"):
            return ""
        balance = float(answer["balance"])
        return f"{balance:.2f} {answer.get('currency', '')}".strip() if balance < self._account.least_balance else ""

    def _get(self, address: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        import requests  # noqa: PLC0415 - five megabytes that no call needs

        answer = requests.get(
            address, parameters, auth=(self._account.sid, self._account.token), timeout=TIMEOUT_SECONDS, allow_redirects=False
        )
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told
