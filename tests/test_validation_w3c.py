"""The verdicts of validation beside those of the W3C's validator, on its own test cases, where a checkout is at hand.

``SYNDICATE_FEEDVALIDATOR`` names the folder of a checkout of https://github.com/w3c/feedvalidator. A case says in a
comment what it expects: the name of an error, a warning or a piece of information, or with "!" that there is none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicate.validation import validate

CHECKOUT = os.environ.get("SYNDICATE_FEEDVALIDATOR", "")

pytestmark = pytest.mark.skipif(
    not Path(CHECKOUT, "testcases").is_dir() or not CHECKOUT,
    reason="SYNDICATE_FEEDVALIDATOR names no checkout of w3c/feedvalidator",
)

EXPECTED = re.compile(r"<!--\s*Description:.*?(?:Expect|Message):\s*(!?)(\w+)", re.DOTALL)
CLASS = re.compile(r"^class (\w+)\((\w+)[^)]*\)", re.MULTILINE)

FORMATS = {"Atom": ("atom",), "RSS": ("rss", "rss20"), "OPML": ("opml",)}
EXTENSIONS = {
    "Media RSS": "ext/media/*.xml",
    "podcasts": "ext/itunes/*.xml",
    "threads": "ext/thr/*.xml",
    "archives": "ext/fh/*.xml",
    "places": "ext/georss/*.xml",
    "licenses": "*/**/*licen*.xml",
}
DISPUTED = {
    "rss/must/rss10_mixedContent.xml",  # RSS 1.0 is checked without its extensions
    "ext/media/group_of_one.xml",  # a group of one is odd, not wrong: a warning
}
"""What the W3C calls an error and we do not; docs/reference/validation-rules.md says why."""


def error_names() -> set[str]:
    """The names of all that is an error to the W3C."""
    text = Path(CHECKOUT, "src/feedvalidator/logging.py").read_text("utf-8")
    parents = dict(CLASS.findall(text))
    errors = {"Error"}
    while more := {name for name, parent in parents.items() if parent in errors} - errors:
        errors |= more
    return errors


def cases(*patterns: str) -> Iterator[tuple[str, bool, bool]]:
    """The path of each case that decides a verdict, whether the document is valid, and whether we say so."""
    errors, folder = error_names(), Path(CHECKOUT, "testcases")
    for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
        body = path.read_bytes()
        match = EXPECTED.search(body.decode("utf-8", "replace"))
        if match is None:
            continue
        denied, name = bool(match[1]), match[2]
        if (denied and name in ("Message", "Error")) or (not denied and name in errors):
            yield path.relative_to(folder).as_posix(), denied, validate(body).valid


@pytest.mark.parametrize("format", FORMATS)
def test_verdicts(format: str) -> None:
    """At least 99 of 100 documents of a format are valid to both, or to neither."""
    found = list(cases(*(f"{folder}/**/*.{ending}" for folder in FORMATS[format] for ending in ("xml", "opml"))))
    differing = {path for path, expected, actual in found if expected != actual}

    assert len(found) >= 25
    assert set() == differing - DISPUTED
    assert len(differing) <= len(found) / 100


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_extensions(extension: str) -> None:
    """Of the errors in extensions that the W3C finds, hardly one is missed, and none is made up."""
    found = list(cases(EXTENSIONS[extension]))
    missed = {path for path, expected, actual in found if not expected and actual}

    assert found
    assert set() == {path for path, expected, actual in found if expected and not actual}
    assert set() == missed - DISPUTED


def test_every_case_has_an_answer() -> None:
    """No document of the W3C makes validation stumble, of whatever format it is."""
    bodies = [path.read_bytes() for path in Path(CHECKOUT, "testcases").rglob("*") if path.is_file()]

    assert len(bodies) > 2000
    for body in bodies:
        validate(body)
