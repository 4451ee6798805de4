"""Feeds: which entries they have, in which order, and what real readers get out of each format."""

from __future__ import annotations

import calendar
import gc
import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import feedparser
import pytest
from feed_samples import (
    ATOM,
    BACK,
    DC,
    DELETED,
    HISTORY,
    MEDIA,
    XML_LANG,
    all_feeds,
    atom_entries,
    comes_back,
    every_kind,
    illustrated,
    json_items,
    parsed,
    rss_items,
    second_build,
)
from lxml import etree
from proofs import either
from readers import plain
from samples import HOME, PLACES, PUBLISHER, catalog, day, english_only, topic

import syndicate
from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds import Category, Enclosure, Entry, Feed, Feeds, Media, Tombstone, feed
from syndicate.history import History
from syndicate.layout import FORMATS
from syndicate.locales import tag
from syndicate.model import Catalog, Finding, FindingKind, Link, Publisher, Section, Topic

NOON = datetime.fromisoformat("2024-06-06T12:30:05+00:00")


def titles(made: Feed) -> list[str]:
    """The titles of a feed's entries, in order."""
    return [entry.title for entry in made.entries]


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
    """A catalog feed has the same bytes however the source orders its topics."""
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


def test_text_without_a_date_has_the_newest_that_is_stated() -> None:
    """It cannot be newer than the source, whose newest date is the best guess; the feed is no newer for it."""
    undated = topic("milk", created={}, updated={"en": NOON})
    newest = max(moment for found in (topic(), undated) for moment in found.updated.values())
    made = feed(catalog(topic(), undated), PUBLISHER, "es")
    assert {entry.title: entry.updated for entry in made.entries}["Acerca de milk"] == newest == made.updated


def test_topic_without_a_date_is_an_error_where_nothing_states_one() -> None:
    """An entry needs a date; the error says which text of which topic lacks it, and what to do."""
    undated = topic("milk", created={}, updated={})
    with pytest.raises(InvalidValueError) as caught:
        feed(catalog(undated), PUBLISHER, "es")
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
    assert ["es"] == [node.text for node in rss.iter("language")] == [node.text for node in rss.iter(f"{DC}language")]
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
    assert {"en": "https://clinic.example.org/en/feeds/topics.json"} == listed["_translations"]
    assert {"en": page[0]} == listed["items"][0]["_translations"]


# Pictures and files


def test_a_picture_goes_with_its_entry() -> None:
    """A topic's picture is Media RSS in RSS and Atom, with its type and text alternative, and `image` in JSON Feed."""
    for locale, expected in (
        (
            "en",
            {
                "url": "https://clinic.example.org/tea.jpg?w=600",
                "medium": "image",
                "type": "image/jpeg",
                "description": 'A cup of "tea" & milk',
            },
        ),
        ("es", {"url": "https://clinic.example.org/te", "medium": "image"}),
    ):
        made = feed(catalog(illustrated()), PUBLISHER, locale)
        assert [expected] == rss_items(made.rss())[0]["media"] == atom_entries(made.atom())[0]["media"]
        assert expected["url"] == json_items(made.json())[0]["image"]
        read = feedparser.parse(made.rss()).entries[0].media_content
        assert [{key: expected[key] for key in expected if key != "description"}] == read


def test_several_pictures_and_their_sizes() -> None:
    """RSS and Atom have all pictures of an entry with their sizes; JSON Feed has the first."""
    pictures = [
        Media(url="https://example.org/1.png", media_type="image/png", width=640, height=480),
        Media(url="https://example.org/2", description="<two>"),
    ]
    made = one_entry(media=pictures)
    expected = [("640", "480", None), (None, None, "<two>")]
    for document in (made.rss(), made.atom()):
        found = list(parsed(document).iter(f"{MEDIA}content"))
        assert expected == [(one.get("width"), one.get("height"), one.findtext(f"{MEDIA}description")) for one in found]
    assert "https://example.org/1.png" == json_items(made.json())[0]["image"]
    assert "image" not in json_items(one_entry(media=[]).json())[0]


def test_entry_of_a_topic_without_a_picture_has_that_of_its_card() -> None:
    """With its type and size; the entries of links have none."""
    made = feed(catalog(topic()), PUBLISHER, "es", topic="tea")
    first, *links = made.entries
    assert [
        Media(url="https://clinic.example.org/es/topics/tea/card.png", media_type="image/png", width=1200, height=630)
    ] == list(first.media)
    assert {()} == {entry.media for entry in links}


