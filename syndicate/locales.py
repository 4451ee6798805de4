"""Everything Babel: identifiers, fallback, negotiation, names, labels, dates, lists. No text of a topic lives here.

Locales are CLDR's (UTS #35); what is written into documents is the BCP 47 tag (``es-MX``), what files and
catalogs use is the POSIX form (``es_MX``).
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.localedata import locale_identifiers
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from syndicate.errors import LocaleError

__all__ = [
    "DOMAIN",
    "Labels",
    "LocaleLike",
    "direction",
    "from_name",
    "index_letter",
    "joined",
    "labels",
    "language_name",
    "locale_id",
    "long_date",
    "negotiate",
    "number",
    "packaged",
    "parents",
    "parse",
    "parse_long_date",
    "sort_key",
    "tag",
    "with_territory",
]

DOMAIN = "syndicate"
"""The gettext domain of the package's own catalogs."""

LocaleLike = str | Locale
"""What every function takes for a locale: a :class:`babel.Locale`, or an identifier in any spelling."""


class _Locale(Locale):
    """A locale that knows its identifier and hash by heart: it is looked up for every text of every topic."""

    _identifier: str | None = None
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


def parse(identifier: LocaleLike) -> Locale:
    """The CLDR locale of an identifier; ``-`` and ``_`` and any case are taken, ISO 639-2 codes too.

    Raises:
        LocaleError: CLDR knows no such locale.

    >>> str(parse("es-us")), str(parse("ES_mx")), str(parse("spa"))
    ('es_US', 'es_MX', 'es')
    """
    return identifier if isinstance(identifier, Locale) else _parse(identifier)


@lru_cache(maxsize=1024)
def _parse(identifier: str) -> Locale:
    language, _, rest = identifier.strip().replace("-", "_").partition("_")
    aliases = get_global("language_aliases")
    language = aliases.get(language.lower(), language.lower())
    try:
        if language in ("root", "und"):  # CLDR's words for "no language": Babel would guess English
            raise UnknownLocaleError(identifier)
        return _Locale.parse(f"{language}_{rest}" if rest else language)
    except (ValueError, TypeError, UnknownLocaleError) as error:
        raise LocaleError(
            f"unknown locale {identifier!r}", hint="use an identifier such as 'en', 'es' or 'es-US'"
        ) from error


@lru_cache(maxsize=4096)
def locale_id(locale: LocaleLike) -> str:
    """The canonical POSIX form of an identifier, by which files and mappings name a locale.

    >>> locale_id("es-us"), locale_id("spa")
    ('es_US', 'es')
    """
    return str(parse(locale))


@lru_cache(maxsize=4096)
def tag(locale: LocaleLike) -> str:
    """The BCP 47 language tag, as ``lang`` and ``hreflang`` want it.

    >>> tag("es_MX"), tag("zh_Hant_TW")
    ('es-MX', 'zh-Hant-TW')
    """
    return locale_id(locale).replace("_", "-")


_SCRIPTED = re.compile("[a-z]{2,3}_[A-Z][a-z]{3}")


@lru_cache(maxsize=1024)
def _parents(identifier: str) -> tuple[Locale, ...]:
    exceptions = get_global("parent_exceptions")
    likely = get_global("likely_subtags")
    chain = [identifier]
    while True:
        last = chain[-1]
        parent = exceptions.get(last) or last.rpartition("_")[0]
        if _SCRIPTED.fullmatch(last) and not likely.get(parent, "").startswith(last):
            parent = "root"  # who reads zh_Hant may not read zh, which is in simplified script
        if not parent or parent == "root":
            return tuple(_parse(name) for name in chain)
        chain.append(parent)


def parents(locale: LocaleLike) -> tuple[Locale, ...]:
    """The locale and its CLDR parents, nearest first, without the root (UTS #35 part 1, section 4.1.3).

    >>> [str(parent) for parent in parents("es_MX")]
    ['es_MX', 'es_419', 'es']
    """
    return _parents(locale_id(locale))


@lru_cache(maxsize=1024)
def with_territory(locale: LocaleLike) -> str | None:
    """The locale as ``language_TERRITORY``, for programs that know no other form.

    Where it has no territory, it gets the one that most of its readers are in (CLDR, likely subtags); None if none is
    known.

    >>> with_territory("es-MX"), with_territory("en"), with_territory("es")
    ('es_MX', 'en_US', 'es_ES')
    """
    locale = parse(locale)
    likely = get_global("likely_subtags").get(locale.language)
    territory = locale.territory or (Locale.parse(likely).territory if likely else None)
    return f"{locale.language}_{territory}" if territory else None


