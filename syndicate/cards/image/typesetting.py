"""The lines of a text in a size in which it fits, or cut. Where lines break best is in `breaking`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import attrs

from syndicate.cards.image.breaking import break_lines, fill_lines, leans
from syndicate.cards.image.fonts import Typeface, Word, reach
from syndicate.cards.image.line_breaks import break_opportunities
from syndicate.cards.image.paragraphs import LATIN, Paragraph, Writing, is_simple, paragraph
from syndicate.locales.language_data import Language
from syndicate.text import truncate

__all__ = [
    "CAP",
    "TITLE_LEADING",
    "Height",
    "Setting",
    "Typesetter",
    "breaks_anywhere",
    "breaks_apart",
    "is_measured",
    "is_overlong",
]

TITLE_LEADING: Final = 1.1
"""From one baseline of a title to the next, in em."""

CAP: Final = 0.72
"""The height of capitals, in em: the visible top of a line of Latin text."""

_HIGH: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u1e00-\u1eff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Latin letters that may have two marks, as in Vietnamese, and marks by themselves."""

_ACCENT: Final = 0.22
"""How far accents may stand above the top of a line, as those of capitals do, in em."""

_APART: Final = 0.1
"""The least distance between the letters of a line and those of the next, in em, where they are measured."""

_OTHER_LEADING: Final = 1.22
"""The least distance of the baselines of a title in a script without capitals, whose letters fill the line."""

_YIELDS: Final = 0.8
"""How small a title may become, as a share of the largest size in which it fits, so that its lines break better."""

_EVEN: Final = 0.55
"""How long each line of a title but the last should be, beside the longest."""

_LETTER: Final = re.compile(r".[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*\s*")
"""A letter with the marks that stand on it."""

_HYPHEN: Final = re.compile(r"[/–—-][^\s/–—-]")
"""Where a long word breaks."""

_SIGN: Final = re.compile(r"[/–—-]\d|[^\w\s/–—-]\w")
"""Where UAX #14 has more, or fewer, places to break than hyphens and slashes."""

_SPACED: Final = re.compile(r" [:;!?)\]}»]|[(\[{«¿¡] ")
"""A space at which no line ends, as before the colon of French."""

_FEW: Final = 100
"""The most parts of a long title whose lines are made about equally long, which takes time."""

_SMALLEST: Final = 24
"""The least size of a title."""

_LONG: Final = 24
"""About how many characters a word may have to fit on any card."""

Lines = Sequence[Sequence[Word]]

Breaks = Callable[[str, "Typesetter", float], list[str]]
"""The parts of a text that stay together on lines of a width in em."""


class Height(NamedTuple):
    """The height of the lines of a text, in em.

    Attributes:
        rise: from the top of the first line to its baseline.
        leading: from one baseline to the next.
        rest: how much of the last line's share is below its letters.
    """

    rise: float
    leading: float
    rest: float


class Setting(NamedTuple):
    """How a title is set: its size, its lines, and what that took.

    It is ``whole``, breaks ``apart`` at hyphens and slashes or ``within`` a word, is ``smaller`` than the form has it,
    or ``cut``.
    """

    size: int
    lines: Lines
    way: str


