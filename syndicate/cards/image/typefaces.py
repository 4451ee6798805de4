"""The two typefaces of a card: a publisher's fonts, ours, and those asked last. Words are shaped in `fonts`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from babel import Locale

from syndicate.bounded import file_digest
from syndicate.cards.image.font_files import BOLD, REGULAR, FontFile
from syndicate.cards.image.fonts import Typeface
from syndicate.locales import parents
from syndicate.model.card_style import CardStyle

__all__ = ["is_brought", "typefaces", "unread_fonts"]

_FOLDER: Final = Path(__file__).parent / "fonts"
_FALLBACK: Final = _FOLDER / "fallback.toml"

_Given = tuple[tuple[Path, str], ...]


def typefaces(style: CardStyle | None = None, locale: Locale | None = None) -> tuple[Typeface, Typeface]:
    """The regular and the bold typeface of a language: a publisher's own fonts, ours, then those for other scripts.

    Args:
        style: with the publisher's fonts; those that cannot be drawn with are left out.
        locale: the language of the texts, which Chinese, Japanese, and Korean characters differ by.
    """
    style = style or _PLAIN
    region = _region(locale)
    regular, bold = _given(style.fonts), _given(style.bold_fonts)
    # A character that only the other weight has is rather drawn in that.
    return _loaded(regular, bold, region, REGULAR), _loaded(bold, regular, region, BOLD)


_PLAIN: Final = CardStyle()


def unread_fonts(style: CardStyle) -> dict[Path, str]:
    """The publisher's files that letters cannot be drawn with, each with the reason as findings call it."""
    return dict(one for face in typefaces(style) for one in face.unread)


def is_brought(character: str) -> bool:
    """Whether the extra `fonts` has a font for a character, and is not installed."""
    rows = (row for row in _data()["fonts"] if _folder(row.get("package")) is None)
    return any(ord(character) in one for row in rows for one in _ranges(row["characters"]))


def _given(paths: Sequence[Path]) -> _Given:
    return tuple((path, file_digest(path)) for path in paths)


@lru_cache(maxsize=64)
def _loaded(given: _Given, others: _Given, region: str, weight: int) -> Typeface:
    files = [FontFile(path, weight, region) for path, _ in given]
    lent = [FontFile(path, weight, region) for path, _ in others]
    unread = tuple((font.path, font.fault) for font in files if font.fault is not None)
    own = FontFile(_FOLDER / f"PublicSans-{'Bold' if weight == BOLD else 'Regular'}.ttf", weight)
    return Typeface(
        (*(font for font in files if font.fault is None), own),
        (*(font for font in lent if font.fault is None), *_fallback(region, weight)),
        unread,
    )


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
