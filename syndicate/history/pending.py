"""The pending changes of a history, as bytes: rows for each table. No file is opened here."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from syndicate.json_writer import in_ascii

__all__ = ["Statement", "packed", "unpacked"]

Statement = tuple[str, Iterable[Sequence[Any]]]
"""The beginning of an SQL statement, up to the word ``VALUES``, and the rows it is for."""


def packed(statements: Iterable[Statement]) -> bytes:
    """The statements as bytes; equal statements give equal bytes.

    >>> unpacked(packed([("INSERT INTO t (a)", [(b"1",), (None,)])]))
    [('INSERT INTO t (a)', [[b'1'], [None]])]
    """
    compressor = zlib.compressobj(1)
    return b"".join([*map(compressor.compress, _written(statements)), compressor.flush()])


def _written(statements: Iterable[Statement]) -> Iterator[bytes]:
    """The statements that have rows as JSON, row by row, as there is one for each text of the catalog."""
    before = b"["
    for statement, rows in statements:
        after, start = b"", before + b"[%s, [" % in_ascii(statement)
        for row in rows:
            yield start + in_ascii(list(map(_plain, row)))
            start, after, before = b", ", b"]]", b", "
        yield after
    yield b"]" if before == b", " else b"[]"


def unpacked(content: bytes) -> list[Statement]:
    """The statements that :func:`packed` was given."""
    document = json.loads(zlib.decompress(content))
    return [(statement, [list(map(_value, row)) for row in rows]) for statement, rows in document]


def _plain(value: Any) -> Any:
    return {"bytes": b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(value: Any) -> Any:
    return b64decode(value["bytes"]) if isinstance(value, dict) else value
