"""Readers: each turns one kind of source into a stream of records. Lower packages define and pair records."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from syndicate.errors import InvalidValueError, Message, SourceError
from syndicate.locales import LocaleLike
from syndicate.model import Catalog, Finding, FindingKind, Publisher, Record, SourceMetadata
from syndicate.model.arguments import check
from syndicate.pairing import pair
from syndicate.pairing.findings import missing_words
from syndicate.pairing.holding import Holding
from syndicate.sources.file_dates import with_dates_from
from syndicate.sources.markdown_layouts import with_layout
from syndicate.sources.readers import records, sources
from syndicate.sources.reading import Item, Repairs, Source, broken_link, broken_topic, raw_digest
from syndicate.sources.roots import names_of, with_distinct_ids
from syndicate.sources.tree_links import TreeLinks

__all__ = ["Item", "Repairs", "Source", "broken_link", "broken_topic", "raw_digest", "read", "records", "sources"]


def read(
    *paths: str | Path,
    publisher: Publisher | None = None,
    strict: bool = False,
    default_locale: LocaleLike | None = None,
    pair_by_name: bool = False,
    now: date | None = None,
    reader: str | None = None,
    layout: str | None = None,
    dates: str | None = None,
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
        reader: the name of the reader of all the paths, such as ``wordpress``; by default each path's is found by its
            name and content.
        layout: how folders of Markdown tell languages: ``suffixes``, ``suffix-beside``, ``folders``,
            ``folders-beside``, ``docusaurus``, ``marked-names`` or ``front-matter``; by default it is recognized.
        dates: where Markdown that states no date has one from: ``git`` (the author dates of the first and last commits
            that changed the file), ``file`` (when the file was last written), or nowhere (``stated``). By default, as
            ``dates`` of the publisher says, else nowhere: then the catalog depends on the texts alone.

    Raises:
        InvalidValueError: there is no layout of that name, dates cannot be had from there, no path is given, the moment
            has no time zone, or ``SOURCE_DATE_EPOCH`` is not a number.
        SourceError: a source cannot be read; in strict mode also for a broken topic or a duplicate id.
    """
    return read_watched(
        lambda item: None,
        paths,
        publisher=publisher,
        strict=strict,
        default_locale=default_locale,
        pair_by_name=pair_by_name,
        now=now,
        reader=reader,
        layout=layout,
        dates=dates,
    )


def read_watched(
    watch: Callable[[Item], None],
    paths: Sequence[str | Path],
    *,
    publisher: Publisher | None = None,
    strict: bool = False,
    default_locale: LocaleLike | None = None,
    pair_by_name: bool = False,
    now: date | None = None,
    reader: str | None = None,
    layout: str | None = None,
    dates: str | None = None,
) -> Catalog:
    """What :func:`read` gives, for one who sees each record and finding before they are paired."""
    if not paths:
        raise InvalidValueError(
            Message("a file or folder is needed"), field="paths", hint=Message("name it: `syndicate.read(path)`")
        )
    for path in paths:
        check(path=path)
    check(now=now)
    if reader is not None and not isinstance(reader, str):
        raise InvalidValueError(
            Message("the name of a reader expected, not {reader!r}", reader=reader),
            field="reader",
            hint=Message("write 'csv'"),
        )
    if publisher is not None:
        check(publisher=publisher)
        publisher = publisher.with_labels_held()
    with _collector_paused(), with_layout(layout), with_dates_from(dates):
        items = _each_reader_once(_all(paths, publisher, strict, pair_by_name, reader))
        links = TreeLinks(publisher) if publisher is not None else None
        items = links.watched(items) if links is not None else items
        items = _watched(items, watch)
        catalog = pair(items, default_locale=default_locale, by_name=pair_by_name, now=now)
    if publisher is not None and links is not None:
        catalog = catalog.noting((*links.findings(catalog), *missing_words(catalog, publisher)))
    if strict:
        for finding in catalog.findings:
            if finding.kind is FindingKind.DUPLICATE:
                raise SourceError(finding.as_message(), source=finding.source or None)
    return catalog


