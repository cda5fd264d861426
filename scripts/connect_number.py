#!/usr/bin/env python3
"""Point a Twilio number at the line: webhooks, retries, fallback. docs/association.md tells when; --help tells the options."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ivr.golive.connectcommand import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], os.environ))
