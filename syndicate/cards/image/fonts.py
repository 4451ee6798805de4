"""Typefaces of card images: which font has a character, and how words are shaped. Fonts are chosen in `typefaces`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from syndicate.cards.image.clusters import clusters, is_sequence
from syndicate.cards.image.font_files import FontFile, shows_nothing
from syndicate.character_data import resolved_scripts, script

if TYPE_CHECKING:
    import uharfbuzz

__all__ = ["SURE", "Glyph", "Run", "Typeface", "Word", "reach", "right_bearing", "word_of"]

_LATIN_1: Final = (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100))
SURE: Final = frozenset("\n–—‘’“”…€" + "".join(map(chr, _LATIN_1)))
"""The characters of our own fonts, so that no font is loaded to check a text in a language of western Europe."""


_ACCENTED: Final = re.compile(r"[^\W\d_][\u0300-\u036f]+")
"""A letter with accents that Unicode has no single character for."""


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
        scripts: a publisher's for the letters of one script, which are asked before all others.
    """

    fonts: tuple[FontFile, ...]
    fallback: tuple[FontFile, ...] = ()
    scripts: tuple[FontFile, ...] = ()

    def font(self, cluster: str) -> FontFile | None:
        """The first font that has all of a letter with its marks, or of an emoji; None if no font has."""
        return _font(self, cluster)

    def lacking(self, text: str) -> str | None:
        """The first character that cannot be drawn, since no font has it."""
        if SURE.issuperset(text):
            return None
        if shows_nothing(text):
            return text[0]
        for cluster in clusters(text):
            if self.font(cluster) is None:
                alone = (one for one in cluster if self.font(one) is None)
                return next(alone, cluster[0])
        return None

    def used(self, text: str) -> tuple[FontFile, ...]:
        """The fonts of a text besides those that lead, in the order in which they are asked."""
        if SURE.issuperset(text):
            return ()
        used = {self.font(cluster) for cluster in clusters(text)}
        return tuple(font for font in (*self.scripts, *self.fallback) if font in used)

    def is_wider(self, text: str, width: float) -> bool:
        """Whether a word of a text is wider than that, in em."""
        return any(self.shaped(word).width > width for word in text.split(" "))

    def shaped(self, word: str, language: str = "und") -> Word:
        """A word with its kerning, ligatures and marks, each part in the first font that has it.

        Args:
            word: in a script that runs from left to right.
            language: its BCP 47 tag.
        """
        return _shaped(self, word, language)


@lru_cache(maxsize=8192)
def _font(face: Typeface, cluster: str) -> FontFile | None:
    if shows_nothing(cluster):
        return face.fonts[0]
    visible = [one for one in cluster if not shows_nothing(one)]
    first = None
    for font in chain(face.scripts, face.fonts, face.fallback):
        if all(map(font.has, visible)) and (not is_sequence(cluster) or _is_one(font, cluster)):
            if not _ACCENTED.fullmatch(cluster) or _places(font, cluster):
                return font
            first = first or font
    return first


def _places(font: FontFile, accented: str) -> bool:
    """Whether a font sets the accents of a letter above or below it: some have them beside each letter but a few."""
    buffer = _buffer(accented, Run(font, script(accented[0]), 0, 0, len(accented)), "und")
    places = buffer.glyph_positions[1:]
    return all(place.x_advance or place.x_offset or place.y_offset for place in places)


def _is_one(font: FontFile, sequence: str) -> bool:
    """Whether a font draws an emoji sequence as one glyph: its parts side by side say something else."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(sequence)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font.font, buffer)
    return sum(1 for place in buffer.glyph_positions if place.x_advance) == 1


class Run(NamedTuple):
    """A part of a text in one font, of one script and direction.

    Attributes:
        font: its font.
        script: its script, by the code of ISO 15924.
        level: odd if it runs from right to left (UAX #9).
        start, end: its place in the text.
    """

    font: FontFile
    script: str
    level: int
    start: int
    end: int


@lru_cache(maxsize=8192)
def _shaped(face: Typeface, word: str, language: str) -> Word:
    return word_of(word, _runs(face, word), language)


def word_of(text: str, runs: Sequence[Run], language: str) -> Word:
    """Runs of a text as glyphs beside each other.

    Args:
        text: all of it, since letters join what is before and after their run.
        runs: from left to right.
        language: its BCP 47 tag, by which fonts choose the forms of some letters.
    """
    glyphs: list[Glyph] = []
    width = 0.0
    for run in runs:
        font, buffer = run.font, _buffer(text, run, language)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(Glyph(font, info.codepoint, width + place.x_offset / font.em, place.y_offset / font.em))
            width += place.x_advance / font.em
    extents = glyphs[0].font.font.get_glyph_extents(glyphs[0].number) if glyphs else None
    bearing = extents.x_bearing / glyphs[0].font.em if extents is not None else 0.0
    return Word(tuple(glyphs), width, bearing)


def _buffer(text: str, run: Run, language: str) -> uharfbuzz.Buffer:
    """The shaped glyphs of a run. Nothing is guessed: HarfBuzz would take the language of the process."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text, run.start, run.end - run.start)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.script = run.script
    buffer.language = language
    uharfbuzz.shape(run.font.font, buffer)
    return buffer


def _runs(face: Typeface, word: str) -> list[Run]:
    """The runs of a word from left to right; what shows nothing stays with the letter before it."""
    if SURE.issuperset(word) and all(map(face.fonts[0].has, word)):
        return [Run(face.fonts[0], "Latn", 0, 0, len(word))] if word else []
    scripts = resolved_scripts(word)
    runs: list[Run] = []
    start = 0
    for cluster in clusters(word):
        font = face.font(cluster) or face.fonts[0]
        last = runs[-1] if runs else None
        if last is not None and shows_nothing(cluster):
            font = last.font
        end = start + len(cluster)
        if last is not None and (last.font, last.script) == (font, scripts[start]):
            runs[-1] = last._replace(end=end)
        else:
            runs.append(Run(font, scripts[start], 0, start, end))
        start = end
    return runs


def right_bearing(word: Word) -> float:
    """How far left of its end its last letter ends, in em."""
    for glyph in reversed(word.glyphs):
        extents = glyph.font.font.get_glyph_extents(glyph.number)
        if extents is not None and extents.width:
            end: float = glyph.x + (extents.x_bearing + extents.width) / glyph.font.em
            return word.width - end
    return 0.0


def reach(words: Iterable[Word]) -> tuple[float, float]:
    """How far above and below the baseline the letters of words reach, in em."""
    above = below = 0.0
    for font, number, _, up in {glyph for word in words for glyph in word.glyphs}:
        extents = font.font.get_glyph_extents(number)
        if extents is not None and extents.width:
            above = max(above, up + extents.y_bearing / font.em)
            below = max(below, -up - (extents.y_bearing + extents.height) / font.em)
    return above, below
