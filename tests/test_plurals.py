"""Messages with a number before a noun have a form for one, or the number stands elsewhere; in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
COUNTED = re.compile(
    r"\{(?:count|total|size|days|times|rest|corrected)(?::,)?\} (?:more |other )?(?!is\b|más\b|es\b)\w+s\b"
)
ALWAYS_SEVERAL = frozenset(
    [
        "The text is short: {count} characters, fewer than {least}",  # an abbreviation that extracts are known by
        "all {count} entries have the id {id}",
        "the archive holds {count} XML files",
        "the item has {count} enclosures; readers take one",
        "the page has {count:,} bytes",
        "the page has {size:,} bytes",
        "the picture has {size} pixels, not {stated_size}",
        "the text has {count:,} characters",
        "the text has {count:,} characters; Apple takes {most:,}",
        "{count:,} pages, {corrected:,} of them corrected, {url} first",
        "{count:,} pages, {url} first",
        "{element} has {count:,} attributes",
        "{name} has {count:,} characters",
        "{times} columns are called {name!r}",
    ]
)
"""Those that are only said of two or more, mostly of what is above a limit."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_number_before_a_noun_has_a_form_for_one(language: str) -> None:
    """Else a report says "1 topics"."""
    with (ROOT / "locales" / language / "LC_MESSAGES" / "syndicate.po").open("rb") as stream:
        found = read_po(stream)
    shown = {
        str(message.id)
        for message in found
        if message.id and not isinstance(message.id, tuple) and COUNTED.search(str(message.string))
    }
    assert set() == {one for one in shown if one not in ALWAYS_SEVERAL and "{count} of {total}" not in one}
