"""Make the clips whose words changed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.clips.releases.settings import ContentSettings
from ivr.clips.voices import command
from ivr.paths import AUDIO
from ivr.paths import PROMPTS


def parser(program: str) -> argparse.ArgumentParser:
    return command.parser(program)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """A check looks at what callers hear; what is built is what the program comes with, or the folders that are named."""
    heard = ContentSettings.from_env(env).heard()
    if options.check and heard.about and (options.prompts, options.audio) == (PROMPTS, AUDIO):
        print(f"Release {heard.id}, which callers hear now:")
        options.prompts, options.audio = heard.prompts, heard.audio
    return command.run(options)
