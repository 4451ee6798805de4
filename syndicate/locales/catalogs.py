"""Labels, which surround a topic's own text: the catalogs of the package and of a publisher."""

from __future__ import annotations

import struct
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from syndicate.errors import LocaleError, Message
from syndicate.explained import explained, explained_methods
from syndicate.locales.identifiers import LocaleLike, Regions, parents, parse, regional, same_language
from syndicate.locales.order import known_alphabet
from syndicate.locales.own_files import FileState, files_of
from syndicate.reasons import of_parser

__all__ = [
    "DOMAIN",
    "MESSAGE_LOCALE",
    "Label",
    "Labels",
    "catalog_file",
    "labels",
    "marked",
    "own_catalog_file",
    "packaged",
    "parsed_catalog",
    "spoken",
]

DOMAIN = "syndicate"
"""The gettext domain of the package's own catalogs."""

MESSAGE_LOCALE = parse("en")
"""The language of messages and labels in the code, from which all others are translated."""


_FILES = (f"LC_MESSAGES/{DOMAIN}.po", f"LC_MESSAGES/{DOMAIN}.mo")


class Label(str):
    """A text that knows its language, so that it can be marked where its surroundings are in another one.

    Attributes:
        locale: the locale whose catalog has it.
    """

    __slots__ = ("locale",)
    locale: Locale

    def __new__(cls, text: str, locale: Locale) -> Label:  # noqa: D102
        made = super().__new__(cls, text)
        made.locale = locale
        return made

    def __getnewargs__(self) -> tuple[str, Locale]:  # type: ignore[override]  # what pickle gives to __new__
        return str(self), self.locale

    def format(self, *args: object, **values: object) -> Label:
        """The label with its placeholders filled; it stays in its language."""
        return Label(super().format(*args, **values), self.locale)


class _Absent(NullTranslations):
    """The fallback of each catalog, which distinguishes a missing message from one that reads as in English."""

    def ugettext(self, message: str) -> str:
        raise KeyError(message)

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)

    def upgettext(self, context: str, message: str) -> str:
        raise KeyError(message)

    gettext, ngettext, pgettext = ugettext, ungettext, upgettext  # which the first three forward to


