"""What a published tree holds: the artifacts of a topic, of a language, of the site. Writing them lives in `tree`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, partial
from typing import Any, Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.cards import Card, card
from syndicate.cards import preview as card_preview
from syndicate.cards.findings import photograph_findings
from syndicate.embeds import Embeds, headers_file
from syndicate.errors import InvalidValueError
from syndicate.feeds import Feed, Feeds, opml
from syndicate.feeds.archive import pack, unpack
from syndicate.history import Changes, History
from syndicate.locales import locale_id, parse
from syndicate.model import Catalog, Finding, Publisher, Topic, layout
from syndicate.publishing import pages
from syndicate.publishing.sitemap import sitemaps
from syndicate.snippets import snippet
from syndicate.sources import topics_json

__all__ = ["KINDS", "Artifact", "Part", "Renderer"]

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


@attrs.frozen
class Part:
    """Artifacts of a topic that are made together: one that cannot be made takes no other part with it.

    Attributes:
        path: of the first of them.
        make: makes them.
    """

    path: str
    make: Callable[[], Iterable[Artifact]]


def _part(kind: str, path: str, make: Callable[[], bytes]) -> Part:
    return Part(path, lambda: [Artifact(kind, path, make())])


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
        self.undrawn: set[tuple[str, str]] = set()
        """The cards whose pictures could not be made, so that nothing names them: slug and locale identifier."""
        self._embeds = Embeds(publisher, self.locales)
        self._feeds = {locale: self._feeds_in([locale]) for locale in self.locales}
        self._pages = {locale: pages.Pages(self.catalog, publisher, locale, self.locales) for locale in self.locales}

    def _feeds_in(self, locales: Sequence[Locale]) -> Feeds:
        shown: dict[str, Any] = {"cards": "cards" in self.kinds, "undrawn": self.undrawn}
        return Feeds(self.catalog, self.publisher, locales, self.changes, **shown)

    @property
    def assets(self) -> dict[str, bytes]:
        """The scripts and style sheets of embeds, by path."""
        return {asset.path: asset.body for asset in self._embeds.assets} if "embeds" in self.kinds else {}

    @cached_property
    def lines(self) -> dict[str, bytes]:
        """Each topic as a line of ``topics.json``, which has the whole of its value."""
        return {slug: topics_json.line(topic) for slug, topic in self.catalog.items()}

    def topic(self, topic: Topic, locale: Locale) -> Iterator[Part]:
        """The page, feeds, snippets, card and embeds of a topic in one of its languages.

        The pictures come first: what comes after names them only if they are not in :attr:`undrawn` by then.
        """
        slug = topic.slug
        text = cache(partial(snippet, topic, self.publisher, locale))
        made = cache(partial(self._card, topic, locale))
        file = partial(layout.topic_file, locale, slug)
        if "cards" in self.kinds:
            yield Part(file(layout.CARD_IMAGE), lambda: self._pictures(topic, locale))
        if "feeds" in self.kinds:
            for format in layout.FEED_FORMATS:
                yield Part(layout.topic_feed(locale, slug, format), partial(self._topic_feed, topic, locale, format))
        if "snippets" in self.kinds:
            yield _part("snippets", file("snippet.html"), lambda: text().html.encode())
            yield _part("snippets", file("snippet.json"), lambda: text().json())
        if "pages" in self.kinds:
            pages = self._pages[locale]
            yield _part("pages", file("index.html"), lambda: pages.topic(made(), text().html).encode())
        if "cards" in self.kinds:
            yield _part("cards", file(layout.CARD_HTML), lambda: made().html.encode())
            yield _part("cards", layout.card_preview(locale, slug), lambda: self._preview(topic, locale).encode())
        if "embeds" in self.kinds:
            yield Part(file(layout.EMBED_PAGE), lambda: self._embedded(topic, locale, text().html))

    def _topic_feed(self, topic: Topic, locale: Locale, format: str) -> Iterator[Artifact]:
        body = self._feeds[locale].topic(topic).format(format)
        yield Artifact("feeds", layout.topic_feed(locale, topic.slug, format), body)

    def _embedded(self, topic: Topic, locale: Locale, text: Markup) -> Iterator[Artifact]:
        for path, body in self._embeds.topic(topic, locale, text):
            yield Artifact("embeds", path, body)

    def _card(self, topic: Topic, locale: Locale) -> Card:
        groups = map(self.catalog.groups.__getitem__, topic.groups)
        drawn = "cards" in self.kinds and (topic.slug, locale_id(locale)) not in self.undrawn
        return card(topic, self.publisher, locale, groups, pictures=drawn)

    def _pictures(self, topic: Topic, locale: Locale) -> Iterator[Artifact]:
        """A card's pictures, if its title can be drawn."""
        made = self._card(topic, locale)
        if made.has_picture:
            for name, square in ((layout.CARD_IMAGE, False), (layout.CARD_SQUARE, True)):
                yield Artifact("cards", layout.topic_file(locale, topic.slug, name), made.png(square=square))

    def _preview(self, topic: Topic, locale: Locale) -> Markup:
        """The page on which an editor looks at a topic's cards."""
        return card_preview.page([self._card(topic, other) for other in topic.locales], locale)

    def photograph_findings(self, topic: Topic, locale: Locale) -> list[Finding]:
        """What is amiss with the photograph of a topic's card."""
        return list(photograph_findings(self._card(topic, locale))) if "cards" in self.kinds else []

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
        # Also of a language that has just lost its last topic, and is not among those asked for.
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
