"""The file of a history (SQLite), read before a build and written with it. What changed is told in `comparison`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from syndicate.errors import HistoryError
from syndicate.history.changes import Changes
from syndicate.history.comparison import Comparison
from syndicate.history.tables import APPLICATION, COLUMNS, SCHEMA, VERSION, Remembered, read
from syndicate.locales import LocaleLike, locale_id
from syndicate.model import Catalog
from syndicate.text import rfc3339

__all__ = ["History"]


class History:
    """The store of one published tree.

    Args:
        path: the file; one that does not exist is an empty history.
        authority: the :attr:`~syndicate.model.Publisher.authority` whose tree it is; any will do where it is None.

    Raises:
        HistoryError: the file is corrupt, is no history or that of another authority, or cannot be read; nothing has
            been changed.

    >>> from datetime import UTC, datetime
    >>> from tempfile import TemporaryDirectory
    >>> from syndicate.model import Topic
    >>> day = datetime(2024, 6, 6, tzinfo=UTC)
    >>> catalog = Catalog([Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"}, updated={"en": day})])
    >>> with TemporaryDirectory() as folder:
    ...     history = History(Path(folder, "history.sqlite3"))
    ...     history.remember(history.compare(catalog))
    ...     dict(history.compare(catalog).counts["en"])
    {'unchanged': 1}
    """

    def __init__(self, path: str | Path, *, authority: str | None = None) -> None:
        self.path = Path(path)
        self._authority = authority
        self._kept = Remembered()
        if self.path.exists():
            with self._open() as store:
                self._load(store)

    @contextmanager
    def _open(self, mode: str = "rw") -> Iterator[sqlite3.Connection]:
        try:
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10)) as store:
                yield store
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter where its message quotes the file
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
            if code == sqlite3.SQLITE_NOTADB:
                raise self._foreign() from error
            # A text that is no UTF-8 is an operational error too, of no code.
            if isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR:
                raise HistoryError(
                    f"cannot open the history: {error}", source=str(self.path), hint="give another --history"
                ) from error
            raise self.damaged(str(error)) from error

    def _load(self, store: sqlite3.Connection) -> None:
        def pragma(name: str) -> Any:
            return store.execute(f"PRAGMA {name}").fetchone()[0]

        if not pragma("page_count"):  # an empty file, or the first build was killed while it wrote
            return
        if pragma("application_id") != APPLICATION:
            raise self._foreign()
        if (version := pragma("user_version")) != VERSION:
            raise HistoryError(
                f"the history has version {version}, which this syndicate does not know",
                source=str(self.path),
                hint="use the syndicate that wrote it, or a newer one",
            )
        if (found := pragma("quick_check(1)")) != "ok":
            raise sqlite3.DatabaseError(found)
        kept = read(store)
        if None not in (self._authority, kept.authority) and self._authority != kept.authority:
            raise HistoryError(
                f"the history is that of another publisher, whose authority is {kept.authority!r}, "
                f"not {self._authority!r}",
                source=str(self.path),
                hint="give another --history, or put the old `authority` back into publisher.toml",
            )
        self._kept = kept

    def damaged(self, problem: str) -> HistoryError:
        """The error that something in the file is not as it was written."""
        return HistoryError(
            f"the history is damaged: {problem}",
            source=str(self.path),
            hint="put a copy of it back, or remove it, and all texts count as new",
        )

    def _foreign(self) -> HistoryError:
        return HistoryError("this is no history of syndicate", source=str(self.path), hint="give another --history")

    def compare(self, catalog: Catalog, locales: Iterable[LocaleLike] | None = None) -> Changes:
        """How a catalog differs from what is remembered. Nothing is written.

        Args:
            catalog: what there is now.
            locales: the languages to look at; by default those of the catalog and of the history.
        """
        kept = self._kept
        return Comparison(catalog, kept.texts, kept.build + 1).changes(
            [locale_id(locale) for locale in locales]
            if locales is not None
            else list(dict.fromkeys((*map(locale_id, catalog.locales), *kept.texts))),
            kept.since,
            kept.archived,
        )

    def archives(self, locale: LocaleLike, numbers: Iterable[int]) -> Iterator[bytes]:
        """The bodies of archive documents, as :meth:`remember` was given them."""
        wanted = list(numbers)
        if not wanted:
            return
        with self._open() as store:
            for number in wanted:
                query = "SELECT body FROM archives WHERE locale = ? AND number = ?"
                row = store.execute(query, (locale_id(locale), number)).fetchone()
                if row is None:
                    raise sqlite3.DatabaseError(f"archive {number} of {locale} is missing")
                yield row[0]

    def remember(self, changes: Changes, archives: Mapping[tuple[str, int], bytes] | None = None) -> None:
        """Write down what a build published; where nothing changed, the file is not touched.

        Args:
            changes: what :meth:`compare` gave.
            archives: a body for each of :attr:`Changes.fresh`.

        Raises:
            HistoryError: the file cannot be written, another build wrote it meanwhile, or an archive has no body.
        """
        with self.remembering(changes, archives):
            pass

    @contextmanager
    def remembering(self, changes: Changes, archives: Mapping[tuple[str, int], bytes] | None = None) -> Iterator[None]:
        """What :meth:`remember` does, in two steps: all is written at the start, and holds when the block ends well.

        So what can go wrong with the file does so before the block publishes anything.
        """
        if changes.unchanged:
            yield
            return
        bodies = archives or {}
        for locale, number in changes.fresh:
            if (locale, number) not in bodies:
                raise HistoryError(
                    f"archive {number} of {locale} has no content", source=str(self.path), hint="give `archives`"
                )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HistoryError(
                f"cannot make the folder of the history: {error.strerror}",
                source=str(self.path),
                hint="give another --history",
            ) from error
        with self._open("rwc") as store:
            store.execute("BEGIN IMMEDIATE")
            if not store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in SCHEMA.split(";"):
                    store.execute(statement)
            latest = store.execute("SELECT coalesce(max(number), 0) FROM builds").fetchone()[0]
            if latest != changes.build - 1:
                raise HistoryError(
                    "another build has written the history meanwhile", source=str(self.path), hint="build again"
                )
            self._write(store, changes, bodies)
            yield
            store.execute("COMMIT")
        self._kept = Remembered(
            build=changes.build,
            authority=self._authority or self._kept.authority,
            since=dict(changes.since),
            archived={locale: tuple(names) for locale, names in changes.archived.items()},
            texts={locale: dict(texts) for locale, texts in changes.texts.items()},
        )

    def _write(self, store: sqlite3.Connection, changes: Changes, archives: Mapping[tuple[str, int], bytes]) -> None:
        snapshot = changes.catalog.snapshot
        row = (changes.build, snapshot and rfc3339(snapshot), self._authority)
        store.execute("INSERT INTO builds VALUES (?, ?, ?)", row)
        store.executemany("INSERT OR IGNORE INTO languages VALUES (?, ?)", changes.since.items())
        rows = (
            [getattr(text, name) for name in COLUMNS]
            for locale, texts in changes.texts.items()
            for identifier, text in texts.items()
            if self._kept.texts.get(locale, {}).get(identifier) is not text
        )
        marks = ", ".join("?" * len(COLUMNS))
        store.executemany(f"INSERT OR REPLACE INTO texts VALUES ({marks})", rows)  # noqa: S608 -- only question marks
        for locale, number in changes.fresh:
            name = changes.archived[locale][number - 1]
            store.execute("INSERT INTO archives VALUES (?, ?, ?, ?)", (locale, number, name, archives[locale, number]))
