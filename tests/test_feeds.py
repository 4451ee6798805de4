"""Feeds: which entries they have, in which order, and what real readers get out of each format."""

from __future__ import annotations

import calendar
import json
import locale as process_locale
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import feedparser
import pytest
from hypothesis import example, given, settings
from lxml import etree
from markupsafe import Markup
from samples import HOME, PLACES, PUBLISHER, catalog, day, english_only, topic
from strategies import lines, markup, texts

import syndicate
from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds import Category, Entries, Entry, Feed, feed
from syndicate.model import Catalog, Publisher, Topic, layout

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOON = datetime.fromisoformat("2024-06-06T12:30:05+00:00")


def titles(made: Feed) -> list[str]:
    """The titles of a feed's entries, in order."""
    return [entry.title for entry in made.entries]


def all_feeds(catalogue: Catalog, publisher: Publisher, topics: int | None = None) -> Iterator[Feed]:
    """The feeds of a catalogue in every language: its own, those of its groups, and of its first topics."""
    for locale in catalogue.locales:
        entries = Entries(catalogue, publisher, locale)
        yield entries.feed(limit=None)
        for group in catalogue.groups.values():
            with suppress(NotFoundError):
                yield entries.feed(group=group, limit=None)
        for found in catalogue.in_locale(locale)[:topics]:
            yield entries.feed(topic=found, limit=None)


def canonical(document: bytes) -> bytes:
    """The canonical form of XML, in which equal documents are equal bytes."""
    return etree.tostring(etree.fromstring(document), method="c14n")


def one_entry(**changes: Any) -> Feed:
    """A feed of one entry, sound but for the changes to that entry."""
    made = feed(catalog(topic()), PUBLISHER, "en")
    return attrs.evolve(made, entries=(attrs.evolve(made.entries[0], **changes),))


# Which entries, in which order


def test_newest_change_comes_first() -> None:
    """A change puts a topic first; of equal dates the newer topic is first, then the name decides."""
    same = {"en": day("2024-03-01")}
    made = feed(
        catalog(
            english_only("b", updated=same, created={"en": day("2020-01-01")}),
            english_only("a", updated=same, created={"en": day("2020-01-01")}),
            english_only("young", updated=same, created={"en": day("2023-01-01")}),
            english_only("changed", updated={"en": day("2024-03-02")}, created={"en": day("2001-01-01")}),
            english_only("old", updated={"en": day("2001-03-01")}),
        ),
        PUBLISHER,
        "en",
    )
    assert ["About changed", "About young", "About a", "About b", "About old"] == titles(made)


def test_order_of_the_source_does_not_matter() -> None:
    """A catalogue feed has the same bytes however the source orders its topics."""
    topics = [topic(name) for name in ("tea", "milk", "water")]
    first = feed(catalog(*topics), PUBLISHER, "es").atom()
    assert first == feed(catalog(*reversed(topics)), PUBLISHER, "es").atom()


def test_limit_keeps_the_newest() -> None:
    """A limit cuts the oldest changes off; None keeps all, 100 is the default."""
    topics = [english_only(f"t{n:03}", updated={"en": NOON.replace(year=1900 + n)}) for n in range(120)]
    made = catalog(*topics)
    assert ["About t119", "About t118"] == titles(feed(made, PUBLISHER, "en", limit=2))
    assert 100 == len(feed(made, PUBLISHER, "en").entries)
    assert 120 == len(feed(made, PUBLISHER, "en", limit=None).entries)


def test_topic_without_a_date_is_an_error() -> None:
    """An entry needs a date; the error says which text of which topic lacks it, and what to do."""
    undated = topic("milk", created={}, updated={"en": NOON})
    with pytest.raises(InvalidValueError) as caught:
        feed(catalog(topic(), undated), PUBLISHER, "es")
    error = caught.value
    assert ("milk", "updated", "es") == (error.topic, error.field, error.locale)
    assert "date" in error.format_message()
    assert error.hint


def test_snapshot_stands_in_for_a_missing_date() -> None:
    """A text without a date of change is as old as the snapshot it was found in, never as now."""
    made = feed(catalog(topic(updated={}), snapshot=NOON), PUBLISHER, "es")
    assert NOON == made.entries[0].updated == made.updated
    assert day("2023-05-02") == made.entries[0].published


