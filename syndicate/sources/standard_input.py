"""What comes through a pipe: it is kept in a file while it is read, under the name that its form has."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import attrs

from syndicate.errors import Message, SourceError, SyndicateError
from syndicate.model import Finding, Record
from syndicate.sources.forms import suffix_of
from syndicate.sources.reading import Item

__all__ = ["STDIN", "is_pipe", "through_a_file"]

STDIN: Final = "-"
_CHUNK: Final = 1 << 20


def is_pipe(path: Path) -> bool:
    """Whether a path is standard input, or a pipe that is named like a file, as of ``<(curl ...)``."""
    try:
        return str(path) == STDIN or path.is_fifo()
    except OSError:
        return False


def through_a_file(path: Path, read: Callable[[Path], Iterator[Item]]) -> Iterator[Item]:
    """The items of a pipe, whose places are called after it.

    Args:
        path: the pipe.
        read: reads a file.

    Raises:
        SourceError: there is nothing in it; or what reading raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        if str(path) == STDIN:
            kept = _kept(sys.stdin.buffer, Path(folder))
        else:
            with path.open("rb") as stream:
                kept = _kept(stream, Path(folder))
        if kept is None:
            raise SourceError(
                Message("nothing came through the pipe"),
                source=str(path),
                hint=Message("look at the command before it"),
            )
        try:
            for item in read(kept):
                yield _called(item, str(kept), str(path))
        except SyndicateError as error:
            error.source = error.source.replace(str(kept), str(path)) if error.source else str(path)
            raise


def _kept(stream: IO[bytes], folder: Path) -> Path | None:
    start = stream.read(_CHUNK)
    if not start:
        return None
    path = folder / f"stdin{suffix_of(start)}"
    with path.open("wb") as file:
        while start:
            file.write(start)
            start = stream.read(_CHUNK)
    return path


def _called(item: Item, kept: str, name: str) -> Item:
    if isinstance(item, Record):
        object.__setattr__(item, "source", item.source.replace(kept, name))  # it has just been made
        return item
    if isinstance(item, Finding):
        details: Any = {key: value.replace(kept, name) for key, value in item.details.items()}
        if details.get("file") == Path(kept).name:
            details["file"] = name
        return attrs.evolve(item, source=item.source.replace(kept, name), details=details)
    return item
