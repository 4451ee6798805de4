"""JSON as a stream: the items of its lists one at a time, whatever the size of the file. No meaning is known here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecodeError
from pathlib import Path
from typing import IO, Any, Final

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_words

__all__ = ["documents", "members"]

_CHUNK: Final = 1 << 16
_LONGEST: Final = 256 * 1024**2
_SPACE = re.compile(r"[ \t\r\n]*")


def members(path: Path) -> Iterator[tuple[str, Any, int]]:
    """The members of a document: of an object each key and value, of a list each item, under an empty key.

    Where the value of a key is a list, its items come one at a time, each with the key. Several documents in one file,
    as of pages that were fetched one after the other, or of JSON Lines, are read as one.

    Args:
        path: the file, in UTF-8.

    Returns:
        An iterator of the key, the value, and the line at which the value begins.

    Raises:
        SourceError: the file is not JSON, is cut short, or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from _Reader(stream, path).documents()
    except UnicodeDecodeError as error:
        hint = Message("save the file as UTF-8 (RFC 8259 section 8.1)")
        raise SourceError(Message("not UTF-8: {reason}", reason=error.reason), source=str(path), hint=hint) from error


def documents(path: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """The objects in a file, each whole, with its line: one, the items of a list, or several one after the other.

    Raises:
        SourceError: as :func:`members`.
    """
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for value, line in _Reader(stream, path).whole():
                if isinstance(value, dict):
                    yield value, line
    except UnicodeDecodeError as error:
        hint = Message("save the file as UTF-8 (RFC 8259 section 8.1)")
        raise SourceError(Message("not UTF-8: {reason}", reason=error.reason), source=str(path), hint=hint) from error


class _Reader:
    """Reads a stream a piece at a time; what was read is forgotten."""

    def __init__(self, stream: IO[str], path: Path) -> None:
        self._stream = stream
        self._path = path
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._is_whole = False
        self._decode = json.JSONDecoder().raw_decode

    def documents(self) -> Iterator[tuple[str, Any, int]]:
        """The members of each document in the stream."""
        while mark := self._mark():
            if mark == "{":
                yield from self._object()
            elif mark == "[":
                yield from self._list("")
            else:
                raise self._error("an object or a list expected")

    def whole(self) -> Iterator[tuple[Any, int]]:
        """Each document, or each item of one that is a list."""
        while mark := self._mark():
            if mark == "[":
                yield from ((value, line) for _, value, line in self._list(""))
            else:
                line = self._line_here()
                yield self._value(), line

    def _object(self) -> Iterator[tuple[str, Any, int]]:
        self._pass("{")
        if self._mark() == "}":
            self._pass("}")
            return
        while True:
            key = self._value()
            if not isinstance(key, str):
                raise self._error("the name of a member expected")
            self._pass(":")
            if self._mark() == "[":
                yield from self._list(key)
            else:
                line = self._line_here()
                yield key, self._value(), line
            if self._either(",", "}") == "}":
                return

    def _list(self, key: str) -> Iterator[tuple[str, Any, int]]:
        self._pass("[")
        if self._mark() == "]":
            self._pass("]")
            return
        while True:
            self._mark()
            line = self._line_here()
            yield key, self._value(), line
            if self._either(",", "]") == "]":
                return

    def _more(self) -> bool:
        """Read on; false at the end of the file."""
        self._line += self._buffer.count("\n", 0, self._at)
        rest = self._buffer[self._at :]
        if len(rest) > _LONGEST:
            raise self._error(f"one value has more than {_LONGEST // 1024**2} MiB")
        # A value that is longer than what was read is tried again: as much again makes that linear.
        found = self._stream.read(max(_CHUNK, len(rest)))
        self._buffer, self._at = rest + found, 0
        self._is_whole = not found
        return bool(found)

    def _mark(self) -> str:
        """The next character that is not white space; empty at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            assert match is not None
            self._at = match.end()
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def _pass(self, mark: str) -> None:
        if self._mark() != mark:
            raise self._error(f"{mark!r} expected")
        self._at += 1

    def _either(self, one: str, other: str) -> str:
        mark = self._mark()
        if mark not in (one, other) or not mark:
            raise self._error(f"{one!r} or {other!r} expected")
        self._at += 1
        return mark

    def _value(self) -> Any:
        self._mark()
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except (JSONDecodeError, RecursionError) as error:
                if isinstance(error, JSONDecodeError) and self._more():
                    continue
                if isinstance(error, RecursionError):
                    raise self._error("nested too deeply") from error
                line = self._line + error.lineno - 1
                cut = error.pos >= len(self._buffer.rstrip()) or error.msg.startswith("Unterminated string")
                hint = Message("it seems cut short; fetch or write it again") if cut else None
                raise SourceError(
                    Message("not JSON: {msg}", msg=of_words(error.msg)), source=str(self._path), line=line, hint=hint
                ) from error
            # A number at the end of what was read may go on.
            if end == len(self._buffer) and not self._is_whole and self._buffer[end - 1] not in '"]}' and self._more():
                continue
            self._at = end
            return value

    def _line_here(self) -> int:
        return self._line + self._buffer.count("\n", 0, self._at)

    def _error(self, problem: str) -> SourceError:
        cut = not self._buffer[self._at :].strip()
        hint = Message("it seems cut short; fetch or write it again") if cut else None
        return SourceError(
            Message("not JSON: {problem}", problem=problem), source=str(self._path), line=self._line_here(), hint=hint
        )
