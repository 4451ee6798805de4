"""Converters and validators that the model's classes share: text, URLs, dates. No class of the model lives here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timezone
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import attrs
from markupsafe import Markup

from syndicate.errors import InvalidValueError
from syndicate.model.localized import EMPTY, Localized
from syndicate.text import find_illegal

__all__ = [
    "MAX_LINE",
    "as_moment",
    "as_localized",
    "as_tuple",
    "as_utc",
    "assembled",
    "each",
    "is_a",
    "is_line",
    "is_markup",
    "is_slug",
    "is_text",
    "is_url",
    "localized_of",
]

T = TypeVar("T")
Check = Callable[[Any, str], None]

MAX_LINE = 10_000
"""The most characters a title, name, description or URL may have; a longer one is a fault of the source."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,198}[a-z0-9_-])?")
_URL = re.compile(
    r"""https?://
    (?: [^\s\x00-\x20/?#@:\[\]"<>\\^`{|}\x7f\ud800-\udfff\ufffe\uffff]+ | \[[0-9a-f:.]+\] )  # host, no user before it
    (?: :[1-9][0-9]{0,4} )?
    (?: [/?#][^\s\x00-\x20"<>\\^`{|}\x7f\ud800-\udfff\ufffe\uffff]* )?""",
    re.IGNORECASE | re.VERBOSE,
)


def is_text(value: Any, field: str) -> None:
    """Refuse what is no text, or holds characters XML 1.0 forbids."""
    if not isinstance(value, str):
        raise InvalidValueError(f"text expected, not {type(value).__name__}", field=field)
    if found := find_illegal(value):
        raise InvalidValueError(
            f"the character {found} cannot stand in XML", field=field, hint="remove it, or use syndicate.text.legal()"
        )


def is_line(value: Any, field: str) -> None:
    """Refuse a title or name that is empty, over-long or no text."""
    if type(value) is str and value and not value.isspace() and len(value) <= MAX_LINE and value.isprintable():
        return  # nothing printable is forbidden in XML
    is_text(value, field)
    if not value.strip():
        raise InvalidValueError("the text is empty", field=field, hint="give a text, or leave the field out")
    if len(value) > MAX_LINE:
        raise InvalidValueError(
            f"the text has {len(value):,} characters", field=field, hint=f"the most is {MAX_LINE:,}"
        )


def is_markup(value: Any, field: str) -> None:
    """Refuse HTML that has not been sanitized: a plain ``str`` never is safe HTML."""
    if not isinstance(value, Markup):
        raise InvalidValueError("sanitized HTML expected", field=field, hint="use syndicate.markup.sanitize()")
    is_text(value, field)


def is_url(value: Any, field: str) -> None:
    """Refuse what is no absolute http(s) URL (RFC 3986 section 4.3)."""
    if not isinstance(value, str) or len(value) > MAX_LINE or _URL.fullmatch(value) is None or not _splits(value):
        raise InvalidValueError(
            f"not an absolute http(s) URL: {str(value)[:200]!r}",
            field=field,
            hint="write it out, as in https://example.org/a",
        )


def _splits(url: str) -> bool:
    """Whether ``urlsplit`` takes the host: it refuses some in brackets, and letters that stand for others (NFKC)."""
    if url.isascii() and "[" not in url:
        return True
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def is_slug(value: Any, field: str) -> None:
    """Refuse what cannot be one segment of a URL and of a path on every file system."""
    if not isinstance(value, str) or _SLUG.fullmatch(value) is None:
        raise InvalidValueError(
            f"not a slug: {str(value)[:200]!r}", field=field, hint="use lower-case letters, digits, '-', '_' and '.'"
        )


def as_moment(value: Any) -> datetime | None:
    """A day or an aware moment as an aware moment, to the second; a day is its midnight in UTC.

    A moment keeps its offset from UTC: the day that is printed of it is the day that its author wrote.

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


def as_utc(value: Any) -> datetime | None:
    """A day or an aware moment as an aware moment in UTC; a day is its midnight.

    Raises:
        InvalidValueError: the moment has no time zone, or is in no year from 1 to 9999 of UTC.
    """
    if value is None:
        return None
    if not isinstance(value, datetime):
        if not isinstance(value, date):
            raise InvalidValueError(f"date expected, not {type(value).__name__}")
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if value.tzinfo is UTC and not value.microsecond:
        return value
    offset = value.utcoffset()
    if offset is None:
        raise InvalidValueError(f"the date {value} has no time zone", hint="give an offset, as in 2024-06-06T02:30:35Z")
    try:
        return (value - offset).replace(tzinfo=UTC, microsecond=0)
    except OverflowError as error:
        raise InvalidValueError(f"the date {value} is beyond the years 1 to 9999 in UTC") from error


def as_tuple(items: Iterable[Any]) -> tuple[Any, ...]:
    """Any iterable as a tuple."""
    return tuple(items)


def as_localized(value: Any) -> Any:
    """A plain mapping as :class:`Localized`; what already is one stays."""
    if type(value) is Localized:
        return value
    return Localized(value) if isinstance(value, Mapping) else value


def assembled(kind: type[T], **values: Any) -> T:
    """An instance of a model class made of parts that were validated when they were made; none is checked again.

    Args:
        kind: the class.
        values: a value for every field.
    """
    made = kind.__new__(kind)
    if kind.__dictoffset__:
        object.__setattr__(made, "__dict__", values)  # as it is: to copy it would take longer than all the rest
        return made
    for name, put in _slots(kind):  # type: ignore[arg-type]
        put(made, values[name])
    return made


@cache
def _slots(kind: Any) -> tuple[tuple[str, Callable[[Any, Any], None]], ...]:
    """What sets each field of a slotted class of attrs, frozen or not."""
    return tuple((field.name, getattr(kind, field.name).__set__) for field in attrs.fields(kind))


def is_a(kind: type) -> Check:
    """A check that refuses values of other classes."""

    def check(value: Any, field: str) -> None:
        if not isinstance(value, kind):
            raise InvalidValueError(f"{kind.__name__} expected, not {type(value).__name__}", field=field)

    return check


def each(check: Check) -> Check:
    """A check for every item of a tuple."""

    def check_items(value: Iterable[Any], field: str) -> None:
        if not isinstance(value, tuple):
            raise InvalidValueError(f"a tuple expected, not {type(value).__name__}", field=field)
        for item in value:
            check(item, field)

    return check_items


def localized_of(check: Check) -> Callable[[Any, Any, Any], None]:
    """An attrs validator: a :class:`Localized` whose every value passes the check; an error names the locale."""

    def validate(instance: Any, attribute: Any, value: Any) -> None:
        if value is EMPTY:
            return
        if not isinstance(value, Localized):
            raise InvalidValueError(f"a value per locale expected, not {type(value).__name__}", field=attribute.name)
        for locale, item in value.identifiers().items():
            try:
                check(item, attribute.name)
            except InvalidValueError as error:
                error.locale = error.locale or locale
                raise

    return validate