@explained_methods
class Labels:
    """The labels of one locale, which surround a topic's own text. Each knows its actual language.

    Attributes:
        locale: the first locale of which there is a catalog; English, the language of the message ids, if there is
            none. A single label may be in another: a publisher's own catalog need not have all.
    """

    def __init__(
        self,
        catalogs: Sequence[tuple[Locale, NullTranslations]],
        asked: tuple[LocaleLike, Path | None],
        regions: Regions = (),
    ) -> None:
        self._asked = (*asked, regions)
        self._regions = regions
        self._catalogs = tuple(catalogs)
        self.locale = self._catalogs[0][0] if self._catalogs else MESSAGE_LOCALE
        # The same few labels are on every page.
        self._known = lru_cache(maxsize=1024)(self._gettext)
        self._known_in_context = lru_cache(maxsize=1024)(self._pgettext)

    def __reduce__(self) -> tuple[Callable[..., Labels], tuple[LocaleLike, Path | None, Regions]]:
        return labels, self._asked  # gettext's rules of plurals cannot be pickled

    def gettext(self, message: str) -> Label:
        """A label by its English text."""
        return self._known(message)

    def printed(self, locale: Locale) -> Locale:
        """The locale in which numbers and dates in a text are printed: with the publisher's region, if it has none."""
        return regional(locale, self._regions)

    def _gettext(self, message: str) -> Label:
        return self._first(message, lambda catalog: catalog.ugettext(message))

    def ngettext(self, singular: str, plural: str, num: int) -> Label:
        """A label that depends on a number."""
        english = singular if num == 1 else plural
        return self._first(english, lambda catalog: catalog.ungettext(singular, plural, num))

    def pgettext(self, context: str, message: str) -> Label:
        """A label by its English text, where that alone is ambiguous."""
        return self._known_in_context(context, message)

    def _pgettext(self, context: str, message: str) -> Label:
        return self._first(message, lambda catalog: catalog.upgettext(context, message))

    @property
    def alphabet(self) -> str:
        """The letters of the language in their order: those that its catalog states, or CLDR's.

        English ones, where neither has them. `sort_key` says how they are written.
        """
        asked = self._asked[0]
        stated = self.pgettext("alphabet", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if same_language(stated.locale, asked):
            return stated
        return known_alphabet(asked) or stated

    def _first(self, english: str, look_up: Callable[[Any], str]) -> Label:
        for locale, catalog in self._catalogs:
            try:
                return Label(look_up(catalog), locale)
            except KeyError:
                continue
        return Label(english, MESSAGE_LOCALE)


def marked(message: str) -> str:
    """Mark a message for extraction (``pybabel extract -k marked``); it is translated when it is shown."""
    return message


def packaged() -> tuple[Locale, ...]:
    """The locales the package has a catalog for, by identifier.

    >>> {"en", "es"} <= {str(locale) for locale in packaged()}
    True
    """
    return _packaged()


@cache
def _packaged() -> tuple[Locale, ...]:
    folder = files("syndicate") / "_locales"
    return tuple(parse(entry.name) for entry in sorted(folder.iterdir(), key=lambda entry: entry.name))


@cache
def spoken() -> tuple[Locale, ...]:
    """The locales in which commands speak: those of which the package has all messages, not only readers' labels.

    >>> [str(locale) for locale in spoken()]
    ['en', 'es']
    """
    sizes = {locale: _size(locale) for locale in packaged()}
    return tuple(locale for locale, size in sizes.items() if size == sizes[MESSAGE_LOCALE])


def _size(locale: Locale) -> int:
    """How many messages a compiled catalog has: the third number in the header of a MO file (GNU gettext, 10.3)."""
    with catalog_file(locale).open("rb") as stream:
        return int(struct.unpack("<3I", stream.read(12))[2])


def catalog_file(locale: Locale) -> Traversable:
    """Where the package has its catalog of a locale, if it has one."""
    return files("syndicate") / "_locales" / str(locale) / "LC_MESSAGES" / f"{DOMAIN}.mo"


@explained
def labels(locale: LocaleLike, directory: Path | None = None, regions: Regions = ()) -> Labels:
    """The labels of a locale, following CLDR's parents; a publisher's own folder goes before the package's.

    Args:
        locale: the reader's locale.
        directory: a folder ``LANG/LC_MESSAGES/syndicate.po`` (or ``.mo``), for further languages or other words.
        regions: the territories that languages without one stand for.

    Raises:
        LocaleError: a catalog in ``directory`` cannot be read.

    >>> labels("es_MX").gettext("Also called"), str(labels("es_MX").locale)
    ('También se conoce como', 'es')
    """
    return _labels(locale, directory, files_of(locale, directory, *_FILES), regions)


@lru_cache(maxsize=64)
def _labels(
    locale: LocaleLike, directory: Path | None, files_there: tuple[FileState, ...], regions: Regions = ()
) -> Labels:
    """The labels of a locale, read again once the publisher's files have changed."""
    found: list[tuple[Locale, Translations]] = []
    for parent in parents(locale):
        if directory is not None and (own := _from_folder(directory, parent)):
            found.append((parent, own))
        if (compiled := catalog_file(parent)).is_file():
            with compiled.open("rb") as stream:
                found.append((parent, Translations(stream, DOMAIN)))
    for _, translations in found:
        translations.add_fallback(_Absent())
    return Labels(found, (locale, directory), regions)


def _from_folder(directory: Path, locale: Locale) -> Translations | None:
    path = own_catalog_file(directory, locale)
    if path is None:
        return None
    buffer = BytesIO()
    write_mo(buffer, parsed_catalog(path, locale))
    buffer.seek(0)
    return Translations(buffer, DOMAIN)


def own_catalog_file(directory: Path, locale: Locale) -> Path | None:
    """A publisher's catalog of a locale, as text or compiled."""
    path = directory / str(locale) / "LC_MESSAGES" / f"{DOMAIN}.po"
    return next((file for file in (path, path.with_suffix(".mo")) if file.is_file()), None)


def parsed_catalog(path: Path, locale: Locale) -> Catalog:
    """A publisher's catalog, with a text for each plural of its language.

    Raises:
        LocaleError: the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            if path.suffix == ".mo":
                return read_mo(stream)
            content = stream.read().removeprefix(BOM_UTF8)  # which editors on Windows write
        catalog = read_po(BytesIO(content), locale=locale, abort_invalid=True)
        for message in catalog:
            if isinstance(message.string, tuple):  # without a rule of its own, it may have fewer
                given = [form for form in message.string if form]
                message.string = (*given, *given[-1:] * (len(message.string) - len(given)))
    except (PoFileError, ValueError, LookupError, OSError, struct.error) as error:
        raise LocaleError(Message("unreadable catalog: {error}", error=of_parser(error)), source=str(path)) from error
    return catalog