@attrs.frozen
class Typesetter:
    """Sets texts of one language in one typeface.

    Attributes:
        face: its fonts.
        language: of the texts.
        writing: how that is written.
    """

    face: Typeface
    language: Language
    writing: Writing = LATIN

    @property
    def space(self) -> float:
        """The width of a space, in em."""
        return self.face.shaped(" ").width

    def words(self, text: str) -> tuple[Word, ...]:
        """A text on one line; in scripts whose words are not separate, the line is one of them."""
        if is_simple(text, self.writing):
            return tuple(self._shaped(word) for word in text.split(" "))
        return (self._paragraph(text).line(0, len(text)),)

    def height(self, text: str, leading: float) -> Height:
        """The height of the lines of a text, so that none touches another.

        Args:
            text: one line of plain text.
            leading: from one baseline to the next where Latin text has it, in em.
        """
        if not is_measured(text, self.writing):
            return Height(CAP, leading, leading - 1)
        above, below = reach(self.words(text))
        if is_simple(text, self.writing):
            return Height(max(CAP, above - _ACCENT), max(leading, above + below + _APART), leading - 1)
        leading = max(leading, _OTHER_LEADING, above + below + _APART)
        return Height(above + _APART, leading, leading - above - below - _APART)

    def has_capitals(self, text: str) -> bool:
        """Whether a text is in a script with capitals, which the middle of a line is found by."""
        return is_simple(text, self.writing)

    def middle(self, text: str) -> float:
        """How much higher the letters of a line reach above the baseline than below, in em."""
        above, below = reach(self.words(text))
        return above - below

    def _shaped(self, word: str) -> Word:
        return self.face.shaped(word, self.writing.tag)

    def _paragraph(self, text: str) -> Paragraph:
        return paragraph(self.face, text, self.writing)

    def width(self, words: Sequence[Word]) -> float:
        """The width of words on one line, in em."""
        return sum(word.width for word in words) + self.space * (len(words) - 1)

    def title(
        self, text: str, sizes: Sequence[tuple[int, int]], width: float, height: float, highest: float
    ) -> Setting:
        """A title in the largest size in which it fits, or a little smaller where its lines then break better.

        Args:
            text: one line of plain text.
            sizes: those it may have, each with the most lines, the best first.
            width: of a line, in pixels.
            height: that it should have at most, in pixels.
            highest: the height that it may have if it does not fit otherwise.
        """
        found = []
        leading = self.height(text, TITLE_LEADING).leading
        for size, lines in self._sizes(text, sizes, width, height):
            faults = self._faults(text, lines)
            if not any(faults):
                return Setting(size, lines, "whole")
            found.append((faults, size, lines))
        if found:
            return Setting(*min(found, key=lambda one: one[0])[1:], "whole")
        # Where a word is wider than a line, it breaks at its hyphens and slashes rather than be cut.
        for size, lines in self._sizes(text, sizes, width, height, breaks=_parts):
            return Setting(size, lines, "apart")
        # One without any is set smaller until it breaks in as few places as it can.
        if within := list(self._sizes(text, sizes, width, height, breaks=_letters, every=True)):
            return Setting(*min(within, key=lambda one: len(one[1])), "within")
        smaller = [(size, int(highest / (size * leading))) for size in range(sizes[-1][0], _SMALLEST - 1, -2)]
        for breaks in (_words, _parts, _letters):
            for size, lines in self._sizes(text, smaller, width, highest, breaks=breaks):
                return Setting(size, lines, "smaller")
        size, most = smaller[-1]
        return Setting(size, self.fitted(text, width / size, most, breaks=_letters), "cut")

    def _sizes(
        self,
        text: str,
        sizes: Sequence[tuple[int, int]],
        width: float,
        height: float,
        *,
        breaks: Breaks | None = None,
        every: bool = False,
    ) -> Iterator[tuple[int, Lines]]:
        """The sizes in which a title fits, from the largest to one that is a little smaller, with its lines."""
        largest = 0
        space = self.space
        leading = self.height(text, TITLE_LEADING).leading
        whole = self._whole(text)
        for size, most in sizes:
            if whole * size > (width + space * size) * min(most, int(height / (size * leading))):
                continue  # it does not fit, however its lines break
            if size < largest * _YIELDS and not every:
                break
            lines = self.lines(text, width / size, breaks=breaks)
            if lines is not None and len(lines) <= most and len(lines) * size * leading <= height:
                largest = largest or size
                yield size, lines

    def _whole(self, text: str) -> float:
        """The width of a text on one line, in em."""
        if is_simple(text, self.writing):
            space = self.space
            return sum(self._shaped(word).width + space for word in text.split(" ")) - space
        return self._paragraph(text).width(0, len(text))

    def _faults(self, text: str, lines: Lines) -> tuple[bool, bool]:
        """Whether a line of a text but the last ends in a word that belongs to the next; whether one is too short."""
        words = text.split(" ")
        widths = [self.width(line) for line in lines]
        # Only where lines are of words is it known which ends them.
        ends = accumulate(len(line) for line in lines[:-1]) if is_simple(text, self.writing) else ()
        hangs = any(leans(words[end - 1], self.language) for end in ends)
        return hangs, min(widths[:-1], default=max(widths)) < _EVEN * max(widths)

    def fitted(
        self, text: str, width: float, most: int, *, balanced: bool = True, breaks: Breaks | None = None
    ) -> Lines:
        """The lines of a text, which is cut where it does not fit.

        Args:
            text: one line of plain text.
            width: of a line, in em.
            most: how many lines there may be.
            balanced: whether the lines should be about equally long.
            breaks: where words may break.
        """
        if most < 1 or not text:
            return []
        lines = self.lines(text, width, balanced=balanced, breaks=breaks)
        if lines is None and breaks is None:  # a word is wider than a line, such as an address
            breaks = _letters
            lines = self.lines(text, width, balanced=balanced, breaks=breaks)
        if lines is not None and len(lines) <= most:
            return lines
        # About this many characters fit; a few steps find the exact number.
        fits, over = 3, min(len(text), round(width * most * 4))
        found: Lines = []
        while over - fits > 1:
            limit = (fits + over) // 2
            lines = self.lines(truncate(text, limit, self.language), width, balanced=balanced, breaks=breaks)
            if lines is not None and len(lines) <= most:
                fits, found = limit, lines
            else:
                over = limit
        return found

    def lines(self, text: str, width: float, *, balanced: bool = True, breaks: Breaks | None = None) -> Lines | None:
        """A text in as few lines as it fits in; None if a word is wider than a line.

        Args:
            text: one line of plain text.
            width: of a line, in em.
            balanced: whether the lines should be about equally long.
            breaks: the parts of the text that stay together; by default its words.
        """
        shaped, space = self._shaped, self.space
        if not is_simple(text, self.writing):
            return self._lines_of_pieces(text, width, balanced=balanced, within=breaks is _letters)
        if breaks is None:
            words = text.split(" ")
            found = [shaped(word) for word in words]
            widths = [word.width for word in found]
            ranges = break_lines(words, widths, space, width, self.language, balanced=balanced)
            return None if ranges is None else [found[start:end] for start, end in ranges]
        parts = breaks(text, self, width)
        widths = [shaped(part.rstrip(" ")).width + space * part.endswith(" ") for part in parts]
        if len(parts) <= _FEW:
            ranges = break_lines(parts, widths, 0, width, self.language, balanced=balanced)
        else:
            ranges = fill_lines(widths, width)
        if ranges is None:
            return None
        lines = ["".join(parts[start:end]).strip(" ") for start, end in ranges]
        return [[shaped(word) for word in line.split(" ")] for line in lines]

    def _lines_of_pieces(self, text: str, width: float, *, balanced: bool, within: bool) -> Lines | None:
        """The lines of a text in another script: they end between its pieces, and within these if they are too wide."""
        found = self._paragraph(text)
        pieces = found.pieces
        if within:
            split = ([one] if found.width(*one) <= width else found.letters(*one) for one in pieces)
            pieces = [letter for piece in split for letter in piece]
        widths = [found.width(*piece) for piece in pieces]
        if len(pieces) <= _FEW and balanced:
            words = [text[start:end].rstrip(" ") for start, end in pieces]
            ranges = break_lines(words, widths, 0, width, self.language)
        else:
            ranges = fill_lines(widths, width)
        if ranges is None:
            return None
        lines = [(pieces[first][0], pieces[last - 1][1]) for first, last in ranges]
        return [[found.line(start, start + len(text[start:end].rstrip(" ")))] for start, end in lines]


