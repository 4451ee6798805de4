"""The form of the published `topics.json`: writing it, and reading its head. Its topics are read in `sources`.

One object: ``format`` and ``version``, ``default_locale``, ``snapshot``, ``locales``, ``groups``, and ``topics``, one a
line. A text that differs by language is an object from BCP 47 tag to text, a moment is RFC 3339 in UTC, and what is
empty is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import Message, SourceError
from syndicate.interchange.wire import MisplacedError, structured, unstructured
from syndicate.json_writer import spaced
from syndicate.locales import tag
from syndicate.model import Catalog, Group, Topic
from syndicate.text import rfc3339

__all__ = ["FORMAT", "VERSION", "Document", "dumps", "iter_json", "line", "read_document", "topic_values"]

PUBLISHED: Final = ("publisher", "builds", "withdrawn")
"""What a published tree states besides the catalog, for services; not part of a source."""
PUBLISHED_OF_TOPICS: Final = ("numbers", "changes")
"""What it states about each topic besides."""

FORMAT: Final = "syndicate-topics"
VERSION: Final = 1


def iter_json(
    catalog: Catalog, lines: Iterable[bytes] | None = None, published: Mapping[str, Any] | None = None
) -> Iterator[bytes]:
    """The catalog as `topics.json`, line by line, in UTF-8; an equal catalog gives equal bytes.

    Args:
        catalog: what there is.
        lines: the :func:`line` of every topic, for those who have them already.
        published: further JSON values of a published tree, with keys of :data:`PUBLISHED`.

    >>> catalog = Catalog([Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})])
    >>> print(b"".join(iter_json(catalog)).decode())
    {
    "format": "syndicate-topics",
    "version": 1,
    "default_locale": "en",
    "locales": ["en"],
    "groups": [],
    "topics": [
    {"slug": "genes", "ids": {"en": "7"}, "title": {"en": "Genes"}}
    ]
    }
    <BLANKLINE>
    """
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "default_locale": tag(catalog.default_locale),
    }
    if catalog.snapshot is not None:
        head["snapshot"] = rfc3339(catalog.snapshot)
    head["locales"] = [tag(locale) for locale in catalog.locales]
    beside = dict(published or {})
    withdrawn = beside.pop("withdrawn", ())
    yield b"{\n"
    for key, value in {**head, **beside}.items():
        yield spaced(key) + b": " + spaced(value) + b",\n"
    if withdrawn:
        yield from _array("withdrawn", map(spaced, withdrawn))
        yield b",\n"
    yield from _array("groups", (spaced(unstructured(group)) for group in catalog.groups.values()))
    yield b",\n"
    yield from _array("topics", map(line, catalog.values()) if lines is None else lines)
    yield b"\n}\n"


def dumps(catalog: Catalog, lines: Iterable[bytes] | None = None, published: Mapping[str, Any] | None = None) -> bytes:
    """The whole of :func:`iter_json`."""
    return b"".join(iter_json(catalog, lines, published))


def line(topic: Topic, published: Mapping[str, Any] | None = None) -> bytes:
    """A topic as one line of the file: the whole of its value.

    Args:
        topic: the topic.
        published: further JSON values of a published tree, with keys of :data:`PUBLISHED_OF_TOPICS`.

    >>> line(Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})).decode()
    '{"slug": "genes", "ids": {"en": "7"}, "title": {"en": "Genes"}}'
    """
    return spaced({**unstructured(topic), **(published or {})})


def _array(key: str, values: Iterable[bytes]) -> Iterator[bytes]:
    separator = spaced(key) + b": ["
    for value in values:
        yield separator + b"\n" + value
        separator = b","
    yield b"\n]" if separator == b"," else separator + b"]"


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
            "not a topics.json: " + (f"this is {other}" if other else "there is no format 'syndicate-topics'"),
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


def _other_form(raw: Any) -> str | None:
    """The kind of a JSON document that is often mistaken for a catalog."""
    if not isinstance(raw, dict):
        return None
    if isinstance(raw.get("feed"), dict):
        return "an answer of MedlinePlus Connect, which holds excerpts of topics"
    if "jsonfeed.org" in str(raw.get("version"))[:100]:
        return "a JSON Feed"
    return None
