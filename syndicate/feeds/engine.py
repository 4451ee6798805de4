"""feedgen at work: the head of a feed is feedgen's, its entries are fragments. The generator serializes the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from syndicate.feeds.fragments import ATOM, CONTENT, DC, atom_entry, rfc822, rss_item
from syndicate.feeds.values import Entry
from syndicate.locales import tag
from syndicate.model import layout

if TYPE_CHECKING:
    from syndicate.feeds.feed import Feed

__all__ = ["GENERATOR", "atom", "generator", "head", "rss"]

GENERATOR: Final = "syndicate"
"""The generator that feeds name; without a version, so that an upgrade changes no byte."""


class _ChannelExtension(BaseExtension):  # type: ignore[misc]
    """What feedgen 1.0 leaves out of an RSS channel: hub, translations, a date without ``setlocale``."""

    own: str
    updated: str
    links: tuple[dict[str, str], ...]

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC}

    def extend_rss(self, rss: etree._Element) -> etree._Element:
        channel = rss[0]
        etree.SubElement(channel, "lastBuildDate").text = self.updated
        for own in channel.findall(f"{{{ATOM}}}link"):
            own.set("href", self.own)
            own.set("type", layout.FEED_FORMATS["rss"])
        for attributes in self.links:
            etree.SubElement(channel, f"{{{ATOM}}}link", attributes)
        return rss


class _Entry(FeedEntry):  # type: ignore[misc]
    """An entry that serializes as its fragment does, then lets the loaded extensions add to it."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self.id(entry.id)
        self.title(entry.title)
        self.link(href=entry.url)
        self.updated(entry.updated)

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        # feedgen builds Atom without a namespace and writes xmlns on the root, so the entry has none here either.
        element = etree.fromstring(f"<feed>{atom_entry(self._entry)}</feed>")[0]
        return self._extended(element, "atom") if extensions else element

    def rss_entry(self, extensions: bool = True) -> etree._Element:
        element = etree.fromstring(
            f'<channel xmlns:atom="{ATOM}" xmlns:content="{CONTENT}" xmlns:dc="{DC}">{rss_item(self._entry)}</channel>'
        )[0]
        return self._extended(element, "rss") if extensions else element

    def _extended(self, element: etree._Element, format: str) -> etree._Element:
        # feedgen has no accessor for the extensions that were loaded.
        for extension in self._FeedEntry__extensions.values():
            if extension.get(format):
                getattr(extension["inst"], f"extend_{format}")(element)
        return element


def head(feed: Feed) -> FeedGenerator:
    """The generator without entries; it serializes the beginning and end of either format."""
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.subtitle)
    generator.language(tag(feed.locale))
    generator.author({"name": feed.author, "uri": feed.author_url})
    generator.generator(GENERATOR)
    generator.docs("https://www.rssboard.org/rss-specification")
    if feed.rights:
        generator.rights(feed.rights)
    generator.updated(feed.updated)
    # feedgen writes this date under setlocale(), which is not thread-safe; the extension writes it instead.
    generator._FeedGenerator__rss_lastBuildDate = None
    # RSS takes the last link as its <link>, and the first "self" as its own, which the extension then mends.
    own = {"href": feed.urls["atom"], "rel": "self", "type": layout.FEED_FORMATS["atom"]}
    page = {"href": feed.home_page, "rel": "alternate", "type": "text/html"}
    generator.link([own, *_links(feed, "atom"), page], replace=True)
    generator.register_extension("syndicate_channel", _ChannelExtension, BaseEntryExtension, atom=False)
    channel = generator.syndicate_channel
    channel.own, channel.updated = feed.urls["rss"], rfc822(feed.updated)
    channel.links = tuple(_links(feed, "rss"))
    return generator


def _links(feed: Feed, format: str) -> Iterator[dict[str, str]]:
    """The hub, and the feeds of other languages in the same format."""
    if feed.hub:
        yield {"href": feed.hub, "rel": "hub"}
    for link in feed.translations.get(format, ()):
        yield {"href": link.url, "rel": "related", "type": link.media_type, "hreflang": tag(link.locale)}


def generator(feed: Feed) -> FeedGenerator:
    """The feed as a feedgen object with all its entries."""
    made = head(feed)
    made.entry([_Entry(entry) for entry in feed.entries])
    return made


def rss(head: FeedGenerator, entries: Iterable[Entry]) -> bytes:
    """What the feedgen object serializes as RSS, several times as fast: its head, then each item as text."""
    return _spliced(head.rss_str(), b"</channel></rss>", "".join(map(rss_item, entries)))


def atom(head: FeedGenerator, entries: Iterable[Entry]) -> bytes:
    """What the feedgen object serializes as Atom, several times as fast: its head, then each entry as text."""
    return _spliced(head.atom_str(), b"</feed>", "".join(map(atom_entry, entries)))


def _spliced(document: bytes, end: bytes, fragments: str) -> bytes:
    head, found, _ = document.rpartition(end)
    if not found:
        raise AssertionError("feedgen closed the feed in another way than it used to")
    return head + fragments.encode() + end + b"\n"
