"""Measure how well each language is understood over the telephone."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.clips.hear import command


def parser(program: str) -> argparse.ArgumentParser:
    return command.parser(program)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    return command.run(options)
