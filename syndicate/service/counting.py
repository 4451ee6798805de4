"""How often each text was asked for in a form, by the day, in SQLite. No reader's address is written, or known here."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from starlette.requests import Request

from syndicate.errors import Message, PublishError
from syndicate.moments import moment_of_build
from syndicate.reasons import of_parser
from syndicate.service.snapshot import Item

__all__ = ["Counts", "counted"]

_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS counts (day TEXT NOT NULL, number INTEGER NOT NULL, form TEXT NOT NULL,"
    " count INTEGER NOT NULL, PRIMARY KEY (day, number, form)) WITHOUT ROWID"
)
_ADD: Final = (
    "INSERT INTO counts VALUES (?, ?, ?, ?)"
    " ON CONFLICT (day, number, form) DO UPDATE SET count = count + excluded.count"
)
_AT_ONCE: Final = 1000


def counted(request: Request, item: Item, form: str) -> None:
    """Say that an answer shows a text: it is counted each time the answer is sent, if counts are kept.

    Args:
        request: what is answered.
        item: the text.
        form: in which form, such as ``snippet``.
    """
    found = request.scope.get("syndicate.counted")
    if found is not None:
        found.append((item.number, form))


class Counts:
    """The file of counts; what was counted is written after every thousand, and at the end.

    Args:
        path: the file.

    Raises:
        PublishError: it cannot be written.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._waiting: Counter[tuple[str, int, str]] = Counter()
        self._lock = Lock()
        self._write([])

    def add(self, shown: Sequence[tuple[int, str]]) -> None:
        """Count an answer: the number and form of each text that it shows."""
        if not shown:
            return
        day = moment_of_build().date().isoformat()
        with self._lock:
            self._waiting.update((day, *one) for one in shown)
            full = self._waiting.total() >= _AT_ONCE
        if full:
            self.flush()

    def flush(self) -> None:
        """Write what was counted."""
        with self._lock:
            rows = [(*key, count) for key, count in sorted(self._waiting.items())]
            self._waiting.clear()
        self._write(rows)

    def _write(self, rows: Sequence[tuple[str, int, str, int]]) -> None:
        try:
            store = sqlite3.connect(self._path, timeout=10)
            try:
                with store:
                    store.execute(_TABLE)
                    store.executemany(_ADD, rows)
            finally:
                store.close()
        except sqlite3.Error as error:
            raise PublishError(
                Message("cannot write the counts: {error}", error=of_parser(error)),
                source=str(self._path),
                hint=Message("name another --counts"),
            ) from error
