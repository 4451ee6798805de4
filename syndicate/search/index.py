"""The index of a published tree: the file beside it, made where it is missing or old, and questions to it."""

from __future__ import annotations

import glob
import os
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, Message, NotFoundError
from syndicate.layout import CATALOG_JSON
from syndicate.locales import LocaleLike, parse
from syndicate.model import Localized
from syndicate.model.arguments import check
from syndicate.search.documents import opened
from syndicate.search.expression import compiled, is_expression, terms_of
from syndicate.search.ranking import correction, forms_of, matching, ranked, rows_of, terms
from syndicate.search.words import Lexicon, spans
from syndicate.search.writing import fill, index_version

__all__ = ["Hit", "Index", "Results", "index_place", "open_index", "write_index"]

_LEAST: Final = 0.1
"""What is less than this part of the best score is not a result."""
_MOST_CORRECTED: Final = 24
"""So many words of a query are looked at for their spelling."""


@attrs.frozen(kw_only=True)
class Hit:
    """A topic that was found.

    Attributes:
        slug: its name.
        locale: the language of its text, which is the one that was asked for.
        title: of that text.
        url: the page it is read at; relative to the tree where that is its only home.
        score: how well it answers; only to be compared with others of the same question.
    """

    slug: str
    locale: Locale
    title: str
    url: str
    score: float


@attrs.frozen(kw_only=True)
class Results:
    """What was found.

    Attributes:
        hits: those that were asked for, the best first.
        total: how many there are in all.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0


class Index:
    """An open index. It may be asked by several threads, and goes on with what it was opened with after a build.

    Attributes:
        digest: of the `topics.json` it was made from, as SHA-256 in hexadecimal.
        locales: the languages it has texts in.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        facts = dict(database.execute("SELECT name, value FROM facts").fetchall())
        self.digest: str = facts["digest"]
        self._tags: Localized[str] = Localized({parse(tag): tag for tag in facts["locales"].split()})
        self.locales: tuple[Locale, ...] = tuple(self._tags)
        self._database = database
        self._lexicon = Lexicon(tuple(dict.fromkeys(tag.partition("-")[0] for tag in self._tags.values())))
        self._lock = Lock()

    def search(self, question: str, locale: LocaleLike, *, limit: int = 10, offset: int = 0) -> Results:
        """The topics that a question may mean, the best first.

        Words are found without their accents, in the plural and other forms, misspelled, and in any language of the
        catalog; the words of other names and of the text count too.

        Args:
            question: words, as a reader types them.
            locale: the language whose texts are found; it stands for the nearest that there is, ``es`` for ``es-US``.
            limit: the most results.
            offset: how many of the best are left out.

        Raises:
            InvalidValueError: an argument is of another kind, or a number is negative.
            NotFoundError: there are no texts in this language, nor in one near it.
        """
        language = self._checked(question, locale, limit, offset)
        with self._lock:
            readings = terms(self._database, self._lexicon, question, language)
            scores = ranked(self._database, readings, language) if readings[0] else {}
            return self._results(scores, language, limit, offset)

    def find(self, query: str, locale: LocaleLike, *, limit: int = 10, offset: int = 0) -> Results:
        """The topics that a query finds, in the language of the MedlinePlus search, the best first.

        It has phrases in quotation marks, ``AND``, ``OR``, ``NOT``, parentheses, and the fields ``title:``,
        ``alt-title:``, ``mesh:``, ``full-summary:`` and ``group:``. Words without an operator between them must all be
        there. A query with none of these is a question, as :meth:`search` takes it.

        Args:
            query: what is looked for.
            locale: as for :meth:`search`, like the rest, and what is raised.
        """
        if not is_expression(query if isinstance(query, str) else ""):
            return self.search(query, locale, limit=limit, offset=offset)
        language = self._checked(query, locale, limit, offset)
        with self._lock:
            expression = compiled(query, self._forms)
            found = matching(self._database, expression, language) if expression else []
            return self._page(found, language, limit, offset)

    def corrected(self, query: str) -> str:
        """A query with the spelling that was probably meant; empty where all words are right, or it has operators.

        Args:
            query: as :meth:`find` takes it.
        """
        text = unicodedata.normalize("NFC", query)
        if is_expression(text):
            return ""
        pieces, place = [], 0
        with self._lock:
            for start, end, word in islice(spans(text), _MOST_CORRECTED):
                if right := correction(self._database, self._lexicon, word):
                    pieces += [text[place:start], right]
                    place = end
        return "".join((*pieces, text[place:])) if pieces else ""

    def marked(self, query: str, text: str) -> Iterator[tuple[int, int]]:
        """Where the words of a query, or other forms of them, stand in a text.

        Args:
            query: as :meth:`find` takes it.
            text: plain text in Unicode's form NFC.
        """
        with self._lock:
            forms = {form for word in set(terms_of(query)) for form in self._forms(word, False)}
        for start, end, word in spans(text):
            if self._lexicon.fold(word) in forms or not forms.isdisjoint(self._lexicon.stems(word)):
                yield start, end

    def nearest(self, locale: LocaleLike) -> str:
        """The tag of the language that stands for a locale.

        Raises:
            NotFoundError: there is none.
        """
        wanted = parse(locale)
        found = wanted if wanted in self._tags else self._tags.nearest(wanted)
        if found is None:
            there = ", ".join(self._tags.values())
            raise NotFoundError(
                Message("there are no texts in this language"),
                locale=str(locale),
                hint=Message("there are in {there}", there=there),
            )
        return self._tags[found]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _checked(self, question: str, locale: LocaleLike, limit: int, offset: int) -> str:
        check(question=question)
        for name, number in (("limit", limit), ("offset", offset)):
            if not isinstance(number, int) or number < 0:
                raise InvalidValueError(
                    Message("{number!r} is not a number of results", number=number),
                    field=name,
                    hint=Message("it must be at least 0"),
                )
        return self.nearest(locale)

    def _forms(self, word: str, literal: bool) -> list[str]:
        return [self._lexicon.fold(word)] if literal else list(forms_of(self._database, self._lexicon, word))

    def _results(self, scores: dict[int, float], language: str, limit: int, offset: int) -> Results:
        least = max(scores.values(), default=0) * _LEAST
        order = sorted((-score, topic) for topic, score in scores.items() if score >= least)
        statement = "SELECT topic FROM texts WHERE locale = ? AND topic IN ({})"
        there = {topic for (topic,) in rows_of(self._database, statement, [topic for _, topic in order], language)}
        found = [(topic, -score) for score, topic in order if topic in there]
        return self._page(found, language, limit, offset)

    def _page(self, found: Sequence[tuple[int, float]], language: str, limit: int, offset: int) -> Results:
        hits = []
        for topic, score in found[offset : offset + limit]:
            slug, title, url = self._database.execute(
                "SELECT slug, title, url FROM texts JOIN topics ON topics.id = topic WHERE topic = ? AND locale = ?",
                (topic, language),
            ).fetchone()
            hits.append(Hit(slug=slug, locale=parse(language), title=title, url=url, score=score))
        return Results(hits=tuple(hits), total=len(found))


