"""What every reader shares: the protocol, repairs of text, broken topics as findings. No format is read here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol
from unicodedata import normalize

import attrs
from markupsafe import Markup

from syndicate.errors import SyndicateError
from syndicate.markup import sanitize_counting
from syndicate.model import Finding, FindingKind, Masthead, Publisher, Record
from syndicate.text import legal, one_line

__all__ = ["Item", "Repairs", "Source", "broken_link", "broken_topic", "raw_digest"]

Item = Record | Finding | Masthead
"""What a reader yields: a record, what it noticed about one, or what the source states of the whole."""


class Source(Protocol):
    """A reader of one kind of source; one object of it is registered in the entry-point group ``syndicate.sources``."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    def accepts(self, path: Path) -> bool:
        """Whether a file or folder is of its kind, by its name and, where that says too little, its first bytes."""

    def read(self, path: Path, publisher: Publisher | None = None) -> Iterator[Item]:
        """The records of a file or folder, as a stream.

        One bad topic among good ones is a finding of kind ``broken-topic``, and the rest is read. The publisher, where
        it is known, tells where relative addresses start.

        Raises:
            SourceError: the file as a whole cannot be read; with its name and line.
        """


@attrs.define
class Repairs:
    """Takes what XML forbids out of one record's texts, and remembers it: nothing is dropped silently."""

    _counts: Counter[str] = attrs.field(factory=Counter)

    def text(self, text: str, field: str) -> str:
        """Plain text as it stands, white space included."""
        repaired, removed = legal(text)
        if removed:
            self._counts[field] += removed
        return repaired

    def line(self, text: str | None, field: str) -> str:
        """One line of plain text."""
        return one_line(self.text(text, field)) if text else ""

    def html(self, fragment: str | None, field: str, base: str | None) -> Markup:
        """A fragment of HTML, sanitized, its links resolved against ``base``."""
        if not fragment:
            return Markup("")
        markup, removed = sanitize_counting(fragment, base)
        if removed:
            self._counts[field] += removed
        return markup.strip()

    def findings(self, record: Record) -> Iterator[Finding]:
        """What was removed from the record's texts, one finding a field."""
        for field, count in self._counts.items():
            yield Finding(
                kind=FindingKind.ILLEGAL_CHARACTERS,
                topic=record.id,
                locale=str(record.locale),
                source=record.source,
                details={"title": record.title, "field": field, "count": str(count)},
            )


def raw_digest(*stated: Any) -> str:
    """A digest of what a source states of a text, for :attr:`syndicate.model.Record.raw`.

    It has to cover all that a reader of the text may see, as it stands in the source, and come out the same in every
    version of the program: so a history knows whether a text that reads differently was changed by its author. White
    space and the Unicode form of letters do not count.

    Args:
        stated: values that JSON can hold.

    >>> raw_digest("Sleep", "Rest  well.") == raw_digest("Sleep", "Rest well.") != raw_digest("Sleep", "Rest.")
    True
    """
    text = json.dumps(stated, ensure_ascii=False, sort_keys=True, default=str)
    for mark in ("\\n", "\\r", "\\t"):
        text = text.replace(mark, " ")
    text = " ".join(text.split())
    return sha256((text if text.isascii() else normalize("NFC", text)).encode(errors="replace")).hexdigest()[:32]


def broken_topic(
    error: SyndicateError | str, *, source: str, line: int | None = None, topic: str = "", locale: str = ""
) -> Finding:
    """The finding that stands for a topic that could not be read."""
    if isinstance(error, str):
        error = SyndicateError(error)
    problem = SyndicateError(
        error.problem, topic=topic or None, field=error.field, locale=error.locale, hint=error.hint
    )
    return Finding(
        kind=FindingKind.BROKEN,
        topic=topic,
        locale=locale,
        source=source if line is None else f"{source}:{line}",
        details={"problem": problem.format_message()},
    )


def broken_link(error: SyndicateError, record: Record, *, title: str, source: str, line: int | None = None) -> Finding:
    """The finding that stands for one link that could not be read; its topic is kept without it."""
    return Finding(
        kind=FindingKind.BROKEN_LINK,
        topic=record.id,
        locale=str(record.locale),
        source=source if line is None else f"{source}:{line}",
        details={"title": record.title, "link": title, "problem": error.format_message()},
    )