def test_a_link_to_a_file_is_an_enclosure() -> None:
    """A link whose address is a file can be downloaded: RSS, which demands a length, says 0 for an unknown one."""
    made = feed(catalog(illustrated()), PUBLISHER, "es", topic="tea")
    assert ["Acerca de tea", "Cómo preparar el té", "Guía del té"] == titles(made)
    address = "https://tea.example.net/es/guia.PDF?v=2"
    assert [None, None, {"url": address, "length": "0", "type": "application/pdf"}] == [
        item["enclosure"] for item in rss_items(made.rss())
    ]
    assert [[], [], [{"href": address, "rel": "enclosure", "type": "application/pdf"}]] == [
        entry["enclosures"] for entry in atom_entries(made.atom())
    ]
    assert [None, None, [{"url": address, "mime_type": "application/pdf"}]] == [
        item.get("attachments") for item in json_items(made.json())
    ]
    assert address == made.entries[2].url
    for format in ("rss", "atom"):
        (found,) = feedparser.parse(made.format(format)).entries[2].enclosures
        assert (address, "application/pdf") == (found.href, found.type)


def test_links_to_one_address_are_one_entry_with_all_their_titles() -> None:
    """An entry is known by its address, so links to one address share it; none of their titles is lost."""
    sections = (
        Section(
            title="Start here",
            links=[
                Link(url={"en": "https://tea.example.net/v.mp4"}, title={"en": "A video"}),
                Link(url={"en": "https://tea.example.net/"}, title={"en": "Tea"}),
                Link(
                    url={"en": "https://tea.example.net/v.mp4", "es": "https://tea.example.net/es.mp4"},
                    title={"en": "How to brew"},
                    organization={"en": "Tea Board"},
                    sizes={"en": 7},
                ),
            ],
        ),
        Section(title="More", links=[Link(url={"en": "https://tea.example.net/v.mp4"}, title={"en": "A video"})]),
    )
    first = attrs.evolve(sections[0], links=sections[0].links[:1])
    alone = feed(catalog(topic("tea", sections={"en": (first,)})), PUBLISHER, "en", topic="tea")
    made = feed(catalog(topic("tea", sections={"en": sections})), PUBLISHER, "en", topic="tea")
    assert ["About tea", "A video / How to brew", "Tea"] == titles(made)
    entry = made.entries[1]
    assert alone.entries[1].id == entry.id
    assert ("A video / How to brew (Tea Board)", "Tea Board") == (entry.summary, str(entry.author))
    assert ["Start here", "More"] == [category.term for category in entry.categories]
    assert [("es", "https://tea.example.net/es.mp4")] == [(str(one.locale), one.url) for one in entry.translations]
    assert [7] == [one.length for one in entry.enclosures]
    for format in ("rss", "atom", "json"):
        assert b"A video / How to brew" in made.format(format)


@pytest.mark.parametrize("length", [None, 0, 12_345_678_901])
def test_several_files_of_an_entry(length: int | None) -> None:
    """Atom and JSON Feed have all files of an entry and their lengths; RSS has the first, as its profile wants."""
    files = [
        Enclosure(url="https://example.org/1.mp3", media_type="audio/mpeg", length=length),
        Enclosure(url="https://example.org/2.pdf", media_type="application/pdf"),
    ]
    made = one_entry(enclosures=files)
    (rss,) = parsed(made.rss()).iter("enclosure")
    assert ("https://example.org/1.mp3", str(length or 0)) == (rss.get("url"), rss.get("length"))
    assert [None if length is None else str(length), None] == [
        one.get("length") for one in atom_entries(made.atom())[0]["enclosures"]
    ]
    assert [length, None] == [one.get("size_in_bytes") for one in json_items(made.json())[0]["attachments"]]


# Dates


def test_no_two_entries_share_an_atom_date() -> None:
    """Entries that changed in one second differ in atom:updated by a fraction of it, the same in every build."""
    made = feed(catalog(*(topic(f"t{number}") for number in range(90))), PUBLISHER, "en")
    dates = [node.text or "" for node in parsed(made.atom()).iter(f"{ATOM}updated")][1:]
    assert 90 == len(set(dates))
    assert {"2024-03-01T00:00:00"} == {date.partition(".")[0] for date in dates}
    assert {day("2024-03-01")} == {datetime.fromisoformat(date).replace(microsecond=0) for date in dates}
    assert {"2024-03-01T00:00:00Z"} == {item["updated"] for item in rss_items(made.rss())}
    assert {"2024-03-01T00:00:00Z"} == {item["date_modified"] for item in json_items(made.json())}


