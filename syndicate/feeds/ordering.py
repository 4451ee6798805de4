"""The order of entries in a feed: the newest change first. How an entry is made is in `entries`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from operator import attrgetter
from typing import Final, TypeVar

from syndicate.feeds.parts import Entry, Tombstone
from syndicate.model import Topic

__all__ = ["in_turns", "latest", "newest"]

T = TypeVar("T")

_EPOCH: Final = datetime.fromtimestamp(0, UTC)


def newest(
    topics: Iterable[Topic],
    locale: str,
    updated: Callable[[Topic], datetime],
    limit: int | None,
    always: Collection[str] = (),
) -> list[Topic]:
    """Topics in the order of a feed: by the newer change, then by the newer topic, then by name.

    Args:
        topics: in any order.
        locale: the identifier of the language.
        updated: returns the date of a topic's last change in it, in UTC.
        limit: how many at most; None for all.
        always: the ids of those that are kept whatever the limit.
    """

    def created(topic: Topic) -> datetime:
        return topic.created.at(locale) or _EPOCH

    # One key at a time keeps little in memory.
    ordered = sorted(topics, key=attrgetter("slug"))
    ordered.sort(key=created, reverse=True)
    ordered.sort(key=updated, reverse=True)
    if limit is None or limit >= len(ordered):
        return ordered
    room = limit - len(always)
    kept = []
    for topic in ordered:
        if topic.ids[locale] in always:
            kept.append(topic)
        elif room > 0:
            kept.append(topic)
            room -= 1
    return kept


def in_turns(lists: Iterable[Sequence[T]], moment: Callable[[T], datetime]) -> list[T]:
    """Several lists merged, newest first; entries of one date take turns, since a whole snapshot may share it."""
    mixed = [one for places in zip_longest(*lists) for one in places if one is not None]
    mixed.sort(key=moment, reverse=True)
    return mixed


def latest(entries: Sequence[Entry], tombstones: Iterable[Tombstone] = ()) -> datetime | None:
    """The newest date in a feed whose entries are sorted newest first; None if it is empty."""
    return max([*(entry.updated for entry in entries[:1]), *(gone.when for gone in tombstones)], default=None)
