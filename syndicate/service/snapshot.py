"""What a service knows of one version of the tree: its texts by number, slug, address, code. Nothing is sent here.

All of it is in the tree: `topics.json` has the catalog, the publisher, the numbers of texts, and those that have left.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final

import attrs
from babel import Locale
from starlette.concurrency import run_in_threadpool

from syndicate.errors import LocaleError, NotFoundError
from syndicate.interchange.published_tree import Withdrawn, read_tree
from syndicate.layout import ASSET, CATALOG_JSON, TOPIC_PAGE, ArtifactKind, Scope, artifact_at, page_path
from syndicate.locales import LocaleLike, locale_id, parse, tag
from syndicate.locales.catalogs import marked
from syndicate.model import Catalog, Code, Group, Publisher, Subject, Topic
from syndicate.search import Index, open_index
from syndicate.service.left_out import Change, can_be_made, changes_of
from syndicate.service.refusals import Refusal
from syndicate.service.responses import etag_of
from syndicate.service.schemes import normal_code, scheme_of
from syndicate.service.urls import plain_urls
from syndicate.service.versions import OpenTree, Replaced
from syndicate.site import Artifact, Site

__all__ = ["Change", "Item", "Snapshot", "Tag", "Withdrawn"]

_LANGUAGE_IDS: Final = {"en": 1, "es": 2}
"""Those that partners' systems know, as HHS numbers them."""


@attrs.frozen(eq=False)
class Item:
    """A topic in one of its languages: what partners' systems call a media item.

    Attributes:
        number: the integer that partners know it by.
        topic: the topic.
        locale: the language.
        change: what happened to it last.
    """

    number: int
    topic: Topic = attrs.field(repr=lambda topic: topic.slug)
    locale: Locale
    publisher: Publisher = attrs.field(repr=False)
    change: Change | None = None

    @property
    def slug(self) -> str:
        """That of its topic."""
        return self.topic.slug

    @property
    def title(self) -> str:
        """Its title."""
        return self.topic.title[self.locale]

    @property
    def description(self) -> str:
        """What it is about, as plain text; empty if nothing tells."""
        return self.topic.description_of(self.locale, self.publisher.language(self.locale))

    @property
    def state(self) -> str:
        """What happened to it last: ``new``, ``changed``, ``corrected`` or ``restored``."""
        last = self.change.state if self.change is not None else "new"
        return "corrected" if last == "changed" and self.topic.correction(self.locale) is not None else last

    @property
    def updated(self) -> datetime | None:
        """The date of the text."""
        return self.topic.updated.get(self.locale)

    @property
    def page_url(self) -> str:
        """The address of its page in the tree."""
        return self.publisher.url(self.path(TOPIC_PAGE))

    @property
    def url(self) -> str:
        """Where it is published: at its source, else in the tree."""
        return self.topic.url.get(self.locale) or self.page_url

    def path(self, kind: ArtifactKind, *values: str) -> str:
        """The path of one of its artifacts in the tree.

        Args:
            kind: the kind of artifact.
            values: what else the path needs, such as the format of a feed.
        """
        return kind.at(self.locale, self.topic.slug, *values)


@attrs.frozen(eq=False)
class Tag:
    """Something that texts are about: a subject of a vocabulary, or another name of a topic.

    Attributes:
        id: an integer that is made of the rest, so it is the same in every tree.
        name: the name.
        locale: its language.
        kind: ``subject`` or ``name``.
        items: the texts, in the order of the catalog.
    """

    id: int
    name: str
    locale: Locale
    kind: str
    items: tuple[Item, ...] = attrs.field(repr=False)


