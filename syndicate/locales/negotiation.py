"""The best of the available locales for a reader. What replaces a missing text is not decided here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from babel import Locale

from syndicate.errors import LocaleError
from syndicate.explained import explained
from syndicate.locales.identifiers import LocaleLike, locale_id, parents, parse, same_language, tag

__all__ = ["negotiate"]

_RANGE = re.compile(
    r"\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?\s*",
    re.ASCII | re.IGNORECASE,
)


@explained
def negotiate(header: str | None, available: Iterable[LocaleLike], default: LocaleLike) -> Locale:
    """The best of the available locales for an ``Accept-Language`` header (RFC 9110 section 12.5.4).

    Ranges are looked up (RFC 4647 section 3.4) along CLDR's parents, then by language and script; ``*`` stands for what
    no other range names, ``q=0`` rules out what it names, and a part that is not well formed is passed over. Where
    all is ruled out, the header is disregarded.

    >>> str(negotiate("fr, es-MX;q=0.9, en;q=0.8", ["en", "es"], "en"))
    'es'
    >>> str(negotiate(None, ["en", "es"], "es"))
    'es'
    """
    offered = {locale_id(locale): parse(locale) for locale in available}
    ranges: dict[str, float] = {}
    for part in (header or "")[:4096].split(","):
        if match := _RANGE.fullmatch(part):
            ranges.setdefault(match[1].lower(), float(match[2] or 1))
    stated = {name: _stated(name, ranges) for name in offered}
    rest = ranges.get("*", 1)
    open_to = {name: offered[name] for name, quality in stated.items() if (rest if quality is None else quality)}
    default = parse(default)
    for language_range, quality in sorted(ranges.items(), key=lambda item: -item[1]):
        if not quality:
            continue
        if language_range == "*":
            found = _first({name: locale for name, locale in open_to.items() if stated[name] is None}, default)
        else:
            found = _lookup(language_range, open_to)
        if found is not None:
            return found
    return _first(open_to or offered, default) or default


def _stated(name: str, ranges: Mapping[str, float]) -> float | None:
    """The quality that the longest range a locale falls under gives it (RFC 4647 section 3.3.1)."""
    language_range = tag(name).lower()
    while language_range:
        if language_range in ranges:
            return ranges[language_range]
        language_range = language_range.rpartition("-")[0]
    return None


def _first(offered: Mapping[str, Locale], default: Locale) -> Locale | None:
    return offered.get(str(default)) or next(iter(offered.values()), None)


def _lookup(language_range: str, offered: Mapping[str, Locale]) -> Locale | None:
    try:
        asked = parse(language_range)
    except LocaleError:
        return None
    for parent in parents(asked):
        if str(parent) in offered:
            return offered[str(parent)]
    return next((locale for locale in offered.values() if same_language(locale, asked)), None)
