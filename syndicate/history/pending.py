"""The pending changes of a history, as bytes: rows for each table. No file is opened here."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from typing import Any

from syndicate.json_writer import in_ascii

__all__ = ["Statement", "packed", "unpacked"]

Statement = tuple[str, Sequence[Sequence[Any]]]
"""The beginning of an SQL statement, up to the word ``VALUES``, and the rows it is for."""


def packed(statements: Iterable[Statement]) -> bytes:
    """The statements as bytes; equal statements give equal bytes.

    >>> unpacked(packed([("INSERT INTO t (a)", [(b"1",), (None,)])]))
    [('INSERT INTO t (a)', [[b'1'], [None]])]
    """
    document = [[statement, [list(map(_plain, row)) for row in rows]] for statement, rows in statements if rows]
    return zlib.compress(in_ascii(document), 1)


def unpacked(content: bytes) -> list[Statement]:
    """The statements that :func:`packed` was given."""
    document = json.loads(zlib.decompress(content))
    return [(statement, [list(map(_value, row)) for row in rows]) for statement, rows in document]


def _plain(value: Any) -> Any:
    return {"bytes": b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(value: Any) -> Any:
    return b64decode(value["bytes"]) if isinstance(value, dict) else value
