"""The order of a list and the page of it that is shown. What the parameters are called is said with each interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import attrs

from syndicate.service.media.matching import folded

__all__ = ["Order", "Page", "ordered", "plain_keys"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Page:
    """Which of a list is shown.

    Attributes:
        max: how many at most.
        offset: how many come before.
        total: how many there are.
    """

    max: int
    offset: int
    total: int

    def of(self, things: Sequence[T]) -> Sequence[T]:
        """What of a list stands on the page."""
        return things[self.offset : self.offset + self.max]

    @property
    def count(self) -> int:
        """How many stand on the page."""
        return max(0, min(self.max, self.total - self.offset))

    @property
    def number(self) -> int:
        """The number of the page, from 1."""
        return self.offset // self.max + 1

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.max))

    @property
    def next(self) -> int | None:
        """The offset of the next page; None on the last."""
        return self.offset + self.max if self.offset + self.max < self.total else None

    @property
    def previous(self) -> int | None:
        """The offset of the page before; None on the first."""
        return max(0, min(self.offset, self.total) - self.max) if self.offset else None


@attrs.frozen
class Order:
    """Fields to sort by, the first one first, each with whether it descends."""

    fields: tuple[tuple[str, bool], ...]

    @classmethod
    def read(cls, text: str, known: Iterable[str], *, default: str = "id") -> Order:
        """The order that ``-name,id`` asks for; a field that is not known stands for the default one.

        >>> str(Order.read("-Name,shoeSize", ["id", "name"]))
        '-name,id'
        """
        names = {name.casefold(): name for name in known}
        fields: dict[str, bool] = {}
        for part in text.split(",")[:10]:
            name = part.strip()
            fields.setdefault(names.get(name.lstrip("-").casefold(), default), name.startswith("-"))
        return cls(tuple(fields.items()))

    def descending(self) -> Order:
        """The same order with its first field descending."""
        (name, _), *rest = self.fields
        return Order(((name, True), *rest))

    def __str__(self) -> str:
        return ",".join(f"-{name}" if down else name for name, down in self.fields)


def ordered(things: Iterable[T], order: Order, keys: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """Things in an order; what lacks a value stands last, whether the field descends or not."""
    found = list(things)
    for name, down in reversed(order.fields):
        key = keys[name]
        found.sort(key=lambda thing: _known(key(thing), down), reverse=down)
    return found


def plain_keys(results: Iterable[Mapping[str, Any]], *more: str) -> dict[str, Callable[[Mapping[str, Any]], Any]]:
    """What sorts results in their final shape by each of their plain fields, and by those named as well."""
    names = {name for result in results for name, value in result.items() if isinstance(value, str | int)}
    return {name: partial(_plain, name) for name in (*names, *more)}


def _plain(name: str, result: Mapping[str, Any]) -> Any:
    value = result.get(name)
    return folded(value) if isinstance(value, str) else value


def _known(value: Any, down: bool) -> tuple[bool, Any]:
    return (down, value) if value is not None else (not down, 0)
