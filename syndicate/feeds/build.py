"""Which feeds there are: of the catalog, a group, a topic, of what is new, and archives. No format lives here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import zip_longest
from operator import attrgetter
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds.archive import Archive
from syndicate.feeds.entries import Entries, Lazy
from syndicate.feeds.feed import Feed
from syndicate.feeds.values import Alternate, Category, Entry, Tombstone
from syndicate.history import ARCHIVE_SIZE, Changes, State, Text
from syndicate.layout import (
    ARCHIVE_FEED,
    CATALOG_FEED,
    FORMATS,
    GROUP_FEED,
    GROUP_PAGE,
    LOCALE_PAGE,
    ROOT_PAGE,
    SELECTION_FEED,
    TOPIC_FEED,
    TOPIC_PAGE,
    WHATS_NEW_FEED,
    selection_name,
)
from syndicate.locales import Label, LocaleLike, joined, locale_id, marked, parse, same_language, tag
from syndicate.model import Catalog, FindingKind, Group, Publisher, Topic

__all__ = ["DEFAULT_LIMIT", "Feeds", "archives"]

DEFAULT_LIMIT: Final = ARCHIVE_SIZE


_LACKING: Final = frozenset({FindingKind.BROKEN, FindingKind.UNREADABLE, FindingKind.DUPLICATE, FindingKind.INCOMPLETE})
"""What says that a text of the source is missing; nobody can tell from which feeds."""

_CHANGES: Final = {
    State.NEW: marked("New topic"),
    State.CHANGED: marked("Updated topic"),
    State.RESTORED: marked("Restored topic"),
}
"""What a feed of changes says of each."""

Path = Callable[[Locale | None, str], str]
"""Where a feed lies, by its language (None for the feed of several) and format."""


class Feeds:
    """Makes the feeds of one catalog in one language, or in several mixed.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locales: the languages; that of the feeds' own titles first. Each stands for the nearest that the catalog has.
        changes: what the history knows of the catalog, if one is kept: without it no feed has tombstones or archives.
        cards: whether the pictures of share cards are published, which stand for topics without one of their own.
        undrawn: topics whose picture could not be made, as slug and locale identifier.
        unfed: topics whose entry could not be made, likewise: they are in no feed but their own.
    """

    def __init__(
        self,
        catalog: Catalog,
        publisher: Publisher,
        locales: Iterable[LocaleLike],
        changes: Changes | None = None,
        *,
        cards: bool = True,
        undrawn: Collection[tuple[str, str]] = (),
        unfed: Collection[tuple[str, str]] = (),
    ) -> None:
        self.catalog = catalog
        self.publisher = publisher
        left = changes.texts if changes is not None else ()  # languages whose topics have all left may have feeds
        asked = (locale if locale_id(locale) in left else catalog.nearest(locale) or locale for locale in locales)
        self.locales: tuple[Locale, ...] = tuple(dict.fromkeys(map(parse, asked)))
        if not self.locales:
            raise InvalidValueError("a feed needs a language", field="locale")
        self.mixed = len(self.locales) > 1
        for locale in self.locales:
            known = changes is not None and locale_id(locale) in changes.texts
            if self.mixed and locale not in catalog.locales and not known:
                raise NotFoundError("no topic has a text in this language", locale=str(locale))
        self.changes = changes
        self._shown: dict[str, Any] = {"cards": cards, "undrawn": undrawn}
        self._unfed = unfed
        self._all = {locale: Entries(catalog, publisher, locale, changes, **self._shown) for locale in self.locales}
        self._main = self._all[self.locales[0]]

    @property
    def locale(self) -> Locale:
        """The language of the feeds' own titles."""
        return self._main.locale

    def topics(self, limit: int | None = DEFAULT_LIMIT) -> Feed:
        """The feed of the catalog, newest change first.

        A feed that is not whole leads to its archives (RFC 5005 section 4) if a history keeps them: then it holds every
        change that is in no archive yet, so that a reader who follows ``prev-archive`` misses nothing.
        """
        gettext = self._main.labels.gettext
        found = {locale: self._listed(locale, self.catalog.written_in(locale)) for locale in self.locales}
        whole = limit is None or sum(map(len, found.values())) <= limit
        loose = self._loose(limit) if not whole else None
        entries = self._newest(found, limit, loose or frozenset())
        tombstones = self._tombstones()
        made = self._feed(
            kind="catalog",
            identifier="topics",
            title=gettext("{publisher}: all topics").format(publisher=self._main.name),
            subtitle=gettext("New and changed topics of {publisher}").format(publisher=self._main.name),
            page=LOCALE_PAGE.at,
            path=CATALOG_FEED.at,
            entries=entries,
            tombstones=tombstones,
            locales=self._languages,
            updated=_latest(entries, tombstones),
        )
        if loose is None:
            return attrs.evolve(made, complete=whole and self._is_read)
        return attrs.evolve(made, paging=self._paging(prev_archive=self.archives))

    @property
    def _languages(self) -> tuple[Locale, ...]:
        """The languages of the translations of a feed of the catalog; one whose topics have all left is none."""
        return self.catalog.locales if self.locale in self.catalog.locales else (self.locale,)

    @cached_property
    def _is_read(self) -> bool:
        """Whether all texts could be read: a feed without one of them is not complete (RFC 5005 section 2)."""
        languages = {"", *map(locale_id, self.locales)}
        found = self.catalog.findings
        broken = any(one.kind in _LACKING and one.locale in languages for one in found)
        return not broken and not any(locale in languages for _, locale in self._unfed)

    @cached_property
    def _cut(self) -> frozenset[tuple[str, str]]:
        """The texts that lack a link which could not be read, by locale identifier and id."""
        found = self.catalog.findings
        return frozenset((one.locale, one.topic) for one in found if one.kind is FindingKind.BROKEN_LINK)

    def _has_all_of(self, topics: Iterable[Topic]) -> bool:
        """Whether nothing of some topics is missing in these languages."""
        languages = set(map(locale_id, self.locales))
        ids = ((locale, name) for topic in topics for locale, name in topic.ids.identifiers().items())
        return self._cut.isdisjoint(each for each in ids if each[0] in languages)

    def _listed(self, locale: Locale, topics: list[Topic]) -> list[Topic]:
        """Those of some topics that have an entry in a language."""
        if not self._unfed:
            return topics
        return [topic for topic in topics if (topic.slug, locale_id(locale)) not in self._unfed]

    def _topic_of(self, text: Text, locale: Locale) -> Topic | None:
        """The topic that a change is of, if it has an entry."""
        return next(iter(self._listed(locale, [self.catalog.by_id(text.id, locale)])), None)

    @cached_property
    def _subscription(self) -> Feed:
        """The document that all archives belong to."""
        return self.topics()

    @property
    def archives(self) -> int:
        """How many archive documents the feed of the catalog has; none while it is whole."""
        return 0 if self.mixed else archives(self.catalog, self.changes, self.locale)

    def archive(self, number: int, content: Archive) -> Feed:
        """An archive document of the feed of the catalog.

        Args:
            number: which, from 1; the first is the oldest.
            content: the changes it holds.
        """
        entries = sorted(content.entries, key=lambda entry: (entry.updated, entry.id), reverse=True)
        updated = _latest(entries, content.tombstones) or self._first_date()
        assert updated is not None  # there is an archive of what changed only
        return attrs.evolve(
            self._subscription,
            entries=tuple(entries),
            tombstones=tuple(content.tombstones),
            updated=updated,
            urls=self._archive_urls(number),
            translations={},
            complete=False,
            archive=True,
            paging={
                **self._paging(prev_archive=number - 1, next_archive=number + 1 if content.followed else 0),
                "current": self._urls(CATALOG_FEED.at),
            },
        )

    def sealed(self, number: int) -> Archive:
        """What an archive document holds that this build adds to the history."""
        if self.changes is None:
            raise InvalidValueError("archives are known from a history alone", hint="give --history FILE")
        name = locale_id(self.locale)
        entries: list[Entry] = []
        tombstones: list[Tombstone] = []
        for text in self.changes.fresh[name, number]:
            if text.state is not State.RETRACTED:
                if (topic := self._topic_of(text, self.locale)) is not None:
                    entries.append(self._main.topic(topic))
            elif tombstone := self._main.tombstone(text):
                tombstones.append(tombstone)
        return Archive(entries=entries, tombstones=tombstones, followed=(name, number + 1) in self.changes.fresh)

    def whats_new(self) -> Feed:
        """Only what changed since the language was first published, newest change first; at first nothing."""
        if self.changes is None:
            raise InvalidValueError("what is new is known from a history alone", hint="give --history FILE")
        gettext = self._main.labels.gettext
        entries: list[Entry] = []
        tombstones: list[Tombstone] = []
        for made in self._all.values():
            for text in self.changes.news(made.locale):
                if text.state is not State.RETRACTED:
                    if (topic := self._topic_of(text, made.locale)) is not None:
                        entries.append(self._news(made, topic, text))
                elif tombstone := made.tombstone(text):
                    tombstones.append(tombstone)
        entries.sort(key=lambda entry: entry.updated, reverse=True)  # a source may have put a date right since
        return self._feed(
            kind="catalog",
            identifier="whats-new",
            title=gettext("{publisher}: what’s new").format(publisher=self._main.name),
            subtitle=gettext("Topics of {publisher} that are new or have changed").format(publisher=self._main.name),
            page=LOCALE_PAGE.at,
            path=WHATS_NEW_FEED.at,
            entries=tuple(entries),
            tombstones=tombstones,
            locales=self._languages,
            updated=_latest(entries, tombstones) or self._first_date(),
        )

    def _news(self, entries: Entries, topic: Topic, text: Text) -> Entry:
        """The entry of a topic with what happened to it; RSS, which has one date, gives the date of the change."""
        entry = entries.topic(topic)
        gettext = entries.labels.gettext
        state = Category(
            term=text.state.value,
            scheme=self.publisher.url(LOCALE_PAGE.at(entries.locale)) + "#change",
            label=gettext(_CHANGES[text.state]),
        )
        happened = max(entry.updated, text.happened or entry.updated)
        return attrs.evolve(entry, updated=happened, published=None, categories=(state, *entry.categories))

    def _first_date(self) -> datetime | None:
        """The date of a feed that has nothing yet: that of the newest topic; None if there is no topic."""
        found = (
            (made, topic)
            for made in self._all.values()
            for topic in self._listed(made.locale, self.catalog.written_in(made.locale))
        )
        return max((made.updated(topic) for made, topic in found), default=None)

    def group(self, group: Group, limit: int | None = None) -> Feed:
        """The feed of a group."""
        name = self._group_name(group)
        members = self.catalog.in_group(group)
        found = {
            locale: self._listed(locale, [topic for topic in members if locale in topic.title])
            for locale in self.locales
        }
        entries = self._newest(found, limit)
        made = self._feed(
            kind="group",
            identifier=group.id,
            title=self._own(f"{self._main.name}: {name}", name.locale),
            subtitle=self._main.labels.gettext("New and changed topics on {group}").format(group=name),
            page=lambda locale: GROUP_PAGE.at(locale, group.slug),
            path=lambda locale, format: GROUP_FEED.at(locale, group.slug, format),
            entries=entries,
            updated=_latest(entries),
            locales=tuple(
                locale
                for locale in self.catalog.locales
                if locale in group.name and any(locale in topic.title for topic in members)
            ),
        )
        whole = limit is None or sum(map(len, found.values())) <= limit
        return attrs.evolve(made, complete=whole and self._is_read)

    def topic(self, topic: Topic, limit: int | None = None) -> Feed:
        """The feed of a topic: its summary, then every link of its sections."""
        if (feeds := self._leading(topic)) is not self:
            return feeds.topic(topic, limit)
        entries = list(self._entries_of(topic))
        title = topic.title[self.locale]
        made = self._feed(
            kind="topic-feed",
            # Of a mixed feed the id must not depend on the order in which its languages were named.
            identifier=f"{topic.id}/{tag(topic.locales[0])}+" if self.mixed else topic.ids[self.locale],
            title=self._own(f"{self._main.name}: {title}"),
            subtitle=self._own(entries[0].summary or title),
            page=lambda locale: TOPIC_PAGE.at(locale, topic.slug),
            path=lambda locale, format: TOPIC_FEED.at(locale, topic.slug, format),
            entries=tuple(entries[:limit]),
            updated=max(entry.updated for entry in entries),
            locales=topic.locales,
        )
        return attrs.evolve(
            made,
            home_page=entries[0].url,
            complete=self._has_all_of([topic]) and (limit is None or len(entries) <= limit),
        )

    def selection(self, topics: Sequence[Topic], limit: int | None = None) -> Feed:
        """The feed of several topics: of each its summary, then every link of its sections. No build writes it."""
        for topic in topics:
            self._leading(topic)
        entries = [entry for topic in topics for entry in self._entries_of(topic)]
        slugs = [topic.slug for topic in topics]
        names = [topic.title.resolve(self.locale, self.publisher.fallback_order).value for topic in topics]
        made = self._feed(
            kind="selection",
            identifier=",".join(sorted(topic.id for topic in topics)),
            title=self._own(f"{self._main.name}: {joined(names, self.locale)}"),
            subtitle=self._own(joined(names, self.locale)),
            page=LOCALE_PAGE.at,
            path=lambda locale, format: SELECTION_FEED.at(locale, selection_name(slugs), format),
            entries=tuple(entries[:limit]),
            updated=max(entry.updated for entry in entries),
            locales=(),
        )
        whole = limit is None or len(entries) <= limit
        return attrs.evolve(made, complete=whole and self._has_all_of(topics))

    def _entries_of(self, topic: Topic) -> Iterator[Entry]:
        for locale in self.locales:
            if locale in topic.title:
                yield self._all[locale].topic(topic)
                yield from self._all[locale].links(topic)

    def _leading(self, topic: Topic) -> Feeds:
        """The feeds whose first language the topic has: the head of its feed speaks the language of its title."""
        own = [locale for locale in self.locales if locale in topic.title]
        if not own:
            raise NotFoundError(
                "the topic has no text in this language",
                topic=topic.slug,
                locale=str(self.locale),
                hint=f"it has {', '.join(map(str, topic.locales))}",
            )
        if own[0] == self.locale:
            return self
        others = [locale for locale in self.locales if locale != own[0]]
        return Feeds(self.catalog, self.publisher, [own[0], *others], self.changes, **self._shown, unfed=self._unfed)

    def _feed(
        self,
        *,
        kind: str,
        identifier: str,
        title: Label,
        subtitle: Label,
        page: Callable[[Locale], str],
        path: Path,
        entries: Sequence[Entry],
        locales: Sequence[Locale],
        updated: datetime | None,
        tombstones: Iterable[Tombstone] = (),
    ) -> Feed:
        if updated is None:
            raise NotFoundError(
                f"there is nothing to put into the feed {identifier!r}",
                locale=str(self.locale),
                hint=f"the catalog has {', '.join(map(str, self.catalog.locales)) or 'no topic'}",
            )
        others = [locale for locale in locales if self.mixed or locale != self.locale]
        publisher = self.publisher
        texts = {
            "title": title,
            "subtitle": subtitle,
            "author": self._main.name,
            "rights": publisher.text("attribution", self.locale),
        }
        return Feed(
            id=self.publisher.entry_id(kind, identifier, None if self.mixed else self.locale),
            title=title,
            subtitle=subtitle,
            author=texts["author"],
            rights=texts["rights"],
            locale=self.locale,
            mixed=self.mixed,
            home_page=self.publisher.url(ROOT_PAGE.path if self.mixed else page(self.locale)),
            urls=self._urls(path),
            author_url=publisher.url(LOCALE_PAGE.at(self.locale)),
            languages={
                name: text.locale for name, text in texts.items() if not same_language(text.locale, self.locale)
            },
            license=publisher.license,
            icon=publisher.icon,
            touch_icon=publisher.touch_icon,
            logo=publisher.logo,
            hub=publisher.hub,
            ttl=publisher.ttl,
            entries=entries,
            tombstones=tuple(tombstones),
            translations={
                format: tuple(
                    Alternate(locale=locale, url=self.publisher.url(path(locale, format)), media_type=kind.media_type)
                    for locale in others
                )
                for format, kind in FORMATS.items()
            },
            updated=updated,
        )

    def _own(self, text: str, locale: Locale | None = None) -> Label:
        """A text in the feed's own language, unless another is given."""
        return Label(text, locale or self.locale)

    def _group_name(self, group: Group) -> Label:
        found = group.name.resolve(self.locale, self.publisher.fallback_order)
        return Label(found.value, found.locale)

    def _urls(self, path: Path) -> dict[str, str]:
        """The feed's own address in each format; a mixed feed lies above the languages."""
        own = None if self.mixed else self.locale
        return {format: self.publisher.url(path(own, format)) for format in FORMATS}

    def archive_path(self, format: str, number: int) -> str:
        """Where an archive document lies in the tree."""
        names = self.changes.archived[locale_id(self.locale)] if self.changes is not None else ()
        return ARCHIVE_FEED.at(self.locale, names[number - 1], format)

    def _archive_urls(self, number: int) -> dict[str, str]:
        return {format: self.publisher.url(self.archive_path(format, number)) for format in FORMATS}

    def _paging(self, prev_archive: int = 0, next_archive: int = 0) -> dict[str, dict[str, str]]:
        """The links to archive documents by their number; 0 is none."""
        numbers = {"prev-archive": prev_archive, "next-archive": next_archive}
        return {relation: self._archive_urls(number) for relation, number in numbers.items() if number}

    def _loose(self, limit: int | None) -> frozenset[str] | None:
        """The ids of the texts whose change is in no archive yet; None if archives cannot complete this feed."""
        if self.changes is None or not self.archives or limit is None:
            return None
        loose = frozenset(text.id for text in self.changes.tail(self.locale) if text.state is not State.RETRACTED)
        return loose if len(loose) <= limit else None

    def _tombstones(self) -> tuple[Tombstone, ...]:
        if self.changes is None:
            return ()
        found = [
            entries.tombstone(text) for entries in self._all.values() for text in self.changes.retracted(entries.locale)
        ]
        return tuple(tombstone for tombstone in found if tombstone is not None)

    def _newest(
        self, found: dict[Locale, list[Topic]], limit: int | None, first: frozenset[str] = frozenset()
    ) -> Sequence[Entry]:
        """The entries of topics, newest change first; those named stay whatever the limit."""
        if not self.mixed:
            entries = self._main
            return Lazy(_newest(entries, found[entries.locale], limit, first), entries.topic)
        # In turns, since a whole snapshot may have one date.
        each = [
            [(self._all[locale], topic) for topic in _newest(self._all[locale], topics, limit)]
            for locale, topics in found.items()
        ]
        pairs = [pair for places in zip_longest(*each) for pair in places if pair is not None]
        pairs.sort(key=lambda pair: pair[0].updated(pair[1]), reverse=True)
        return Lazy(pairs[:limit], lambda pair: pair[0].topic(pair[1]))


