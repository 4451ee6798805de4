"""Feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 from one feed value, and OPML lists of them. No file is written here."""

from syndicate.feeds import documents as _documents  # noqa: F401 -- registers what it writes
from syndicate.feeds import engine as _engine  # noqa: F401
from syndicate.feeds import json_feed as _json_feed  # noqa: F401
from syndicate.feeds.archive import Archive
from syndicate.feeds.catalog_feeds import Feeds
from syndicate.feeds.chosen_feed import feed
from syndicate.feeds.entries import Lazy
from syndicate.feeds.outlines import opml
from syndicate.feeds.parts import Alternate, Category, Enclosure, Entry, Media, Tombstone
from syndicate.feeds.value import Feed, register_writer
from syndicate.layout import FORMATS, FeedFormat

__all__ = [
    "Alternate",
    "Archive",
    "Category",
    "Enclosure",
    "Entry",
    "FORMATS",
    "Feed",
    "FeedFormat",
    "Feeds",
    "Lazy",
    "Media",
    "Tombstone",
    "feed",
    "opml",
    "register_writer",
]
