"""Languages that CLDR has no data of, such as Hmong: which of them may be named, and by what. None is parsed here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from babel import localedata
from babel.core import get_global, parse_locale

__all__ = ["RIGHT_TO_LEFT", "further_languages", "further_parts", "is_further"]

RIGHT_TO_LEFT: Final = frozenset("Adlm Arab Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa".split())
"""The scripts that are written from right to left, of those that living languages have."""


@cache
def further_languages() -> Mapping[str, Mapping[str, str]]:
    """Those of `further.toml`, by their codes.

    >>> further_languages()["hmn"]["own"]
    'Hmoob'
    """
    import tomllib

    return tomllib.loads((files("syndicate.locales") / "further.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1024)
def is_further(language: str) -> bool:
    """Whether CLDR has no data of a language.

    >>> is_further("hmn"), is_further("es")
    (True, False)
    """
    return not localedata.exists(language)


@cache
def _regions_and_scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Those that CLDR knows a language of."""
    likely = (part for subtags in get_global("likely_subtags").values() for part in subtags.split("_"))
    return frozenset(get_global("territory_languages")), frozenset(part for part in likely if len(part) == 4)


def further_parts(identifier: str) -> tuple[str, str | None, str | None] | None:
    """Language, territory, and script of an identifier; None for one that names no such language.

    Only the codes of the list count, since many codes of three letters are words, as in ``sleep.new.md``.

    >>> further_parts("hmn"), further_parts("hmn_us"), further_parts("new"), further_parts("es")
    (('hmn', None, None), ('hmn', 'US', None), None, None)
    """
    try:
        language, territory, script, variant, *_ = parse_locale(identifier)
    except ValueError:
        return None
    territories, scripts = _regions_and_scripts()
    if variant or (territory and territory not in territories) or (script and script not in scripts):
        return None
    return (language, territory, script) if language in further_languages() and is_further(language) else None
