"""The reader of Excel workbooks: rows as a stream, by openpyxl (extra ``excel``). Columns are in `tables`."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from syndicate.errors import Message, SourceError
from syndicate.model import Finding, Publisher
from syndicate.reasons import of_parser
from syndicate.sources.mapping import (
    OTHER_WORKBOOKS,
    WORKBOOKS,
    Mapping,
    is_mapping,
    mapping_beside,
    mapping_of,
    table_of,
)
from syndicate.sources.reading import Item
from syndicate.sources.tables import Row, items_of_table
from syndicate.sources.texts import Dropped

__all__ = ["SOURCE", "ExcelSource"]


@attrs.frozen
class ExcelSource:
    """Reads ``*.xlsx``, ``*.xlsm``, and mappings that name one."""

    name: str = "excel"

    def accepts(self, path: Path) -> bool:
        """By the file name; a ``.toml`` is taken where it is a mapping that names such a file."""
        endings = (*WORKBOOKS, *OTHER_WORKBOOKS)
        return (path.is_file() and path.suffix.lower() in endings) or is_mapping(path, self.name)

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The rows of one sheet, one at a time.

        Raises:
            SourceError: it is no such workbook, has no such sheet, or openpyxl is not installed.
        """
        if path.suffix.lower() == ".toml":
            mapping = mapping_of(path) or Mapping(path=path)
            path = table_of(mapping)
        else:
            mapping = mapping_beside(path)
        if path.suffix.lower() in OTHER_WORKBOOKS:
            raise SourceError(
                Message("{suffix} files are not read", suffix=path.suffix),
                source=str(path),
                hint=Message("save it as .xlsx or .csv"),
            )
        book = _opened(path)
        try:
            rows = _rows(_sheet(book, mapping, path), mapping, path)
            names = next(rows, None)
            if names is None:
                raise SourceError(
                    Message("the sheet is empty"), source=str(path), hint=Message("its first row names the columns")
                )
            header = _header(names.cells, _above(_sheet(book, mapping, path), mapping))
            yield from items_of_table(header, rows, mapping, publisher, path)
            yield from _other_sheets(book, mapping, path)
        finally:
            book.close()


SOURCE = ExcelSource()


def _opened(path: Path) -> Any:
    try:
        import openpyxl
    except ImportError as error:
        hint = Message("pip install 'syndicate-feeds[excel]', or save it as .csv")
        raise SourceError(
            Message("openpyxl, which reads Excel workbooks, is not installed"), source=str(path), hint=hint
        ) from error
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        problem = Message("not an Excel workbook: {error}", error=of_parser(error))
        raise SourceError(
            problem, source=str(path), hint=Message("save it again as .xlsx, without a password")
        ) from error


def _sheet(book: Any, mapping: Mapping, path: Path) -> Any:
    if not mapping.sheet:
        return next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    if mapping.sheet not in book.sheetnames:
        hint = Message("the sheets are {names}", names=", ".join(map(repr, book.sheetnames)))
        raise SourceError(Message("there is no sheet {sheet!r}", sheet=mapping.sheet), source=str(path), hint=hint)
    return book[mapping.sheet]


def _other_sheets(book: Any, mapping: Mapping, path: Path) -> Iterator[Finding]:
    """That there are more sheets, unless the mapping says which one is meant."""
    dropped = Dropped(path)
    for sheet in book.worksheets:
        is_seen = not mapping.sheet and sheet.sheet_state == "visible" and sheet != _sheet(book, mapping, path)
        # To the end: what is left before it keeps the file open.
        rows = list(sheet.iter_rows(max_row=2, values_only=True)) if is_seen else []
        if any(cell not in (None, "") for row in rows for cell in row):
            dropped.entry(Message("the sheet {sheet}", sheet=sheet.title))
    yield from dropped.findings()


def _above(sheet: Any, mapping: Mapping) -> tuple[Any, ...]:
    """The cells of the row above that with the names of the columns."""
    if mapping.header_row < 2:
        return ()
    row = mapping.header_row - 1
    # To the end: what is left before it keeps the file open.
    rows = list(sheet.iter_rows(min_row=row, max_row=row, values_only=True))
    return rows[0] if rows else ()


def _header(cells: Sequence[Any], above: Sequence[Any]) -> list[str]:
    """The names of the columns; where some stand twice, with the heads above, which are merged over several.

    >>> _header(["English", "Español", "English", "Español"], ["Name", None, "Text", None, "Updated"])
    ['Name English', 'Name Español', 'Text English', 'Text Español', 'Updated']
    >>> _header(["title", None], ["Our topics", None])
    ['title', '']
    """
    names = ["" if name is None else str(name).strip() for name in cells]
    stated = [name for name in names if name]
    if len(set(stated)) == len(stated):
        return names
    names += [""] * (len(above) - len(names))
    head, heads = "", []
    for place in range(len(names)):
        cell = above[place] if place < len(above) else None
        head = head if cell is None else str(cell).strip()
        heads.append(head)
    return [f"{head} {name}".strip() for head, name in zip(heads, names, strict=True)]


def _rows(sheet: Any, mapping: Mapping, path: Path) -> Iterator[Row]:
    """The rows from the one with the names of the columns on, each with its number."""
    sheet.reset_dimensions()  # some programs state a size that is not that of the sheet
    is_header = True
    for number, cells in enumerate(sheet.iter_rows(min_row=mapping.header_row, values_only=True), mapping.header_row):
        if any(cell not in (None, "") for cell in cells) or is_header:
            is_header = False
            yield Row(place=f"{path}:{number}", cells=cells)
