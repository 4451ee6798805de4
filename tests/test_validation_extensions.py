"""Extensions in feeds: podcasts, Media RSS, threads, licenses and the smaller ones, right and wrong, and RSS 1.0."""

from __future__ import annotations

import pytest
from test_validation import ATOM, RSS, rules

import syndicate
from syndicate.namespaces import NAMESPACES
from syndicate.validation import Validation, validate

DECLARED = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items() if name.isalpha() and name != "xml")
START = f'<rss version="2.0" {DECLARED}>'
CHANNEL = f"""{START}<channel>
<title>Sleep</title><link>https://example.org/</link><description>About sleep</description><language>en</language>
<atom:link rel="self" href="https://example.org/feed.rss"/>
{{channel}}
<item><title>Naps</title><guid isPermaLink="false">tag:example.org,2024:1</guid>
{{item}}
</item></channel></rss>"""
PODCAST = (
    '<itunes:category text="Health &amp; Fitness"><itunes:category text="Medicine"/></itunes:category>'
    '<itunes:explicit>false</itunes:explicit><itunes:image href="https://example.org/a.png"/>'
    "<itunes:owner><itunes:name>Ana</itunes:name><itunes:email>ana@example.org</itunes:email></itunes:owner>"
)


def checked(item: str = "", channel: str = "") -> Validation:
    """A feed with extensions in its one item and in its channel."""
    return validate(CHANNEL.format(item=item, channel=channel).encode())


def errors(found: Validation) -> list[str]:
    """The rules that are broken gravely."""
    return [problem.rule for problem in found.problems if problem.severity == "error"]


