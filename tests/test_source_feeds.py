"""Feeds as sources: RSS, Atom and JSON Feed of two languages, as others write them and as this program does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import syndicate
from syndicate import sources
from syndicate.errors import SourceError
from syndicate.model import Catalog, FindingKind

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:x="http://x.example/">
<channel><title>News</title><link>https://example.org/</link><language>{language}</language>
<item><title>{title} &amp; more</title><link>https://example.org/{path}</link>
<guid isPermaLink="false">{guid}</guid>
<pubDate>Thu, 06 Jun 2024 10:00:00 -0400</pubDate><description>In short.</description>
<content:encoded><![CDATA[<p>Rest &nbsp;<a href="/a">well</a>.</p><script>alert(1)</script>]]></content:encoded>
<category>Mind</category><media:thumbnail url="https://example.org/a.jpg"/><x:score>7</x:score>{more}</item>
</channel></rss>
"""
ATOM = """\
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}"><title>News</title><id>urn:f</id>
<entry><id>urn:1:{language}</id><title type="html">Sl&amp;amp;p</title><updated>2024-06-07T10:00:00Z</updated>
<published>2024-06-06T10:00:00Z</published>
<link rel="alternate" hreflang="{language}" href="https://example.org/{own}"/>
<link rel="related" hreflang="{other_language}" href="https://example.org/{other}"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Rest <b>well</b>.</p></div></content></entry>
<entry xmlns:app="http://www.w3.org/2007/app"><id>urn:2:{language}</id><title>Later</title>
<updated>2024-06-07T10:00:00Z</updated><app:control><app:draft>yes</app:draft></app:control>
<link href="https://example.org/{own}-2"/><summary type="text">1 &lt; 2</summary></entry></feed>
"""


def read(folder: Path, *texts: str, suffix: str = ".xml") -> Catalog:
    """The catalog of several files."""
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"feed-{number}{suffix}"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return sources.read(*paths, default_locale="en")


def rss(language: str, title: str, path: str, guid: str, more: str = "") -> str:
    """A feed of one item."""
    return RSS.format(language=language, title=title, path=path, guid=guid, more=more)


def test_an_item_of_rss(tmp_path: Path) -> None:
    """Its text is cleaned, and its links start at its page; what is not read is reported."""
    catalog = read(tmp_path, rss("en-us", "Sleep", "en/sleep", "7"))
    topic = catalog["sleep"]
    assert ("Sleep & more", "In short.") == (topic.title["en-US"], topic.description["en-US"])
    assert '<p>Rest &nbsp;<a href="https://example.org/a">well</a>.</p>' == topic.summary["en-US"]
    assert "2024-06-06T10:00:00-04:00" == topic.created["en-US"].isoformat()
    assert "https://example.org/a.jpg" == topic.image["en-US"].url
    assert ["Mind"] == [catalog.groups[name].name["en-US"] for name in topic.groups]
    (dropped,) = (found for found in catalog.findings if found.kind is FindingKind.DROPPED_FIELD)
    assert "score" in dropped.message()


PAIRS = {
    "one id": (("en", "Sleep", "sleep", "7"), ("es", "Dormir", "dormir", "7")),
    "ids that differ by language": (("en", "Sleep", "sleep", "tag:a/7/en"), ("es", "Dormir", "dormir", "tag:a/7/es")),
    "addresses that differ by language": (("en", "Sleep", "en/sleep", "7"), ("es", "Dormir", "es/sleep", "9")),
    "a query": (("en", "Sleep", "sleep", "7"), ("es", "Dormir", "sleep?lang=es", "9")),
    "hreflang": (
        ("en", "Sleep", "sleep", "7"),
        (
            *("es", "Dormir", "dormir", "9"),
            '<atom:link rel="alternate" hreflang="en" href="https://example.org/sleep"/>',
        ),
    ),
}