def _watched(items: Iterator[Item], watch: Callable[[Item], None]) -> Iterator[Item]:
    for item in items:
        watch(item)
        yield item


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
        if not gc.get_freeze_count():  # else somebody has frozen objects, which are to stay so
            gc.freeze()  # these two make all objects old, which the next collection of new ones would look through
            gc.unfreeze()
        gc.enable()


def _all(
    paths: Sequence[str | Path], publisher: Publisher | None, strict: bool, by_name: bool, reader: str | None
) -> Iterator[Item]:
    """The items of all sources; one that cannot be read is a finding, if another can be."""
    unreadable: list[SourceError] = []
    if len(paths) == 1:
        (name,) = names_of(paths)
        yield from (_refused(item, strict) for item in _of_one(paths[0], name, publisher, reader))
    else:
        has_records = False
        # Half a file is not used at all if another source can be published alone.
        for item in with_distinct_ids(_read_each(paths, publisher, strict, unreadable, reader), publisher, by_name):
            has_records = has_records or isinstance(item, Record)
            yield _refused(item, strict)
        if unreadable and not has_records:
            raise unreadable[0]
    yield from (_refused(finding, strict) for finding in map(_unreadable, unreadable))


def _each_reader_once(items: Iterator[Item]) -> Iterator[Item]:
    """The items, without what an earlier source said already of a reader that does not work."""
    said: list[Finding] = []
    for item in items:
        if isinstance(item, Finding) and item.kind is FindingKind.BROKEN_READER:
            if item in said:
                continue
            said.append(item)
        yield item


def _read_each(
    paths: Sequence[str | Path],
    publisher: Publisher | None,
    strict: bool,
    unreadable: list[SourceError],
    reader: str | None,
) -> list[tuple[Path, list[Item]]]:
    """The items of each source, with the folder that it is or its file is in; the others are noted."""
    found = []
    holding = Holding()
    for path, name in zip(paths, names_of(paths), strict=True):
        try:
            read = _of_one(path, name, publisher, reader)
            items = [holding.record(item) if isinstance(item, Record) else item for item in read]
        except SourceError as error:
            if strict:
                raise
            unreadable.append(error)
        else:
            place = Path(path).resolve()
            found.append((place if place.is_dir() else place.parent, items))
    return found


def _of_one(path: str | Path, name: str, publisher: Publisher | None, reader: str | None) -> Iterator[Item]:
    """The items of one source, each record with its name; and whether they are as many as it says it has."""
    read, total = 0, None
    for item in records(path, publisher, reader):
        if isinstance(item, SourceMetadata):
            total = item.total if item.total is not None else total
        elif isinstance(item, Record) or item.kind is FindingKind.BROKEN:
            read += 1
        if isinstance(item, Record):
            object.__setattr__(item, "origin", name)  # it has just been made, and is not shared yet
        yield item
    if total is not None and read < total:
        details = {"name": name, "total": str(total), "count": str(read)}
        yield Finding(kind=FindingKind.INCOMPLETE, source=str(path), details=details)


def _refused(item: Item, strict: bool) -> Item:
    """The item; in strict mode, an error where it says that something of the source is missing."""
    if strict and isinstance(item, Finding) and item.kind in _NOT_READ:
        raise SourceError(item.as_message(), source=item.source or None)
    return item


_NOT_READ = frozenset({FindingKind.BROKEN, FindingKind.BROKEN_READER})


def _unreadable(error: SourceError) -> Finding:
    problem = SourceError(error.problem, topic=error.topic, field=error.field, locale=error.locale, hint=error.hint)
    place = error.source or ""
    return Finding(
        kind=FindingKind.UNREADABLE,
        source=place if error.line is None else f"{place}:{error.line}",
        details={"problem": problem.format_message()},
    )
