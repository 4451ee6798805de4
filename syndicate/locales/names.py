"""The names of languages, in all languages that CLDR has them in; no identifier is parsed here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale
from babel.localedata import locale_identifiers

from syndicate.errors import LocaleError, Message
from syndicate.explained import explained
from syndicate.locales.catalogs import MESSAGE_LOCALE, spoken
from syndicate.locales.cldr_gaps import language_names, own_words, territory_names
from syndicate.locales.formats import capitalized
from syndicate.locales.further import further_languages
from syndicate.locales.identifiers import LocaleLike, parse, same_language, tag

__all__ = ["from_name", "language_label", "language_name", "locale_name", "distinct_name"]


@explained
@lru_cache(maxsize=1024)
def language_name(locale: LocaleLike, in_locale: LocaleLike | None = None) -> str:
    """The name of a locale's language, in its own language unless another is asked for.

    >>> language_name("es"), language_name("es", "en"), language_name("en", "es")
    ('español', 'Spanish', 'inglés')
    >>> language_name("zh_Hant_TW", "en")
    'Traditional Chinese'
    >>> language_name("hmn"), language_name("hmn", "en"), language_name("mww", "es")
    ('Hmoob', 'Hmong', 'hmong blanco')
    """
    locale = parse(locale)
    asked = parse(in_locale or locale)
    names = language_names(asked)
    scripted = names.get(f"{locale.language}_{locale.script}") if locale.script else None
    own = language_names(locale).get(locale.language) if own_words(asked) else None
    further = further_languages().get(locale.language, {})
    stated = further.get(asked.language) or own or further.get("own")
    return scripted or names.get(locale.language) or stated or tag(locale)


@lru_cache(maxsize=1024)
def locale_name(locale: LocaleLike, in_locale: LocaleLike) -> str:
    """What :func:`language_name` returns, with what the locale states that tells it from others of that name.

    That is its territory, and its script where the name does not say it.

    >>> locale_name("es", "en"), locale_name("es_MX", "en"), locale_name("es_MX", "es")
    ('Spanish', 'Spanish (Mexico)', 'español (México)')
    >>> locale_name("zh_Hant", "en"), locale_name("sr_Latn", "en"), locale_name("sr_Latn_ME", "en")
    ('Traditional Chinese', 'Serbian (Latin)', 'Serbian (Latin, Montenegro)')
    """
    locale, asked = parse(locale), parse(in_locale)
    name = language_name(locale, asked)
    says_script = name == language_names(asked).get(f"{locale.language}_{locale.script}")
    writing = None if says_script else asked.scripts.get(locale.script or "")
    stated = [part for part in (writing, territory_names(asked).get(locale.territory or "")) if part]
    return f"{name} ({', '.join(stated)})" if stated else name


def distinct_name(locale: LocaleLike, in_locale: LocaleLike | None, among: Iterable[LocaleLike]) -> str:
    """What :func:`language_name` returns; what :func:`locale_name` does where another of some locales is named alike.

    >>> distinct_name("es_MX", "es", ["en", "es_MX", "es_US"]), distinct_name("es_MX", "es", ["en", "es_MX"])
    ('español (México)', 'español')
    >>> distinct_name("sr_Latn", "en", ["sr_Latn", "sr_Cyrl"]), distinct_name("sr_Latn", None, ["sr_Latn", "sr_Cyrl"])
    ('Serbian (Latin)', 'srpski')
    """
    locale, others = parse(locale), [parse(other) for other in among]
    name = language_name(locale, in_locale)
    for other in others:
        if other != locale and (same_language(locale, other) or language_name(other, in_locale) == name):
            return locale_name(locale, in_locale or locale)
    return name


def language_label(locale: LocaleLike, in_locale: LocaleLike | None = None) -> str:
    """What :func:`language_name` returns, as it stands alone, for example in a list of languages to choose from.

    >>> language_label("es"), language_label("en", "es")
    ('Español', 'Inglés')
    """
    return capitalized(language_name(locale, in_locale))


@cache
def _names_in(identifier: str) -> dict[str, str]:
    return {name.casefold(): code for code, name in parse(identifier).languages.items()}


@cache
def _autonyms() -> dict[str, str]:
    names: dict[str, str] = {}
    for identifier in sorted(locale_identifiers()):
        if "_" not in identifier:
            name = parse(identifier).languages.get(identifier)
            if name:
                names.setdefault(name.casefold(), identifier)
    return names


@explained
@lru_cache(maxsize=1024)
def from_name(name: str) -> Locale:
    """The locale of a language's name, its own name for itself, or any code.

    Raises:
        LocaleError: no language has that name or code.

    >>> [str(from_name(name)) for name in ("Spanish", "español", "inglés", "spa", "es-US", "espanol", "ingles")]
    ['es', 'es', 'en', 'es', 'es_US', 'es', 'en']
    >>> [str(from_name(name)) for name in ("Chinese, Simplified (Mandarin dialect)", "Haitian Creole (Kreyol ayisyen)")]
    ['zh_Hans', 'ht']
    """
    for code in _codes(name):
        with suppress(LocaleError):
            return parse(code)
    raise LocaleError(
        Message("unknown language {value!r}", value=name[:100]),
        hint=Message("use its English name, its own name, or its ISO 639 code"),
    )


@cache
def _further_names() -> dict[str, str]:
    import tomllib

    stated = tomllib.loads((files("syndicate.locales") / "names.toml").read_text(encoding="utf-8"))
    further = {name.casefold(): code for code, names in further_languages().items() for name in _names_of(names)}
    return further | {name.casefold(): code for code, names in stated.items() for name in names}


def _names_of(further: Mapping[str, str]) -> Iterator[str]:
    return (name for key, name in further.items() if key != "script")


def _codes(name: str) -> Iterator[str]:
    """The codes a name may stand for, the likeliest first; own names last, as they load every locale there is."""
    folded = unicodedata.normalize("NFC", name.strip().casefold())
    first, parenthesis, _ = folded.partition(" (")
    for catalog in (str(MESSAGE_LOCALE), *(str(locale) for locale in spoken())):
        if code := _names_in(catalog).get(folded):
            yield code
    if code := _further_names().get(folded):
        yield code
    yield name
    if code := _autonyms().get(folded):
        yield code
    if code := _plain_names().get(_plain(folded)):
        yield code
    if parenthesis and folded.endswith(")"):
        yield from _codes(first)


@cache
def _plain_names() -> dict[str, str]:
    """Names as folders have them, without accents: ``espanol``; none that two languages have then."""
    known = [_autonyms(), *(_names_in(str(locale)) for locale in (MESSAGE_LOCALE, *spoken()))]
    found: dict[str, set[str]] = {}
    for names in known:
        for name, code in names.items():
            found.setdefault(_plain(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}


def _plain(name: str) -> str:
    """A name without marks on its letters."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))
