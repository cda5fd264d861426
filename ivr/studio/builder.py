"""The build of clips, as a program of its own: `python -m ivr.studio.builder --language so --clip welcome ...`."""

from __future__ import annotations

import sys

from ivr import Fault
from ivr.clips.voices.command import parser
from ivr.clips.voices.command import run

if __name__ == "__main__":
    try:
        sys.exit(run(parser("ivr.studio.builder").parse_args()))
    except Fault as fault:
        sys.exit(str(fault))