def test_atom_date_of_an_entry_is_the_same_in_every_feed() -> None:
    """A reader who finds one entry in two feeds takes it for one."""
    made = catalog(topic(), topic("milk"))
    found = set()
    for which in ({}, {"group": "home"}, {"topic": "tea"}, {"locale": ["en", "es"]}):
        root = parsed(feed(made, PUBLISHER, **{"locale": "en", **which}).atom())
        found |= {
            entry.findtext(f"{ATOM}updated")
            for entry in root.iter(f"{ATOM}entry")
            if entry.findtext(f"{ATOM}title") == "About tea"
        }
    assert 1 == len(found)


@pytest.mark.parametrize("kind", every_kind())
def test_feed_is_never_older_than_its_entries(kind: str) -> None:
    """Of every kind of feed, each format has the date of the newest entry or tombstone, or a later one."""
    made = every_kind()[kind]()
    newest = max([entry.updated for entry in made.entries] + [gone.when for gone in made.tombstones])
    assert newest <= made.updated
    assert (newest == made.updated) or kind.startswith("topic")
    assert f"{made.updated:%d %b %Y %H:%M:%S +0000}" in (parsed(made.rss()).findtext("channel/lastBuildDate") or "")
    assert f"{made.updated:%Y-%m-%dT%H:%M:%SZ}" == parsed(made.atom()).findtext(f"{ATOM}updated")


# The whole of it, or parts


def relations(document: bytes) -> dict[str, str]:
    """The links of the feed itself, by relation; those in other languages aside."""
    root = parsed(document)
    parent = root if root.tag == f"{ATOM}feed" else root[0]
    found = [link for link in parent.iterfind(f"{ATOM}link") if link.get("hreflang") is None]
    assert len(found) == len({link.get("rel") for link in found})
    return {str(link.get("rel")): str(link.get("href")) for link in found}


def test_readers_are_told_how_long_to_wait() -> None:
    """RSS has the publisher's ttl in minutes; a day unless told otherwise."""
    made = catalog(topic())
    assert "1440" == parsed(feed(made, PUBLISHER, "en").rss()).findtext("channel/ttl")
    hourly = attrs.evolve(PUBLISHER, ttl=60)
    assert "60" == parsed(feed(made, hourly, "en").rss()).findtext("channel/ttl")
    assert None is parsed(attrs.evolve(one_entry(), ttl=None).rss()).findtext("channel/ttl")


def test_a_whole_feed_is_marked_complete() -> None:
    """What is not in a whole feed is not there at all (RFC 5005 section 2); a cut one does not claim that."""
    made = catalog(*(topic(f"t{number:03}") for number in range(101)))
    whole: list[tuple[bool, dict[str, Any]]] = [
        (False, {}),
        (True, {"limit": None}),
        (True, {"limit": 101}),
        (True, {"group": "home", "limit": None}),
        (False, {"group": "home"}),
        (True, {"topic": "t001"}),
        (False, {"topic": "t001", "limit": 2}),
    ]
    for complete, which in whole:
        found = feed(made, PUBLISHER, "en", **which)
        for document in (found.rss(), found.atom()):
            assert complete is (parsed(document).find(f".//{HISTORY}complete") is not None)
            assert "prev-archive" not in relations(document)
        assert "next_url" not in json.loads(found.json())


def test_a_feed_in_parts_leads_to_its_archives() -> None:
    """The feed of a large catalog holds the newest changes and links the newest archive of older ones."""
    made = every_kind()["catalog es"]()
    assert 100 == len(made.entries)
    for format in ("rss", "atom"):
        document = made.format(format)
        assert f"https://clinic.example.org/es/feeds/archive/1.{format}" == plain(relations(document)["prev-archive"])
        assert {"self", "hub", "prev-archive"} == set(relations(document)) - {"alternate"}
        assert parsed(document).find(f".//{HISTORY}complete") is None
        assert parsed(document).find(f".//{HISTORY}archive") is None
    assert "https://clinic.example.org/es/feeds/archive/1.json" == plain(json.loads(made.json())["next_url"])


