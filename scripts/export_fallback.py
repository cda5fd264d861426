#!/usr/bin/env python3
"""Write the folder that answers callers when the line itself cannot; host it somewhere else than the line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ivr.golive.exportcommands import fallback

if __name__ == "__main__":
    sys.exit(fallback(sys.argv[1:], os.environ))
