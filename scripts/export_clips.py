#!/usr/bin/env python3
"""Write all clips into a folder for a bucket or a CDN; AUDIO_URL then points there."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ivr.golive.exportcommands import clips

if __name__ == "__main__":
    sys.exit(clips(sys.argv[1:]))
