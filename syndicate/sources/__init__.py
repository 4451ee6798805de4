"""Readers: each turns one kind of source into a stream of records. What a record is, and how they pair, lives below."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from syndicate.errors import SourceError
from syndicate.locales import LocaleLike
from syndicate.model import Catalog, Finding, FindingKind, Masthead, Publisher, Record
from syndicate.pairing import missing_words, pair
from syndicate.sources.reading import Item, Repairs, Source, broken_link, broken_topic, raw_digest

__all__ = ["Item", "Repairs", "Source", "broken_link", "broken_topic", "raw_digest", "read", "records", "sources"]


@cache
def sources() -> tuple[Source, ...]:
    """The readers that are installed, by name (entry-point group ``syndicate.sources``).

    >>> [source.name for source in sources()][:4]
    ['json', 'markdown', 'medlineplus', 'page']
    """
    found = sorted(entry_points(group="syndicate.sources"), key=lambda entry: entry.name)
    return tuple(entry.load() for entry in found)


def records(path: str | Path, publisher: Publisher | None = None) -> Iterator[Item]:
    """The records of one file or folder, with what its reader noticed, as a stream.

    Raises:
        SourceError: there is nothing at that path, no reader takes it, or it cannot be read.
    """
    path = Path(path)
    if not path.exists():
        raise SourceError("there is no such file or folder", source=str(path))
    for source in sources():
        if source.accepts(path):
            return source.read(path, publisher)
    raise SourceError(
        "no reader takes this",
        source=str(path),
        hint="a source is a MedlinePlus .xml[.gz|.zip], a .html page, a topics .json, or a folder of slug.en.md files",
    )


def read(
    *paths: str | Path,
    publisher: Publisher | None = None,
    strict: bool = False,
    default_locale: LocaleLike | None = None,
    pair_by_name: bool = False,
    now: date | None = None,
) -> Catalog:
    """The catalog of one or more sources, paired.

    Args:
        paths: files and folders; records of different ones pair with each other.
        publisher: who publishes them; relative links of a Markdown folder start from its base URL. By default the
            folder's own ``publisher.toml``, in it or beside it.
        strict: whether one topic that cannot be read is an error for all.
        default_locale: the language most texts are first written in; by default the one a source states, else
            the one with most of them.
        pair_by_name: whether an equal file name is enough to pair records that claim no twin.
        now: the moment, which decides which texts are withheld: those that are released later, or have expired. By
            default ``SOURCE_DATE_EPOCH`` where it is set, else the clock.

    Raises:
        InvalidValueError: the moment has no time zone, or ``SOURCE_DATE_EPOCH`` is no number.
        SourceError: a source cannot be read; in strict mode also for a broken topic or a duplicate id.
    """
    with _collector_paused():
        items = _all(paths, publisher, strict)
        catalog = pair(items, default_locale=default_locale, by_name=pair_by_name, now=now)
    if publisher is not None:
        catalog = catalog.noting(missing_words(catalog, publisher))
    if strict:
        for finding in catalog.findings:
            if finding.kind is FindingKind.DUPLICATE:
                raise SourceError(finding.message(), source=finding.source or None)
    return catalog


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No cyclic garbage collection: it would scan the growing catalog again and again, and find nothing in it."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _all(paths: Sequence[str | Path], publisher: Publisher | None, strict: bool) -> Iterator[Item]:
    for path, name in zip(paths, _names(paths), strict=True):
        read, total = 0, None
        for item in records(path, publisher):
            if isinstance(item, Masthead):
                total = item.total if item.total is not None else total
            elif isinstance(item, Record) or item.kind is FindingKind.BROKEN:
                read += 1
            if isinstance(item, Record):
                object.__setattr__(item, "origin", name)  # it has just been made, and nobody else has it yet
            elif strict and isinstance(item, Finding) and item.kind is FindingKind.BROKEN:
                raise SourceError(item.message(), source=item.source or None)
            yield item
        if total is not None and read < total:
            details = {"name": name, "total": str(total), "count": str(read)}
            yield Finding(kind=FindingKind.INCOMPLETE, source=str(path), details=details)


def _names(paths: Sequence[str | Path]) -> Iterator[str]:
    """What the sources are called in a history: by their last names alone, which are the same on every machine."""
    counts: Counter[str] = Counter()
    for path in paths:
        name = Path(path).resolve().name
        counts[name] += 1
        yield name if counts[name] == 1 else f"{name} ({counts[name]})"