RIGHT = {
    "podcast": (
        "<itunes:title>Naps</itunes:title><itunes:duration>1:02:03</itunes:duration><itunes:episode>3</itunes:episode>"
        "<itunes:season>1</itunes:season><itunes:episodeType>Full</itunes:episodeType>"
        "<itunes:explicit>True</itunes:explicit><itunes:block>Yes</itunes:block>"
        "<itunes:subtitle>All about naps</itunes:subtitle><itunes:keywords>sleep, naps</itunes:keywords>",
        PODCAST + "<itunes:type>episodic</itunes:type><itunes:author>Ana</itunes:author>",
    ),
    "seconds": ("<itunes:duration>3723</itunes:duration>", PODCAST),
    "media": (
        '<media:content url="https://example.org/1.mp4" type="video/mp4" duration="12.5"/>'
        '<media:title type="html">&lt;b&gt;Nap&lt;/b&gt;</media:title><media:rating>nonadult</media:rating>'
        '<media:rating scheme="urn:mpaa">pg</media:rating><media:credit role="author">Ana</media:credit>'
        '<media:hash algo="md5">dfdec888b72151965a34b4b59031290a</media:hash>'
        '<media:thumbnail url="https://example.org/1.png" time="12:05:01.123"/>'
        '<media:restriction relationship="allow" type="country">us mx</media:restriction>'
        '<media:category scheme="urn:flickr:tags">sleep</media:category>'
        '<media:community><media:starRating average="3.5" count="20" min="1" max="10"/></media:community>',
        "",
    ),
    "threads": (
        '<thr:in-reply-to ref="tag:example.org,2024:0" href="https://example.org/0" type="text/html"/>'
        "<thr:total>3</thr:total>"
        '<atom:link rel="replies" href="https://example.org/1.atom" thr:count="3" thr:updated="2024-06-06T00:00:00Z"/>',
        "",
    ),
    "licenses": (
        "<creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license>"
        '<atom:link rel="license" href="https://creativecommons.org/licenses/by/4.0/" type="text/html"/>'
        '<atom:link rel="license" href="https://creativecommons.org/licenses/by/4.0/rdf" type="application/rdf+xml"/>',
        '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>',
    ),
    "places": (
        "<georss:point>45.256 -71.92</georss:point><geo:lat>45.256</geo:lat><geo:long>-71.92</geo:long>"
        "<georss:polygon>45 -110 46 -109 44 -109 45 -110</georss:polygon>",
        "",
    ),
    "comments": (
        "<slash:comments>0</slash:comments><slash:hit_parade>3,2,0</slash:hit_parade>"
        "<wfw:commentRss>https://example.org/1.rss</wfw:commentRss>",
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        "<sy:updateBase>2000-01-01T12:00+00:00</sy:updateBase>",
    ),
    "others": ('<podcast:season>1</podcast:season><x:y xmlns:x="https://example.org/ns">z</x:y>', ""),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_extensions(name: str) -> None:
    """What the specifications of the extensions allow is not accused."""
    assert [] == rules(checked(*RIGHT[name]))


WRONG = [
    # An item
    ("<itunes:duration>two minutes</itunes:duration>", "invalid-value"),
    ("<itunes:duration>00:07:74</itunes:duration>", "invalid-value"),
    ("<itunes:explicit>very</itunes:explicit>", "invalid-value"),
    ("<itunes:explicit> true </itunes:explicit>", "invalid-value"),
    ("<itunes:block>Absolutely</itunes:block>", "invalid-value"),
    ("<itunes:episode>-3</itunes:episode>", "invalid-number"),
    ("<itunes:season>A</itunes:season>", "invalid-number"),
    ("<itunes:episodeType>part</itunes:episodeType>", "invalid-value"),
    ("<itunes:image>https://example.org/a.png</itunes:image>", "missing-attribute"),
    ('<itunes:image href="/a.png"/>', "relative-iri"),
    ('<itunes:image href="ftp://example.org/a.png"/>', "invalid-iri"),
    ('<itunes:category text="Arts"/>', "unknown-element"),
    ("<itunes:speed>2</itunes:speed>", "unknown-element"),
    ("<itunes:title>a</itunes:title><itunes:title>b</itunes:title>", "repeated-element"),
    (f"<itunes:summary>{'a' * 4001}</itunes:summary>", "too-long"),
    ("<media:title>a</media:title><media:title>b</media:title>", "repeated-element"),
    ("<media:rating>bogus</media:rating>", "invalid-value"),
    ('<media:rating scheme="rotten">a</media:rating>', "relative-iri"),
    ('<media:credit role="XX">x</media:credit>', "invalid-value"),
    ('<media:copyright url="not a url">c</media:copyright>', "relative-iri"),
    ('<media:restriction relationship="maybe">all</media:restriction>', "invalid-value"),
    ("<media:restriction>all</media:restriction>", "missing-attribute"),
    ('<media:restriction relationship="deny" type="country">zz</media:restriction>', "invalid-value"),
    ('<media:hash algo="sha-256">x</media:hash>', "invalid-value"),
    ("<media:hash>xyz</media:hash>", "invalid-value"),
    ('<media:text type="text/html">a</media:text>', "invalid-value"),
    ('<media:text start="+17sec">a</media:text>', "invalid-value"),
    ('<media:community><media:starRating average="a"/></media:community>', "invalid-number"),
    ('<media:content url="https://example.org/1.mp4" fileSize="big"/>', "invalid-number"),
    ('<thr:in-reply-to href="https://example.org/0"/>', "missing-attribute"),
    ('<thr:in-reply-to ref="1"/>', "relative-iri"),
    ('<thr:in-reply-to ref="tag:a.example,2024:1" type="good"/>', "invalid-media-type"),
    ('<thr:in-reply-to ref="tag:a.example,2024:1" type="text/-html"/>', "invalid-media-type"),
    ("<thr:total>2.5</thr:total>", "invalid-number"),
    ("<thr:children>2</thr:children>", "unknown-element"),
    ('<atom:link rel="replies" href="https://a.example/" thr:count="two"/>', "invalid-number"),
    ('<atom:link rel="replies" href="https://a.example/" thr:updated="today"/>', "invalid-date"),
    ('<atom:link rel="replies" href="https://a.example/" thr:when="today"/>', "unknown-attribute"),
    ("<creativeCommons:license>by-nc</creativeCommons:license>", "relative-iri"),
    ("<cc:license/>", "relative-iri"),
    (2 * '<atom:link rel="license" href="https://a.example/"/>', "license-repeated"),
    (
        '<atom:link rel="license" href="https://a.example/"/>'
        '<atom:link rel="license" href="http://purl.org/atompub/license#unspecified"/>',
        "license-repeated",
    ),
    ("<georss:point>here</georss:point>", "invalid-value"),
    ("<georss:line>45 -110</georss:line>", "invalid-value"),
    ("<geo:lat>91.048</geo:lat>", "invalid-number"),
    ("<geo:Point><geo:lat>1</geo:lat></geo:Point>", "missing-element"),
    ("<slash:comments>many</slash:comments>", "invalid-number"),
    ("<slash:hit_parade>a,b</slash:hit_parade>", "invalid-value"),
    ("<wfw:commentRss>/1.rss</wfw:commentRss>", "relative-iri"),
    ("<trackback:ping/>", "relative-iri"),
    ("<sy:updatePeriod>daily</sy:updatePeriod>", "unknown-element"),
]


@pytest.mark.parametrize(("item", "rule"), WRONG)
def test_wrong_extensions(item: str, rule: str) -> None:
    """Wrong values, places and numbers of elements of extensions are errors, each named with its element."""
    found = checked(item, PODCAST if "itunes" in item else "")

    assert rule in errors(found)
    assert all(problem.line and problem.place for problem in found.problems)


@pytest.mark.parametrize(
    ("channel", "rule"),
    [
        ('<itunes:category text="PigeonFancy"/>', "invalid-value"),
        ('<itunes:category text="Arts"><itunes:category text="Medicine"/></itunes:category>', "obsolete-value"),
        ('<itunes:category text="Arts"><itunes:category text="Pigeons"/></itunes:category>', "invalid-value"),
        ('<itunes:category text="Podcasting"/>', "obsolete-value"),
        ("<itunes:category/>", "missing-attribute"),
        ("<itunes:owner><itunes:name>Ana</itunes:name></itunes:owner>", "missing-element"),
        ("<itunes:owner><itunes:email>me</itunes:email></itunes:owner>", "invalid-email"),
        ("<itunes:type>random</itunes:type>", "invalid-value"),
        ("<itunes:duration>3</itunes:duration>", "unknown-element"),
        ("<itunes:explicit>clean</itunes:explicit>", "obsolete-value"),
        ("<sy:updatePeriod>sometimes</sy:updatePeriod>", "invalid-value"),
        ("<sy:updateFrequency>-1</sy:updateFrequency>", "invalid-number"),
        ("<slash:comments>1</slash:comments>", "unknown-element"),
        ("<media:content url='https://example.org/1.mp4'/>", "unknown-element"),
        ("<thr:total>1</thr:total>", "unknown-element"),
    ],
)
def test_wrong_extensions_of_a_channel(channel: str, rule: str) -> None:
    """What a channel says in extensions is checked too, and what belongs to an item has no place there."""
    assert rule in rules(checked(channel=channel))


def test_podcast_of_a_feed_is_checked_in_atom_too() -> None:
    """The same tables serve both XML formats."""
    link = '<link href="https://example.org/es/1"/>'
    namespace = 'xmlns:thr="http://purl.org/syndication/thread/1.0"'
    found = validate(ATOM.replace(link, f"{link}<thr:total {namespace}>x</thr:total>").encode())

    assert ["invalid-number"] == rules(found)


def test_podcast_extension_of_feedgen(
    example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher
) -> None:
    """A feed that was extended as the documentation says has no error, and is told what Apple asks for besides."""
    engine = syndicate.feed(example_catalog, example_publisher, "es").feedgen()
    engine.load_extension("podcast")
    engine.podcast.itunes_category("Health & Fitness", "Medicine")
    engine.podcast.itunes_explicit("no")
    found = validate(engine.rss_str())

    assert [] == errors(found)
    assert {"podcast-incomplete", "obsolete-value"} == set(rules(found))


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("ana@example.org (Ana Ruiz)", []),
        ("mailto:ana@example.org", []),
        ("mailto:ana%40example.org%20%28Ana%29", []),
        ("mailto:Ana%20%3Cana%40example.org%3E?subject=naps", []),
        ("ana@example.org", ["rss-email-name"]),
        ("Ana Ruiz <ana@example.org>".replace("<", "&lt;"), ["rss-email-name"]),
        ("Ana Ruiz, ana@example.org", ["rss-email-name"]),
        ("Ana Ruiz", ["invalid-email"]),
        ("Ana Ruiz (mailto:ana@example.org)", ["invalid-email"]),
        ("mailto:Ana", ["invalid-email"]),
    ],
)
def test_persons(author: str, expected: list[str]) -> None:
    """An author of RSS is an address and a name; an address with mailto: is one too."""
    document = RSS.replace("<dc:creator>Ana Ruiz</dc:creator>", f"<author>{author}</author>")

    assert expected == rules(validate(document.encode()))


