"""The tables of a history: their columns, and the reading of their rows, each checked. No file is opened here.

SQLite's own check finds a damaged database, but not a value that no build has written, which would fail in the
middle of one.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import attrs

from syndicate.errors import InvalidValueError, LocaleError
from syndicate.history.changes import State, Text
from syndicate.history.numbers import MOST, Numbers
from syndicate.locales import locale_id
from syndicate.model.fields import is_slug
from syndicate.model.record import RAW_OF_ASSETS, RAW_OF_TEXT
from syndicate.text import find_illegal

__all__ = [
    "APPLICATION",
    "COLUMNS",
    "MIGRATION",
    "NUMBERS",
    "OLD_VERSION",
    "PENDING",
    "SCHEMA",
    "VERSION",
    "Remembered",
    "read",
    "series_of",
]

APPLICATION: Final = 0x53594E44  # "SYND", in the header of the file
VERSION: Final = 3
OLD_VERSION: Final = 2
SCHEMA_2: Final = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {OLD_VERSION};
CREATE TABLE builds (number INTEGER PRIMARY KEY, snapshot TEXT, authority TEXT);
CREATE TABLE languages (locale TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (
    locale TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL,
    first_seen TEXT NOT NULL, changed TEXT NOT NULL, build INTEGER NOT NULL, archive INTEGER, links TEXT NOT NULL,
    PRIMARY KEY (locale, id)
) WITHOUT ROWID;
CREATE TABLE archives (
    locale TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (locale, number)
);
"""
"""What version 0.1 of syndicate wrote."""
_TEXTS: Final = tuple("event stated restored raw revision confirmed unsaid slug former origin key".split())
MIGRATION: Final = "".join(
    (
        "ALTER TABLE builds ADD COLUMN program TEXT;\n",
        "ALTER TABLE builds ADD COLUMN tree TEXT;\n",
        *(f"ALTER TABLE texts ADD COLUMN {name} TEXT NOT NULL DEFAULT '';\n" for name in _TEXTS if name != "unsaid"),
        "ALTER TABLE texts ADD COLUMN unsaid INTEGER;\n",
        "CREATE TABLE groups (id TEXT PRIMARY KEY, slug TEXT NOT NULL) WITHOUT ROWID;\n",
        "CREATE TABLE assets (path TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID;\n",
        f"PRAGMA user_version = {VERSION};\n",
    )
)
"""The statements that convert a history of version 0.1."""
SCHEMA: Final = SCHEMA_2 + MIGRATION
PENDING: Final = "CREATE TABLE IF NOT EXISTS pending (tree TEXT NOT NULL, content BLOB NOT NULL)"
"""The pending changes of a build, with the mark of its tree."""
NUMBERS: Final = (
    "CREATE TABLE IF NOT EXISTS numbers"
    " (number INTEGER PRIMARY KEY, locale TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (locale, id))"
)
"""The integers that texts were given; created by the first build that gives some."""
COLUMNS: Final = tuple(field.name for field in attrs.fields(Text))
"""Those of a text."""

_COLUMNS_2: Final = tuple(name for name in COLUMNS if name not in _TEXTS)
_TABLES: Final = ("builds", "languages", "texts", "archives")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DIGEST: Final = re.compile("[0-9a-f]{32}")
_RAW: Final = re.compile(f"[0-9a-f]{{{RAW_OF_TEXT}}}(?:[0-9a-f]{{{RAW_OF_ASSETS}}})?")
_SHORT: Final = re.compile("[0-9a-f]{16}")
_SHOWN: Final = 80  # characters of a wrong value in a message


_DEFAULTS: Final = {field.name: field.default for field in attrs.fields(Text) if field.default is not attrs.NOTHING}
"""The defaults of columns that version 0.1 did not have."""


