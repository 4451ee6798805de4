"""The structure of the package: its floors, what climbs or goes in circles, and how large it is. No test lives here.

`make structure` prints it. The floors are those of the table in `docs/explanation/architecture.md`.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "syndicate"
_NAME = re.compile(r"^\.\. (?:autofunction|autoclass|autoexception|py:data):: ([\w.]+)$", re.MULTILINE)
_LOADERS = {"import_module", "__import__", "resolve_name"}
_ROW = re.compile(r"^\| (\d(?:\.\d)?) \| (.*?) \|", re.MULTILINE)


def floors() -> dict[str, float]:
    """The floor of each room: a module imports only from floors below its room's own."""
    page = (PROJECT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    return {name: float(floor) for floor, names in _ROW.findall(page) for name in re.findall(r"`(\w+)`", names)}


def modules() -> dict[str, Path]:
    """The modules by name; that of the package itself, which imports nothing, is left out."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
    return {name_of(path): path for path in paths if path != PACKAGE / "__init__.py"}


def name_of(path: Path) -> str:
    """A module's name below the package's; of a package, the package's own."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def room(name: str) -> str:
    """The first part of a module's name."""
    return name.partition(".")[0]


def imports() -> dict[str, set[str]]:
    """The modules that each module imports: also inside functions, for its types alone, and by a name in a text."""
    known = modules()
    return {name: _imported(path, known) - {name} for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> set[str]:
    found = set()
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    if _loads_by_name(tree):  # whether the name is an argument or in a table, it is a text
        found |= {node.value.strip(".") for node in ast.walk(tree) if isinstance(getattr(node, "value", None), str)}
    assert "syndicate" not in found, f"{path}: name the module that a name of the package comes from"
    homes = _homes()
    inner = {homes.get(name, name).removeprefix("syndicate.") for name in found if name.startswith("syndicate.")}
    return {name if name in known else name.rpartition(".")[0] for name in inner} & known.keys()


@cache
def _homes() -> dict[str, str]:
    """The modules that the package loads its own names from when they are asked for."""
    stub = ast.parse((PROJECT / "syndicate" / "__init__.pyi").read_text("utf-8"))
    nodes = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    return {f"syndicate.{alias.name}": str(node.module) for node in nodes for alias in node.names}


def _loads_by_name(tree: ast.AST) -> bool:
    """Whether a module calls something that imports by a text."""
    names = (node.id if isinstance(node, ast.Name) else getattr(node, "attr", "") for node in ast.walk(tree))
    return not _LOADERS.isdisjoint(names)


def climbing() -> list[str]:
    """The imports that do not go down."""
    heights = floors()
    return [
        f"{name} imports {other}, whose floor is not below its own"
        for name, others in imports().items()
        for other in sorted(others)
        if room(name) != room(other) and heights[room(other)] >= heights[room(name)]
    ]


def circles() -> dict[str, set[str]]:
    """The modules that import each other, in a circle of any length, and those that import these."""
    remaining = imports()
    while ready := {name for name, others in remaining.items() if not others}:
        remaining = {name: others - ready for name, others in remaining.items() if name not in ready}
    return remaining


def rows() -> Iterator[str]:
    """The table: each room with its floor, modules, lines and public names; then the sums."""
    paths, public, sums = modules(), Counter(public_rooms()), [0, 0, 0]
    for name, floor in sorted(floors().items(), key=lambda item: (-item[1], item[0])):
        own = [path for module, path in paths.items() if room(module) == name]
        counts = (len(own), sum(len(path.read_text("utf-8").splitlines()) for path in own), public[name])
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        yield f"{floor:>5g}  {name:<12} {counts[0]:>7} {counts[1]:>8,} {counts[2]:>7}"
    yield f"{'':>5}  {'all':<12} {sums[0]:>7} {sums[1]:>8,} {sums[2]:>7}"


def public_rooms() -> Iterator[str]:
    """The room of each public name: of what the Python reference has."""
    package = importlib.import_module("syndicate")
    for name in _NAME.findall((PROJECT / "docs" / "reference" / "api.md").read_text("utf-8")):
        inner = name.removeprefix("syndicate.")
        home = getattr(getattr(package, inner, None), "__module__", name)  # of what the package itself exports
        yield room(home.removeprefix("syndicate."))


def main() -> int:
    """Print the table, and what is wrong; 1 if anything is."""
    print(f"{'floor':>5}  {'room':<12} {'modules':>7} {'lines':>8} {'public':>7}")
    print(*rows(), sep="\n")
    wrong = [*climbing(), *(f"{name} is in a circle" for name in circles())]
    print(*wrong or ["no import climbs, and no modules import each other"], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    sys.exit(main())
