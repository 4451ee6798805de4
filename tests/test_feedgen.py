"""What can be read from the feedgen object of a feed: all that it writes, as from one of feedgen's own."""

from __future__ import annotations

import attrs
import pytest
from feed_samples import every_kind
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from samples import PUBLISHER, catalog, topic

from syndicate.errors import InvalidValueError
from syndicate.feeds import Entry, feed
from syndicate.locales import tag

ENTRY_ACCESSORS = (
    "id guid title updated published pubDate author contributor summary description content link category rights "
    "comments source enclosure"
).split()
HEAD_ACCESSORS = (
    "id title subtitle description language author contributor generator docs rights copyright ttl updated icon logo "
    "image category cloud managingEditor pubDate rating skipHours skipDays textInput webMaster lastBuildDate"
).split()


def _filled(entry: Entry) -> FeedEntry:
    """An entry of feedgen's own that was given the same."""
    made = FeedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.updated(entry.updated)
    made.published(entry.published)
    made.author(name=entry.author)
    made.summary(entry.summary or None)
    made.content(str(entry.content) or None, type="html")
    page = {"type": "text/html"} if entry.media_type == "text/html" else {}
    made.link(href=entry.url, rel="alternate", hreflang=tag(entry.locale), **page)
    for twin in entry.translations:
        made.link(href=twin.url, rel="related", type=twin.media_type, hreflang=tag(twin.locale))
    for file in reversed(entry.enclosures):  # the last is that of RSS
        made.enclosure(file.url, file.length or 0, file.media_type)
    for one in entry.categories:
        given = {"term": one.term, "scheme": one.scheme, "label": one.label}
        made.category({name: value for name, value in given.items() if value})
    return made


@pytest.mark.parametrize("kind", ["catalog en", "topic es", "what's new en", "archive en", "topic en+es"])
def test_all_that_an_entry_says_can_be_read(kind: str) -> None:
    """Every accessor of an entry returns what feedgen returns of an entry that was given the same."""
    made_feed = every_kind()[kind]()
    for entry, made in zip(made_feed.entries, made_feed.feedgen().entry(), strict=True):
        expected = _filled(entry)
        for name in ENTRY_ACCESSORS:
            assert getattr(expected, name)() == getattr(made, name)(), name
        assert None is made.ttl()


def test_an_entry_that_was_read_writes_the_same() -> None:
    """Reading fills feedgen's own fields, which what is serialized does not depend on."""
    made_feed = every_kind()["topic en"]()
    generator = made_feed.feedgen()
    for entry in generator.entry():
        assert entry.link()
        with pytest.raises(InvalidValueError):
            entry.summary("other")

    assert (made_feed.rss().strip(), made_feed.atom().strip()) == (generator.rss_str(), generator.atom_str())


def test_the_license_of_an_entry_can_be_read() -> None:
    """It is among the links, as in the document."""
    address = "https://clinic.example.org/license"
    made = feed(catalog(topic()), attrs.evolve(PUBLISHER, license=address), "en").feedgen().entry()[0]

    assert {"href": address, "rel": "license"} in made.link()


def test_all_that_a_feed_says_can_be_read() -> None:
    """Every accessor of the generator returns what a generator returns that was given the same."""
    publisher = attrs.evolve(
        PUBLISHER, icon="https://clinic.example.org/i.png", logo="https://clinic.example.org/l.png"
    )
    made_feed = feed(catalog(topic()), publisher, "en")
    made, expected = made_feed.feedgen(), FeedGenerator()
    expected.id(made_feed.id)
    expected.title(made_feed.title)
    expected.subtitle(made_feed.subtitle)
    expected.language("en")
    expected.author({"name": made_feed.author, "uri": made_feed.author_url})
    expected.generator("syndicate")
    expected.docs("https://www.rssboard.org/rss-specification")
    expected.rights(made_feed.rights)
    expected.ttl(made_feed.ttl)
    expected.updated(made_feed.updated)
    expected.lastBuildDate(made_feed.updated)
    expected.icon(made_feed.icon)
    expected.image(made_feed.logo, title=made_feed.title, link=made_feed.home_page)
    for name in HEAD_ACCESSORS:
        assert getattr(expected, name)() == getattr(made, name)(), name
