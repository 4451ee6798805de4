"""The conversions of values that the fields of model classes make: dates, paths, tuples, and values per locale.

They are made before the checks of `fields`; what cannot be converted is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timezone
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeVar

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import described
from syndicate.model.localized import Localized, PerLocale

__all__ = ["as_localized", "as_moment", "as_path", "as_paths", "as_texts", "as_tuple", "as_utc"]

T = TypeVar("T")

DATE_OF_TEXT: Final = Message("`datetime.date.fromisoformat(text)` makes one of a text")


def as_moment(value: date | None) -> datetime | None:
    """A day or an aware moment as an aware moment, to the second; a day is its midnight in UTC.

    A moment keeps its offset from UTC, so that its printed day is the one that its author wrote.

    Raises:
        InvalidValueError: the moment has no time zone, or is in no year from 1 to 9999 of UTC.

    >>> as_moment(datetime.fromisoformat("2024-06-06T22:30:35.5-05:00")).date()
    datetime.date(2024, 6, 6)
    """
    moment = as_utc(value)
    if moment is None or not isinstance(value, datetime) or value.tzinfo is UTC:
        return moment
    offset = value.utcoffset()
    try:
        return moment.astimezone(timezone(offset)) if offset else moment
    except OverflowError:  # its own day is in no year from 1 to 9999
        return moment


def as_utc(value: date | None) -> datetime | None:
    """A day or an aware moment as an aware moment in UTC; a day is its midnight.

    Raises:
        InvalidValueError: the moment has no time zone, or is in no year from 1 to 9999 of UTC.
    """
    if value is None:
        return None
    if not isinstance(value, datetime):
        if not isinstance(value, date):
            raise InvalidValueError(
                Message("{noun} expected, not {value}", noun=Message("a date"), value=described(value)),
                hint=DATE_OF_TEXT if isinstance(value, str) else None,
            )
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if value.tzinfo is UTC and not value.microsecond:
        return value
    offset = value.utcoffset()
    if offset is None:
        raise InvalidValueError(
            Message("the date {value} has no time zone", value=value),
            hint=Message("give an offset, as in 2024-06-06T02:30:35Z"),
        )
    try:
        return (value - offset).replace(tzinfo=UTC, microsecond=0)
    except OverflowError as error:
        raise InvalidValueError(
            Message("the date {value} is beyond the years 1 to 9999 in UTC", value=value)
        ) from error


def as_tuple(items: Iterable[Any]) -> tuple[Any, ...]:
    """Any iterable as a tuple.

    Raises:
        InvalidValueError: it is none, or one text, whose items would be its letters.
    """
    if type(items) is tuple:  # as most are, and whether something is iterable takes longer to tell
        return items
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise InvalidValueError(
            Message("a list expected, not {value}", value=described(items)), hint=Message("write [...]")
        )
    return tuple(items)


def as_path(value: str | PathLike[str] | None) -> Path | None:
    """A path, which may be given as a text.

    Raises:
        InvalidValueError: it is none.
    """
    if value is None or isinstance(value, Path):
        return value
    if not isinstance(value, (str, PathLike)):
        raise InvalidValueError(Message("a path expected, not {value}", value=described(value)))
    return Path(value)


def as_paths(values: Iterable[str | PathLike[str]]) -> tuple[Path, ...]:
    """Paths, which may be given as texts.

    Raises:
        InvalidValueError: they are not a list, or one is not a path.
    """
    return tuple(path for value in as_tuple(values) if (path := as_path(value)) is not None)


def as_localized(value: PerLocale[T]) -> Localized[T]:
    """A plain mapping as :class:`Localized`; what already is one stays.

    Raises:
        InvalidValueError: it is not a mapping.
        LocaleError: a key of it is not a locale.
    """
    if type(value) is Localized:
        return value
    if not isinstance(value, Mapping):
        raise InvalidValueError(
            Message("a value per locale expected, not {name}", name=type(value).__name__),
            hint=Message('write {"en": ...}'),
        )
    return Localized(value)


def as_texts(value: PerLocale[str]) -> Localized[str]:
    """:func:`as_localized` for texts: type checkers do not see through a converter of any type."""
    return as_localized(value)
