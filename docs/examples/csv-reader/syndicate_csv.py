"""A reader of CSV files: one row is one topic in one language, and rows with the same ``topic`` are twins."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs

from syndicate.errors import InvalidValueError, SourceError, SyndicateError
from syndicate.locales import from_name
from syndicate.model import Publisher, Record
from syndicate.sources import Item, Repairs, broken_topic, raw_digest
from syndicate.text import slugify

COLUMNS = ("topic", "language", "title", "description", "html", "updated", "url")


@attrs.frozen
class CsvSource:
    """Reads ``*.csv`` files in UTF-8 whose first row names the columns."""

    name: str = "csv"

    def accepts(self, path: Path) -> bool:
        """By the file name."""
        return path.is_file() and path.suffix.lower() == ".csv"

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The rows as records, one at a time.

        Raises:
            SourceError: the file cannot be read, or lacks a column.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = csv.DictReader(stream, restval="", strict=True)
                for column in COLUMNS:
                    if column not in (rows.fieldnames or ()):
                        raise SourceError(f"there is no column {column!r}", source=str(path), line=1)
                for row in rows:
                    yield from _items(row, path, rows.line_num)
        except (UnicodeDecodeError, csv.Error) as error:
            raise SourceError(f"not CSV in UTF-8: {error}", source=str(path)) from error
        except OSError as error:
            raise SourceError(f"cannot read the file: {error.strerror}", source=str(path)) from error


SOURCE = CsvSource()


def _items(row: dict[str, str], path: Path, line: int) -> Iterator[Item]:
    """The record of one row with what was repaired in it, or the finding that it cannot be read."""
    repairs = Repairs()
    try:
        record = _record(row, f"{path}:{line}", repairs)
    except SyndicateError as error:
        yield broken_topic(error, source=str(path), line=line, topic=row["topic"])
    else:
        yield from repairs.findings(record)
        yield record


def _record(row: dict[str, str], source: str, repairs: Repairs) -> Record:
    url = row["url"] or None
    return Record(
        id=row["topic"],
        locale=from_name(row["language"]),
        title=repairs.line(row["title"], "title"),
        slug=slugify(row["topic"]),
        url=url,
        description=repairs.line(row["description"], "description"),
        summary=repairs.html(row["html"], "summary", url),
        updated=_day(row["updated"]),
        translation_key=row["topic"],
        source=source,
        raw=raw_digest(row["title"], row["description"], row["html"]),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValueError(f"{text!r} is not a date", field="updated", hint="write it as 2025-02-03") from error
