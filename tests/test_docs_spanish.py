"""The Spanish of the documentation is complete, and says of each paragraph what the English one says now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
CATALOGS = ROOT / "locales" / "docs" / "es" / "LC_MESSAGES"
PAGES = sorted(
    path.relative_to(CATALOGS).with_suffix("").as_posix() for path in CATALOGS.rglob("*.po") if path.stem != "sphinx"
)
"""Those with a catalog: the documentation offers them in Spanish."""

CODE = re.compile(r"(`+)(.+?)\1")
TARGET = re.compile(r"\]\(([^)\s]+)\)|<(https?://[^>]+)>")
PICTURE = re.compile(r"!\[")
TAG = re.compile(r"</?\w+[^>]*>")
NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")

PARSER = MarkdownIt("commonmark").enable("table")


def texts(page: str) -> list[str]:
    """The paragraphs, headings, cells, and text alternatives of a page, as Sphinx' gettext builder has them."""
    found = []
    for token in PARSER.parse((DOCS / f"{page}.md").read_text("utf-8")):
        if token.type == "inline" and token.content:
            found.append(token.content.replace("\n", " ").strip())
            found += [part.content for part in token.children or [] if part.type == "image" and part.content]
    return found


def has_words(text: str) -> bool:
    """Whether there is anything to translate: code and numbers are the same in Spanish."""
    return re.search(r"[^\W\d_]", CODE.sub("", text)) is not None


def catalog(page: str) -> dict[str, Message]:
    """The messages of a page's catalog."""
    with (CATALOGS / f"{page}.po").open("rb") as stream:
        return {str(message.id): message for message in read_po(stream, abort_invalid=True) if message.id}


def marks(text: str) -> Iterator[tuple[str, Counter[str]]]:
    """What a text and its translation have in common: code, where links lead, pictures, HTML, and numbers."""
    plain = CODE.sub("", text)
    yield "code", Counter(match[2] for match in CODE.finditer(text))
    yield "links", Counter(match[1] or match[2] for match in TARGET.finditer(plain))
    yield "pictures", Counter(PICTURE.findall(plain))
    plain = TARGET.sub("", plain)
    yield "HTML", Counter(TAG.findall(plain))
    yield "numbers", Counter(NUMBER.findall(TAG.sub("", plain)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.replace("/", "-"))
def test_a_page_is_wholly_in_spanish(page: str) -> None:
    """Each paragraph has a text that was translated from what it says now; `make docs-es` finds what changed."""
    messages = catalog(page)
    stated = [text for text in texts(page) if has_words(text)]
    stale = [text for text in stated if text not in messages or not messages[text].string or messages[text].fuzzy]
    assert [] == [f"docs/{page}.md has no Spanish for: {text}" for text in stale]
    assert set() == set(messages) - set(texts(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.replace("/", "-"))
def test_spanish_keeps_what_is_no_word(page: str) -> None:
    """A translation has the code, the links, and the numbers of its original."""
    for text, message in catalog(page).items():
        if message.string:
            assert [] == [
                f"docs/{page}.md, the {kind} of “{message.string}”: {dict(kept)} is not {dict(wanted)}"
                for (kind, wanted), (_, kept) in zip(marks(text), marks(str(message.string)), strict=True)
                if wanted != kept
            ]
            # A heading "1. Begin" would be read as a list: write "1\\. Comience".
            assert ["paragraph_open", "inline", "paragraph_close"] == [
                token.type for token in PARSER.parse(str(message.string))
            ], message.string


def test_the_theme_speaks_spanish() -> None:
    """Every word of the toggle of languages has its Spanish."""
    asked = {
        match[1]
        for template in (DOCS / "_templates").glob("*.html")
        for match in re.finditer(r'_\("([^"]+)"\)', template.read_text("utf-8"))
    }
    assert asked
    assert set() == asked - {text for text, message in catalog("sphinx").items() if message.string}
