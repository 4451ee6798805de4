"""Validation: each rule has a document or tree that breaks it, good ones are silent, and nothing makes it stumble."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from syndicate.json_text import positions
from syndicate.validation import RULES, Validation, validate
from syndicate.validation.problems import as_json, as_text, summary

ROOT = Path(__file__).resolve().parent.parent

ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
      xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="es">
  <title type="text">Sueño</title>
  <subtitle type="html">&lt;b&gt;Todo&lt;/b&gt; sobre &lt;a href="https://example.org/"&gt;dormir&lt;/a&gt;</subtitle>
  <link rel="self" type="application/atom+xml" href="https://example.org/es/feed.atom"/>
  <link rel="alternate" type="text/html" hreflang="es" href="https://example.org/es/"/>
  <link rel="related" type="application/atom+xml" hreflang="en" href="https://example.org/en/feed.atom"/>
  <id>tag:example.org,2024:feed/es</id>
  <updated>2024-06-06T02:30:35Z</updated>
  <author><name>Ana Ruiz</name><uri>https://example.org/ana</uri><email>ana@example.org</email></author>
  <category term="salud" scheme="https://example.org/es/" label="Salud"/>
  <generator uri="https://example.org/" version="1">syndicate</generator>
  <icon>https://example.org/icon.png</icon>
  <rights>© 2024</rights>
  <at:deleted-entry ref="tag:example.org,2024:gone" when="2024-06-01T00:00:00Z"/>
  <entry xml:lang="es">
    <id>tag:example.org,2024:1</id>
    <title>Dormir bien</title>
    <link href="https://example.org/es/1"/>
    <link rel="enclosure" type="application/pdf" length="1234" href="https://example.org/1.pdf"/>
    <published>2024-06-01T00:00:00-04:00</published>
    <updated>2024-06-06T02:30:35.25Z</updated>
    <summary>Duerma.</summary>
    <content type="html">&lt;p&gt;Duerma.&lt;/p&gt;</content>
    <media:content url="https://example.org/1.png" medium="image" type="image/png" width="10" height="20">
      <media:description type="plain">Una cama</media:description>
    </media:content>
  </entry>
  <entry>
    <id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">La <em>siesta</em></div></title>
    <author><name>Luis</name></author>
    <updated>2024-06-05T00:00:00Z</updated>
    <summary>Un archivo.</summary>
    <content type="application/pdf" src="https://example.org/2.pdf"/>
    <source>
      <id>tag:example.org,2024:other</id><title>Otro</title><updated>2024-06-05T00:00:00Z</updated>
    </source>
  </entry>
</feed>
"""

RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
     xmlns:fh="http://purl.org/syndication/history/1.0">
<channel>
  <title>Sleep</title>
  <link>https://example.org/en/</link>
  <description>All about sleep</description>
  <atom:link rel="self" type="application/rss+xml" href="https://example.org/en/feed.rss"/>
  <language>en-us</language>
  <managingEditor>ana@example.org (Ana Ruiz)</managingEditor>
  <pubDate>Thu, 06 Jun 2024 02:30:35 GMT</pubDate>
  <lastBuildDate>Thu, 6 Jun 2024 02:30 -0400</lastBuildDate>
  <category domain="https://example.org/">Health</category>
  <cloud domain="example.org" port="80" path="/RPC2" registerProcedure="notify" protocol="xml-rpc"/>
  <ttl>60</ttl>
  <image>
    <url>https://example.org/i.png</url><title>Sleep</title><link>https://example.org/en/</link>
    <width>88</width><height>31</height>
  </image>
  <skipHours><hour>0</hour><hour>23</hour></skipHours>
  <skipDays><day>Sunday</day></skipDays>
  <item>
    <title>Sleep well</title>
    <link>https://example.org/en/1</link>
    <description>&lt;p&gt;Sleep &lt;a href="https://example.org/"&gt;well&lt;/a&gt;.</description>
    <content:encoded>&lt;p&gt;Sleep.</content:encoded>
    <dc:creator>Ana Ruiz</dc:creator>
    <guid isPermaLink="false">tag:example.org,2024:1</guid>
    <category>Health</category>
    <enclosure url="https://example.org/1.mp3" length="1234" type="audio/mpeg"/>
    <pubDate>Thu, 06 Jun 2024 02:30:35 +0000</pubDate>
    <dc:language>en</dc:language>
    <atom:updated>2024-06-06T02:30:35Z</atom:updated>
    <source url="https://example.org/other.rss">Other</source>
  </item>
  <item>
    <description>No title</description>
    <guid>https://example.org/en/2</guid>
  </item>
