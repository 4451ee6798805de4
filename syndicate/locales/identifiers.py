"""Locales by their identifiers: parsing, spelling, CLDR's parents, direction. Their names are in `names`."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any, Final

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

from syndicate.errors import LocaleError, Message
from syndicate.explained import explained
from syndicate.locales.further import RIGHT_TO_LEFT, further_languages, further_parts

__all__ = [
    "CASED_LANGUAGE_CODE",
    "LANGUAGE_CODE",
    "LANGUAGE_TAG",
    "LOOSE_LANGUAGE_CODE",
    "SHORT_LANGUAGE_CODE",
    "LocaleLike",
    "Regions",
    "direction",
    "in_hreflang",
    "likeliest",
    "locale_id",
    "parents",
    "parse",
    "regional",
    "same_language",
    "script",
    "tag",
]

LocaleLike = str | Locale
"""What every function accepts as a locale: a :class:`babel.Locale`, or an identifier in any spelling."""


class _Locale(Locale):
    """A locale that caches its identifier, tag, and hash: it is looked up for every text of every topic."""

    _identifier: str | None = None
    _tag: str | None = None
    _hash: int | None = None

    def __str__(self) -> str:
        if self._identifier is None:
            self._identifier = super().__str__()
        return self._identifier

    def __eq__(self, other: object) -> bool:
        return self is other or super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return self is not other and not super().__eq__(other)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = super().__hash__()
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return parse, (str(self),)


class _Further(_Locale):
    """A locale of a language that CLDR has no data of, with the data of CLDR's root."""

    def __init__(self, language: str, territory: str | None, script: str | None) -> None:
        self.language, self.territory, self.script = language, territory, script
        self.variant = self.modifier = None

    @property
    def _data(self) -> localedata.LocaleDataDict:
        data: MutableMapping[Any, Any] = localedata.load("root")
        return localedata.LocaleDataDict(data)

    @property
    def character_order(self) -> str:
        return "right-to-left" if script(self) in RIGHT_TO_LEFT else "left-to-right"


LANGUAGE_TAG: Final = (
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[A-WYZa-wyz0-9](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?"
)
"""A language, its extensions, script, region, variants, extensions, and what is private (RFC 5646, section 2.1)."""

LANGUAGE_CODE: Final = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?"
"""A language as names of files and folders have it, perhaps with a script and a region. It may be a word, too."""
SHORT_LANGUAGE_CODE: Final = r"[A-Za-z]{2,3}(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?"
"""One without a script: at the end of a name, as in ``concierto-es-vivo``, four letters are more often a word."""
LOOSE_LANGUAGE_CODE: Final = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"
"""What can only be meant for a language where it stands, even if no language has it."""
CASED_LANGUAGE_CODE: Final = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}|_[A-Z][a-z]{3}|_[A-Z]{2}|_\d{3})*"
"""One that has its capitals after ``_``, so that ``to_do_en`` is ``to_do`` in English."""


def parse(identifier: LocaleLike) -> Locale:
    """The CLDR locale of an identifier; ``-``, ``_``, any case, and ISO 639-2 codes are accepted.

    So are the languages of ``further.toml``, which CLDR has no data of.

    Raises:
        LocaleError: there is no such locale.

    >>> str(parse("es-us")), str(parse("ES_mx")), str(parse("spa")), str(parse("hmn"))
    ('es_US', 'es_MX', 'es', 'hmn')
    """
    if isinstance(identifier, Locale):
        return identifier
    if not isinstance(identifier, str):
        raise LocaleError(Message("a locale expected, not {name}", name=type(identifier).__name__), hint=_HINT)
    return _parse(identifier)


_HINT: Final = Message("use an identifier such as 'en', 'es' or 'es-US'")


# CLDR has "no" for the parent of both forms of Norwegian; texts that say "no" are in Bokmål (IANA, macrolanguages).
_OWN_ALIASES: Final = {"no": "nb"}


@lru_cache(maxsize=1024)
def _parse(identifier: str) -> Locale:
    language, _, rest = identifier.strip().replace("-", "_").partition("_")
    aliases = get_global("language_aliases")
    language = aliases.get(language.lower(), language.lower())
    language = _OWN_ALIASES.get(language, language)
    try:
        if language in ("root", "und"):  # CLDR's words for "no language": Babel would guess English
            raise UnknownLocaleError(identifier)
        return _Locale.parse(f"{language}_{rest}" if rest else language)
    except (ValueError, TypeError, UnknownLocaleError) as error:
        if parts := further_parts(f"{language}_{rest}" if rest else language):
            return _Further(*parts)
        raise LocaleError(Message("unknown locale {value!r}", value=identifier[:100]), hint=_HINT) from error


def locale_id(locale: LocaleLike) -> str:
    """The canonical POSIX form of an identifier, by which files and mappings name a locale.

    >>> locale_id("es-us"), locale_id("spa")
    ('es_US', 'es')
    """
    if type(locale) is _Locale:  # a cache would look for it by its hash, a call more for each of a million look-ups
        return locale._identifier or str(locale)
    try:
        return _locale_id(locale)
    except TypeError as error:  # it cannot be a key
        raise LocaleError(Message("a locale expected, not {name}", name=type(locale).__name__), hint=_HINT) from error


