"""Read a YAML file into a checked model; a fault names the file, the key and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from typing import TypeVar

import yaml
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import ValidationError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where libyaml is there: ten times faster


M = TypeVar("M", bound=BaseModel)


class ContentError(Exception):
    """A content file says something the line cannot use."""

    def __init__(self, path: Path, key: str, problem: str) -> None:
        super().__init__(f"{path.name}: {key}: {problem}" if key else f"{path.name}: {problem}")


class Model(BaseModel):
    """A fact sheet: nothing unknown in it, nothing changed after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_yaml(path: Path, model: type[M]) -> M:
    """Load and check one file. Raises ContentError with every fault found."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise ContentError(path, "", "this file is missing") from None
    except yaml.YAMLError as fault:
        raise ContentError(path, "", f"not readable as YAML: {fault}") from None
    try:
        return model.model_validate(raw)
    except ValidationError as fault:
        lines = [f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}" for error in fault.errors()]
        raise ContentError(path, "", "; ".join(lines)) from None