def test_archives_are_a_chain() -> None:
    """Each archive says that it is one and links the one before, the feed, and the next if it came at once."""
    changes = History("none").compare(catalog(*(english_only(f"t{number:03}") for number in range(320))))
    feeds = Feeds(changes.catalog, PUBLISHER, ["en"], changes)
    assert 3 == feeds.archives
    for format in ("rss", "atom"):
        base = "https://clinic.example.org/en/feeds"
        for number in (1, 2, 3):
            made = feeds.archive(number, feeds.sealed(number))
            document = made.format(format)
            expected = {
                "self": f"{base}/archive/{number}.{format}",
                "hub": "https://hub.example.org/",
                "current": f"{base}/topics.{format}",
            }
            if number > 1:
                expected["prev-archive"] = f"{base}/archive/{number - 1}.{format}"
            if number < 3:
                expected["next-archive"] = f"{base}/archive/{number + 1}.{format}"
            found = relations(document)
            assert expected == {relation: plain(url) for relation, url in found.items() if relation != "alternate"}
            assert parsed(document).find(f".//{HISTORY}archive") is not None
            assert parsed(document).find(f".//{HISTORY}complete") is None
            assert feeds.topics().id == made.id
            assert 100 == len(made.entries)
            comes_back(made)
    assert [f"{base}/archive/{number}.json" for number in (1, 2)] == [
        plain(json.loads(feeds.archive(number, feeds.sealed(number)).json())["next_url"]) for number in (2, 3)
    ]
    assert "next_url" not in json.loads(feeds.archive(1, feeds.sealed(1)).json())


@pytest.mark.parametrize("locale", ["en", "es"])
def test_who_follows_the_archives_has_all_topics(locale: str) -> None:
    """The feed, and the archive it leads to, have every topic there is, and a tombstone for each that is gone."""
    kinds = every_kind()
    current, archive = kinds[f"catalog {locale}"](), kinds[f"archive {locale}"]()
    found = {entry.id for made in (current, archive) for entry in made.entries}
    found -= {gone.id for made in (current, archive) for gone in made.tombstones}
    assert {entry.id for entry in kinds[f"whole catalog {locale}"]().entries} == found


def test_archive_keeps_what_was_published() -> None:
    """An archive has a topic that was changed or retracted later as it was; the feed has it as it is."""
    kinds = every_kind()
    archived = {entry.title for entry in kinds["archive en"]().entries}
    current = {entry.title for entry in kinds["whole catalog en"]().entries}
    assert {"About t008", "About t012"} == archived - current
    assert "Tea again" in current - archived


# What was retracted


def test_a_retracted_entry_leaves_a_tombstone() -> None:
    """Atom and JSON Feed say which entry was retracted and when (RFC 6721); RSS has no word for it."""
    made = every_kind()["catalog es"]()
    gone = "tag:clinic.example.org,2024:topic/t008-2/es"
    (tombstone,) = parsed(made.atom()).iterfind(f"{DELETED}deleted-entry")
    assert {"ref": gone, "when": "2024-06-06T00:00:01Z"} == dict(tombstone.attrib)
    assert {gone: "2024-06-06T00:00:01Z"} == json.loads(made.json())["_deleted"]
    assert DELETED[1:-1].encode() not in made.rss()
    assert b"t008" not in made.rss()
    assert gone not in {entry.id for entry in made.entries}


def test_only_feeds_with_tombstones_declare_their_namespace() -> None:
    """A feed that nothing was retracted from does not speak of tombstones."""
    made = every_kind()["group es"]()
    assert DELETED[1:-1].encode() not in made.atom()
    assert "_deleted" not in json.loads(made.json())


def test_tombstones_of_one_s_own() -> None:
    """A feed may have nothing but tombstones; it is as new as the latest."""
    gone = [Tombstone(id=f"tag:example.org,2024:'{number}'", when=day(f"2024-05-0{number}")) for number in (1, 3, 2)]
    values = {field.name: getattr(one_entry(), field.name) for field in attrs.fields(Feed) if field.name != "updated"}
    made = Feed(**{**values, "entries": (), "tombstones": gone})
    assert day("2024-05-03") == made.updated
    found = [node.get("ref") for node in parsed(made.atom()).iterfind(f"{DELETED}deleted-entry")]
    assert [one.id for one in gone] == found == list(json.loads(made.json())["_deleted"])
    comes_back(made)


# Several languages in one feed


