"""Feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 from one feed value, and OPML lists of them. No file is written here."""

from syndicate.feeds import engine, json_feed  # which register what they write
from syndicate.feeds.asking import feed
from syndicate.feeds.build import Feeds
from syndicate.feeds.feed import Feed, register_writer
from syndicate.feeds.opml import opml
from syndicate.feeds.values import Alternate, Category, Enclosure, Entry, Media, Tombstone

__all__ = [
    "Alternate",
    "Category",
    "Enclosure",
    "Entry",
    "Feed",
    "Feeds",
    "Media",
    "Tombstone",
    "engine",
    "feed",
    "json_feed",
    "opml",
    "register_writer",
]
