"""How values of a query are compared with what items say. Which parameter asks for what is said with each interface."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from babel import Locale

from syndicate.errors import LocaleError
from syndicate.locales import from_name, language_name, parents, tag
from syndicate.locales.catalogs import marked
from syndicate.locales.iso_639 import iso_639_2
from syndicate.service.refusals import Refusal

__all__ = ["ENGLISH", "day", "days", "folded", "in_utc", "languages", "numbers", "within"]

ENGLISH: Final = "en"
"""The language that these interfaces name languages in."""

_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].{0,40})?", re.ASCII | re.DOTALL)
_US_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .{0,20})?", re.ASCII | re.DOTALL)
_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """A text without case and accents, as the databases behind both interfaces compare it.

    >>> folded("¿Cómo DORMIR bien?")
    '¿como dormir bien?'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def within(part: str, text: str | None) -> bool:
    """Whether a text has a part, case and accents aside."""
    return text is not None and folded(part) in folded(text)


def day(text: str, field: str) -> date:
    """The day of a date or a moment: ``2024-06-06``, with or without a time, or ``6/6/2024``; the time is ignored.

    Raises:
        Refusal: it is not a day.

    >>> day("2024-06-06T23:00:00Z", "contentUpdatedSinceDate")
    datetime.date(2024, 6, 6)
    """
    if match := _ISO_DAY.fullmatch(text.strip()):
        year, month, number = match.groups()
    elif match := _US_DAY.fullmatch(text.strip()):
        month, number, year = match.groups()
    else:
        raise _no_day(text, field)
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise _no_day(text, field) from None


def _no_day(text: str, field: str) -> Refusal:
    return Refusal.invalid(
        field, marked("{field}: {value} is not a day, such as 2024-06-06T00:00:00Z."), value=text[:60]
    )


def days(text: str, field: str) -> tuple[date, date]:
    """The first and last day of a range: two days with a comma between them.

    Raises:
        Refusal: it is not a range, or ends before it begins.
    """
    parts = text.split(",")
    if len(parts) != 2:
        raise Refusal.invalid(field, marked("{field} must be two days with a comma between them."))
    first, last = day(parts[0], field), day(parts[1], field)
    if last < first:
        raise Refusal.invalid(field, marked("{field} ends before it begins."))
    return first, last


def in_utc(moment: datetime | None) -> date | None:
    """The day of a moment in UTC, in which both interfaces state moments."""
    return None if moment is None else moment.astimezone(UTC).date()


def numbers(texts: Iterable[str], field: str) -> frozenset[int]:
    """The whole numbers of lists with commas.

    Raises:
        Refusal: something else is among them.
    """
    found = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    for part in found:
        if not _NUMBER.fullmatch(part):
            raise Refusal.invalid(field, marked("{field} must be whole numbers, several with commas."))
    return frozenset(map(int, found))


def languages(asked: str, offered: Iterable[Locale]) -> frozenset[Locale]:
    """Which locales are meant by a language's name in English, its own, or a usual one, by an ISO 639 code or a tag.

    >>> from syndicate.locales import parse
    >>> offered = [parse("en"), parse("es")]
    >>> [[str(found) for found in languages(asked, offered)] for asked in ("Spanish", "español", "spa", "ES", "fr")]
    [['es'], ['es'], ['es'], ['es'], []]
    >>> [str(found) for found in languages("Chinese, Simplified", [parse("zh-Hans"), parse("zh-Hant")])]
    ['zh_Hans']
    """
    wanted, offered = folded(asked.strip()), tuple(offered)
    found = frozenset(locale for locale in offered if wanted in map(folded, _names(locale)))
    if not found:
        with suppress(LocaleError):
            meant = from_name(asked.strip())
            found = frozenset(locale for locale in offered if meant in parents(locale))
    return found


def _names(locale: Locale) -> tuple[str, ...]:
    return language_name(locale, ENGLISH), language_name(locale), iso_639_2(locale), locale.language, tag(locale)
