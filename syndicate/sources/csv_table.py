"""The reader of CSV: rows as a stream, by the encoding and delimiter of the file. Columns are read in `tables`."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.model import Finding, FindingKind, Publisher
from syndicate.reasons import of_parser
from syndicate.sources.mapping import Mapping, is_mapping, mapping_beside, mapping_of, table_of
from syndicate.sources.reading import Item
from syndicate.sources.tables import Row, items_of_table

__all__ = ["SOURCE", "CsvSource"]

SUFFIXES: Final = frozenset({".csv", ".tsv", ".tab"})
_CHUNK: Final = 1 << 20
_LONGEST_CELL: Final = 64 * 1024**2
_DELIMITERS: Final = ",;\t|"
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@attrs.frozen
class CsvSource:
    """Reads ``*.csv``, ``*.tsv``, and mappings that name one."""

    name: str = "csv"

    def accepts(self, path: Path) -> bool:
        """By the file name; a ``.toml`` is taken where it is a mapping that names such a file."""
        return (path.is_file() and path.suffix.lower() in SUFFIXES) or is_mapping(path, self.name)

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The rows, one at a time.

        Raises:
            SourceError: the file is in no encoding that is known, or its columns do not say what they hold.
        """
        if path.suffix.lower() == ".toml":
            mapping = mapping_of(path) or Mapping(path=path)
            path = table_of(mapping)
        else:
            mapping = mapping_beside(path)
        encoding, is_guessed = (mapping.encoding, False) if mapping.encoding else _encoding(path)
        if is_guessed:
            details = {"file": path.name, "encoding": "Windows-1252" if encoding == "cp1252" else "Mac Roman"}
            yield Finding(kind=FindingKind.GUESSED_ENCODING, source=str(path), details=details)
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
        try:
            with path.open(encoding=encoding, newline="") as stream:
                rows = _rows(stream, mapping, path)
                names = next(rows, None)
                if names is None:
                    raise SourceError(
                        Message("the file is empty"), source=str(path), hint=Message("its first row names the columns")
                    )
                header = [str(name).strip() for name in names.cells]
                yield from items_of_table(header, rows, mapping, publisher, path)
        except (UnicodeError, LookupError) as error:
            hint = Message("save it as UTF-8, or state its `encoding` in the mapping")
            raise SourceError(
                Message("it cannot be read as {encoding}: {error}", encoding=encoding, error=of_parser(error)),
                source=str(path),
                hint=hint,
            ) from error


SOURCE = CsvSource()


def _rows(stream: io.TextIOBase, mapping: Mapping, path: Path) -> Iterator[Row]:
    """The rows from the one with the names of the columns on, each with the line that it begins at."""
    for _ in range(mapping.header_row - 1):
        stream.readline()
    first = stream.readline()
    delimiter = mapping.delimiter.replace("\\t", "\t") or _delimiter(first)
    if len(delimiter) != 1:
        raise SourceError(
            Message("the delimiter {delimiter!r} is not one character", delimiter=delimiter), source=str(path)
        )
    if first[:4].lower() == "sep=":  # what Excel reads as the delimiter
        delimiter, first = first[4:5] or ",", stream.readline()
    reader: Any = csv.reader(_from(first, stream), delimiter=delimiter, strict=True)
    above, width, line = mapping.header_row - 1, 0, 1
    while True:
        line = above + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            hint = Message('a quotation mark inside a quoted cell is written twice: ""')
            raise SourceError(
                Message("not CSV: {error}", error=of_parser(error)), source=str(path), line=line, hint=hint
            ) from error
        if cells is None:
            return
        if not any(map(str.strip, cells)):
            continue
        place = f"{path}:{line}"
        width = width or len(cells)
        if any(map(str.strip, cells[width:])):
            problem = SourceError(
                Message("cells in the row: {count}, columns: {width}", count=len(cells), width=width),
                hint=Message("put cells that hold a delimiter in quotes"),
            )
            yield Row(place=place, problem=problem)
        else:
            yield Row(place=place, cells=cells)


def _from(first: str, stream: io.TextIOBase) -> Iterator[str]:
    yield first
    yield from stream


def _delimiter(header: str) -> str:
    """What stands between the names of the columns: the commonest of those that are used, outside of quotes."""
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _encoding(path: Path) -> tuple[str, bool]:
    """The encoding of a file, by its mark or content; and whether it is a guess."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    odd = bytearray()
    is_utf_8 = True
    with path.open("rb") as stream:
        start = stream.read(4)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding, False
        if start[1:2] == b"\0" and start[3:4] == b"\0":
            return "utf-16-le", False
        chunk = start
        while chunk:
            if is_utf_8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf_8 = False
            if not is_utf_8 and len(odd) < _CHUNK:
                odd += bytes(byte for byte in chunk if byte > 127)
            chunk = stream.read(_CHUNK)
    if is_utf_8:
        try:
            decoder.decode(b"", True)
            return "utf-8", False
        except UnicodeDecodeError:
            pass
    candidates = ("cp1252", "mac_roman")  # Excel on Windows, and on a Mac
    # Read in the wrong one, most small letters with accents are signs or capitals.
    return max(candidates, key=lambda name: sum(map(str.islower, odd.decode(name, "replace")))), True
