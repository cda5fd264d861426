#!/usr/bin/env python3
"""Is the line ready for real calls? Ends with 0 when nothing fails; --strict lets no warning through, --json is for programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ivr.golive.preflight import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], os.environ))
