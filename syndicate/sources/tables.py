"""Rows of a table as texts: a row for each language, or one with columns for each. No file is read here."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import InvalidValueError, Message, SourceError, SyndicateError
from syndicate.locales import LocaleLike, locale_id
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.model import Finding, FindingKind, Publisher, Reference, SourceMetadata, Subject
from syndicate.reasons import of_parser
from syndicate.sources.front_matter_values import Values
from syndicate.sources.mapping import FIELDS, Mapping, columns_of
from syndicate.sources.markdown_text import html_of
from syndicate.sources.reading import Item, broken_topic
from syndicate.sources.texts import Dropped, Picture, StatedLink, Text, as_html, items_of
from syndicate.sources.withheld_keys import moments_of, withheld_by
from syndicate.text import slugify

__all__ = ["Row", "Table", "items_of_table"]

_OF_ONE_LANGUAGE: Final = frozenset(
    "title html markdown text description also_called url slug image_alt image_caption links groups institute".split()
)
"""The fields that differ by language: a column that names none is in the main language, where others name theirs."""
_IDS: Final = dict.fromkeys(("id", "key", "slug", "url"))
"""The fields that may be the id, in this order."""
_ERROR: Final = re.compile(r"#(?:N/[AD]|\W?[^\W\d]+(?:/0)?[!?])")
"""What spreadsheets write for a formula that fails, in English and Spanish: ``#REF!``, ``#¡VALOR!``, ``#N/A``."""
_SPLIT_LIST = re.compile(r"\s*[\n|]\s*")
_TRUE: Final = frozenset({"1", "t", "y", "x"})
_FALSE: Final = frozenset({"0", "f", "n"})
_Cells = dict[str, Any]


@attrs.frozen(kw_only=True)
class Row:
    """One row: where it is, and its cells; of a row that cannot be read, why."""

    place: str
    cells: Sequence[Any] = ()
    problem: SyndicateError | None = None


