"""Languages by the three-letter codes of catalogs of libraries and media. No name of a language is here."""

from __future__ import annotations

from functools import cache
from typing import Final

from babel.core import get_global

from syndicate.locales.identifiers import LocaleLike, parse

__all__ = ["iso_639_2"]

# Of these, the last code that CLDR knows is that of one of several languages under them, or CLDR has none.
_OWN: Final = {"ak": "aka", "gu": "guj", "no": "nor", "tl": "tgl"}


@cache
def _codes() -> dict[str, str]:
    """The code of each two-letter language: of several in CLDR, the last is the bibliographic one."""
    aliases = get_global("language_aliases")
    codes = {language: code for code, language in aliases.items() if len(code) == 3 and len(language) == 2}
    return codes | _OWN


def iso_639_2(locale: LocaleLike) -> str:
    """The code of a locale's language in ISO 639-2/B.

    >>> [iso_639_2(locale) for locale in ("en", "es-MX", "fr", "zh_Hant", "vi", "fil")]
    ['eng', 'spa', 'fre', 'chi', 'vie', 'fil']
    """
    language = parse(locale).language
    return _codes().get(language, language)
