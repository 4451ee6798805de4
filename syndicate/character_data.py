"""Properties of characters (Unicode 15.0): marks, widths, line breaks, directions, scripts. They are only looked up.

Python's own are not used: they differ by its version, and where a text is cut and what a picture looks like must not.
`tests/unicode_tables.py` writes the table, which is loaded when a text first needs it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

__all__ = [
    "bidi_class",
    "bracket",
    "is_future_picture",
    "is_mark",
    "is_wide",
    "is_wide_bracket",
    "line_break_class",
    "resolved_scripts",
    "script",
]

_CANONICAL: Final = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""The brackets that are equal to others, by which they are paired (UAX #9, rule BD16)."""


_FIRST_MARK: Final = "\u0300"
_FIRST_WIDE: Final = "\u1100"
"""Texts of western languages do not load the table to be measured or cut."""


class _Property(NamedTuple):
    """The starts of the ranges in order, the ends and values of these, and the value of all else."""

    starts: list[int]
    ends: list[int]
    values: list[str]
    other: str

    def of(self, place: int) -> str:
        """The value of a code point."""
        found = bisect_right(self.starts, place) - 1
        return self.values[found] if found >= 0 and place < self.ends[found] else self.other


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((files(__package__) / "character_data.json").read_bytes())
    return found


@cache
def _property(name: str, other: str) -> _Property:
    ranges = []
    for value, numbers in _table()[name].items():
        end = 0
        for skipped, length in zip(numbers[::2], numbers[1::2], strict=True):
            ranges.append((end + skipped, end + skipped + length, value))
            end += skipped + length
    ranges.sort()
    return _Property([one[0] for one in ranges], [one[1] for one in ranges], [one[2] for one in ranges], other)


@lru_cache(maxsize=4096)
def line_break_class(character: str) -> str:
    """The class of a character after rule LB1 of UAX #14; ``SA`` is left to who has a dictionary.

    >>> line_break_class("a"), line_break_class("漢"), line_break_class("。"), line_break_class("ก")
    ('AL', 'ID', 'CL', 'SA')
    """
    return _property("line_break", "AL").of(ord(character))


@lru_cache(maxsize=4096)
def is_mark(character: str) -> bool:
    """Whether a character stands on, or around, the one before it (general categories Mn, Mc, and Me).

    >>> is_mark("\u0301"), is_mark("\U0001e08f"), is_mark("a")
    (True, True, False)
    """
    return character >= _FIRST_MARK and bool(_property("marks", "").of(ord(character)))


@lru_cache(maxsize=4096)
def is_wide(character: str) -> bool:
    """Whether a character is as wide as an ideograph (UAX #11), as emoji are.

    >>> is_wide("睡"), is_wide("\U0001fa77"), is_wide("é")
    (True, True, False)
    """
    return character >= _FIRST_WIDE and bool(_property("wide", "").of(ord(character)))


def is_wide_bracket(character: str) -> bool:
    """Whether a bracket is as wide as an ideograph, so that a line may break beside it (UAX #14, rule LB30)."""
    return bool(_property("wide_brackets", "").of(ord(character)))


def is_future_picture(character: str) -> bool:
    """Whether a code point is kept for emoji that do not exist yet (UAX #14, rule LB30b)."""
    return bool(_property("future_pictures", "").of(ord(character)))


@lru_cache(maxsize=4096)
def bidi_class(character: str) -> str:
    """The bidirectional class of a character (UAX #9, table 4).

    >>> bidi_class("a"), bidi_class("ש"), bidi_class("ع"), bidi_class("2"), bidi_class("(")
    ('L', 'R', 'AL', 'EN', 'ON')
    """
    return _property("bidi", "L").of(ord(character))


def bracket(character: str) -> tuple[str, str] | None:
    """``o`` for an opening bracket or ``c`` for a closing one, with its pair (UAX #9, section 3.1.3).

    >>> bracket("("), bracket("a")
    (('o', ')'), None)
    """
    found = _table()["brackets"].get(character)
    return None if found is None else (found[0], _CANONICAL.get(found[1], found[1]))


@lru_cache(maxsize=4096)
def script(character: str) -> str:
    """The script of a character (UAX #24), by its code of ISO 15924: ``Zyyy`` if many use it, ``Zinh`` for marks.

    >>> script("a"), script("ش"), script("ह"), script("1"), script("\u0301")
    ('Latn', 'Arab', 'Deva', 'Zyyy', 'Zinh')
    """
    return _property("script", "Zzzz").of(ord(character))


def resolved_scripts(text: str) -> list[str]:
    """The script of each character, where those of many scripts and marks have that of what is before them (UAX #24).

    >>> resolved_scripts("(a 1"), resolved_scripts("12")
    (['Latn', 'Latn', 'Latn', 'Latn'], ['Zyyy', 'Zyyy'])
    """
    found = [script(one) for one in text]
    last = next((one for one in found if one not in ("Zyyy", "Zinh")), "Zyyy")
    for place, one in enumerate(found):
        if one in ("Zyyy", "Zinh"):
            found[place] = last
        last = found[place]
    return found
