"""The lines of a text in a size in which it fits, or cut. Where lines break best is in `breaking`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import attrs

from syndicate.cards.image.breaking import break_lines, fill_lines, leans
from syndicate.cards.image.fonts import Typeface, Word
from syndicate.locales.language_data import Language
from syndicate.text import truncate

__all__ = ["TITLE_LEADING", "Setting", "Typesetter", "breaks_apart"]

TITLE_LEADING: Final = 1.1
"""From one baseline of a title to the next, in em."""

_YIELDS: Final = 0.8
"""How small a title may become, as a share of the largest size in which it fits, so that its lines break better."""

_EVEN: Final = 0.55
"""How long each line of a title but the last should be, beside the longest."""

_PART: Final = re.compile(r"[^\s/–—-]+[/–—-]*\s*|[/–—-]+\s*|\s+")
"""What stands together on a line if long words break: up to a hyphen, a slash, or a space."""

_LETTER: Final = re.compile(r".[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*\s*")
"""A letter with the marks that stand on it."""

_FEW: Final = 100
"""The most parts of a long title whose lines are made about equally long, which takes time."""

_SMALLEST: Final = 24
"""The least size of a title."""

_LONG: Final = 24
"""About how many characters a word may have to fit on any card."""

Lines = Sequence[Sequence[Word]]

Breaks = Callable[[str, Typeface, float], list[str]]
"""The parts of a text that stay together on lines of a width in em."""


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
    """

    face: Typeface
    language: Language

    @property
    def space(self) -> float:
        """The width of a space, in em."""
        return self.face.shaped(" ").width

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
        smaller = [(size, int(highest / (size * TITLE_LEADING))) for size in range(sizes[-1][0], _SMALLEST - 1, -2)]
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
        whole = sum(self.face.shaped(word).width + space for word in text.split(" ")) - space
        for size, most in sizes:
            if whole * size > (width + space * size) * min(most, int(height / (size * TITLE_LEADING))):
                continue  # it does not fit, however its lines break
            if size < largest * _YIELDS and not every:
                break
            lines = self.lines(text, width / size, breaks=breaks)
            if lines is not None and len(lines) <= most and len(lines) * size * TITLE_LEADING <= height:
                largest = largest or size
                yield size, lines

    def _faults(self, text: str, lines: Lines) -> tuple[bool, bool]:
        """Whether a line of a text but the last ends in a word that belongs to the next; whether one is too short."""
        words = text.split(" ")
        widths = [self.width(line) for line in lines]
        hangs = any(leans(words[end - 1], self.language) for end in accumulate(len(line) for line in lines[:-1]))
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
        shaped, space = self.face.shaped, self.space
        if breaks is None:
            words = text.split(" ")
            found = [shaped(word) for word in words]
            widths = [word.width for word in found]
            ranges = break_lines(words, widths, space, width, self.language, balanced=balanced)
            return None if ranges is None else [found[start:end] for start, end in ranges]
        parts = breaks(text, self.face, width)
        widths = [shaped(part.rstrip(" ")).width + space * part.endswith(" ") for part in parts]
        if len(parts) <= _FEW:
            ranges = break_lines(parts, widths, 0, width, self.language, balanced=balanced)
        else:
            ranges = fill_lines(widths, width)
        if ranges is None:
            return None
        lines = ["".join(parts[start:end]).strip(" ") for start, end in ranges]
        return [[shaped(word) for word in line.split(" ")] for line in lines]


def _words(text: str, face: Typeface, width: float) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _parts(text: str, face: Typeface, width: float) -> list[str]:
    return _PART.findall(text)


def _letters(text: str, face: Typeface, width: float) -> list[str]:
    """The parts up to hyphens and slashes, but of one that is wider than a line its letters, each with its marks."""
    found = []
    for part in _PART.findall(text):
        found += [part] if face.shaped(part.rstrip(" ")).width <= width else _LETTER.findall(part)
    return found


def breaks_apart(text: str) -> bool:
    """Whether a text has a word so long that it may be wider than a line, and that can break."""
    return any(len(word) > _LONG and len(_PART.findall(word)) > 1 for word in text.split(" "))