def direction(locale: LocaleLike) -> str:
    """``"ltr"`` or ``"rtl"``, for the ``dir`` attribute.

    >>> direction("es"), direction("ar")
    ('ltr', 'rtl')
    """
    return parse(locale).text_direction


@lru_cache(maxsize=1024)
def language_name(locale: LocaleLike, in_locale: LocaleLike | None = None) -> str:
    """The name of a locale's language, in its own language unless another is asked for.

    >>> language_name("es"), language_name("es", "en"), language_name("en", "es")
    ('español', 'Spanish', 'inglés')
    """
    locale = parse(locale)
    return locale.get_language_name(parse(in_locale or locale)) or tag(locale)


@cache
def _names_in(identifier: str) -> dict[str, str]:
    return {name.casefold(): code for code, name in _parse(identifier).languages.items()}


@cache
def _autonyms() -> dict[str, str]:
    names: dict[str, str] = {}
    for identifier in sorted(locale_identifiers()):
        if "_" not in identifier:
            name = _parse(identifier).languages.get(identifier)
            if name:
                names.setdefault(name.casefold(), identifier)
    return names


@lru_cache(maxsize=1024)
def from_name(name: str) -> Locale:
    """The locale a source means by a language's name, its own name for itself, or any code.

    Raises:
        LocaleError: no language has that name or code.

    >>> [str(from_name(name)) for name in ("Spanish", "español", "inglés", "spa", "es-US")]
    ['es', 'es', 'en', 'es', 'es_US']
    """
    for code in _codes(name):
        with suppress(LocaleError):
            return parse(code)
    raise LocaleError(f"unknown language {name!r}", hint="use its English name, its own name, or its ISO 639 code")


def _codes(name: str) -> Iterator[str]:
    """The codes a name may stand for, the likeliest first; own names last, as they load every locale there is."""
    folded = name.strip().casefold()
    for catalog in ("en", *(str(locale) for locale in packaged())):
        if code := _names_in(catalog).get(folded):
            yield code
    yield name
    if code := _autonyms().get(folded):
        yield code


_RANGE = re.compile(
    r"\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?\s*",
    re.ASCII | re.IGNORECASE,
)


