"""The file of a history (SQLite), read before a build and written with it. What changed is told in `comparison`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import HistoryError, Message
from syndicate.explained import checking, explained_methods
from syndicate.history import pending, writing
from syndicate.history.addresses import Published, pinned
from syndicate.history.changes import Changes, State
from syndicate.history.comparison import Comparison
from syndicate.history.identities import identified
from syndicate.history.numbers import Numbers, numbered
from syndicate.history.tables import (
    APPLICATION,
    COLUMNS,
    NUMBERS,
    OLD_VERSION,
    PENDING,
    SCHEMA,
    VERSION,
    Remembered,
    read,
    series_of,
)
from syndicate.history.verdict import Verdict
from syndicate.json_writer import in_ascii
from syndicate.locales import LocaleLike, locale_id, parse
from syndicate.model import Catalog
from syndicate.model.arguments import check
from syndicate.model.fields import expect, expect_list
from syndicate.reasons import of_parser, of_system

__all__ = ["History"]

_HINT: Final = Message("see that it is a file that this user may read and write")
_BUSY: Final = Message("another build is at work on it: wait until it has ended, then build again")
_HINTS: Final = {sqlite3.SQLITE_BUSY: _BUSY, sqlite3.SQLITE_LOCKED: _BUSY}


@explained_methods
class History:
    """The store of one published tree.

    Args:
        path: the file; one that does not exist is an empty history.
        authority: the :attr:`~syndicate.model.Publisher.authority` whose tree it is; None accepts any.

    Raises:
        HistoryError: the file is corrupt, is not a history or that of another authority, or cannot be read; nothing has
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

    @checking
    def __init__(self, path: str | Path, *, authority: str | None = None) -> None:
        expect("path", path, Message("a path"), str, os.PathLike)
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
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter if its message quotes the file
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
            if code == sqlite3.SQLITE_NOTADB:
                raise self._foreign() from error
            # A text that is not UTF-8 is an operational error too, without a code.
            if isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR:
                raise HistoryError(
                    Message("cannot open the history: {error}", error=of_parser(error)),
                    source=str(self.path),
                    hint=_HINTS.get(code, _HINT),
                ) from error
            raise self.damaged(of_parser(error)) from error

    def _load(self, store: sqlite3.Connection) -> None:
        def pragma(name: str) -> Any:
            return store.execute(f"PRAGMA {name}").fetchone()[0]

        if not pragma("page_count"):  # an empty file, or the first build was killed while it wrote
            return
        if pragma("application_id") != APPLICATION:
            raise self._foreign()
        if (found_version := pragma("user_version")) not in (OLD_VERSION, VERSION):
            raise HistoryError(
                Message(
                    "the history has version {found_version}, which this syndicate does not know",
                    found_version=found_version,
                ),
                source=str(self.path),
                hint=Message("use the syndicate that wrote it, or a newer one"),
            )
        if (found := pragma("quick_check(1)")) != "ok":
            raise sqlite3.DatabaseError(found)
        kept = read(store, found_version)
        if None not in (self._authority, kept.authority) and self._authority != kept.authority:
            raise HistoryError(
                Message(
                    "the history is that of another publisher, whose authority is {authority!r}, not {own_authority!r}",
                    authority=kept.authority,
                    own_authority=self._authority,
                ),
                source=str(self.path),
                hint=Message("give another --history, or put the old `authority` back into publisher.toml"),
            )
        self._kept = kept

    @property
    def is_new(self) -> bool:
        """Whether no build has written to it."""
        return not self._kept.build

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The languages that any text was published in."""
        return tuple(map(parse, self._kept.texts))

    @property
    def is_retracted(self) -> bool:
        """Whether texts were published, and all of them have left."""
        states = {text.state for found in self._kept.texts.values() for text in found.values()}
        return states == {State.RETRACTED}

    @property
    def remembers_addresses(self) -> bool:
        """Whether it knows the addresses of its topics; a history of version 0.1 does not."""
        return self._kept.version == VERSION

    @checking
    def recover(self, tree: str) -> None:
        """Complete a build that was killed: its pending changes are committed if its tree is in place.

        Args:
            tree: the mark of the published tree; empty where there is none.
        """
        if not self.path.exists():
            return
        with self._open() as store:
            if not store.execute("SELECT count(*) FROM sqlite_master WHERE name = 'pending'").fetchone()[0]:
                return
            row = store.execute("SELECT content FROM pending WHERE tree = ?", (tree,)).fetchone()
            if row is None or not tree:
                return
            store.execute("BEGIN IMMEDIATE")
            writing.apply(store, pending.unpacked(row[0]))
            store.execute("COMMIT")
            self._kept = Remembered()
            self._load(store)

    def damaged(self, problem: str) -> HistoryError:
        """The error for a damaged file."""
        return HistoryError(
            Message("the history is damaged: {problem}", problem=problem),
            source=str(self.path),
            hint=Message(
                "put a copy of it back; without one, see what is lost under `Keep the history`, and remove it"
            ),
        )

    def _foreign(self) -> HistoryError:
        return HistoryError(
            Message("this is not a history of syndicate"), source=str(self.path), hint=Message("give another --history")
        )

    def compare(
        self,
        catalog: Catalog,
        locales: Iterable[LocaleLike] | None = None,
        *,
        now: datetime | None = None,
        published: Catalog | None = None,
        base_url: str = "",
        numbers: Numbers | None = None,
    ) -> Changes:
        """Compare a catalog with what is remembered. Nothing is written.

        Args:
            catalog: what there is now.
            locales: the languages to look at; by default those of the catalog and of the history.
            now: the moment of the build, which dates what happens where the source states no snapshot; by default
                the newest date of a text does.
            published: the slugs in the published tree; only a history of version 0.1 needs them.
            base_url: where the tree is published, so that links between topics follow those that had another slug.
            numbers: the numbers that a lost history gave to texts, so that no other text gets them.
        """
        check(catalog=catalog)
        if locales is not None:
            expect_list(locales=locales)
        if now is not None:
            expect("now", now, Message("a datetime with a time zone"), datetime)
        expect("base_url", base_url, Message("a text"), str)
        kept = self._kept
        catalog = identified(catalog, kept.texts)
        addresses = Published.of(published) if published is not None else None
        placed, groups, slugs = pinned(catalog, kept.texts, kept.groups, addresses, base_url)
        verdict = Verdict(
            catalog, same_program=kept.program == writing.program(), snapshot=kept.snapshot, published=published
        )
        changes = Comparison(placed, kept.texts, kept.build + 1, verdict, now, slugs).changes(
            [locale_id(locale) for locale in locales]
            if locales is not None
            else list(dict.fromkeys((*map(locale_id, catalog.locales if catalog else ()), *kept.texts))),
            kept.since,
            kept.archived,
            groups,
        )
        known = ((locale, identifier) for locale, texts in changes.texts.items() for identifier in texts)
        changes = attrs.evolve(changes, numbers=numbered(known, {**(numbers or {}), **kept.numbers}))
        return attrs.evolve(changes, series=kept.series or series_of(self.mark(changes)))

    def archives(self, locale: LocaleLike, numbers: Iterable[int]) -> Iterator[bytes]:
        """The bodies of archive documents, as :meth:`remember` was given them."""
        expect_list(numbers=numbers)
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

    def confirm(self, catalog: Catalog, locale: LocaleLike, identifier: str) -> None:
        """Confirm that a translation matches its original as it reads now.

        For sources that cannot state ``translated_from``.

        Args:
            catalog: the topics, as they were published last.
            locale: the language of the translation.
            identifier: its id.

        Raises:
            NotFoundError: there is no such text.
            HistoryError: the history does not know it and its original, or cannot be written.
        """
        topic, main, name = catalog.by_id(identifier, locale), locale_id(catalog.default_locale), locale_id(locale)
        original = self._kept.texts.get(main, {}).get(topic.ids.get(main, ""))
        known = self._kept.texts.get(name, {}).get(identifier)
        if original is None or known is None or self._kept.version != VERSION:
            raise HistoryError(
                Message("the history does not know this text and its original"),
                topic=topic.slug,
                locale=name,
                source=str(self.path),
                hint=Message("build first"),
            )
        with self._open() as store:
            store.execute(
                "UPDATE texts SET confirmed = ? WHERE locale = ? AND id = ?", (original.revision, name, identifier)
            )
            self._load(store)

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """The path and bytes of each script and style sheet of earlier builds that partners may still load."""
        if any(self._kept.assets.values()):
            with self._open() as store:
                yield from store.execute("SELECT path, body FROM assets WHERE body IS NOT NULL ORDER BY path")

    @property
    def withdrawn(self) -> frozenset[str]:
        """The paths of scripts and style sheets that were deleted from the published tree on purpose."""
        return frozenset(path for path, kept in self._kept.assets.items() if not kept)

    @checking
    def mark(self, changes: Changes, assets: Mapping[str, bytes | None] | None = None) -> str:
        """A mark for the tree of a build, by which the next build knows whether it was put in place.

        Equal content gives equal marks.
        """
        if not writing.is_news(self._kept, changes, assets or {}):
            return self._kept.tree
        made = sha256(in_ascii([changes.build, self._kept.tree, self._authority]))
        for row in writing.rows(self._kept, changes):
            # The names of sources are not in the tree, but are part of the series of builds.
            made.update(in_ascii([value for name, value in zip(COLUMNS, row, strict=True) if name != "origin"]))
        return made.hexdigest()[:32]

    @checking
    def remember(
        self,
        changes: Changes,
        archives: Mapping[tuple[str, int], bytes] | None = None,
        assets: Mapping[str, bytes | None] | None = None,
    ) -> None:
        """Record what a build published; if there is nothing new, the file is not touched.

        Args:
            changes: what :meth:`compare` gave.
            archives: a body for each of :attr:`Changes.fresh`.
            assets: the scripts and style sheets that were published, by path; None for those that were withdrawn.

        Raises:
            HistoryError: the file cannot be written, another build wrote it meanwhile, or an archive has no body.
        """
        with self.remembering(changes, archives, assets):
            pass

    @checking
    @contextmanager
    def remembering(
        self,
        changes: Changes,
        archives: Mapping[tuple[str, int], bytes] | None = None,
        assets: Mapping[str, bytes | None] | None = None,
    ) -> Iterator[None]:
        """What :meth:`remember` does, in two steps: written at the start, and committed if the block succeeds.

        So errors of the file come before the block publishes anything. If the process is killed
        within the block, the next build knows by the mark of the tree whether to commit; see :meth:`recover`.
        """
        bodies, scripts = archives or {}, assets or {}
        if not writing.is_news(self._kept, changes, scripts):
            yield
            return
        self._check_writable(changes, bodies)
        mark = self.mark(changes, scripts)
        statements = partial(writing.statements, self._kept, changes, bodies, scripts, self._authority, mark)
        content = pending.packed(statements())
        with self._open("rwc") as store:
            self._begin(store, changes)
            store.execute(PENDING)
            store.execute(NUMBERS)
            store.execute("DELETE FROM pending")
            store.execute("INSERT INTO pending VALUES (?, ?)", (mark, content))
            store.execute("COMMIT")
            self._begin(store, changes)
            try:
                yield
            except BaseException:
                store.execute("DELETE FROM pending")
                store.execute("COMMIT")
                raise
            writing.apply(store, statements())
            store.execute("COMMIT")
        self._kept = self._after(changes, scripts, mark)

    def _check_writable(self, changes: Changes, bodies: Mapping[tuple[str, int], bytes]) -> None:
        for locale, number in changes.fresh:
            if (locale, number) not in bodies:
                raise HistoryError(
                    Message("archive {number} of {locale} has no content", number=number, locale=locale),
                    source=str(self.path),
                    hint=Message("give `archives`"),
                )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HistoryError(
                Message("cannot make the folder of the history: {reason}", reason=of_system(error)),
                source=str(self.path),
                hint=Message("give another --history"),
            ) from error

    def _after(self, changes: Changes, scripts: Mapping[str, bytes | None], mark: str) -> Remembered:
        """The state after a build has been recorded."""
        return Remembered(
            build=changes.build,
            authority=self._authority or self._kept.authority,
            since=dict(changes.since),
            archived={locale: tuple(names) for locale, names in changes.archived.items()},
            texts={locale: dict(texts) for locale, texts in changes.texts.items()},
            groups=dict(changes.groups),
            assets={**self._kept.assets, **{path: body is not None for path, body in scripts.items()}},
            program=writing.program(),
            snapshot=writing.snapshot_of(changes) or self._kept.snapshot,
            tree=mark,
            numbers=changes.numbers,
            series=changes.series,
        )

    def _begin(self, store: sqlite3.Connection, changes: Changes) -> None:
        """Begin a transaction, if the history is still the one that the changes were compared with."""
        store.execute("BEGIN IMMEDIATE")
        if not store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in SCHEMA.split(";"):
                store.execute(statement)
        latest = store.execute("SELECT coalesce(max(number), 0) FROM builds").fetchone()[0]
        if latest != changes.build - 1:
            raise HistoryError(
                Message("another build has written the history meanwhile"),
                source=str(self.path),
                hint=Message("build again"),
            )
