"""What operators read of each step of the call: prompts/labels.yaml and the labels in programme.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from ivr.content.yamlfile import Model
from ivr.content.yamlfile import read_yaml


class Label(Model):
    """The same name in the two languages of the dashboard."""

    fr: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def of(self, inner: Label) -> Label:
        """This pattern with another label in it."""
        return Label(fr=self.fr.replace("{label}", inner.fr), en=self.en.replace("{label}", inner.en))


class Labels(Model):
    """By the step's name; `parts` by the end of a name, as in s04-about; `others` by the beginning of a sentence's name."""

    steps: dict[str, Label]
    parts: dict[str, Label]
    others: dict[str, Label] = Field(default_factory=dict)  # not in the releases of before the studio had words for speakers

    def of_sentence(self, clip: str) -> dict[str, str]:
        """When a sentence is heard that no step of a call says; empty where that is not known."""
        found = next((label for start, label in self.others.items() if clip.startswith(start)), None)
        return found.model_dump() if found else {}


def load_labels(folder: Path) -> Labels:
    return read_yaml(folder / "labels.yaml", Labels)
