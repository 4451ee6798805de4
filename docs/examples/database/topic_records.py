"""Records from a database, and the catalog that they make."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

import syndicate
from syndicate.errors import SyndicateError
from syndicate.model import Finding, Record, Reference
from syndicate.sources import Repairs, broken_topic, raw_digest
from syndicate.text import slugify

QUERY = "SELECT topic, language, title, body, section, changed, is_draft FROM texts ORDER BY topic, language"


def records(database: sqlite3.Connection) -> Iterator[Record | Finding]:
    """The texts of the database, each after what was repaired in it; a bad row costs itself alone."""
    for topic, language, title, body, section, changed, is_draft in database.execute(QUERY):
        place = f"texts {topic}/{language}"
        repairs = Repairs()
        try:
            record = Record(
                id=str(topic),
                locale=language,
                title=repairs.line(title, "title"),
                slug=slugify(title) or str(topic),
                summary=repairs.html(body, "summary", "https://www.example.org/"),
                groups=[Reference(title=section)],
                updated=datetime.fromisoformat(changed),
                translation_key=str(topic),
                withheld="is_draft" if is_draft else "",
                source=place,
                raw=raw_digest(title, body),
            )
        except (SyndicateError, ValueError) as error:
            yield broken_topic(error, source=place, topic=str(topic), locale=language)
            continue
        yield from repairs.findings(record)
        yield record


def catalog(database: sqlite3.Connection) -> syndicate.Catalog:
    """The catalog of the database."""
    return syndicate.pair(records(database), default_locale="en")
