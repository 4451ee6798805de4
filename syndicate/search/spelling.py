"""What a word that no text has may stand for: the beginning of another, a misspelling of it, or two words in one."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Set
from typing import Final, NamedTuple

from syndicate.search.words import folded
from syndicate.search.writing import letter_pairs

__all__ = ["Likely", "halves", "likely_words", "meant_by"]

_SHORTEST: Final = 3
"""Letters of a word that others begin with, or are like."""
_CANDIDATES: Final = 60
_BEST: Final = 6
_MARGIN: Final = 0.07
_SHORT: Final = 5
"""Shorter words are not misspelled ones: "hep" is not "hip"."""
_LIKE: Final = 0.26
"""The share of the letters of a longer word that may be wrong."""


Alike = Set[tuple[str, str]]


class Likely(NamedTuple):
    """A word of the index that another may stand for.

    Attributes:
        word, locale: as texts have it.
        stems: its other forms.
        certainty: from 0 to 1.
        begins_alike: whether most of it is the same, from the first letter.
    """

    word: str
    stems: tuple[str, ...]
    certainty: float
    begins_alike: bool


def likely_words(database: sqlite3.Connection, word: str, alike: Alike, named: bool = False) -> list[Likely]:
    """The words of the index that a word which it does not have may stand for, the likeliest first.

    Args:
        database: the index.
        word: in lowercase.
        alike: letters that writers take for each other, each pair both ways.
        named: whether only words of names are looked for.
    """
    bare = folded(word)
    if len(bare) < _SHORTEST or bare.isdecimal():
        return []
    found = [*_longer(database, bare, named), *_alike(database, bare, alike, named)]
    best: dict[str, Likely] = {}
    for likely in sorted(found, key=lambda one: (-one.certainty, one.word)):
        best.setdefault(likely.word, likely)
    likeliest = max((likely.certainty for likely in found), default=0)
    return [likely for likely in best.values() if likely.certainty >= likeliest - _MARGIN][:_BEST]


def meant_by(database: sqlite3.Connection, word: str, alike: Alike) -> str:
    """What a word that no text has was probably meant to be, as texts have it; empty where there is no such word.

    Args:
        database: the index.
        word: in lowercase.
        alike: letters that writers take for each other, each pair both ways.
    """
    found = sorted(_alike(database, folded(word), alike, False), key=lambda one: (-one.certainty, one.word))
    return found[0].word if found else " ".join(halves(database, word) or ())


def _longer(database: sqlite3.Connection, bare: str, named: bool) -> Iterator[Likely]:
    rows = database.execute(
        "SELECT folded, word, stems FROM words WHERE folded > ? AND folded < ? AND in_names >= ?"
        " ORDER BY in_names DESC, in_texts DESC, id LIMIT ?",
        (bare, bare + "\U0010ffff", named, _BEST),
    )
    for other, word, stems in rows:
        yield Likely(word, tuple(stems.split()), 0.7 + 0.2 * len(bare) / len(other), True)


def _alike(database: sqlite3.Connection, bare: str, alike: Alike, named: bool) -> Iterator[Likely]:
    if len(bare) < _SHORT:
        return
    sought = " OR ".join(f'"{pair}"' for pair in dict.fromkeys(letter_pairs(bare).split()))
    rows = database.execute(
        "SELECT folded, word, stems, in_names, in_texts FROM spellings JOIN words ON words.id = spellings.rowid"
        " WHERE spellings MATCH ? AND in_names >= ? ORDER BY rank LIMIT ?",
        (sought, named, _CANDIDATES),
    ).fetchall()
    most = _LIKE * len(bare)
    for other, word, stems, in_names, in_texts in rows:
        if _begins(bare, other, alike) and (edits := _edits(bare, other, most, alike)) <= most:
            common = (0.03 if in_names else 0) + min(in_texts, 100) / 1000
            first = 0.03 if bare[0] == other[0] else 0
            sure = 0.85 - 0.9 * edits / max(len(bare), len(other)) + common + first
            start = max(4, math.ceil(0.7 * len(bare)))
            begins_alike = len(bare) >= start and other.startswith(bare[:start])
            yield Likely(word, tuple(stems.split()), sure, begins_alike)


def _begins(bare: str, other: str, alike: Alike) -> bool:
    """Whether two words begin with letters that sound alike, or the first two are swapped: writers rarely err there."""
    first, second = bare[0], other[0]
    swapped = bare[:2] == other[1::-1]
    silent = bare[0] == other[1:2] or bare[1:2] == other[0]
    return first == second or (first, second) in alike or swapped or (silent and "h" in (first, second))


def halves(database: sqlite3.Connection, word: str) -> tuple[str, str] | None:
    """Two words of the index that were written as one; None if there are none."""
    bare = folded(word)
    splits = [(bare[:place], bare[place:]) for place in range(_SHORTEST, len(bare) - _SHORTEST + 1)]
    known = {
        found
        for (found,) in database.execute(
            f"SELECT DISTINCT folded FROM words WHERE folded IN ({', '.join('?' * 2 * len(splits))})",  # noqa: S608
            [half for split in splits for half in split],
        )
    }
    both = [split for split in splits if known.issuperset(split)]
    return max(both, key=lambda split: min(map(len, split)), default=None)


_VOWELS: Final = frozenset("aeiou")
_SLIGHT: Final = 0.5


def _edits(first: str, second: str, most: float, alike: Alike) -> float:
    """How many letters to insert, remove, change or swap with the next one, to make one word of another.

    A letter that is doubled or silent, a vowel for a vowel, and letters that sound alike count half. What is more than
    `most` is all the same (the optimal string alignment distance).
    """
    if abs(len(first) - len(second)) > 2 * most:
        return most + 1
    last: list[float] = []
    before: list[float] = []
    row = [0.0]
    for place in range(len(second)):
        row.append(row[-1] + _extra(second, place))
    for i, letter in enumerate(first, 1):
        last, before, row = before, row, [row[0] + _extra(first, i - 1)]
        for j, other in enumerate(second, 1):
            cost = min(
                before[j] + _extra(first, i - 1),
                row[-1] + _extra(second, j - 1),
                before[j - 1] + _change(letter, other, alike),
            )
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _extra(word: str, place: int) -> float:
    """The cost of a letter that the other word does not have."""
    letter = word[place]
    doubled = place > 0 and word[place - 1] == letter
    return _SLIGHT if doubled or letter == "h" else 1.0


def _change(letter: str, other: str, alike: Alike) -> float:
    if letter == other:
        return 0.0
    return _SLIGHT if (letter, other) in alike or (letter in _VOWELS and other in _VOWELS) else 1.0
