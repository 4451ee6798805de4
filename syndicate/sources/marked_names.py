"""Names of files with their language in other forms than ``name.es.md``: ``sleep-spanish``, ``sleep_ES``, ``es-sleep``.

A word is the code of a language, or its name in English or in itself, in any letter case. It counts only where files
show it: ``older_os`` and ``it-support`` are words, unless the same name is there with a language beyond doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

from syndicate.locales import locale_id, parse
from syndicate.sources.language_folders import language_named
from syndicate.sources.language_marks import is_plain

__all__ = ["Mark", "marked", "marks_in"]

_CODE: Final = r"[^\W\d_]{2,}"
_REGION: Final = r"[-_](?:[A-Za-z]{4}|[A-Za-z]{2}|[0-9]{3})"
_FORMS: Final = (
    (False, r"(?P<stem>.+)[-_. ]+\(?(?P<word>WORD)\)?"),
    (True, r"\(?(?P<word>WORD)\)?[-_. ]+(?P<stem>.+)"),
)
_PATTERNS: Final = tuple(
    (is_before, re.compile(form.replace("WORD", word)))
    for is_before, form in _FORMS
    for word in (_CODE, _CODE + _REGION)
)


@attrs.frozen
class Mark:
    """A language in the name of a file.

    Attributes:
        word: as it is written.
        locale: its identifier.
        stem: the rest of the name.
        is_before: whether the language stands before it.
    """

    word: str
    locale: str
    stem: str
    is_before: bool


def marks_in(stem: str) -> Iterator[Mark]:
    """The languages that a name may have in it, without the ending of the file.

    >>> [(mark.locale, mark.stem) for mark in marks_in("sleep-Spanish")], [mark.stem for mark in marks_in("es-sleep")]
    ([('es', 'sleep')], ['sleep'])
    >>> [(mark.locale, mark.stem) for mark in marks_in("sleep_es_MX")], list(marks_in("sleeping"))
    ([('es_MX', 'sleep')], [])
    """
    for is_before, pattern in _PATTERNS:
        match = pattern.fullmatch(stem)
        if match is not None and (locale := language_named(match["word"])):
            yield Mark(match["word"], locale, match["stem"], is_before)


def marked(
    paths: Mapping[Path, str], listed: Collection[Locale], main: Locale, stated: Mapping[Path, Locale | None]
) -> dict[Path, tuple[str, Locale]]:
    """The files whose names tell their languages, each with its path without that, and its language.

    Args:
        paths: the path of each file below the folder that is read, with slashes.
        listed: the languages that the settings of the site list.
        main: the language of files that name none; such files count where most of the others translate them.
        stated: the languages that files state themselves: a page about Spanish may be in English.
    """
    return max((_marked(paths, listed, main, stated, is_before) for is_before in (False, True)), key=len)


_Found = dict[str, tuple[Path, str]]
"""Files of one name by their languages, each with its path without the language."""


def _marked(
    paths: Mapping[Path, str],
    listed: Collection[Locale],
    main: Locale,
    stated: Mapping[Path, Locale | None],
    is_before: bool,
) -> dict[Path, tuple[str, Locale]]:
    families: dict[str, _Found] = defaultdict(dict)
    plain: dict[str, tuple[Path, str]] = {}
    for file, path in paths.items():
        folder, slash, name = unicodedata.normalize("NFC", path).rpartition("/")
        stem, _, ending = name.rpartition(".")
        plain[f"{folder}{slash}{stem}".casefold()] = file, path
        for mark in marks_in(stem):
            own = stated.get(file)
            if mark.is_before == is_before and (own is None or own.language == parse(mark.locale).language):
                place = f"{folder}{slash}{mark.stem}"
                families[place.casefold()].setdefault(mark.locale, (file, f"{place}.{ending}"))
    known = _known(families, listed)
    named = [name for name, found in families.items() if known & found.keys()]
    pairs = [name for name in named if len(known & families[name].keys()) > 1]
    translated = [name for name in named if name in plain and locale_id(main) not in families[name]]
    if not pairs and 2 * len(translated) < max(len(named), 1):
        return {}
    made: dict[Path, tuple[str, Locale]] = {}
    for name in sorted(named, key=lambda name: name not in pairs):
        for locale in families[name].keys() & known:
            file, path = families[name][locale]
            made.setdefault(file, (path, parse(locale)))
    if len(translated) > len(pairs):
        made |= {file: (path, main) for file, path in plain.values() if file not in made}
    return made


def _known(families: Mapping[str, _Found], listed: Collection[Locale]) -> set[str]:
    """The languages that names have in them: those beyond doubt, and those of the same names as these."""
    sure = {locale for found in families.values() for locale in found if is_plain(locale) or parse(locale) in listed}
    return sure | {locale for found in families.values() if len(sure & found.keys()) > 1 for locale in found}
