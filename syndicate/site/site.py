"""A site: every artifact of a catalog, each made alone when it is asked for. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property, partial
from typing import Any

import attrs
from babel import Locale

from syndicate.cards import Card, card
from syndicate.cards import preview as card_preview
from syndicate.cards.findings import photograph_findings
from syndicate.embeds import Embeds
from syndicate.embeds.http_headers import headers_file
from syndicate.embeds.oembed import as_json, as_xml
from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds import Feed, Feeds, opml
from syndicate.feeds.archive import Archive, pack, unpack
from syndicate.feeds.archive_series import archives
from syndicate.history import Changes, History, State
from syndicate.history.comparison import first_changes
from syndicate.interchange import topics_json
from syndicate.layout import (
    ARCHIVE_FEED,
    CARD_HEAD,
    CARD_IMAGE,
    CARD_PREVIEW,
    CARD_SQUARE,
    CATALOG_FEED,
    CATALOG_JSON,
    EMBED_BUILDER,
    EMBED_PAGE,
    FEED_LIST,
    FORMATS,
    GROUP_FEED,
    GROUP_PAGE,
    HEADERS_FILE,
    LOCALE_FEED_LIST,
    LOCALE_PAGE,
    OEMBED_JSON,
    OEMBED_XML,
    OWN_FORMATS,
    ROOT_PAGE,
    SCRIPT_INDEX,
    SITEMAP,
    SNIPPET_HTML,
    SNIPPET_JSON,
    STYLESHEET,
    TOPIC_FEED,
    TOPIC_PAGE,
    WHATS_NEW_FEED,
    ArtifactKind,
    Scope,
)
from syndicate.locales import LocaleLike, locale_id, parse
from syndicate.model import Catalog, Finding, Group, Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect, expect_list
from syndicate.model.rights import syndicated, syndicated_catalog
from syndicate.site import pages
from syndicate.site.artifact import KINDS, Artifact, Part, Piece, check_kinds, piece_at
from syndicate.site.published import of_topic, of_tree
from syndicate.site.sitemap import Sitemap
from syndicate.snippets import Snippet, snippet
from syndicate.snippets.topic_snippet import own_snippet

__all__ = ["Site"]


def _part(kind: str, path: str, make: Callable[[], bytes]) -> Part:
    return Part(path, lambda: [Artifact(kind, path, make())])


def _several(
    kind: str, first: str, files: Callable[[], Iterable[tuple[str, bytes]]], get: Callable[[str], bytes | None]
) -> Part:
    """Files whose paths are known only when they are made; each can be made alone by its path."""

    def one(path: str) -> Iterator[Artifact]:
        if (body := get(path)) is not None:
            yield Artifact(kind, path, body)

    return Part(first, lambda: (Artifact(kind, *file) for file in files()), one)


def _formats(make: Callable[[], Feed], path: Callable[[str], str]) -> Iterator[Part]:
    """A feed in each format; it is made once, when the first is written."""
    feed = cache(make)

    def body(format: str) -> bytes:
        return feed().format(format)

    for format in FORMATS:
        yield _part("feeds", path(format), partial(body, format))


def _picture(make: Callable[[], Card], kind: ArtifactKind) -> Iterator[Artifact]:
    """A picture of a card, if its title can be drawn."""
    made = make()
    if made.has_picture:
        yield Artifact("cards", kind.at(made.locale, made.topic.slug), made.png(square=kind is CARD_SQUARE))


class Site:
    """All artifacts of one catalog; pure: the same catalog, history and publisher give the same bytes.

    A published tree is what a site lists, :meth:`pieces` by piece; a server looks up one artifact at a time.

    Args:
        content: the catalog; or, where a history is kept, how it differs from what was published before.
        publisher: who publishes it, and where.
        locales: the languages, the first one for the page at the root; by default all that a topic is in, the
            publisher's own first.
        kinds: which of :data:`~syndicate.site.KINDS`.
        history: where the archives of earlier builds are.

    Raises:
        InvalidValueError: an argument is of another kind, or a kind of artifact is unknown.
        NotFoundError: no topic has a text in a language that is asked for.

    >>> import syndicate
    >>> catalog = syndicate.read("examples/health-topics")
    >>> publisher = Publisher.load("examples/health-topics/publisher.toml")
    >>> site = Site(catalog, publisher)
    >>> made = site.get("es/topics/sleep/oembed.json")
    >>> made.kind, made.media_type, made.body[:20]
    ('embeds', 'application/json', b'{\\n "version": "1.0",')
    """

    def __init__(
        self,
        content: Catalog | Changes,
        publisher: Publisher,
        locales: Sequence[LocaleLike] | None = None,
        *,
        kinds: Sequence[str] = KINDS,
        history: History | None = None,
    ) -> None:
        check(catalog=content.catalog if isinstance(content, Changes) else content, publisher=publisher)
        check_kinds("kinds", kinds)
        if history is not None:
            expect("history", history, "a History", History, hint="`syndicate.History(path)` makes one of a file")
        self.changes = content if isinstance(content, Changes) else first_changes(content)
        self.catalog: Catalog = self.changes.catalog
        self._history = history
        self.publisher = publisher.with_labels_held()
        found = self._asked(locales) if locales is not None else list(self.catalog.locales)
        if locales is None:
            first = self.catalog.nearest(publisher.default_locale) if found else None
            found.sort(key=lambda locale: locale != first)
        self.locales = tuple(found)
        self.kinds = frozenset(kinds)
        self.undrawn: set[tuple[str, str]] = set()
        """The cards whose pictures could not be made, so that nothing names them: slug and locale identifier."""
        self.unfed: set[tuple[str, str]] = set()
        """The topics that no feed has, since their entry cannot be made: slug and locale identifier."""
        self.unlisted: dict[str, Exception] = {}
        """The topics that ``topics.json`` lacks, by slug, with the reason; known once :attr:`lines` are made."""
        self._feeds: dict[tuple[Locale, ...], Feeds] = {}
        self._pages: dict[Locale, pages.Pages] = {}
        self._numbers: dict[Locale, Mapping[str, int]] = {}

    def _asked(self, locales: Sequence[LocaleLike]) -> list[Locale]:
        """The languages that are asked for, each the nearest there is; a history knows those that texts have left."""
        expect_list(locales=locales)
        found = []
        for locale in map(parse, locales):
            there = locale if locale_id(locale) in self.changes.texts else self.catalog.nearest(locale)
            if there is None:
                has = f"the catalog has {', '.join(map(str, self.catalog.locales))}"
                raise NotFoundError("no topic has a text in this language", locale=str(locale), hint=has)
            found.append(there)
        return found

    # Made when they are first needed, so that a language for which they cannot be made takes no other with it.
    def _feeds_in(self, *locales: Locale) -> Feeds:
        if locales not in self._feeds:
            shown: dict[str, Any] = {"cards": "cards" in self.kinds, "undrawn": self.undrawn, "unfed": self.unfed}
            changes = self.changes.of(self.syndicated)
            self._feeds[locales] = Feeds(self.syndicated, self.publisher, locales, changes, **shown)
        return self._feeds[locales]

    def _pages_in(self, locale: Locale) -> pages.Pages:
        if locale not in self._pages:
            self._pages[locale] = pages.Pages(
                self.catalog, self.publisher, locale, self.locales, self.syndicated, self._fed
            )
        return self._pages[locale]

    def only(self, pieces: Iterable[Piece]) -> Site:
        """As much of the site as makes some topics' pieces, small enough to be sent to another process."""
        catalog = self.catalog
        slugs: dict[str, None] = {}
        named: dict[str, None] = {}
        for piece in pieces:
            locale = piece.locale or self.locales[0]
            slugs[piece.name] = None
            for reference in catalog[piece.name].related.get(locale) or ():
                if (found := catalog.find(reference, locale)) is not None:
                    named[found.slug] = None
        changes = self.changes.only(catalog.subset(slugs, named))
        made = Site(changes, self.publisher, self.locales, kinds=sorted(self.kinds))
        made.undrawn, made.unfed = set(self.undrawn), set(self.unfed)
        return made

    @cached_property
    def syndicated(self) -> Catalog:
        """What others may have of the catalog; the rest is on pages and cards alone."""
        return syndicated_catalog(self.catalog, self.publisher)

    @cached_property
    def _fed(self) -> tuple[Locale, ...]:
        """The languages that have feeds: a topic that others may have, or had."""
        if self.syndicated is self.catalog:
            return self.locales
        left = self.changes.retracted_locales
        return tuple(locale for locale in self.locales if self.syndicated.written_in(locale) or locale in left)

    @cached_property
    def _embeds(self) -> Embeds:
        return Embeds(self.publisher, self.locales)

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
                found[slug] = topics_json.line(topic, of_topic(self.changes, topic))
            except Exception as error:
                self.unlisted[slug] = error
        return found

    def _published_lines(self) -> Iterator[bytes]:
        """The lines of ``topics.json``: what others may have of each topic."""
        for slug, line in self.lines.items():
            topic = self.syndicated.get(slug)
            if topic is not None:
                yield line if topic is self.catalog[slug] else topics_json.line(topic, of_topic(self.changes, topic))

    def get(self, path: str) -> Artifact:
        """One artifact, made alone.

        Args:
            path: from the root of the site, such as ``es/topics/sleep/feed.atom``.

        Raises:
            NotFoundError: the site has none at that path.
        """
        expect("path", path, "a path", str)
        piece = piece_at(path)
        parts = list(self._parts(piece) or ()) if piece is not None else []
        for part in [part for part in parts if part.path == path] or [part for part in parts if part.one]:
            for made in part.make() if part.one is None else part.one(path):
                return made
        raise NotFoundError(f"the site has nothing at {path!r}", hint="`Site.paths()` lists all that it has")

    def pieces(self) -> Iterator[Piece]:
        """What the site consists of: topics in each language, then languages, archives, and the site's own.

        A tree is all of their artifacts. Publish the topics first, as the rest lists them:

        >>> import syndicate
        >>> catalog = syndicate.read("examples/health-topics")
        >>> site = Site(catalog, Publisher.load("examples/health-topics/publisher.toml"), kinds=["snippets"])
        >>> pieces = list(site.pieces())
        >>> pieces[0].path, len(pieces)
        ('en/topics/asthma', 38)
        >>> [artifact.path for artifact in site.artifacts(pieces[0])]
        ['en/topics/asthma/snippet.html', 'en/topics/asthma/snippet.json']
        """
        for locale in self.locales:
            yield from (Piece(Scope.TOPIC, locale, topic.slug) for topic in self.catalog.written_in(locale))
        yield from (Piece(Scope.LOCALE, locale) for locale in self.locales)
        for locale in self.locales:
            yield from (Piece(Scope.ARCHIVE, locale, name) for name in self._archives(locale))
        yield Piece(Scope.SITE)

    def artifacts(self, piece: Piece) -> Iterator[Artifact]:
        """The artifacts of a piece.

        Raises:
            NotFoundError: the site has no such piece.
        """
        for part in self.parts(piece):
            yield from part.make()

    def parts(self, piece: Piece) -> Iterable[Part]:
        """The artifacts of a piece in parts, so that one that cannot be made takes no other with it.

        Raises:
            NotFoundError: the site has no such piece.
        """
        expect("piece", piece, "a Piece", Piece, hint="`Site.pieces()` lists them, `Site.get(path)` makes one artifact")
        found = self._parts(piece)
        if found is None:
            raise NotFoundError(f"the site has nothing at {piece.path!r}", hint="`Site.pieces()` lists all that it has")
        return found

    def paths(self) -> Iterator[str]:
        """The path of every artifact: of the topics, of each language, of the site."""
        for piece in self.pieces():
            undrawn = self._undrawn(piece)
            for part in self.parts(piece):
                yield from (path for path in part.paths if path not in undrawn)

    def _undrawn(self, piece: Piece) -> Collection[str]:
        """The paths of pictures that a topic's card would have, were there a font for its title."""
        if piece.scope is not Scope.TOPIC or piece.locale is None or "cards" not in self.kinds:
            return ()
        drawn = self._card(self.catalog[piece.name], piece.locale).has_picture
        return () if drawn else [kind.at(piece.locale, piece.name) for kind in (CARD_IMAGE, CARD_SQUARE)]

    def _parts(self, piece: Piece) -> Iterable[Part] | None:
        """The parts of a piece, if the site has it."""
        locale, name = piece.locale, piece.name
        if locale is None:
            return self._site_parts()
        if locale not in self.locales:
            return None
        if piece.scope is Scope.TOPIC:
            topic = self.catalog.get(name)
            return self._topic_parts(topic, locale) if topic is not None and locale in topic.title else None
        if piece.scope is Scope.ARCHIVE:
            number = self._archives(locale).get(name)
            return self._archive_parts(locale, number) if number is not None else None
        return self._locale_parts(locale)

    def _topic_parts(self, topic: Topic, locale: Locale) -> Iterator[Part]:
        """The page, feeds, snippets, card and embeds of a topic in one of its languages.

        The pictures come first: what comes after names them only if they are not in :attr:`undrawn` by then.
        """
        slug = topic.slug
        shared = syndicated(topic, self.publisher)
        text = cache(partial(snippet, topic, self.publisher, locale))
        own = text if shared is topic else cache(partial(own_snippet, topic, self.publisher, locale))
        cards = cache(partial(card, topic, self.publisher))

        def made(language: Locale = locale) -> Card:
            return cards(language, pictures=self._is_drawn(topic, language))

        if "cards" in self.kinds:
            for kind in (CARD_IMAGE, CARD_SQUARE):
                yield Part(kind.at(locale, slug), partial(_picture, made, kind))
        if "pages" in self.kinds:
            yield _part(
                "pages", TOPIC_PAGE.at(locale, slug), lambda: self._pages_in(locale).topic(made(), own().html).encode()
            )
        if "cards" in self.kinds:
            preview, path = partial(card_preview.page, locale=locale), CARD_PREVIEW.at(locale, slug)
            yield _part("cards", CARD_HEAD.at(locale, slug), lambda: made().html.encode())
            yield _part("cards", path, lambda: preview([made(other) for other in topic.locales]).encode())
        if shared is not None and locale in shared.title:
            yield from self._shared_parts(shared, locale, text)
        elif "embeds" in self.kinds and self._is_recalled(topic, locale):
            yield _part("embeds", EMBED_PAGE.at(locale, slug), lambda: self._embeds.notice(topic, locale))

    def _is_recalled(self, topic: Topic, locale: Locale) -> bool:
        """Whether others had a text that they may not have any more."""
        text = self.changes.texts.get(locale_id(locale), {}).get(topic.ids[locale])
        return text is not None and text.is_gone

    def _shared_parts(self, topic: Topic, locale: Locale, text: Callable[[], Snippet]) -> Iterator[Part]:
        """The feeds, snippets and embeds of a text that others may have."""
        slug = topic.slug
        if "feeds" in self.kinds:
            yield from _formats(lambda: self._feeds_in(locale).topic(topic), partial(TOPIC_FEED.at, locale, slug))
        if "snippets" in self.kinds:
            yield _part("snippets", SNIPPET_HTML.at(locale, slug), lambda: text().html.encode())
            yield _part("snippets", SNIPPET_JSON.at(locale, slug), lambda: text().json())
        if "embeds" in self.kinds:
            embeds, answer = self._embeds, cache(partial(self._embeds.oembed, topic, locale))
            yield _part("embeds", EMBED_PAGE.at(locale, slug), lambda: embeds.frame(topic, locale, text().html))
            yield _part("embeds", OEMBED_JSON.at(locale, slug), lambda: as_json(answer()))
            yield _part("embeds", OEMBED_XML.at(locale, slug), lambda: as_xml(answer()))
            yield _part("embeds", EMBED_BUILDER.at(locale, slug), lambda: embeds.builder(topic, locale))

    def _is_drawn(self, topic: Topic, locale: Locale) -> bool:
        """Whether the pictures of a topic's card are part of the site, if its title can be drawn."""
        return "cards" in self.kinds and (topic.slug, locale_id(locale)) not in self.undrawn

    def _card(self, topic: Topic, locale: Locale) -> Card:
        return card(topic, self.publisher, locale, pictures=self._is_drawn(topic, locale))

    def photograph_findings(self, topic: Topic, locale: Locale) -> list[Finding]:
        """What is amiss with the photograph of a topic's card."""
        return list(photograph_findings(self._card(topic, locale))) if "cards" in self.kinds else []

    def _locale_parts(self, locale: Locale) -> Iterator[Part]:
        """The index, group pages and feeds of one language."""
        groups = self.catalog.groups_in(locale)
        if "pages" in self.kinds:
            yield _part("pages", LOCALE_PAGE.at(locale), lambda: self._pages_in(locale).index(groups).encode())
            for group in groups:
                page = partial(self._group_page, locale, group)
                yield _part("pages", GROUP_PAGE.at(locale, group.slug), page)
        if "feeds" in self.kinds and locale in self._fed:
            yield from _formats(lambda: self._feeds_in(locale).topics(), partial(CATALOG_FEED.at, locale))
            yield from _formats(lambda: self._feeds_in(locale).whats_new(), partial(WHATS_NEW_FEED.at, locale))
            for group in self.syndicated.groups_in(locale):
                feed = partial(self._group_feed, locale, group)
                yield from _formats(feed, partial(GROUP_FEED.at, locale, group.slug))
            path = LOCALE_FEED_LIST.at(locale)
            yield _part("feeds", path, lambda: opml(self.syndicated, self.publisher, [locale]))

    def _group_page(self, locale: Locale, group: Group) -> bytes:
        return self._pages_in(locale).group(group).encode()

    def _group_feed(self, locale: Locale, group: Group) -> Feed:
        return self._feeds_in(locale).group(group)

    def _archives(self, locale: Locale) -> Mapping[str, int]:
        """The numbers of the archive documents that the feed of the catalog has in a language, by name."""
        if locale not in self._numbers:  # counted once: there are more the larger the catalog is
            count = archives(self.syndicated, self.changes, locale) if "feeds" in self.kinds else 0
            names = self.changes.archived.get(locale_id(locale), ())[:count]
            self._numbers[locale] = {name: number for number, name in enumerate(names, 1)}
        return self._numbers[locale]

    def _archive_parts(self, locale: Locale, number: int) -> Iterator[Part]:
        """An archive document of the feed of the catalog: of an earlier build as it was, of this build anew."""
        name, content = locale_id(locale), None
        if self._history is not None and (name, number) not in self.changes.fresh:
            (body,) = self._history.archives(locale, [number])
            try:
                content = unpack(body, self.publisher.base_url)
            except InvalidValueError as error:
                raise self._history.damaged(error.problem) from error
        path = partial(ARCHIVE_FEED.at, locale, self.changes.archived[name][number - 1])
        yield from _formats(partial(self._archive, locale, number, content), path)

    def _archive(self, locale: Locale, number: int, content: Archive | None) -> Feed:
        feeds = self._feeds_in(locale)
        return feeds.archive(
            number, feeds.sealed(number) if content is None else self._without_recalled(content, locale)
        )

    def _without_recalled(self, content: Archive, locale: Locale) -> Archive:
        """An archive document of an earlier build without the texts that others may not have any more."""
        if self.syndicated is self.catalog:
            return content
        texts = self.changes.texts.get(locale_id(locale), {}).values()
        gone = {self.publisher.entry_id("topic", text.id, locale) for text in texts if text.state is State.RECALLED}
        return attrs.evolve(content, entries=[entry for entry in content.entries if entry.id not in gone])

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
                    file = ARCHIVE_FEED.at(name, changes.archived[name][number - 1], "atom")
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
                if (topic := self.syndicated.with_id(text.id, locale)) is not None:
                    self.has_entry(topic, locale)
            return feeds.sealed(number)

    def has_entry(self, topic: Topic, locale: Locale) -> bool:
        """Whether a topic can be in the feeds of a language; what cannot is in :attr:`unfed` from then on."""
        try:
            alone = self._feeds_in(locale).topic(topic, 1)
            for format in OWN_FORMATS:  # a writer of others that fails takes no other format with it
                alone.format(format)
        except Exception:  # whatever it is: it would take all feeds with it
            self.unfed.add((topic.slug, locale_id(locale)))
            return False
        return True

    def _site_parts(self) -> Iterator[Part]:
        """What stands at the root of the tree."""
        if "pages" in self.kinds:
            yield _part("pages", ROOT_PAGE.path, lambda: pages.root(self.publisher, self.locales, self._fed).encode())
            listed = Sitemap(self.catalog, self.publisher, self.locales)
            yield _several("pages", SITEMAP.path, listed.files, listed.get)
        if "feeds" in self.kinds and self._fed:
            yield _part("feeds", FEED_LIST.path, lambda: opml(self.syndicated, self.publisher, self._fed))
            if len(self._fed) > 1:
                yield from _formats(lambda: self._feeds_in(*self._fed).topics(), partial(CATALOG_FEED.at, None))
        if styled := [kind for kind in ("pages", "embeds", "cards") if kind in self.kinds]:
            yield _part(styled[0], STYLESHEET.path, lambda: pages.stylesheet(self.publisher).encode())
        if "embeds" in self.kinds:
            yield _several("embeds", SCRIPT_INDEX.path, self._embeds.files, self._embeds.get)
        yield _part("catalog", CATALOG_JSON.path, self._catalog_json)
        yield _part("catalog", HEADERS_FILE.path, lambda: headers_file(self.publisher))

    def _catalog_json(self) -> bytes:
        return topics_json.dumps(self.syndicated, self._published_lines(), of_tree(self.changes, self.publisher))
