"""The one function that is called: what the source is, and who checks it. No rule is known here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from syndicate.bounded import read_file
from syndicate.errors import SourceError
from syndicate.layout import MANIFEST
from syndicate.model.arguments import check
from syndicate.validation import document, tree
from syndicate.validation.checked_tree import MOST_BYTES
from syndicate.validation.problems import Report, Validation

__all__ = ["validate"]


def validate(source: str | Path | bytes, *, name: str | None = None, now: datetime | None = None) -> Validation:
    """Check a feed, an OPML list, or a published tree.

    Feeds are checked against Atom 1.0 (RFC 4287, 5005, 6721), RSS 2.0 with the profile of the RSS Advisory Board, or
    JSON Feed 1.1, lists against OPML 2.0. A tree is what :func:`build` makes: its documents are checked, and what
    they promise about each other. In another folder, each feed is checked by itself.

    Nothing is loaded from the network, no entity is expanded, and the clock is not asked: whether a date is of the
    future, only a caller can know, who gives the moment as ``now``.

    Args:
        source: a document as bytes, or the path of a file or folder.
        name: how a document is called in its problems; by default its path, or ``-``.
        now: the moment of the validation, with a time zone: a date of the next day of UTC or later is a warning.
            Without it, no date is too late.

    Returns:
        The problems, each with its file, line and rule, and how many documents were checked.

    Raises:
        SourceError: there is no such file or folder, it cannot be read, is a device, or has more than 256 MB.

    >>> found = validate(b'<rss version="2.0"><channel><title>Sleep</title></channel></rss>')
    >>> found.valid, found.problems[0].line, found.problems[0].rule, found.problems[0].message
    (False, 1, 'missing-element', 'link is missing')
    """
    check(source=source)
    if now is not None:
        now = now.astimezone(UTC)
    if isinstance(source, bytes):
        return _document(source, name or "-", now)
    path = Path(source)
    try:
        if path.is_dir():
            look = tree.validate_tree if (path / MANIFEST.path).exists() else tree.validate_folder
            return look(path, now)
        return _document(read_file(path, MOST_BYTES), name or str(path), now)
    except OSError as error:
        raise SourceError(f"cannot read: {error.strerror or error}", source=str(path)) from error


def _document(body: bytes, name: str, now: datetime | None) -> Validation:
    report = Report(name, now)
    found = document.check(body, report)
    return Validation(problems=tuple(report.problems()), documents={found.format: 1} if found.format else {})
