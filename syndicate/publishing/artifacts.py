"""What a published tree holds: the artifacts of a topic, of a language, of the site. Writing them lives in `tree`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs
from babel import Locale

from syndicate.cards import card
from syndicate.feeds import Entries, opml
from syndicate.model import Catalog, Publisher, Topic, layout
from syndicate.publishing import pages
from syndicate.publishing.sitemap import sitemaps
from syndicate.snippets import snippet
from syndicate.sources import topics_json

__all__ = ["KINDS", "Artifact", "Renderer"]

KINDS: Final = ("pages", "feeds", "snippets", "cards")
"""The kinds of artifacts that a build can be limited to; ``topics.json`` is part of every tree."""


@attrs.frozen
class Artifact:
    """One file of the tree.

    Attributes:
        kind: one of :data:`KINDS`, or ``catalog`` for ``topics.json``.
        path: relative to the tree, with slashes.
        body: its bytes.
    """

    kind: str
    path: str
    body: bytes


class Renderer:
    """Makes the artifacts of one catalog; pure: the same catalog and publisher give the same bytes.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locales: the languages to publish, the first one for the page at the root.
        kinds: which of :data:`KINDS`.
    """

    def __init__(
        self, catalog: Catalog, publisher: Publisher, locales: Sequence[Locale], kinds: Sequence[str] = KINDS
    ) -> None:
        self.catalog = catalog
        self.publisher = publisher
        self.locales = tuple(locales)
        self.kinds = frozenset(kinds)
        self._entries = {locale: Entries(catalog, publisher, locale) for locale in self.locales}
        self._pages = {locale: pages.Pages(catalog, publisher, locale, self.locales) for locale in self.locales}

    def topic(self, topic: Topic, locale: Locale) -> Iterator[Artifact]:
        """The page, feeds, snippets and card of a topic in one of its languages."""
        slug = topic.slug
        if "feeds" in self.kinds:
            made = self._entries[locale].feed(topic=topic, limit=None)
            for format in layout.FEED_FORMATS:
                yield Artifact("feeds", layout.topic_file(locale, slug, f"feed.{format}"), made.format(format))
        text = snippet(topic, self.publisher, locale)
        if "snippets" in self.kinds:
            yield Artifact("snippets", layout.topic_file(locale, slug, "snippet.html"), text.html.encode())
            yield Artifact("snippets", layout.topic_file(locale, slug, "snippet.json"), text.json())
        if self.kinds & {"cards", "pages"}:
            head = card(topic, self.publisher, locale).html
            if "cards" in self.kinds:
                yield Artifact("cards", layout.topic_file(locale, slug, "card.html"), head.encode())
            if "pages" in self.kinds:
                page = self._pages[locale].topic(topic, head, text.html)
                yield Artifact("pages", layout.topic_page(locale, slug), page.encode())

    def language(self, locale: Locale) -> Iterator[Artifact]:
        """The index, group pages and feeds of one language."""
        groups = self.catalog.groups_in(locale)
        if "pages" in self.kinds:
            yield Artifact("pages", layout.locale_index(locale), self._pages[locale].index(groups).encode())
            for group in groups:
                page = self._pages[locale].group(group)
                yield Artifact("pages", layout.group_page(locale, group.slug), page.encode())
        if "feeds" in self.kinds:
            entries = self._entries[locale]
            catalog_feed = entries.feed()
            for format in layout.FEED_FORMATS:
                yield Artifact("feeds", layout.catalog_feed(locale, format), catalog_feed.format(format))
            for group in groups:
                group_feed = entries.feed(group=group, limit=None)
                for format in layout.FEED_FORMATS:
                    yield Artifact("feeds", layout.group_feed(locale, group.slug, format), group_feed.format(format))
            yield Artifact("feeds", layout.locale_opml(locale), opml(self.catalog, self.publisher, [locale]))

    def site(self) -> Iterator[Artifact]:
        """What stands at the root of the tree."""
        if "pages" in self.kinds:
            yield Artifact("pages", layout.ROOT_INDEX, pages.root(self.publisher, self.locales).encode())
            yield Artifact("pages", layout.STYLESHEET, pages.stylesheet(self.publisher).encode())
            for path, body in sitemaps(self.catalog, self.publisher, self.locales):
                yield Artifact("pages", path, body)
        if "feeds" in self.kinds:
            yield Artifact("feeds", layout.SITE_OPML, opml(self.catalog, self.publisher, self.locales))
        yield Artifact("catalog", layout.TOPICS_JSON, topics_json.dumps(self.catalog))
