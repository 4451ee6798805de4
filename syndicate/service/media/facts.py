"""What both interfaces say of an item, beyond what the snapshot knows. How they say it is in their own packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from hashlib import md5
from typing import Any
from weakref import WeakKeyDictionary

from babel import Locale

from syndicate.locales import sort_key
from syndicate.model import Group
from syndicate.model.rights import rights_of
from syndicate.service.snapshot import Item, Snapshot, Tag
from syndicate.snippets import snippet
from syndicate.text import rfc3339

__all__ = ["DATES", "Facts", "facts_of", "stated"]

DATES: Mapping[str, str] = {
    "ContentAuthored": "created",
    "ContentUpdated": "updated",
    "ContentPublished": "created",
    "ContentReviewed": "reviewed",
    "SyndicationCaptured": "captured",
    "SyndicationUpdated": "updated",
    "SyndicationVisible": "created",
}
"""The dates of an item by their names in both interfaces, and which of a topic's dates each is."""


class Facts:
    """The facts about the items of a snapshot, computed once for all of its requests.

    Args:
        snapshot: the tree.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.publisher = snapshot.publisher
        self.captured = snapshot.date
        self.language_ids: Mapping[Locale, int] = {locale: number for number, locale in snapshot.languages.items()}
        self.group_ids: Mapping[str, int] = {group.id: number for number, group in snapshot.groups.items()}
        self.tags = _by_item(snapshot.tags.values())
        self._hashes: dict[int, str] = {}
        self._members: dict[str, list[Item]] = {group: [] for group in self.group_ids}
        for item in snapshot.items.values():
            for group in item.topic.groups:
                self._members[group].append(item)

    def groups(self, item: Item) -> list[tuple[int, Group]]:
        """The groups of an item, with their ids."""
        known = item.topic.catalog_groups
        return [(self.group_ids[name], known[name]) for name in item.topic.groups]

    def members(self, group: Group) -> list[Item]:
        """The items of a group."""
        return self._members[group.id]

    def group_name(self, group: Group, locale: Locale) -> str:
        """The name of a group for readers of a locale."""
        return group.name.resolve(locale, self.publisher.fallback_order).value

    def author(self, locale: Locale) -> str:
        """The organization behind the publisher, as readers of a language call it."""
        return str(self.publisher.text("organization", locale) or self.publisher.text("name", locale))

    def rights(self, item: Item) -> dict[str, str]:
        """Under which license an item is given, and whom to name with it, as far as that is stated."""
        found = rights_of(item.topic, self.publisher, item.locale)
        stated = {"license": found.license, "rights": str(found.rights), "credit": found.credit}
        return {name: value for name, value in stated.items() if value}

    def moment(self, item: Item, name: str) -> datetime | None:
        """One of the :data:`DATES` of an item."""
        which = DATES[name]
        if which == "captured":
            return self.captured
        found: datetime | None = getattr(item.topic, which).get(item.locale)
        return found

    def name_key(self, items: Sequence[Item]) -> Callable[[Item], Any]:
        """What sorts items by their names, as an index in their one language does, else in the publisher's."""
        locales = {item.locale for item in items}
        locale = locales.pop() if len(locales) == 1 else self.publisher.default_locale
        alphabet = self.publisher.labels(locale).alphabet
        return lambda item: sort_key(item.title, alphabet)

    @property
    def date_keys(self) -> Mapping[str, Callable[[Item], Any]]:
        """What sorts items by each of their dates."""
        return {f"date{name}": partial(self.moment, name=name) for name in DATES}

    def content_hash(self, item: Item) -> str:
        """What changes when an item's text does: 32 hexadecimal digits, as both interfaces have."""
        if (known := self._hashes.get(item.number)) is None:
            said = snippet(item.topic, self.publisher, item.locale).digest
            known = self._hashes[item.number] = md5(said.encode(), usedforsecurity=False).hexdigest()
        return known

    @cached_property
    def related(self) -> Mapping[int, tuple[Tag, ...]]:
        """The tags that share an item with each tag, those that share most first; by its id."""
        shared: dict[int, dict[Tag, int]] = {}
        for tags in self.tags.values():
            for one in tags:
                others = shared.setdefault(one.id, {})
                for other in tags:
                    if other.id != one.id:
                        others[other] = others.get(other, 0) + 1
        return {number: tuple(sorted(found, key=lambda tag: -found[tag])) for number, found in shared.items()}


def _by_item(tags: Iterable[Tag]) -> Mapping[int, tuple[Tag, ...]]:
    found: dict[int, list[Tag]] = {}
    for tag in tags:
        for item in tag.items:
            found.setdefault(item.number, []).append(tag)
    return {number: tuple(items) for number, items in found.items()}


_KNOWN: WeakKeyDictionary[Snapshot, Facts] = WeakKeyDictionary()


def facts_of(snapshot: Snapshot) -> Facts:
    """The facts of a snapshot; they go when it does."""
    found = _KNOWN.get(snapshot)
    if found is None:
        found = _KNOWN[snapshot] = Facts(snapshot)
    return found


def stated(moment: datetime | None) -> str | None:
    """A moment in UTC and to the second, as both interfaces state it: ``2024-06-06T00:00:00Z``."""
    return rfc3339(moment) if moment is not None else None
