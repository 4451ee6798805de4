"""What a build writes into a history: its rows, and whether there are any. The file itself is in `store`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from syndicate.history import pending
from syndicate.history.changes import Changes
from syndicate.history.tables import COLUMNS, MIGRATION, OLD_VERSION, VERSION, Remembered
from syndicate.text import rfc3339

__all__ = ["apply", "is_news", "program", "rows", "snapshot_of", "statements"]

_DISTRIBUTION: Final = "syndicate-feeds"


def is_news(kept: Remembered, changes: Changes, assets: Mapping[str, bytes | None]) -> bool:
    """Whether there is anything to remember."""
    return (
        not changes.unchanged
        or kept.version != VERSION
        or bool(changes.fresh)
        or dict(changes.groups) != dict(kept.groups)
        or changes.numbers.keys() != kept.numbers.keys()
        or any(kept.assets.get(path) is not (body is not None) for path, body in assets.items())
        or next(rows(kept, changes), None) is not None
    )


def rows(kept: Remembered, changes: Changes) -> Iterator[list[Any]]:
    """The rows of texts that differ from what is remembered."""
    is_converted = kept.version != VERSION
    for locale, texts in changes.texts.items():
        before = kept.texts.get(locale, {})
        for identifier, text in texts.items():
            if is_converted or before.get(identifier) is not text:
                yield [getattr(text, name) for name in COLUMNS]


def statements(
    kept: Remembered,
    changes: Changes,
    archives: Mapping[tuple[str, int], bytes],
    assets: Mapping[str, bytes | None],
    authority: str | None,
    mark: str,
) -> Iterator[pending.Statement]:
    """The rows to write, table by table."""
    row = (changes.build, snapshot_of(changes), authority, program(), mark)
    yield "INSERT INTO builds (number, snapshot, authority, program, tree)", [row]
    yield "INSERT OR IGNORE INTO languages (locale, since)", list(changes.since.items())
    yield f"INSERT OR REPLACE INTO texts ({', '.join(COLUMNS)})", rows(kept, changes)
    fresh = [(*key, changes.archived[key[0]][key[1] - 1], archives[key]) for key in changes.fresh]
    yield "INSERT INTO archives (locale, number, name, body)", fresh
    yield "INSERT OR REPLACE INTO groups (id, slug)", list(changes.groups.items())
    numbers = [(changes.numbers[text], *text) for text in changes.numbers if text not in kept.numbers]
    yield "INSERT INTO numbers (number, locale, id)", numbers
    known = kept.assets
    new = [item for item in assets.items() if known.get(item[0]) is not (item[1] is not None)]
    yield "INSERT OR REPLACE INTO assets (path, body)", new


def apply(store: sqlite3.Connection, statements: Iterable[pending.Statement]) -> None:
    """Commit changes, row by row as they come."""
    if store.execute("PRAGMA user_version").fetchone()[0] == OLD_VERSION:
        for statement in MIGRATION.split(";"):
            store.execute(statement)
    for statement, rows in statements:
        for row in rows:
            store.execute(f"{statement} VALUES ({', '.join('?' * len(row))})", row)
    store.execute("DELETE FROM pending")


def program() -> str:
    """The version of syndicate, by which a history knows whether texts may be cleaned differently than before."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return ""


def snapshot_of(changes: Changes) -> str | None:
    """The date of the snapshot of a build, if it has one."""
    snapshot = changes.catalog.snapshot
    return rfc3339(snapshot) if snapshot is not None else None
