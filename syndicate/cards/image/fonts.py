"""Typefaces of card images: which font has a character, and how words are shaped. Fonts are chosen in `typefaces`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import attrs

from syndicate.cards.image.clusters import clusters, is_sequence
from syndicate.cards.image.font_files import FontFile, shows_nothing

__all__ = ["SURE", "Glyph", "Typeface", "Word", "leftward"]

_LATIN_1: Final = (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100))
SURE: Final = frozenset("\n–—‘’“”…€" + "".join(map(chr, _LATIN_1)))
"""The characters of our own fonts, so that no font is loaded to check a text in a language of western Europe."""


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
        fonts: those that lead: a publisher's, and ours.
        fallback: those that are asked for what these lack; none is loaded before.
        unread: the files of a publisher's fonts that cannot be drawn with, each with the reason.
    """

    fonts: tuple[FontFile, ...]
    fallback: tuple[FontFile, ...] = ()
    unread: tuple[tuple[Path, str], ...] = ()

    def font(self, cluster: str) -> FontFile | None:
        """The first font that has all of a letter with its marks, or of an emoji; None if no font has."""
        return _font(self, cluster)

    def lacking(self, text: str) -> str | None:
        """The first character that cannot be drawn, since no font has it or it runs from right to left."""
        if SURE.issuperset(text):
            return None
        if shows_nothing(text):
            return text[0]
        for cluster in clusters(text):
            if self.font(cluster) is None or leftward(cluster[0]):
                alone = (one for one in cluster if self.font(one) is None)
                return next(alone, cluster[0])
        return None

    def used(self, text: str) -> tuple[FontFile, ...]:
        """The fonts that a text falls back to, in the order of `fallback`."""
        if SURE.issuperset(text):
            return ()
        used = {self.font(cluster) for cluster in clusters(text)}
        return tuple(font for font in self.fallback if font in used)

    def shaped(self, word: str) -> Word:
        """A word with its kerning, ligatures and marks, each part in the first font that has it."""
        return _shaped(self, word)


def leftward(character: str) -> bool:
    """Whether a character runs from right to left (UAX #9)."""
    return unicodedata.bidirectional(character) in ("R", "AL", "AN")


@lru_cache(maxsize=8192)
def _font(face: Typeface, cluster: str) -> FontFile | None:
    if shows_nothing(cluster):
        return face.fonts[0]
    visible = [one for one in cluster if not shows_nothing(one)]
    for font in chain(face.fonts, face.fallback):
        if all(map(font.has, visible)) and (not is_sequence(cluster) or _is_one(font, cluster)):
            return font
    return None


def _is_one(font: FontFile, sequence: str) -> bool:
    """Whether a font draws an emoji sequence as one glyph: its parts side by side say something else."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(sequence)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font.font, buffer)
    return sum(1 for place in buffer.glyph_positions if place.x_advance) == 1


@lru_cache(maxsize=8192)
def _shaped(face: Typeface, word: str) -> Word:
    import uharfbuzz

    glyphs: list[Glyph] = []
    width = 0.0
    for font, text in _runs(face, word):
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


def _runs(face: Typeface, word: str) -> Iterator[tuple[FontFile, str]]:
    """The runs of a word that are in one font; what shows nothing stays with the letter before it."""
    run, current = "", face.fonts[0]
    for cluster in clusters(word):
        font = face.font(cluster) or face.fonts[0]
        if run and shows_nothing(cluster):
            font = current
        if font is not current and run:
            yield current, run
            run = ""
        current, run = font, run + cluster
    if run:
        yield current, run