def test_feed_is_as_new_as_its_newest_entry() -> None:
    """A feed's own date is that of its newest entry."""
    made = feed(catalog(topic("old", updated={"en": day("2001-01-01")}), topic()), PUBLISHER, "en")
    assert day("2024-03-01") == made.updated


def test_feed_of_a_group() -> None:
    """A group's feed has the topics of the group that exist in its language."""
    made = catalog(topic(), topic("bus", groups=("places",)), english_only("kettle"))
    assert ["About kettle", "About tea"] == titles(feed(made, PUBLISHER, "en", group="home"))
    assert ["Acerca de tea"] == titles(feed(made, PUBLISHER, "es", group=HOME))
    assert "Clínica del Valle: En casa" == feed(made, PUBLISHER, "es", group=HOME).title


def test_group_announces_only_languages_it_has_topics_in() -> None:
    """A group whose topics are all English has no Spanish feed, so none is announced."""
    made = catalog(topic(), english_only("bus", groups=("places",)))
    assert [] == list(feed(made, PUBLISHER, "en", group=PLACES).translations["rss"])
    assert ["es"] == [str(link.locale) for link in feed(made, PUBLISHER, "en", group=HOME).translations["rss"]]


def test_feed_of_a_topic() -> None:
    """A topic's feed begins with its summary; then every link once, filed under each section it stands in."""
    made = feed(catalog(topic()), PUBLISHER, "en", topic="tea")
    assert ["About tea", "How to brew tea", "Clean a kettle"] == titles(made)
    assert "A cup a day." == made.subtitle
    brew = made.entries[1]
    assert (Category(term="Start here"), Category(term="Videos")) == brew.categories
    assert ("https://tea.example.net/en/brew", "Tea House", made.entries[0].updated) == (
        brew.url,
        brew.author,
        brew.updated,
    )
    assert ["https://tea.example.net/es/preparar"] == [twin.url for twin in brew.translations]
    assert [] == list(made.entries[2].translations)


def test_entry_of_a_topic_is_the_same_in_every_feed() -> None:
    """Readers who follow two feeds see one entry once."""
    made = catalog(topic())
    entries = {feed(made, PUBLISHER, "es", **which).entries[0] for which in ({}, {"group": "home"}, {"topic": "tea"})}
    assert 1 == len(entries)


@pytest.mark.parametrize(
    ("which", "named"),
    [
        ({"locale": "fr"}, "topics"),
        ({"locale": "es", "topic": "kettle"}, "kettle"),
        ({"locale": "en", "topic": "tee"}, "tea"),
        ({"locale": "en", "group": "garden"}, "garden"),
        ({"locale": "es", "group": "places"}, "places"),
    ],
)
def test_what_is_not_there_is_an_error(which: dict[str, str], named: str) -> None:
    """A language, topic or group that is not there is an error that names it."""
    with pytest.raises(NotFoundError, match=named):
        feed(catalog(topic(), english_only("kettle", groups=("places",))), PUBLISHER, **which)


# Identity and language


def test_ids_are_tags_and_equal_in_every_format() -> None:
    """One entry has one tag: URI in RSS, Atom and JSON, made of the source's id and the language."""
    made = feed(catalog(topic()), PUBLISHER, "es", topic="tea")
    rss = [node.text for node in etree.fromstring(made.rss()).iter("guid")]
    atom = [node.findtext(f"{ATOM}id") for node in etree.fromstring(made.atom()).iter(f"{ATOM}entry")]
    listed = [item["id"] for item in json.loads(made.json())["items"]]
    assert [entry.id for entry in made.entries] == rss == atom == listed
    assert "tag:clinic.example.org,2024:topic/tea-2/es" == listed[0]
    assert len(listed) == len(set(listed))


def test_ids_survive_a_new_address_and_title() -> None:
    """Renaming a topic, its slug or its page leaves the id of its entry alone."""
    before = feed(catalog(topic()), PUBLISHER, "en").entries[0]
    renamed = topic("chai", ids={"en": "tea-1"}, title={"en": "Chai"}, url={"en": "https://example.com/chai"})
    after = feed(catalog(renamed), PUBLISHER, "en").entries[0]
    assert before.id == after.id
    assert "https://example.com/chai" == after.url


def test_feed_ids_differ_by_language_and_scope() -> None:
    """No two feeds share an id."""
    made = list(all_feeds(catalog(topic(), topic("milk")), PUBLISHER))
    assert len(made) == len({one.id for one in made}) == 8


