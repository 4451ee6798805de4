"""The values of ``og:locale`` for locales. Which of them a publisher has stated, `syndicate.model.publisher` knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from babel import Locale

from syndicate.errors import LocaleError
from syndicate.locales.identifiers import LocaleLike, likeliest, parents, parse, same_language

__all__ = ["open_graph_locale"]

_FILE: Final = "facebook.toml"


@lru_cache(maxsize=1024)
def open_graph_locale(locale: LocaleLike) -> str | None:
    """Facebook's locale that is nearest to another, in the same language and script; None if it has none or is unknown.

    A locale takes that of its nearest CLDR parent, and a language that of the territory most of its readers are in.

    >>> [open_graph_locale(locale) for locale in ("es", "es-US", "en-AU", "ar-EG", "zh-Hant-HK", "fil")]
    ['es_ES', 'es_LA', 'en_GB', 'ar_AR', 'zh_HK', 'tl_PH']
    >>> open_graph_locale("hmn"), open_graph_locale("pa-Arab")
    (None, None)
    """
    spelled = _spelled()
    if locale in spelled.values():
        return str(locale)
    try:
        locale = parse(locale)
    except LocaleError:
        return None
    return next((known for known in _nearest(locale) if _is_of(known, locale)), None)


def _nearest(locale: Locale) -> Iterator[str]:
    """Facebook's locales of the parents, of the likeliest territory, and the one of the language if it is alone."""
    spelled = _spelled()
    chain = [parent for parent in parents(locale) if parent.language == locale.language]
    for near in (*chain, likeliest(chain[-1])):
        known = spelled.get(str(near)) or spelled.get(f"{near.language}_{near.territory}")
        if known:
            yield known
    found = [known for known in spelled if known.startswith(f"{locale.language}_")]
    if len(found) == 1:
        yield found[0]


def _is_of(known: str, locale: Locale) -> bool:
    """Whether a value is in the script of a locale; those in Facebook's own spelling are in that of their language."""
    try:
        return same_language(known if known.startswith(locale.language) else locale.language, locale)
    except LocaleError:
        return same_language(locale.language, locale)


@cache
def _spelled() -> Mapping[str, str]:
    """Facebook's locales by CLDR's spelling of them."""
    import tomllib

    stated = tomllib.loads((files("syndicate.locales") / _FILE).read_text(encoding="utf-8"))
    return MappingProxyType({known: known for known in stated["locales"].split()} | stated["spelled"])