def test_mixed_feed_has_each_entry_in_its_language() -> None:
    """Entries of all languages stand in one order, newest first, and each says its language in every format."""
    made = feed(catalog(topic(), english_only("kettle", updated={"en": day("2024-02-15")})), PUBLISHER, ["es", "en"])
    assert ["About tea", "About kettle", "Acerca de tea"] == titles(made)
    expected = ["en", "en", "es"]
    for format, (read, _) in BACK.items():
        assert expected == [entry["language"] for entry in read(made.format(format))]
    comes_back(made)


def test_languages_take_turns_in_a_mixed_feed_of_one_date() -> None:
    """A snapshot gives all texts one date; the limit must not leave a language out. The one named first begins."""
    same = dict.fromkeys(("en", "es"), day("2024-03-01"))
    made = catalog(topic(updated=same), topic("milk", updated=same))
    assert ["en", "es", "en", "es"] == [str(entry.locale) for entry in feed(made, PUBLISHER, ["en", "es"]).entries]
    shown = feed(made, PUBLISHER, ["es", "en"], limit=3).entries
    assert ["es", "en", "es"] == [str(entry.locale) for entry in shown]


def test_head_of_a_mixed_feed_speaks_the_language_of_its_title() -> None:
    """A topic may lack the language that was named first."""
    head = parsed(feed(catalog(english_only("water"), topic()), PUBLISHER, ["es", "en"], topic="water").atom())
    assert "en" == head.get(XML_LANG)
    assert "River Valley Clinic" == head.findtext(f"{ATOM}author/{ATOM}name")


def test_feed_is_not_complete_while_a_text_cannot_be_read() -> None:
    """A program that keeps a copy would drop the text."""
    broken = Finding(kind=FindingKind.BROKEN, topic="milk", locale="en", details={"problem": "no date"})
    for findings, complete in (((), True), ((broken,), False)):
        made = Catalog([topic(groups=("home",))], groups=[HOME], findings=findings)
        assert [complete] * 2 == [
            feed(made, PUBLISHER, "en").complete,
            feed(made, PUBLISHER, "en", group="home").complete,
        ]


@pytest.mark.parametrize(
    ("kind", "locale", "complete"),
    [
        (FindingKind.UNREADABLE, "", False),
        (FindingKind.INCOMPLETE, "", False),
        (FindingKind.DUPLICATE, "en", False),
        (FindingKind.BROKEN, "es", True),
        (FindingKind.WITHHELD, "en", True),
        (FindingKind.BROKEN_LINK, "en", True),
    ],
)
def test_feed_is_not_complete_while_a_source_is_not_whole(kind: FindingKind, locale: str, complete: bool) -> None:
    """Nor while a source is missing, or a text lost its place to another; what is withheld is not there at all."""
    made = Catalog([topic(groups=("home",))], groups=[HOME], findings=[Finding(kind=kind, locale=locale, topic="x")])
    found = (feed(made, PUBLISHER, "en"), feed(made, PUBLISHER, "en", group="home"))
    assert [complete] * 2 == [one.complete for one in found]


def test_feed_of_a_topic_is_not_complete_without_a_link_of_it() -> None:
    """A link that could not be read is left out, and may be in the feed that a program has."""
    whole, other = topic(), topic("milk")
    cut = Finding(kind=FindingKind.BROKEN_LINK, locale="en", topic=whole.ids["en"])
    made = Catalog([whole, other], groups=[HOME], findings=[cut])
    slugs = [whole.slug, other.slug]
    found = [feed(made, PUBLISHER, "en", topic=which).complete for which in (slugs[0], slugs[1], slugs)]
    assert [False, True, False] == found
    assert feed(made, PUBLISHER, "es", topic=whole.slug).complete


@pytest.mark.parametrize(
    ("which", "message"),
    [
        ({"limit": 0}, "0 is not a number of entries"),
        ({"limit": -1}, "-1 is not a number of entries"),
        ({"limit": "3"}, "'3' is not a number of entries"),
        ({"topic": "tea", "group": "home"}, "exclude each other"),
        ({"topic": "tea", "whats_new": True}, "exclude each other"),
    ],
)
def test_arguments_that_mean_nothing_are_refused(which: dict[str, Any], message: str) -> None:
    """None stands for all entries."""
    with pytest.raises(InvalidValueError, match=message):
        feed(catalog(topic()), PUBLISHER, "en", **which)


def test_mixed_feed_says_that_it_is_mixed() -> None:
    """RSS has "mul" for its language (ISO 639-2), Atom that of its title, JSON Feed none."""
    made = feed(catalog(topic()), PUBLISHER, ["es", "en"])
    assert "Clínica del Valle: todos los temas" == made.title
    assert "mul" == parsed(made.rss()).findtext("channel/language")
    assert "es" == parsed(made.atom()).get(XML_LANG)
    assert "language" not in json.loads(made.json())