# RSS 1.0

AGAIN = '<item rdf:about="https://example.org/1"><title>a</title><link>https://a.example/</link></item>'
RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://example.org/feed.rdf">
    <title>Sleep</title><link>https://example.org/</link><description>All about sleep</description>
    <image rdf:resource="https://example.org/a.png"/>
    <items><rdf:Seq><rdf:li rdf:resource="https://example.org/1"/></rdf:Seq></items>
  </channel>
  <image rdf:about="https://example.org/a.png">
    <title>Sleep</title><url>https://example.org/a.png</url><link>https://example.org/</link>
  </image>
  <item rdf:about="https://example.org/1">
    <title>Naps</title><link>https://example.org/1</link><dc:date>2024-06-06</dc:date>
  </item>
</rdf:RDF>
"""


def test_rss_1_0() -> None:
    """A feed of RSS 1.0 is checked for what its specification asks."""
    found = validate(RDF.encode())

    assert [] == rules(found)
    assert {"rdf": 1} == found.documents


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (' rdf:about="https://example.org/feed.rdf"', "", "missing-attribute"),
        ('rdf:about="https://example.org/1"', 'rdf:about="1"', "relative-iri"),
        ("<title>Naps</title>", "", "missing-element"),
        ("<url>https://example.org/a.png</url>", "", "missing-element"),
        ("<url>", "<width>1</width><url>", "unknown-element"),
        ("<title>Naps", "<pubDate>1</pubDate><title>Naps", "unknown-element"),
        ("<link>https://example.org/1<", "<link>/1<", "relative-iri"),
        ("<items>", "<items/><items>", "repeated-element"),
        ('rdf:li rdf:resource="', 'rdf:li about="a" rdf:resource="', "unknown-attribute"),
        ("All about sleep", "All <b/> about", "unexpected-text"),
        ("</rdf:RDF>", f"{AGAIN}</rdf:RDF>", "duplicate-id"),
    ],
)
def test_wrong_rss_1_0(old: str, new: str, rule: str) -> None:
    """What RSS 1.0 forbids is found."""
    assert old in RDF

    assert rule in errors(validate(RDF.replace(old, new, 1).encode()))
