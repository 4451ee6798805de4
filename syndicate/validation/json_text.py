"""From bytes to JSON values, and from the path of a value back to its line. No format is known here."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, Final, NoReturn

from syndicate.validation.problems import Report, quoted

__all__ = ["NOTHING", "Path", "load", "named", "positions"]

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

NOTHING: Final = object()
"""What stands for a document that is not JSON."""


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
    return text, _value(text, report)


def _value(text: str, report: Report) -> Any:
    repeated = False

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        made = dict(found)
        repeated = repeated or len(made) < len(found)
        return made

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        report.add("invalid-json", error.msg, line=error.lineno, column=error.colno)
    except RecursionError:
        report.add("invalid-json", "arrays or objects are nested too deeply", line=1)
    except ValueError as error:  # a number of thousands of digits, or NaN
        line, column = _refused(text)
        report.add("invalid-json", str(error).partition(";")[0], line=line, column=column)
    else:
        if repeated:
            for key, line, column in _repeated_keys(text):
                report.add("duplicate-key", f"an object has the key {quoted(key)} twice", line=line, column=column)
        return value
    return NOTHING


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


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


class _Lines:
    """Lines and columns, counted from 1, of places that are asked for in their order: nothing is counted twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._start, self._counted = 1, 0, 0

    def at(self, place: int) -> tuple[int, int]:
        self._line += self._text.count("\n", self._counted, place)
        self._start = max(self._start, self._text.rfind("\n", self._counted, place) + 1)
        self._counted = place
        return self._line, place - self._start + 1


def _refused(text: str) -> tuple[int, int]:
    """The line and column of the first number that the parser does not take, though it may look like one."""
    for match in _TOKEN.finditer(text):
        if match[0][0] in "-0123456789NI":
            try:
                json.loads(match[0], parse_constant=_constant)
            except ValueError:
                return _Lines(text).at(match.start())
    return 1, 1


def _repeated_keys(text: str) -> Iterator[tuple[str, int, int]]:
    """Each key that an object has again, with the line and column of its second time in that object."""
    lines = _Lines(text)
    times: list[Counter[str] | None] = []  # of the keys of each object that is open; None for an array
    key_follows = False
    for match in _TOKEN.finditer(text):
        first = match[0][0]
        if first in "{[":
            times.append(Counter() if first == "{" else None)
            key_follows = first == "{"
        elif first in "}]":
            times.pop()
            key_follows = False
        elif first == ",":
            key_follows = times[-1] is not None
        elif key_follows and (keys := times[-1]) is not None:
            key, key_follows = json.loads(match[0]), False
            keys[key] += 1
            if keys[key] == 2:
                yield key, *lines.at(match.start())


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
    lines = _Lines(text)
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
                found[here] = lines.at(match.start())
            if first in "{[":
                path.append("" if first == "{" else 0)
                key_follows = first == "{"
    return found
