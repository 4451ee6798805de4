"""A feed in one language, and its formats. What it holds is said in `build`, how it is written in `engine`."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import attrs
from babel import Locale

from syndicate.feeds import engine, json_feed
from syndicate.feeds.values import Alternate, Entry

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

__all__ = ["Feed"]


@attrs.frozen(kw_only=True)
class Feed:
    """A feed in one language, ready to be written in any format.

    Attributes:
        id: its ``tag:`` URI; each language's feed has its own.
        title, subtitle: one line each.
        locale: its language.
        home_page: the page it belongs to.
        urls: its own address in each of :data:`syndicate.model.layout.FEED_FORMATS`.
        author: the publisher's name.
        author_url: the publisher's site.
        rights: the credit line.
        hub: the WebSub hub, or None.
        entries: the entries, newest change first.
        translations: the feeds of the same thing in other languages, by format.
    """

    id: str
    title: str
    subtitle: str
    locale: Locale
    home_page: str
    urls: dict[str, str]
    author: str
    author_url: str
    rights: str = ""
    hub: str | None = None
    entries: tuple[Entry, ...]
    translations: dict[str, tuple[Alternate, ...]] = attrs.field(factory=dict)

    @property
    def updated(self) -> datetime:
        """The date of the newest change in it; never the time of the build."""
        return max(entry.updated for entry in self.entries)

    @cached_property
    def _head(self) -> FeedGenerator:
        return engine.head(self)

    def rss(self) -> bytes:
        """The feed as RSS 2.0, in UTF-8."""
        return engine.rss(self._head, self.entries)

    def atom(self) -> bytes:
        """The feed as Atom 1.0 (RFC 4287), in UTF-8."""
        return engine.atom(self._head, self.entries)

    def json(self) -> bytes:
        """The feed as JSON Feed 1.1, in UTF-8."""
        return json_feed.dumps(self)

    def feedgen(self) -> FeedGenerator:
        """The feed as a :class:`feedgen.feed.FeedGenerator`, to be extended with feedgen's own extensions.

        What it serializes is what :meth:`rss` and :meth:`atom` return.
        """
        return engine.generator(self)

    def format(self, name: str) -> bytes:
        """The feed in the format of that name, one of :data:`syndicate.model.layout.FEED_FORMATS`."""
        return {"rss": self.rss, "atom": self.atom, "json": self.json}[name]()
