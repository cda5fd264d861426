#!/usr/bin/env python3
"""Have a person record a language. A person's recording always wins over a machine's.

  scripts/recording_kit.py make so
  scripts/recording_kit.py import so FOLDER --speaker "Name" --licence "CC BY 4.0" --date 2026-11-24

`make` writes a page to print and a list (CSV). The speaker records one file per number (WAV, MP3, M4A or OGG, its name beginning
with the number) and sends the folder back with the list. `import` checks every file, brings the good ones to the common loudness
and puts them on the line, with the speaker, the licence and the date in audio/manifest.json. It says per file what to record
again. Keep the speaker's files: the line stores only what a telephone carries.

If the words of a clip change later, scripts/build_audio.py reports its recording as stale and a voice engine takes over.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ivr.recordings.command import parser  # noqa: E402
from ivr.recordings.command import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run(parser(__doc__).parse_args()))
