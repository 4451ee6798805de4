"""The fonts of card images: which has a character, and how words are shaped with it. Lines are broken elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from syndicate.errors import InvalidValueError

if TYPE_CHECKING:
    import uharfbuzz

__all__ = ["FontFile", "Glyph", "Typeface", "Word", "file_digest", "typefaces"]

_FOLDER: Final = Path(__file__).parent / "fonts"


def file_digest(path: Path) -> str:
    """The SHA-256 digest of a file, in hexadecimal; read once as long as it stays the same file."""
    try:
        state = path.stat()
        return _file_digest(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise InvalidValueError(f"cannot read {path}: {error.strerror}", field="card") from error


@lru_cache(maxsize=1024)
def _file_digest(path: Path, changed: int, size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()


@attrs.frozen(eq=False)
class FontFile:
    """A font in a file.

    Attributes:
        path: the file: TrueType or OpenType.
        digest: of its bytes, so that other bytes make another font.
    """

    path: Path
    digest: str

    @cached_property
    def font(self) -> uharfbuzz.Font:
        """The font, in units of the em as it was drawn in."""
        import uharfbuzz

        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.path)))
        if not face.unicodes:
            raise InvalidValueError(f"{self.path} is no font that can be read", field="card.fonts")
        return uharfbuzz.Font(face)

    @cached_property
    def characters(self) -> frozenset[int]:
        """What it has a glyph for."""
        return frozenset(self.font.face.unicodes)


class Glyph(NamedTuple):
    """A shape at its place: its font, its number there, and where it stands, in em from the start of the word."""

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
    """Fonts of one weight, in the order in which they are asked for a character."""

    fonts: tuple[FontFile, ...]

    def lacking(self, text: str) -> str | None:
        """The first character that no font has, or that would have to run from right to left."""
        for character in text:
            if not character.isspace() and (_font(self.fonts, character) is None or _leftward(character)):
                return character
        return None

    def shaped(self, word: str) -> Word:
        """A word with its kerning, ligatures and marks, each part in the first font that has it."""
        return _shaped(self.fonts, word)


def _leftward(character: str) -> bool:
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
        em = font.font.face.upem
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(Glyph(font, info.codepoint, width + place.x_offset / em, place.y_offset / em))
            width += place.x_advance / em
    extents = glyphs[0].font.font.get_glyph_extents(glyphs[0].number) if glyphs else None
    bearing = extents.x_bearing / glyphs[0].font.font.face.upem if extents is not None else 0.0
    return Word(tuple(glyphs), width, bearing)


def _runs(fonts: tuple[FontFile, ...], word: str) -> Iterator[tuple[FontFile, str]]:
    """The parts of a word that are in one font; a mark stays with its letter where that font has it."""
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
        regular, bold: the publisher's files.

    Raises:
        InvalidValueError: a file cannot be read.
    """
    return _typeface((*regular, _FOLDER / "PublicSans-Regular.ttf")), _typeface(
        (*bold, _FOLDER / "PublicSans-Bold.ttf")
    )


def _typeface(paths: tuple[Path, ...]) -> Typeface:
    return _loaded(tuple((path, file_digest(path)) for path in paths))


@lru_cache(maxsize=64)
def _loaded(files: Any) -> Typeface:
    return Typeface(tuple(FontFile(path, digest) for path, digest in files))
