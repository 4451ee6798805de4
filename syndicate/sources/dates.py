"""Dates as people and site generators write them in front matter. Which key they belong to is not known here."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from syndicate.errors import InvalidValueError, Message
from syndicate.model.conversions import as_moment

__all__ = ["HINT", "day_or_moment", "is_no_date", "zone_named"]

_ISO = re.compile(r"\d{4}-\d\d-\d\d|\d{8}")
# Jekyll, Hexo and Pelican: one or two digits, slashes, a space before the offset. The year comes first, always.
_LOOSE = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    r"(?:[T ]+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?: *(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?(?: +UTC)?))?)?",
    re.IGNORECASE,
)
# Hugo and .NET write the year 1 where there is no date; and readers of feeds take the year 1 for 2001 (RFC 5322, 4.3).
_FIRST_YEAR: Final = 1000
_NO_DATE = re.compile(r"0001-01-01(?:[T ]00:00:00(?:[.]0+)?(?:Z|[+-]00:?00)?)?", re.IGNORECASE)
HINT: Final = Message("write a day as 2024-06-06, or a moment as 2024-06-06T02:30:35Z")
# One site's 4/23/2018 is sure, its 4/5/2018 is not: to take only the first would date half of its pages.
_UNORDERED: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d\d)\b")
_UNORDERED_HINT: Final = Message(
    "4/5/2024 is in April for some and in May for others; write a day as 2024-06-06, or a moment as "
    "2024-06-06T02:30:35Z"
)


def day_or_moment(text: str, zone: tzinfo | None = None, bare_zone: tzinfo | None = None) -> date:
    """A day, or a moment in its own time zone.

    Args:
        text: what was written.
        zone: the time zone of moments that state none, and of those that programs have written in UTC.
        bare_zone: that of moments that state none, where no ``zone`` is known.

    Raises:
        InvalidValueError: it is not a date, or a moment without a time zone.

    >>> day_or_moment("2024-01-02"), day_or_moment("2024-01-02 10:00:00 -0500").isoformat()
    (datetime.date(2024, 1, 2), '2024-01-02T10:00:00-05:00')
    >>> day_or_moment("Jul 08 2022"), day_or_moment("Mon, 06 May 2024 10:00:00 GMT").isoformat()
    (datetime.date(2022, 7, 8), '2024-05-06T10:00:00+00:00')
    """
    try:
        found = _parsed(text.strip())
        if found.year < _FIRST_YEAR:
            raise ValueError(text)
    except (ValueError, OverflowError) as error:
        hint = _UNORDERED_HINT if _UNORDERED.match(text.strip()) else HINT
        raise InvalidValueError(Message("{value!r} is not a date", value=text[:40]), hint=hint) from error
    if not isinstance(found, datetime):
        return found
    if found.tzinfo is None:
        if (zone or bare_zone) is None:
            raise InvalidValueError(
                Message("the date {found} has no time zone", found=found),
                hint=Message("give an offset, as in 2024-06-06T02:30:35Z, or `timezone` in publisher.toml"),
            )
        found = found.replace(tzinfo=zone or bare_zone)
    elif zone is not None and not found.utcoffset():
        found = _moved(found, zone)
    moment = as_moment(found)
    assert moment is not None
    return moment


def is_no_date(text: str) -> bool:
    """Whether a text is the date that programs write where there is none.

    >>> is_no_date("0001-01-01T00:00:00Z"), is_no_date("2024-01-01")
    (True, False)
    """
    return _NO_DATE.fullmatch(text.strip()) is not None


def zone_named(name: str) -> tzinfo | None:
    """The time zone of that name in the IANA database; None where there is none, or the name is empty."""
    if not name:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None


def _moved(moment: datetime, zone: tzinfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:  # there, it is in no year from 1 to 9999
        return moment


def _parsed(text: str) -> date:
    from dateutil.parser import isoparse

    if _ISO.match(text):
        try:
            found = isoparse(text)
            return found.date() if re.fullmatch(r"[\d-]+", text) else found
        except ValueError:
            pass
    match = _LOOSE.fullmatch(text)
    if match is None:
        return _in_words(text)
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["hour"] is None:
        return day
    found = datetime(day.year, day.month, day.day, int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    return found if match["zone"] is None else found.replace(tzinfo=_offset(match))


# RFC 1123, RFC 850, and what Astro and Hugo take besides; a number of the month would be read either way.
_IN_WORDS = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?:[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}[ -][A-Za-z]{3,9}\.?,?[ -]\d{4})"
    r"(?P<time>,?[ T]\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?"
)


def _in_words(text: str) -> date:
    """A date with the name of its month in English, as programs write it."""
    from dateutil.parser import parse

    match = _IN_WORDS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    found = parse(text)
    return found if match["time"] else found.date()


def _offset(match: re.Match[str]) -> tzinfo:
    if match["sign"] is None:
        return UTC
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return timezone(-offset if match["sign"] == "-" else offset)