@pytest.mark.parametrize(("english", "spanish"), PAIRS.values(), ids=PAIRS)
def test_feeds_of_two_languages_pair(tmp_path: Path, english: tuple[str, ...], spanish: tuple[str, ...]) -> None:
    """By ids, by addresses, or by what the items say."""
    (topic,) = read(tmp_path, rss(*english), rss(*spanish)).values()
    assert {"en": "Sleep & more", "es": "Dormir & more"} == topic.title.identifiers()


def test_texts_of_one_key_in_one_language_stay_apart(tmp_path: Path) -> None:
    """A key that would mean two texts of a language means nothing."""
    catalog = read(tmp_path, rss("en", "A", "a", "7"), rss("en", "B", "b", "tag:7"), rss("es", "C", "c", "9"))
    assert 3 == len(catalog)


def test_atom(tmp_path: Path) -> None:
    """XHTML and HTML titles are read as such; drafts are withheld; translations may be related links."""
    english = ATOM.format(language="en", other_language="es", own="sleep", other="dormir")
    spanish = ATOM.format(language="es", other_language="en", own="dormir", other="sleep")
    catalog = read(tmp_path, english, spanish)
    (topic,) = catalog.values()
    assert {"en": "Sl&p", "es": "Sl&p"} == topic.title.identifiers()
    assert "<p>Rest <b>well</b>.</p>" == topic.summary["es"]
    assert "2024-06-07T10:00:00+00:00" == topic.updated["es"].isoformat()
    assert {("en", "urn:2:en"), ("es", "urn:2:es")} == catalog.withheld.keys()


