"""Read a YAML file into a checked model; a fault names the file, the line, what stands there and what was expected."""

from __future__ import annotations

import re
from collections.abc import Hashable
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from typing import TypeVar

import yaml
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import ValidationError

from ivr import Fault
from ivr.content.inwords import Misfit
from ivr.content.inwords import misfits
from ivr.content.inwords import quoted
from ivr.content.inwords import syntax

DEEPEST = 20  # tables within tables; libyaml itself falls over a hundred thousand
M = TypeVar("M", bound=BaseModel)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where libyaml is there: ten times faster


class ContentError(Fault):
    """A content file says something the line cannot use."""

    def __init__(self, path: Path, key: str, problem: str, found: Sequence[Misfit] = ()) -> None:
        """`found`: each thing that is wrong by its place in the file, where that is known."""
        self.path, self.misfits = path, tuple(found)
        line = _line_naming(path, key)
        super().__init__(": ".join(filter(None, [f"{path.name}, line {line}" if line else path.name, key, problem])))


class Model(BaseModel):
    """A fact sheet: nothing unknown in it, nothing changed after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Strict(_Loader):  # type: ignore[misc]
    """Refuses what YAML would let pass, a name given twice, and names what it falls over, such as a day that does not exist."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, KeyError, AttributeError):  # a number too long to be one, or what !!int, !!bool ... stand before
            kind = node.tag.rpartition(":")[2]
            problem = f'{quoted(node.value)} is not what YAML calls {kind}; put it in "quotation marks"'
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if lines.setdefault(str(key.value), line) != line:
                before = lines[str(key.value)]
                raise yaml.MarkedYAMLError(problem=f"{key.value} was given before, in line {before}", problem_mark=key.start_mark)
        made: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return made

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            raise yaml.MarkedYAMLError(problem=f"{node.value} is not a day that exists", problem_mark=node.start_mark) from None

    def construct_number(self, node: yaml.ScalarNode) -> Any:
        """YAML calls 012 ten, and 1:30 ninety."""
        number = self.construct_yaml_int(node)
        if not re.fullmatch(r"[-+]?(0|[1-9][0-9]*)", node.value):
            problem = f'{quoted(node.value)} is not a number as people write it; put it in "quotation marks" if it is none'
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
        return number


_Strict.add_constructor("tag:yaml.org,2002:timestamp", _Strict.construct_day)
_Strict.add_constructor("tag:yaml.org,2002:int", _Strict.construct_number)


def read_yaml(path: Path, model: type[M], **known: object) -> M:
    """Load and check one file; a model's checks find what is `known` in their context. Raises ContentError with every fault."""
    text = read_text(path)
    try:
        _refuse_depth(path, text)
        raw = yaml.load(text, Loader=_Strict)
    except yaml.YAMLError as fault:
        raise ContentError(path, "", syntax(fault)) from None
    try:
        return model.model_validate(raw, context=known)
    except ValidationError as fault:
        found = misfits(fault, yaml.compose(text, Loader=_Loader))
        raise ContentError(path, "", f"\n{path.name}: ".join(each.sentence for each in found), found) from None


def read_text(path: Path) -> str:
    """The text of a file that a person wrote. Raises ContentError when it is not there or not written as UTF-8."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise ContentError(path, "", "something else than a file stands here")  # a pipe or a device, which may have no end
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ContentError(path, "", f"this file is missing in {path.parent}") from None
    except IsADirectoryError:
        raise ContentError(path, "", "a folder stands where this file is expected") from None
    except OSError as fault:
        raise ContentError(path, "", f"this file cannot be read: {fault.strerror}") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        how = "open it again, and under Save as choose the encoding UTF-8"
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise ContentError(path, "", f"this file was saved as UTF-16; {how}") from None
        line = raw[: fault.start].count(b"\n") + 1
        raise ContentError(path, "", f"line {line}: this file was saved in another encoding than UTF-8; {how}") from None


def _refuse_depth(path: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ContentError(path, "", f"more than {DEEPEST} lists or tables lie within each other; is a bracket missing?")


def _line_naming(path: Path, key: str) -> int | None:
    """The first line that names the last word of a key."""
    if not key or key.startswith("line ") or not path.is_file():
        return None
    name = re.compile(rf"(?<![\w-]){re.escape(re.split(r'[ .]', key)[-1])}(?![\w-])")
    lines: Mapping[int, str] = dict(enumerate(read_text(path).splitlines(), start=1))
    return next((number for number, line in lines.items() if name.search(line) and not line.lstrip().startswith("#")), None)
