"""What callers hear when the line itself cannot answer: one TwiML document and its clips, with no program behind them.

A static document cannot read a key, so nobody can be asked for a language: every language says its words, then the desk is rung.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ivr.clips.manifest import Clips
from ivr.content.centres import Centres
from ivr.golive.statichost import ALWAYS_ASK
from ivr.golive.statichost import CONTENT_TYPES
from ivr.golive.statichost import ExportError
from ivr.golive.statichost import clip_rules
from ivr.golive.statichost import copy_clips
from ivr.golive.statichost import write_headers
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.web.twiml import HEAD

DOCUMENT = "fallback.xml"
FAULT = "dial_failed"  # "the call did not go through": short, and true whatever happened
FAREWELL = "goodbye_short"


@dataclass(frozen=True)
class FallbackDesk:
    """Whom to ring instead, and as whom."""

    number: str
    ring_seconds: int
    limit_seconds: int
    caller_id: str | None = None


@dataclass(frozen=True)
class ExportedFallback:
    document: str  # its public address
    clips: int
    seconds: float  # until the desk rings, or until the end when there is no desk


def elsewhere(address: str, settings: Settings) -> str:
    """The address without a final slash. Raises ConfigError unless it is encrypted and not the line's own."""
    address = address.rstrip("/")
    if not address.startswith("https://"):
        raise ConfigError(f"The fallback needs an https:// address, not {address!r}")
    if settings.public_url and (address == settings.public_url or address.startswith(f"{settings.public_url}/")):
        raise ConfigError("The fallback must not be served by the line itself: it answers when the line cannot.")
    return address


def desk_of(settings: Settings, centres: Centres) -> FallbackDesk | None:
    """The first number of the desk. Raises ConfigError when DESK_NUMBER cannot be dialled."""
    limits = centres.transfer
    people = centres.desk.everybody(settings.desk(limits.foreign_numbers))
    return FallbackDesk(people[0].phone, limits.ring_seconds, limits.limit_seconds, settings.line_number) if people else None


def export_fallback(
    target: Path, address: str, languages: Sequence[str], clips: Clips, desk: FallbackDesk | None
) -> ExportedFallback:
    """Write the folder that will be served at `address` (no final slash). Raises ExportError when a language would be silent."""
    wanted = [f"{language}/{clip}" for language in languages for clip in (FAULT, FAREWELL)]
    missing = clips.missing(wanted)
    if missing:
        raise ExportError(f"clips are missing: {', '.join(missing)}; scripts/line build makes them")
    target.mkdir(parents=True, exist_ok=True)
    copied = copy_clips(clips.folder, target, (clips.files[name] for name in wanted))
    (target / DOCUMENT).write_text(document(address, languages, clips, desk), encoding="utf-8")
    own_headers = {"Content-Type": CONTENT_TYPES[".xml"], "Cache-Control": ALWAYS_ASK}
    write_headers(target, {f"/{DOCUMENT}": own_headers, **clip_rules(languages)})
    spoken = [f"{language}/{FAULT}" for language in languages] if desk else wanted
    return ExportedFallback(f"{address}/{DOCUMENT}", copied, sum(clips.seconds[name] for name in spoken))


def document(address: str, languages: Sequence[str], clips: Clips, desk: FallbackDesk | None) -> str:
    """The TwiML. Without an action a Dial is followed by what stands after it, so that one document is enough."""

    def plays(*names: str) -> str:
        return "".join(f"<Play>{escape(f'{address}/{clips.files[name]}')}</Play>" for name in names)

    if desk is None:
        return (
            f"{HEAD}<Response>{plays(*(f'{la}/{clip}' for la in languages for clip in (FAULT, FAREWELL)))}<Hangup/></Response>\n"
        )
    faults = plays(*(f"{language}/{FAULT}" for language in languages))
    farewells = plays(*(f"{language}/{FAREWELL}" for language in languages))
    return f"{HEAD}<Response>{faults}{_dial(desk)}{farewells}<Hangup/></Response>\n"


def _dial(desk: FallbackDesk) -> str:
    caller = f' callerId="{escape(desk.caller_id)}"' if desk.caller_id else ""
    limits = f'timeout="{desk.ring_seconds}" timeLimit="{desk.limit_seconds}"'
    return f"<Dial {limits}{caller}><Number>{escape(desk.number)}</Number></Dial>"
