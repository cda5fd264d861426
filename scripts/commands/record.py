"""Have a person record a language. A person's recording always wins over a machine's.

  scripts/line record make so
  scripts/line record import so FOLDER --speaker "Name" --licence "CC BY 4.0" --date 2026-11-24

`make` writes a page to print and a list (CSV). The speaker records one file per number (WAV, MP3, M4A or OGG, its name beginning
with the number) and sends the folder back with the list. `import` checks every file, brings the good ones to the common loudness
and puts them on the line, with the speaker, the licence and the date in audio/manifest.json. It says per file what to record
again. Keep the speaker's files: the line stores only what a telephone carries.

If the words of a clip change later, `scripts/line build` names its recording and a voice engine takes over.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.clips.recordings import command
from ivr.paths import output


def parser(program: str) -> argparse.ArgumentParser:
    return command.parser(program, __doc__)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    if options.command == "make":
        options.output = options.output or output(env) / "build" / f"recording-kit-{options.language}"
    return command.run(options)