def _words(text: str, setter: Typesetter, width: float) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _parts(text: str, setter: Typesetter, width: float) -> list[str]:
    return _pieces(text)


def _letters(text: str, setter: Typesetter, width: float) -> list[str]:
    """The pieces of a text, but of one that is wider than a line its letters, each with its marks."""
    found: list[str] = []
    for part in _pieces(text):
        is_wide = setter.face.shaped(part.rstrip(" "), setter.writing.tag).width > width
        found += _LETTER.findall(part) if is_wide else [part]
    return found


def _pieces(text: str) -> list[str]:
    """What stands together on a line if long words break (UAX #14), and a space by itself is part of what is before."""
    return [text[start:end] for start, end in pairwise([0, *break_opportunities(text)])]


def is_measured(text: str, writing: Writing) -> bool:
    """Whether the height of the lines of a text is measured: it has more than letters with one mark at most."""
    return not is_simple(text, writing) or _HIGH.search(text) is not None


def is_overlong(text: str) -> bool:
    """Whether a text has a word so long that it may be wider than a line."""
    return any(len(word) > _LONG for word in text.split(" "))


def breaks_anywhere(text: str) -> bool:
    """Whether a text breaks elsewhere than at spaces, and than at hyphens and slashes of a word that is too long."""
    return _SPACED.search(text) is not None or any(len(word) > _LONG and _SIGN.search(word) for word in text.split(" "))


def breaks_apart(text: str) -> bool:
    """Whether a text has a word so long that it may be wider than a line, and that can break."""
    return any(len(word) > _LONG and _HYPHEN.search(word) for word in text.split(" "))
