"""A font in a file: its face, its weight, and whether its letters can be drawn. Which fonts there are is elsewhere."""

from __future__ import annotations

import re
import struct
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from syndicate.bounded import file_digest
from syndicate.character_data import script

if TYPE_CHECKING:
    import uharfbuzz

__all__ = ["BOLD", "REGULAR", "FontFile", "shows_nothing"]

REGULAR: Final = 400
BOLD: Final = 700
"""The weights of texts and titles (OpenType, OS/2.usWeightClass)."""

_NOTHING: Final = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]*"
)
"""Spaces, and what Unicode calls default ignorable: joiners, variation selectors, controls of direction."""

_MARKS: Final = frozenset({"Zinh"})
"""The script of marks that stand on letters of several scripts, such as the vowels of Arabic (UAX #24)."""

_WEB_FONTS: Final = (b"wOFF", b"wOF2")
_COLLECTION: Final = b"ttcf"
_OUTLINES: Final = frozenset({"glyf", "CFF ", "CFF2"})
_COLORS: Final = frozenset({"CBDT", "COLR", "SVG ", "sbix"})


def shows_nothing(text: str) -> bool:
    """Whether a text has only characters that need no glyph.

    >>> shows_nothing("\\u200d\\ufe0f"), shows_nothing("a")
    (True, False)
    """
    return _NOTHING.fullmatch(text) is not None


@attrs.frozen(eq=False)
class FontFile:
    """A font in a file.

    Attributes:
        path: the file: TrueType or OpenType, a collection of such fonts, or a variable font.
        weight: in which a variable font is set; of a collection, the face that is nearest to it.
        region: of a collection, faces that have this word in their name, such as ``SC`` for Simplified Chinese, come
            before others.
        covers: the characters that it is asked for, as numbers; all if there are none. Other texts do not load it.
        scripts: those whose characters it is asked for, and marks, by their codes; all if there are none.
    """

    path: Path
    weight: int = REGULAR
    region: str = ""
    covers: tuple[range, ...] = ()
    scripts: frozenset[str] = frozenset()

    @cached_property
    def digest(self) -> str:
        """Of its bytes, its face and its weight, so that a changed file is a different font."""
        digest = file_digest(self.path)
        varied = f":{self.weight}" if self._varies else ""
        return digest + (f":{self.face.index}{varied}" if self.face.count > 1 else varied)

    @cached_property
    def face(self) -> uharfbuzz.Face:
        """Its face."""
        import uharfbuzz

        blob = uharfbuzz.Blob.from_file_path(str(self.path))
        first = uharfbuzz.Face(blob)
        if first.count < 2:
            return first
        faces = [uharfbuzz.Face(blob, number) for number in range(first.count)]
        return min(faces, key=lambda face: (self.region not in _family(face), abs(_weight(face) - self.weight)))

    @cached_property
    def font(self) -> uharfbuzz.Font:
        """The font, in units of the em as it was drawn in."""
        import uharfbuzz

        font = uharfbuzz.Font(self.face)
        if self._varies:
            font.set_variations({"wght": self.weight})
        return font

    @cached_property
    def em(self) -> int:
        """The units of its em."""
        return int(self.face.upem)

    @property
    def _varies(self) -> bool:
        return self.face.has_var_data and any(axis.tag == "wght" for axis in self.face.axis_infos)

    @cached_property
    def _glyphs(self) -> dict[str, bool]:
        return {}

    def has(self, character: str) -> bool:
        """Whether it has an outline for a character, or a glyph for one that shows nothing."""
        if self.covers and not any(ord(character) in one for one in self.covers):
            return False
        if self.scripts and script(character) not in self.scripts | _MARKS:
            return False
        return self.draws(character)

    def draws(self, character: str) -> bool:
        """Whether it has an outline for a character, whatever it is asked for."""
        found = self._glyphs.get(character)
        if found is None:
            found = self._glyphs[character] = self._draws(character)
        return found

    def _draws(self, character: str) -> bool:
        glyph = self.font.get_nominal_glyph(ord(character))
        if not glyph:  # glyph 0 is the box of characters that a font lacks
            return False
        if shows_nothing(character):
            return True
        extents = self.font.get_glyph_extents(glyph)
        return extents is not None and extents.width != 0 and extents.height != 0

    @cached_property
    def fault(self) -> str | None:
        """Why no letter of it can be drawn, as findings call it; None if its letters can."""
        try:
            with self.path.open("rb") as stream:
                head = stream.read(4)
            if head in _WEB_FONTS:
                return "web-font"
            if not self.face.count or not self.face.unicodes:
                return "no-font-file"
            if _ends_early(self.path, self.face.index):
                return "damaged-font"
            tables = set(self.face.table_tags)
            if any(self.has(chr(number)) for number in self.face.unicodes if not shows_nothing(chr(number))):
                return None
            return "color-font" if tables & _COLORS else "damaged-font" if tables & _OUTLINES else "no-font-file"
        except OSError:
            return "unreadable-file"
        except Exception:  # HarfBuzz's binding has several errors for a file that it cannot read
            return "no-font-file"


def _family(face: uharfbuzz.Face) -> list[str]:
    """The words of a face's name (OpenType, name IDs 16 and 1)."""
    return (face.get_name(16, "en") or face.get_name(1, "en") or "").split()


def _weight(face: uharfbuzz.Face) -> int:
    """The weight of a face as it was drawn (OpenType, OS/2.usWeightClass)."""
    table = face.reference_table("OS/2").data
    return struct.unpack_from(">H", table, 4)[0] if len(table) > 5 else REGULAR


def _ends_early(path: Path, index: int) -> bool:
    """Whether a table of a font is not whole in its file (OpenType, table directory)."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = 0
        if stream.read(4) == _COLLECTION:
            stream.seek(12 + 4 * index)
            (start,) = struct.unpack(">I", stream.read(4))
        stream.seek(start + 4)
        (count,) = struct.unpack(">H", stream.read(2))
        stream.seek(start + 12)
        tables = stream.read(16 * count)
    return any(offset + length > size for *_, offset, length in struct.iter_unpack(">4sIII", tables))