class Snapshot:
    """One version of a published tree.

    Args:
        tree: the tree, held open.
        publisher: who publishes it, where more is known of it than the tree tells: its own templates and fonts.

    Raises:
        SourceError: there is no `topics.json`, or it cannot be read.
    """

    def __init__(self, tree: OpenTree, publisher: Publisher | None = None) -> None:
        self.tree = tree
        listed = tree.read(CATALOG_JSON.path)
        found = read_tree(listed.body if listed is not None else None, str(tree.place / CATALOG_JSON.path))
        self.digest: str = etag_of(listed.body) if listed is not None else ""
        self.catalog: Catalog = found.catalog
        self.publisher: Publisher = publisher or _with_pictures(found.publisher, found.lacking, tree.place)
        self.lacking: Sequence[str] = () if publisher is not None else found.lacking
        """What the publisher had that no tree holds, such as templates."""
        self.locales: tuple[Locale, ...] = found.catalog.locales if found.catalog else ()
        self.series, self.build = found.series, found.build
        self.withdrawn: Mapping[int, Withdrawn] = {text.number: text for text in found.withdrawn}
        self.items: Mapping[int, Item] = dict(self._items(found.numbers, found.changes))
        self._of = {(item.slug, locale_id(item.locale)): item for item in self.items.values()}
        self._former = found.former
        self._rendering = Lock()
        self._indexing = Lock()
        self._index: Index | None = None

    def _items(
        self, numbers: Mapping[tuple[str, str], int], changes: Mapping[tuple[str, str], Mapping[str, Any]]
    ) -> Iterator[tuple[int, Item]]:
        for locale in self.locales:
            name = locale_id(locale)
            for topic in self.catalog.written_in(locale):
                key = (topic.slug, name)
                change = Change(**changes[key]) if key in changes else None
                item = Item(numbers[key], topic, locale, self.publisher, change)
                yield item.number, item

    @property
    def date(self) -> datetime | None:
        """When the source was made, if it says so; else the newest date of a text."""
        dates = (date for topic in self.catalog.values() for date in topic.updated.values())
        return self.catalog.snapshot or max(dates, default=None)

    @cached_property
    def site(self) -> Site:
        """What makes the artifacts that the tree leaves out."""
        keys = ((item, locale_id(item.locale)) for item in self.items.values())
        last = [(name, item.topic.ids[name], item.change) for item, name in keys if item.change is not None]
        changes = changes_of(self.catalog, last, self.withdrawn.values())
        return Site(changes, self.publisher, self.locales or None)

    def url(self, path: str) -> str:
        """The absolute address of a file of the tree."""
        return self.publisher.url(path)

    def item(self, number: int) -> Item:
        """The text with a number.

        Raises:
            Refusal: there is none, or it has left.
        """
        if (found := self.items.get(number)) is not None:
            return found
        if (gone := self.withdrawn.get(number)) is not None:
            raise _withdrawn([gone])
        raise Refusal.not_found(str(number))

    def of(self, topic: Topic, locale: LocaleLike) -> Item:
        """The text of a topic in exactly that language.

        Raises:
            KeyError: it has none.
        """
        return self._of[topic.slug, locale_id(locale)]

    def topic(self, slug: str) -> Topic:
        """The topic with a slug, or that had it before.

        Raises:
            Refusal: there is none, or all of its texts have left.
        """
        found = self.catalog.get(self._former.get(slug, slug)) or self.catalog.get(slug)
        if found is not None:
            return found
        gone = [text for text in self.withdrawn.values() if slug in text.slugs]
        raise _withdrawn(gone) if gone else Refusal.not_found(slug)

    def text(self, slug: str, locale: LocaleLike) -> Item:
        """A topic's text in exactly that language.

        Raises:
            Refusal: there is none, or it has left.
        """
        name = locale_id(locale)
        gone = [text for text in self.withdrawn.values() if slug in text.slugs and locale_id(text.locale) == name]
        topic = self.catalog.get(self._former.get(slug, slug)) or self.catalog.get(slug)
        if topic is not None and (found := self._of.get((topic.slug, name))) is not None:
            return found
        if gone:
            raise _withdrawn(gone)
        raise Refusal.not_found(f"{slug} ({tag(locale)})")

    def at_url(self, url: str) -> Item | None:
        """The text that is published at an address: at its source, as a page of the tree, or as an artifact of it."""
        for plain in plain_urls(url):
            if (found := self._by_url.get(plain)) is not None:
                return found
        base, plain = (next(plain_urls(one), "").partition("?")[0] for one in (self.publisher.base_url, url))
        if not base or not f"{plain}/".startswith(f"{base}/"):
            return None
        path = plain[len(base) :].lstrip("/")
        place = artifact_at(path) or artifact_at(page_path(f"{path}/"))
        if place is None or place.kind.scope is not Scope.TOPIC:
            return None
        slug = place.values["slug"]
        try:
            return self._of.get((self._former.get(slug, slug), locale_id(place.values["locale"])))
        except LocaleError:
            return None

    @cached_property
    def _by_url(self) -> Mapping[str, Item]:
        # Of two texts at one address, the first; one that lies there exactly goes before one whose query is left out.
        items = list(self.items.values())
        return {next(plain_urls(item.url), ""): item for item in reversed(items)}

    def scheme(self, name: str) -> str | None:
        """The vocabulary that a name or an OID stands for."""
        own = (scheme for scheme, _ in self._by_code if scheme.casefold() == name.casefold())
        return scheme_of(name) or next(own, None)

    def with_code(self, scheme: str, code: str) -> Sequence[Topic]:
        """The topics with a code of a vocabulary, in the order of the catalog.

        Args:
            scheme: a name of the vocabulary, or its OID.
            code: the code; for ICD with or without its dot.
        """
        name = self.scheme(scheme) or scheme
        return self._by_code.get((name, normal_code(name, code)), ())

    @cached_property
    def _by_code(self) -> Mapping[tuple[str, str], list[Topic]]:
        found: dict[tuple[str, str], list[Topic]] = {}
        for topic in self.catalog.values():
            coded: tuple[Subject | Code, ...] = (*topic.subjects, *topic.codes)
            for subject in coded:
                name = scheme_of(subject.scheme) or subject.scheme
                topics = found.setdefault((name, normal_code(name, subject.code)), [])
                if topic not in topics[-1:]:
                    topics.append(topic)
        return found

    @cached_property
    def tags(self) -> Mapping[int, Tag]:
        """What texts are about, by id."""
        found: dict[tuple[str, str, str], list[Item]] = {}
        main = locale_id(self.catalog.default_locale)
        for item in self.items.values():
            name = locale_id(item.locale)
            for subject in item.topic.subjects_in(item.locale):
                language = locale_id(subject.locale or main)
                found.setdefault(("subject", language, subject.name or subject.code), []).append(item)
            for other in item.topic.also_called.get(item.locale, ()):
                found.setdefault(("name", name, other), []).append(item)
        ids = _ids(found)
        return {
            ids[key]: Tag(ids[key], key[2], parse(key[1]), key[0], tuple(dict.fromkeys(items)))
            for key, items in found.items()
        }

    @cached_property
    def languages(self) -> Mapping[int, Locale]:
        """The languages there is any text in, by an integer that each always has."""
        ids = _ids([(locale_id(locale),) for locale in self.locales])
        return {_LANGUAGE_IDS.get(name[0], number): parse(name[0]) for name, number in ids.items()}

    @cached_property
    def groups(self) -> Mapping[int, Group]:
        """The groups, by an integer that each always has."""
        ids = _ids([(group,) for group in self.catalog.groups])
        return {ids[group.id,]: group for group in self.catalog.groups.values()}

    async def index(self) -> Index:
        """The index of exactly this version of the tree, by which texts are found.

        Raises:
            Replaced: another tree has come.
        """
        return await run_in_threadpool(self.opened_index)

    def opened_index(self) -> Index:
        """The same, for what does not run in the event loop."""
        with self._indexing:
            if self._index is None:
                index = open_index(self.tree.place)
                if not index.digest.startswith(self.digest):
                    index.close()
                    raise Replaced(CATALOG_JSON.path)
                weakref.finalize(self, index.close)
                self._index = index
            return self._index

    async def artifact(self, path: str) -> Artifact:
        """An artifact: the file of the tree; where the tree leaves it out, made from the catalog.

        Raises:
            Refusal: there is none.
            Replaced: it was in the tree, which has been replaced.
        """
        place = artifact_at(path)
        if (file := self.tree.read(path)) is not None:
            return Artifact(place.kind.part if place is not None else "", path, file.body)
        if not self.tree.is_current:
            raise Replaced(path)
        if place is None or not can_be_made(place):
            raise Refusal.not_found(path)
        return await run_in_threadpool(self._made, path)

    def _made(self, path: str) -> Artifact:
        with self._rendering:  # a site keeps parts that it has made
            try:
                return self.site.get(path)
            except NotFoundError as error:
                raise Refusal.not_found(path) from error


