"""What the carrier is told to do with a call, and whether its fallback would be heard."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.rest.api.v2010.account import AccountInstance
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

from ivr.golive.carrier import NOT_FOUND
from ivr.golive.carrier import CarrierError
from ivr.golive.carrier import find_number
from ivr.golive.carrier import in_words
from ivr.golive.checks import Check
from ivr.golive.checks import fail
from ivr.golive.checks import ok
from ivr.golive.checks import warn
from ivr.golive.connection import differences
from ivr.golive.connection import wanted_settings
from ivr.golive.publicchecks import TIMEOUT_SECONDS
from ivr.golive.spoken import NotTwimlError
from ivr.golive.spoken import clips_in
from ivr.settings import Settings
from ivr.statistics.alerts.settings import LEAST_BALANCE

CONNECT = "Run scripts/line connect."
EXPORT = "Run scripts/line export-fallback, host the folder elsewhere, then scripts/line connect --fallback-url."


def carrier_checks(client: Client, settings: Settings, numbers: Iterable[str]) -> Iterator[Check]:
    """The account and the settings of its numbers."""
    try:
        yield _account(client.api.accounts(settings.account_sid or "").fetch())
        yield from _balance(client)
        entries = {number: find_number(client, number) for number in numbers}
    except (CarrierError, TwilioException, OSError) as fault:
        found = str(fault) if isinstance(fault, CarrierError) else in_words(fault)
        yield fail("carrier", found, "Check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, LINE_NUMBER and the region.")
        return
    for number, entry in entries.items():
        yield _webhooks(entry, settings.public_url or "", number)
        yield fallback_check(entry.voice_fallback_url or "", entry.voice_fallback_method or "POST", settings.public_url or "")


def _account(account: AccountInstance) -> Check:
    if str(account.status) != account.Status.ACTIVE:
        return fail("account", f"is {account.status}", "Ask the carrier's support.")
    if str(account.type) == account.Type.TRIAL:
        return warn(
            "account",
            "is a trial: callers hear its announcement and few may call at once",
            "Upgrade it, and have a business profile approved.",
        )
    return ok("account", "is active")


def _balance(client: Client) -> Iterator[Check]:
    """Nothing for an account below another one, which has none of its own."""
    try:
        found = client.balance.fetch()
    except TwilioRestException as fault:
        if fault.status == NOT_FOUND:
            return
        raise
    if found.balance:
        left = f"{float(found.balance):.2f} {found.currency}"
        if float(found.balance) < LEAST_BALANCE:
            yield warn("balance", f"{left} left", "Add funds and switch automatic recharge on: at zero no call gets through.")
        else:
            yield ok("balance", f"{left} left")


def _webhooks(entry: IncomingPhoneNumberInstance, public_url: str, number: str) -> Check:
    """The address of calls must be ours; how it is retried and reported may be somebody's own choice."""
    name = f"carrier {number}"
    changes = differences(entry, wanted_settings(public_url))
    if not changes:
        return ok(name, "calls this line")
    found = "; ".join(f"{change.name} is {change.now or 'empty'}" for change in changes)
    calls_us = (entry.voice_url or "").partition("#")[0] == f"{public_url}/voice"
    elsewhere = {"voice_method", "voice_application_sid", "trunk_sid"} & {change.name for change in changes}
    return warn(name, found, CONNECT) if calls_us and not elsewhere else fail(name, found, CONNECT)


def fallback_check(url: str, method: str, public_url: str) -> Check:
    """Whether the carrier would get TwiML from the fallback, in the way it asks."""
    name = "fallback"
    if not url:
        return warn(name, "none: when the line is down, callers hear an error in English", EXPORT)
    if urlsplit(url).netloc == urlsplit(public_url).netloc:
        return warn(name, "is served by the line itself, so both fail together", EXPORT)
    try:
        answer = requests.request(method, url, timeout=TIMEOUT_SECONDS)
    except requests.RequestException as fault:
        return fail(name, f"{url} does not answer: {type(fault).__name__}", EXPORT)
    if answer.status_code != 200:
        return fail(name, f"{url} answers {method} with {answer.status_code}", "Static hosts refuse POST: set the method to GET.")
    return _speaks(name, answer)


def _speaks(name: str, answer: requests.Response) -> Check:
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith(("text/xml", "application/xml")):
        return fail(name, f"is sent as {kind or 'nothing'}", "Serve fallback.xml as text/xml.")
    try:
        clips = clips_in(answer.content)
    except NotTwimlError:
        return fail(name, "is not XML", EXPORT)
    silent = [clip for clip in clips if not _found(clip)]
    if silent or not clips:
        return fail(name, f"{len(silent)} of its {len(clips)} clips cannot be fetched", EXPORT)
    return ok(name, f"answers with {len(clips)} clips")


def _found(url: str) -> bool:
    try:
        return requests.head(url, timeout=TIMEOUT_SECONDS, allow_redirects=True).status_code == 200
    except requests.RequestException:
        return False
