"""The font files that a publisher names for pictures: one list, or lists by language and script. None is read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, LocaleError, Message
from syndicate.locales import locale_id, parse
from syndicate.locales.identifiers import parents
from syndicate.model.conversions import as_paths

__all__ = ["ALL", "LATIN", "FontFiles", "FontTable", "as_fonts"]

ALL = "all"
"""The key of the files for every language."""

LATIN = "Latn"
"""The script that all texts have signs and digits of: its files lead."""


@attrs.frozen
class FontTable:
    """Font files by language and by script.

    Attributes:
        everywhere: the files for every language, which are asked after those of the text's own.
        languages: those of a language, which all of its texts are asked in first.
        scripts: those of a script, by its ISO 15924 code, for its letters in texts of any language.
    """

    everywhere: tuple[Path, ...]
    languages: tuple[tuple[str, tuple[Path, ...]], ...]
    scripts: tuple[tuple[str, tuple[Path, ...]], ...]

    def leading(self, locale: Locale | None) -> tuple[Path, ...]:
        """The files that texts of a language are asked in first: its own, and those of every language."""
        ids = map(locale_id, parents(locale)) if locale is not None else ()
        own = dict(self.languages)
        latin = dict(self.scripts).get(LATIN, ())
        return (*next((own[one] for one in ids if one in own), ()), *latin, *self.everywhere)

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        tables = (*self.languages, *self.scripts)
        return tuple(dict.fromkeys((*self.everywhere, *(path for _, paths in tables for path in paths))))


FontFiles = tuple[Path, ...] | FontTable


def as_fonts(values: Iterable[str | PathLike[str]] | FontTable) -> FontFiles:
    """Font files as a list, or as a table of such lists by language, script, or ``all``.

    Raises:
        InvalidValueError: they are neither, a key of the table is not a language or script, or a value is not a list.

    >>> as_fonts({"all": ["brand.ttf"], "ar": ["naskh.ttf"]}).leading(Locale("ar", "EG"))
    (PosixPath('naskh.ttf'), PosixPath('brand.ttf'))
    """
    if isinstance(values, FontTable):
        return values
    if not isinstance(values, Mapping):
        return as_paths(values)
    everywhere: tuple[Path, ...] = ()
    languages: dict[str, tuple[Path, ...]] = {}
    scripts: dict[str, tuple[Path, ...]] = {}
    for key, paths in values.items():
        if key == ALL:
            everywhere = as_paths(paths)
        elif (code := str(key).title()) in _scripts():
            scripts[code] = as_paths(paths)
        else:
            languages[_language(str(key))] = as_paths(paths)
    return FontTable(everywhere, tuple(languages.items()), tuple(scripts.items()))


def _scripts() -> Mapping[str, str]:
    """The scripts that CLDR has a name for, by their codes. Those that begin with Z are not scripts, as `Zyyy`."""
    names: Mapping[str, str] = Locale("en").scripts
    return {code: name for code, name in names.items() if not code.startswith("Z")}


def _language(key: str) -> str:
    try:
        return locale_id(parse(key))
    except LocaleError as error:
        raise InvalidValueError(
            Message("{key!r} is neither a language nor a script", key=key),
            hint=Message("write a locale such as 'ar' or 'zh-Hant', a script such as 'Arab', or 'all'"),
        ) from error
