"""Dates of RFC 822, RFC 3339 and W3CDTF: what is wrong with one, and the moment it stands for. No clock is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from syndicate.errors import Message
from syndicate.validation.problems import Check, Fault, quoted

__all__ = [
    "future",
    "instant",
    "moment_rfc822",
    "moment_rfc3339",
    "rfc822",
    "rfc3339",
    "w3c_date",
]

_RFC3339 = re.compile(
    r"(\d{4})-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_W3C = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES: Final = (
    Message("Monday"),
    Message("Tuesday"),
    Message("Wednesday"),
    Message("Thursday"),
    Message("Friday"),
    Message("Saturday"),
    Message("Sunday"),
)
_ZONES: Final = {"ut": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6} | {
    "pst": -8,
    "pdt": -7,
}
_RFC822 = re.compile(
    r"(?:(?P<weekday>[A-Za-z]+)\s*,\s*)?(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\s+(?P<year>\d+)\s+"
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s+(?P<zone>[A-Za-z]+|[+-]\d{4})",
    re.ASCII,
)
_EARLIEST, _LATEST = 1900, 2100
_LONGEST: Final = 500
"""No date is longer; some searches in longer texts would take too long."""


_Parsed = tuple[datetime | None, Fault | None]
"""The moment of a date in UTC, and what is wrong with it; without a moment, it is none."""


def _remembered(parse: Callable[[str], _Parsed]) -> Callable[[str], _Parsed]:
    """A parser that is not asked twice, since the formats of a feed have the same dates, and of no long texts."""
    known = lru_cache(maxsize=8192)(parse)

    def parsed(text: str) -> _Parsed:
        return (
            known(text)
            if len(text) <= _LONGEST
            else _none(text, Message("{date} is too long for a date", date=quoted(text)))
        )

    return parsed


def _none(text: str, message: Message | None = None) -> _Parsed:
    none = Message("there is no such moment as {date}", date=quoted(text))
    return None, ("invalid-date", message or none)


@_remembered
def _rfc3339(text: str) -> _Parsed:
    match = _RFC3339.fullmatch(text)
    if match is None:
        return _none(text, Message("{date} is not a date such as 2024-06-06T02:30:35Z", date=quoted(text)))
    try:
        if match[2] == "60":  # a leap second (RFC 3339 section 5.7)
            moment = datetime.fromisoformat(f"{text[:17]}59{text[19:]}").astimezone(UTC) + timedelta(seconds=1)
        else:
            moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return _none(text)
    return moment, _plausible(int(match[1]), text)


def rfc3339(text: str) -> Fault | None:
    """A date with its time and zone as RFC 3339 and RFC 4287 section 3.3 write it: ``T`` and ``Z`` are capitals."""
    return _rfc3339(text)[1]


def moment_rfc3339(text: str) -> datetime | None:
    """The moment that a date of RFC 3339 stands for, in UTC; None where it is none.

    >>> moment_rfc3339("2024-06-06T02:30:35.25-04:00")
    datetime.datetime(2024, 6, 6, 6, 30, 35, 250000, tzinfo=datetime.timezone.utc)
    """
    return _rfc3339(text)[0]


def instant(text: str) -> Fault | None:
    """A date of RFC 3339 in any case of its letters, as JSON Feed takes it."""
    return rfc3339(text.upper())


def _plausible(year: int, text: str) -> Fault | None:
    if _EARLIEST <= year <= _LATEST:
        return None
    return "implausible-date", Message(
        "the year {year} of {date} is not between {earliest} and {latest}",
        year=year,
        date=quoted(text),
        earliest=_EARLIEST,
        latest=_LATEST,
    )


def _w3c(text: str) -> _Parsed:
    if _W3C.fullmatch(text):
        try:
            moment = datetime(int(text[:4]), int(text[5:7] or 1), int(text[8:10] or 1), tzinfo=UTC)
        except ValueError:
            return _none(text, Message("there is no such day as {day}", day=text))
        return moment, _plausible(moment.year, text)
    return _rfc3339(f"{text[:16]}:00{text[16:]}" if _MINUTE.fullmatch(text) else text)


def w3c_date(text: str) -> Fault | None:
    """A date as Dublin Core advises: a year, month, day or moment of ISO 8601 (W3CDTF)."""
    return _w3c(text)[1]


@_remembered
def _rfc822(text: str) -> _Parsed:
    """By hand: email.utils takes months in full, years of three digits and any zone, and has centuries of its own."""
    match = _RFC822.fullmatch(_uncommented(text) if "(" in text else text)
    if match is None:
        return _none(text, Message("{date} is not a date such as Thu, 06 Jun 2024 02:30:35 +0000", date=quoted(text)))
    weekday, month, zone = ((match[name] or "").lower() for name in ("weekday", "month", "zone"))
    offset = _offset(zone)
    known = {
        "month": month in _MONTHS,
        "weekday": not weekday or weekday in _DAYS,
        "zone": offset is not None,
        "year": len(match["year"]) in (2, 4),
    }
    for name, right in known.items():
        if not right:
            return _none(
                text, Message("{part} of {date} is not in RFC 822", part=quoted(match[name]), date=quoted(text))
            )
    year, second = int(match["year"]), int(match["second"] or 0)
    if len(match["year"]) == 2:
        year += 2000 if year < 50 else 1900
    try:
        local = datetime(year, _MONTHS.index(month) + 1, int(match["day"]), int(match["hour"]), int(match["minute"]))
        local += timedelta(seconds=second)
        moment = (local - timedelta(minutes=offset or 0)).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return _none(text)
    if second > 60:
        return _none(text)
    if weekday and weekday != _DAYS[local.weekday()]:
        stated, actual = _DAY_NAMES[_DAYS.index(weekday)], _DAY_NAMES[local.weekday()]
        return moment, (
            "wrong-weekday",
            Message("{date} is not a {stated}, but a {actual}", date=quoted(text), stated=stated, actual=actual),
        )
    if len(match["year"]) == 2:
        return moment, ("two-digit-year", Message("the year of {date} has two digits; write four", date=quoted(text)))
    return moment, _plausible(year, text)


def _uncommented(text: str) -> str:
    """A date without the comments in parentheses that RFC 822 section 3.4.3 allows anywhere."""
    for _ in range(3):  # comments in comments
        text = re.sub(r"\((?:[^()\\]|\\.)*\)", " ", text)
    return text.strip()


def _offset(zone: str) -> int | None:
    """Minutes east of Greenwich; None where there is no such zone."""
    if zone in _ZONES:
        return _ZONES[zone] * 60
    if len(zone) == 1 and zone != "j":  # RFC 822 has the military zones with the wrong sign, so they say nothing
        return 0
    if len(zone) == 5 and zone[1:].isdigit() and int(zone[1:3]) < 24 and int(zone[3:]) < 60:
        return (int(zone[1:3]) * 60 + int(zone[3:])) * (-1 if zone[0] == "-" else 1)
    return None


def rfc822(text: str) -> Fault | None:
    """A date of RFC 822 with the right day of the week and, as the profile advises, a year of four digits."""
    return _rfc822(text.strip())[1]


def moment_rfc822(text: str) -> datetime | None:
    """The moment that a date of RFC 822 stands for, in UTC; None where it is none.

    >>> moment_rfc822("Thu, 06 Jun 2024 02:30:35 -0400")
    datetime.datetime(2024, 6, 6, 6, 30, 35, tzinfo=datetime.timezone.utc)
    """
    return _rfc822(text.strip())[0]


_PARSERS: Final[Mapping[Check, Callable[[str], _Parsed]]] = {
    rfc822: lambda text: _rfc822(text.strip()),
    rfc3339: _rfc3339,
    instant: lambda text: _rfc3339(text.upper()),
    w3c_date: _w3c,
}
"""What finds the moment of a text that one of these checks has let pass."""


def future(check: Check | None, text: str, now: datetime | None) -> Fault | None:
    """Whether a text that ``check`` takes for a date is of tomorrow or later, by the days of UTC.

    Args:
        check: the check of the text; only those of this module are of dates.
        text: the text.
        now: the moment of the validation, in UTC; None skips the check.
    """
    if now is None or check is None or (parse := _PARSERS.get(check)) is None:
        return None
    moment, _ = parse(text)
    if moment is None or moment.date() <= now.date():
        return None
    return "future-date", Message(
        "{date} is after today, {today}; publish it then, or correct the date",
        date=quoted(text.strip()),
        today=now.date(),
    )
