"""What the line does outside of a call, and who is told of trouble. All of it may be off."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.golive.checks import Check
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.numbertypes import EXPLAINED
from ivr.golive.numbertypes import may_transfer
from ivr.golive.numbertypes import number_type
from ivr.statistics.alerts.settings import AlertSettings
from ivr.web.outbound.settings import ReachSettings


def reach_checks(reach: ReachSettings, alert: AlertSettings) -> Iterator[Check]:
    yield ok("text messages", f"sent from {reach.sms_sender}" if reach.sms_sender else "off (SMS_SENDER)")
    yield _call_back(reach)
    yield ok("messages for the desk", f"mailed to {', '.join(reach.desk_mail)}" if reach.desk_mail else "off (DESK_MAIL)")
    if alert.on:
        yield ok("alerts", "somebody is told of trouble; try it: scripts/line alert test")
    else:
        yield warn("alerts", "nobody is told of trouble", "Set ALERT_MAIL with MAIL_SERVER and MAIL_FROM, or ALERT_WEBHOOK.")


def _call_back(reach: ReachSettings) -> Check:
    name, sender = "call me back", reach.callback_from
    if not reach.callback_number or not sender:
        return ok(name, "off (CALLBACK_NUMBER)")
    found = f"{reach.callback_number} is refused and called back from {sender}, {EXPLAINED[number_type(sender)]}"
    if may_transfer(sender):
        return ok(name, f"{found}; at most {reach.callbacks_at_once} at once and {reach.callbacks_a_day} a day")
    return warn(name, found, "Set CALLBACK_FROM to a local number: national and free numbers may not call out.")
