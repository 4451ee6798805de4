"""What a published tree holds: the artifacts of a topic, of a language, of the site. Writing them lives in `tree`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Final

import attrs
from babel import Locale

from syndicate.cards import Card, card
from syndicate.cards import preview as card_preview
from syndicate.embeds import Embeds, headers_file
from syndicate.errors import InvalidValueError
from syndicate.feeds import Feed, Feeds, opml
from syndicate.feeds.archive import pack, unpack
from syndicate.history import Changes, History
from syndicate.locales import locale_id, parse
from syndicate.model import Catalog, Publisher, Topic, layout
from syndicate.publishing import pages
from syndicate.publishing.sitemap import sitemaps
from syndicate.snippets import snippet
from syndicate.sources import topics_json

__all__ = ["KINDS", "Artifact", "Renderer"]

KINDS: Final = ("pages", "feeds", "snippets", "cards", "embeds")
"""The kinds of artifacts that a build can be limited to; ``topics.json`` and ``_headers`` are part of every tree."""


@attrs.frozen
class Artifact:
    """One file of the tree.

    Attributes:
        kind: one of :data:`KINDS`, or ``catalog`` for ``topics.json`` and ``_headers``.
        path: relative to the tree, with slashes.
        body: its bytes.
    """

    kind: str
    path: str
    body: bytes


def _formats(feed: Feed, path: Callable[[str], str]) -> Iterator[Artifact]:
    for format in layout.FEED_FORMATS:
        yield Artifact("feeds", path(format), feed.format(format))


class Renderer:
    """Makes the artifacts of one catalog; pure: the same catalog, history and publisher give the same bytes.

    Args:
        changes: what there is, and how it differs from earlier builds.
        history: where the archives of earlier builds are.
        publisher: who publishes it, and where.
        locales: the languages to publish, the first one for the page at the root.
        kinds: which of :data:`KINDS`.
    """

    def __init__(
        self,
        changes: Changes,
        history: History,
        publisher: Publisher,
        locales: Sequence[Locale],
        kinds: Sequence[str] = KINDS,
    ) -> None:
        self.changes = changes
        self.catalog: Catalog = changes.catalog
        self._history = history
        self.publisher = publisher
        self.locales = tuple(locales)
        self.kinds = frozenset(kinds)
        self._embeds = Embeds(publisher, self.locales)
        self._feeds = {locale: self._feeds_in([locale]) for locale in self.locales}
        self._pages = {locale: pages.Pages(self.catalog, publisher, locale, self.locales) for locale in self.locales}

    def _feeds_in(self, locales: Sequence[Locale]) -> Feeds:
        return Feeds(self.catalog, self.publisher, locales, self.changes, cards="cards" in self.kinds)

    @property
    def assets(self) -> dict[str, bytes]:
        """The scripts and style sheets of embeds, by path."""
        return {asset.path: asset.body for asset in self._embeds.assets} if "embeds" in self.kinds else {}

    @cached_property
    def lines(self) -> dict[str, bytes]:
        """Each topic as a line of ``topics.json``, which has the whole of its value."""
        return {slug: topics_json.line(topic) for slug, topic in self.catalog.items()}

    def topics(self, locale: Locale, slugs: Sequence[str]) -> Iterator[Artifact]:
        """The artifacts of topics in one of their languages."""
        for slug in slugs:
            yield from self.topic(self.catalog[slug], locale)

    def topic(self, topic: Topic, locale: Locale) -> Iterator[Artifact]:
        """The page, feeds, snippets, card and embeds of a topic in one of its languages."""
        slug = topic.slug
        if "feeds" in self.kinds:
            yield from _formats(
                self._feeds[locale].topic(topic), lambda format: layout.topic_feed(locale, slug, format)
            )
        text = snippet(topic, self.publisher, locale)
        if "snippets" in self.kinds:
            yield Artifact("snippets", layout.topic_file(locale, slug, "snippet.html"), text.html.encode())
            yield Artifact("snippets", layout.topic_file(locale, slug, "snippet.json"), text.json())
        if self.kinds & {"cards", "pages"}:
            made = self._card(topic, locale)
            if "pages" in self.kinds:
                page = self._pages[locale].topic(made, text.html)
                yield Artifact("pages", layout.topic_page(locale, slug), page.encode())
            if "cards" in self.kinds:
                yield from self._card_files(made)
        if "embeds" in self.kinds:
            for path, body in self._embeds.topic(topic, locale, text.html):
                yield Artifact("embeds", path, body)

    def _card(self, topic: Topic, locale: Locale) -> Card:
        groups = map(self.catalog.groups.__getitem__, topic.groups)
        return card(topic, self.publisher, locale, groups, pictures="cards" in self.kinds)

    def _card_files(self, made: Card) -> Iterator[Artifact]:
        """A card's head tags and pictures, and the page on which an editor looks at it."""
        topic, locale = made.topic, made.locale
        cards = [made if other == locale else self._card(topic, other) for other in topic.locales]
        files = {
            layout.topic_file(locale, topic.slug, layout.CARD_HTML): made.html.encode(),
            layout.topic_file(locale, topic.slug, layout.CARD_IMAGE): made.png(),
            layout.topic_file(locale, topic.slug, layout.CARD_SQUARE): made.png(square=True),
            layout.card_preview(locale, topic.slug): card_preview.page(cards, locale).encode(),
        }
        for path, body in files.items():
            yield Artifact("cards", path, body)

    def language(self, locale: Locale) -> Iterator[Artifact]:
        """The index, group pages and feeds of one language."""
        groups = self.catalog.groups_in(locale)
        if "pages" in self.kinds:
            yield Artifact("pages", layout.locale_index(locale), self._pages[locale].index(groups).encode())
            for group in groups:
                page = self._pages[locale].group(group)
                yield Artifact("pages", layout.group_page(locale, group.slug), page.encode())
        if "feeds" in self.kinds:
            feeds = self._feeds[locale]
            yield from _formats(feeds.topics(), lambda format: layout.catalog_feed(locale, format))
            yield from _formats(feeds.whats_new(), lambda format: layout.whats_new_feed(locale, format))
            for group in groups:
                yield from _formats(feeds.group(group), partial(layout.group_feed, locale, group.slug))
            yield Artifact("feeds", layout.locale_opml(locale), opml(self.catalog, self.publisher, [locale]))

    def archives(self, locale: Locale) -> int:
        """How many archive documents the feed of the catalog has in a language."""
        return self._feeds[locale].archives if "feeds" in self.kinds else 0

    def archive(self, locale: Locale, numbers: Sequence[int]) -> Iterator[Artifact]:
        """Archive documents of the feed of the catalog: of earlier builds as they were, of this build anew."""
        feeds, base_url = self._feeds[locale], self.publisher.base_url
        earlier = [number for number in numbers if (locale_id(locale), number) not in self.changes.fresh]
        kept = dict(zip(earlier, self._history.archives(locale, earlier), strict=True))
        for number in numbers:
            try:
                content = unpack(kept[number], base_url) if number in kept else feeds.sealed(number)
            except InvalidValueError as error:
                raise self._history.damaged(error.problem) from error
            made = feeds.archive(number, content)
            yield from _formats(made, partial(feeds.archive_path, number=number))

    def packed(self) -> dict[tuple[str, int], bytes]:
        """What the history is to keep of the new archive documents."""
        # Also of a language that has just lost its last topic, of which no feed is published any more.
        feeds = {
            locale: self._feeds.get(parse(locale)) or self._feeds_in([parse(locale)])
            for locale, _ in self.changes.fresh
        }
        return {
            (locale, number): pack(feeds[locale].sealed(number), self.publisher.base_url)
            for locale, number in self.changes.fresh
        }

    def site(self) -> Iterator[Artifact]:
        """What stands at the root of the tree."""
        if "pages" in self.kinds:
            yield Artifact("pages", layout.ROOT_INDEX, pages.root(self.publisher, self.locales).encode())
            for path, body in sitemaps(self.catalog, self.publisher, self.locales):
                yield Artifact("pages", path, body)
        if "feeds" in self.kinds:
            yield Artifact("feeds", layout.SITE_OPML, opml(self.catalog, self.publisher, self.locales))
            if len(self.locales) > 1:
                mixed = self._feeds_in(self.locales).topics()
                yield from _formats(mixed, partial(layout.catalog_feed, None))
        if styled := [kind for kind in ("pages", "embeds", "cards") if kind in self.kinds]:
            yield Artifact(styled[0], layout.STYLESHEET, pages.stylesheet(self.publisher).encode())
        if "embeds" in self.kinds:
            for path, body in self._embeds.site():
                yield Artifact("embeds", path, body)
        yield Artifact("catalog", layout.TOPICS_JSON, topics_json.dumps(self.catalog, self.lines.values()))
        yield Artifact("catalog", layout.HEADERS, headers_file(self.publisher))
