"""The parts of each piece of a site, made from one catalog when they are asked for. Paths are looked up in `site`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from babel import Locale

from syndicate.assets.making import body_of
from syndicate.assets.reading import read_asset
from syndicate.cards import Card, CardImage, card
from syndicate.cards import preview as card_preview
from syndicate.embeds.http_headers import headers_file
from syndicate.embeds.oembed import as_json, as_xml
from syndicate.errors import InvalidValueError, Message, PublisherError
from syndicate.feeds import Feed, Feeds, opml
from syndicate.feeds.archive import Archive, unpack
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
from syndicate.model import Group, Topic, catalog_json
from syndicate.model.asset import Asset
from syndicate.model.rights import syndicated
from syndicate.search.page_index import page_index
from syndicate.site import root_pages, search_scripts
from syndicate.site.artifact import Artifact, Part, Piece, piece_at
from syndicate.site.content import SiteContent
from syndicate.site.list_cards import group_card, locale_card
from syndicate.site.list_parts import list_parts
from syndicate.site.lists import Letter
from syndicate.site.moved_pages import moved_page, redirects_file
from syndicate.site.pages import Pages
from syndicate.site.part_makers import feed_in_formats, long_part, once, part, several
from syndicate.site.published import published_state
from syndicate.site.sitemap import Sitemap
from syndicate.snippets import Snippet, snippet
from syndicate.snippets.choosing import Lists
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


class SiteParts(SiteContent):
    """Makes what a site has, in pieces and parts, each alone; a build also tells it what could not be made.

    What it is made of, and its arguments, are those of :class:`SiteContent`.
    """

    def _feed(
        self, locales: Sequence[Locale], make: Callable[[Feeds], Feed], path: Callable[[str], str]
    ) -> Iterator[Part]:
        """A feed of some languages in each format."""
        leave_out = partial(self._leave_out_of, locales)
        return feed_in_formats(lambda format: self.feeds_in(*locales, format=format), make, path, leave_out)

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
                pictures=self.kinds.has("cards", locale),
                script=root_pages.page_script()[0],
            )
        return self._pages[locale]

    def pieces(self) -> Iterator[Piece]:
        """All pieces: each topic in its languages, then languages, archives, and the site's own."""
        for topic in self.catalog.values():
            yield from (Piece(Scope.TOPIC, one, topic.slug) for one in self.locales if one in topic.title)
        for locale in self.locales:
            yield from (
                Piece(Scope.MOVED, locale, slug) for slug in self._moved[locale] if self.kinds.has("pages", locale)
            )
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
        if self.kinds.has("cards", locale) and not self.card(topic, locale).has_picture:
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

    def _moved_parts(self, locale: Locale, slug: str) -> Iterator[Part]:
        if self.kinds.has("pages", locale):
            page = partial(moved_page, self.publisher, locale, slug, self._moved)
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
        made = partial(self.card, topic, locale)
        if self.kinds.has("cards", locale):
            for kind in (CARD_IMAGE, CARD_SQUARE):
                yield Part(kind.at(locale, slug), partial(_picture, made, kind))
        if self.kinds.has("pages", locale):
            yield part(
                "pages", TOPIC_PAGE.at(locale, slug), lambda: self._pages_in(locale).topic(made(), own()).encode()
            )
        if self.kinds.has("cards", locale):
            preview, path = partial(card_preview.page, locale=locale), CARD_PREVIEW.at(locale, slug)
            shown = self.kinds.among("cards", topic.locales)
            yield part("cards", CARD_HEAD.at(locale, slug), lambda: made().html.encode())
            yield part("cards", path, lambda: preview([self.card(topic, other) for other in shown]).encode())
        if shared is not None and locale in shared.title:
            yield from self._shared_parts(shared, locale, text)
        elif self.kinds.has("embeds", locale) and self._is_recalled(topic, locale):
            yield part("embeds", EMBED_PAGE.at(locale, slug), lambda: self.embeds.notice(topic, locale))

    def _shared_parts(self, topic: Topic, locale: Locale, text: Callable[[], Snippet]) -> Iterator[Part]:
        """The feeds, snippets and embeds of a text that others may have."""
        slug = topic.slug
        if self.kinds.has("feeds", locale):
            feed = partial(_topic_feed, topic)  # which has the topic in any case
            yield from feed_in_formats(lambda _: self.feeds_in(locale), feed, partial(TOPIC_FEED.at, locale, slug))
        if self.kinds.has("lists", locale):
            teaser = partial(Lists(self.syndicated, self.publisher, locale, {}).topics, [topic])
            yield part("lists", TEASER_JSON.at(locale, slug), lambda: teaser().json())
        if self.kinds.has("snippets", locale):
            yield part("snippets", SNIPPET_HTML.at(locale, slug), lambda: text().html.encode())
            yield part("snippets", SNIPPET_JSON.at(locale, slug), lambda: text().json())
        if self.kinds.has("embeds", locale):
            embeds, answer = self.embeds, once(partial(self.embeds.oembed, topic, locale))
            yield part("embeds", EMBED_PAGE.at(locale, slug), lambda: embeds.frame(topic, locale, text().html))
            yield part("embeds", OEMBED_JSON.at(locale, slug), lambda: as_json(answer()))
            yield part("embeds", OEMBED_XML.at(locale, slug), lambda: as_xml(answer()))
            yield part("embeds", EMBED_BUILDER.at(locale, slug), lambda: embeds.builder(topic, locale))

    def card(self, topic: Topic, locale: Locale) -> Card:
        """The card of a topic; it names its pictures and feeds if they can be made.

        The cards of one topic are kept, since its pages in all languages show them.
        """
        asked = (locale, self._is_drawn(topic, locale), tuple(self._unwritten_feeds(topic)))
        kept, cards = self._cards
        if kept is not topic:
            _, cards = self._cards = (topic, {})
        if asked not in cards:
            cards[asked] = card(topic, self.publisher, locale, pictures=asked[1], unwritten=asked[2])
        return cards[asked]

    def _locale_parts(self, locale: Locale) -> Iterator[Part]:
        """The index, group pages and feeds of one language."""
        groups = self._groups_in(locale)
        if self.kinds.has("pages", locale):
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
            if self.kinds.has("cards", locale):
                yield from self._list_pictures(locale, groups)
        if self.kinds.has("feeds", locale) and locale in self._fed:
            yield from self._feed([locale], Feeds.topics, partial(CATALOG_FEED.at, locale))
            yield from self._feed([locale], Feeds.whats_new, partial(WHATS_NEW_FEED.at, locale))
            for group in groups if self.syndicated is self.catalog else self.syndicated.groups_in(locale):
                feed = partial(_group_feed, group)
                yield from self._feed([locale], feed, partial(GROUP_FEED.at, locale, group.slug))
            path = LOCALE_FEED_LIST.at(locale)
            yield part("feeds", path, lambda: opml(self.syndicated, self.publisher, [locale]))
        if self.syndicated.written_in(locale):
            events = partial(self._events, locale)
            kinds = {kind for kind in self.kinds if self.kinds.has(kind, locale)}
            lists = (self.syndicated, self.publisher, locale, self.locales, kinds, self.embeds, events)
            yield from list_parts(*lists)

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
            for path, make in root_pages.shared_files(publisher, self.locales, groups):
                yield part(styled[0], path, make)
        if "embeds" in self.kinds:
            yield several("embeds", SCRIPT_INDEX.path, self.embeds.files, self.embeds.get)
        yield long_part("catalog", CATALOG_JSON.path, self._catalog_json)
        yield part("catalog", HEADERS_FILE.path, lambda: headers_file(self.publisher))
        if lines := redirects_file(self.publisher, self._moved):
            yield part("catalog", REDIRECTS_FILE.path, lambda: lines)

    def _letter_paths(self) -> dict[Locale, list[str]]:
        """The paths of the pages of letters, by language."""
        return {
            locale: [LETTER_PAGE.at(locale, letter.id) for letter in self._letters(locale)] for locale in self.locales
        }

    def _root_page(self) -> bytes:
        pictures = bool(self.locales) and self.kinds.has("cards", self.locales[0])
        made = root_pages.root(
            self.publisher, self.locales, self._fed, self.is_written, self._groups_in, pictures=pictures
        )
        return made.encode()

    def _catalog_json(self) -> Iterator[bytes]:
        return catalog_json.iter_json(
            self.syndicated, self._published_lines(), published_state(self.changes, self.publisher)
        )
