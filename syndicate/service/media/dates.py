"""The filters of items by their dates, whose parameters have the same names in both interfaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from syndicate.service.media.facts import DATES, Facts
from syndicate.service.media.matching import day, days, in_utc
from syndicate.service.requests import Query
from syndicate.service.snapshot import Item

__all__ = ["date_tests", "since", "until"]

_Test = Callable[[Item], bool]


def date_tests(query: Query, facts: Facts) -> Iterator[_Test]:
    """A test for each date that is asked for: on a day, since it, before it, within a range.

    Raises:
        Refusal: a value is not a day.
    """
    for name in DATES:
        base = name[0].lower() + name[1:]
        if on := query.text(f"date{name}"):
            wanted = day(on, f"date{name}")
            yield _between(facts, name, wanted, wanted)
        if first := query.text(f"{base}SinceDate"):
            yield since(facts, name, day(first, f"{base}SinceDate"))
        if end := query.text(f"{base}BeforeDate"):
            yield _before(facts, name, day(end, f"{base}BeforeDate"))
        if both := query.text(f"{base}InRange"):
            yield _between(facts, name, *days(both, f"{base}InRange"))


def since(facts: Facts, name: str, first: date) -> _Test:
    """Whether one of an item's dates is that day or later."""
    return _between(facts, name, first, date.max)


def until(facts: Facts, name: str, last: date) -> _Test:
    """Whether one of an item's dates is that day or earlier."""
    return _between(facts, name, date.min, last)


def _between(facts: Facts, name: str, first: date, last: date) -> _Test:
    def test(item: Item) -> bool:
        there = in_utc(facts.moment(item, name))
        return there is not None and first <= there <= last

    return test


def _before(facts: Facts, name: str, end: date) -> _Test:
    def test(item: Item) -> bool:
        there = in_utc(facts.moment(item, name))
        return there is not None and there < end

    return test
