"""What a published tree holds: the artifacts of a topic, of a language, of the site. Writing them lives in `tree`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
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
from syndicate.feeds.archive import Archive, pack, unpack
from syndicate.feeds.build import archives
from syndicate.history import Changes, History
from syndicate.locales import locale_id, parse
from syndicate.model import Catalog, Finding, Group, Publisher, Topic, layout
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
    """Artifacts that are made together: one that cannot be made takes no other part with it.

    Attributes:
        path: of the first of them.
        make: makes them.
    """

    path: str
    make: Callable[[], Iterable[Artifact]]


def _part(kind: str, path: str, make: Callable[[], bytes]) -> Part:
    return Part(path, lambda: [Artifact(kind, path, make())])


def _all(kind: str, files: Iterable[tuple[str, bytes]]) -> list[Artifact]:
    return [Artifact(kind, path, body) for path, body in files]


def _formats(make: Callable[[], Feed], path: Callable[[str], str]) -> Iterator[Part]:
    """A feed in each format; it is made once, when the first is written."""
    feed = cache(make)

    def body(format: str) -> bytes:
        return feed().format(format)

    for format in layout.FEED_FORMATS:
        yield _part("feeds", path(format), partial(body, format))


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
        self.unfed: set[tuple[str, str]] = set()
        """The topics that no feed has, since their entry cannot be made: slug and locale identifier."""
        self.unlisted: dict[str, Exception] = {}
        """The topics that ``topics.json`` lacks, by slug, with the reason; known once :attr:`lines` are made."""
        self._embeds = Embeds(publisher, self.locales)
        self._feeds: dict[tuple[Locale, ...], Feeds] = {}
        self._pages: dict[Locale, pages.Pages] = {}

    # Made when they are first needed, so that a language for which they cannot be made takes no other with it.
    def _feeds_in(self, *locales: Locale) -> Feeds:
        if locales not in self._feeds:
            shown: dict[str, Any] = {"cards": "cards" in self.kinds, "undrawn": self.undrawn, "unfed": self.unfed}
            self._feeds[locales] = Feeds(self.catalog, self.publisher, locales, self.changes, **shown)
        return self._feeds[locales]

    def _pages_in(self, locale: Locale) -> pages.Pages:
        if locale not in self._pages:
            self._pages[locale] = pages.Pages(self.catalog, self.publisher, locale, self.locales)
        return self._pages[locale]

    @property
    def assets(self) -> dict[str, bytes]:
        """The scripts and style sheets of embeds, by path; none if they cannot be made."""
        with suppress(Exception):  # which is reported with the files of the site
            return {asset.path: asset.body for asset in self._embeds.assets} if "embeds" in self.kinds else {}
        return {}

    @cached_property
    def lines(self) -> dict[str, bytes]:
        """Each topic as a line of ``topics.json``, which has the whole of its value."""
        found = {}
        for slug, topic in self.catalog.items():
            try:
                found[slug] = topics_json.line(topic)
            except Exception as error:
                self.unlisted[slug] = error
        return found

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
            yield _part("pages", file("index.html"), lambda: self._pages_in(locale).topic(made(), text().html).encode())
        if "cards" in self.kinds:
            yield _part("cards", file(layout.CARD_HTML), lambda: made().html.encode())
            yield _part("cards", layout.card_preview(locale, slug), lambda: self._preview(topic, locale).encode())
        if "embeds" in self.kinds:
            yield Part(file(layout.EMBED_PAGE), lambda: self._embedded(topic, locale, text().html))

    def _topic_feed(self, topic: Topic, locale: Locale, format: str) -> Iterator[Artifact]:
        body = self._feeds_in(locale).topic(topic).format(format)
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

    def language(self, locale: Locale) -> Iterator[Part]:
        """The index, group pages and feeds of one language."""
        groups = self.catalog.groups_in(locale)
        if "pages" in self.kinds:
            yield _part("pages", layout.locale_index(locale), lambda: self._pages_in(locale).index(groups).encode())
            for group in groups:
                page = partial(self._group_page, locale, group)
                yield _part("pages", layout.group_page(locale, group.slug), page)
        if "feeds" in self.kinds:
            yield from _formats(lambda: self._feeds_in(locale).topics(), partial(layout.catalog_feed, locale))
            yield from _formats(lambda: self._feeds_in(locale).whats_new(), partial(layout.whats_new_feed, locale))
            for group in groups:
                feed = partial(self._group_feed, locale, group)
                yield from _formats(feed, partial(layout.group_feed, locale, group.slug))
            path = layout.locale_opml(locale)
            yield _part("feeds", path, lambda: opml(self.catalog, self.publisher, [locale]))

    def _group_page(self, locale: Locale, group: Group) -> bytes:
        return self._pages_in(locale).group(group).encode()

    def _group_feed(self, locale: Locale, group: Group) -> Feed:
        return self._feeds_in(locale).group(group)

    def archives(self, locale: Locale) -> int:
        """How many archive documents the feed of the catalog has in a language."""
        return archives(self.catalog, self.changes, locale) if "feeds" in self.kinds else 0

    def archive(self, locale: Locale, numbers: Sequence[int]) -> Iterator[Part]:
        """Archive documents of the feed of the catalog: of earlier builds as they were, of this build anew."""
        name, base_url = locale_id(locale), self.publisher.base_url
        earlier = [number for number in numbers if (name, number) not in self.changes.fresh]
        kept = dict(zip(earlier, self._history.archives(locale, earlier), strict=True))
        for number in numbers:
            try:
                content = unpack(kept[number], base_url) if number in kept else None
            except InvalidValueError as error:
                raise self._history.damaged(error.problem) from error
            path = partial(layout.archive_feed, locale, name=self.changes.archived[name][number - 1])
            yield from _formats(partial(self._archive, locale, number, content), path)

    def _archive(self, locale: Locale, number: int, content: Archive | None) -> Feed:
        feeds = self._feeds_in(locale)
        return feeds.archive(number, feeds.sealed(number) if content is None else content)

    def packed(self) -> tuple[Changes, dict[tuple[str, int], bytes], list[tuple[str, Exception]]]:
        """What the history is to keep of the new archive documents, and what it is to know of them.

        Returns:
            The changes, without the new archive documents of a language that cannot be made; the others, by language
            and number; and the paths of those that cannot be made, with the reasons.
        """
        changes, bodies = self.changes, {}
        failed: list[tuple[str, Exception]] = []
        for name, number in self.changes.fresh:
            if (name, number) in changes.fresh:
                try:
                    bodies[name, number] = pack(self._sealed(parse(name), number), self.publisher.base_url)
                except Exception as error:  # of one language; the next build tries again
                    file = layout.archive_feed(name, "atom", changes.archived[name][number - 1])
                    failed.append((file, error))
                    changes = changes.unsealed(name)
        return changes, {key: body for key, body in bodies.items() if key in changes.fresh}, failed

    def _sealed(self, locale: Locale, number: int) -> Archive:
        """What a new archive document holds; without an entry that cannot be made."""
        feeds = self._feeds_in(locale)
        try:
            return feeds.sealed(number)
        except Exception:
            for text in self.changes.fresh[locale_id(locale), number]:
                if (topic := self.catalog.with_id(text.id, locale)) is not None:
                    self.has_entry(topic, locale)
            return feeds.sealed(number)

    def has_entry(self, topic: Topic, locale: Locale) -> bool:
        """Whether a topic can be in the feeds of a language; what cannot is in :attr:`unfed` from then on."""
        try:
            alone = self._feeds_in(locale).topic(topic, 1)
            for format in layout.FEED_FORMATS:
                alone.format(format)
        except Exception:  # whatever it is: it would take all feeds with it
            self.unfed.add((topic.slug, locale_id(locale)))
            return False
        return True

    def site(self) -> Iterator[Part]:
        """What stands at the root of the tree."""
        if "pages" in self.kinds:
            yield _part("pages", layout.ROOT_INDEX, lambda: pages.root(self.publisher, self.locales).encode())
            yield Part(layout.SITEMAP, lambda: _all("pages", sitemaps(self.catalog, self.publisher, self.locales)))
        if "feeds" in self.kinds:
            yield _part("feeds", layout.SITE_OPML, lambda: opml(self.catalog, self.publisher, self.locales))
            if len(self.locales) > 1:
                yield from _formats(lambda: self._feeds_in(*self.locales).topics(), partial(layout.catalog_feed, None))
        if styled := [kind for kind in ("pages", "embeds", "cards") if kind in self.kinds]:
            yield _part(styled[0], layout.STYLESHEET, lambda: pages.stylesheet(self.publisher).encode())
        if "embeds" in self.kinds:
            yield Part(layout.EMBEDS_JSON, lambda: _all("embeds", self._embeds.site()))
        yield _part("catalog", layout.TOPICS_JSON, lambda: topics_json.dumps(self.catalog, self.lines.values()))
        yield _part("catalog", layout.HEADERS, lambda: headers_file(self.publisher))
