"""Labels, which stand around a topic's own text: the catalogs of the package and of a publisher. No date is here."""

from __future__ import annotations

import struct
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from syndicate.errors import LocaleError
from syndicate.locales.identifiers import LocaleLike, parents, parse

__all__ = ["DOMAIN", "Labels", "labels", "packaged"]

DOMAIN = "syndicate"
"""The gettext domain of the package's own catalogs."""


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
