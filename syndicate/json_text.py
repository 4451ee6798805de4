"""JSON as text: strict reading, and the line and column of a value or an error. No format is known here."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, NoReturn

__all__ = ["Path", "RefusedError", "loads", "named", "positions"]

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

Repeated = tuple[str, int, int]
"""A repeated key of an object, with the line and column of its second occurrence."""


class RefusedError(json.JSONDecodeError):
    """JSON that Python accepts but others do not, or that it cannot represent."""


def loads(text: str) -> tuple[Any, Iterator[Repeated]]:
    """The value of a document, and the keys that its objects have again (RFC 8259 section 4).

    Raises:
        json.JSONDecodeError: it is not JSON; a :class:`RefusedError` where it has NaN or Infinity, a number of
            thousands of digits, or nests too deeply.

    >>> value, repeated = loads('{"a": 1,\\n "a": 2}')
    >>> value, list(repeated)
    ({'a': 2}, [('a', 2, 2)])
    """
    twice = False

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        made = dict(found)
        twice = twice or len(made) < len(found)
        return made

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=_constant)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise RefusedError("arrays or objects are nested too deeply", text, _deepest(text)) from error
    except ValueError as error:
        raise _refused(text) from error
    return value, _repeated_keys(text) if twice else iter(())


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


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
    """Lines and columns, counted from 1, of ascending positions, so that nothing is counted twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._start, self._counted = 1, 0, 0

    def at(self, place: int) -> tuple[int, int]:
        self._line += self._text.count("\n", self._counted, place)
        self._start = max(self._start, self._text.rfind("\n", self._counted, place) + 1)
        self._counted = place
        return self._line, place - self._start + 1


def _refused(text: str) -> RefusedError:
    """What is wrong with the first number that the parser does not take, though it may look like one."""
    for match in _TOKEN.finditer(text):
        if (token := match[0])[0] in "-0123456789NI":
            try:
                json.loads(token, parse_constant=_constant)
            except ValueError:
                constant = token.lstrip("-")[0] in "NI"
                problem = f"{token} is not a number of JSON" if constant else "a number has too many digits"
                return RefusedError(problem, text, match.start())
    return RefusedError("a number is not valid JSON", text, 0)


def _deepest(text: str) -> int:
    """Where the most deeply nested array or object begins."""
    depth = deepest = place = 0
    for match in _TOKEN.finditer(text):
        if (first := match[0][0]) in "[{":
            depth += 1
            if depth > deepest:
                deepest, place = depth, match.start()
        elif first in "]}":
            depth -= 1
    return place


def _repeated_keys(text: str) -> Iterator[Repeated]:
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
