"""The mapping of a table: which column holds which field of a topic, in which language. No table is read here.

It is a TOML file beside the table, or one that names the table. Without one, columns are known by their names, in any
language that front matter may be written in: ``title_en``, ``Título (es)``, ``fecha``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as MappingABC
from collections.abc import Sequence
from datetime import tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.bounded import read_file
from syndicate.errors import InvalidValueError, LocaleError, Message, SourceError
from syndicate.locales import from_name, locale_id
from syndicate.model import Group
from syndicate.reasons import of_parser
from syndicate.sources.dates import zone_named
from syndicate.sources.key_words import column_names, folded, translated
from syndicate.sources.withheld_keys import withholds
from syndicate.text import slugify

__all__ = ["FIELDS", "Column", "Mapping", "columns_of", "is_mapping", "mapping_beside", "mapping_of", "table_of"]

_MAX_BYTES: Final = 1024**2
WORKBOOKS: Final = (".xlsx", ".xlsm")
OTHER_WORKBOOKS: Final = (".xls", ".xlsb", ".ods")
FIELDS: Final = frozenset(
    "id language key title slug url description html markdown text also_called groups subjects image image_alt "
    "image_caption created updated reviewed license rights credit institute links syndicate".split()
)
"""The fields of a topic that a column may hold."""

_OF_KEYS: Final = {"translationKey": "key", "date": "created", "lastmod": "updated", "summary": "html"}
"""The fields that keys of front matter stand for, where they are called otherwise."""
_LANGUAGE = re.compile(r"(?<=.)[_.:/ -](?=(?P<code>[\w-]+)$)|(?<=.)[\[(]\s*(?P<named>[^\])]+?)\s*[\])]$")
_SETTINGS: Final = frozenset(
    "file sheet header_row delimiter encoding timezone dates format language languages list_separator base_url".split()
    + "url url_from query".split()
)
_FORMATS: Final = ("auto", "html", "markdown", "text")


@attrs.frozen(kw_only=True)
class Column:
    """What a column holds: a field, in one language where ``locale`` names it."""

    field: str
    locale: str = ""


@attrs.frozen(kw_only=True)
class Mapping:
    """What a mapping file says of a table.

    Attributes:
        path: the file; None where there is none.
        columns: what each column holds, by its name; None for one that is not read on purpose.
        file: the table, where the mapping names it.
        sheet: the sheet of a workbook; by default the first.
        delimiter, encoding: of a CSV; by default they are detected.
        language: the language of all rows, where no column states one.
        format: what texts are written in: ``html``, ``markdown``, ``text``, or ``auto``.
        dates: the format of dates, as :meth:`datetime.datetime.strptime` has it; by default ISO 8601.
        zone: the time zone of moments that state none.
        list_separator: what stands between the items of a list in one cell.
        header_row: the row with the names of the columns, from 1.
        base_url: where relative addresses in texts start.
        groups: the groups, with their names in all languages.
        url, url_from, query: of a database: its address, or the environment variable that holds it; and what is asked.
    """

    path: Path | None = None
    columns: MappingABC[str, Column | None] = attrs.field(factory=dict)
    file: str = ""
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    language: str = ""
    format: str = "auto"
    dates: str = ""
    zone: tzinfo | None = None
    list_separator: str = ";"
    header_row: int = 1
    base_url: str = ""
    groups: tuple[Group, ...] = ()
    url: str = ""
    url_from: str = ""
    query: str = ""


def mapping_beside(path: Path) -> Mapping:
    """The mapping of a table, ``topics.csv.toml`` or ``topics.toml`` beside it; else one that says nothing."""
    for beside in (path.with_name(f"{path.name}.toml"), path.with_suffix(".toml")):
        if beside.is_file() and (found := mapping_of(beside)) is not None and found.file in ("", path.name):
            return found
    return Mapping()


def is_mapping(path: Path, kind: str) -> bool:
    """Whether a file is a mapping of a kind of table: ``csv``, ``excel``, or ``sql``; one with a fault is one too."""
    if path.suffix.lower() != ".toml" or not path.is_file():
        return False
    try:
        text = read_file(path, _MAX_BYTES).decode("utf-8-sig", "replace")
    except (SourceError, OSError):
        return False
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return kind == "csv" and re.search(r"^\[(?:source|columns)\]", text, re.MULTILINE) is not None
    source = document.get("source")
    if not isinstance(source, dict):
        return kind == "csv" and isinstance(document.get("columns"), dict)
    if source.keys() & {"url", "url_from", "query"}:
        return kind == "sql"
    file = source.get("file") or next((one.name for one in _tables_beside(path)), "")
    return kind == ("excel" if str(file).lower().endswith((*WORKBOOKS, *OTHER_WORKBOOKS)) else "csv")


def table_of(mapping: Mapping) -> Path:
    """The table that a mapping names, or else the one beside it of its name.

    Raises:
        SourceError: there is none.
    """
    assert mapping.path is not None
    if mapping.file:
        found = mapping.path.parent / mapping.file
        if not found.is_file():
            raise SourceError(
                Message("there is no file {file!r}", file=mapping.file), source=str(mapping.path), field="source.file"
            )
        return found
    for found in _tables_beside(mapping.path):
        return found
    hint = Message('write `file = "topics.csv"` under [source]')
    raise SourceError(Message("the mapping names no table"), source=str(mapping.path), hint=hint)


def _tables_beside(path: Path) -> list[Path]:
    stem = path.with_suffix("")
    endings = ("", ".csv", ".tsv", ".tab", *WORKBOOKS, *OTHER_WORKBOOKS)
    return [found for ending in endings if (found := stem.with_name(f"{stem.name}{ending}")).is_file()]


def mapping_of(path: Path) -> Mapping | None:
    """The mapping that a TOML file is; None where it is something else, such as a ``publisher.toml``.

    Raises:
        SourceError: it cannot be read, or says something that no mapping has.
    """
    try:
        document = tomllib.loads(read_file(path, _MAX_BYTES).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(Message("it is not UTF-8"), source=str(path), hint=Message("save it as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(Message("not TOML: {error}", error=of_parser(error)), source=str(path)) from error
    if not document.keys() & {"columns", "source"}:
        return None
    try:
        return _mapping(document, path)
    except (InvalidValueError, LocaleError) as error:
        raise SourceError(error.problem, source=str(path), field=error.field, hint=error.hint) from error


def _mapping(document: dict[str, Any], path: Path) -> Mapping:
    for name in document.keys() - {"columns", "source", "groups"}:
        raise InvalidValueError(
            Message("there is no table [{name}]", name=name),
            hint=Message("a mapping has [source], [columns], and [groups]"),
        )
    settings = _settings(document)
    languages = settings.pop("languages", None)
    zone = settings.pop("timezone", "")
    if zone and zone_named(str(zone)) is None:
        hint = Message("name one as America/New_York")
        raise InvalidValueError(
            Message("there is no time zone {zone!r}", zone=zone), field="source.timezone", hint=hint
        )
    known = [locale_id(from_name(str(name))) for name in languages or ()]
    columns = {name: _stated(name, value, known) for name, value in _table(document, "columns").items()}
    return Mapping(
        path=path, columns=columns, zone=zone_named(str(zone)), groups=_groups(_table(document, "groups")), **settings
    )


def _settings(document: dict[str, Any]) -> dict[str, Any]:
    """The table ``[source]`` with known keys, each of its kind; languages and zone are checked later."""
    settings = _table(document, "source")
    for name in settings.keys() - _SETTINGS:
        near = get_close_matches(name, sorted(_SETTINGS), n=1)
        hint = (
            Message("did you mean {value!r}?", value=near[0])
            if near
            else Message("the keys are {names}", names=", ".join(sorted(_SETTINGS)))
        )
        raise InvalidValueError(Message("there is no key {name!r}", name=name), field=f"source.{name}", hint=hint)
    for name, value in settings.items():
        if name in ("languages", "timezone"):
            continue
        kind = int if name == "header_row" else str
        if type(value) is not kind:
            raise InvalidValueError(
                Message(
                    "{value!r} is not {expected}",
                    value=value,
                    expected=Message("a number") if kind is int else Message("a text"),
                ),
                field=f"source.{name}",
            )
    if settings.get("format", "auto") not in _FORMATS:
        raise InvalidValueError(
            Message("no such format"),
            field="source.format",
            hint=Message("it is one of {names}", names=", ".join(_FORMATS)),
        )
    if settings.get("header_row", 1) < 1:
        raise InvalidValueError(Message("rows are counted from 1"), field="source.header_row")
    return settings


def _table(document: dict[str, Any], name: str) -> dict[str, Any]:
    found = document.get(name, {})
    if not isinstance(found, dict):
        raise InvalidValueError(Message("a table expected"), field=name, hint=Message("write [{name}]", name=name))
    return dict(found)


def _stated(name: str, value: Any, languages: Sequence[str]) -> Column | None:
    """What a mapping says that a column holds: ``"title"``, ``"title.es"``, or nothing."""
    if value in ("", False):
        return None
    if not isinstance(value, str):
        raise InvalidValueError(
            Message("{value!r} is not the name of a field", value=value),
            field=f"columns.{name}",
            hint=Message('write "title.es"'),
        )
    field, _, language = value.partition(".")
    if field not in FIELDS and not withholds(field):
        near = get_close_matches(field, sorted(FIELDS), n=1)
        hint = (
            Message("did you mean {value!r}?", value=near[0])
            if near
            else Message("the fields are {names}", names=", ".join(sorted(FIELDS)))
        )
        raise InvalidValueError(Message("there is no field {field!r}", field=field), field=f"columns.{name}", hint=hint)
    locale = locale_id(from_name(language)) if language else ""
    if languages and locale and locale not in languages:
        raise InvalidValueError(
            Message("{language!r} is not among `languages`", language=language), field=f"columns.{name}"
        )
    return Column(field=field, locale=locale)


def _groups(table: dict[str, Any]) -> tuple[Group, ...]:
    found = []
    for identifier, names in table.items():
        if not isinstance(names, dict) or not names:
            hint = Message('write {identifier} = {{en = "Sleep", es = "Dormir"}}', identifier=identifier)
            raise InvalidValueError(
                Message("a group has a name in each language"), field=f"groups.{identifier}", hint=hint
            )
        named = {locale_id(from_name(language)): str(name) for language, name in names.items()}
        found.append(Group(id=identifier, slug=slugify(identifier) or "group", name=named))
    return tuple(found)


def columns_of(names: Sequence[str], mapping: Mapping) -> dict[str, Column | None]:
    """What the columns of a table hold, by their names; those that hold nothing known are not in it.

    Raises:
        InvalidValueError: the mapping names a column that is not there.
    """
    for stated in mapping.columns:
        if stated not in names:
            near = get_close_matches(stated, list(names), n=1)
            hint = (
                Message("did you mean {value!r}?", value=near[0])
                if near
                else Message("the columns are {names}", names=", ".join(map(repr, names)))
            )
            raise InvalidValueError(Message("there is no column {stated!r}", stated=stated), hint=hint)
    languages = _languages_of(names, mapping)
    found: dict[str, Column | None] = {name: mapping.columns[name] for name in names if name in mapping.columns}
    owners = {column: name for name, column in found.items() if column is not None}  # believed before any name
    for name in names:
        column = None if name in mapping.columns else _guessed(name, languages)
        if column is None:
            continue
        if (other := owners.get(column)) is not None:
            # Of `id` and `uuid` the first is taken, and the other is reported; a summary beside a body describes it.
            description = Column(field="description", locale=column.locale)
            if column.field != "html" or description in owners or other in mapping.columns:
                continue
            shorter = name if _is_summary(name) else other
            found[shorter], owners[description] = description, shorter
            if shorter == name:
                continue
        found[name], owners[column] = column, name
    return found


def _is_summary(name: str) -> bool:
    """Whether a column is called as an abridgement of a text."""
    base = folded(_split(name)[0])
    return base in translated() or base == "summary"


def _languages_of(names: Sequence[str], mapping: Mapping) -> frozenset[str]:
    """The languages that columns are of: those in which there is a title, so that ``group_id`` is not Indonesian."""
    found = {column.locale for column in mapping.columns.values() if column is not None and column.locale}
    for name in names:
        base, locale = _split(name)
        if locale and _field(base) == "title":
            found.add(locale)
    return frozenset(found)


def _split(name: str) -> tuple[str, str]:
    """The name of a column without its language, and the language; ``title_es_MX``, ``Title (Spanish)``."""
    for match in _LANGUAGE.finditer(name.strip()):
        try:
            code = (match["code"] or match["named"]).replace("_", "-")
            return name.strip()[: match.start()].strip(), locale_id(from_name(code))
        except LocaleError:
            continue
    return name, ""


def _field(name: str) -> str:
    """The field that a column of that name holds; empty for none."""
    key = folded(name)
    found = column_names().get(key) or {folded(field): field for field in FIELDS}.get(key) or translated().get(key, "")
    return found if found in FIELDS else _OF_KEYS.get(found, "")


def _guessed(name: str, languages: frozenset[str]) -> Column | None:
    base, locale = _split(name)
    if locale in languages and ((field := _field(base)) or withholds(base)):
        return Column(field=field or base, locale=locale)
    if (field := _field(name)) or withholds(name):
        return Column(field=field or name)
    return None
