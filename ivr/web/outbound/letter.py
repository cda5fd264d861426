"""The letter in which a caller's message is mailed: letter.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml


class Letter(Model):
    subject: str
    words: str
    nothing: str

    def about(self, language: str, centre: str, stage: str) -> tuple[str, str]:
        """Subject and words; "" stands for what is not known."""
        told = {"language": language, "centre": centre or self.nothing, "stage": stage or self.nothing}
        return self.subject.format_map(told), self.words.format_map(told)


@cache
def letter() -> Letter:
    return read_yaml(Path(__file__).with_name("letter.yaml"), Letter)