class Table:
    """What the columns of a table hold, and the texts of its rows.

    Args:
        names: those of the columns.
        mapping: what its mapping says of them.
        main: the language of columns that name none, where others do.
        path: the table, for messages.

    Raises:
        SourceError: there is no title, or no language in it.
    """

    def __init__(self, names: Sequence[str], mapping: Mapping, main: LocaleLike, path: Path) -> None:
        self._names = names
        self._mapping = mapping
        self._dropped = Dropped(path)
        self._path = path
        try:
            self._columns = columns_of([name for name in names if name], mapping)
        except InvalidValueError as error:
            raise SourceError(error.problem, hint=error.hint) from error
        for name, times in Counter(filter(None, names)).items():
            if times > 1:
                hint = Message("rename one of them; in a query, with AS")
                raise SourceError(Message("{times} columns are called {name!r}", times=times, name=name), hint=hint)
        held = [column for column in self._columns.values() if column is not None]
        if not {column.field for column in held} & _IDS.keys():
            hint = Message("add a column `id`, whose values never change; or say in a mapping which column that is")
            raise SourceError(Message("no column holds an id"), hint=hint)
        titled = [column.locale for column in held if column.field == "title"]
        if not titled:
            raise SourceError(
                Message("no column holds a title; the columns are {names}", names=", ".join(map(repr, names))),
                hint=Message(
                    'call one `title`, or `title_en` and `title_es`; or write a mapping with `name = "title"`'
                ),
            )
        self._is_wide = any(titled)
        self._main = mapping.language or locale_id(main)
        if not self._is_wide and not mapping.language and all(column.field != "language" for column in held):
            raise SourceError(
                Message("no column tells the language"),
                hint=Message(
                    "add a column `language`, or call columns `title_en` and `title_es`, or say "
                    '`language = "en"` under [source] of its mapping'
                ),
            )
        self._locales = list(dict.fromkeys(locale or self._main for locale in titled)) if self._is_wide else [""]

    def texts(self, rows: Iterable[Row]) -> Iterator[Text | Finding | SourceMetadata]:
        """The texts of rows, and what was noticed about them."""
        if self._mapping.groups:
            yield SourceMetadata(groups=self._mapping.groups)
        seen: set[str] = set()
        for row in rows:
            if row.problem is not None:
                yield broken_topic(row.problem, source=row.place)
                continue
            cells = {name: cell for name, cell in zip(self._names, row.cells, strict=False) if not _is_empty(cell)}
            if not cells:
                continue
            seen.update(name for name in cells if name not in self._columns)
            if faulty := next(
                (name for name, cell in cells.items() if self._columns.get(name) and _is_error(cell)), None
            ):
                problem = Message("the cell holds an error of the spreadsheet, {value}", value=cells[faulty])
                hint = Message("correct the formula, or empty the cell")
                yield broken_topic(InvalidValueError(problem, field=faulty, hint=hint), source=row.place)
                continue
            try:
                cells = {name: _decoded(cell, name) for name, cell in cells.items()}
            except InvalidValueError as error:
                yield broken_topic(error, source=row.place)
                continue
            for locale in self._locales:
                yield from self._text(cells, row.place, locale)
        for name in self._names:
            if name in seen:
                self._dropped.field(name)
        yield from self._dropped.findings()

    def _text(self, cells: _Cells, place: str, locale: str) -> Iterator[Text | Finding]:
        """The text of a row in a language; none where the row has nothing in that language."""
        found, names = self._of_language(cells, locale)
        identifier = next((_line(found[name]) for name in _IDS if name in found), "")
        if self._is_wide and "title" not in found:
            own = [name for name in names if name in _OF_ONE_LANGUAGE - {"url", "slug"}]
            if own:
                column = next(iter(self._columns_of("title", locale)), "title")
                hint = Message("give the row a title in this language, or empty its other cells in it")
                error = InvalidValueError(Message("there is no title"), field=column, locale=locale, hint=hint)
                yield broken_topic(error, source=place, topic=identifier, locale=locale)
            return
        notes: list[Finding] = []
        try:
            yield self._stated(found, names, place, locale, identifier, cells, notes)
        except (InvalidValueError, RecursionError) as error:
            if isinstance(error, InvalidValueError):
                error.field = names.get(error.field or "", error.field)
                error.locale = locale or None
            yield broken_topic(error, source=place, topic=identifier[:100], locale=locale)
        yield from notes

    def _columns_of(self, field: str, locale: str) -> Iterator[str]:
        for name, column in self._columns.items():
            if column is not None and column.field == field and column.locale in (locale, ""):
                yield name

    def _of_language(self, cells: _Cells, locale: str) -> tuple[_Cells, dict[str, str]]:
        """The values of a row that are of a language or of all, by field; and what their columns are called."""
        found: _Cells = {}
        names: dict[str, str] = {}
        for name, cell in cells.items():
            column = self._columns.get(name)
            if column is None:
                continue
            is_shared = not column.locale
            if is_shared and self._is_wide and column.field in _OF_ONE_LANGUAGE and locale != self._main:
                continue
            if column.locale not in ("", locale) or (is_shared and column.field in found):
                continue
            found[column.field], names[column.field] = cell, name
        return found, names

    def _stated(
        self,
        found: _Cells,
        names: dict[str, str],
        place: str,
        locale: str,
        identifier: str,
        cells: _Cells,
        notes: list[Finding],
    ) -> Text:
        line = {name: _line(value) for name, value in found.items()}
        withheld, publish_at, expires_at = self._withholding(found, names)
        url = line.get("url", "")
        key = line.get("key") or (line.get("id") if "id" in found else None)
        title = line.get("title", "")
        return Text(
            id=identifier,
            language=locale or line.get("language", "") or self._mapping.language,
            title=title,
            source=place,
            html=self._html(found, title, place, notes),
            slug=line.get("slug", ""),
            url=url,
            base=url or self._mapping.base_url or None,
            description=line.get("description", ""),
            also_called=self._list(found.get("also_called")),
            groups=list(self._groups(found, locale, cells)),
            subjects=[_subject(item) for item in self._list(found.get("subjects"))],
            links=list(_links(found.get("links"))),
            institute=line.get("institute", ""),
            image=_picture(line),
            license=line.get("license", ""),
            rights=line.get("rights", ""),
            credit=line.get("credit", ""),
            syndicate="syndicate" not in found or _truth(found["syndicate"]) not in (False, "false", "no"),
            created=self._date(found.get("created")),
            updated=self._date(found.get("updated")),
            reviewed=self._date(found.get("reviewed")),
            publish_at=publish_at,
            expires_at=expires_at,
            key=key or identifier or None,
            withheld=withheld,
            names=names,
            date_hint=Message('or state how dates are written in the mapping, as in `dates = "%m/%d/%Y"`'),
        )

    def _withholding(self, found: _Cells, names: dict[str, str]) -> tuple[str, Any, Any]:
        """The column by which a row is withheld, and from when and until when it is published."""
        stated = {name: _truth(value) for name, value in found.items() if name not in FIELDS}
        if not stated:
            return "", None, None
        values = Values(stated, zone=self._mapping.zone)
        key = withheld_by(values)
        dated = {name: self._date(value) for name, value in stated.items()}
        texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in dated.items()}
        starts, ends = moments_of(Values(texts, zone=self._mapping.zone))
        return names.get(key.partition(".")[0], key) if key else "", starts, ends

    def _date(self, value: Any) -> Any:
        """A date as the mapping says that it is written; what is none is told by whoever needs it."""
        if not isinstance(value, str) or not self._mapping.dates:
            return value if isinstance(value, (str, date, bool)) or value is None else _line(value)
        try:
            found = datetime.strptime(value.strip(), self._mapping.dates)
        except ValueError:
            return value
        return found if "%H" in self._mapping.dates or "%I" in self._mapping.dates else found.date()

    def _html(self, found: _Cells, title: str, place: str, notes: list[Finding]) -> str:
        """The text of a row, of whatever it is written in."""
        for field in ("html", "markdown", "text"):
            if field in found:
                stated = str(found[field])
                written = field if field != "html" else self._mapping.format
                if written == "markdown":
                    made, noted = html_of(stated, lambda address, *_: address)
                    notes += (
                        Finding(kind=note.kind, source=place, details={"title": title, **note.details})
                        for note in noted
                        if note.kind is FindingKind.GENERATOR_SYNTAX
                    )
                    return made
                if written == "text":
                    return as_html(stated.replace("&", "&amp;").replace("<", "&lt;"))
                return stated if written == "html" else as_html(stated)
        return ""

    def _list(self, value: Any) -> list[str]:
        if value is None:
            return []
        parts = _SPLIT_LIST.split(str(value).strip())
        return [item for part in parts for item in map(str.strip, part.split(self._mapping.list_separator)) if item]

    def _groups(self, found: _Cells, locale: str, cells: _Cells) -> Iterator[Reference]:
        """The groups of a row; one that the mapping names goes by its id there.

        Where each language has a column, the second group in one is the second in the other.
        """
        names = self._list(found.get("groups"))
        columns = (name for name, column in self._columns.items() if column is not None and column.field == "groups")
        first = next((listed for name in columns if (listed := self._list(cells.get(name)))), names)
        for place, name in enumerate(names):
            for group in self._mapping.groups:
                if name == group.id or name.casefold() in (one.casefold() for one in group.name.values()):
                    yield Reference(title=group.name.get(locale) or next(iter(group.name.values())), id=group.id)
                    break
            else:
                is_paired = self._is_wide and len(first) == len(names)
                yield Reference(title=name, id=slugify(first[place]) or None if is_paired else None)