</channel>
</rss>
"""

JSON = """\
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Sleep",
  "home_page_url": "https://example.org/en/",
  "feed_url": "https://example.org/en/feed.json",
  "next_url": "https://example.org/en/2.json",
  "language": "en",
  "expired": false,
  "authors": [{"name": "Ana Ruiz", "url": "https://example.org/ana"}],
  "hubs": [{"type": "WebSub", "url": "https://hub.example.org/"}],
  "_translations": {"es": "https://example.org/es/feed.json"},
  "items": [
    {
      "id": "tag:example.org,2024:1",
      "url": "https://example.org/en/1",
      "title": "Sleep well",
      "content_html": "<p>Sleep.</p>",
      "date_published": "2024-06-01T00:00:00-04:00",
      "date_modified": "2024-06-06T02:30:35Z",
      "tags": ["health"],
      "attachments": [{"url": "https://example.org/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1234}]
    },
    {"id": "2", "content_text": "Sleep."}
  ]
}
"""

OPML = """\
<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head><title>Feeds</title><dateCreated>Thu, 06 Jun 2024 02:30:35 GMT</dateCreated></head>
  <body>
    <outline text="English" language="en">
      <outline text="Sleep" type="rss" xmlUrl="https://example.org/en/feed.rss" htmlUrl="https://example.org/en/"/>
      <outline text="More" type="include" url="https://example.org/more.opml"/>
    </outline>
  </body>
</opml>
"""

GOOD = {"atom": ATOM, "rss": RSS, "json": JSON, "opml": OPML}


def rules(found: Validation) -> list[str]:
    """The rules of the problems that were found."""
    return [problem.rule for problem in found.problems]


def line_of(document: str, part: str) -> int:
    """The line on which a part of a document begins."""
    return document.count("\n", 0, document.index(part)) + 1


@pytest.mark.parametrize("format", GOOD)
def test_good_documents_are_silent(format: str) -> None:
    """A document with most of what a format has breaks no rule."""
    found = validate(GOOD[format].encode())
    assert "" == as_text(found)
    assert {format: 1} == found.documents
    assert found.valid


EMPTY_FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a.example,2024:b</id><title>t</title>'
    '<updated>2024-01-01T00:00:00Z</updated><link rel="self" href="https://a.example/"/></feed>'
)


def test_feed_without_entries_is_good() -> None:
    """A feed in which nothing is new yet is right in every format."""
    document = re.sub(r"(?s)  <item>.*</item>\n", "", RSS)
    assert [] == rules(validate(EMPTY_FEED.encode()))
    assert [] == rules(validate(document.encode()))
    assert [] == rules(validate(re.sub(r'(?s)"items": \[.*\]', '"items": []', JSON).encode()))


ENTRY_1 = "<id>tag:example.org,2024:1</id>"
FIRST_ITEM = "<title>Sleep well</title>"
ITUNES = 'xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"'
SELF = '<link rel="self" type="application/atom+xml" href="https://example.org/es/feed.atom"/>'
PDF = '<content type="application/pdf" src="https://example.org/2.pdf"/>'
HTML = '<content type="html">&lt;p&gt;Duerma.&lt;/p&gt;</content>'
GONE = 'ref="tag:example.org,2024:gone" when="2024-06-01'
SECOND = (
    "<entry><id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id><title>Otra</title>"
    '<updated>2024-06-05T00:00:00Z</updated><link href="https://example.org/"/></entry>'
)
AUTHOR = "<author><name>Ana Ruiz</name><uri>https://example.org/ana</uri><email>ana@example.org</email></author>"

BAD = [
    # Atom: structure
    ("atom", "missing-element", "<title>Dormir bien</title>", "", "<entry xml:lang"),
    ("atom", "missing-element", "<id>tag:example.org,2024:feed/es</id>", "", "xmlns:fh"),
    ("atom", "repeated-element", "<rights>© 2024</rights>", "<rights>a</rights>\n<rights>b</rights>", "<rights>b"),
    ("atom", "unknown-element", "<rights>© 2024</rights>", "<wrongs/>", "<wrongs"),
    ("atom", "unknown-element", ENTRY_1, ENTRY_1 + "\n<subtitle>x</subtitle>", "<subtitle>x"),
    ("atom", "unknown-element", "<name>Luis</name>", "<name>Luis <b>R</b></name>", "<name>Luis"),
    ("atom", "no-namespace", "<rights>© 2024</rights>", '<x xmlns=""/>', "<x "),
    ("atom", "missing-attribute", ' href="https://example.org/es/1"', "", "<link/>"),
    ("atom", "missing-attribute", ' when="2024-06-01T00:00:00Z"', "", "<at:deleted"),
    ("atom", "unknown-attribute", 'length="1234"', 'size="1234"', 'size="1234"'),
    ("atom", "unexpected-text", "<rights>© 2024</rights>", "<rights/>words", "<rights/>"),
    ("atom", "empty-element", "<title>Dormir bien</title>", "<title/>", "<title/>"),
    ("atom", "unknown-element", 'label="Salud"/>', 'label="Salud"><title/></category>', "<category"),
    # Atom: values
    ("atom", "invalid-date", "2024-06-05T00:00:00Z</updated>\n    <s", "2024-06-05</updated>\n    <s", "2024-06-05</u"),
    ("atom", "invalid-date", "2024-06-06T02:30:35.25Z", "2024-06-31T02:30:35Z", "2024-06-31"),
    ("atom", "invalid-date", "2024-06-06T02:30:35.25Z", "2024-06-06t02:30:35z", "2024-06-06t"),
    ("atom", "implausible-date", "2024-06-01T00:00:00-04:00", "1824-06-01T00:00:00Z", "1824"),
    ("atom", "invalid-iri", "https://example.org/es/1", "https://example.org/es/ 1", "es/ 1"),
    ("atom", "invalid-iri", ENTRY_1, "<id>tag:example.org:1</id>", "<id>tag:example.org:1"),
    ("atom", "relative-iri", ENTRY_1, "<id>1</id>", "<id>1"),
    ("atom", "invalid-media-type", 'type="application/pdf" length', 'type="pdf" length', 'type="pdf"'),
    ("atom", "invalid-language", '<entry xml:lang="es">', '<entry xml:lang="es_MX">', "es_MX"),
    ("atom", "unknown-language", '<entry xml:lang="es">', '<entry xml:lang="qqz">', "qqz"),
    ("atom", "invalid-email", "ana@example.org", "ana", "<email>ana<"),
    ("atom", "invalid-number", 'length="1234"', 'length="1 kB"', "1 kB"),
    ("atom", "invalid-value", '<title type="text">', '<title type="plain">', "plain"),
    ("atom", "markup-in-text", "Dormir bien", "Dormir &lt;b&gt;bien&lt;/b&gt;", "Dormir &lt;"),
    ("atom", "relative-link-in-content", '"https://example.org/"&gt;dormir', '"/es/"&gt;dormir', "/es/"),
    # Atom: prose
    ("atom", "atom-author", AUTHOR, "", "<entry xml:lang"),
    (
        "atom",
        "atom-alternates",
        '<link rel="alternate" type="text/html" hreflang="es"',
        '<link type="text/html" href="https://example.org/" hreflang="en"/>\n<link type="text/html" hreflang="es"',
        '<link type="text/html" hreflang="es"',
    ),
    ("atom", "xhtml-foreign", "<em>siesta</em>", '<x xmlns="https://a.example/ns"/>', "<x "),
    ("atom", "atom-order", "</feed>", "<logo>https://example.org/l.png</logo></feed>", "<logo"),
    ("atom", "atom-alternate", PDF, "", "<entry>"),
    (
        "atom",
        "atom-duplicate-alternate",
        ENTRY_1,
        ENTRY_1 + '<link href="https://example.org/x"/>',
        '<link href="https://example.org/es/1"',
    ),
    ("atom", "atom-summary", "<summary>Un archivo.</summary>", "", "<entry>"),
    ("atom", "atom-source", "<title>Otro</title>", "", "<source>"),
    ("atom", "atom-src-type", 'type="application/pdf" src', "src", "<content src"),
    ("atom", "atom-xhtml", "La <em>siesta</em></div>", "La</div>siesta", '<title type="xhtml"'),
    ("atom", "atom-xhtml", "<em>siesta</em>", '<em xmlns="">siesta</em>', "<em xmlns"),
    ("atom", "atom-markup", "&lt;p&gt;Duerma.&lt;/p&gt;", "<p>Duerma.</p>", "<p>"),
    ("atom", "atom-content", PDF, PDF[:-2] + ">words</content>", "<content type='application/pdf'"),
    ("atom", "atom-content", HTML, '<content type="text/plain"><b/></content>', "<content"),
    ("atom", "atom-base64", HTML, '<content type="image/png">no</content>', "<content"),
    ("atom", "duplicate-entry", "</feed>", SECOND + "</feed>", "<entry><id>urn"),
    ("atom", "published-after-updated", "2024-06-01T00:00:00-04:00", "2024-06-07T00:00:00Z", "<entry xml:lang"),
    ("atom", "feed-older-than-entry", "<updated>2024-06-06T02:30:35Z", "<updated>2024-06-05T02:30:35Z", "xmlns:fh"),
    ("atom", "missing-self", SELF, "", "xmlns:fh"),
    # RFC 5005 and 6721
    (
        "atom",
        "paging-link-repeated",
        SELF,
        SELF + '<link rel="next" href="a"/>\n<link rel="next" href="b"/>',
        'href="b"',
    ),
    ("atom", "complete-in-parts", SELF, SELF + "<fh:complete/><fh:archive/>", "<fh:archive/>"),
    ("atom", "complete-in-parts", SELF, SELF + '<fh:complete/>\n<link rel="next" href="b"/>', 'href="b"'),
    ("atom", "archive-without-current", SELF, SELF + "<fh:archive/>", "<fh:archive/>"),
    ("atom", "archive-unmarked", SELF, SELF + '\n<link rel="next-archive" href="b"/>', 'href="b"'),
    ("atom", "paging-link-in-entry", ENTRY_1, ENTRY_1 + '<link rel="next" href="b"/>', 'href="b"'),
    ("atom", "unknown-element", SELF, SELF + "<fh:whole/>", "<fh:whole"),
    ("atom", "deleted-entry-present", GONE, GONE.replace("gone", "1").replace("-06-", "-07-"), "<at:deleted"),
    (
        "atom",
        "deleted-entry-repeated",
        SELF,
        SELF + 2 * '<at:deleted-entry ref="a:b" when="2024-06-01T00:00:00Z"/>',
        "",
    ),
    # Media RSS
    ("atom", "missing-attribute", ' url="https://example.org/1.png"', "", "<media:content"),
    ("atom", "invalid-value", 'medium="image"', 'medium="picture"', "picture"),
    ("atom", "invalid-number", 'width="10"', 'width="10px"', "10px"),
    # RSS: structure and values
    ("rss", "missing-element", "<description>All about sleep</description>", "", "<channel>"),
    ("rss", "repeated-element", "<ttl>60</ttl>", "<ttl>60</ttl>\n<ttl>61</ttl>", "<ttl>61"),
    ("rss", "unknown-element", "<ttl>60</ttl>", "<frequency>60</frequency>", "<frequency"),
    ("rss", "unknown-element", "<dc:creator>Ana Ruiz</dc:creator>", "<dc:author>Ana</dc:author>", "<dc:author"),
    ("rss", "not-well-formed", "<dc:creator>Ana Ruiz</dc:creator>", "<dcx:creator>Ana</dcx:creator>", "<dcx"),
    ("rss", "missing-attribute", ' length="1234"', "", "<enclosure"),
    ("rss", "unknown-attribute", '<guid isPermaLink="false"', '<guid permalink="false"', "permalink="),
    ("rss", "unexpected-text", "<ttl>60</ttl>", "<ttl>60</ttl>60", "<ttl>60</ttl>60"),
    ("rss", "empty-element", "<category>Health</category>", "<category/>", "<category/>"),
    ("rss", "invalid-date", "Thu, 06 Jun 2024 02:30:35 GMT", "2024-06-06T02:30:35Z", "<pubDate>2024"),
    ("rss", "invalid-date", "Thu, 06 Jun 2024 02:30:35 GMT", "jue, 06 jun 2024 02:30:35 GMT", "jue"),
    ("rss", "invalid-date", "Thu, 06 Jun 2024 02:30:35 GMT", "Thu, 31 Jun 2024 02:30:35 GMT", "31 Jun"),
    ("rss", "wrong-weekday", "Thu, 06 Jun 2024 02:30:35 GMT", "Fri, 06 Jun 2024 02:30:35 GMT", "Fri,"),
    ("rss", "implausible-date", "Thu, 06 Jun 2024 02:30:35 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "0001"),
    ("rss", "two-digit-year", "06 Jun 2024 02:30:35 GMT", "06 Jun 24 02:30:35 GMT", "Jun 24 "),
    ("rss", "invalid-language", "en-us", "American English", "American"),
    ("rss", "iri-not-uri", "https://example.org/en/1<", "https://example.org/en/niños<", "niños"),
    ("rss", "relative-iri", "https://example.org/en/1<", "/en/1<", "<link>/en"),
    ("rss", "invalid-number", "<ttl>60</ttl>", "<ttl>an hour</ttl>", "an hour"),
    ("rss", "invalid-number", "<hour>23</hour>", "<hour>25</hour>", "<hour>25"),
    ("rss", "invalid-number", "<width>88</width>", "<width>880</width>", "880"),
    ("rss", "invalid-value", "<day>Sunday</day>", "<day>Domingo</day>", "Domingo"),
    ("rss", "invalid-value", 'isPermaLink="false"', 'isPermaLink="no"', '"no"'),
    ("rss", "invalid-media-type", "audio/mpeg", "mp3", '"mp3"'),
    ("rss", "invalid-email", "ana@example.org (Ana Ruiz)", "Ana Ruiz", "<managingEditor"),
    ("rss", "markup-in-text", FIRST_ITEM, "<title>Salt &amp;amp; sleep</title>", "<title>Salt"),
    ("rss", "relative-link-in-content", 'href="https://example.org/"&gt;well', 'href="well.html"&gt;well', "well.html"),
    # RSS: prose
    ("rss", "rss-version", 'version="2.0" xmlns', 'version="3.0" xmlns', "xmlns:fh"),
    ("rss", "rss-old-version", 'version="2.0" xmlns', 'version="0.91" xmlns', "xmlns:fh"),
    ("rss", "rss-item-empty", "<description>No title</description>", "", "<item>\n    \n"),
    ("rss", "rss-permalink", ' isPermaLink="false"', "", "<guid>tag"),
    ("rss", "rss-repeated-value", "<hour>23</hour>", "<hour>0</hour>", "<hour>0"),
    ("rss", "rss-guid", "<guid>https://example.org/en/2</guid>", "", ""),
    (
        "rss",
        "rss-enclosures",
        "<category>Health</category>",
        '<enclosure url="https://a.example/" length="0" type="a/b"/>',
        "",
    ),
    ("rss", "rss-email-name", "ana@example.org (Ana Ruiz)", "ana@example.org", "<managingEditor"),
    ("rss", "rss-image", "<title>Sleep</title><link>", "<title>Logo</title><link>", "<image>"),
    (
        "rss",
        "rss-text-input",
        "<ttl>60</ttl>",
        "<textInput><title>a</title><description>b</description><name>c</name><link>https://a.example/</link></textInput>",
        "<textInput",
    ),
    ("rss", "rss-order", "</channel>", "<docs>https://example.org/docs</docs></channel>", "<docs"),
    (
        "rss",
        "rss-description",
        '<description>&lt;p&gt;Sleep &lt;a href="https://example.org/"&gt;well&lt;/a&gt;.</description>',
        "",
        "",
    ),
    ("rss", "rss-duplicate-meaning", "<category>Health</category>", "<author>a@b.example (A)</author>", "<dc:creator"),
    (
        "rss",
        "duplicate-id",
        "<guid>https://example.org/en/2</guid>",
        '<guid isPermaLink="false">tag:example.org,2024:1</guid>',
        "",
    ),
    ("rss", "missing-self", 'rel="self"', 'rel="via"', "<channel>"),
    ("rss", "hub-without-self", 'rel="self"', 'rel="hub"', "<atom:link"),
    (
        "rss",
        "repeated-self",
        "<ttl>60</ttl>",
        '<atom:link rel="self" href="https://example.org/b"/>',
        '="https://example.org/b"',
    ),
    ("rss", "obsolete-value", "<hour>23</hour>", "<hour>24</hour>", "<hour>24"),
    ("rss", "mistaken-namespace", "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss", "xmlns:fh"),
    ("rss", "unsafe-address", "https://example.org/en/1<", "javascript:alert(1)<", "javascript:"),
    ("rss", "unsafe-content", "&lt;p&gt;Sleep.", "&lt;script&gt;", "&lt;script"),
    ("rss", "too-deep", "&lt;p&gt;Sleep.", "&lt;div onclick=''&gt;" * 20_000, ""),
    ("rss", "escaped-twice", "&lt;p&gt;Sleep.", "&amp;lt;p&amp;gt;Sleep.", "&amp;lt;"),
    ("rss", "lazy-picture", "&lt;p&gt;Sleep.", '&lt;img data-src="https://example.org/1.png"&gt;', "&lt;img"),
    ("rss", "rss-small-guid", 'isPermaLink="false">tag:example.org,2024:1<', 'isPermaLink="false">17<', ">17<"),
    ("rss", "rss-language", "<dc:language>en<", "<dc:language>es<", ""),
    (
        "rss",
        "duplicate-enclosure",
        "<description>No title</description>",
        '<description>a</description><enclosure url="https://example.org/1.mp3" length="1" type="audio/mpeg"/>',
        "<description>a<",
    ),
    (
        "rss",
        "license-repeated",
        FIRST_ITEM,
        FIRST_ITEM + 2 * '<atom:link rel="license" href="https://a.example/"/>',
        FIRST_ITEM,
    ),
    ("rss", "podcast-incomplete", FIRST_ITEM, FIRST_ITEM + f"<i:order {ITUNES}>1</i:order>", "<channel>"),
    ("rss", "too-long", FIRST_ITEM, FIRST_ITEM + f"<i:author {ITUNES}>{'a' * 256}</i:author>", "<i:author"),
    ("rss", "obsolete-element", FIRST_ITEM, FIRST_ITEM + "<media:adult>true</media:adult>", "<media:adult"),
    (
        "rss",
        "media-group",
        FIRST_ITEM,
        FIRST_ITEM + '<media:group><media:content url="https://example.org/a.mp4"/></media:group>',
        "<media:group",
    ),
    ("rss", "archive-without-current", "<ttl>60</ttl>", "<fh:archive/>", "<fh:archive"),
    (
        "rss",
        "paging-link-in-entry",
        FIRST_ITEM,
        FIRST_ITEM + '<atom:link rel="next" href="b"/>',
        '<atom:link rel="next',
    ),
    # Any XML
    ("rss", "not-well-formed", "</channel>", "</chanel>", "</chanel>"),
    ("rss", "not-well-formed", "Sleep well<", "Sleep&nbsp;well<", "&nbsp;"),
    ("rss", "not-well-formed", "Sleep well<", "Sleep \x0b well<", "\x0b"),
    ("rss", "not-well-formed", "Sleep well<", "Sleep &#11; well<", "&#11;"),
    ("rss", "doctype", "<rss ", "<!DOCTYPE rss>\n<rss ", "<!DOCTYPE"),
    ("rss", "entity-declaration", "<rss ", '<!DOCTYPE rss [\n<!ENTITY a "b">]>\n<rss ', "<!ENTITY"),
    ("rss", "unknown-encoding", 'encoding="utf-8"', 'encoding="klingon"', "<?xml"),
    # JSON
    ("json", "invalid-json", '"language": "en",', '"language": "en"', '"expired"'),
    ("json", "invalid-json", '"size_in_bytes": 1234', '"size_in_bytes": NaN', ""),
    ("json", "duplicate-key", '"language": "en",', '"language": "en",\n  "language": "es",', '"language": "es"'),
    ("json", "missing-field", '"title": "Sleep",\n', "", "{"),
    ("json", "missing-field", '"mime_type": "audio/mpeg", ', "", '"attachments"'),
    ("json", "missing-field", '"id": "2", ', "", '{"content_text"'),
    ("json", "wrong-type", '"id": "2"', '"id": 2', '{"id": 2'),
    ("json", "wrong-type", '"expired": false', '"expired": "no"', '"expired"'),
    ("json", "wrong-type", '["health"]', '"health"', '"tags"'),
    ("json", "json-version", "version/1.1", "version/9", '"version"'),
    ("json", "json-content", ', "content_text": "Sleep."', "", '{"id": "2"'),
    ("json", "json-next-url", "https://example.org/en/2.json", "https://example.org/en/feed.json", '"next_url"'),
    ("json", "json-extension", '{"es": "https://example.org/es/feed.json"}', "true", '"_translations"'),
    ("json", "deprecated-field", '"id": "2",', '"id": "2", "author": {"name": "A"},', '{"id": "2"'),
    ("json", "unknown-field", '"id": "2",', '"id": "2", "body": "A",', '{"id": "2"'),
    ("json", "empty-value", '"title": "Sleep",', '"title": " ",', '"title"'),
    ("json", "control-character", "Sleep well", "Sleep\\u000bwell", '"title": "Sleep\\u'),
    ("json", "invalid-date", "2024-06-01T00:00:00-04:00", "June 1", '"date_published"'),
    ("json", "relative-iri", "https://example.org/en/1", "/en/1", '"url": "/en'),
    ("json", "invalid-language", '"language": "en"', '"language": "en_US"', '"language"'),
    ("json", "invalid-media-type", "audio/mpeg", "mp3", '"attachments"'),
    ("json", "invalid-number", "1234", "-1", '"attachments"'),
    ("json", "duplicate-id", '"id": "2"', '"id": "tag:example.org,2024:1"', '{"id": "tag'),
    ("json", "published-after-updated", "2024-06-01T00:00:00-04:00", "2024-07-01T00:00:00Z", '"date_published"'),
    ("json", "relative-link-in-content", "<p>Sleep.</p>", "<a href='a.html'>", '"content_html"'),
    ("json", "missing-self", JSON[JSON.index('"feed_url"') : JSON.index('"_translations"')], "", "{"),
    (
        "json",
        "duplicate-enclosure",
        '{"id": "2",',
        '{"id": "2", "attachments": [{"url": "https://example.org/1.mp3"}],',
        '{"id": "2"',
    ),
    ("json", "unsafe-content", "<p>Sleep.</p>", "<p onclick='x()'>", '"content_html"'),
    ("json", "hub-without-self", '"feed_url": "https://example.org/en/feed.json",\n', "", "{"),
    # OPML
    (
        "opml",
        "missing-element",
        "<head><title>Feeds</title><dateCreated>Thu, 06 Jun 2024 02:30:35 GMT</dateCreated></head>",
        "",
        "<opml",
    ),
    ("opml", "missing-attribute", 'text="Sleep" ', "", '<outline type="rss"'),
    ("opml", "opml-version", 'version="2.0"', 'version="3.0"', "<opml"),
    ("opml", "opml-old-version", 'version="2.0"', 'version="1.0"', "<opml"),
    ("opml", "opml-old-version", 'version="2.0"', 'version="1.1"', "<opml"),
    ("opml", "opml-feed", ' xmlUrl="https://example.org/en/feed.rss"', "", '<outline text="Sleep"'),
    ("opml", "opml-type", ' type="rss"', "", '<outline text="Sleep"'),
    ("opml", "opml-type", 'type="include" url="https://example.org/more.opml"', 'type="song"', '<outline text="More"'),
    (
        "opml",
        "opml-duplicate",
        'type="include" url="https://example.org/more.opml"',
        'type="rss" xmlUrl="https://example.org/en/feed.rss"',
        '<outline text="More"',
    ),
    ("opml", "opml-include", ' url="https://example.org/more.opml"', "", '<outline text="More"'),
]
"""A format, the rule that is broken, what to replace in the good document with what, and where the problem is."""


@pytest.mark.parametrize(("format", "rule", "old", "new", "near"), BAD)
def test_bad_documents(format: str, rule: str, old: str, new: str, near: str) -> None:
    """A good document with one fault breaks the rule that the fault is about, on its line."""
    assert old in GOOD[format]
    document = GOOD[format].replace(old, new, 1)
    found = validate(document.encode(), name="feed")
    broken = [problem for problem in found.problems if problem.rule == rule]
    assert broken, as_text(found)
    assert RULES[rule].severity == broken[0].severity
    assert "feed" == broken[0].path
    if near in document and near:
        assert line_of(document, near) in [problem.line for problem in broken]


# Single documents


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<html/>", "HTML"),
        (b"<feed/>", "not in the namespace"),
        (b'<feed xmlns="http://purl.org/atom/ns#"/>', "Atom 0.3"),
        (b'<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "RSS 1.0"),
        (b'{"a": 1}', "not a feed"),
        (b"[1]", "not a feed"),
    ],
)
def test_what_is_no_feed(body: bytes, said: str) -> None:
    """A document of another format is told so by name, and counted as none."""
    found = validate(body)
    assert ["unknown-format"] == rules(found)
    assert said in found.problems[0].message
    assert {} == found.documents


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-06-05T00:00:00Z", ["duplicate-entry"]),
        ("2024-06-04T20:00:00-04:00", ["duplicate-entry"]),
        ("2024-06-04T00:00:00Z", []),
        ("2024-06-05T12:00:00Z", []),
    ],
)
def test_versions_of_an_entry(date: str, expected: list[str]) -> None:
    """Entries of Atom with one id stand for the same entry; only their dates should differ (RFC 4287 section 4.1.1)."""
    second = SECOND.replace("2024-06-05T00:00:00Z", date)
    found = validate(ATOM.replace("</feed>", f"{second}</feed>").encode())
    assert expected == rules(found)
    assert found.valid


def test_latest_version_counts_against_a_tombstone() -> None:
    """Versions may be dated in several zones: the latest is that of the latest moment."""
    identifier = "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6"
    second = SECOND.replace("2024-06-05T00:00:00Z", "2024-06-04T22:00:00-04:00")
    document = ATOM.replace("</feed>", f"{second}</feed>").replace("tag:example.org,2024:gone", identifier)
    for when, expected in (("05T01:00:00", []), ("05T03:00:00", ["deleted-entry-present"])):
        assert expected == rules(validate(document.replace('01T00:00:00Z"/>', f'{when}Z"/>').encode()))


def test_entry_document() -> None:
    """An entry alone is an Atom document; it needs an author of its own."""
    entry = f'<entry xmlns="http://www.w3.org/2005/Atom">{AUTHOR}{ENTRY_1}<title>t</title>{{}}</entry>'
    document = entry.format('<updated>2024-06-06T00:00:00Z</updated><content type="text">x</content>')
    assert [] == rules(validate(document.encode()))
    assert ["atom-author"] == rules(validate(document.replace(AUTHOR, "").encode()))


@pytest.mark.parametrize(
    ("body", "expected", "line"),
    [
        (RSS.replace("Sleep well", "Sueño").encode("latin-1"), ["wrong-encoding"], 24),
        (RSS.replace("utf-8", "iso-8859-1").replace("Sleep well", "Sueño").encode("latin-1"), [], 0),
        (RSS.replace("utf-8", "utf-16").encode("utf-16"), [], 0),
        (RSS.replace("utf-8", "utf-16").encode(), ["wrong-encoding"], 1),
        (RSS.replace("utf-8", "punycode").encode(), ["unknown-encoding"], 1),
        (b"\xef\xbb\xbf" + RSS.encode(), ["byte-order-mark"], 1),
        (b"\xef\xbb\xbf" + RSS.replace("utf-8", "latin-1").encode(), ["byte-order-mark", "wrong-encoding"], 1),
        (b"\n" + RSS.encode(), ["not-well-formed"], 2),
        (JSON.replace("Sleep well", "Sueño").encode("latin-1"), ["wrong-encoding"], 16),
        (b"\xef\xbb\xbf" + JSON.encode(), ["byte-order-mark"], 1),
    ],
)
def test_encodings(body: bytes, expected: list[str], line: int) -> None:
    """A document is read in the encoding it declares; what does not fit it is told with its line."""
    found = validate(body)
    assert expected == rules(found)
    assert [line] * len(expected) == [problem.line for problem in found.problems]


@pytest.mark.parametrize(
    ("date", "right"),
    [
        ("Thu, 06 Jun 2024 02:30:35 +0000", True),
        ("6 Jun 2024 02:30 EDT", True),
        ("THU, 6 jun 2024 02:30:35 z", True),
        ("Thu (a comment), 6 Jun(e) 2024 02:30:35 GMT (Greenwich)", True),
        ("Thu, 06 Jun 2024 24:00:00 GMT", False),
        ("Thu, 06 Jun 2024 02:30:35", False),
        ("Thu, 06 Jun 2024 02:30:35 CEST", False),
        ("Thu, 06 June 2024 02:30:35 GMT", False),
        ("Thu, 06 Jun 2024 02:30:61 GMT", False),
    ],
)
def test_dates_of_rss(date: str, right: bool) -> None:
    """Dates are those of RFC 822: its names of zones, its comments, days and months in English."""
    found = validate(RSS.replace("Thu, 06 Jun 2024 02:30:35 GMT", date).encode())
    assert ([] if right else ["invalid-date"]) == rules(found)


def test_place_of_a_problem() -> None:
    """Feeds may be one single line, so a problem also says where in the document it is."""
    one_line = JSON.replace("\n", "").replace("2024-06-06T02:30:35Z", "today")
    problem = validate(one_line.encode(), name="feed.json").problems[0]
    assert ("items[0].date_modified", 1) == (problem.place, problem.line)
    assert one_line.index('"today"') + 1 == problem.column
    problem = validate(ATOM.replace("<name>Luis</name>", "").encode()).problems[0]
    assert "feed/entry[2]/author[1]" == problem.place


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        # The key stands in the feed, in its authors and in items before it is repeated in one object.
        (
            '"id": "2",',
            '"id": "2", \n"url": "https://example.org/2", \n"url": "https://example.org/3",',
            '"url": "https://example.org/3',
        ),
        ('"id": "2",', '"id": "2",\n"\\u0069d": "2",', '"\\u0069d"'),
        ('"id": "2",', '"id": "2", "_a": {"title": {}},\n"_a": {"b": ["_a", {"_a": {}}]},', '"_a": {"b"'),
    ],
)
def test_line_of_a_repeated_key(old: str, new: str, near: str) -> None:
    """A key that an object has twice is shown where that object has it again."""
    document = JSON.replace(old, new)
    (problem,) = (problem for problem in validate(document.encode()).problems if problem.rule == "duplicate-key")
    column = document.index(near) - document.rindex("\n", 0, document.index(near))
    assert (line_of(document, near), column) == (problem.line, problem.column)


def test_repeated_keys_of_each_object() -> None:
    """Each object is judged by itself; a key that stands three times is one problem."""
    document = '{"version": "", "items": [\n{"a": 1, "a": 2,\n "a": 3},\n{"a": 1},\n{"a": 1,\n "a": 2}]}'
    found = validate(document.encode())
    assert [2, 6] == [problem.line for problem in found.problems if problem.rule == "duplicate-key"]


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1" * 5000])
def test_line_of_a_number_that_is_none(value: str) -> None:
    """What the parser takes for a number and refuses is shown on its line; a text that says NaN is none."""
    document = JSON.replace("Sleep well", "NaN").replace("1234", value)
    (problem,) = validate(document.encode()).problems
    assert "invalid-json" == problem.rule
    assert line_of(document, '"attachments"') == problem.line
    assert document.splitlines()[problem.line - 1].index(value) + 1 == problem.column


def test_problems_name_their_section() -> None:
    """A problem says which section of which standard it is about."""
    found = validate(ATOM.replace("<title>Dormir bien</title>", "").encode())
    assert "RFC 4287 section 4.1.2" == found.problems[0].reference
    assert {"RFC 4287 section 4.2.7"} == {
        problem.reference
        for problem in validate(ATOM.replace("href=", "ref=").encode()).problems
        if "link" in problem.place
    }


# Hostile input

LAUGHS = '<!DOCTYPE rss [<!ENTITY a "aaaa">' + "".join(
    f'<!ENTITY {name} "{"&" + before + ";" * 1}{("&" + before + ";") * 9}">'
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

HOSTILE = {
    "billion laughs": LAUGHS + "]><rss version='2.0'>&i;</rss>",
    "external entity": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0">&a;</rss>',
    "entity after a bracket": '<!DOCTYPE rss SYSTEM "a>[" [<!ENTITY a "b">]><rss version="&a;"/>',
    "parameter entity": '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x"> %a;]><rss version="2.0"/>',
    "deep XML": "<rss>" + "<a>" * 100_000,
    "deep JSON": '{"items": ' + "[" * 100_000,
    "long number": '{"version": ' + "9" * 10_000 + ', "items": []}',
    "lone surrogate": '{"version": "\\ud800", "title": "\\udfff", "items": [{"id": "\\ud800", "a\\ud800": 1}]}',
    "null": '{"version": null, "items": null, "title": null, "hubs": [null], "authors": null}',
    "processing instructions": '<?xml-stylesheet href="http://127.0.0.1:1/"?><rss version="2.0"/>',
    "comment without an end": "<!-- " * 1000,
    "declaration without an end": "<?xml" + " " * 100_000,
    "control characters in a name": '{"version": "\x1b[2J\\u001b[2J", "items": []}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents(name: str) -> None:
    """What would take all memory, read a file or obey the terminal is a problem among others."""
    found = validate(HOSTILE[name].encode("utf-8", "surrogatepass"))
    assert not found.valid
    assert "root:" not in as_text(found)
    assert "\x1b" not in as_text(found)
    as_json(found).encode()


MANY = {
    "attributes": '<rss version="2.0" ' + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>",
    "unknown elements": '<rss version="2.0"><channel>' + "<x/>" * 50_000 + "</channel></rss>",
    "items": '<rss version="2.0"><channel>' + "<item/>" * 20_000 + "</channel></rss>",
    "entries": '<feed xmlns="http://www.w3.org/2005/Atom">' + "<entry><link/></entry>" * 20_000 + "</feed>",
    "links": '<feed xmlns="http://www.w3.org/2005/Atom">' + '<link rel="next" href="a"/>' * 20_000 + "</feed>",
    "words": f'<rss version="2.0"><channel><webMaster>{"a " * 200_000}</webMaster></channel></rss>',
    "an e-mail": f'<rss version="2.0"><channel><webMaster>{"a" * 200_000}</webMaster></channel></rss>',
    "half a tag": f'<rss version="2.0"><channel><description>{"&lt;a " * 100_000}</description></channel></rss>',
    "half a link": f'<rss version="2.0"><channel><description>&lt;a {"href= " * 100_000}</description></channel></rss>',
    "a date": f'<rss version="2.0"><channel><pubDate>{"(" * 100_000}</pubDate></channel></rss>',
    "hours": f'<rss version="2.0"><channel><skipHours>{"<hour>1</hour>" * 20_000}</skipHours></channel></rss>',
    "a language": f'<rss version="2.0" xml:lang="en{"-aaaaa" * 50_000}!"/>',
    "JSON items": '{"version": "", "items": [' + "{}," * 20_000 + "{}]}",
    "JSON keys": '{"version": "", "items": [], ' + ",".join(f'"k{n}": {{}}' for n in range(50_000)) + "}",
    "the same JSON key": '{"version": "", "items": [], ' + ",".join('"k": 1' for n in range(50_000)) + "}",
    "white space": '{"version": "", "items": []' + " \n" * 500_000 + "}",
}


@pytest.mark.parametrize("name", MANY)
def test_long_documents_take_time_in_proportion(name: str) -> None:
    """Much of anything is read in seconds, and the problems that are kept have a limit."""
    start = time.perf_counter()
    found = validate(MANY[name].encode())
    assert time.perf_counter() - start < 20  # the square would be minutes
    assert len(found.problems) <= 1001
    if name in ("unknown elements", "JSON items"):
        assert "too-many-problems" == found.problems[-1].rule


@settings(max_examples=60)
@given(
    st.binary(max_size=200),
    st.sampled_from(["", '<?xml version="1.0"?>', "<rss>", "{", '{"version": "", "items": [', RSS[:900]]),
)
def test_any_bytes(body: bytes, start: str) -> None:
    """Whatever the bytes are, there is an answer."""
    as_text(validate(start.encode() + body))


def elements(root: etree._Element) -> list[etree._Element]:
    """All elements below the root."""
    return [element for element in root.iter() if element.getparent() is not None]


@settings(max_examples=80)
@given(st.sampled_from(["atom", "rss", "opml"]), st.data())
def test_changed_documents(format: str, data: st.DataObject) -> None:
    """Dropping, doubling, moving or emptying an element never makes validation stumble; a dropped must is found."""
    root = etree.fromstring(GOOD[format].encode())
    for _ in range(data.draw(st.integers(1, 3))):
        there = elements(root)
        if not there:
            break
        chosen = data.draw(st.sampled_from(there))
        parent = chosen.getparent()
        what = data.draw(st.sampled_from(["drop", "double", "move", "empty", "attributes"]))
        if what == "drop":
            parent.remove(chosen)
        elif what == "double":
            parent.append(etree.fromstring(etree.tostring(chosen, with_tail=False)))
        elif what == "move":
            target = data.draw(st.sampled_from(there))
            if chosen not in (target, *target.iterancestors()):
                target.append(chosen)
        elif what == "empty":
            chosen.text = None
        else:
            chosen.attrib.clear()
    found = validate(etree.tostring(root))
    as_text(found)
    channel = root.find("channel")
    if format == "rss" and (channel is None or channel.find("link") is None):
        assert "missing-element" in rules(found)


@settings(max_examples=80)
@given(st.data())
def test_changed_json(data: st.DataObject) -> None:
    """Any value in the place of any other, or none, never makes validation stumble."""
    feed = json.loads(JSON)
    where = data.draw(st.sampled_from([feed, feed["items"][0], feed["authors"][0], feed["items"][0]["attachments"][0]]))
    key = data.draw(st.sampled_from([*where, "author", "_more", "tags", "a b"]))
    where.pop(key, None)
    if data.draw(st.booleans()):
        where[key] = data.draw(st.sampled_from([None, True, 1, -1.5, "", "x", [], [1], {}, {"a": {}}, [None], [[]]]))
    as_text(validate(json.dumps(feed).encode()))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=12,
    )
)
def test_positions_in_json(value: object) -> None:
    """The place that is found for a path is where that value is written."""

    def paths(value: object, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], object]:
        found: dict[tuple[str | int, ...], object] = {path: value}
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, member in members:
            found |= paths(member, (*path, key))
        return found

    wanted = paths(value)
    text = json.dumps(value, indent=1)
    lines = text.splitlines()
    places = positions(text, wanted)
    assert wanted.keys() == places.keys()
    for path, (line, column) in places.items():
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert wanted[path] == json.JSONDecoder().raw_decode(rest)[0]


# The schema of the RFC

PEER = ROOT.parent / "shared" / "schemas" / "atom_rfc4287.rng"


@pytest.mark.skipif(not PEER.is_file(), reason="the schema of the RFC is not here")
def test_nothing_passes_that_the_schema_of_the_rfc_refuses() -> None:
    """What is valid to us is valid to the schema in the appendix of RFC 4287 too.

    The appendix knows no tombstones, which RFC 6721 lets stand anywhere among the entries, and in XHTML nothing but
    XHTML, though HTML has SVG and MathML by now.
    """
    peer = etree.RelaxNG(etree.parse(PEER))
    documents = [
        ATOM,
        *(
            ATOM.replace(old, new, 1)
            for format, rule, old, new, _ in BAD
            if format == "atom" and rule != "xhtml-foreign"
        ),
    ]
    for document in documents:
        root = etree.fromstring(document.encode(), etree.XMLParser(remove_comments=True))
        if not peer.validate(root):
            assert not validate(document.encode()).valid, document


@pytest.mark.parametrize(
    ("format", "old", "new"),
    [
        ("atom", "<name>Luis</name>", '<name xml:lang="es" xml:base="/" x:y="" xmlns:x="a:">Luis</name>'),
        ("rss", "<hour>0</hour>", '<x xmlns="a:"/><hour>0</hour>'),
        ("rss", "<day>", '<x xmlns="a:"/><x xmlns="a:"/><day>'),
    ],
)
def test_extensions_may_stand_anywhere(format: str, old: str, new: str) -> None:
    """Every element of Atom may have the common attributes (section 2), and every element of RSS other elements."""
    assert old in GOOD[format]
    assert validate(GOOD[format].replace(old, new, 1).encode()).valid


# Reports


def test_report_for_people() -> None:
    """One line a problem: the file, its line, how serious it is, the place, what is wrong, and the rule."""
    found = validate(RSS.replace("<ttl>60", "<ttl>0").encode(), name="a.rss")
    assert "a.rss:16: error: rss/channel/ttl: 0 is not 1 or more [invalid-number]\n" == as_text(found)
    assert "1 feed, 1 error, 0 warnings" == summary(found)


def test_report_for_programs() -> None:
    """The same as data."""
    found = validate(RSS.replace("<ttl>60", "<ttl>0").encode(), name="a.rss")
    document = json.loads(as_json(found))
    assert {"documents": {"rss": 1}, "errors": 1, "warnings": 0} == {
        key: document[key] for key in ("documents", "errors", "warnings")
    }
    assert {
        "path": "a.rss",
        "line": 16,
        "column": None,
        "severity": "error",
        "rule": "invalid-number",
        "place": "rss/channel/ttl",
        "message": "0 is not 1 or more",
        "reference": "RSS 2.0",
    } == document["problems"][0]


def test_rules_are_in_the_reference() -> None:
    """The page lists every rule with its severity and its meaning."""
    text = (ROOT / "docs" / "reference" / "validation-rules.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    assert [(rule.id, rule.severity.value, rule.meaning, rule.reference) for rule in RULES.values()] == rows


# The command


def run(*arguments: str, body: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "syndicate", "validate", *arguments]
    return subprocess.run(command, input=body, capture_output=True, encoding="utf-8", check=False)


def test_command_on_a_file(tmp_path: Path) -> None:
    """Problems go to stdout, the summary to stderr; the exit code is 1 when one is an error."""
    path = tmp_path / "a.rss"
    path.write_text(RSS, encoding="utf-8")
    done = run(str(path))
    assert (0, "", "1 feed, 0 errors, 0 warnings\n") == (done.returncode, done.stdout, done.stderr)
    path.write_text(RSS.replace("<ttl>60", "<ttl>0"), encoding="utf-8")
    done = run(str(path))
    assert (1, f"{path}:16: error: rss/channel/ttl: 0 is not 1 or more [invalid-number]\n") == (
        done.returncode,
        done.stdout,
    )


def test_command_on_stdin() -> None:
    """`-` is a document from another command; warnings alone are not a failure."""
    done = run("-", "--format", "json", body=ATOM.replace(SELF, ""))
    assert 0 == done.returncode
    assert [("-", "missing-self")] == [(p["path"], p["rule"]) for p in json.loads(done.stdout)["problems"]]
    assert "1 feed, 0 errors, 1 warning\n" == done.stderr


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["-", "--format", "xml"]])
def test_command_used_wrongly(arguments: list[str]) -> None:
    """No source, one that is not there, a format that is none: exit code 2 and the usage."""
    done = run(*arguments)
    assert (2, "") == (done.returncode, done.stdout)
    assert "Usage: syndicate validate" in done.stderr


def test_a_page_that_is_no_xml_is_called_a_page() -> None:
    """It need not be well-formed, and mending that would make no feed of it."""
    found = validate(b"<!DOCTYPE html><html lang=en><p>Not here.")
    assert "unknown-format" in rules(found)
    assert any("this is HTML" in str(problem) for problem in found.problems)
