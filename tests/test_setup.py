"""The set-up depends on what the project states, not on the day: pins, floors, lock files. No package is installed."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent


def normal(name: str) -> str:
    """A name as the simple index has it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def pins() -> dict[str, list[Version]]:
    """The versions in constraints.txt; some depend on the version of Python."""
    found: dict[str, list[Version]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        requirement = Requirement(line)
        [pin] = requirement.specifier
        assert "==" == pin.operator, line
        found.setdefault(normal(requirement.name), []).append(Version(pin.version))
    return found


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        return tomllib.load(stream)


def stated(project: dict[str, Any]) -> list[Requirement]:
    """What the package and its extras require themselves."""
    lists = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    every = [Requirement(line) for lines in lists for line in lines]
    return [requirement for requirement in every if requirement.name != "syndicate-feeds"]


def test_isolated_builds_use_the_pinned_tools(project: dict[str, Any], pins: dict[str, list[Version]]) -> None:
    """`pip install .` and `python -m build` take the same versions as `make`, today and later."""
    tools = [Requirement(line) for line in project["build-system"]["requires"]]
    assert {"babel", "hatchling"} < {tool.name for tool in tools}
    for tool in tools:
        assert [f"=={version}" for version in pins[normal(tool.name)]] == [str(tool.specifier)], tool


def test_every_package_that_is_set_up_is_pinned(project: dict[str, Any], pins: dict[str, list[Version]]) -> None:
    """No version of any package that a target of the Makefile installs is left to the day."""
    waiting, seen = [(requirement, "") for requirement in stated(project)], set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        for wanted in ("", *requirement.extras):
            name = normal(requirement.name)
            if (name, wanted) in seen:
                continue
            seen.add((name, wanted))
            assert name in pins, f"{requirement} is not in constraints.txt"
            try:
                waiting += [(Requirement(line), wanted) for line in requires(requirement.name) or ()]
            except PackageNotFoundError:  # of an extra that is not installed here
                continue


def test_floors_are_stated_and_not_above_the_pins(project: dict[str, Any], pins: dict[str, list[Version]]) -> None:
    """What the package needs at run time has an oldest version, which the continuous integration tries."""
    extras = project["project"]["optional-dependencies"]
    for line in (*project["project"]["dependencies"], *extras["service"], *extras["photographs"]):
        requirement = Requirement(line)
        [floor] = requirement.specifier
        assert ">=" == floor.operator, line
        assert all(pin in requirement.specifier for pin in pins[normal(requirement.name)]), line


def test_node_packages_come_from_a_lock_without_addresses() -> None:
    """Every package of every depth has a version and a digest; which registry it comes from is the user's affair."""
    folder = ROOT / "tests" / "clients"
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    stated = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    assert stated["dependencies"] == packages.pop("")["dependencies"]
    for name, package in packages.items():
        assert {"version", "integrity"} <= package.keys(), name
        assert "resolved" not in package, name