def index_place(tree: Path) -> Path:
    """The file beside a published tree.

    >>> index_place(Path("/srv/public")).name
    'public.search'
    """
    tree = tree.resolve()
    return tree.with_name(f"{tree.name}.search")


def open_index(tree: str | Path) -> Index:
    """The index of a published tree; it is made first where it is missing, or older than the tree.

    Args:
        tree: the folder that `syndicate build` wrote.

    Raises:
        NotFoundError: there is no published tree.
        SourceError: its `topics.json` is not of this version.
    """
    check(tree=tree)
    catalog, place = _catalog(tree), index_place(Path(tree))
    digest = _digest(catalog)
    if (database := _read(place)) is not None:
        if _made_from(database) == digest:
            return Index(database)
        database.close()
    with suppress(OSError):  # a folder in which nothing can be written; SQLite's own errors are not an OSError
        _write(catalog, place, digest)
        if (database := _read(place)) is not None and _made_from(database) == digest:
            return Index(database)
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    fill(database, opened(catalog), digest, ())
    return Index(database)


def write_index(tree: str | Path) -> Path:
    """Write the index of a published tree beside it, unless it is there.

    Args:
        tree: the folder that `syndicate build` wrote.

    Returns:
        The file.

    Raises:
        NotFoundError: there is no published tree.
        SourceError: its `topics.json` is not of this version.
        OSError: the file cannot be written.
    """
    check(tree=tree)
    catalog, place = _catalog(tree), index_place(Path(tree))
    digest = _digest(catalog)
    for left in place.parent.glob(f".{glob.escape(place.name)}.*"):  # of a build that was killed
        left.unlink(missing_ok=True)
    database = _read(place)
    try:
        if database is None or _made_from(database) != digest:
            _write(catalog, place, digest)
    finally:
        if database is not None:
            database.close()
    return place


def _catalog(tree: str | Path) -> Path:
    catalog = Path(tree) / CATALOG_JSON.path
    if not catalog.is_file():
        raise NotFoundError(
            Message("there is no {path} in {tree!r}", path=CATALOG_JSON.path, tree=str(tree)),
            hint=Message("name a folder that `syndicate build` wrote"),
        )
    return catalog


def _digest(catalog: Path) -> str:
    with catalog.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _read(place: Path) -> sqlite3.Connection | None:
    """The file, if it is an index; damaged ones are made again."""
    if not place.is_file():
        return None
    with suppress(sqlite3.Error):
        uri = f"{place.as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            database.execute("SELECT value FROM facts").fetchall()
            return database
        except sqlite3.Error:
            database.close()
    return None


def _made_from(database: sqlite3.Connection) -> str:
    """The digest of the catalog that an index was made from; empty where another version made it."""
    facts = dict(database.execute("SELECT name, value FROM facts").fetchall())
    return str(facts.get("digest", "")) if facts.get("maker") == index_version() else ""


def _write(catalog: Path, place: Path, digest: str) -> None:
    """Write the index beside its place, then put it there: who reads the old one goes on with that."""
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(name, isolation_level=None)) as database:
            fill(database, opened(catalog), digest, _known(place))
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _known(place: Path) -> list[tuple[str, str, str]]:
    """The words and stems of an earlier index, by the same version."""
    if (database := _read(place)) is None:
        return []
    with closing(database):
        return database.execute("SELECT word, locale, stems FROM words").fetchall() if _made_from(database) else []


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
