"""Arguments of the wrong kind: each public function says what it expected, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import PUBLISHER, catalog, topic

import syndicate
from syndicate.feeds import Feeds, opml
from syndicate.model.arguments import check

TEA = topic()
SHELF = catalog(TEA)

WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "a slug for a topic": (
        lambda: syndicate.snippet("tea", PUBLISHER, "es"),  # type: ignore[arg-type]
        "a Topic expected, not 'tea' (field topic): `catalog[slug]` is the topic of a slug",
    ),
    "a path for a publisher": (
        lambda: syndicate.card(TEA, "publisher.toml", "es"),  # type: ignore[arg-type]
        "a Publisher expected, not 'publisher.toml' (field publisher): `syndicate.Publisher.load(path)` makes one of a"
        " publisher.toml",
    ),
    "publisher and topic swapped": (
        lambda: syndicate.card(PUBLISHER, TEA, "es"),  # type: ignore[arg-type]
        "a Topic expected, not Publisher (field topic): topic and publisher have changed places",
    ),
    "swapped, for two languages": (
        lambda: syndicate.bilingual(PUBLISHER, TEA),  # type: ignore[arg-type]
        "a Topic expected, not Publisher (field topic): topic and publisher have changed places",
    ),
    "a list for a catalog": (
        lambda: syndicate.feed([TEA], PUBLISHER, "es"),  # type: ignore[arg-type]
        "a Catalog expected, not list (field catalog): `syndicate.Catalog(topics)` makes one of topics,"
        " `syndicate.pair(records)` of records",
    ),
    "a topic for a catalog": (
        lambda: syndicate.feed(TEA, PUBLISHER, "es"),  # type: ignore[arg-type]
        "a Catalog expected, not Topic (field catalog): `syndicate.Catalog([topic])` makes one of a topic",
    ),
    "a path for a catalog": (
        lambda: syndicate.build("examples/health-topics", PUBLISHER, "public"),  # type: ignore[arg-type]
        "a Catalog expected, not 'examples/health-topics' (field catalog): `syndicate.read(path)` makes one of a file"
        " or folder",
    ),
    "swapped, of a site": (
        lambda: syndicate.Site(PUBLISHER, SHELF),  # type: ignore[arg-type]
        "a Catalog expected, not Publisher (field catalog): catalog and publisher have changed places",
    ),
    "a list of paths": (
        lambda: syndicate.read(["a", "b"]),  # type: ignore[arg-type]
        "a path expected, not list (field path): give each path as an argument of its own: `read(*paths)`",
    ),
    "a path for a publisher of sources": (
        lambda: syndicate.read("a", publisher=Path("publisher.toml")),  # type: ignore[arg-type]
        f"a Publisher expected, not {type(Path()).__name__} (field publisher): `syndicate.Publisher.load(path)` makes"
        " one of a publisher.toml",
    ),
    "topics for records": (
        lambda: syndicate.pair([TEA]),  # type: ignore[list-item]
        "a Record, Finding, or SourceMetadata expected, not Topic (field item)",
    ),
    "a path for a page": (
        lambda: syndicate.extract(Path("page.html"), url="https://example.org/"),  # type: ignore[arg-type]
        f"the text or bytes of a page expected, not {type(Path()).__name__} (field page): `path.read_bytes()` reads a"
        " file",
    ),
    "a list for a catalog, of feeds": (
        lambda: Feeds([TEA], PUBLISHER, ["es"]),  # type: ignore[arg-type]
        "a Catalog expected, not list (field catalog): `syndicate.Catalog(topics)` makes one of topics,"
        " `syndicate.pair(records)` of records",
    ),
    "swapped, of a list of feeds": (
        lambda: opml(PUBLISHER, SHELF, ["es"]),  # type: ignore[arg-type]
        "a Catalog expected, not Publisher (field catalog): catalog and publisher have changed places",
    ),
    "a path for a catalog, of a history": (
        lambda: syndicate.History("public.history").compare("topics"),  # type: ignore[arg-type]
        "a Catalog expected, not 'topics' (field catalog): `syndicate.read(path)` makes one of a file or folder",
    ),
    "slugs for topics": (
        lambda: syndicate.Catalog(["tea"]),  # type: ignore[list-item]
        "Topic expected, not str (field topics)",
    ),
    "a number for a document": (
        lambda: syndicate.validate(7),  # type: ignore[arg-type]
        "a path, or the bytes of a document, expected, not int (field source)",
    ),
    "a number for a locale": (
        lambda: syndicate.snippet(TEA, PUBLISHER, 7),  # type: ignore[arg-type]
        "a locale expected, not int: use an identifier such as 'en', 'es' or 'es-US'",
    ),
}


@pytest.mark.parametrize(("call", "message"), WRONG.values(), ids=WRONG)
def test_wrong_arguments_say_what_was_expected(call: Callable[[], Any], message: str) -> None:
    """In one line: what it should be, what it is, which argument, and the way there."""
    with pytest.raises(syndicate.SyndicateError) as caught:
        call()
    assert message == caught.value.format_message()


def test_long_texts_are_not_repeated() -> None:
    """A page given for a topic is not printed whole."""
    with pytest.raises(syndicate.InvalidValueError, match="a Topic expected, not str"):
        check(topic="<p>" * 100)
