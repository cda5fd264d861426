"""Is the line ready for real calls? Looks at the settings, the words, the clips, the public address and the carrier."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import UTC
from datetime import datetime

from ivr.golive.checks import as_data
from ivr.golive.checks import as_text
from ivr.golive.checks import exit_code
from ivr.golive.preflight import all_checks


def parser(program: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(program, description=f"{__doc__} Ends with 0 when nothing fails.")
    made.add_argument("--strict", action="store_true", help="let no warning through")
    made.add_argument("--json", action="store_true", help="for a program")
    return made


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    checks = list(all_checks(env, lambda: datetime.now(UTC)))
    print(json.dumps(as_data(checks), ensure_ascii=False, indent=1) if options.json else as_text(checks))
    return exit_code(checks, options.strict)
