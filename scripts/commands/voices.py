"""List the voices that can speak, and install them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.clips.voices import installcommand as command


def parser(program: str) -> argparse.ArgumentParser:
    return command.parser(program)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    return command.run(options)
