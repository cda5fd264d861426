"""What `scripts/line` can do. The standard library alone: this is read before any package is installed.

A command is a line in COMMANDS and a module with two functions, thin, the work itself being done in `ivr`:

    parser(program) -> argparse.ArgumentParser
    run(options, env) -> int                      the exit status; an `ivr.Fault` is said in one line and means 1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Which packages a command needs: a lock file.
BASE = "requirements.txt"
AUDIO = "requirements-audio.txt"
HEAR = "requirements-hear.txt"


@dataclass(frozen=True)
class Command:
    module: str
    packages: str
    does: str


COMMANDS: Mapping[str, Command] = {
    "build": Command("scripts.commands.build", AUDIO, "Make the clips whose words changed."),
    "voices": Command("scripts.commands.voices", AUDIO, "List the voices that can speak, and install them."),
    "hear": Command("scripts.commands.hear", HEAR, "Measure how well each language is understood over the telephone."),
    "record": Command("scripts.commands.record", AUDIO, "Have a person record a language, and take the recordings in."),
    "render": Command("scripts.commands.render", AUDIO, "Turn a list of keys into one MP3 of the whole call."),
    "translations": Command("scripts.commands.translations", BASE, "Say which translations follow older words than today's."),
    "releases": Command("scripts.commands.releases", BASE, "Publish what the line says, take it back, hand it on."),
    "preflight": Command("scripts.commands.preflight", BASE, "Say what is missing before the first real caller."),
    "connect": Command("scripts.commands.connect", BASE, "Point a Twilio number at the line; shows the changes first."),
    "export-fallback": Command("scripts.commands.export_fallback", BASE, "Write the folder that answers when the line cannot."),
    "export-clips": Command("scripts.commands.export_clips", BASE, "Write all clips into a folder for a bucket or a CDN."),
    "hash-password": Command(
        "scripts.commands.hash_password", BASE, "Make the settings of the dashboard's login, or of a studio's editor."
    ),
    "alert": Command("scripts.commands.alert", BASE, "Try whether operators are told of trouble: alert test."),
    "poster": Command("scripts.commands.poster", BASE, "Make posters and a card with the line's number, as PDF."),
    "call-me": Command("scripts.commands.call_me", BASE, "Have the line call you, in a language of your choice."),
    "numbers": Command("scripts.commands.numbers", BASE, "Show the account's numbers, connect those of the line; buys none."),
    "prices": Command("scripts.commands.prices", BASE, "Ask Twilio what it charges this account, for the estimate of costs."),
    "purge": Command("scripts.commands.purge", BASE, "Delete statistics that are older than RETENTION_DAYS."),
}