@lru_cache(maxsize=4096)
def _locale_id(locale: LocaleLike) -> str:
    return str(parse(locale))


def tag(locale: LocaleLike) -> str:
    """The BCP 47 language tag, as ``lang`` and ``hreflang`` want it.

    >>> tag("es_MX"), tag("zh_Hant_TW")
    ('es-MX', 'zh-Hant-TW')
    """
    if type(locale) is _Locale:
        if locale._tag is None:
            locale._tag = str(locale).replace("_", "-")
        return locale._tag
    return locale_id(locale).replace("_", "-")


def in_hreflang(locale: LocaleLike) -> bool:
    """Whether Google reads a locale in ``hreflang``: a language of ISO 639-1, perhaps with a script and a country.

    Source: Google Search Central, "Tell Google about localized versions of your page", language and region codes.

    >>> [in_hreflang(locale) for locale in ("es", "zh-Hant", "es-MX", "es-419", "fil")]
    [True, True, True, False, False]
    """
    found = parse(locale)
    return len(found.language) == 2 and (found.territory is None or not found.territory.isdigit())


_SCRIPTED = re.compile("[a-z]{2,3}_[A-Z][a-z]{3}")


@lru_cache(maxsize=1024)
def _parents(identifier: str) -> tuple[Locale, ...]:
    exceptions = get_global("parent_exceptions")
    likely = get_global("likely_subtags")
    chain = [identifier]
    while True:
        last = chain[-1]
        parent = exceptions.get(last) or last.rpartition("_")[0]
        parent = _OWN_ALIASES.get(parent, parent)
        if _SCRIPTED.fullmatch(last) and not likely.get(parent, "").startswith(last):
            parent = "root"  # readers of zh_Hant may not read zh, which is in simplified script
        if not parent or parent == "root" or parent in chain:
            return tuple(_parse(name) for name in chain)
        chain.append(parent)


@explained
def parents(locale: LocaleLike) -> tuple[Locale, ...]:
    """The locale and its CLDR parents, nearest first, without the root (UTS #35 part 1, section 4.1.3).

    >>> [str(parent) for parent in parents("es_MX")]
    ['es_MX', 'es_419', 'es']
    """
    return _parents(locale_id(locale))


@lru_cache(maxsize=1024)
def likeliest(locale: LocaleLike) -> Locale:
    """The locale with the territory that most of its readers have; as it is if CLDR knows none.

    >>> str(likeliest("es")), str(likeliest("zh-Hant")), str(likeliest("es_MX"))
    ('es_ES', 'zh_Hant_TW', 'es_MX')
    """
    locale = parse(locale)
    known = get_global("likely_subtags")
    likely = known.get(f"{locale.language}_{locale.script}") or known.get(locale.language)
    if locale.territory or not likely:
        return locale
    try:
        return _parse(likely)
    except LocaleError:  # CLDR has subtags for it, and no data
        return locale


Regions = tuple[tuple[str, str], ...]
"""The territory that a locale without one stands for, by the identifier of the locale; of an empty one, for all."""


@lru_cache(maxsize=4096)
def regional(locale: LocaleLike, regions: Regions) -> Locale:
    """A locale with the territory that it stands for; as it is where it has one, or CLDR does not know both together.

    >>> str(regional("es", (("es", "US"),))), str(regional("es_MX", (("", "US"),)))
    ('es_US', 'es_MX')
    >>> str(regional("ht", (("", "US"),)))
    'ht'
    """
    locale = parse(locale)
    stated = dict(regions)
    territory = stated.get(str(locale)) or stated.get("")
    if locale.territory or not territory:
        return locale
    written = f"_{locale.script}" if locale.script else ""
    try:
        return _parse(f"{locale.language}{written}_{territory}")
    except LocaleError:
        return locale


@lru_cache(maxsize=4096)
def same_language(one: LocaleLike, other: LocaleLike) -> bool:
    """Whether texts in two locales are in one language and script, so that the one need not be marked in the other.

    >>> same_language("es", "es_MX"), same_language("zh", "zh_Hant"), same_language("zh", "zh_Hans_SG")
    (True, False, True)
    """
    one, other = parse(one), parse(other)
    return one is other or (one.language == other.language and script(one) == script(other))


def script(locale: Locale) -> str | None:
    """The script of a locale, or else the one it is likeliest in (CLDR, likely subtags), by its ISO 15924 code.

    >>> script(parse("zh-TW")), script(parse("ar"))
    ('Hant', 'Arab')
    """
    if locale.script:
        return locale.script
    if stated := further_languages().get(locale.language, {}).get("script"):
        return stated
    known = get_global("likely_subtags")
    likely = known.get(f"{locale.language}_{locale.territory}") or known.get(locale.language)
    # Babel leaves the script of most of these out.
    return next((part for part in likely.split("_") if len(part) == 4), None) if likely else None


def direction(locale: LocaleLike) -> str:
    """``"ltr"`` or ``"rtl"``, for the ``dir`` attribute.

    >>> direction("es"), direction("ar")
    ('ltr', 'rtl')
    """
    return parse(locale).text_direction
