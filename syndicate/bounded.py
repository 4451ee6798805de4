"""Files and streams from outside, read whole up to a limit. Their content is not interpreted here."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import IO

from syndicate.errors import Message, SourceError

__all__ = ["file_digest", "read_file", "read_stream"]


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file or of a named pipe.

    Args:
        path: where it is.
        most: how many bytes it may have.

    Raises:
        SourceError: it has more, or is a device, such as ``/dev/zero``, which has no end.
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        found = os.fstat(stream.fileno())
        kind = found.st_mode
        # A terminal is a device too, but its user ends it.
        if stat.S_ISBLK(kind) or (stat.S_ISCHR(kind) and not stream.isatty()):
            raise SourceError(
                Message("this is a device, not a file"), source=str(path), hint=Message("name a file, or - for stdin")
            )
        if stat.S_ISREG(kind) and 0 < found.st_size <= most:
            return stream.read()  # allocates the size of the file, not the limit
        return read_stream(stream, most, str(path))


def read_stream(stream: IO[bytes], most: int, name: str) -> bytes:
    """The bytes of a stream.

    Args:
        stream: what is read, such as standard input.
        most: how many bytes it may have.
        name: what it is called in an error.

    Raises:
        SourceError: it has more.

    >>> import io
    >>> read_stream(io.BytesIO(b"abc"), 3, "-")
    b'abc'
    """
    content = stream.read(most + 1)
    if len(content) > most:
        raise SourceError(
            Message("there are more than {value} in it", value=_size(most)),
            source=name,
            hint=Message("give a smaller file"),
        )
    return content


def _size(count: int) -> str:
    return f"{count // 1024**2:,} MB"


def file_digest(path: Path) -> str:
    """The SHA-256 digest of a file, in hexadecimal; empty for one that cannot be read.

    It is read again only when the file has changed.
    """
    try:
        state = path.stat()
        return _file_digest(path, state.st_mtime_ns, state.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=1024)
def _file_digest(path: Path, changed: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
