"""Which topics a list has, and in which order: newest, last changed, of a group, chosen. `lists` shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from babel import Locale

from syndicate.errors import InvalidValueError, Message, NotFoundError
from syndicate.history import Changes
from syndicate.history.changes import expect_changes
from syndicate.locales import LocaleLike, locale_id, parse, sort_key
from syndicate.model import Catalog, Group, Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect
from syndicate.model.rights import syndicated_catalog, syndicated_or_refused
from syndicate.snippets.lists import LIST_PARTS, Event, TopicList
from syndicate.snippets.topic_snippet import own_snippet

__all__ = ["LIST_LENGTH", "Lists", "events_of", "topic_list"]

LIST_LENGTH: Final = 20
"""How many topics the lists of a tree have; those of a group have all."""

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def events_of(changes: Changes, locale: Locale) -> dict[str, Event]:
    """What happened last to each text of a language, by the slug of its topic."""
    texts = changes.texts.get(locale_id(locale), {})
    found = {}
    for topic in changes.catalog.written_in(locale):
        if (text := texts.get(topic.ids[locale])) is not None:
            found[topic.slug] = Event(text.state.value, text.happened, text.build)
    return found


class Lists:
    """Makes the lists of one catalog in one language.

    Args:
        catalog: the topics that others may have.
        publisher: who publishes it, and where.
        locale: the language.
        events: what happened to its texts last, by the slug of their topics.
    """

    def __init__(self, catalog: Catalog, publisher: Publisher, locale: Locale, events: Mapping[str, Event]) -> None:
        self._catalog = catalog
        self._publisher = publisher
        self._locale = locale
        self._events = events

    def newest(self, limit: int | None = LIST_LENGTH, **how: Any) -> TopicList:
        """The topics that were created last; of one that does not say when, the date of its text counts."""

        def created(topic: Topic) -> datetime:
            return topic.created.get(self._locale) or topic.updated.get(self._locale) or _NEVER

        return self._made("newest", self._latest(created), limit, locales=self._catalog.locales, **how)

    def changed(self, limit: int | None = LIST_LENGTH, **how: Any) -> TopicList:
        """The topics that something happened to last, as the history knows it; without one, by the dates of texts."""

        def happened(topic: Topic) -> tuple[datetime, int]:
            event = self._events.get(topic.slug)
            date = event.date if event is not None else None
            return date or topic.updated.get(self._locale) or _NEVER, event.build if event is not None else 0

        return self._made("changed", self._latest(happened), limit, locales=self._catalog.locales, **how)

    def group(self, group: Group, limit: int | None = None, **how: Any) -> TopicList:
        """The topics of a group, from A to Z."""
        alphabet = self._publisher.labels(self._locale).alphabet
        members = self._catalog.in_group(group)
        topics = [topic for topic in members if self._locale in topic.title]
        topics.sort(key=lambda topic: (sort_key(topic.title[self._locale], alphabet), topic.slug))
        there = {locale_id(locale) for topic in members for locale in topic.locales}
        locales = [one for one in self._catalog.locales if locale_id(one) in there and one in group.name]
        return self._made("group", topics, limit, group=group, locales=locales, **how)

    def topics(self, topics: Sequence[Topic], limit: int | None = None, **how: Any) -> TopicList:
        """Topics that somebody chose, in that order; one alone is its teaser."""
        return self._made("topics", topics, limit, locales=topics[0].locales if len(topics) == 1 else (), **how)

    def _latest(self, key: Callable[[Topic], Any]) -> list[Topic]:
        return sorted(self._written, key=lambda topic: (key(topic), topic.ids[self._locale]), reverse=True)

    @cached_property
    def _written(self) -> list[Topic]:
        return self._catalog.written_in(self._locale)

    def _made(
        self, kind: str, topics: Sequence[Topic], limit: int | None, locales: Iterable[Locale], **how: Any
    ) -> TopicList:
        shown = topics[:limit]
        return TopicList(
            kind=kind,
            publisher=self._publisher,
            locale=self._locale,
            items=tuple(own_snippet(topic, self._publisher, self._locale) for topic in shown),
            total=len(topics),
            locales=tuple(locales),
            events={topic.slug: self._events[topic.slug] for topic in shown if topic.slug in self._events},
            **how,
        )


def topic_list(
    catalog: Catalog,
    publisher: Publisher,
    locale: LocaleLike,
    *,
    topics: Sequence[Topic | str] | None = None,
    group: Group | str | None = None,
    changed: bool = False,
    limit: int | None = LIST_LENGTH,
    changes: Changes | None = None,
    heading_level: int = 2,
    without: Iterable[str] = (),
) -> TopicList:
    """Topics as a list for a partner's page: by default the newest, with title, description, picture and link.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locale: the reader's language. All lists but one of chosen topics hold what is written in it, or in the nearest
            that the catalog has; a chosen topic that lacks it is shown in another, and says so.
        topics: topics or their slugs, in the order they are shown. One alone is its teaser.
        group: a group or its slug: its topics from A to Z.
        changed: what changed last.
        limit: how many at most; None for all.
        changes: what a history knows of the catalog (:meth:`syndicate.history.History.compare`); its catalog is used.
        heading_level: the level of the title, 1 to 5.
        without: parts that are left out of the HTML and of the forms for newsletters: ``title``, ``translations``,
            ``image``, ``description``, ``dates``.

    Raises:
        NotFoundError: nothing is there in that language, or under that slug, or others may not have it.
        InvalidValueError: the arguments contradict each other, there is no such part, or the level or the limit is
            none.

    >>> import syndicate
    >>> catalog = syndicate.read("examples/health-topics")
    >>> publisher = Publisher.load("examples/health-topics/publisher.toml")
    >>> made = topic_list(catalog, publisher, "es", limit=2)
    >>> str(made.title), [item.topic.slug for item in made.items], made.total
    ('Temas más recientes', ['first-aid-kit', 'walking'], 17)
    """
    check(catalog=catalog, publisher=publisher)
    _check(topics, group, changed, limit)
    how = {"heading_level": _level(heading_level), "without": _parts(without)}
    expect_changes(changes)
    if changes is not None:
        catalog = changes.catalog
    asked = parse(locale)
    shared = syndicated_catalog(catalog, publisher)
    chosen = [syndicated_or_refused(catalog[one] if isinstance(one, str) else one, publisher) for one in topics or ()]
    found = asked if chosen else shared.nearest(asked)
    if found is None:
        has = ", ".join(map(str, shared.locales)) or "no topic"
        raise NotFoundError(
            Message("no topic has a text in this language"),
            locale=str(asked),
            hint=Message("the catalog has {has}", has=has),
        )
    events = events_of(changes.of(shared), found) if changes is not None else {}
    lists = Lists(shared, publisher, found, events)
    if chosen:
        return lists.topics(chosen, limit, **how)
    if group is not None:
        known = shared.group(group) if isinstance(group, str) else group
        return lists.group(known, limit, **how)
    return (lists.changed if changed else lists.newest)(limit, **how)


def _check(topics: object, group: object, changed: bool, limit: object) -> None:
    """Refuse arguments that contradict each other, or are none."""
    if topics is not None:
        expect("topics", topics, Message("a list of topics or slugs"), list, tuple)
        if not topics:
            raise InvalidValueError(
                Message("a list of chosen topics needs one"), field="topics", hint=Message("None: the newest")
            )
        for one in topics:  # type: ignore[attr-defined]
            expect("topics", one, Message("a Topic or its slug"), Topic, str)
    if group is not None:
        expect("group", group, Message("a Group or its slug"), Group, str)
    if (topics is not None) + (group is not None) + bool(changed) > 1:
        raise InvalidValueError(Message("topics, group and changed exclude each other"), field="topics")
    if limit is not None and (type(limit) is not int or limit < 1):
        raise InvalidValueError(
            Message("{limit!r} is not a number of topics", limit=limit),
            field="limit",
            hint=Message("None stands for all"),
        )


def _level(heading_level: object) -> int:
    if type(heading_level) is not int or not 1 <= heading_level <= 5:
        raise InvalidValueError(
            Message("{heading_level!r} is not a heading level", heading_level=heading_level),
            field="heading_level",
            hint=Message("use 1 to 5"),
        )
    return heading_level


def _parts(without: Iterable[str]) -> frozenset[str]:
    """The parts that are left out."""
    expect("without", without, Message("a list of parts"), list, tuple, set, frozenset)
    for part in without:
        if part not in LIST_PARTS:
            raise InvalidValueError(
                Message("a list has no part {part!r}", part=part),
                field="without",
                hint=Message("its parts are {names}", names=", ".join(LIST_PARTS)),
            )
    return frozenset(without)
