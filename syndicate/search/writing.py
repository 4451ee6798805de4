"""The index is written here: one SQLite file, whose bytes follow from `topics.json` alone. It is read in `index`.

Tables of SQLite's FTS5 find rows by any of their words. Texts and names are contentless: the words are kept, and not
the texts, which `topics.json` has. `spellings` finds words by their letters, two and two: the tokenizer "trigram" is
missing before SQLite 3.34, and folds no accents before 3.45.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from syndicate.locales.language_data import all_languages
from syndicate.search.documents import Document, Topics
from syndicate.search.words import Lexicon, compounds, folded, words

__all__ = ["COLUMNS", "KINDS", "fill", "letter_pairs", "index_version"]

COLUMNS: Final = ("title", "also", "see", "subjects", "groups", "summary")
"""The columns that may be searched separately."""
KINDS: Final = ("title", "also", "see", "subjects")
"""Of which of them each entry is a name of the topic."""

_FORM: Final = 1
_TOKENS: Final = "tokenize = \"ascii tokenchars '_'\", content = ''"  # letters beyond ASCII are never separators to it
_SCHEMA: Final = f"""
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE topics (id INTEGER PRIMARY KEY, slug TEXT, mentions INTEGER);
CREATE TABLE texts (id INTEGER PRIMARY KEY, topic INTEGER, locale TEXT, title TEXT, url TEXT);
CREATE INDEX texts_by_topic ON texts (topic);
CREATE TABLE names (id INTEGER PRIMARY KEY, topic INTEGER, locale TEXT, kind INTEGER, words TEXT);
CREATE TABLE words (
    id INTEGER PRIMARY KEY, folded TEXT, word TEXT, locale TEXT, stems TEXT, in_names INTEGER, in_texts INTEGER
);
CREATE INDEX words_by_folded ON words (folded);
CREATE VIRTUAL TABLE found_texts USING fts5 ({", ".join(COLUMNS)}, {_TOKENS});
CREATE VIRTUAL TABLE found_names USING fts5 (words, {_TOKENS});
CREATE VIRTUAL TABLE spellings USING fts5 (pairs, {_TOKENS});
CREATE VIRTUAL TABLE in_texts USING fts5vocab (found_texts, row);
"""


@cache
def index_version() -> str:
    """What an index depends on besides the catalog: the form of it, the stemmers, and the data of languages."""
    from importlib.metadata import version  # which takes longer to load than all else here

    data = [(code, sorted(language.search.items())) for code, language in all_languages().items() if language.search]
    digest = hashlib.sha256(repr(data).encode()).hexdigest()[:16]
    return f"{_FORM} {version('pystemmer')} {digest}"


def fill(connection: sqlite3.Connection, topics: Topics, digest: str, known: Iterable[tuple[str, str, str]]) -> None:
    """Write a whole index into an empty database.

    Args:
        connection: of the database.
        topics: what there is.
        digest: of the `topics.json`, as SHA-256.
        known: words, their languages and their stems as an earlier index of this version has them, which saves time.
    """
    connection.executescript(f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; {_SCHEMA}")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?)",
        [("digest", digest), ("locales", " ".join(topics.locales)), ("maker", index_version())],
    )
    vocabulary = _Vocabulary(Lexicon(tuple(dict.fromkeys(map(_language, topics.locales)))), known)
    _add_topics(connection, topics, vocabulary)
    for number, row in enumerate(vocabulary.rows(), 1):
        connection.execute("INSERT INTO words VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *row))
        connection.execute("INSERT INTO spellings (rowid, pairs) VALUES (?, ?)", (number, letter_pairs(row[0])))
    for table in ("found_texts", "found_names", "spellings"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
    connection.execute("COMMIT")
    connection.execute("VACUUM")


def _add_topics(connection: sqlite3.Connection, topics: Topics, vocabulary: _Vocabulary) -> None:
    text = name = 0
    numbers: dict[str, int] = {}
    mentions: Counter[str] = Counter()
    for topic, entry in enumerate(topics.entries, 1):
        connection.execute("INSERT INTO topics VALUES (?, ?, 0)", (topic, entry.slug))
        numbers |= dict.fromkeys(entry.ids, topic)
        mentions.update(set(entry.related))
        for document in entry.documents:
            text += 1
            row = (text, topic, document.locale, document.title, document.url)
            connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", row)
            connection.execute(
                f"INSERT INTO found_texts (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",  # noqa: S608
                (text, *vocabulary.columns(document)),
            )
            for kind, found in _names(document):
                name += 1
                listed = vocabulary.name(found, document.locale)
                named = (name, topic, document.locale, kind, listed)
                connection.execute("INSERT INTO names VALUES (?, ?, ?, ?, ?)", named)
                forms = listed.replace("/", " ")
                connection.execute("INSERT INTO found_names (rowid, words) VALUES (?, ?)", (name, forms))
    connection.executemany(
        "UPDATE topics SET mentions = mentions + ? WHERE id = ?",
        [(count, numbers[related]) for related, count in sorted(mentions.items()) if related in numbers],
    )


def letter_pairs(word: str) -> str:
    """The letters of a word two and two, with its edges, as words of an index.

    >>> letter_pairs("asma")
    '_a as sm ma a_'
    """
    whole = f"_{word}_"
    return " ".join(whole[place : place + 2] for place in range(len(whole) - 1))


def _language(locale: str) -> str:
    return locale.partition("-")[0]


def _names(document: Document) -> Iterator[tuple[int, str]]:
    yield 0, document.title
    for kind in range(1, len(KINDS)):
        for name in getattr(document, _FIELDS[kind]):
            yield kind, name


_FIELDS: Final = ("title", "also_called", "see_references", "subjects", "groups", "summary")


class _Forms(dict[str, tuple[str, str, tuple[str, ...]]]):
    """The words of a language, each with its folded form and its stems, as one text and one by one."""

    def __init__(self, lexicon: Lexicon, locale: str, known: Mapping[tuple[str, str], str]) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._locale = locale
        self._known = known

    def __missing__(self, word: str) -> tuple[str, str, tuple[str, ...]]:
        if (stems := self._known.get((word, self._locale))) is None:
            stems = " ".join(sorted(self._lexicon.stems(word, (_language(self._locale),))))
        self[word] = made = (self._lexicon.fold(word), stems, tuple(stems.split()))
        return made


class _Vocabulary:
    """All words of a catalog, with the number of texts they are in."""

    def __init__(self, lexicon: Lexicon, known: Iterable[tuple[str, str, str]]) -> None:
        self._lexicon = lexicon
        self._known = {(word, locale): stems for word, locale, stems in known}
        self._forms: dict[str, _Forms] = {}
        self._in_names: Counter[tuple[str, str]] = Counter()
        self._in_texts: Counter[tuple[str, str]] = Counter()

    def _forms_in(self, locale: str) -> _Forms:
        if locale not in self._forms:
            self._forms[locale] = _Forms(self._lexicon, locale, self._known)
        return self._forms[locale]

    def columns(self, document: Document) -> Iterator[str]:
        """What is indexed of a text: its words in order, so that phrases are found, then the stems of them all."""
        locale, seen = document.locale, set()
        forms = self._forms_in(locale)
        for field in _FIELDS:
            value = getattr(document, field)
            phrases = [value] if isinstance(value, str) else value
            literal: list[str] = []
            stems: set[str] = set()
            for phrase in phrases:
                found = list(words(phrase))
                literal += [forms[word][0] for word in found]
                joined = [whole for _, whole in compounds(phrase)]
                stems.update(forms[word][0] for word in joined)
                for word in {*found, *joined}:
                    stems.update(forms[word][2])
                    seen.add(word)
                literal.append("_")  # no phrase goes on from one name to the next
            yield " ".join((*literal, *sorted(stems.difference(literal))))
        self._in_texts.update([(word, locale) for word in seen])

    def name(self, name: str, locale: str) -> str:
        """The words of a name, each with its forms after it."""
        whole, known = dict(compounds(name)), self._forms_in(locale)
        listed = []
        for word in words(name):
            forms: list[str] = []
            for spelling in (word, whole.pop(word, "")):
                if spelling:
                    self._in_names[spelling, locale] += 1
                    bare, _, stems = known[spelling]
                    forms += (bare, *stems)
            listed.append("/".join(forms))
        return " ".join(listed)

    def rows(self) -> Iterator[tuple[str, str, str, str, int, int]]:
        """The table of words, in their order."""
        for word, locale in sorted((word, locale) for locale, forms in self._forms.items() for word in forms):
            key, stems = (word, locale), self._forms[locale][word][1]
            yield folded(word), word, locale, stems, self._in_names[key], self._in_texts[key]
