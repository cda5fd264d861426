"""The build of clips, as a program of its own: `python -m ivr.studio.builder --language so --clip welcome ...`."""

from __future__ import annotations

import sys

from ivr.clips.voices.command import parser
from ivr.clips.voices.command import run

if __name__ == "__main__":
    sys.exit(run(parser().parse_args()))