@pytest.mark.parametrize(
    ("which", "path"),
    [
        ({}, "feeds/topics"),
        ({"group": "home"}, "feeds/groups/home"),
        ({"topic": "tea"}, "topics/tea/feed"),
    ],
)
def test_mixed_feed_leads_to_the_feed_of_each_language(which: dict[str, str], path: str) -> None:
    """It lies above the languages' folders under an id of its own, and announces each language's own feed."""
    made = catalog(topic(), topic("bus", groups=("places",)))
    mixed = feed(made, PUBLISHER, ["en", "es"], **which)
    for format in FORMATS:
        assert f"https://clinic.example.org/{path}.{format}" == mixed.urls[format]
        assert ["en", "es"] == [tag(link.locale) for link in mixed.translations[format]]
    for locale in ("en", "es"):
        own = feed(made, PUBLISHER, locale, **which)
        assert own.id != mixed.id
        for format in ("rss", "atom"):
            root = parsed(mixed.format(format))
            parent = root if format == "atom" else root[0]
            links = {
                link.get("hreflang"): link.get("href")
                for link in parent.iterfind(f"{ATOM}link")
                if link.get("rel") == "related"
            }
            assert own.urls[format] == links[locale]
            assert ["self"] == [
                link.get("rel") for link in parent.iterfind(f"{ATOM}link") if link.get("href") == mixed.urls[format]
            ]
        assert own.urls["json"] == json.loads(mixed.json())["_translations"][locale]
        assert {entry.id for entry in own.entries} < {entry.id for entry in mixed.entries}


def test_mixed_feed_of_a_topic_has_what_there_is() -> None:
    """The texts and links of each language follow each other; a language without the topic has none."""
    made = catalog(topic(), english_only("kettle"))
    assert ["About tea", "How to brew tea", "Clean a kettle", "Acerca de tea", "Cómo preparar el té"] == titles(
        feed(made, PUBLISHER, ["en", "es"], topic="tea")
    )
    assert ["About kettle"] == titles(feed(made, PUBLISHER, ["es", "en"], topic="kettle"))


def test_mixed_feed_keeps_the_newest_of_all() -> None:
    """A limit counts the entries of all languages together."""
    made = catalog(*(topic(f"t{number}") for number in range(5)))
    assert ["en"] * 5 + ["es"] == [str(entry.locale) for entry in feed(made, PUBLISHER, ["es", "en"], limit=6).entries]


def test_mixed_feed_of_what_is_new() -> None:
    """What is new in any of its languages is in it, with its state in its own language."""
    made = every_kind()["what's new en+es"]()
    news = [(tag(entry.locale), entry.title, entry.categories[0].label) for entry in made.entries]
    assert {
        ("en", "Tea again", "Updated topic"),
        ("es", "Otra vez té", "Tema actualizado"),
        ("en", "About t135", "New topic"),
        ("es", "Acerca de t135", "Tema nuevo"),
    } == set(news)
    assert 2 == len(made.tombstones)
    assert sorted(made.entries, key=lambda entry: entry.updated, reverse=True) == list(made.entries)


def test_mixed_feed_of_one_language_is_that_language_s_feed() -> None:
    """Naming one language, or the same one twice, makes no mixed feed."""
    made = catalog(topic())
    assert feed(made, PUBLISHER, "es").atom() == feed(made, PUBLISHER, ["es", "es"]).atom()
    with pytest.raises(InvalidValueError, match="needs a language"):
        feed(made, PUBLISHER, [])


def test_mixed_feed_of_an_absent_language_is_an_error() -> None:
    """A language that the catalog does not have is named, and not silently left out."""
    with pytest.raises(NotFoundError) as caught:
        feed(catalog(topic()), PUBLISHER, ["en", "fr"])
    assert "fr" == caught.value.locale


def test_what_is_new_needs_a_history_and_a_language() -> None:
    """Without a history nobody knows what is new, and a language that is not there has no feed of it."""
    changes = second_build()[0]
    with pytest.raises(InvalidValueError, match="history"):
        feed(changes.catalog, PUBLISHER, "en", whats_new=True)
    with pytest.raises(NotFoundError) as caught:
        feed(changes.catalog, PUBLISHER, "fr", whats_new=True, changes=changes)
    assert "fr" == caught.value.locale