@attrs.frozen(kw_only=True)
class Remembered:
    """What a history holds, except the bodies of its archives.

    Attributes:
        build: the number of the last build that saw a change; 0 where there was none.
        authority: of the publisher whose tree it is; None if no build has recorded it.
        since: by locale identifier, the build that saw the language first.
        archived: by locale identifier, the names of the archive documents, the oldest first.
        texts: by locale identifier and id.
        groups: the slug of each group that ever existed, by its id.
        assets: the paths of scripts and style sheets that earlier builds published, and whether they still are.
        program: the version of syndicate that made the last build; None for version 0.1.
        snapshot: of the last build that had one; empty if none had.
        tree: the mark of the tree that the last build made; empty where it has none.
        version: of the form of the file.
        numbers: the integer of each text that ever existed.
        series: a mark of the first build, which distinguishes its builds from those of a lost history.
    """

    build: int = 0
    authority: str | None = None
    since: Mapping[str, int] = attrs.field(factory=dict)
    archived: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    texts: Mapping[str, Mapping[str, Text]] = attrs.field(factory=dict)
    groups: Mapping[str, str] = attrs.field(factory=dict)
    assets: Mapping[str, bool] = attrs.field(factory=dict)
    program: str | None = None
    snapshot: str = ""
    tree: str = ""
    version: int = VERSION
    numbers: Numbers = attrs.field(factory=dict)
    series: str = ""


def read(store: sqlite3.Connection, version: int = VERSION) -> Remembered:
    """All rows of a history.

    Args:
        store: the file.
        version: of its tables.

    Raises:
        sqlite3.DatabaseError: a table or a value is not as a build writes it.
    """
    _check_columns(store, version)
    build = store.execute("SELECT coalesce(max(number), 0) FROM builds").fetchone()[0]
    told = store.execute("SELECT authority FROM builds WHERE authority IS NOT NULL ORDER BY number DESC").fetchone()
    authority = told[0] if told is not None else None
    _check(authority is None or isinstance(authority, str), "the authority of the builds", authority)
    since = dict(store.execute("SELECT locale, since FROM languages"))
    for locale, first in since.items():
        _check(_is_locale(locale), "a language", locale)
        _check(_is_number(first, build), f"the first build of {locale}", first)
    archived: dict[str, tuple[str, ...]] = {}
    for locale, number, name in store.execute("SELECT locale, number, name FROM archives ORDER BY locale, number"):
        names = archived.get(locale, ())
        _check(locale in since, "the language of an archive", locale)
        if number != len(names) + 1 or re.fullmatch(f"{number}-[0-9a-f]{{8}}", str(name)) is None:
            raise sqlite3.DatabaseError(f"archive {len(names) + 1} of {locale} has the name {name!r}")  # of a file
        archived[locale] = (*names, name)
    texts: dict[str, dict[str, Text]] = {locale: {} for locale in since}
    columns = COLUMNS if version == VERSION else _COLUMNS_2
    for row in store.execute(f"SELECT {', '.join(columns)} FROM texts"):  # noqa: S608 -- our own names
        values = {**_DEFAULTS, **dict(zip(columns, row, strict=True))}
        values["event"] = values["event"] or values["changed"]
        locale = values["locale"]
        _check(locale in since, "the language of a text", locale)
        _check_text(values, build, len(archived.get(locale, ())))
        texts[locale][values["id"]] = Text(**{**values, "state": State(values["state"])})
    return Remembered(
        build=build,
        authority=authority,
        since=since,
        archived=archived,
        texts={locale: found for locale, found in texts.items() if found},
        snapshot=_snapshot(store),
        version=version,
        numbers=_numbers(store),
        **(_of_builds(store) if version == VERSION else {}),
    )


def _snapshot(store: sqlite3.Connection) -> str:
    row = store.execute("SELECT snapshot FROM builds WHERE snapshot IS NOT NULL ORDER BY number DESC").fetchone()
    _check(row is None or (_is_date(row[0]) and row[0] != ""), "the snapshot of a build", row and row[0])
    return row[0] if row is not None else ""


def series_of(mark: str) -> str:
    """The name of a series of builds, by the mark of the tree of its first."""
    return mark[:8]


def _numbers(store: sqlite3.Connection) -> Numbers:
    """The integers that texts were given; none of a history that is older than they are."""
    if not store.execute("SELECT count(*) FROM sqlite_master WHERE name = 'numbers'").fetchone()[0]:
        return {}
    found: dict[tuple[str, str], int] = {}
    for number, locale, identifier in store.execute("SELECT number, locale, id FROM numbers"):
        sound = _is_number(number, MOST) and _is_locale(locale) and _is_line(identifier)
        _check(sound, "the number of a text", [number, locale, identifier])
        found[locale, identifier] = number
    return found


