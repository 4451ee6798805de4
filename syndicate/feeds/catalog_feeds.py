"""Which feeds a catalog has: of all topics, a group, a topic, what is new, and archives. No format is here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, Message, NotFoundError
from syndicate.explained import explained_methods
from syndicate.feeds.archive import Archive
from syndicate.feeds.archive_series import DEFAULT_LIMIT, ArchiveSeries
from syndicate.feeds.completeness import Completeness
from syndicate.feeds.entries import Entries, Lazy
from syndicate.feeds.head import Head
from syndicate.feeds.ordering import in_turns, latest, newest
from syndicate.feeds.parts import Category, Entry, Tombstone
from syndicate.feeds.value import Feed
from syndicate.history import Changes, State, Text
from syndicate.layout import (
    CATALOG_FEED,
    GROUP_FEED,
    GROUP_PAGE,
    LOCALE_PAGE,
    SELECTION_FEED,
    TOPIC_FEED,
    TOPIC_PAGE,
    WHATS_NEW_FEED,
    selection_name,
)
from syndicate.locales import Label, LocaleLike, joined, locale_id, parse, tag
from syndicate.locales.catalogs import marked
from syndicate.model import Catalog, Group, Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect_list

__all__ = ["Feeds"]


_CHANGES: Final = {
    State.NEW: marked("New topic"),
    State.CHANGED: marked("Updated topic"),
    State.RESTORED: marked("Restored topic"),
}
"""The labels of changes in a feed of changes."""


@explained_methods
class Feeds:
    """Makes the feeds of one catalog in one language, or in several mixed.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locales: the languages; that of the feeds' own titles first. Each stands for the nearest that the catalog has.
        changes: what the history knows of the catalog, if one is kept: without it no feed has tombstones or archives.
        cards: whether the pictures of share cards are published, or the languages in which they are: topics without a
            picture get them.
        undrawn: topics whose picture could not be made, as slug and locale identifier.
        unfed: topics whose entry could not be made, in the same form: they are in no feed but their own.
        refused: topics whose entry the feeds' format cannot express, in the same form: archives lack them too.
    """

    def __init__(
        self,
        catalog: Catalog,
        publisher: Publisher,
        locales: Iterable[LocaleLike],
        changes: Changes | None = None,
        *,
        cards: bool | Collection[Locale] = True,
        undrawn: Collection[tuple[str, str]] = (),
        unfed: Collection[tuple[str, str]] = (),
        refused: Collection[tuple[str, str]] = (),
    ) -> None:
        check(catalog=catalog, publisher=publisher)
        expect_list(locales=locales)
        self.catalog = catalog
        self.publisher = publisher.with_labels_held()
        self.changes = changes
        self.locales = _nearest(locales, catalog, changes)
        self.mixed = len(self.locales) > 1
        self._without: dict[str, Any] = {"unfed": unfed, "refused": refused}
        self._shown: dict[str, Any] = {"cards": cards, "undrawn": undrawn}
        self._all = {locale: Entries(catalog, publisher, locale, changes, **self._shown) for locale in self.locales}
        self._main = self._all[self.locales[0]]
        self._head = Head(publisher, self.locale, mixed=self.mixed)
        self._series = ArchiveSeries(catalog, publisher, self.locale, changes)

    @property
    def locale(self) -> Locale:
        """The language of the feeds' own titles."""
        return self._main.locale

    @cached_property
    def _completeness(self) -> Completeness:
        return Completeness(self.catalog.findings, self.locales, *self._without.values())

    def topics(self, limit: int | None = DEFAULT_LIMIT) -> Feed:
        """The feed of the catalog, newest change first.

        A feed that is not complete links its archives (RFC 5005 section 4) if a history keeps them: then it holds every
        change that is in no archive yet, so that a reader who follows ``prev-archive`` misses nothing.
        """
        gettext = self._main.labels.gettext
        found = {locale: self._listed(locale, self.catalog.written_in(locale)) for locale in self.locales}
        whole = limit is None or sum(map(len, found.values())) <= limit
        loose = None if whole or self.mixed else self._series.loose(limit)
        entries = self._newest(found, limit, loose or frozenset())
        tombstones = self._tombstones()
        return self._head.feed(
            kind="catalog",
            identifier="topics",
            title=gettext("{publisher}: all topics").format(publisher=self._main.name),
            subtitle=gettext("New and changed topics of {publisher}").format(publisher=self._main.name),
            page=LOCALE_PAGE.at,
            path=CATALOG_FEED.at,
            entries=entries,
            tombstones=tombstones,
            locales=self._languages,
            updated=self._dated("topics", latest(entries, tombstones)),
            complete=whole and self._completeness.is_read,
            paging={} if loose is None else self._series.paging(prev_archive=self.archives),
        )

    @property
    def _languages(self) -> tuple[Locale, ...]:
        """The languages of the translations of a feed of the catalog; one whose topics have all left is none."""
        return self.catalog.locales if self.locale in self.catalog.locales else (self.locale,)

    def _listed(self, locale: Locale, topics: list[Topic]) -> list[Topic]:
        """The topics that have an entry in a language."""
        name = locale_id(locale)
        for keys in filter(None, self._without.values()):
            topics = [topic for topic in topics if (topic.slug, name) not in keys]
        return topics

    def _newest(
        self, found: Mapping[Locale, list[Topic]], limit: int | None, always: Collection[str] = ()
    ) -> Sequence[Entry]:
        """The entries of topics, newest change first; those in ``always`` stay whatever the limit."""
        ordered = [
            (made, newest(found[locale], locale_id(locale), made.updated, limit, always))
            for locale, made in self._all.items()
        ]
        if not self.mixed:
            (made, topics), *_ = ordered
            return Lazy(topics, made.topic)
        pairs = in_turns(
            [[(made, topic) for topic in topics] for made, topics in ordered], lambda pair: pair[0].updated(pair[1])
        )
        return Lazy(pairs[:limit], lambda pair: pair[0].topic(pair[1]))

    def _tombstones(self) -> list[Tombstone]:
        if self.changes is None:
            return []
        found = [made.tombstone(text) for made in self._all.values() for text in self.changes.retracted(made.locale)]
        return [tombstone for tombstone in found if tombstone is not None]

    @cached_property
    def _subscription(self) -> Feed:
        """The document that all archives belong to."""
        return self.topics()

    @property
    def archives(self) -> int:
        """How many archive documents the feed of the catalog has; 0 while the feed is complete."""
        return 0 if self.mixed else self._series.count

    def archive(self, number: int, content: Archive) -> Feed:
        """An archive document of the feed of the catalog.

        Args:
            number: which, from 1; the first is the oldest.
            content: the changes it holds.
        """
        keys = ((self.catalog[slug].ids[locale], locale) for slug, locale in self._without["refused"])
        refused = {self.publisher.entry_id("topic", *key) for key in keys}
        kept = [entry for entry in content.entries if entry.id not in refused]
        entries = sorted(kept, key=lambda entry: (entry.updated, entry.id), reverse=True)
        following = number + 1 if content.followed else 0
        updated = latest(entries, content.tombstones) or self._first_date()
        assert updated is not None  # an archive holds changes, so it has a date
        return attrs.evolve(
            self._subscription,
            entries=tuple(entries),
            tombstones=tuple(content.tombstones),
            updated=updated,
            urls=self._series.urls(number),
            translations={},
            complete=False,
            archive=True,
            paging={
                **self._series.paging(prev_archive=number - 1, next_archive=following),
                "current": self._head.urls(CATALOG_FEED.at),
            },
        )

    def sealed(self, number: int) -> Archive:
        """What an archive document holds that this build adds to the history."""
        texts, followed = self._series.added(number)
        entries, tombstones = self._of_changes(self._main, texts, lambda topic, _: self._main.topic(topic))
        return Archive(entries=entries, tombstones=tombstones, followed=followed)

    def _of_changes(
        self, made: Entries, texts: Iterable[Text], entry: Callable[[Topic, Text], Entry]
    ) -> tuple[list[Entry], list[Tombstone]]:
        """The entries and tombstones of changes in one language; a topic without an entry has none."""
        entries: list[Entry] = []
        tombstones: list[Tombstone] = []
        for text in texts:
            if not text.is_gone:
                listed = self._listed(made.locale, [self.catalog.by_id(text.id, made.locale)])
                entries += [entry(topic, text) for topic in listed]
            elif tombstone := made.tombstone(text):
                tombstones.append(tombstone)
        return entries, tombstones

    def whats_new(self) -> Feed:
        """Only what changed since the language was first published, newest change first; at first nothing."""
        if self.changes is None:
            raise InvalidValueError(
                Message("what is new is known from a history alone"),
                field="changes",
                hint=Message("pass `changes=syndicate.History(path).compare(catalog)`"),
            )
        gettext = self._main.labels.gettext
        entries: list[Entry] = []
        tombstones: list[Tombstone] = []
        for made in self._all.values():
            found = self._of_changes(made, self.changes.news(made.locale), partial(_news, made))
            entries += found[0]
            tombstones += found[1]
        entries.sort(key=lambda entry: entry.updated, reverse=True)  # a source may have corrected a date since
        return self._head.feed(
            kind="catalog",
            identifier="whats-new",
            title=gettext("{publisher}: what’s new").format(publisher=self._main.name),
            subtitle=gettext("Topics of {publisher} that are new or have changed").format(publisher=self._main.name),
            page=LOCALE_PAGE.at,
            path=WHATS_NEW_FEED.at,
            entries=tuple(entries),
            tombstones=tombstones,
            locales=self._languages,
            updated=self._dated("whats-new", latest(entries, tombstones) or self._first_date()),
        )

    def _first_date(self) -> datetime | None:
        """The date of a feed without entries: that of the newest topic; None if there is no topic."""
        found = (
            (made, topic)
            for made in self._all.values()
            for topic in self._listed(made.locale, self.catalog.written_in(made.locale))
        )
        return max((made.updated(topic) for made, topic in found), default=None)

    def group(self, group: Group, limit: int | None = None) -> Feed:
        """The feed of a group."""
        resolved = group.name.resolve(self.locale, self.publisher.fallback_order)
        name = Label(resolved.value, resolved.locale)
        members = self.catalog.in_group(group)
        found = {
            locale: self._listed(locale, [topic for topic in members if locale in topic.title])
            for locale in self.locales
        }
        entries = self._newest(found, limit)
        return self._head.feed(
            kind="group",
            identifier=group.id,
            title=Label(f"{self._main.name}: {name}", name.locale),
            subtitle=self._main.labels.gettext("New and changed topics on {group}").format(group=name),
            page=lambda locale: GROUP_PAGE.at(locale, group.slug),
            path=lambda locale, format: GROUP_FEED.at(locale, group.slug, format),
            entries=entries,
            updated=self._dated(group.id, latest(entries)),
            locales=[
                locale
                for locale in self.catalog.locales
                if locale in group.name and any(locale in topic.title for topic in members)
            ],
            complete=(limit is None or sum(map(len, found.values())) <= limit) and self._completeness.is_read,
        )

    def topic(self, topic: Topic, limit: int | None = None) -> Feed:
        """The feed of a topic: its summary, then every link of its sections."""
        check(topic=topic)
        if (feeds := self._leading(topic)) is not self:
            return feeds.topic(topic, limit)
        entries = list(self._entries_of(topic))
        title = topic.title[self.locale]
        return self._head.feed(
            kind="topic-feed",
            # The id of a mixed feed must not depend on the order in which its languages were given.
            identifier=f"{topic.id}/{tag(topic.locales[0])}+" if self.mixed else topic.ids[self.locale],
            title=Label(f"{self._main.name}: {title}", self.locale),
            subtitle=Label(entries[0].summary or title, self.locale),
            page=lambda locale: TOPIC_PAGE.at(locale, topic.slug),
            path=lambda locale, format: TOPIC_FEED.at(locale, topic.slug, format),
            entries=tuple(entries[:limit]),
            updated=max(entry.updated for entry in entries),
            locales=topic.locales,
            home_page=entries[0].url,
            complete=self._completeness.has_all_of([topic]) and (limit is None or len(entries) <= limit),
        )

    def selection(self, topics: Sequence[Topic], limit: int | None = None) -> Feed:
        """The feed of several topics: of each its summary, then every link of its sections. No build writes it."""
        expect_list(topics=topics)
        for topic in topics:
            check(topic=topic)
            self._leading(topic)
        entries = [entry for topic in topics for entry in self._entries_of(topic)]
        slugs = [topic.slug for topic in topics]
        titles = [topic.title.resolve(self.locale, self.publisher.fallback_order).value for topic in topics]
        names = joined(titles, self.locale, self.publisher.translations)
        return self._head.feed(
            kind="selection",
            identifier=",".join(sorted(topic.id for topic in topics)),
            title=Label(f"{self._main.name}: {names}", self.locale),
            subtitle=Label(names, self.locale),
            page=LOCALE_PAGE.at,
            path=lambda locale, format: SELECTION_FEED.at(locale, selection_name(slugs), format),
            entries=tuple(entries[:limit]),
            updated=max(entry.updated for entry in entries),
            complete=(limit is None or len(entries) <= limit) and self._completeness.has_all_of(topics),
        )

    def _entries_of(self, topic: Topic) -> Iterator[Entry]:
        for locale, made in self._all.items():
            if locale in topic.title:
                yield made.topic(topic)
                yield from made.links(topic)

    def _leading(self, topic: Topic) -> Feeds:
        """The feeds whose first language the topic has: the head of its feed is in the language of its title."""
        own = [locale for locale in self.locales if locale in topic.title]
        if not own:
            raise NotFoundError(
                Message("the topic has no text in this language"),
                topic=topic.slug,
                locale=str(self.locale),
                hint=Message("it has {names}", names=", ".join(map(str, topic.locales))),
            )
        if own[0] == self.locale:
            return self
        others = [locale for locale in self.locales if locale != own[0]]
        return Feeds(
            self.catalog,
            self.publisher,
            [own[0], *others],
            self.changes,
            **self._shown,
            **self._without,
        )

    def _dated(self, identifier: str, updated: datetime | None) -> datetime:
        """Check that a feed has a date, which one without entries and tombstones lacks."""
        if updated is None:
            there = ", ".join(map(str, self.catalog.locales)) or "no topic"
            lacks = self.locale not in self.catalog.locales
            raise NotFoundError(
                Message("there is nothing to put into the feed {identifier!r}", identifier=identifier),
                locale=str(self.locale),
                hint=Message("the catalog has {there}", there=there)
                if lacks
                else Message("none of its topics has an entry that can be written"),
            )
        return updated


