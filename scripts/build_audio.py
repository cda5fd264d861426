#!/usr/bin/env python3
"""Make the clips of the line: the words of prompts/ become audio/<language>/<clip>-<digest>.mp3, listed in audio/manifest.json.

Only what changed is made. For each clip, the first that there is wins:

1. A person's recording of exactly these words. If the words changed, it is reported as stale and a voice engine takes over.
2. With --engine: a clip by that engine, made if need be. Languages without that engine follow the next rule.
3. An existing clip of these words by a voice that prompts/languages.yaml lists before espeak's: a plain build
   never throws away what an online engine made.
4. A clip by espeak-ng, which needs no network.

The name of a file depends on the words, the voice and its settings, so a clip whose words did not change is never made twice.
A build may be interrupted at any time: run it again and it goes on. Files of old words are removed at the end.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ivr.voices.command import build  # noqa: E402
from ivr.voices.command import parser  # noqa: E402

if __name__ == "__main__":
    sys.exit(build(parser(__doc__).parse_args()))
