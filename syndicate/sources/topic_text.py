"""The text of a file of topics, decoded. What it says is not known here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from syndicate.errors import Message, SourceError
from syndicate.reasons import of_system

__all__ = ["text_of"]

_MAX_FILE_BYTES: Final = 5 * 1024**2


def text_of(path: Path, limit: int | None = None) -> str:
    """The text of a file, or the beginning of it, with plain line ends."""
    try:
        with path.open("rb") as stream:
            content = stream.read((limit or _MAX_FILE_BYTES) + 1)
    except OSError as error:
        raise SourceError(Message("cannot be read: {reason}", reason=of_system(error))) from error
    if limit is None and len(content) > _MAX_FILE_BYTES:
        raise SourceError(
            Message("the file holds more than {value} MB", value=_MAX_FILE_BYTES // 1024**2), hint=Message("split it")
        )
    try:
        text = content.decode("utf-8-sig", "strict" if limit is None else "ignore")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            Message("not UTF-8: byte 0x{value:02X}", value=content[error.start]),
            line=line,
            hint=Message("save the file as UTF-8"),
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
