"""What the house promises to whoever takes it over: small modules, a flat plan, no circles, nobody's private names."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from ivr.paths import ROOT

MOST_LINES, MOST_LINES_OF_A_FUNCTION = 200, 40
MOST_FOLDERS, MOST_FILES = 8, 4
MIGRATIONS = ROOT / "ivr" / "statistics" / "journal" / "migrations" / "versions"  # what ran once is never written anew

PUBLIC_ALL_THE_SAME = {
    "_asdict",
    "_mapping",
    "_replace",
}  # of rows and named tuples: the line below keeps clear of their columns' names

TEXTS = {
    file: file.read_text(encoding="utf-8")
    for folder in ("ivr", "scripts")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if file.parent != MIGRATIONS
}
TESTS = {
    file: ast.parse(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "tests").rglob("*.py"))
    if "node_modules" not in file.parts
}
TREES = {file: ast.parse(text) for file, text in TEXTS.items()}


def test_no_module_is_longer_than_one_can_read_in_a_sitting() -> None:
    assert len(TEXTS) > 200
    assert [str(file) for file, text in TEXTS.items() if len(text.splitlines()) > MOST_LINES] == []


def test_no_function_is_longer_than_a_screen() -> None:
    functions = [
        (file.name, node.name, (node.end_lineno or 0) - node.lineno + 1)
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [found for found in functions if found[2] > MOST_LINES_OF_A_FUNCTION] == []


def test_the_plan_of_the_house_fits_on_a_hand_and_a_half() -> None:
    inside = [path for path in (ROOT / "ivr").iterdir() if path.name != "__pycache__"]
    assert len([path for path in inside if path.is_dir()]) <= MOST_FOLDERS
    assert len([path for path in inside if path.is_file()]) <= MOST_FILES


def test_no_import_goes_in_a_circle_not_even_one_inside_a_function() -> None:
    modules = {_name(file): _imports(tree) for file, tree in TREES.items()}
    graph = {name: {module for module in named if module in modules} for name, named in modules.items()}
    assert sum(map(len, graph.values())) > 500
    TopologicalSorter(graph).prepare()  # raises CycleError and names the circle


@pytest.mark.parametrize("text", ["import a._b", "from a import _b", "from a._b import c", "a._b", "a()._b = 1"])
def test_a_private_name_of_another_is_seen(text: str) -> None:
    assert list(_private(ast.parse(text)))


def test_nobody_uses_what_another_keeps_private_not_even_a_test() -> None:
    assert len(TESTS) > 150
    assert [(file.name, name) for file, tree in {**TREES, **TESTS}.items() for name in _private(tree)] == []


def test_one_word_is_the_name_of_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for file, tree in TREES.items():
        for node in tree.body:
            for name in _types(node):
                places[name].append(_name(file))
    assert len(places) > 200
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_no_developer_s_tool_is_in_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "scripts/dev" in ignored
    shipped = [imports for file, tree in TREES.items() if "dev" not in file.parts for imports in _imports(tree)]
    assert [name for name in shipped if name.startswith(("tests", "scripts.dev"))] == []


def _name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _types(node: ast.stmt) -> list[str]:
    """The public classes and names of types that a statement makes: `class Line` and `Keys = Callable[...]`."""
    names = [node.name] if isinstance(node, ast.ClassDef) else []
    if isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name) and not target.id.isupper()]
    return [name for name in names if name[0].isupper()]


def _imports(tree: ast.AST) -> set[str]:
    """All that may be a module: `from a import b` names a and a.b."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def _private(tree: ast.AST) -> Iterator[str]:
    """What begins with a line below and is reached through anything but self or cls."""
    for name in _imports(tree):
        yield from (part for part in name.split(".") if _hidden(part))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _hidden(node.attr) and ast.unparse(node.value) not in ("self", "cls"):
            yield node.attr


def _hidden(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC_ALL_THE_SAME
