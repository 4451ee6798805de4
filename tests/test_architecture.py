"""The architecture: imports go down its layers, every module says what it is, and importing it loads little."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType

import pytest
import structure

import syndicate

PACKAGE = structure.PACKAGE
TESTS = Path(__file__).resolve().parent
MODULES = [*structure.modules().values(), PACKAGE / "__init__.py"]


def test_every_room_has_a_floor() -> None:
    """A new module or package says where it stands before it is built; none that is gone has one."""
    assert {structure.room(name) for name in structure.modules()} == structure.floors().keys()


def test_imports_go_down() -> None:
    """A package may import from the layers below it, not from its neighbors or from those above."""
    assert [] == structure.climbing()


def test_no_modules_import_each_other() -> None:
    """Not in a circle of any length: each can be read after those it imports."""
    assert {} == structure.circles()


def test_what_climbs_and_what_goes_in_circles_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command shows both, and fails, however an import is written."""
    modules = {
        "errors": "from syndicate.feeds import b",
        "feeds/a": "import syndicate.feeds.b",
        "text": "from syndicate import Site",
        "model": "def f() -> None:\n    import_module('syndicate.feeds.a').g()",
        "layout": "HOMES = {'a': 'syndicate.feeds.a'}\n__import__(HOMES['a'])",
        "markup": "import_module(f'syndicate.feeds.{name}')",
        "site": "",
        "feeds/__init__": "",
    }
    for name, text in modules.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "feeds" / "b.py").write_text("def f() -> None:\n    from syndicate.feeds.a import g", encoding="utf-8")
    monkeypatch.setattr(structure, "PACKAGE", tmp_path)

    assert {
        "errors imports feeds.b",
        "text imports site",
        "model imports feeds.a",
        "layout imports feeds.a",
        "markup imports feeds",
    } == {line.removesuffix(", whose floor is not below its own") for line in structure.climbing()}
    assert {"errors", "feeds.a", "feeds.b", "model", "layout"} == structure.circles().keys()
    assert 1 == structure.main()


@pytest.mark.parametrize("path", MODULES, ids=structure.name_of)
def test_every_module_says_what_lives_there(path: Path) -> None:
    """The first line of a module is a sentence about it."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert said
    assert said.splitlines()[0].endswith((".", ":"))


@pytest.mark.parametrize("path", sorted(TESTS.glob("*.py")), ids=lambda path: path.stem)
def test_every_test_says_what_it_holds(path: Path) -> None:
    """A test is a sentence in plain English before it is code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert ast.get_docstring(tree)
    assert [] == [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]


def test_no_module_is_hidden_by_a_name_its_package_exports() -> None:
    """`import syndicate.room.module` gives the module, not a function that is called as it is."""
    hidden = set()
    for found in pkgutil.walk_packages(syndicate.__path__, "syndicate."):
        room, _, name = found.name.rpartition(".")
        if name != "__main__":
            importlib.import_module(found.name)
            if not isinstance(getattr(importlib.import_module(room), name), ModuleType):
                hidden.add(found.name.removeprefix("syndicate."))

    assert set() == hidden


CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("locale", "setlocale"),
    ("locale", "getlocale"),
}


@pytest.mark.parametrize("path", MODULES, ids=structure.name_of)
def test_nothing_reads_the_clock_or_the_locale(path: Path) -> None:
    """The same input gives the same bytes on any day, so one module alone asks what day it is, and says when."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {
        (node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", ""), node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    taken = {
        (node.module, alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }

    allowed = {("datetime", "now")} if structure.name_of(path) == "moments" else set()
    assert allowed == (asked | taken) & CLOCKS


def _loaded(statement: str) -> set[str]:
    """The packages that are loaded after a statement in a fresh interpreter."""
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in ran.stdout.split()}


HEAVY = {
    "attrs",
    "babel",
    "cattrs",
    "click",
    "feedgen",
    "jinja2",
    "lxml",
    "markdown_it",
    "nh3",
    "rich",
    "selectolax",
    "starlette",
    "uvicorn",
    "yaml",
}


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import syndicate` costs next to nothing; each name brings what it needs when it is used."""
    assert set() == _loaded("import syndicate") & HEAVY
    assert "syndicate" in _loaded("import syndicate")


def test_a_feed_reader_needs_no_server_and_no_terminal() -> None:
    """Reading and pairing load neither the command's libraries nor the service's."""
    assert set() == _loaded("import syndicate; syndicate.read") & {"click", "rich", "starlette", "uvicorn", "jinja2"}


def test_every_public_name_is_there() -> None:
    """What `__all__` lists can be imported, and is described."""
    for name in syndicate.__all__:
        assert getattr(syndicate, name).__doc__, name
    assert set(syndicate.__all__) <= set(dir(syndicate))


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """A lazy package still knows what it does not have."""
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = syndicate.no_such_name


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python 3.11 before 3.11.5 takes back what such a group has matched (gh-106052), and Debian 12 has 3.11.2."""
    for module in pkgutil.walk_packages(syndicate.__path__, "syndicate."):
        if module.name == "syndicate.__main__":
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                assert not _possessive_groups(_parser.parse(value.pattern, value.flags & ~re.DEBUG)), (
                    f"{module.name}.{name}: repeat the group with * and what is in it with *+"
                )


def _possessive_groups(parsed: object) -> bool:
    """Whether a parsed pattern has a possessive repeat of more than one set of characters."""
    if isinstance(parsed, _parser.SubPattern):
        return any(_possessive_groups(step) for step in parsed.data)
    if isinstance(parsed, (tuple, list)):
        if len(parsed) == 2 and parsed[0] is _parser.POSSESSIVE_REPEAT:
            item = parsed[1][2]
            if len(item) != 1 or item[0][0] not in (_parser.IN, _parser.LITERAL, _parser.NOT_LITERAL, _parser.ANY):
                return True
        return any(_possessive_groups(step) for step in parsed)
    return False