def negotiate(header: str | None, available: Iterable[LocaleLike], default: LocaleLike) -> Locale:
    """The best of the available locales for an ``Accept-Language`` header (RFC 9110 section 12.5.4).

    Ranges are looked up (RFC 4647 section 3.4) along CLDR's parents, then by language alone; ``*`` stands for what
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
    return next((locale for locale in offered.values() if locale.language == asked.language), None)


class Labels:
    """The catalog of one locale's labels: what stands around a topic's own text.

    Attributes:
        locale: the locale whose catalog was really found, English (the language of the message ids) at last.
    """

    def __init__(self, locale: Locale, translations: NullTranslations) -> None:
        self.locale = locale
        self.gettext = translations.ugettext
        self.ngettext = translations.ungettext
        self.pgettext = translations.upgettext
        self.npgettext = translations.unpgettext


def packaged() -> tuple[Locale, ...]:
    """The locales the package has a catalog for, by identifier.

    >>> [str(locale) for locale in packaged()]
    ['en', 'es']
    """
    return _packaged()


@cache
def _packaged() -> tuple[Locale, ...]:
    folder = files("syndicate") / "_locales"
    return tuple(parse(entry.name) for entry in sorted(folder.iterdir(), key=lambda entry: entry.name))


@lru_cache(maxsize=64)
def labels(locale: LocaleLike, directory: Path | None = None) -> Labels:
    """The labels of a locale, following CLDR's parents; a publisher's own folder goes before the package's.

    Args:
        locale: the locale to be read.
        directory: a folder ``LANG/LC_MESSAGES/syndicate.po`` (or ``.mo``), for further languages or other words.

    Raises:
        LocaleError: a catalog in ``directory`` cannot be read.

    >>> labels("es_MX").gettext("Also called"), str(labels("es_MX").locale)
    ('También se conoce como', 'es')
    """
    found: list[tuple[Locale, Translations]] = []
    for parent in parents(locale):
        if directory is not None and (own := _from_folder(directory, parent)):
            found.append((parent, own))
        compiled = files("syndicate") / "_locales" / str(parent) / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if compiled.is_file():
            with compiled.open("rb") as stream:
                found.append((parent, Translations(stream, DOMAIN)))
    if not found:
        return Labels(parse("en"), NullTranslations())
    for (_, translations), (_, fallback) in pairwise(found):
        translations.add_fallback(fallback)
    return Labels(*found[0])


def _from_folder(directory: Path, locale: Locale) -> Translations | None:
    path = directory / str(locale) / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.is_file():
        path = path.with_suffix(".mo")
        if not path.is_file():
            return None
    try:
        with path.open("rb") as stream:
            if path.suffix == ".mo":
                return Translations(stream, DOMAIN)
            catalog = read_po(stream, locale=locale, abort_invalid=True)
        buffer = BytesIO()
        write_mo(buffer, catalog)
    except (PoFileError, ValueError, LookupError, OSError, struct.error) as error:
        raise LocaleError(f"unreadable catalog: {error}", source=str(path)) from error
    buffer.seek(0)
    return Translations(buffer, DOMAIN)


def _utc_date(moment: date) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=8192)
def _long_date(moment: date, locale: Locale) -> str:
    return format_date(moment, format="long", locale=locale)


def long_date(moment: date, locale: LocaleLike) -> str:
    """A date in CLDR's long form; a moment stands for its day in UTC.

    >>> long_date(date(2019, 10, 29), "en"), long_date(date(2019, 10, 29), "es")
    ('October 29, 2019', '29 de octubre de 2019')
    """
    return _long_date(_utc_date(moment), parse(locale))


def parse_long_date(text: str, locale: LocaleLike) -> date | None:
    """The day that a written-out date names, or None; words around it are passed over.

    >>> parse_long_date("Última actualización 24 agosto 2026", "es")
    datetime.date(2026, 8, 24)
    >>> parse_long_date("Last updated October 29, 2019", "en")
    datetime.date(2019, 10, 29)
    """
    months = {
        name.casefold().rstrip("."): number
        for width in ("abbreviated", "wide")
        for number, name in parse(locale).months["format"][width].items()
    }
    words = re.findall(r"[^\W\d_]+|\d+", text.casefold())
    month = next((months[word] for word in words if word in months), None)
    day = next((int(word) for word in words if word.isdecimal() and len(word) <= 2), None)
    year = next((int(word) for word in words if word.isdecimal() and len(word) == 4), None)
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None


def number(value: float, locale: LocaleLike) -> str:
    """A number with the locale's grouping and decimal marks.

    >>> number(1021, "en"), number(2044.5, "de")
    ('1,021', '2.044,5')
    """
    return format_decimal(value, locale=parse(locale))


def joined(items: Sequence[str], locale: LocaleLike) -> str:
    """Words as a list in a sentence.

    >>> joined(["ADN", "genes", "cromosomas"], "es")
    'ADN, genes y cromosomas'
    """
    return format_list(list(items), locale=parse(locale))


@lru_cache(maxsize=65_536)
def sort_key(text: str, alphabet: str) -> tuple[tuple[int, ...], str]:
    """A key that sorts titles as a printed index does: accents and leading marks aside, by the alphabet given.

    Args:
        text: a title.
        alphabet: the language's capital letters in order, from its catalog; ``Ñ`` is a letter of its own only
            where the alphabet says so.

    >>> spanish = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    >>> sorted(["Oídos", "Ñu", "¿Náuseas?", "Nuez"], key=lambda title: sort_key(title, spanish))
    ['¿Náuseas?', 'Nuez', 'Ñu', 'Oídos']
    """
    places = []
    for character in unicodedata.normalize("NFC", text.upper()):
        letter = character
        if letter not in alphabet:
            letter = unicodedata.normalize("NFD", character)[0]
        place = alphabet.find(letter)
        if place >= 0:
            places.append(100 + place)
        elif letter.isdigit():
            places.append(1 + (unicodedata.digit(letter, 0)))
        elif letter.isspace() and places:
            places.append(0)
        elif letter.isalpha():
            places.append(1000 + ord(letter))
    return tuple(places), text


def index_letter(title: str, alphabet: str) -> str:
    """The letter a title stands under in an index: its first one in the alphabet, ``#`` if it begins with another.

    >>> index_letter("¿Náuseas?", "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"), index_letter("5 consejos", "ABC")
    ('N', '#')
    """
    for place in sort_key(title, alphabet)[0]:
        return alphabet[place - 100] if 100 <= place < 1000 else "#"
    return "#"