def archives(catalog: Catalog, changes: Changes | None, locale: Locale) -> int:
    """How many archive documents the feed of a catalog has in a language; none while it is whole."""
    if changes is None or len(catalog.written_in(locale)) <= DEFAULT_LIMIT:
        return 0
    return len(changes.archived.get(locale_id(locale), ()))


def _latest(entries: Sequence[Entry], tombstones: Iterable[Tombstone] = ()) -> datetime | None:
    """The newest date in a feed whose entries come newest first; None of an empty one."""
    return max([*(entry.updated for entry in entries[:1]), *(gone.when for gone in tombstones)], default=None)


def _newest(
    entries: Entries, topics: list[Topic], limit: int | None, first: frozenset[str] = frozenset()
) -> list[Topic]:
    key = locale_id(entries.locale)

    def created(topic: Topic) -> float:
        moment = topic.created.identifiers().get(key)
        return moment.timestamp() if moment is not None else 0.0

    # By name, then by the newer topic, then by the newer change; one key at a time keeps little in memory.
    ordered = sorted(topics, key=attrgetter("slug"))
    ordered.sort(key=created, reverse=True)
    ordered.sort(key=lambda topic: entries.updated(topic).timestamp(), reverse=True)
    if limit is None or limit >= len(ordered):
        return ordered
    if not first:
        return ordered[:limit]
    room = limit - len(first)
    kept = set()
    for topic in ordered:
        if topic.ids.identifiers()[key] in first:
            kept.add(topic.slug)
        elif room > 0:
            kept.add(topic.slug)
            room -= 1
    return [topic for topic in ordered if topic.slug in kept]