def _of_builds(store: sqlite3.Connection) -> dict[str, Any]:
    """Defaults for what version 0.1 did not remember."""
    row = store.execute("SELECT program, tree FROM builds ORDER BY number DESC").fetchone() or (None, None)
    for value in row:
        _check(value is None or isinstance(value, str), "the version or tree of a build", value)
    first = store.execute("SELECT tree FROM builds WHERE tree IS NOT NULL ORDER BY number").fetchone()
    groups = dict(store.execute("SELECT id, slug FROM groups"))
    for identifier, slug in groups.items():
        _check(_is_line(identifier) and _is_slug(slug), "a group", [identifier, slug])
    assets = dict(store.execute("SELECT path, body IS NOT NULL FROM assets"))
    for path in assets:
        _check(_is_line(path) and ".." not in path.split("/"), "the path of a script", path)
    return {
        "program": row[0],
        "tree": row[1] or "",
        "series": series_of(first[0]) if first is not None else "",
        "groups": groups,
        "assets": {path: bool(kept) for path, kept in assets.items()},
    }


def _check(sound: bool, what: str, value: Any) -> None:
    if not sound:
        raise sqlite3.DatabaseError(f"{what} is {repr(value)[:_SHOWN]}")


def _check_columns(store: sqlite3.Connection, version: int) -> None:
    def columns(store: sqlite3.Connection, table: str) -> list[Any]:
        return store.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table,)).fetchall()

    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(SCHEMA if version == VERSION else SCHEMA_2)
        for table in (*_TABLES, *(("groups", "assets") if version == VERSION else ())):
            if not (found := columns(store, table)):
                raise sqlite3.DatabaseError(f"there is no table {table}")
            if found != columns(model, table):
                raise sqlite3.DatabaseError(f"the table {table} has other columns")


def _check_text(values: Mapping[str, Any], build: int, archives: int) -> None:
    place = f"of the text {repr(values['id'])[:_SHOWN]} in {values['locale']}"
    for name, is_sound in _SOUND.items():
        _check(is_sound(values[name]), f"{name} {place}", values[name])
    _check(_is_number(values["build"], build), f"build {place}", values["build"])
    archive, unsaid = values["archive"], values["unsaid"]
    _check(archive is None or _is_number(archive, archives), f"archive {place}", archive)
    _check(unsaid is None or _is_number(unsaid, build), f"unsaid {place}", unsaid)


def _is_number(value: Any, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def _is_locale(value: Any) -> bool:
    try:
        return isinstance(value, str) and locale_id(value) == value
    except LocaleError:
        return False


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and not (not value or value.isspace() or find_illegal(value))


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _is_digest_or_empty(value: Any) -> bool:
    return value == "" or _is_digest(value)


def _is_raw(value: Any) -> bool:
    """The digest of what a source states, perhaps with that of files beside it; or none."""
    return value == "" or (isinstance(value, str) and _RAW.fullmatch(value) is not None)


def _is_hexadecimal(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 32 and not set(value) - set("0123456789abcdef")


def _is_slug(value: Any) -> bool:
    try:
        is_slug(value, "slug")
    except InvalidValueError:
        return False
    return True


def _is_slugs(value: Any) -> bool:
    return isinstance(value, str) and value == " ".join(value.split()) and all(map(_is_slug, value.split()))


def _is_slug_or_empty(value: Any) -> bool:
    return value == "" or _is_slug(value)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and not find_illegal(value)


@lru_cache(maxsize=4096)  # the links of a text share few dates
def _is_date(value: Any) -> bool:
    """Whether it is a date as builds write it, or empty: dates are compared as texts."""
    if not isinstance(value, str) or (value and _DATE.fullmatch(value) is None):
        return False
    try:
        return not value or datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def _is_links(value: Any) -> bool:
    """Whether it is what :func:`syndicate.history.digest.dated_links` gives."""
    try:
        links = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return False
    return isinstance(links, dict) and all(
        _SHORT.fullmatch(address) is not None
        and isinstance(link, list)
        and [str, str] == list(map(type, link))
        and _is_date(link[0])
        and _SHORT.fullmatch(link[1]) is not None
        for address, link in links.items()
    )


_SOUND: Final[Mapping[str, Callable[[Any], bool]]] = {
    "id": _is_line,
    "title": _is_line,
    "digest": _is_digest,
    "state": frozenset(State).__contains__,
    "first_seen": _is_date,
    "changed": _is_date,
    "links": _is_links,
    "event": _is_date,
    "stated": _is_date,
    "restored": _is_date,
    "raw": _is_raw,
    "revision": _is_digest_or_empty,
    "confirmed": _is_hexadecimal,
    "slug": _is_slug_or_empty,
    "former": _is_slugs,
    "origin": _is_plain,
    "key": _is_plain,
}
"""The check of each value of a text."""
