"""The parts of each piece of a site, made from one catalog when they are asked for. Paths are looked up in `site`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, partial

import attrs
from babel import Locale

from syndicate.assets.making import body_of
from syndicate.assets.reading import read_asset
from syndicate.cards import Card, CardImage, card
from syndicate.cards import preview as card_preview
from syndicate.embeds import Embeds
from syndicate.embeds.http_headers import headers_file
from syndicate.embeds.oembed import as_json, as_xml
from syndicate.errors import InvalidValueError, Message, PublisherError
from syndicate.feeds import Feed, Feeds, opml
from syndicate.feeds.archive import Archive, unpack
from syndicate.feeds.archive_series import archives
from syndicate.history import Changes, History, State
from syndicate.history.redirects import redirects
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
    GROUP_CARD,
    GROUP_FEED,
    GROUP_PAGE,
    HEADERS_FILE,
    INDEXNOW_KEY,
    LETTER_PAGE,
    LIST_CARD,
    LOCALE_FEED_LIST,
    LOCALE_PAGE,
    NOT_FOUND_PAGE,
    OEMBED_JSON,
    OEMBED_XML,
    OWN_FORMATS,
    REDIRECTS_FILE,
    ROBOTS_FILE,
    ROOT_PAGE,
    SCRIPT_INDEX,
    SEARCH_INDEX,
    SEARCH_PAGE,
    SITEMAP,
    SNIPPET_HTML,
    SNIPPET_JSON,
    TEASER_JSON,
    TOPIC_FEED,
    TOPIC_PAGE,
    WHATS_NEW_FEED,
    WHATS_NEW_PAGE,
    ArtifactKind,
    Scope,
)
from syndicate.locales import locale_id
from syndicate.model import Catalog, Group, Publisher, Topic, catalog_json
from syndicate.model.asset import Asset
from syndicate.model.rights import syndicated, syndicated_catalog
from syndicate.search.page_index import page_index
from syndicate.site import root_pages, search_scripts
from syndicate.site.artifact import Artifact, Part, Piece, piece_at
from syndicate.site.list_cards import group_card, locale_card
from syndicate.site.list_parts import list_parts
from syndicate.site.lists import Letter
from syndicate.site.moved_pages import moved_page, redirects_file
from syndicate.site.omissions import Omissions, TextKey
from syndicate.site.pages import Pages
from syndicate.site.part_makers import feed_in_formats, once, part, several
from syndicate.site.published import of_topic, of_tree, stale_texts
from syndicate.site.sitemap import Sitemap
from syndicate.snippets import Snippet, snippet
from syndicate.snippets.choosing import Lists, events_of
from syndicate.snippets.lists import Event
from syndicate.snippets.topic_snippet import own_snippet

__all__ = ["SiteParts"]


def _topic_feed(topic: Topic, feeds: Feeds) -> Feed:
    return feeds.topic(topic)


def _group_feed(group: Group, feeds: Feeds) -> Feed:
    return feeds.group(group)


def _archive(number: int, content: Archive | None, feeds: Feeds) -> Feed:
    return feeds.archive(number, feeds.sealed(number) if content is None else content)


def _picture(make: Callable[[], Card], kind: ArtifactKind) -> Iterator[Artifact]:
    """A picture of a card, if its title can be drawn."""
    made = make()
    if made.has_picture:
        yield Artifact("cards", kind.at(made.locale, made.topic.slug), made.png(square=kind is CARD_SQUARE))


def _may_be_drawn(make: Callable[[], CardImage]) -> bool:
    """Whether a picture has all its letters; one that cannot be made at all is reported when its file is."""
    try:
        return make().is_drawn
    except Exception:
        return True


class SiteParts:
    """Makes what a site has, in pieces and parts, each alone; a build also tells it what could not be made.

    Args:
        changes: the catalog, and how it differs from what was published before.
        publisher: who publishes it, and where.
        locales: the languages, the first one for the page at the root.
        kinds: which of :data:`~syndicate.site.KINDS`.
        history: where the archives of earlier builds are.

    Attributes:
        omitted: what cannot be made, so that nothing names it.
        unlisted: the topics that ``topics.json`` lacks, by slug, with the reason; known once :attr:`lines` are made.
    """

    def __init__(
        self,
        changes: Changes,
        publisher: Publisher,
        locales: Iterable[Locale],
        kinds: Iterable[str],
        history: History | None = None,
    ) -> None:
        self.changes = changes
        self.catalog: Catalog = changes.catalog
        self.publisher = publisher
        self.locales = tuple(locales)
        self.kinds = frozenset(kinds)
        self.omitted = Omissions()
        self.unlisted: dict[str, Exception] = {}
        self._history = history
        self._unwritten: dict[str, bool] = {}
        self._feeds: dict[tuple[tuple[Locale, ...], frozenset[TextKey]], Feeds] = {}
        self._pages: dict[Locale, Pages] = {}
        self._groups: dict[Locale, Sequence[Group]] = {}
        self._numbers: dict[Locale, Mapping[str, int]] = {}

    # Made when they are first needed, so that a language for which they cannot be made takes no other with it.
    def feeds_in(self, *locales: Locale, format: str = "") -> Feeds:
        """What makes the feeds of some languages; without the entries that the writer of a format refuses."""
        refused = frozenset(self.omitted.refused.get(format, ()))
        if (locales, refused) not in self._feeds:
            self._feeds[locales, refused] = Feeds(
                self.syndicated,
                self.publisher,
                locales,
                self.changes.of(self.syndicated),
                cards="cards" in self.kinds,
                undrawn=self.omitted.pictures,
                unfed=self.omitted.entries,
                refused=refused,
            )
        return self._feeds[locales, refused]

    def _feed(
        self, locales: Sequence[Locale], make: Callable[[Feeds], Feed], path: Callable[[str], str]
    ) -> Iterator[Part]:
        """A feed of some languages in each format."""
        leave_out = partial(self._leave_out_of, locales)
        return feed_in_formats(lambda format: self.feeds_in(*locales, format=format), make, path, leave_out)

    def leave_out(self, topic: Topic, locale: Locale, *formats: str) -> Omissions:
        """Have feeds do without a topic whose entry cannot be made; what is found is told, and kept in `omitted`.

        Args:
            topic, locale: the text.
            formats: those in which something failed; if the entry cannot be made in a format of this package, no format
                has it.
        """
        found, key = Omissions(), (topic.slug, locale_id(locale))
        if not self._has_entry(topic, locale, *OWN_FORMATS):
            found.entries.add(key)
        else:
            for format in formats:
                if format not in OWN_FORMATS and not self._has_entry(topic, locale, format):
                    found.refuse(format, key)
        self.omitted |= found
        return found

    def _has_entry(self, topic: Topic, locale: Locale, *formats: str) -> bool:
        """Whether a topic can be in the feeds of a language: its other entries, of links, are in its own feed alone."""
        try:
            alone = self.feeds_in(locale).topic(topic, 1)
            for format in formats:
                alone.format(format)
        except Exception:  # whatever it is: it would break all feeds
            return False
        return True

    def _leave_out_of(self, locales: Iterable[Locale], format: str) -> bool:
        """Leave out all topics that a format of a feed of several fails for; whether there are any more than before."""
        before = self.omitted.to_json()
        for locale in locales:
            for topic in self.syndicated.written_in(locale):
                self.leave_out(topic, locale, format)
        return self.omitted.to_json() != before

    def is_written(self, path: str) -> bool:
        """Whether the feed at a path can be written, so that pages may name it. Other packages' writers may fail."""
        format = path.rpartition(".")[2]
        if format in OWN_FORMATS or format not in FORMATS:
            return True
        if path not in self._unwritten:
            try:
                self._unwritten[path] = self.made(path) is None
            except Exception:
                self._unwritten[path] = True
        return not self._unwritten[path]

    def _unwritten_feeds(self, topic: Topic) -> Iterator[str]:
        """The paths of a topic's feeds, in any of its languages, that cannot be written."""
        for format in FORMATS if len(FORMATS) > len(OWN_FORMATS) else ():
            paths = (TOPIC_FEED.at(locale, topic.slug, format) for locale in topic.locales if locale in self.locales)
            yield from (path for path in paths if not self.is_written(path))

    def made(self, path: str) -> Artifact | None:
        """The artifact at a path, made alone; None if the site has none there."""
        piece, candidates = piece_at(path), []
        for one in (self.parts(piece) or ()) if piece is not None else ():
            if one.path == path:
                candidates = [one]
                break
            if one.one is not None:
                candidates.append(one)
        for one in candidates:
            for artifact in one.make() if one.one is None else one.one(path):
                return artifact
        return None

    def _groups_in(self, locale: Locale) -> Sequence[Group]:
        if locale not in self._groups:  # asked once: all topics are looked at
            self._groups[locale] = self.catalog.groups_in(locale)
        return self._groups[locale]

    def _letters(self, locale: Locale) -> Sequence[Letter]:
        """The letters that have pages; none where no page can be made, which the page of the language reports."""
        try:
            return self._pages_in(locale).letters
        except Exception:
            return ()

    def _pages_in(self, locale: Locale) -> Pages:
        if locale not in self._pages:
            self._pages[locale] = Pages(
                self.changes,
                self.publisher,
                locale,
                self.locales,
                self.syndicated,
                self._fed,
                self.is_written,
                pictures="cards" in self.kinds,
                script=root_pages.page_script()[0],
            )
        return self._pages[locale]

    @cached_property
    def embeds(self) -> Embeds:
        """What makes the forms in which partners embed a topic."""
        return Embeds(self.publisher, self.locales)

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
    def _stale(self) -> Set[tuple[str, str]]:
        return stale_texts(self.changes)

    @cached_property
    def lines(self) -> dict[str, bytes]:
        """Each topic as a line of ``topics.json``, which has the whole of its value."""
        found = {}
        for slug, topic in self.catalog.items():
            try:
                found[slug] = catalog_json.line(topic, of_topic(self.changes, topic, self._stale))
            except Exception as error:
                self.unlisted[slug] = error
        return found

    def _published_lines(self) -> Iterator[bytes]:
        """The lines of ``topics.json``: what others may have of each topic."""
        for slug, line in self.lines.items():
            topic = self.syndicated.get(slug)
            if topic is not None:
                yield (
                    line
                    if topic is self.catalog[slug]
                    else catalog_json.line(topic, of_topic(self.changes, topic, self._stale))
                )

    def pieces(self) -> Iterator[Piece]:
        """All pieces: topics in each language, then languages, archives, and the site's own."""
        for locale in self.locales:
            yield from (Piece(Scope.TOPIC, locale, topic.slug) for topic in self.catalog.written_in(locale))
            yield from (Piece(Scope.MOVED, locale, slug) for slug in self._moved[locale] if "pages" in self.kinds)
        yield from (Piece(Scope.LOCALE, locale) for locale in self.locales)
        for locale in self.locales:
            yield from (Piece(Scope.ARCHIVE, locale, name) for name in self._archives(locale))
        yield from (Piece(Scope.ASSET, None, digest) for digest in self.assets)
        yield Piece(Scope.SITE)

    def unmade(self, piece: Piece) -> Collection[str]:
        """The paths of what cannot be made: pictures of titles that no font has, feeds that their writers refuse."""
        if piece.scope is not Scope.TOPIC or piece.locale is None:
            return ()
        topic, locale, found = self.catalog[piece.name], piece.locale, []
        if "cards" in self.kinds and not self.card(topic, locale).has_picture:
            found += [kind.at(locale, topic.slug) for kind in (CARD_IMAGE, CARD_SQUARE)]
        return [*found, *self._unwritten_feeds(topic)]

    def unwritten(self, piece: Piece) -> Collection[str]:
        """The paths of feeds that cannot be written, so that the pages of a piece do not name them."""
        if piece.scope is Scope.TOPIC:
            return list(self._unwritten_feeds(self.catalog[piece.name]))
        return [path for path, is_unwritten in self._unwritten.items() if is_unwritten]

    def parts(self, piece: Piece) -> Iterable[Part] | None:
        """The parts of a piece; None if the site has no such piece."""
        locale, name = piece.locale, piece.name
        if piece.scope is Scope.ASSET:
            return self._asset_parts(self.assets[name]) if name in self.assets else None
        if locale is None:
            return self._site_parts()
        if locale not in self.locales:
            return None
        if piece.scope in (Scope.TOPIC, Scope.MOVED):
            topic = self.catalog.get(name)
            if topic is not None and locale in topic.title:
                return self._topic_parts(topic, locale)
            return self._moved_parts(locale, name) if name in self._moved[locale] else None
        if piece.scope is Scope.ARCHIVE:
            number = self._archives(locale).get(name)
            return self._archive_parts(locale, number) if number is not None else None
        return self._locale_parts(locale)

    @cached_property
    def _moved(self) -> Mapping[Locale, Mapping[str, Sequence[Topic]]]:
        """The topics at each address that one had, by language and slug."""
        return {locale: redirects(self.changes, locale) for locale in self.locales}

    def _moved_parts(self, locale: Locale, slug: str) -> Iterator[Part]:
        if "pages" in self.kinds:
            page = partial(moved_page, self.publisher, locale, slug, self._moved[locale][slug])
            yield part("pages", TOPIC_PAGE.at(locale, slug), lambda: page().encode())

    @cached_property
    def assets(self) -> Mapping[str, Sequence[Asset]]:
        """The logo and the files beside the texts of the site, by digest: several if one file has several names."""
        found: dict[str, dict[str, Asset]] = {}
        if (logo := self.publisher.logo_file) is not None:
            if read_asset(logo.file).asset is None:
                problem = Message("{path} is not a picture that browsers show", path=logo.file)
                raise PublisherError(problem, field="logo")
            found[logo.digest] = {logo.path: logo}
        for topic in self.catalog.values():
            for locale in self.locales if topic.assets else ():
                for asset in topic.assets.get(locale) or ():
                    found.setdefault(asset.digest, {}).setdefault(asset.path, asset)
        return {digest: list(found[digest].values()) for digest in sorted(found)}

    def _asset_parts(self, assets: Iterable[Asset]) -> Iterator[Part]:
        for asset in assets:
            for path, width in asset.files:
                yield part("assets", path, partial(body_of, asset, width))

    def _topic_parts(self, topic: Topic, locale: Locale) -> Iterator[Part]:
        """The page, feeds, snippets, card and embeds of a topic in one of its languages.

        The pictures come first: what comes after names them only if they are not in what is omitted by then.
        """
        slug = topic.slug
        shared = syndicated(topic, self.publisher)
        text = once(partial(snippet, topic, self.publisher, locale))
        own = text if shared is topic else once(partial(own_snippet, topic, self.publisher, locale))
        cards: dict[tuple[Locale, bool], Card] = {}

        def made(language: Locale = locale) -> Card:
            asked = (language, self._is_drawn(topic, language))
            if asked not in cards:
                cards[asked] = self.card(topic, language)
            return cards[asked]

        if "cards" in self.kinds:
            for kind in (CARD_IMAGE, CARD_SQUARE):
                yield Part(kind.at(locale, slug), partial(_picture, made, kind))
        if "pages" in self.kinds:
            yield part(
                "pages", TOPIC_PAGE.at(locale, slug), lambda: self._pages_in(locale).topic(made(), own()).encode()
            )
        if "cards" in self.kinds:
            preview, path = partial(card_preview.page, locale=locale), CARD_PREVIEW.at(locale, slug)
            yield part("cards", CARD_HEAD.at(locale, slug), lambda: made().html.encode())
            yield part("cards", path, lambda: preview([made(other) for other in topic.locales]).encode())
        if shared is not None and locale in shared.title:
            yield from self._shared_parts(shared, locale, text)
        elif "embeds" in self.kinds and self._is_recalled(topic, locale):
            yield part("embeds", EMBED_PAGE.at(locale, slug), lambda: self.embeds.notice(topic, locale))

    def _is_recalled(self, topic: Topic, locale: Locale) -> bool:
        """Whether others had a text that they may not have any more."""
        text = self.changes.texts.get(locale_id(locale), {}).get(topic.ids[locale])
        return text is not None and text.is_gone

    def _shared_parts(self, topic: Topic, locale: Locale, text: Callable[[], Snippet]) -> Iterator[Part]:
        """The feeds, snippets and embeds of a text that others may have."""
        slug = topic.slug
        if "feeds" in self.kinds:
            feed = partial(_topic_feed, topic)  # which has the topic in any case
            yield from feed_in_formats(lambda _: self.feeds_in(locale), feed, partial(TOPIC_FEED.at, locale, slug))
        if "lists" in self.kinds:
            teaser = partial(Lists(self.syndicated, self.publisher, locale, {}).topics, [topic])
            yield part("lists", TEASER_JSON.at(locale, slug), lambda: teaser().json())
        if "snippets" in self.kinds:
            yield part("snippets", SNIPPET_HTML.at(locale, slug), lambda: text().html.encode())
            yield part("snippets", SNIPPET_JSON.at(locale, slug), lambda: text().json())
        if "embeds" in self.kinds:
            embeds, answer = self.embeds, once(partial(self.embeds.oembed, topic, locale))
            yield part("embeds", EMBED_PAGE.at(locale, slug), lambda: embeds.frame(topic, locale, text().html))
            yield part("embeds", OEMBED_JSON.at(locale, slug), lambda: as_json(answer()))
            yield part("embeds", OEMBED_XML.at(locale, slug), lambda: as_xml(answer()))
            yield part("embeds", EMBED_BUILDER.at(locale, slug), lambda: embeds.builder(topic, locale))

    def _is_drawn(self, topic: Topic, locale: Locale) -> bool:
        """Whether the pictures of a topic's card are part of the site, if its title can be drawn."""
        return "cards" in self.kinds and (topic.slug, locale_id(locale)) not in self.omitted.pictures

    def card(self, topic: Topic, locale: Locale) -> Card:
        """The card of a topic; it names its pictures and feeds if they can be made."""
        unwritten = self._unwritten_feeds(topic)
        return card(topic, self.publisher, locale, pictures=self._is_drawn(topic, locale), unwritten=unwritten)

    def _locale_parts(self, locale: Locale) -> Iterator[Part]:
        """The index, group pages and feeds of one language."""
        groups = self._groups_in(locale)
        if "pages" in self.kinds:
            yield part("pages", LOCALE_PAGE.at(locale), lambda: self._pages_in(locale).index(groups).encode())
            for group in groups:
                page = partial(self._group_page, locale, group)
                yield part("pages", GROUP_PAGE.at(locale, group.slug), page)
            index = once(partial(page_index, self.catalog, locale, self.locales))
            yield part("pages", SEARCH_INDEX.at(locale), index)
            yield part("pages", SEARCH_PAGE.at(locale), lambda: self._pages_in(locale).search(index()).encode())
            yield part("pages", WHATS_NEW_PAGE.at(locale), lambda: self._pages_in(locale).whats_new().encode())
            for letter in self._letters(locale):
                page = partial(self._letter_page, locale, letter)
                yield part("pages", LETTER_PAGE.at(locale, letter.id), page)
            if "cards" in self.kinds:
                yield from self._list_pictures(locale, groups)
        if "feeds" in self.kinds and locale in self._fed:
            yield from self._feed([locale], Feeds.topics, partial(CATALOG_FEED.at, locale))
            yield from self._feed([locale], Feeds.whats_new, partial(WHATS_NEW_FEED.at, locale))
            for group in groups if self.syndicated is self.catalog else self.syndicated.groups_in(locale):
                feed = partial(_group_feed, group)
                yield from self._feed([locale], feed, partial(GROUP_FEED.at, locale, group.slug))
            path = LOCALE_FEED_LIST.at(locale)
            yield part("feeds", path, lambda: opml(self.syndicated, self.publisher, [locale]))
        if self.syndicated.written_in(locale):
            events = partial(self._events, locale)
            lists = (self.syndicated, self.publisher, locale, self.locales, self.kinds, self.embeds, events)
            yield from list_parts(*lists)

    def _events(self, locale: Locale) -> Mapping[str, Event]:
        return events_of(self.changes.of(self.syndicated), locale)

    def _letter_page(self, locale: Locale, letter: Letter) -> bytes:
        return self._pages_in(locale).letter(letter).encode()

    def _list_pictures(self, locale: Locale, groups: Iterable[Group]) -> Iterator[Part]:
        """The pictures that networks show of the pages that stand for no topic."""
        pictures = {LIST_CARD.at(locale): once(partial(locale_card, self.publisher, locale))}
        for group in groups:
            pictures[GROUP_CARD.at(locale, group.slug)] = once(partial(group_card, group, self.publisher, locale))
        for path, make in pictures.items():
            if _may_be_drawn(make):
                yield part("cards", path, lambda make=make: make().png())  # type: ignore[misc]

    def _group_page(self, locale: Locale, group: Group) -> bytes:
        return self._pages_in(locale).group(group).encode()

    def _archives(self, locale: Locale) -> Mapping[str, int]:
        """The numbers of the archive documents that the feed of the catalog has in a language, by name."""
        if locale not in self._numbers:  # counted once: there are more the larger the catalog is
            count = archives(self.syndicated, self.changes, locale) if "feeds" in self.kinds else 0
            names = self.changes.archived.get(locale_id(locale), ())[:count]
            self._numbers[locale] = {name: number for number, name in enumerate(names, 1)}
        return self._numbers[locale]

    def _archive_parts(self, locale: Locale, number: int) -> Iterator[Part]:
        """An archive document of the feed of the catalog: of an earlier build as it was, of this build made now."""
        name, content = locale_id(locale), None
        if self._history is not None and (name, number) not in self.changes.fresh:
            (body,) = self._history.archives(locale, [number])
            try:
                content = self._without_recalled(unpack(body, self.publisher.base_url), locale)
            except InvalidValueError as error:
                raise self._history.damaged(error.problem) from error
        path = partial(ARCHIVE_FEED.at, locale, self.changes.archived[name][number - 1])
        yield from self._feed([locale], partial(_archive, number, content), path)

    def _without_recalled(self, content: Archive, locale: Locale) -> Archive:
        """An archive document of an earlier build without the texts that others may not have any more."""
        if self.syndicated is self.catalog:
            return content
        texts = self.changes.texts.get(locale_id(locale), {}).values()
        gone = {self.publisher.entry_id("topic", text.id, locale) for text in texts if text.state is State.RECALLED}
        return attrs.evolve(content, entries=[entry for entry in content.entries if entry.id not in gone])

    def _site_parts(self) -> Iterator[Part]:
        """What stands at the root of the tree."""
        publisher = self.publisher
        if "pages" in self.kinds:
            yield part("pages", ROOT_PAGE.path, self._root_page)
            yield part("pages", NOT_FOUND_PAGE.path, lambda: root_pages.not_found(publisher, self.locales).encode())
            yield part("pages", ROBOTS_FILE.path, lambda: root_pages.robots(publisher).encode())
            if (key := self.publisher.indexnow_key) is not None:
                yield part("pages", INDEXNOW_KEY.at(None, key), key.encode)
            for path, body in search_scripts.files().items():
                yield part("pages", path, partial(bytes, body))
            listed = Sitemap(self.catalog, self.publisher, self.locales, self._letter_paths())
            yield several("pages", SITEMAP.path, listed.files, listed.get)
        if "feeds" in self.kinds and self._fed:
            yield part("feeds", FEED_LIST.path, lambda: opml(self.syndicated, self.publisher, self._fed))
            if len(self._fed) > 1:
                yield from self._feed(self._fed, Feeds.topics, partial(CATALOG_FEED.at, None))
        if styled := [kind for kind in ("pages", "embeds", "cards") if kind in self.kinds]:
            groups = self.catalog.groups.values()
            for path, make in root_pages.look(publisher, next(iter(self.locales), None), groups):
                yield part(styled[0], path, make)
        if "embeds" in self.kinds:
            yield several("embeds", SCRIPT_INDEX.path, self.embeds.files, self.embeds.get)
        yield part("catalog", CATALOG_JSON.path, self._catalog_json)
        yield part("catalog", HEADERS_FILE.path, lambda: headers_file(self.publisher))
        if lines := redirects_file(self.publisher, self._moved):
            yield part("catalog", REDIRECTS_FILE.path, lambda: lines)

    def _letter_paths(self) -> dict[Locale, list[str]]:
        """The paths of the pages of letters, by language."""
        return {
            locale: [LETTER_PAGE.at(locale, letter.id) for letter in self._letters(locale)] for locale in self.locales
        }

    def _root_page(self) -> bytes:
        pictures = "cards" in self.kinds
        made = root_pages.root(
            self.publisher, self.locales, self._fed, self.is_written, self._groups_in, pictures=pictures
        )
        return made.encode()

    def _catalog_json(self) -> bytes:
        return catalog_json.dumps(self.syndicated, self._published_lines(), of_tree(self.changes, self.publisher))