# Entries that are made on demand


def test_entries_are_a_sequence() -> None:
    """The entries of a feed have a length, places, slices and an order, can be read again, and equal a list of them."""
    made = feed(catalog(*(topic(f"t{number}") for number in range(5))), PUBLISHER, "en").entries
    listed = list(made)
    assert (5, 5) == (len(made), len(listed))
    assert listed == list(made)
    assert (listed[0], listed[-1]) == (made[0], made[-1])
    assert listed[1:4:2] == list(made[1:4:2])
    assert (made == listed, made[1:3] == listed[1:3], made == listed[1:], made == 5) == (True, True, False, False)
    assert made == feed(catalog(*(topic(f"t{number}") for number in range(5))), PUBLISHER, "en").entries
    assert list(reversed(listed)) == list(reversed(made))
    assert listed[3] in made
    assert 3 == made.index(listed[3])
    with pytest.raises(IndexError):
        made[5]


def test_entries_of_a_mixed_feed_are_a_sequence() -> None:
    """So are those of several languages."""
    made = feed(catalog(topic(), topic("milk")), PUBLISHER, ["en", "es"]).entries
    assert (4, list(made)[1:]) == (len(made), list(made[1:]))


def entries_in_memory() -> int:
    """How many entries there are just now."""
    return sum(type(thing) is Entry for thing in gc.get_objects())