def items_of_table(
    names: Sequence[str], rows: Iterable[Row], mapping: Mapping, publisher: Publisher | None, path: Path
) -> Iterator[Item]:
    """The items of a table.

    Args:
        names: those of its columns.
        rows: the rest.
        mapping: what its columns hold.
        publisher: whose main language columns are in that name none, where others do.
        path: the table, for messages.

    Raises:
        SourceError: its columns do not say what they hold.
    """
    main = (
        publisher.default_locale if publisher is not None and publisher.default_locale is not None else MESSAGE_LOCALE
    )
    yield from items_of(Table(names, mapping, main, path).texts(rows), publisher, mapping.zone)


def _is_error(cell: Any) -> bool:
    return (
        isinstance(cell, str) and cell.startswith("#") and cell.isupper() and _ERROR.fullmatch(cell.strip()) is not None
    )


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _decoded(cell: Any, name: str) -> Any:
    """A cell whose bytes are text, as MySQL and SQLite give some columns.

    Raises:
        InvalidValueError: they are not.
    """
    if not isinstance(cell, (bytes, bytearray, memoryview)):
        return cell
    try:
        return bytes(cell).decode()
    except UnicodeDecodeError as error:
        problem = Message("not UTF-8: {reason}", reason=error.reason)
        raise InvalidValueError(problem, field=name, hint=Message("have the query give text")) from error


def _line(value: Any) -> str:
    """A value as text: numbers of spreadsheets have no ``.0`` that nobody wrote."""
    if isinstance(value, (float, Decimal)) and isfinite(value) and value == int(value):
        return str(int(value))
    return str(value).strip()


def _truth(value: Any) -> Any:
    """What tables have for true and false, as that."""
    if isinstance(value, (bool, date)):
        return value
    word = _line(value).casefold()
    return True if word in _TRUE else False if word in _FALSE else _line(value)


def _picture(line: dict[str, str]) -> Picture | None:
    if not line.get("image"):
        return None
    return Picture(url=line["image"], alt=line.get("image_alt"), caption=line.get("image_caption", ""))


def _subject(item: str) -> Subject:
    scheme, _, code = item.rpartition(":")
    return Subject(scheme=scheme.strip() or "MeSH", code=code.strip())


def _links(value: Any) -> Iterator[StatedLink]:
    """The links of a cell: JSON, such as databases make, or a line ``Title | https://...`` for each."""
    if value is None:
        return
    if isinstance(value, str) and value.lstrip()[:1] == "[":
        try:
            value = json.loads(value)
        except ValueError as error:
            raise InvalidValueError(Message("not JSON: {error}", error=of_parser(error)), field="links") from error
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                fields = {name: str(item.get(name) or "") for name in ("url", "title", "section", "organization")}
                yield StatedLink(**fields)
        return
    for line in filter(None, map(str.strip, str(value).splitlines())):
        title, _, url = line.rpartition("|")
        yield StatedLink(url=url.strip(), title=title.strip())
