"""What a word that no text has may stand for: the beginning of another, a misspelling of it, or two words in one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final, NamedTuple

from syndicate.search.words import folded
from syndicate.search.writing import letter_pairs

__all__ = ["Likely", "halves", "likely_words"]

_SHORTEST: Final = 3
"""Letters of a word that others begin with, or are like."""
_CANDIDATES: Final = 60
_BEST: Final = 6
_MARGIN: Final = 0.07


class Likely(NamedTuple):
    """A word of the index that another may stand for.

    Attributes:
        word, locale: as texts have it.
        stems: its other forms.
        certainty: from 0 to 1.
    """

    word: str
    stems: tuple[str, ...]
    certainty: float


def likely_words(database: sqlite3.Connection, word: str) -> list[Likely]:
    """The words of the index that a word which it does not have may stand for, the likeliest first."""
    bare = folded(word)
    if len(bare) < _SHORTEST or bare.isdecimal():
        return []
    found = [*_longer(database, bare), *_alike(database, bare)]
    best: dict[str, Likely] = {}
    for likely in sorted(found, key=lambda one: (-one.certainty, one.word)):
        best.setdefault(likely.word, likely)
    likeliest = max((likely.certainty for likely in found), default=0)
    return [likely for likely in best.values() if likely.certainty >= likeliest - _MARGIN][:_BEST]


def _longer(database: sqlite3.Connection, bare: str) -> Iterator[Likely]:
    rows = database.execute(
        "SELECT folded, word, stems FROM words WHERE folded > ? AND folded < ? ORDER BY in_names DESC, in_texts DESC,"
        " id LIMIT ?",
        (bare, bare + "\U0010ffff", _BEST),
    )
    for other, word, stems in rows:
        yield Likely(word, tuple(stems.split()), 0.55 + 0.35 * len(bare) / len(other))


def _alike(database: sqlite3.Connection, bare: str) -> Iterator[Likely]:
    sought = " OR ".join(f'"{pair}"' for pair in dict.fromkeys(letter_pairs(bare).split()))
    rows = database.execute(
        "SELECT folded, word, stems, in_names, in_texts FROM spellings JOIN words ON words.id = spellings.rowid"
        " WHERE spellings MATCH ? ORDER BY rank LIMIT ?",
        (sought, _CANDIDATES),
    ).fetchall()
    most = 1 if len(bare) < 6 else 2 if len(bare) < 10 else 3
    for other, word, stems, in_names, in_texts in rows:
        if len(other) >= _SHORTEST and (edits := _edits(bare, other, most)) <= most:
            common = (0.03 if in_names else 0) + min(in_texts, 100) / 1000
            first = 0.03 if bare[0] == other[0] else 0
            yield Likely(word, tuple(stems.split()), 0.85 - 0.9 * edits / max(len(bare), len(other)) + common + first)


def halves(database: sqlite3.Connection, word: str) -> tuple[str, str] | None:
    """Two words of the index that were written as one; None where there are no such words."""
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


def _edits(first: str, second: str, most: int) -> int:
    """Letters to insert, remove, change or swap with the next one, to make one word of another; more than `most` is all
    the same (the optimal string alignment distance)."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
