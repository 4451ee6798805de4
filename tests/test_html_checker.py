"""Every page of a tree as the Nu HTML Checker judges it, which is the checker of the W3C and of the WHATWG.

It comes with the programs of Node in ``tests/clients``, and runs in Java.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import attrs
import pytest
from many_languages import KINDS, PUBLISHERS, many_languages
from samples import PUBLISHER, catalog, day, small
from test_reflow_browser import pages, tree

from syndicate.publishing import build

CHECKER = Path(__file__).parent / "clients" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
JAVA = shutil.which("java")
pytestmark = [
    pytest.mark.skipif(JAVA is None, reason="no Java is installed"),
    pytest.mark.skipif(not CHECKER.is_file(), reason="vnu-jar is not installed (npm install in tests/clients)"),
]
__all__ = ["tree"]


def messages(*files: Path) -> list[str]:
    """What the checker says of some pages, warnings included."""
    assert JAVA is not None
    ran = subprocess.run(
        [JAVA, "-jar", CHECKER, "--format", "json", "--no-langdetect", "--exit-zero-always", *files],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stderr)["messages"]
    return sorted({f"{one['url'].rpartition('/public/')[2]}: {one['message']}" for one in found})


def test_checker_sees_faults(tmp_path: Path) -> None:
    """The test is able to fail."""
    (tmp_path / "page.html").write_text('<!DOCTYPE html><html lang="en"><title>A</title><p id="a"><i id="a">', "utf-8")
    assert any("Duplicate ID" in message for message in messages(tmp_path / "page.html"))


def test_pages_of_the_example_are_sound(example_tree: Path) -> None:
    """Each kind of page in both languages, frames and builders included: not one message."""
    assert [] == messages(
        *(example_tree / path for path in pages(example_tree)), *(example_tree / "es").rglob("index.html")
    )


def test_pages_of_old_addresses_are_sound(tmp_path: Path) -> None:
    """Of a topic that is in another now, and of one that is in several: not one message."""
    old = ((1, ("a", "b")), (2, ("b",)))
    topics = [attrs.evolve(small(number), aliases={"en": aliases}) for number, aliases in old]
    build(catalog(*topics), PUBLISHER, tmp_path / "public", only=["pages"])
    assert [] == messages(*(tmp_path / "public/en/topics" / slug / "index.html" for slug in "ab"))


def test_pages_with_all_that_can_be_long_are_sound(tree: Path) -> None:
    """Headings, formulas, and addresses: not one message, but for what an author's own table has too few cells of."""
    assert [] == messages(
        *(tree / path for path in pages(tree) if path != "en/bilingual.html" and "/table/" not in path)
    )


def test_pages_in_twelve_languages_are_sound(tmp_path: Path) -> None:
    """From the right, in Chinese, and with labels in another language: not one message."""
    for name, publisher in PUBLISHERS.items():
        out = tmp_path / "public" / name.replace(" ", "-")
        build(many_languages(), publisher, out, only=KINDS, now=day("2024-06-01"))
        fragments = ("card.html", "snippet.html", "list.html")
        assert [] == messages(*(path for path in out.rglob("*.html") if path.name not in fragments))
