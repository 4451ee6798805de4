"""Dates, numbers and lists as a language writes them. No label is translated here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from unicodedata import category

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, parse_pattern

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import checking, explained
from syndicate.locales.cldr_gaps import month_names, own_words
from syndicate.locales.identifiers import LocaleLike, parents, parse
from syndicate.locales.language_data import cldr, language_of

__all__ = ["capitalized", "in_own_digits", "joined", "long_date", "number", "parse_long_date"]


def _own_day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=8192)
def _long_date(moment: date, locale: Locale) -> str:
    if own := own_words(locale).get("date"):
        return str(own.format(day=moment.day, month=month_names(locale, "wide")[moment.month], year=moment.year))
    return in_own_digits(format_date(moment, format="long", locale=locale), locale)


@lru_cache(maxsize=1024)
def _digits(locale: Locale) -> Mapping[int, str]:
    """What each digit is in the numbering system of a locale; nothing where these are its digits."""
    zero = cldr("zeros").get(locale.default_numbering_system)
    return {ord("0") + value: chr(ord(zero) + value) for value in range(10)} if zero else {}


def in_own_digits(text: str, locale: LocaleLike) -> str:
    """A text with the digits of the numbering system that CLDR has for a locale; Babel writes 0 to 9 in all.

    >>> in_own_digits("2026", "fa"), in_own_digits("2026", "ar-EG"), in_own_digits("2026", "ar-MA")
    ('۲۰۲۶', '٢٠٢٦', '2026')
    """
    return text.translate(_digits(parse(locale)))


@explained
def long_date(moment: date, locale: LocaleLike) -> str:
    """A date in CLDR's long form, of the Gregorian calendar; a moment gives its day in its own time zone.

    >>> [long_date(date(2019, 10, 29), locale) for locale in ("en", "es", "ht")]
    ['October 29, 2019', '29 de octubre de 2019', '29 oktòb 2019']
    """
    return _long_date(_own_day(moment), parse(locale))


@explained
def parse_long_date(text: str, locale: LocaleLike) -> date | None:
    """The day that a written-out date names, or None; words around it are ignored.

    >>> parse_long_date("Última actualización 24 agosto 2026", "es")
    datetime.date(2026, 8, 24)
    >>> parse_long_date("Last updated October 29, 2019", "en")
    datetime.date(2019, 10, 29)
    """
    months = {
        name.casefold().rstrip("."): number
        for width in ("abbreviated", "wide")
        for number, name in month_names(parse(locale), width).items()
    }
    # Vowels of Hindi, Thai, and others are marks, which no \w matches.
    spaced = "".join(one if one.isalnum() or category(one)[0] == "M" else " " for one in text.casefold())
    words = re.findall(r"\d+|[^\s\d]+", spaced)
    month = next((months[word] for word in words if word in months), None)
    day = next((int(word) for word in words if word.isdecimal() and len(word) <= 2), None)
    year = next((int(word) for word in words if word.isdecimal() and len(word) == 4), None)
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None


def number(value: float, locale: LocaleLike) -> str:
    """A number with the locale's decimal mark, and its grouping mark where a number of that length has one.

    >>> number(1021, "en"), number(2044.5, "de")
    ('1,021', '2.044,5')
    >>> number(1021, "es"), number(10210, "es"), number(1021, "es-US")
    ('1021', '10.210', '1,021')
    >>> number(1021, "fa"), number(102100, "bn")
    ('۱٬۰۲۱', '১,০২,১০০')
    """
    if not isinstance(value, (int, float, Decimal)):
        raise InvalidValueError(Message("a number expected, not {name}", name=type(value).__name__), field="value")
    locale = parse(locale)
    made = format_decimal(value, locale=locale, numbering_system="default")
    if least := _fewest_grouped_digits(locale):
        plain = format_decimal(value, locale=locale, group_separator=False, numbering_system="default")
        whole = re.search(r"\d+", plain)
        made = plain if whole is not None and len(whole[0]) < least else made
    return in_own_digits(made, locale)


@lru_cache(maxsize=1024)
def _fewest_grouped_digits(locale: Locale) -> int:
    """How many digits before the decimal mark a number needs to be grouped; 0 where the pattern alone decides.

    UTS #35 part 3, section 2.4: the first group on the left has at least CLDR's ``minimumGroupingDigits``.
    """
    stated = cldr("minimum_grouping_digits")
    least = int(next((stated[str(parent)] for parent in parents(locale) if str(parent) in stated), 1))
    return 0 if least == 1 else least + parse_pattern(locale.decimal_formats[None]).grouping[0]


@checking
def joined(items: Sequence[str], locale: LocaleLike, directory: Path | None = None) -> str:
    """Words as a list in a sentence.

    Args:
        items: the words.
        locale: the language of the list.
        directory: the publisher's folder of labels, which may have words that change before a sound.

    >>> joined(["ADN", "genes", "cromosomas"], "es"), joined(["español", "inglés"], "es")
    ('ADN, genes y cromosomas', 'español e inglés')
    """
    made = format_list(list(items), locale=parse(locale))
    if len(items) < 2:
        return made
    before, last = made.removesuffix(items[-1]), items[-1]
    for word, own in own_words(parse(locale)).get("and", {}).items():
        if before.endswith(f" {word} "):
            return f"{before.removesuffix(f'{word} ')}{own} {last}"
    # CLDR's list patterns have one word for all sounds; ICU also adds the others from its own table.
    for changing in language_of(locale, directory).changing_words:
        if before.endswith(f" {changing.word} ") and changing.before.match(last):
            return f"{before.removesuffix(f'{changing.word} ')}{changing.other} {last}"
    return made


def capitalized(text: str) -> str:
    """A name or list on its own: with a capital, even if it has none in a sentence.

    >>> capitalized("español e inglés")
    'Español e inglés'
    """
    return text[:1].upper() + text[1:]
