"""`scripts/line` begins here, with any Python."""

from __future__ import annotations

import os
import sys

from scripts.commands import COMMANDS
from scripts.commands.runner import main

if __name__ == "__main__":
    sys.exit(main("scripts/line", COMMANDS, sys.argv[1:], os.environ))
