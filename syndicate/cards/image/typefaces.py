"""The two typefaces of a card: a publisher's fonts, ours, and those asked last. Words are shaped in `fonts`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel import Locale

from syndicate.bounded import file_digest
from syndicate.cards.image.font_files import BOLD, REGULAR, FontFile
from syndicate.cards.image.fonts import Typeface
from syndicate.locales import parents
from syndicate.locales.identifiers import script
from syndicate.model.card_fonts import LATIN, FontFiles, FontTable
from syndicate.model.card_style import CardStyle

__all__ = ["is_brought", "typefaces", "unread_fonts"]

_FOLDER: Final = Path(__file__).parent / "fonts"
_FALLBACK: Final = _FOLDER / "fallback.toml"

_PARTS: Final = {
    "Hanb": frozenset({"Hani", "Bopo"}),
    "Hans": frozenset({"Hani", "Bopo"}),
    "Hant": frozenset({"Hani", "Bopo"}),
    "Hrkt": frozenset({"Hira", "Kana"}),
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Kore": frozenset({"Hang", "Hani"}),
}
"""The scripts that a writing system is of (ISO 15924); a character has one of these."""

_SHARED: Final = frozenset({"Zyyy"})
"""What characters of many scripts have, such as punctuation (UAX #24)."""

_Given = tuple[tuple[Path, str], ...]


class _Chosen(NamedTuple):
    """A publisher's files for a language, each with its digest: those asked first, and those of scripts by code."""

    leading: _Given
    scripts: tuple[tuple[str, _Given], ...]


def typefaces(style: CardStyle | None = None, locale: Locale | None = None) -> tuple[Typeface, Typeface]:
    """The regular and the bold typeface of a language: a publisher's own fonts, ours, then those for other scripts.

    Args:
        style: with the publisher's fonts; those that cannot be drawn with are left out.
        locale: the language of the texts, which Chinese, Japanese, and Korean characters differ by.
    """
    style = style or _PLAIN
    region = _region(locale)
    regular, bold = _chosen(style.fonts, locale), _chosen(style.bold_fonts, locale)
    # A character that only the other weight has is rather drawn in that.
    return _loaded(regular, bold, region, REGULAR), _loaded(bold, regular, region, BOLD)


_PLAIN: Final = CardStyle()


def unread_fonts(style: CardStyle) -> dict[Path, str]:
    """The publisher's files that letters cannot be drawn with, each with the reason as findings call it."""
    lists = ((style.fonts, REGULAR), (style.bold_fonts, BOLD))
    given = [(one, weight) for fonts, weight in lists for one in _given(_table(fonts).files)]
    return {path: fault for (path, digest), weight in given if (fault := _fault(path, digest, weight)) is not None}


@lru_cache(maxsize=256)
def _fault(path: Path, digest: str, weight: int) -> str | None:
    return FontFile(path, weight).fault


def is_brought(character: str) -> bool:
    """Whether the extra `fonts` has a font for a character, and is not installed."""
    rows = (row for row in _data()["fonts"] if _folder(row.get("package")) is None)
    return any(ord(character) in one for row in rows for one in _ranges(row["characters"]))


def _table(fonts: FontFiles) -> FontTable:
    return fonts if isinstance(fonts, FontTable) else FontTable(fonts, (), ())


def _chosen(fonts: FontFiles, locale: Locale | None) -> _Chosen:
    """The files for a language: where two scripts share letters, as Hans and Hant do, those of its own come first."""
    table = _table(fonts)
    own = script(locale) if locale is not None else None
    scripts = sorted((one for one in table.scripts if one[0] != LATIN), key=lambda one: one[0] != own)
    return _Chosen(_given(table.leading(locale)), tuple((code, _given(paths)) for code, paths in scripts))


def _given(paths: Sequence[Path]) -> _Given:
    return tuple((path, file_digest(path)) for path in paths)


@lru_cache(maxsize=256)
def _loaded(given: _Chosen, others: _Chosen, region: str, weight: int) -> Typeface:
    """A typeface. Punctuation of a script is in its fonts, but these are not to draw the arrows of all languages."""
    own = FontFile(_FOLDER / f"PublicSans-{'Bold' if weight == BOLD else 'Regular'}.ttf", weight)
    files, lent = (_files(one.leading, weight, region) for one in (given, others))
    shipped = _fallback(region, weight)
    ours = tuple(font for font in shipped if font.path.parent == _FOLDER)
    return Typeface(
        (*files, own),
        (
            *lent,
            *_of_scripts(others, weight, region),
            *ours,
            *_of_scripts(given, weight, region, more=_SHARED),
            *_of_scripts(others, weight, region, more=_SHARED),
            *shipped[len(ours) :],
        ),
        _of_scripts(given, weight, region),
    )


def _files(given: _Given, weight: int, region: str, scripts: frozenset[str] = frozenset()) -> tuple[FontFile, ...]:
    """Those of some files that can be drawn with."""
    drawn = (path for path, digest in given if _fault(path, digest, weight) is None)
    return tuple(FontFile(path, weight, region, scripts=scripts) for path in drawn)


def _of_scripts(given: _Chosen, weight: int, region: str, more: frozenset[str] = frozenset()) -> tuple[FontFile, ...]:
    """The fonts of scripts, each for the letters of its script."""
    rows = ((_PARTS.get(code, frozenset({code})) | more, paths) for code, paths in given.scripts)
    return tuple(font for scripts, paths in rows for font in _files(paths, weight, region, scripts))


@lru_cache(maxsize=64)
def _fallback(region: str, weight: int) -> tuple[FontFile, ...]:
    """The fonts of `fallback.toml` that are installed."""
    found = []
    for row in _data()["fonts"]:
        folder = _folder(row.get("package"))
        if folder is not None:
            path = folder / (row.get("bold", row["file"]) if weight == BOLD else row["file"])
            found.append(FontFile(path, weight, region, _ranges(row["characters"])))
    return tuple(font for font in found if font.path.is_file())


def _folder(package: str | None) -> Path | None:
    """The folder of a package, which is not imported; ours if there is no package; None if it is not installed."""
    if package is None:
        return _FOLDER
    found = find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin is not None else None


def _ranges(text: str) -> tuple[range, ...]:
    """Ranges of characters from numbers such as ``0600-06FF 25CC``."""
    pairs = (one.partition("-") for one in text.split())
    return tuple(range(int(first, 16), int(last or first, 16) + 1) for first, _, last in pairs)


def _region(locale: Locale | None) -> str:
    """What the face of a collection that a language has is called by."""
    regions: dict[str, str] = _data()["regions"]
    ids = map(str, parents(locale)) if locale is not None else ()
    return next((regions[one] for one in ids if one in regions), regions["root"])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(_FALLBACK.read_text("utf-8"))
