"""The reader of SQL databases: the rows of one query, as a stream, by SQLAlchemy (extra ``sql``). Columns: `tables`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.model import Publisher
from syndicate.sources.mapping import Mapping, is_mapping, mapping_of
from syndicate.sources.reading import Item
from syndicate.sources.tables import Row, items_of_table

__all__ = ["SOURCE", "SqlSource"]

_AT_ONCE: Final = 500
_SQLITE: Final = frozenset({".db", ".sqlite", ".sqlite3"})


@attrs.frozen
class SqlSource:
    """Reads what a mapping with ``url`` (or ``url_from``) and ``query`` asks a database for."""

    name: str = "sql"

    def accepts(self, path: Path) -> bool:
        """By what the ``.toml`` file states."""
        if path.suffix.lower() in _SQLITE:
            return path.is_file()
        return is_mapping(path, self.name)

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The rows of the query, some hundred at a time.

        Raises:
            SourceError: SQLAlchemy or a driver is not installed, or the database refuses.
        """
        mapping = (mapping_of(path) if path.suffix.lower() == ".toml" else None) or Mapping()
        if not mapping.query or not (mapping.url or mapping.url_from):
            hint = Message('name a .toml file with [source], `url = "sqlite:///topics.db"`, and `query = "SELECT ..."`')
            raise SourceError(Message("it is not said what to ask the database"), source=str(path), hint=hint)
        try:
            import sqlalchemy
        except ImportError as error:
            hint = Message("pip install 'syndicate-feeds[sql]'")
            problem = Message("SQLAlchemy, which asks databases, is not installed")
            raise SourceError(problem, source=str(path), hint=hint) from error
        engine = _engine(mapping, path)
        try:
            with engine.connect() as connection:
                asked = connection.execution_options(stream_results=True, max_row_buffer=_AT_ONCE)
                result = asked.execute(sqlalchemy.text(mapping.query))
                yield from items_of_table(list(result.keys()), _rows(result, path), mapping, publisher, path)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise SourceError(
                Message("the database refuses: {value}", value=_error_text(error)), source=str(path), field="query"
            ) from error
        finally:
            engine.dispose()


SOURCE = SqlSource()


def _engine(mapping: Mapping, path: Path) -> Any:
    import sqlalchemy

    address = mapping.url
    if mapping.url_from:
        address = os.environ.get(mapping.url_from, "")
        if not address:
            hint = Message("set it, as in {url_from}=postgresql+psycopg://...", url_from=mapping.url_from)
            raise SourceError(
                Message("the environment has no {url_from}", url_from=mapping.url_from), source=str(path), hint=hint
            )
    try:
        url = sqlalchemy.make_url(address)
        if url.get_backend_name() == "sqlite":
            url = _of_file(url, path)
        return sqlalchemy.create_engine(url)
    except ImportError as error:
        hint = Message("install the driver that SQLAlchemy names for it, such as psycopg or pg8000")
        raise SourceError(
            Message("the driver of the database is not installed: {error}", error=error), source=str(path), hint=hint
        ) from error
    except SourceError:
        raise
    except (sqlalchemy.exc.SQLAlchemyError, ValueError) as error:
        hint = Message("write it as postgresql+psycopg://user@host/name, or sqlite:///topics.db")
        raise SourceError(Message("the address of the database cannot be read"), source=str(path), hint=hint) from error


def _of_file(url: Any, path: Path) -> Any:
    """The address of an SQLite file, which lies beside the mapping and is only read; a new one is never made."""
    file = path.parent / (url.database or "")
    if not file.is_file():
        raise SourceError(
            Message("there is no database {database!r}", database=url.database),
            source=str(path),
            hint=Message("name one beside the mapping"),
        )
    return url.set(database=f"file:{file}", query={"mode": "ro", "uri": "true"})


def _rows(result: Any, path: Path) -> Iterator[Row]:
    for number, row in enumerate(result, 1):
        yield Row(place=f"{path} (row {number})", cells=tuple(row))


def _error_text(error: Exception) -> str:
    """What the database says, without the address, which may hold a password."""
    original = getattr(error, "orig", None)
    return str(original if original is not None else error).strip().splitlines()[0][:300]
