"""Where lines of a title or a paragraph break, as a typographer would break them. Words are measured elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from syndicate.locales.language_data import Language

__all__ = ["break_lines", "fill_lines", "leans"]

_LEANS: Final = 0.35
_COUNTS: Final = 0.2
_SHORT_END: Final = 0.5
_PAUSE: Final = -0.03
_INSIDE: Final = 0.1
"""What a break costs after a leaning word, after a number, before an empty last line, at a comma, colon, or
parenthesis, and inside of parentheses.

A line that is a tenth shorter than the others costs a hundredth. So a leaning word costs more than two lines of which
one is half as long as the other, which is what a short title such as "Cortes / de electricidad" comes to.
"""

_PAUSES: Final = (",", ":", ";", ".", "?", "!", ")", "—", "–", *"，。：；、？！）،؛؟।")
_NEVER: Final = 10.0
_CLOSING: Final = (":", ";", "!", "?", ")", "]", "}", "»")
_OPENING: Final = ("(", "[", "{", "«", "¿", "¡")
"""Marks that no line begins or ends with, even after a space, as French has them (UAX #14, LB13 and LB14)."""

_NUMBER: Final = re.compile(r"[\d.,/%]+")

_IN_PARAGRAPHS: Final = 0.3
"""The weight of these in a paragraph, where an even edge counts more: a line may be a third shorter to avoid one."""


def break_lines(
    words: Sequence[str],
    widths: Sequence[float],
    space: float,
    limit: float,
    language: Language,
    *,
    balanced: bool = True,
) -> list[tuple[int, int]] | None:
    """Break words into as few lines as possible, each a range of words; None if a word is wider than a line.

    Args:
        words: the words; they are joined by spaces, and no line breaks within one.
        widths: of the words, in any unit.
        space: the width of a space, in the same unit.
        limit: the width of a line.
        language: of the words, with the list of those that belong to the next word.
        balanced: whether the lines should be about equally long, as in a title; else all but the last should be full,
            as in a paragraph.

    >>> from syndicate.locales import language_of
    >>> break_lines("How to sleep well".split(), [3, 2, 5, 4], 1, 10, language_of("en"))
    [(0, 2), (2, 4)]
    """
    if not words:
        return []
    if max(widths) > limit:
        return None
    edges = [0.0, *accumulate(widths)]

    def width(start: int, end: int) -> float:
        return edges[end] - edges[start] + space * (end - start - 1)

    whole = width(0, len(words))
    if whole <= limit:
        return [(0, len(words))]
    count = _fewest(len(words), width, limit)
    target = min(limit, (whole - space * (count - 1)) / count) if balanced else limit
    weight = 1 if balanced else _IN_PARAGRAPHS
    after = [penalty * weight for penalty in _penalties(tuple(words), language)]
    ends = _best_ends(len(words), count, width, _Measure(limit, space, target, after, balanced=balanced))
    return list(zip((0, *ends), ends, strict=False))


class _Measure(NamedTuple):
    """The measures that lines are judged by.

    Attributes:
        limit: the width of a line.
        space: that of a space.
        target: the width that each should have.
        after: what a break costs, by the number of words before it.
        balanced: whether the last line should be as long as the others.
    """

    limit: float
    space: float
    target: float
    after: Sequence[float]
    balanced: bool


def _best_ends(words: int, count: int, width: Callable[[int, int], float], by: _Measure) -> tuple[int, ...]:
    """Where the lines end if some words are broken into a number of lines at the least cost."""
    known: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}

    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The least cost of the words from one on in a number of lines, and where these end."""
        if (start, lines) in known:
            return known[start, lines]
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        if lines == 1:
            last = width(start, words)
            if last <= by.limit:
                ragged = ((by.target - last) / by.target) ** 2 if by.balanced else 0.0
                short = max(0.0, 0.4 - last / by.target) * _SHORT_END
                found = (ragged + short, (words,))
        else:
            for end in range(start + 1, words - lines + 2):
                this = width(start, end)
                if this > by.limit:
                    break
                if width(end, words) > (by.limit + by.space) * (lines - 1):
                    continue  # the rest does not fit into the other lines
                rest, ends = best(end, lines - 1)
                cost = ((by.target - this) / by.target) ** 2 + by.after[end] + rest
                if cost < found[0]:
                    found = (cost, (end, *ends))
        known[start, lines] = found
        return found

    return best(0, count)[1]


def fill_lines(widths: Sequence[float], limit: float) -> list[tuple[int, int]] | None:
    """Fill one line after the other with parts, each a range of them; None if a part is wider than a line.

    >>> fill_lines([3, 2, 5, 4], 6)
    [(0, 2), (2, 3), (3, 4)]
    """
    if max(widths, default=0) > limit:
        return None
    lines, start, width = [], 0, 0.0
    for number, part in enumerate(widths):
        if width + part > limit:
            lines.append((start, number))
            start, width = number, 0.0
        width += part
    return [*lines, (start, len(widths))] if widths else []


def _fewest(total: int, width: Callable[[int, int], float], limit: float) -> int:
    """How many lines there are if each takes as many words as it can."""
    lines, start = 1, 0
    for end in range(1, total + 1):
        if width(start, end) > limit:
            lines, start = lines + 1, end - 1
    return lines


def leans(word: str, language: Language) -> bool:
    """Whether a word belongs to the next one, so that no line should end in it.

    >>> from syndicate.locales import language_of
    >>> leans("De", language_of("es")), leans("salud", language_of("es"))
    (True, False)
    """
    return _MARKS.sub("", word.lower()) in language.leaning_words


_MARKS: Final = re.compile(r"^\W+")


@lru_cache(maxsize=64)
def _penalties(words: tuple[str, ...], language: Language) -> tuple[float, ...]:
    """What it costs to break before each word, and after the last; a title is broken in several sizes."""
    found = [0.0]
    inside = False
    for word, following in pairwise(words):
        if "(" in word or ")" in word:
            inside = word.rfind("(") > word.rfind(")")
        found.append(_penalty(word, following, language, inside=inside))
    return (*found, 0.0)


def _penalty(word: str, following: str, language: Language, *, inside: bool) -> float:
    """What it costs to break between two words that may be inside of parentheses."""
    if following.startswith(_CLOSING) or word.endswith(_OPENING):
        return _NEVER
    if leans(word, language):
        return _LEANS
    if word.endswith(_PAUSES) or following.startswith("("):
        return _PAUSE
    if inside:
        return _INSIDE
    return _COUNTS if _NUMBER.fullmatch(word) else 0.0
