"""Writing a catalog as `topics.json`, line by line.

One object: ``format`` and ``version``, ``default_locale``, ``snapshot``, ``locales``, ``groups``, and ``topics``, one a
line. A text that differs by language is an object from BCP 47 tag to text, a moment is RFC 3339 in UTC, and what is
empty is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from babel import Locale

from syndicate.json_writer import joined, spaced
from syndicate.locales import tag
from syndicate.model.parts import Group
from syndicate.model.topic import Topic
from syndicate.model.wire import unstructured
from syndicate.text import rfc3339

__all__ = ["FORMAT", "VERSION", "dumps", "iter_json", "line"]

FORMAT: Final = "syndicate-topics"
VERSION: Final = 1


class _Catalog(Protocol):
    """What is read of a :class:`~syndicate.Catalog`, whose module imports this one."""

    default_locale: Locale
    snapshot: datetime | None
    locales: tuple[Locale, ...]
    groups: Mapping[str, Group]

    def values(self) -> Collection[Topic]: ...


def iter_json(
    catalog: _Catalog, lines: Iterable[bytes] | None = None, published: Mapping[str, Any] | None = None
) -> Iterator[bytes]:
    """The catalog as `topics.json`, line by line, in UTF-8; an equal catalog gives equal bytes.

    Args:
        catalog: what there is.
        lines: the :func:`line` of every topic, for those who have them already.
        published: further JSON values, which a published tree states.

    >>> from syndicate import Catalog
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


def dumps(catalog: _Catalog, lines: Iterable[bytes] | None = None, published: Mapping[str, Any] | None = None) -> bytes:
    """The whole of :func:`iter_json`."""
    return joined(iter_json(catalog, lines, published))


def line(topic: Topic, published: Mapping[str, Any] | None = None) -> bytes:
    """A topic as one line of the file: the whole of its value.

    Args:
        topic: the topic.
        published: further JSON values, which a published tree states of the topic.

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
