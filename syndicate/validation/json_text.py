"""From bytes to JSON values, and from the path of a value back to its line. No format is known here."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any, Final, NoReturn

from syndicate.validation.problems import Report, quoted

__all__ = ["NOTHING", "Path", "load", "named", "positions"]

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

NOTHING: Final = object()
"""What stands for a document that is not JSON."""


class _DuplicateKeyError(ValueError):
    """A key that an object has twice."""


def load(body: bytes, report: Report) -> tuple[str, Any]:
    """The text of a document and its value; the value is :data:`NOTHING` where it is not JSON."""
    if body.startswith(b"\xef\xbb\xbf"):
        body = body[3:]
        report.add("byte-order-mark", "leave out the byte order mark", line=1, column=1)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        column = error.start - body.rfind(b"\n", 0, error.start)
        report.add(
            "wrong-encoding",
            f"the bytes are not UTF-8: {error.reason}",
            line=line,
            column=column,
            reference="RFC 8259 section 8.1",
        )
        return "", NOTHING
    duplicates: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found) and len(duplicates) < 100:
            seen: set[str] = set()
            duplicates.extend({key for key, _ in found if key in seen or seen.add(key)})  # type: ignore[func-returns-value]
        return made

    value = _value(text, report, pairs)
    for key in duplicates:
        report.add("duplicate-key", f"an object has the key {quoted(key)} twice", line=_line_of_second(text, key))
    return text, value


def _value(text: str, report: Report, pairs: Any) -> Any:
    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        report.add("invalid-json", error.msg, line=error.lineno, column=error.colno)
    except RecursionError:
        report.add("invalid-json", "arrays or objects are nested too deeply", line=1)
    except ValueError as error:  # a number of thousands of digits, or NaN
        report.add("invalid-json", str(error).partition(";")[0], line=1)
    return NOTHING


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _line_of_second(text: str, key: str) -> int:
    """The line of the second time that a key is written as it is, or 0."""
    place = -1
    for _ in range(2):
        place = text.find(json.dumps(key, ensure_ascii=False), place + 1)
    return 0 if place < 0 else text.count("\n", 0, place) + 1


def named(path: Path) -> str:
    """A path as JavaScript writes it.

    >>> named(("items", 3, "date_published")), named(("items", 0, "a b"))
    ('items[3].date_published', 'items[0]["a b"]')
    """
    parts = []
    for key in path:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        elif key.isidentifier():
            parts.append(f".{key}")
        else:
            parts.append(f"[{json.dumps(key[:100], ensure_ascii=False)}]")
    return "".join(parts).removeprefix(".")


_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def positions(text: str, wanted: Collection[Path]) -> dict[Path, tuple[int, int]]:
    """The line and column where values begin, counted from 1; of a key that an object has twice, the last.

    Args:
        text: a document that is JSON.
        wanted: the paths of the values; those that are not there are left out.

    >>> positions('{"a": [1,\\n {"b": 2}]}', [("a", 1, "b"), ("c",)])
    {('a', 1, 'b'): (2, 8)}
    """
    sought, deepest = set(wanted), max(map(len, wanted), default=0)
    found: dict[Path, tuple[int, int]] = {}
    path: list[str | int] = []  # the key or index at which each container stands that is open
    key_follows = False
    line, start_of_line, counted = 1, 0, 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        first = token[0]
        if first == ",":
            if isinstance(path[-1], int):
                path[-1] += 1
            else:
                key_follows = True
        elif first in "}]":
            path.pop()
            key_follows = False
        elif first == ":":
            continue
        elif key_follows:
            path[-1], key_follows = json.loads(token), False
        else:
            if len(path) <= deepest and (here := tuple(path)) in sought:
                line += text.count("\n", counted, match.start())
                start_of_line = max(start_of_line, text.rfind("\n", counted, match.start()) + 1)
                counted = match.start()
                found[here] = (line, match.start() - start_of_line + 1)
            if first in "{[":
                path.append("" if first == "{" else 0)
                key_follows = first == "{"
    return found