def test_one_language_in_a_feed() -> None:
    """A feed has topics of its own language only, and says so in every format and entry."""
    made = feed(catalog(topic(), english_only("kettle")), PUBLISHER, "es")
    assert ["Acerca de tea"] == titles(made)
    rss = etree.fromstring(made.rss())
    assert ["es"] == [node.text for node in rss.iter("language")] == [node.text for node in rss.iter(LANGUAGE)]
    atom = etree.fromstring(made.atom())
    assert ["es", "es"] == [atom.get(XML_LANG), *[node.get(XML_LANG) for node in atom.iter(f"{ATOM}entry")]]
    listed = json.loads(made.json())
    assert ["es", "es"] == [listed["language"], *[item["language"] for item in listed["items"]]]


def test_translations_are_related_links_with_their_language() -> None:
    """The other language's page and feed are announced as related, never as a second alternate."""
    made = feed(catalog(topic()), PUBLISHER, "es")
    page = ("https://clinic.example.org/en/topics/tea/", "related", "en")
    for root, kind in ((etree.fromstring(made.rss()), "rss"), (etree.fromstring(made.atom()), "atom")):
        links = [(link.get("href"), link.get("rel"), link.get("hreflang")) for link in root.iter(f"{ATOM}link")]
        assert page in links
        assert (f"https://clinic.example.org/en/feeds/topics.{kind}", "related", "en") in links
        assert (f"https://clinic.example.org/es/feeds/topics.{kind}", "self", None) in links
        assert ("https://hub.example.org/", "hub", None) in links
        alternates = [link for link in links if link[1] == "alternate" and link[2] == "en"]
        assert [] == alternates
    listed = json.loads(made.json())
    assert [{"language": "en", "feed_url": "https://clinic.example.org/en/feeds/topics.json"}] == listed[
        "_translations"
    ]
    assert [{"language": "en", "url": page[0]}] == listed["items"][0]["_translations"]


def test_generator_has_no_version() -> None:
    """The generator is named without a version, so that an upgrade changes no feed."""
    made = one_entry()
    assert "syndicate" == etree.fromstring(made.rss()).findtext("channel/generator")
    generator = etree.fromstring(made.atom()).find(f"{ATOM}generator")
    assert generator is not None
    assert ("syndicate", {}) == (generator.text, dict(generator.attrib))


# feedgen


