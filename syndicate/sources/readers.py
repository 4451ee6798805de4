"""Which readers there are and which takes a path; what one of them does wrong stays with it. No format is read here."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

from markupsafe import Markup

from syndicate.errors import Message, PublisherError, SourceError, SyndicateError
from syndicate.explained import explained
from syndicate.locales import locale_id, other_language
from syndicate.locales.detection import is_plainly_in
from syndicate.markup import plain_text
from syndicate.markup.tokens import SPLITTER
from syndicate.markup.words import prose
from syndicate.model import Finding, FindingKind, Publisher, Record, SourceMetadata
from syndicate.reasons import of_system
from syndicate.sources.error_answers import refuse_error_answer
from syndicate.sources.reading import Item, Source, counted, described
from syndicate.sources.standard_input import is_pipe, through_a_file

__all__ = ["records", "sources"]

_GROUP: Final = "syndicate.sources"
_FIRST: Final = frozenset({"json", "markdown", "medlineplus", "page"})
_LONGEST: Final = 300
_SHORT: Final = 100
_START: Final = 600
_LEVEL = re.compile("<h([1-6])[ >]")
_TITLE = re.compile("<h1(?: [^>]*)?>(.*?)</h1>", re.DOTALL)
_DEEPEST_START: Final = 3


@cache
def _entries() -> tuple[EntryPoint, ...]:
    """What is installed as a reader: the first of ours and those of others by name, then the rest of ours.

    So a path is read by what read it before there were more readers: for example, by another package's reader of CSV.
    """
    return tuple(sorted(entry_points(group=_GROUP), key=lambda entry: (_is_later(entry), entry.name)))


def _is_later(entry: EntryPoint) -> bool:
    return entry.value.startswith("syndicate.sources.") and entry.name not in _FIRST


@cache
def _loaded(entry: EntryPoint) -> Source | Finding:
    """A reader; or the finding that it cannot be used."""
    try:
        source: Source = entry.load()
        for member in ("accepts", "read"):
            if not callable(getattr(source, member, None)):
                raise SourceError(Message("it has no method {member!r}", member=member))
    except (Exception, SystemExit) as error:  # whatever a module of somebody else does when it is imported
        package = entry.dist.name if entry.dist is not None else entry.value.partition(":")[0]
        details = {"name": entry.name, "package": package, "problem": described(error)}
        return Finding(kind=FindingKind.BROKEN_READER, details=details)
    return source


def sources() -> tuple[Source, ...]:
    """The readers that work, by name (entry-point group ``syndicate.sources``).

    >>> [source.name for source in sources()][:4]
    ['json', 'markdown', 'medlineplus', 'page']
    """
    return tuple(found for found in map(_loaded, _entries()) if not isinstance(found, Finding))


@explained
def records(path: str | Path, publisher: Publisher | None = None, reader: str | None = None) -> Iterator[Item]:
    """The records of one file or folder, with what was noticed about them, as a stream.

    Args:
        path: the file or folder; ``-`` for standard input.
        publisher: who publishes them.
        reader: the name of the reader that is to read it; by default the first that takes it.

    Raises:
        SourceError: there is nothing at that path, no reader takes it, it cannot be read, or there are no topics in
            it.
        PublisherError: a ``publisher.toml`` on which the texts depend cannot be read.
    """
    path = Path(path)
    if is_pipe(path):
        return through_a_file(path, lambda kept: _records(kept, publisher, reader))
    return _records(path, publisher, reader)


def _records(path: Path, publisher: Publisher | None, reader: str | None) -> Iterator[Item]:
    try:
        is_there = path.exists()
    except OSError as error:
        raise SourceError(
            Message("the path cannot be used: {reason}", reason=of_system(error)), source=_short(path)
        ) from error
    if not is_there:
        raise SourceError(Message("there is no such file or folder"), source=_short(path))
    refuse_error_answer(path)
    if reader is not None:
        return _read(_named_reader(reader), path, publisher)
    noticed = list[Finding]()
    for source in map(_loaded, _entries()):  # one after the other: those after the one that takes it are not loaded
        if isinstance(source, Finding):
            noticed.append(source)
            continue
        try:
            with _named(source, path):
                if source.accepts(path):
                    return chain(noticed, _read(source, path, publisher))
        except SyndicateError as error:
            noticed.append(_failing(source, error))
    problem = Message("no reader takes this")
    if noticed:
        faults = Message("{fault}", fault=_fault(noticed[0]))
        for one in noticed[1:]:
            faults = Message("{faults}; {fault}", faults=faults, fault=_fault(one))
        problem = Message("no reader takes this ({faults})", faults=faults)
    hint = Message(
        "a source is a folder of slug.en.md files or of .html pages, or a .csv, .xlsx, .json, .xml, or .html file of "
        "a form that is read"
    )
    if contents := _contents(path):
        hint = Message("it holds {contents}; {hint}", contents=contents, hint=hint)
    raise SourceError(problem, source=_short(path), hint=hint)


def _named_reader(name: str) -> Source:
    """The reader of that name.

    Raises:
        SourceError: there is none, or it does not work.
    """
    for entry in _entries():
        if entry.name == name:
            found = _loaded(entry)
            if isinstance(found, Finding):
                raise SourceError(_fault(found))
            return found
    names = ", ".join(entry.name for entry in _entries())
    raise SourceError(
        Message("there is no reader {name!r}", name=name), hint=Message("the readers are {names}", names=names)
    )


def _contents(path: Path) -> str:
    """What a folder holds that nobody takes."""
    counts: Counter[str] = Counter()
    if path.is_dir():
        for _, _, names in os.walk(path):
            counts.update(Path(name).suffix.lower() or name for name in names)
    return ", ".join(f"{_short(Path(ending))} ({count:,})" for ending, count in counts.most_common(5))


def _fault(found: Finding) -> Message:
    """What is wrong with a reader that does not work."""
    return Message("the reader {name!r} of {package} does not work: {problem}", **found.details)


def _short(path: Path) -> str:
    """A path for a message: one that is too long for the system is too long for a reader, too."""
    name = str(path)
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _failing(source: Source, error: SyndicateError) -> Finding:
    name = str(getattr(source, "name", type(source).__name__))
    details = {"name": name, "package": type(source).__module__, "problem": error.problem}
    return Finding(kind=FindingKind.BROKEN_READER, details=details)


@contextmanager
def _named(source: Source, path: Path) -> Iterator[None]:
    """Make of whatever a reader raises an error of its kind that names the file."""
    try:
        yield
    except (SourceError, PublisherError) as error:
        error.source = error.source or str(path)
        raise
    except SyndicateError as error:
        raise SourceError(
            error.problem,
            topic=error.topic,
            field=error.field,
            locale=error.locale,
            source=error.source or str(path),
            line=error.line,
            hint=error.hint,
        ) from error
    except OSError as error:
        raise SourceError(
            Message("it cannot be read: {reason}", reason=of_system(error)), source=_short(path)
        ) from error
    except Exception as error:  # a fault of the reader, not of the file; other readers and sources are not stopped
        name = getattr(source, "name", type(source).__name__)
        raise SourceError(
            Message("the reader {name!r} failed: {value}", name=name, value=described(error)),
            source=str(path),
            hint=Message("report this to who makes it"),
        ) from error


def _read(source: Source, path: Path, publisher: Publisher | None) -> Iterator[Item]:
    """What a reader yields, and what is noticed of its records whatever they were read from."""
    is_empty = True
    with _named(source, path):
        for item in source.read(path, publisher):
            if isinstance(item, Record):
                yield from _noticed(item, publisher.translations if publisher is not None else None)
            elif not isinstance(item, (Finding, SourceMetadata)):
                raise TypeError(f"it yields {type(item).__name__}, not Record, Finding or SourceMetadata")
            is_empty = is_empty and isinstance(item, SourceMetadata)
            yield item
    if is_empty:
        raise SourceError(
            Message("there are no topics in it"), source=str(path), hint=Message("give a source that has some")
        )


def _noticed(record: Record, labels: Path | None) -> Iterator[Finding]:
    """What an editor should know of a text that can be told from the text alone."""
    summary, locale = str(record.summary), locale_id(record.locale)
    is_long = len(summary) >= _SHORT or not summary.isascii()  # a sentence in Chinese has few characters
    if is_long and not is_plainly_in(SPLITTER.sub(" ", summary[:_START]), locale, labels):
        found = other_language(prose(record.summary), locale, labels)
        if found is not None:
            details = {"title": record.title, "language": locale, "found_language": found}
            yield _finding(FindingKind.OTHER_LANGUAGE, record, details)
    misplaced = _misplaced_headings(summary, record.title) if "<h" in summary else None
    if misplaced:
        details = {"title": record.title, "field": "summary", "names": counted(misplaced)}
        yield _finding(FindingKind.SKIPPED_HEADING, record, details)


def _misplaced_headings(summary: str, title: str) -> Counter[str]:
    """The pairs of headings that make no outline under the title, which is an ``h1``.

    A text may begin with an ``h3``, since its page may have sections; and it may begin with the title itself.
    """
    levels = [int(level) for level in _LEVEL.findall(summary)]
    misplaced = Counter(f"h{above} > h{below}" for above, below in pairwise(levels) if below > above + 1)
    if levels and levels[0] > _DEEPEST_START:
        misplaced[f"h1 > h{levels[0]}"] += 1
    # The text was sanitized.
    titles = (plain_text(Markup(words)) for words in (_TITLE.findall(summary) if 1 in levels else ()))  # noqa: S704
    if seconds := sum(title not in words for words in titles):
        misplaced["h1 > h1"] += seconds
    return misplaced


def _finding(kind: FindingKind, record: Record, details: dict[str, str]) -> Finding:
    place = record.place("summary")
    return Finding(kind=kind, topic=record.id, locale=locale_id(record.locale), source=place, details=details)
