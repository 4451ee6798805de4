"""The fonts of card images: which one has a character, and how words are shaped. Lines are broken elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from syndicate.bounded import file_digest

if TYPE_CHECKING:
    import uharfbuzz

__all__ = ["SURE", "FontFile", "Glyph", "Typeface", "Word", "leftward", "typefaces", "unread_fonts"]

_REGULAR: Final = Path(__file__).parent / "fonts" / "PublicSans-Regular.ttf"
_BOLD: Final = Path(__file__).parent / "fonts" / "PublicSans-Bold.ttf"

_SPACES: Final = frozenset(one for one in map(chr, range(0x3001)) if one.isspace())

_LATIN_1: Final = (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100))
SURE: Final = frozenset("\n–—‘’“”…€" + "".join(map(chr, _LATIN_1)))
"""The characters of our own fonts, so that no font is loaded to check a text in a language of western Europe."""


@attrs.frozen(eq=False)
class FontFile:
    """A font in a file.

    Attributes:
        path: the file: TrueType or OpenType.
        digest: of its bytes, so that a changed file is a different font.
    """

    path: Path
    digest: str

    @cached_property
    def font(self) -> uharfbuzz.Font:
        """The font, in units of the em as it was drawn in."""
        import uharfbuzz

        return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.path))))

    @cached_property
    def em(self) -> int:
        """The units of its em."""
        return int(self.font.face.upem)

    @cached_property
    def characters(self) -> frozenset[int]:
        """What it has a glyph for."""
        return frozenset(self.font.face.unicodes)


class Glyph(NamedTuple):
    """A positioned glyph: its font, its index there, and its position, in em from the start of the word."""

    font: FontFile
    number: int
    x: float
    y: float


class Word(NamedTuple):
    """A shaped word: its glyphs, its width, and how far right of its start its first letter begins, in em."""

    glyphs: tuple[Glyph, ...]
    width: float
    bearing: float


@attrs.frozen(eq=False)
class Typeface:
    """Fonts of one weight, in the order in which a character is looked up.

    Attributes:
        fonts: those that can be read.
        unread: the files of those that cannot.
    """

    fonts: tuple[FontFile, ...]
    unread: tuple[Path, ...] = ()

    @cached_property
    def characters(self) -> frozenset[str]:
        """What can be drawn: what a font has, and what does not run from right to left."""
        found = frozenset[int]().union(*(font.characters for font in self.fonts))
        return _SPACES | frozenset(character for character in map(chr, found) if not leftward(character))

    def lacking(self, text: str) -> str | None:
        """The first character that cannot be drawn, since no font has it or it runs from right to left."""
        if SURE.issuperset(text) or self.characters.issuperset(text):
            return None
        return next(one for one in text if one not in self.characters)

    def shaped(self, word: str) -> Word:
        """A word with its kerning, ligatures and marks, each part in the first font that has it."""
        return _shaped(self.fonts, word)


def leftward(character: str) -> bool:
    """Whether a character runs from right to left (UAX #9)."""
    return unicodedata.bidirectional(character) in ("R", "AL", "AN")


@lru_cache(maxsize=4096)
def _font(fonts: Sequence[FontFile], character: str) -> FontFile | None:
    return next((font for font in fonts if ord(character) in font.characters), None)


@lru_cache(maxsize=8192)
def _shaped(fonts: tuple[FontFile, ...], word: str) -> Word:
    import uharfbuzz

    glyphs: list[Glyph] = []
    width = 0.0
    for font, text in _runs(fonts, word):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font.font, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(Glyph(font, info.codepoint, width + place.x_offset / font.em, place.y_offset / font.em))
            width += place.x_advance / font.em
    extents = glyphs[0].font.font.get_glyph_extents(glyphs[0].number) if glyphs else None
    bearing = extents.x_bearing / glyphs[0].font.em if extents is not None else 0.0
    return Word(tuple(glyphs), width, bearing)


def _runs(fonts: tuple[FontFile, ...], word: str) -> Iterator[tuple[FontFile, str]]:
    """The runs of a word that are in one font; a mark stays with its letter if that font has it."""
    run, current = "", fonts[0]
    for character in word:
        font = _font(fonts, character) or fonts[0]
        if unicodedata.combining(character) and run and ord(character) in current.characters:
            font = current
        if font is not current and run:
            yield current, run
            run = ""
        current, run = font, run + character
    if run:
        yield current, run


def typefaces(regular: Sequence[Path] = (), bold: Sequence[Path] = ()) -> tuple[Typeface, Typeface]:
    """The regular and the bold typeface: a publisher's own fonts, then ours.

    Args:
        regular, bold: the publisher's files; those that are not fonts are left out.
    """
    return _typeface(regular, _REGULAR), _typeface(bold, _BOLD)


def unread_fonts(regular: Sequence[Path] = (), bold: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The publisher's files that are not fonts."""
    return tuple(dict.fromkeys(path for face in typefaces(regular, bold) for path in face.unread))


def _typeface(given: Sequence[Path], own: Path) -> Typeface:
    return _loaded(tuple((path, file_digest(path)) for path in given), own)


@lru_cache(maxsize=64)
def _loaded(given: tuple[tuple[Path, str], ...], own: Path) -> Typeface:
    files = [FontFile(path, digest) for path, digest in given]
    fonts = [font for font in files if _is_read(font)]
    unread = tuple(font.path for font in files if font not in fonts)
    return Typeface((*fonts, FontFile(own, file_digest(own))), unread)


def _is_read(font: FontFile) -> bool:
    try:
        return bool(font.characters)
    except Exception:  # HarfBuzz's binding has several errors for a file that it cannot read
        return False
