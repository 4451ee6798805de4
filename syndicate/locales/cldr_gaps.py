"""Words that CLDR lacks of a language, so that Babel gives those of another one; they are in cldr_gaps.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale

from syndicate.locales.further import further_languages, is_further

__all__ = ["language_names", "month_names", "own_words", "territory_names"]


@cache
def _gaps() -> Mapping[str, Mapping[str, Any]]:
    import tomllib

    return tomllib.loads((files("syndicate.locales") / "cldr_gaps.toml").read_text(encoding="utf-8"))


def own_words(locale: Locale) -> Mapping[str, Any]:
    """What is stated for the language of a locale; nothing where Babel has all that is needed.

    >>> from syndicate.locales import parse
    >>> own_words(parse("ht"))["date"], own_words(parse("es"))
    ('{day} {month} {year}', {})
    >>> own_words(parse("hmn"))["date"]
    '{year}-{month}-{day:02}'
    """
    return _gaps().get(locale.language) or (_no_words(locale.language) if is_further(locale.language) else {})


@cache
def _no_words(language: str) -> Mapping[str, Any]:
    """For a language that CLDR has no data of: dates in the form of ISO 8601, and no name but its own."""
    own = further_languages().get(language, {}).get("own")
    months = " ".join(f"{number:02}" for number in range(1, 13))
    names = {language: own} if own else {}
    date = "{year}-{month}-{day:02}"
    return {"date": date, "months": months, "short_months": months, "languages": names, "territories": {}}


@lru_cache(maxsize=256)
def month_names(locale: Locale, width: str) -> Mapping[int, str]:
    """The names of the months within a date, ``wide`` or ``abbreviated``, by their numbers from 1.

    >>> from syndicate.locales import parse
    >>> month_names(parse("ht"), "wide")[8], month_names(parse("es"), "abbreviated")[1]
    ('out', 'ene')
    """
    own = own_words(locale).get("months" if width == "wide" else "short_months")
    if own is not None:
        return dict(enumerate(own.split(), 1))
    return {number: str(name) for number, name in locale.months["format"][width].items()}


def language_names(locale: Locale) -> Mapping[str, str]:
    """The names of languages in a language, by their codes.

    >>> from syndicate.locales import parse
    >>> language_names(parse("ht"))["es"], language_names(parse("ht"))["ht"], language_names(parse("es"))["ht"]
    ('panyòl', 'Kreyòl Ayisyen', 'criollo haitiano')
    """
    names: Mapping[str, str] = locale.languages
    own = own_words(locale).get("languages")
    return names if own is None else {code: names[code] for code in (locale.language,) if code in names} | own


def territory_names(locale: Locale) -> Mapping[str, str]:
    """The names of territories in a language, by their codes.

    >>> from syndicate.locales import parse
    >>> territory_names(parse("ht"))["HT"], territory_names(parse("es"))["MX"]
    ('Ayiti', 'México')
    """
    own: Mapping[str, str] = own_words(locale).get("territories", locale.territories)
    return own