class Watcher(BytesIO):
    """A stream that looks, at every 40th piece, how many entries there are at that time."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = 0
        self.most = 0

    def write(self, piece: Any) -> int:
        """Take a piece."""
        self.pieces += 1
        if self.pieces % 10 == 0:
            self.most = max(self.most, entries_in_memory())
        return super().write(piece)


@pytest.mark.proof
@pytest.mark.parametrize("locales", [["en"], ["en", "es"]])
def test_a_long_feed_is_never_in_memory_whole(locales: list[str]) -> None:
    """While thousands of topics are written, only few entries exist at a time."""
    count = either(5000, 20_000)
    title = {"en": "Tea", "es": "Té"}
    updated = dict.fromkeys(title, NOON)
    slugs = (f"t{number}" for number in range(count))
    made = Catalog(
        Topic(slug=slug, ids=dict.fromkeys(title, slug), title=title, updated=updated, created=updated)
        for slug in slugs
    )
    found, stream, before = feed(made, PUBLISHER, locales, limit=None), Watcher(), entries_in_memory()
    found.write(stream, "atom")
    assert len(stream.getvalue()) > 250 * count
    assert stream.pieces > count // 150
    assert stream.most - before < 500
    some = found.entries[:600]
    assert entries_in_memory() - before < 500
    kept = list(some)
    assert entries_in_memory() - before >= len(kept)  # it does see entries that are there


# What the formats demand


@pytest.fixture(scope="module")
def every_feed(example_catalog: Catalog, example_publisher: Publisher) -> list[Feed]:
    """The feeds of the bundled catalog, then one of each kind."""
    return [*all_feeds(example_catalog, example_publisher), *(make() for make in every_kind().values())]


@pytest.fixture(scope="module")
def medlineplus(corpora: Path) -> Catalog:
    """All real topics, paired."""
    return syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz")


@pytest.fixture(scope="module")
def atom_schema(corpora: Path) -> etree.RelaxNG:
    """The schema of RFC 4287, appendix B."""
    path = corpora.parent / "schemas" / "atom_rfc4287.rng"
    if not path.is_file():
        pytest.skip(f"the schema is not here: {path}")
    return etree.RelaxNG(file=str(path))


def test_atom_is_valid(atom_schema: etree.RelaxNG, every_feed: list[Feed], medlineplus: Catalog) -> None:
    """Every kind of Atom feed, and those of real topics, follow the schema of RFC 4287."""
    real = list(all_feeds(medlineplus, PUBLISHER, topics=50))
    for made in [*every_feed, *real]:
        atom_schema.assertValid(parsed(made.atom()))
    assert len(real) > 150


def test_real_feeds_come_back(medlineplus: Catalog) -> None:
    """Every entry of the feeds of real topics, in both languages and mixed, comes back in all formats."""
    made = [feed(medlineplus, PUBLISHER, locales, limit=None) for locales in ("en", "es", ["en", "es"])]
    made += [feed(medlineplus, PUBLISHER, "es", topic=found) for found in medlineplus.in_locale("es")[:100]]
    for one in made:
        comes_back(one)
    assert len(made[0].entries) + len(made[1].entries) == len(made[2].entries) > 1_900


def test_real_entries_have_dates_of_their_own(medlineplus: Catalog) -> None:
    """No two of all real topics, nor of the links of one, share an atom:updated."""
    made = [feed(medlineplus, PUBLISHER, ["en", "es"], limit=None)]
    made += [feed(medlineplus, PUBLISHER, "en", topic=found) for found in medlineplus.in_locale("en")[:200]]
    for one in made:
        dates = [entry.findtext(f"{ATOM}updated") for entry in parsed(one.atom()).iter(f"{ATOM}entry")]
        assert len(dates) == len(set(dates))


def test_json_feed_follows_its_rules(every_feed: list[Feed]) -> None:
    """JSON Feed 1.1: its required keys, strings where they are due, objects for extensions, a text for every item."""
    for made in every_feed:
        document = json.loads(made.json())
        assert "https://jsonfeed.org/version/1.1" == document["version"]
        for key in ("title", "home_page_url", "feed_url", "description", *(() if made.mixed else ("language",))):
            assert isinstance(document[key], str)
            assert document[key]
        assert document["feed_url"].endswith(".json")
        assert document.get("next_url", "none.json").endswith(".json")
        assert document.get("next_url") != document["feed_url"]
        for author in [*document["authors"], *[a for item in document["items"] for a in item["authors"]]]:
            assert author["name"]
        assert document["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
        assert len(made.entries) == len(document["items"]) == len({item["id"] for item in document["items"]}) > 0
        for thing in (document, *document["items"]):
            assert all(isinstance(value, dict) for key, value in thing.items() if key.startswith("_"))
        for item in document["items"]:
            assert isinstance(item["id"], str)
            assert ("content_html" in item) != ("content_text" in item)
            assert datetime.fromisoformat(item["date_modified"]).tzinfo is not None
            assert all(isinstance(name, str) and name for name in item.get("tags", []))
            assert all(file["url"] and file["mime_type"] for file in item.get("attachments", []))
            standard = {key for key in item if not key.startswith("_")}
            assert standard <= {
                *("id", "url", "title", "language", "content_html", "content_text", "summary"),
                *("date_published", "date_modified", "authors", "tags", "image", "attachments"),
            }


def test_every_entry_names_its_author(every_feed: list[Feed]) -> None:
    """The publisher wrote a topic's entry, a link's organization that link's; each format says so at the entry."""
    for made in every_feed:
        authors = [entry.author for entry in made.entries]
        assert all(authors)
        assert authors == [item["author"] for item in rss_items(made.rss())]
        assert authors == [entry["author"] for entry in atom_entries(made.atom())]
        assert authors == [item["authors"][0]["name"] for item in json_items(made.json())]
    tea = feed(catalog(topic()), PUBLISHER, "en", topic="tea")
    assert ["River Valley Clinic", "Tea House", "River Valley Clinic"] == [entry.author for entry in tea.entries]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_real_reader_gets_everything_back(format: str, every_feed: list[Feed]) -> None:
    """feedparser reads title, own page, id, dates, language, categories, content and files of every entry."""
    for made in every_feed:
        read = feedparser.parse(made.format(format), sanitize_html=False, resolve_relative_uris=False)
        assert not read.bozo
        assert (made.title, made.home_page) == (read.feed.title, read.feed.link)
        assert ("mul" if made.mixed and format == "rss" else str(made.locale)) == read.feed.language
        assert len(made.entries) == len(read.entries)
        for entry, found in zip(made.entries, read.entries, strict=True):
            assert (entry.title, entry.url, entry.id) == (found.title, found.link, found.id)
            assert entry.updated.timestamp() == calendar.timegm(found.updated_parsed)
            published = entry.published or (entry.updated if format == "rss" else None)
            if published:
                assert published.timestamp() == calendar.timegm(found.published_parsed)
            assert str(entry.locale) == (found.language if format == "rss" else found.title_detail.language)
            assert [one.label or one.term for one in entry.categories] == [
                name.label or name.term for name in found.get("tags", [])
            ]
            assert str(entry.content) == (found.content[0].value if "content" in found else "")
            assert entry.summary == found.get("summary", "")
            assert entry.author == found.author
            assert [file.url for file in entry.enclosures] == [file.href for file in found.enclosures]
            assert [picture.url for picture in entry.media] == [one["url"] for one in found.get("media_content", [])]