def test_json_feed(tmp_path: Path) -> None:
    """The language is that of the feed or of the item, and plain text is told from HTML."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "News",
        "language": "es",
        "items": [
            {
                "id": "7",
                "url": "https://example.org/es/sleep",
                "title": "Dormir",
                "content_text": "1 < 2 & 3\n\nBien.",
                "summary": "Breve.",
                "date_published": "2024-06-06T10:00:00-04:00",
                "tags": ["Mente"],
                "image": "https://example.org/a.jpg",
                "_own": {},
                "rating": 5,
            }
        ],
    }
    catalog = read(tmp_path, json.dumps(feed), suffix=".json")
    (topic,) = catalog.values()
    assert ("Dormir", "Breve.", "<p>1 &lt; 2 &amp; 3</p><p>Bien.</p>") == (
        topic.title["es"],
        topic.description["es"],
        topic.summary["es"],
    )


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_the_feeds_of_this_program_are_sources(tmp_path: Path, example: Path, format: str) -> None:
    """Both languages of the example pair again, with titles, texts and dates as they were."""
    catalog = syndicate.read(example)
    publisher = syndicate.Publisher.load(example / "publisher.toml")
    syndicate.build(catalog, publisher, tmp_path / "public", only=["feeds"])
    paths = []
    for language in ("en", "es"):
        paths.append(tmp_path / f"topics-{language}.{format}")
        shutil.copy(tmp_path / "public" / language / "feeds" / f"topics.{format}", paths[-1])
    again = sources.read(*paths, default_locale="en")
    assert catalog.keys() == again.keys()
    for topic in again.values():
        assert catalog[topic.slug].title == topic.title
        assert catalog[topic.slug].description == topic.description


DAMAGED = {
    "an entity": ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item/></channel></rss>', "declares entities"),
    "a file of this machine": (
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel>'
        "</rss>",
        "declares entities",
    ),
    "cut short": ("<rss><channel><item><title>a</title>", "not well-formed XML"),
    "no entries": ("<rss><channel><title>a</title></channel></rss>", "there are no entries in it"),
    "JSON that is cut short": (
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"',
        "it seems cut short",
    ),
    "JSON with a fault": ('{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1,}]}', "not JSON: "),
    "JSON without items": ('{"version": "https://jsonfeed.org/version/1"}', "there are no items in it"),
}


@pytest.mark.parametrize(("text", "problem"), DAMAGED.values(), ids=DAMAGED)
def test_a_feed_that_cannot_be_read(tmp_path: Path, text: str, problem: str) -> None:
    """The error says why; nothing is resolved, and nothing is fetched."""
    with pytest.raises(SourceError) as caught:
        read(tmp_path, text, suffix=".json" if text[0] == "{" else ".xml")
    assert problem in caught.value.format_message()


def test_a_feed_without_a_language(tmp_path: Path) -> None:
    """The name of the file may tell it; else the entries are broken, and the message says how to name it."""
    text = rss("", "Sleep", "sleep", "7")
    catalog = read(tmp_path, text)
    assert "as in posts.es.json" in catalog.findings[0].message()
    (tmp_path / "news.es.xml").write_text(text, encoding="utf-8")
    assert ["es"] == [str(locale) for locale in sources.read(tmp_path / "news.es.xml").locales]


def test_where_addresses_of_atom_start(tmp_path: Path) -> None:
    """At `xml:base`, of the entry, of the feed, or of both (RFC 4287 section 2)."""
    text = ATOM.format(language="en", other_language="es", own="sleep", other="dormir")
    text = text.replace("<feed ", '<feed xml:base="https://a.example/x/" ').replace("<entry>", '<entry xml:base="y/">')
    text = text.replace("https://example.org/sleep", "sleep").replace("<b>well</b>", '<a href="b">well</a>')
    (topic,) = read(tmp_path, text).values()
    assert "https://a.example/x/y/sleep" == topic.url["en"]
    assert '<a href="https://a.example/x/y/b">' in topic.summary["en"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ('<title type="text">Dose &lt;b&gt; &amp;amp; 5</title>', "Dose <b> &amp; 5"),
        ('<title type="html">Dose &lt;b&gt;5&lt;/b&gt; &amp;lt; 6</title>', "Dose 5 < 6"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a &lt;b&gt; c</div></title>', "a <b> c"),
        ("<title>Dose &lt;b&gt;5&lt;/b&gt;</title>", "Dose 5"),  # as many feeds have it, who forget the type
    ],
)
def test_titles_of_atom_are_what_their_type_says(tmp_path: Path, title: str, expected: str) -> None:
    """A sign that looks like a tag stays where the title is plain text (RFC 4287, section 3.1.1)."""
    text = ATOM.format(language="en", own="a", other_language="es", other="b")
    topic = next(iter(read(tmp_path, text.replace('<title type="html">Sl&amp;amp;p</title>', title)).values()))
    assert {"en": expected} == topic.title.identifiers()


@pytest.mark.parametrize(
    ("content", "summary", "dropped"),
    [
        (
            '<content type="image/png">iVBORw0KGgo=</content><summary>In short.</summary>',
            "<p>In short.</p>",
            "image/png",
        ),
        (
            '<content src="/a.pdf" type="application/pdf"/><summary>In short.</summary>',
            "<p>In short.</p>",
            "content src",
        ),
        ('<content type="text/plain">1 &lt;b&gt; 2</content>', "<p>1 &lt;b&gt; 2</p>", ""),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt;b&gt; 2</div></content>',
            "1 &lt;b&gt; 2",
            "",
        ),
    ],
)
def test_contents_of_atom_that_are_no_text(tmp_path: Path, content: str, summary: str, dropped: str) -> None:
    """A file within the feed, or elsewhere, is not shown as words, and is reported; plain text is no markup."""
    text = ATOM.format(language="en", own="a", other_language="es", other="b")
    start, end = text.index("<content"), text.index("</content>") + len("</content>")
    catalog = read(tmp_path, text[:start] + content + text[end:])
    assert summary == next(iter(catalog.values())).summary["en"]
    told = [str(found) for found in catalog.findings if found.kind is FindingKind.DROPPED_FIELD]
    assert (dropped in told[0]) if dropped else not told


def test_items_that_are_no_objects_are_told(tmp_path: Path) -> None:
    """Nothing of a feed goes in silence."""
    items = [{"id": "1", "title": "A <i>", "content_text": "a"}, "b", None]
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": items})
    catalog = read(tmp_path, text, suffix=".json")
    assert {"en": "A <i>"} == catalog["a-i"].title.identifiers()
    (found,) = (found for found in catalog.findings if found.kind is FindingKind.DROPPED_ENTRY)
    assert found.details["names"] == "'b', NoneType"
