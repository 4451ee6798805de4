"""Arguments of the wrong kind: each public function says what it expected, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from samples import PUBLISHER, catalog, topic

import syndicate
from syndicate.feeds import Feeds, opml, register_writer
from syndicate.locales import joined, number
from syndicate.markup import Policy, sanitize
from syndicate.model import Localized
from syndicate.model.arguments import check
from syndicate.service import app

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
    "no locale of a feed": (
        lambda: syndicate.feed(SHELF, PUBLISHER, None),
        "a locale or a list of locales expected, not NoneType (field locale)",
    ),
    "a number for a group": (
        lambda: syndicate.feed(SHELF, PUBLISHER, "es", group=3),
        "a Group or its slug expected, not int (field group)",
    ),
    "a number for a topic": (
        lambda: syndicate.feed(SHELF, PUBLISHER, "es", topic=3),
        "a Topic, a slug, or a list of them expected, not int (field topic)",
    ),
    "numbers for topics": (
        lambda: syndicate.feed(SHELF, PUBLISHER, "es", topic=[3]),
        "a Topic or its slug expected, not int (field topic)",
    ),
    "a path for changes": (
        lambda: syndicate.feed(SHELF, PUBLISHER, "es", changes="a.history"),
        "Changes expected, not 'a.history' (field changes): `syndicate.History(path).compare(catalog)` makes them",
    ),
    "what is new, without a history": (
        lambda: syndicate.feed(SHELF, PUBLISHER, "es", whats_new=True),
        "what is new is known from a history alone (field changes): pass `changes=syndicate.History(path)"
        ".compare(catalog)`",
    ),
    "a text for a list of languages, of feeds": (
        lambda: Feeds(SHELF, PUBLISHER, "es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a text for a list of languages, of a list of feeds": (
        lambda: opml(SHELF, PUBLISHER, "es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a text for jobs": (
        lambda: syndicate.build(SHELF, PUBLISHER, "public", jobs="2"),
        "'2' is no number of processes (field jobs): 1 is the least",
    ),
    "less than one job": (
        lambda: syndicate.build(SHELF, PUBLISHER, "public", jobs=-1),
        "-1 is no number of processes (field jobs): 1 is the least",
    ),
    "a text for the moment of a build": (
        lambda: syndicate.build(SHELF, PUBLISHER, "public", now="tomorrow"),
        "a date or datetime expected, not 'tomorrow' (field now): "
        "`datetime.date.fromisoformat(text)` makes one of a text",
    ),
    "a number for an executor": (
        lambda: syndicate.build(SHELF, PUBLISHER, "public", executor=3),
        "a concurrent.futures.Executor expected, not int (field executor)",
    ),
    "no folder to build": (
        lambda: syndicate.build(SHELF, PUBLISHER, None),
        "a path expected, not NoneType (field out)",
    ),
    "a number for the history of a build": (
        lambda: syndicate.build(SHELF, PUBLISHER, "public", history=3),
        "a path expected, not int (field history)",
    ),
    "a text for a list of languages, of a build": (
        lambda: syndicate.build(SHELF, PUBLISHER, "public", locales="es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a text for a list of kinds, of a build": (
        lambda: syndicate.build(SHELF, PUBLISHER, "public", only="pages"),
        "a list expected, not 'pages' (field only): write `only=['pages']`",
    ),
    "nothing to read": (
        lambda: syndicate.read(),
        "a file or folder is needed (field paths): name it: `syndicate.read(path)`",
    ),
    "a text for the moment of reading": (
        lambda: syndicate.read("a", now="x"),
        "a date or datetime expected, not 'x' (field now): `datetime.date.fromisoformat(text)` makes one of a text",
    ),
    "a text for the moment of pairing": (
        lambda: syndicate.pair([], now="x"),
        "a date or datetime expected, not 'x' (field now): `datetime.date.fromisoformat(text)` makes one of a text",
    ),
    "a text for the moment of validation": (
        lambda: syndicate.validate(b"<rss/>", now="x"),
        "a datetime with a time zone expected, not 'x' (field now)",
    ),
    "a moment of validation without a time zone": (
        lambda: syndicate.validate(b"<rss/>", now=datetime(2025, 3, 1)),
        "the moment 2025-03-01 00:00:00 has no time zone (field now): give it a `tzinfo`",
    ),
    "a number for records": (
        lambda: syndicate.pair(3),
        "a list expected, not int (field items): put a single one into a list",
    ),
    "one record for records": (
        lambda: syndicate.pair(syndicate.Record(id="1", slug="a", locale="en", title="A")),
        "a list expected, not Record (field items): put a single one into a list",
    ),
    "no path of an artifact": (
        lambda: syndicate.Site(SHELF, PUBLISHER).get(None),
        "a path expected, not NoneType (field path)",
    ),
    "a path for a piece": (
        lambda: list(syndicate.Site(SHELF, PUBLISHER).artifacts("es")),
        "a Piece expected, not 'es' (field piece): `Site.pieces()` lists them, `Site.get(path)` makes one artifact",
    ),
    "an unknown kind of a site": (
        lambda: syndicate.Site(SHELF, PUBLISHER, kinds=["nope"]),
        "there is no kind 'nope' (field kinds): the kinds are pages, feeds, snippets, cards, embeds",
    ),
    "a text for a list of kinds": (
        lambda: syndicate.Site(SHELF, PUBLISHER, kinds="pages"),
        "a list expected, not 'pages' (field kinds): write `kinds=['pages']`",
    ),
    "a text for a list of languages": (
        lambda: syndicate.Site(SHELF, PUBLISHER, "es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a language without topics": (
        lambda: syndicate.Site(SHELF, PUBLISHER, ["fr"]),
        "no topic has a text in this language (locale fr): the catalog has en, es",
    ),
    "a number for a history": (
        lambda: syndicate.Site(SHELF, PUBLISHER, history=3),
        "a History expected, not int (field history): `syndicate.History(path)` makes one of a file",
    ),
    "a number for a file of a history": (lambda: syndicate.History(3), "a path expected, not int (field path)"),
    "a number for a publisher.toml": (lambda: syndicate.Publisher.load(3), "a path expected, not int (field path)"),
    "a text for groups": (
        lambda: syndicate.Catalog([], groups="x"),
        "a list expected, not 'x' (field groups): write `groups=['x']`",
    ),
    "a mapping for groups": (
        lambda: syndicate.card(TEA, PUBLISHER, "es", {"a": 1}),
        "a Group expected, not 'a' (field groups): `groups.values()` lists those of a mapping",
    ),
    "a slug for slugs": (
        lambda: SHELF.subset("tea"),
        "a list expected, not 'tea' (field slugs): write `slugs=['tea']`",
    ),
    "a text for options of an extract": (
        lambda: syndicate.extract("<p>", url="https://example.org/", options="x"),
        "ExtractOptions expected, not 'x' (field options)",
    ),
    "a text for options of a snippet": (
        lambda: syndicate.snippet(TEA, PUBLISHER, "es", options="x"),
        "SnippetOptions expected, not 'x' (field options): or give one by name, as `heading_level=3`",
    ),
    "a text for a list of languages, side by side": (
        lambda: syndicate.bilingual(TEA, PUBLISHER, "es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a text for a number": (lambda: number("x", "es"), "a number expected, not str (field value)"),
    "a folder that is not there": (
        lambda: app("/nope"),
        "there is no folder '/nope': name one that `syndicate build` wrote",
    ),
    "a text for a writer": (
        lambda: register_writer("txt", "x"),
        "a function that takes a Feed and yields bytes expected, not 'x' (field writer)",
    ),
    "a number for a locale": (
        lambda: syndicate.snippet(TEA, PUBLISHER, 7),  # type: ignore[arg-type]
        "a locale expected, not int: use an identifier such as 'en', 'es' or 'es-US'",
    ),
}


WRONG |= {
    "pairs for values of languages": (
        lambda: Localized([("en", "a")]),  # type: ignore[arg-type]
        "a mapping expected, not list (field values)",
    ),
    "a number for a group of a catalog": (
        lambda: SHELF.in_group(3),  # type: ignore[arg-type]
        "a Group expected, not int (field group)",
    ),
    "a number for a reference": (
        lambda: SHELF.find(3, "en"),  # type: ignore[arg-type]
        "a Reference expected, not int (field reference)",
    ),
    "a number for HTML": (
        lambda: sanitize(3),  # type: ignore[arg-type]
        "a text expected, not int (field fragment)",
    ),
    "a number for elements": (
        lambda: Policy(tags=3),  # type: ignore[arg-type]
        "a list expected, not int (field tags)",
    ),
    "a number in a list": (
        lambda: joined(["a", 3], "es"),  # type: ignore[list-item]
        "a text expected in the list, not int (field items)",
    ),
    "a list for the locale of a value": (
        lambda: Localized({"en": "a"}).get(["es"]),  # type: ignore[arg-type]
        "a locale expected, not list: such as 'es-MX'",
    ),
    "a text that no publisher has": (
        lambda: PUBLISHER.text("motto", "es"),
        "a publisher has no text 'motto': it has name, attribution, open_graph_locale, disclaimer, rights,"
        " organization, place",
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