def _nearest(locales: Iterable[LocaleLike], catalog: Catalog, changes: Changes | None) -> tuple[Locale, ...]:
    """The languages of feeds: each that was asked for, or the nearest that the catalog has.

    Raises:
        InvalidValueError: there is none.
        NotFoundError: there are several, and a language of them has no topics.
    """
    left = changes.texts if changes is not None else ()  # languages whose topics have all left may have feeds
    asked = (locale if locale_id(locale) in left else catalog.nearest(locale) or locale for locale in locales)
    found = tuple(dict.fromkeys(map(parse, asked)))
    if not found:
        raise InvalidValueError(Message("a feed needs a language"), field="locale")
    for locale in found if len(found) > 1 else ():
        if locale not in catalog.locales and locale_id(locale) not in left:
            raise NotFoundError(Message("no topic has a text in this language"), locale=str(locale))
    return found


def _news(entries: Entries, topic: Topic, text: Text) -> Entry:
    """The entry of a topic with what happened to it; RSS, which has one date, gives the date of the change."""
    entry = entries.topic(topic)
    state = Category(
        term=text.state.value,
        scheme=entries.publisher.url(LOCALE_PAGE.at(entries.locale)) + "#change",
        label=entries.labels.gettext(_CHANGES[text.state]),
    )
    happened = max(entry.updated, text.happened or entry.updated)
    return attrs.evolve(entry, updated=happened, published=None, categories=(state, *entry.categories))