def _withdrawn(texts: Sequence[Withdrawn]) -> Refusal:
    message = marked("This text has been withdrawn. Please remove your copies of it.")
    return Refusal(410, message, withdrawn=texts)


def _ids(keys: Any) -> dict[Any, int]:
    """A positive integer of 31 bits for each key, made of it; two keys with one get others in their order."""
    found: dict[Any, int] = {}
    taken: set[int] = set()
    for key in sorted(keys):
        number = int.from_bytes(sha256("\0".join(key).encode()).digest()[:4], "big") % (2**31 - 1000) + 1000
        while number in taken:
            number += 1
        found[key] = number
        taken.add(number)
    return found


def _with_pictures(publisher: Publisher, lacking: Sequence[str], place: Path) -> Publisher:
    """A publisher whose cards have the pictures that lie in the tree: the photographs of topics, and the logo.

    Args:
        publisher: what the tree says of the publisher.
        lacking: what it had that no tree holds; a logo of cards is taken to be that of the pages.
        place: the folder of the tree.
    """
    folder = place / Path(ASSET.path).parent
    if not folder.is_dir():
        return publisher
    logo = folder / (publisher.logo_url or "").rpartition("/")[2]
    has_logo = "card.logo" in lacking and publisher.url(ASSET.path).rpartition("/")[0] in (publisher.logo_url or "")
    card = attrs.evolve(publisher.card, photographs=folder, logo=logo if has_logo and logo.is_file() else None)
    return attrs.evolve(publisher, card=card)
