"""Reading the head of a `topics.json`, which :mod:`syndicate.model.catalog_json` writes. `sources` reads its topics."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import Message, SourceError
from syndicate.model import Group
from syndicate.model.catalog_json import FORMAT, VERSION
from syndicate.model.wire import MisplacedError, structured

__all__ = ["PUBLISHED", "PUBLISHED_OF_TOPICS", "Document", "read_document", "topic_values"]

PUBLISHED: Final = ("publisher", "builds", "withdrawn")
"""What a published tree states besides the catalog, for services; not part of a source."""
PUBLISHED_OF_TOPICS: Final = ("numbers", "changes")
"""What it states about each topic besides."""


@attrs.frozen(kw_only=True)
class Document:
    """What the file holds; topics as they are, since one that is wrong does not affect the others."""

    format: str
    version: Any
    default_locale: Locale
    topics: tuple[Any, ...]
    snapshot: datetime | None = None
    locales: tuple[Locale, ...] = ()
    groups: tuple[Group, ...] = ()


def read_document(raw: Any, path: Path) -> Document:
    """The document of a JSON value.

    Args:
        raw: what the file holds.
        path: the file, for messages.

    Raises:
        SourceError: it is of another form or version, or its head is wrong.
    """
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        other = _other_form(raw)
        raise SourceError(
            Message("not a topics.json: this is {other}", other=other)
            if other
            else Message("not a topics.json: there is no format 'syndicate-topics'"),
            source=str(path),
            hint=Message('it is an object that begins {"format": "syndicate-topics", "version": 1, ...}'),
        )
    if raw.get("version") != VERSION:
        raise SourceError(
            Message("version {value} of topics.json is not known", value=str(raw.get("version"))[:40]),
            source=str(path),
            hint=Message("this release reads version {version}", version=VERSION),
        )
    try:
        document: Document = structured(_without(raw, PUBLISHED), Document, "")
    except MisplacedError as error:
        raise SourceError(str(error), source=str(path)) from error
    for field in ("id", "slug"):
        values = [getattr(group, field) for group in document.groups]
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise SourceError(
                Message("two groups have the {field} {twice!r}", field=field, twice=twice), source=str(path)
            )
    return document


def topic_values(raw: Any) -> Any:
    """The values of a topic of the document, without those that only a published tree adds."""
    return _without(raw, PUBLISHED_OF_TOPICS)


def _without(raw: Any, keys: Collection[str]) -> Any:
    return {key: value for key, value in raw.items() if key not in keys} if isinstance(raw, dict) else raw


def _other_form(raw: Any) -> Message | None:
    """The kind of a JSON document that is often mistaken for a catalog."""
    if not isinstance(raw, dict):
        return None
    if isinstance(raw.get("feed"), dict):
        return Message("an answer of MedlinePlus Connect, which holds excerpts of topics")
    if "jsonfeed.org" in str(raw.get("version"))[:100]:
        return Message("a JSON Feed")
    return None
