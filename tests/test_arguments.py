"""Arguments of the wrong kind: each public function says what it expected, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from markupsafe import Markup
from samples import PUBLISHER, catalog, topic

import syndicate
from syndicate.feeds import Feeds, opml, register_writer
from syndicate.locales import from_name, joined, language_name, locale_id, number, tag
from syndicate.markup import Policy, plain_text, relevel, resolve, sanitize
from syndicate.model import Localized
from syndicate.model.arguments import check
from syndicate.service import app
from syndicate.sources import broken_topic

TEA = topic()
CATALOG = catalog(TEA)

WRONG: dict[str, tuple[Callable[[], Any], str | None]] = {
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
        "a Topic expected, not Publisher (field topic): topic and publisher are swapped",
    ),
    "swapped, for two languages": (
        lambda: syndicate.bilingual(PUBLISHER, TEA),  # type: ignore[arg-type]
        "a Topic expected, not Publisher (field topic): topic and publisher are swapped",
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
        lambda: syndicate.Site(PUBLISHER, CATALOG),  # type: ignore[arg-type]
        "a Catalog expected, not Publisher (field catalog): catalog and publisher are swapped",
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
        lambda: opml(PUBLISHER, CATALOG, ["es"]),  # type: ignore[arg-type]
        "a Catalog expected, not Publisher (field catalog): catalog and publisher are swapped",
    ),
    "a path for a catalog, of a history": (
        lambda: syndicate.History("public.history").compare("topics"),  # type: ignore[arg-type]
        "a Catalog expected, not 'topics' (field catalog): `syndicate.read(path)` makes one of a file or folder",
    ),
    "slugs for topics": (
        lambda: syndicate.Catalog(["tea"]),  # type: ignore[list-item]
        "a Topic expected, not 'tea' (field topics): `catalog.values()` lists those of a catalog",
    ),
    "a number for a document": (
        lambda: syndicate.validate(7),  # type: ignore[arg-type]
        "a path, or the bytes of a document, expected, not int (field source): `feed.rss()` gives those of a feed",
    ),
    "a topic for its slug": (
        lambda: CATALOG[TEA],  # type: ignore[index]
        "a slug expected, not Topic: a Topic has its own: `topic.slug`",
    ),
    "an address for the path of a site": (
        lambda: syndicate.Site(CATALOG, PUBLISHER).get("/en/topics/tea/"),
        "the site has nothing at '/en/topics/tea/': did you mean 'en/topics/tea/index.html'?",
    ),
    "no locale of a feed": (
        lambda: syndicate.feed(CATALOG, PUBLISHER, None),
        "a locale or a list of locales expected, not NoneType (field locale)",
    ),
    "a number for a group": (
        lambda: syndicate.feed(CATALOG, PUBLISHER, "es", group=3),
        "a Group or its slug expected, not int (field group)",
    ),
    "a number for a topic": (
        lambda: syndicate.feed(CATALOG, PUBLISHER, "es", topic=3),
        "a Topic, a slug, or a list of them expected, not int (field topic)",
    ),
    "numbers for topics": (
        lambda: syndicate.feed(CATALOG, PUBLISHER, "es", topic=[3]),
        "a Topic or its slug expected, not int (field topic)",
    ),
    "a path for changes": (
        lambda: syndicate.feed(CATALOG, PUBLISHER, "es", changes="a.history"),
        "Changes expected, not 'a.history' (field changes): `syndicate.History(path).compare(catalog)` makes them",
    ),
    "what is new, without a history": (
        lambda: syndicate.feed(CATALOG, PUBLISHER, "es", whats_new=True),
        "what is new is known from a history alone (field changes): pass `changes=syndicate.History(path)"
        ".compare(catalog)`",
    ),
    "a text for a list of languages, of feeds": (
        lambda: Feeds(CATALOG, PUBLISHER, "es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a text for a list of languages, of a list of feeds": (
        lambda: opml(CATALOG, PUBLISHER, "es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a text for jobs": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", jobs="2"),
        "'2' is not a number of processes (field jobs): it must be at least 1",
    ),
    "less than one job": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", jobs=-1),
        "-1 is not a number of processes (field jobs): it must be at least 1",
    ),
    "a text for the moment of a build": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", now="tomorrow"),
        "a date or datetime expected, not 'tomorrow' (field now): "
        "`datetime.date.fromisoformat(text)` makes one of a text",
    ),
    "a number for an executor": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", executor=3),
        "a concurrent.futures.Executor expected, not int (field executor)",
    ),
    "no folder to build": (
        lambda: syndicate.build(CATALOG, PUBLISHER, None),
        "a path expected, not NoneType (field out)",
    ),
    "a number for the history of a build": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", history=3),
        "a path expected, not int (field history)",
    ),
    "a text for a list of languages, of a build": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", locales="es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a text for a list of kinds, of a build": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", only="pages"),
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
        lambda: syndicate.Site(CATALOG, PUBLISHER).get(None),
        "a path expected, not NoneType (field path)",
    ),
    "a path for a piece": (
        lambda: list(syndicate.Site(CATALOG, PUBLISHER).artifacts("es")),
        "a Piece expected, not 'es' (field piece): `Site.pieces()` lists them, `Site.get(path)` makes one artifact",
    ),
    "an unknown kind of a site": (
        lambda: syndicate.Site(CATALOG, PUBLISHER, kinds=["nope"]),
        "there is no kind 'nope' (field kinds): the kinds are pages, feeds, snippets, cards, lists, embeds",
    ),
    "a text for a list of kinds": (
        lambda: syndicate.Site(CATALOG, PUBLISHER, kinds="pages"),
        "a list expected, not 'pages' (field kinds): write `kinds=['pages']`",
    ),
    "a text for a list of languages": (
        lambda: syndicate.Site(CATALOG, PUBLISHER, "es"),
        "a list expected, not 'es' (field locales): write `locales=['es']`",
    ),
    "a language without topics": (
        lambda: syndicate.Site(CATALOG, PUBLISHER, ["fr"]),
        "no topic has a text in this language (locale fr): the catalog has en, es",
    ),
    "a number for a history": (
        lambda: syndicate.Site(CATALOG, PUBLISHER, history=3),
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
        lambda: CATALOG.subset("tea"),
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
    "a number for the address where links start": (
        lambda: sanitize("x", 3),  # type: ignore[arg-type]
        "a text expected, not int (field base)",
    ),
    "a text for a policy": (
        lambda: sanitize("x", None, "strict"),  # type: ignore[arg-type]
        "a Policy expected, not 'strict' (field policy)",
    ),
    "a number for markup": (lambda: plain_text(3), "HTML expected, not int (field markup)"),  # type: ignore[arg-type]
    "no locale of markup": (
        lambda: plain_text(Markup("a"), None),  # type: ignore[arg-type]
        "a text expected, not NoneType (field locale)",
    ),
    "a text for a level": (
        lambda: relevel(Markup("<h2>a</h2>"), "2"),  # type: ignore[arg-type]
        "a whole number expected, not '2' (field top)",
    ),
    "a level that HTML does not have": (
        lambda: relevel(Markup("<h2>a</h2>"), 7),
        "7 is not a heading level (field top): use 1 to 6",
    ),
    "bytes for an address": (
        lambda: resolve("a", b"https://example.org/"),  # type: ignore[arg-type]
        "a text expected, not bytes (field base)",
    ),
    "no kinds to build": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", only=[]),
        "the list is empty (field only): leave it out for all there are",
    ),
    "no languages to build": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", locales=[]),
        "the list is empty (field locales): leave it out for all there are",
    ),
    "a number for progress": (
        lambda: syndicate.build(CATALOG, PUBLISHER, "public", progress=3),  # type: ignore[arg-type]
        "a function expected, not int (field progress)",
    ),
    "no languages of a site": (
        lambda: syndicate.Site(CATALOG, PUBLISHER, []),
        "the list is empty (field locales): leave it out for all there are",
    ),
    "no kinds of a site": (
        lambda: syndicate.Site(CATALOG, PUBLISHER, kinds=()),
        "the list is empty (field kinds): leave it out for all there are",
    ),
    "a list for a locale": (
        lambda: tag(["es"]),  # type: ignore[arg-type]
        "a locale expected, not list: use an identifier such as 'en', 'es' or 'es-US'",
    ),
    "a list for the identifier of a locale": (
        lambda: locale_id(["es"]),  # type: ignore[arg-type]
        "a locale expected, not list: use an identifier such as 'en', 'es' or 'es-US'",
    ),
    "a list for the locale of a title": (
        lambda: TEA.title[["es"]],  # type: ignore[index]
        "a locale expected, not list: use an identifier such as 'en', 'es' or 'es-US'",
    ),
    "a mapping for a language": (
        lambda: language_name({"es": 1}),  # type: ignore[arg-type]
        "a locale expected, not dict (field locale)",
    ),
    "a number for the name of a language": (
        lambda: from_name(3),  # type: ignore[arg-type]
        "a text expected, not int (field name)",
    ),
    "a number for a locale of a value": (
        lambda: Localized({"en": "a"}).get(3),  # type: ignore[arg-type]
        "a locale expected, not int: use an identifier such as 'en', 'es' or 'es-US'",
    ),
    "a text for a fallback order": (
        lambda: Localized({"en": "a"}).resolve("fr", "es"),  # type: ignore[arg-type]
        "a list of locales expected, not 'es': write it in parentheses",
    ),
    "topics for slugs": (
        lambda: CATALOG.subset([TEA]),  # type: ignore[list-item]
        "a slug expected, not Topic (field slugs): a Topic has its own: `topic.slug`",
    ),
    "the slug of a group": (
        lambda: CATALOG.in_group("home"),  # type: ignore[arg-type]
        "a Group expected, not 'home' (field group): write `catalog.group('home')`",
    ),
    "the misspelled slug of a group": (
        lambda: CATALOG.in_group("hom"),  # type: ignore[arg-type]
        "a Group expected, not 'hom' (field group): did you mean 'home'?",
    ),
    "the slug of no group": (
        lambda: CATALOG.in_group("xyz"),  # type: ignore[arg-type]
        "a Group expected, not 'xyz' (field group): the groups are home, places",
    ),
    "texts for findings": (
        lambda: CATALOG.noting(["stale"]),  # type: ignore[list-item]
        "a Finding expected, not 'stale' (field findings)",
    ),
    "a text for the moment of a comparison": (
        lambda: syndicate.History("public.history").compare(CATALOG, now="today"),  # type: ignore[arg-type]
        "a datetime with a time zone expected, not 'today' (field now)",
    ),
    "a number for counts": (
        lambda: app("public", counts=3),  # type: ignore[arg-type]
        "a path expected, not int (field counts)",
    ),
    "a number for a folder of labels": (
        lambda: attrs.evolve(PUBLISHER, translations=3),
        "a path expected, not int (field translations)",
    ),
    "a number for a time zone": (
        lambda: attrs.evolve(PUBLISHER, timezone=3),
        "a text expected, not int (field timezone)",
    ),
    "a number for a fallback of a publisher": (
        lambda: attrs.evolve(PUBLISHER, fallback=3),
        "a list expected, not int (field fallback): write [...]",
    ),
    "numbers for fonts": (
        lambda: syndicate.CardStyle(fonts=[3]),  # type: ignore[list-item]
        "a path expected, not int (field fonts)",
    ),
    "a number for a selector": (
        lambda: syndicate.ExtractOptions(selectors=[3]),  # type: ignore[list-item]
        "a text expected, not int (field selectors)",
    ),
    "a text for a kind of finding": (
        lambda: syndicate.Finding(kind="stale"),  # type: ignore[arg-type]
        "a FindingKind expected, not 'stale' (field kind)",
    ),
    "a number for the id of a twin": (
        lambda: syndicate.Twin(locale="es", id=3),  # type: ignore[arg-type]
        "a text expected, not int (field id, locale es)",
    ),
    "a number for the place of a record": (
        lambda: syndicate.Record(id="1", slug="a", locale="en", title="A", source=3),  # type: ignore[arg-type]
        "a text expected, not int (topic '1', field source, locale en)",
    ),
    "a text for what a source has in all": (
        lambda: syndicate.SourceMetadata(total="3"),  # type: ignore[arg-type]
        "'3' is not a whole number of 0 or more (field total)",
    ),
    "a text for entries": (
        lambda: attrs.evolve(syndicate.feed(CATALOG, PUBLISHER, "es"), entries="a"),
        None,
    ),
    "a list for addresses of other documents": (
        lambda: attrs.evolve(syndicate.feed(CATALOG, PUBLISHER, "es"), paging=[1]),
        None,
    ),
    "a number for the error of a reader": (
        lambda: broken_topic(3, source="a"),  # type: ignore[arg-type]
        "an Exception or a text expected, not int (field error)",
    ),
    "an unknown envelope": (
        lambda: syndicate.snippet(TEA, PUBLISHER, "es").json(envelope="cdc"),  # type: ignore[arg-type]
        "'hhs' expected, not 'cdc' (field envelope)",
    ),
    "pairs for values of languages": (
        lambda: Localized([("en", "a")]),  # type: ignore[arg-type]
        "a mapping expected, not list (field values)",
    ),
    "a number for a group of a catalog": (
        lambda: CATALOG.in_group(3),  # type: ignore[arg-type]
        "a Group expected, not int (field group)",
    ),
    "a number for a reference": (
        lambda: CATALOG.find(3, "en"),  # type: ignore[arg-type]
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
        "a locale expected, not list: use an identifier such as 'en', 'es' or 'es-US'",
    ),
    "a text that no publisher has": (
        lambda: PUBLISHER.text("motto", "es"),
        "a publisher has no text 'motto': it has name, attribution, open_graph_locale, disclaimer, rights,"
        " organization, place, description, footer_links",
    ),
}


@pytest.mark.parametrize(("call", "message"), WRONG.values(), ids=WRONG)
def test_wrong_arguments_say_what_was_expected(call: Callable[[], Any], message: str | None) -> None:
    """In one line: what it should be, what it is, which argument, and the way there."""
    with pytest.raises(syndicate.SyndicateError) as caught:
        call()
    assert message in (None, caught.value.format_message())


def test_long_texts_are_not_repeated() -> None:
    """A page given for a topic is not printed whole."""
    with pytest.raises(syndicate.InvalidValueError, match="a Topic expected, not str"):
        check(topic="<p>" * 100)
