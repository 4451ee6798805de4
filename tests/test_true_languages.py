"""Every text of every artifact says its language, and says it truly: twelve languages, walked from end to end."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from many_languages import KINDS, PUBLISHERS, TEXTS, many_languages
from samples import day, files
from walked_texts import Text, walked

from syndicate.locales import joined, long_date, parse
from syndicate.locales.cldr_gaps import language_names, month_names
from syndicate.publishing import build
from syndicate.validation import validate

LOCALES = Path(__file__).parent.parent / "locales"
ENGLISH_NAME = TEXTS["en"]["publisher"].casefold()
NAMES = frozenset(
    "RSS Atom JSON Feed OPML HTML CSS URL WhatsApp Facebook LinkedIn Bluesky Mastodon Google Slack iMessage Discord"
    " Telegram Internet Korean 한국어 MB A-Z NIH X".casefold().split()
)
"""Names that are the same in every language; "Internet" is how a reference names the medium."""
CODES = ("correction", "home")
"""Tags of JSON Feed for what has no name in the language of the item."""
ADDRESS = re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)+\b|@@\w+@@")


def _labels(language: str) -> set[str]:
    """The labels of a language; English is also what the code says."""
    folder = LOCALES / str(parse(language)) / "LC_MESSAGES" / "syndicate.po"
    if not folder.exists():
        return set()
    made: set[str] = set()
    for message in read_po(folder.read_text(encoding="utf-8").splitlines(keepends=True)):
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            made.update(" ".join(piece.split()) for piece in re.split(r"\{[^}]*\}", text))
    return made


@cache
def _known(language: str) -> list[str]:
    """All that is known to be in a language: its texts, labels, and what CLDR says of dates, lists, and languages."""
    if not re.fullmatch("[a-z]{2}(-[A-Z][a-z]{3})?", language):
        return []
    locale = parse(language)
    names = language_names(locale).values()
    texts = {*TEXTS.get(str(locale), {}).values(), *_labels(language), *names}
    texts |= {piece for text in [*texts] for piece in re.split(r"(?<=[.。।؟?])\s*", text)}
    for month in range(1, 13):
        texts |= {piece.strip() for piece in re.split("[\\d٠-٩]+", long_date(date(2024, month, 1), locale))}
    texts |= {*month_names(locale, "abbreviated").values()}
    last = joined(["0", "1"], locale).removeprefix("0").removesuffix("1")
    texts |= {last.strip()} if last[-1:] == " " else {last.strip() + name for name in names}
    known = {" ".join(text.casefold().split()) for text in texts if any(map(str.isalpha, text))}
    return sorted(known, key=len, reverse=True)


def _untrue(text: Text) -> str:
    """What a text holds that is not in the language it declares; empty where all of it is."""
    if len(text.text) == 1 or (text.place.endswith(".tags") and text.text in CODES):  # a letter of a list; a code
        return ""
    if text.language == "zh-Hant" and re.fullmatch(r"\d+劃", text.text):  # a number of strokes, in place of a letter
        return ""
    left = _without(text.text, text.language)
    if text.is_bare:
        left = _nameless(left, text.text.casefold())
    return left if any(map(str.isalpha, left)) else ""


@cache
def _without(text: str, language: str) -> str:
    """A text without what is known to be in a language, or in none."""
    left = " ".join(re.sub(r"\{\w+\}", " ", ADDRESS.sub(" ", text)).casefold().split())
    for known in _known(language):
        if known in left:
            before = r"(?<!\w)" if _spaced(known[0]) else ""
            after = r"(?!\w)" if _spaced(known[-1]) else ""
            left = re.sub(f"{before}{re.escape(known)}{after}", " ", left)
    return " ".join(word for word in left.split() if word.strip("()[].,;:|“”«»„") not in NAMES)


def _spaced(character: str) -> bool:
    """Whether words of its script stand between spaces."""
    return character.isalnum() and not unicodedata.name(character, "").startswith("CJK")


def _nameless(left: str, whole: str) -> str:
    """What is left of a text that can hold no mark without the names in it.

    A sentence in one language may name a publisher, group, or topic as it is called; a publisher has its only name.
    """
    if left == " ".join(whole.split()):
        return left.replace(ENGLISH_NAME, " ")
    names = {texts[name].casefold() for texts in TEXTS.values() for name in ("title", "group", "publisher")}
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, " ")
    return left


@pytest.fixture(scope="module", params=PUBLISHERS)
def tree(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The published tree, of a publisher with names in all languages, and of one with names in English alone."""
    out = tmp_path_factory.mktemp("many") / "out"
    build(many_languages(), PUBLISHERS[request.param], out, only=KINDS, now=day("2024-06-01"))
    return files(out)


def test_every_text_is_in_the_language_it_declares(tree: dict[str, bytes]) -> None:
    """What is not known to be in the declared language is untrue: 0 texts of all artifacts."""
    untrue = {}
    count = 0
    for text in walked(tree):
        count += 1
        if left := _untrue(text):
            untrue[text.path, text.place, left] = text
    assert count > 20_000
    assert {} == untrue


def test_a_tree_in_twelve_languages_is_valid(tree: dict[str, bytes], tmp_path: Path) -> None:
    """Feeds, lists, and pages have no fault, whatever is marked in them."""
    for path, body in tree.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)
    found = validate(tmp_path)
    assert 0 == found.errors, found.problems