def test_feedgen_serialises_the_same(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """The feedgen object of every feed of the example gives the very documents that rss() and atom() give."""
    for made in all_feeds(example_catalog, example_publisher):
        generator = made.feedgen()
        assert canonical(generator.rss_str()) == canonical(made.rss())
        assert canonical(generator.atom_str()) == canonical(made.atom())


def test_feedgen_serialises_real_topics_the_same(medlineplus: Catalog) -> None:
    """So it is for 200 real topics in both languages."""
    for locale in ("en", "es"):
        made = feed(medlineplus, PUBLISHER, locale, limit=200)
        generator = made.feedgen()
        assert canonical(generator.rss_str()) == canonical(made.rss())
        assert canonical(generator.atom_str()) == canonical(made.atom())


def test_feedgen_serialises_awkward_heads_the_same() -> None:
    """Titles and credits with markup, quotes and lone carriage returns are alike both ways."""
    awkward = 'a & b <c> ]]> "d"\re'
    made = attrs.evolve(one_entry(), title=awkward, subtitle=awkward, rights=awkward, author=awkward, hub=None)
    for written in (made.rss(), made.feedgen().rss_str()):
        channel = etree.fromstring(written)[0]
        assert [awkward] * 3 == [channel.findtext(name) for name in ("title", "description", "copyright")]
    assert canonical(made.feedgen().atom_str()) == canonical(made.atom())


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feedgen_extensions_add_to_the_feed(format: str) -> None:
    """feedgen's own extensions work on the generator: Dublin Core on the feed and its entries, Media RSS."""
    made = feed(catalog(topic()), PUBLISHER, "es", topic="tea")
    generator = made.feedgen()
    generator.load_extension("dc")
    generator.load_extension("media")
    generator.dc.dc_rights("CC0")
    first = generator.entry()[0]
    first.dc.dc_subject("Infusiones")
    first.media.content({"url": "https://clinic.example.org/te.jpg", "medium": "image"})
    root = etree.fromstring(generator.rss_str() if format == "rss" else generator.atom_str())
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert ["CC0"] == [node.text for node in root.iter(f"{dc}rights")]
    assert ["Infusiones"] == [node.text for node in root.iter(f"{dc}subject")]
    media = [node.get("url") for node in root.iter("{http://search.yahoo.com/mrss/}content")]
    assert ["https://clinic.example.org/te.jpg"] == media
    entries = list(root.iter("item", f"{ATOM}entry"))
    assert len(made.entries) == len(entries)


# What the formats demand


@pytest.fixture(scope="module")
def medlineplus(corpora: Path) -> Catalog:
    """200 real topics, paired."""
    whole = syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")
    topics: list[Topic] = [found for found in whole.values() if len(found.locales) > 1][:200]
    return Catalog(topics, groups=whole.groups.values(), snapshot=whole.snapshot)


@pytest.fixture(scope="module")
def atom_schema(corpora: Path) -> etree.RelaxNG:
    """The schema of RFC 4287, appendix B."""
    path = corpora.parent / "schemas" / "atom_rfc4287.rng"
    if not path.is_file():
        pytest.skip(f"the schema is not here: {path}")
    return etree.RelaxNG(file=str(path))


def test_atom_is_valid(
    atom_schema: etree.RelaxNG, example_catalog: Catalog, example_publisher: Publisher, medlineplus: Catalog
) -> None:
    """Every Atom feed of the example and of real topics follows the schema of RFC 4287."""
    made = [*all_feeds(example_catalog, example_publisher), *all_feeds(medlineplus, PUBLISHER, topics=50)]
    for one in made:
        atom_schema.assertValid(etree.fromstring(one.atom()))
    assert len(made) > 100


def test_json_feed_follows_its_rules(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """JSON Feed 1.1: its required keys, strings where strings are due, a text or HTML for every item."""
    for made in all_feeds(example_catalog, example_publisher):
        document = json.loads(made.json())
        assert "https://jsonfeed.org/version/1.1" == document["version"]
        for key in ("title", "home_page_url", "feed_url", "description", "language"):
            assert isinstance(document[key], str)
            assert document[key]
        assert document["feed_url"].endswith(".json")
        for author in [*document["authors"], *[a for item in document["items"] for a in item.get("authors", [])]]:
            assert author["name"]
        assert document["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
        assert len(made.entries) == len(document["items"]) > 0
        for item in document["items"]:
            assert isinstance(item["id"], str)
            assert ("content_html" in item) != ("content_text" in item)
            assert datetime.fromisoformat(item["date_modified"]).tzinfo is not None
            assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
            standard = {key for key in item if not key.startswith("_")}
            assert standard <= {
                *("id", "url", "title", "language", "content_html", "content_text", "summary"),
                *("date_published", "date_modified", "authors", "tags"),
            }


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_real_reader_gets_everything_back(
    format: str, example_catalog: Catalog, example_publisher: Publisher
) -> None:
    """feedparser reads title, own page, id, dates, language, categories and content of every entry."""
    for made in all_feeds(example_catalog, example_publisher):
        read = feedparser.parse(made.format(format), sanitize_html=False, resolve_relative_uris=False)
        assert not read.bozo
        assert (made.title, made.home_page) == (read.feed.title, read.feed.link)
        assert str(made.locale) == read.feed.language
        assert len(made.entries) == len(read.entries)
        for entry, found in zip(made.entries, read.entries, strict=True):
            assert (entry.title, entry.url, entry.id) == (found.title, found.link, found.id)
            assert entry.updated.timestamp() == calendar.timegm(found.updated_parsed)
            published = entry.published or (entry.updated if format == "rss" else None)
            if published:
                assert published.timestamp() == calendar.timegm(found.published_parsed)
            assert str(entry.locale) == (found.language if format == "rss" else found.title_detail.language)
            assert [one.label or one.term for one in entry.categories] == [
                tag.label or tag.term for tag in found.get("tags", [])
            ]
            assert str(entry.content) == (found.content[0].value if "content" in found else "")
            assert entry.summary == found.get("summary", "")
            assert (entry.author or made.author) == (found.get("author") or made.author)


# Awkward text


def back_from_rss(made: Feed) -> tuple[str | None, ...]:
    """Title, summary, HTML, author and categories, as an XML parser reads them from RSS."""
    item = etree.fromstring(made.rss(), etree.XMLParser(huge_tree=True)).find("channel/item")
    assert item is not None
    names = ("title", "description", CONTENT, "{http://purl.org/dc/elements/1.1/}creator")
    return (*[item.findtext(name) for name in names], *[node.text for node in item.iter("category")])


def back_from_atom(made: Feed) -> tuple[str | None, ...]:
    """The same from Atom."""
    entry = etree.fromstring(made.atom(), etree.XMLParser(huge_tree=True)).find(f"{ATOM}entry")
    assert entry is not None
    names = (f"{ATOM}title", f"{ATOM}summary", f"{ATOM}content", f"{ATOM}author/{ATOM}name")
    return (*[entry.findtext(name) for name in names], *[node.get("label") for node in entry.iter(f"{ATOM}category")])


AWKWARD = "&amp; < ]]> \" ' \r\n\t 👩‍⚕️ مرحبا ¿Qué? \x85\u2028\ufffd<!-- --><![CDATA["


@given(title=lines, summary=texts, content=markup(), author=lines, label=lines)
@example(title=AWKWARD, summary=AWKWARD, content=Markup.escape(AWKWARD), author=AWKWARD, label=AWKWARD)
@settings(deadline=None)
def test_any_text_comes_back_unchanged(title: str, summary: str, content: Markup, author: str, label: str) -> None:
    """Whatever XML allows goes through RSS, Atom and JSON Feed and comes back letter by letter."""
    made = one_entry(
        title=title,
        summary=summary,
        content=content,
        author=author,
        categories=(Category(term=label, scheme="https://example.org/?a=1&b=2", label=label),),
    )
    expected = (title, str(content), author, label)
    assert (title, summary or title, *expected[1:]) == back_from_rss(made)
    assert (title, summary or None, *expected[1:]) == back_from_atom(made)
    item = json.loads(made.json())["items"][0]
    assert expected == (item["title"], item["content_html"], item["authors"][0]["name"], item["tags"][0])


def test_a_megabyte_comes_back_unchanged() -> None:
    """A very long text is neither cut nor refused."""
    content = Markup("<p>{}</p>").format("¿Té & pan? " * 100_000)
    made = one_entry(content=content)
    assert len(content) > 1_000_000
    assert str(content) == back_from_rss(made)[2] == back_from_atom(made)[2]


# The process around it


def test_threads_make_the_same_bytes(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """Feeds made in eight threads at once equal those made one after another."""
    made = list(all_feeds(example_catalog, example_publisher))
    tasks = [(one, format) for one in made for format in layout.FEED_FORMATS]
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(lambda task: task[0].format(task[1]), tasks))
    assert [one.format(format) for one, format in tasks] == at_once


def test_threads_share_one_maker_of_entries(example_catalog: Catalog, example_publisher: Publisher) -> None:
    """One Entries object may be used by several threads."""
    shared = Entries(example_catalog, example_publisher, "es")
    topics = example_catalog.in_locale("es") * 4
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(lambda found: shared.feed(topic=found).rss(), topics))
    assert [feed(example_catalog, example_publisher, "es", topic=found).rss() for found in topics] == at_once


def test_neither_time_zone_nor_process_locale_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes depend on the catalogue alone."""
    made = [feed(catalog(topic()), PUBLISHER, "es").format(format) for format in layout.FEED_FORMATS]
    before = process_locale.setlocale(process_locale.LC_ALL)
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        for name in ("es_ES.UTF-8", "de_DE.UTF-8", "C"):
            with suppress(process_locale.Error):
                process_locale.setlocale(process_locale.LC_ALL, name)
            assert made == [feed(catalog(topic()), PUBLISHER, "es").format(format) for format in layout.FEED_FORMATS]
    finally:
        process_locale.setlocale(process_locale.LC_ALL, before)
        monkeypatch.undo()
        time.tzset()


def test_entry_is_a_plain_value() -> None:
    """Feeds can be made without a catalogue, of entries of one's own."""
    locale = PUBLISHER.default_locale
    entry = Entry(id="tag:example.org,2024:1", url="https://example.org/", title="One", locale=locale, updated=NOON)
    urls = dict.fromkeys(layout.FEED_FORMATS, "https://example.org/feed")
    made = Feed(
        id="tag:example.org,2024:all",
        title="All",
        subtitle="Everything",
        locale=locale,
        home_page="https://example.org/",
        urls=urls,
        author="Example",
        author_url="https://example.org/",
        entries=(entry,),
    )
    assert "One" == etree.fromstring(made.rss()).findtext("channel/item/title")
    assert "One" == json.loads(made.json())["items"][0]["content_text"]
    assert canonical(made.feedgen().atom_str()) == canonical(made.atom())
