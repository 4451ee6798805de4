"""Which topics a question means, and how well: by their names, and by their texts. The index is opened in `index`."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any, Final

import attrs

from syndicate.search.spelling import halves, likely_words, meant_by
from syndicate.search.words import Lexicon, folded, words
from syndicate.search.writing import COLUMNS

__all__ = ["WEIGHTS", "Term", "correction", "forms_of", "matching", "ranked", "rows_of", "terms"]

_NAMES: Final = 500
_TEXTS: Final = 500
_STEM: Final = 0.95
_UNACCENTED: Final = 0.9
_ANOTHER: Final = 0.1
"""Where texts have a word as it is written, one that differs in a letter of its own comes behind: "año", then "ano"."""
_JOINED: Final = 0.9
_MEANT: Final = 0.9
_DOUBTED: Final = 0.8
_RARE: Final = 3
_DOUBTFUL: Final = 4
"""Letters of a word that may be a misspelling though a text has it."""
_PASSING: Final = 0.1
_KINDS: Final = (1.0, 0.97, 0.95, 0.8)
"""The weights of a title, another name, a see-reference and a subject of a topic."""
_OTHER_LANGUAGE: Final = 0.93
_TEXT: Final = 0.5
_COVERED: Final = 1.4
_AT_A_TIME: Final = 500
_MENTIONED: Final = 0.03
_COLUMNS: Final = (10.0, 6.0, 5.0, 3.0, 2.0, 1.0)
WEIGHTS: Final[Mapping[str, float]] = {
    "stem": _STEM,
    "unaccented": _UNACCENTED,
    "joined": _JOINED,
    "meant": _MEANT,
    "doubted": _DOUBTED,
    "passing": _PASSING,
    "also": _KINDS[1],
    "language": _OTHER_LANGUAGE,
    "text": _TEXT,
    "covered": _COVERED,
    "mentioned": _MENTIONED,
}
"""What the search page weighs by as well."""


@attrs.frozen
class Term:
    """A searched word.

    Attributes:
        forms: what it may be in the index, and how surely, from 0 to 1.
        weight: how specific it is.
    """

    forms: Mapping[str, float]
    weight: float


def terms(database: sqlite3.Connection, lexicon: Lexicon, question: str, locale: str) -> list[list[Term]]:
    """What is looked for: the words of a question; further readings where words were joined or split.

    Args:
        database: the index.
        lexicon: of its languages.
        question: as a reader typed it.
        locale: the language of the reader.
    """
    literal = list(dict.fromkeys(words(question)))[:_MOST_WORDS]
    passing = _passing(lexicon, literal, locale)
    total = database.execute("SELECT count(*) FROM texts").fetchone()[0]

    def term(word: str, passes: bool = False, certainty: float = 1.0) -> Term:
        forms = forms_of(database, lexicon, word)
        count = _texts_with(database, [form for form, sure in forms.items() if sure >= max(forms.values()) - 0.1])
        weight = math.log(1 + total / (1 + count)) * (_PASSING if passes else 1)
        return Term({form: sure * certainty for form, sure in forms.items()}, weight)

    first = [term(word, passes) for word, passes in zip(literal, passing, strict=True)]
    readings = [first]
    for place, span, meant in _other_words(database, lexicon, literal):
        others = [term(word, certainty=sure) for word, sure in meant]
        readings.append([*first[:place], *others, *first[place + span :]])
    return readings[:_MOST_READINGS]


def _other_words(
    database: sqlite3.Connection, lexicon: Lexicon, literal: Sequence[str]
) -> Iterator[tuple[int, int, list[tuple[str, float]]]]:
    """Words that may be meant in place of others: where those begin, how many they are, and how sure it is."""
    roots = [lexicon.root(word) for word in literal]
    phrases: set[int] = set()
    for span in range(
        min(len(roots), 4), 0, -1
    ):  # a phrase is understood before a word of it: "the pill" is not a pill
        for place in range(len(roots) - span + 1):
            places = range(place, place + span)
            said = lexicon.synonyms.get(tuple(roots[place : place + span]), ())
            if not said or phrases.issuperset(places):
                continue
            phrases.update(places)
            for meant in said:
                if all(_texts_with(database, {lexicon.fold(word), *lexicon.stems(word)}) for word in meant):
                    yield place, span, [(word, _MEANT) for word in meant]
    for place, (one, other) in enumerate(pairwise(literal)):
        if _is_known(database, one + other):
            yield place, 2, [(one + other, _JOINED)]
    for place, word in enumerate(literal):
        if len(word) >= 6 and not _is_named(database, word) and (split := halves(database, word)):
            yield place, 1, [(half, _JOINED) for half in split]
    for place, word in enumerate(literal):
        if _is_spelled(database, lexicon, word):
            yield place, 1, [(folded(word), _ANOTHER)]


_MOST_WORDS: Final = 24
_MOST_READINGS: Final = 8


def _passing(lexicon: Lexicon, literal: Sequence[str], locale: str) -> list[bool]:
    """Which words say little: by the language of the reader, or another that the question is plainly in.

    "Hay" says little in Spanish, but much in "hay fever".
    """
    own = locale.partition("-")[0]
    bare = [lexicon.fold(word) for word in literal]
    counts = {code: sum(word in known for word in bare) for code, known in lexicon.passing.items()}
    asked_in = [code for code, count in counts.items() if code == own or count > max(counts.get(own, 0), 1)]
    passing = [any(word in lexicon.passing[code] for code in asked_in) for word in bare]
    return [False] * len(passing) if all(passing) else passing


def forms_of(database: sqlite3.Connection, lexicon: Lexicon, word: str) -> dict[str, float]:
    """What a word may be in the index, and how surely, from 0 to 1; the word as it is written comes first.

    Args:
        database: the index.
        lexicon: of its languages.
        word: in lowercase.
    """
    bare = lexicon.fold(word)
    forms = {bare: 1.0, **dict.fromkeys(sorted(lexicon.stems(word)), _STEM)}
    rows = database.execute(
        "SELECT word, stems, in_names, in_texts FROM words WHERE folded = ?", (folded(word),)
    ).fetchall()
    for other, stems, _, _ in rows if not _is_spelled(database, lexicon, word) else ():
        if (spelled := lexicon.fold(other)) != bare:
            for form in (spelled, *stems.split()):
                forms.setdefault(form, _UNACCENTED)
    # A word that no name has may be another form of one that names have ("anemic"), or a misspelling of it ("lime").
    # One that no text has is looked at in any case: the stem it has in one language may be that of another's word.
    if not rows or not (any(row[2] for row in rows) or _in_names(database, forms)):
        told = sum(row[3] for row in rows)
        for likely in likely_words(database, word, lexicon.alike, named=told > 0):
            if told and (told > _RARE or len(word) < _DOUBTFUL) and not likely.begins_alike:
                continue
            sure = likely.certainty * (_DOUBTED if told else 1)
            for form in (lexicon.fold(likely.word), *likely.stems):
                forms[form] = max(forms.get(form, 0), sure)
    return forms


def correction(database: sqlite3.Connection, lexicon: Lexicon, word: str) -> str:
    """The right spelling of a word that no text has in any form; empty where it is right, or nobody knows.

    Args:
        database: the index.
        lexicon: of its languages.
        word: in lowercase.
    """
    bare = lexicon.fold(word)
    if _is_known(database, word) or _texts_with(database, {bare, *lexicon.stems(word)}):
        return ""
    if any(bare in known for known in lexicon.passing.values()):
        return ""
    return meant_by(database, word, lexicon.alike)


def _is_spelled(database: sqlite3.Connection, lexicon: Lexicon, word: str) -> bool:
    """Whether a word has letters of their own, such as ñ, and texts have it with them."""
    bare = lexicon.fold(word)
    return bare != folded(word) and _texts_with(database, {bare}) > 0


def _in_names(database: sqlite3.Connection, forms: Iterable[str]) -> bool:
    found = database.execute("SELECT 1 FROM found_names WHERE found_names MATCH ? LIMIT 1", (_any_of(forms),))
    return found.fetchone() is not None


def _is_named(database: sqlite3.Connection, word: str) -> bool:
    found = database.execute("SELECT 1 FROM words WHERE folded = ? AND in_names > 0 LIMIT 1", (folded(word),))
    return found.fetchone() is not None


def _is_known(database: sqlite3.Connection, word: str) -> bool:
    found = database.execute("SELECT 1 FROM words WHERE folded = ? LIMIT 1", (folded(word),))
    return found.fetchone() is not None


def _texts_with(database: sqlite3.Connection, forms: Iterable[str]) -> int:
    sought = tuple(forms)
    row = database.execute(
        f"SELECT max(doc) FROM in_texts WHERE term IN ({', '.join('?' * len(sought))})",  # noqa: S608
        sought,
    ).fetchone()
    return row[0] or 0


def ranked(database: sqlite3.Connection, readings: Sequence[Sequence[Term]], locale: str) -> dict[int, float]:
    """The topics that any of the readings may mean, and how well each does.

    Args:
        database: the index.
        readings: of :func:`terms`.
        locale: the language of the reader, whose names and texts come first.
    """
    scores: dict[int, float] = {}
    for reading in readings:
        named = _by_names(database, reading, locale)
        told = _by_texts(database, reading, locale)
        for topic in named.keys() | told.keys():
            score = named.get(topic, 0) + _TEXT * told.get(topic, 0)
            scores[topic] = max(score, scores.get(topic, 0))
    for topic, mentions in rows_of(database, "SELECT id, mentions FROM topics WHERE id IN ({})", scores):
        scores[topic] *= 1 + _MENTIONED * math.log1p(mentions)
    return scores


def rows_of(database: sqlite3.Connection, statement: str, topics: Iterable[int], *before: str) -> Iterator[Any]:
    """The rows of topics, asked for some at a time: before version 3.32, SQLite takes no more than 999 values."""
    numbers = iter(topics)
    while some := list(islice(numbers, _AT_A_TIME)):
        yield from database.execute(statement.format(", ".join("?" * len(some))), (*before, *some)).fetchall()


def _forms_of(reading: Iterable[Term]) -> dict[str, None]:
    return dict.fromkeys(form for term in reading for form in term.forms)


def _any_of(forms: Iterable[str]) -> str:
    return " OR ".join('"{}"'.format(form.replace('"', '""')) for form in forms)


def _by_names(database: sqlite3.Connection, reading: Sequence[Term], locale: str) -> dict[int, float]:
    whole = sum(term.weight for term in reading)
    scores: dict[int, float] = {}
    rows = database.execute(
        "SELECT topic, locale, kind, names.words FROM found_names JOIN names ON names.id = found_names.rowid"
        " WHERE found_names MATCH ? ORDER BY rank LIMIT ?",
        (_any_of(_forms_of(reading)), _NAMES),
    )
    for topic, language, kind, listed in rows:
        score = _likeness(reading, whole, listed) * _KINDS[kind]
        if language != locale:
            score *= _OTHER_LANGUAGE
        if score > scores.get(topic, 0):
            scores[topic] = score
    return scores


def _likeness(reading: Sequence[Term], whole: float, listed: str) -> float:
    """How much of a question a name answers, and how little else it says."""
    name = [token.split("/") for token in listed.split()]
    used: set[int] = set()
    covered = 0.0
    answered = 0.0
    for term in reading:
        best, place = 0.0, -1
        for position, forms in enumerate(name):
            if position not in used:
                # Its forms come first to last: the word itself, then its stems.
                sure = max((term.forms.get(form, 0) for form in forms), default=0)
                if sure > best:
                    best, place = sure, position
        if place >= 0:
            used.add(place)
            covered += best * term.weight
            answered += best
    length = max(len(name), 1)
    return (covered / whole) ** _COVERED * (0.55 + 0.45 * answered / length) if whole else 0.0


def matching(database: sqlite3.Connection, expression: str, locale: str) -> list[tuple[int, float]]:
    """The topics whose texts an expression of FTS5 matches, the best first.

    Args:
        database: the index.
        expression: of :mod:`syndicate.search.expression`.
        locale: the language of the texts.
    """
    weights = ", ".join(map(str, _COLUMNS))
    rows = database.execute(
        f"SELECT topic, -bm25(found_texts, {weights}) * (1 + {_MENTIONED} * min(mentions, 50)) AS score"  # noqa: S608
        " FROM found_texts JOIN texts ON texts.id = found_texts.rowid JOIN topics ON topics.id = topic"
        " WHERE found_texts MATCH ? AND locale = ? ORDER BY score DESC, topic",
        (expression, locale),
    )
    return rows.fetchall()


def _by_texts(database: sqlite3.Connection, reading: Sequence[Term], locale: str) -> dict[int, float]:
    weights = ", ".join(map(str, _COLUMNS))
    rows = database.execute(
        f"SELECT topic, locale, bm25(found_texts, {weights}) AS score FROM found_texts"  # noqa: S608
        " JOIN texts ON texts.id = found_texts.rowid WHERE found_texts MATCH ? ORDER BY score LIMIT ?",
        (_any_of(_forms_of(reading)), _TEXTS),
    ).fetchall()
    # What bm25 gives a text that is about nothing else (k1 is 1.2 in FTS5); stems count beside their words.
    most = sum(2.2 * term.weight for term in reading)
    sure = sum(term.weight * max(term.forms.values()) for term in reading) / sum(term.weight for term in reading)
    scores: dict[int, float] = {}
    for topic, language, rank in rows:
        score = min(-rank / most, 1.5) * sure * (1 if language == locale else 0.6)
        scores[topic] = max(score, scores.get(topic, 0))
    return scores


assert len(_COLUMNS) == len(COLUMNS)
