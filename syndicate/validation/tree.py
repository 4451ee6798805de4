"""The one function that is called, and a published tree as a whole: every file of its manifest, read once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from syndicate.bounded import read_file
from syndicate.errors import InvalidValueError, Message, SourceError
from syndicate.layout import MANIFEST, OWN_FORMATS
from syndicate.model.arguments import check
from syndicate.model.fields import expect
from syndicate.namespaces import qualified
from syndicate.reasons import of_system
from syndicate.validation import dates, document, embedded, links, pages, parsing, site_search
from syndicate.validation.checked_tree import MOST_BYTES, CheckedTree
from syndicate.validation.facts import Facts
from syndicate.validation.feed_set import FeedSet
from syndicate.validation.namespaces import likely_namespace
from syndicate.validation.problems import Report, Validation, quoted

__all__ = ["validate"]


_FEED_SUFFIXES: Final = (".rss", ".atom", ".opml", ".xml", ".json")
_SITEMAP: Final = qualified("sitemap")
_XHTML: Final = qualified("xhtml")


def validate(source: str | Path | bytes, *, name: str | None = None, now: datetime | None = None) -> Validation:
    """Check a feed, an OPML list, or a published tree.

    Feeds are checked against Atom 1.0 (RFC 4287, 5005, 6721), RSS 2.0 with the profile of the RSS Advisory Board, or
    JSON Feed 1.1, lists against OPML 2.0. A tree is what :func:`build` makes: its documents are checked, and what
    they say about each other. In another folder, each feed is checked by itself.

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
        InvalidValueError: the moment has no time zone, or a document is given as text.
        SourceError: there is no such file or folder, it cannot be read, is a device, or has more than 256 MB.

    >>> found = validate(b'<rss version="2.0"><channel><title>Sleep</title></channel></rss>')
    >>> found.valid, found.problems[0].line, found.problems[0].rule, found.problems[0].message
    (False, 1, 'missing-element', 'link is missing')
    """
    check(source=source)
    if isinstance(source, str):
        _refuse_text(source)
    if now is not None:
        expect("now", now, Message("a datetime with a time zone"), datetime)
        if now.utcoffset() is None:
            raise InvalidValueError(
                Message("the moment {now} has no time zone", now=now), field="now", hint=Message("give it a `tzinfo`")
            )
        now = now.astimezone(UTC)
    if isinstance(source, bytes):
        return _document(source, name or "-", now)
    path = Path(source)
    try:
        if path.is_dir():
            validated = _tree if (path / MANIFEST.path).exists() else _folder
            return validated(path, now)
        return _document(read_file(path, MOST_BYTES), name or str(path), now)
    except OSError as error:
        raise SourceError(Message("cannot read: {reason}", reason=of_system(error)), source=str(path)) from error


def _refuse_text(source: str) -> None:
    """Refuse a document where its path is expected."""
    if "\n" in source or "\r" in source or source.lstrip(" \ufeff").startswith(("<", "{")):
        raise InvalidValueError(
            Message("a path, or the bytes of a document, expected, not its text"),
            field="source",
            hint=Message("`text.encode()` gives its bytes"),
        )


def _document(body: bytes, name: str, now: datetime | None) -> Validation:
    report = Report(name, now)
    found = document.check(body, report)
    return Validation(problems=tuple(report.problems()), documents={found.format: 1} if found.format else {})


def _tree(folder: Path, now: datetime | None) -> Validation:
    """Check a published tree: each of its documents, and what they say about each other."""
    checking = CheckedTree(folder, set(), now)
    listed = _manifest(checking)
    there = set(_walk(folder))
    for path in sorted(listed - there):
        checking.add("tree-missing-file", path, Message("the manifest names the file, but it is not there"))
    checking.files = listed & there
    known = FeedSet(checking)
    for stem, formats in _feeds(checking).items():
        known.feed(stem, formats, _checked(checking, formats))
    for path in sorted(checking.files):
        if path.endswith(".opml"):
            _opml(checking, known, path)
        elif path.startswith("sitemap") and path.endswith(".xml"):
            _sitemap(checking, known, path)
    known.settle()
    targets = links.Targets(checking, known)
    pages.check(checking, known, targets)
    embedded.check(checking, known)
    site_search.check(checking)
    links.check_entries(checking, known, targets)
    links.pictures(checking)
    return checking.validation()


def _folder(folder: Path, now: datetime | None) -> Validation:
    """Check every feed below a folder that is not a published tree, each by itself."""
    checking = CheckedTree(folder, set(_walk(folder)), now)
    for path in sorted(checking.files):
        if path.endswith(_FEED_SUFFIXES) and (body := checking.read(path)) is not None:
            report = Report(path, now)
            found = document.check(body, report)
            if found.format or not path.endswith((".xml", ".json")):
                checking.documents[found.format] += 1
                checking.adopt(report)
    return checking.validation()


def _walk(folder: Path) -> Iterator[str]:
    """The paths of all files below a folder."""
    start = len(str(folder)) + 1
    for place, _, names in os.walk(folder):
        parent = place[start:].replace(os.sep, "/")
        for name in names:
            yield f"{parent}/{name}" if parent else name


def _manifest(checking: CheckedTree) -> set[str]:
    """The paths that the manifest lists; those that lead out of the tree are refused."""
    try:
        files = json.loads(read_file(checking.folder / MANIFEST.path, MOST_BYTES))["files"]
    except (OSError, SourceError, ValueError, KeyError, TypeError, RecursionError) as error:
        checking.add(
            "tree-manifest",
            MANIFEST.path,
            Message("the manifest cannot be read: {reason}", reason=type(error).__name__),
        )
        return set()
    if not isinstance(files, list):
        checking.add("tree-manifest", MANIFEST.path, Message("files is not an array"))
        return set()
    listed = set()
    for path in files:
        if not isinstance(path, str) or not path or ".." in PurePosixPath(path).parts or path.startswith("/"):
            checking.add(
                "tree-manifest", MANIFEST.path, Message("{path} is not a path within the tree", path=quoted(str(path)))
            )
        else:
            listed.add(path)
    return listed


def _feeds(checking: CheckedTree) -> dict[str, dict[str, str]]:
    """Each feed of the tree: its path without the ending, and the path of each of its formats."""
    found: dict[str, dict[str, str]] = {}
    for path, place in checking.places.items():
        if place.format:
            found.setdefault(path.removesuffix(f".{place.format}"), {})[place.format] = path
    return found


def _checked(checking: CheckedTree, formats: dict[str, str]) -> Iterator[tuple[str, Facts]]:
    """The facts of each format that could be read as what its ending says.

    What formats of others hold is not known; they are looked for, not read.
    """
    for format, path in formats.items():
        if format not in OWN_FORMATS or (body := checking.read(path)) is None:
            continue
        found = document.check(body, checking.report(path))
        checking.documents[format] += 1
        if found.facts is not None and found.format == format:
            yield format, found.facts
        elif found.format and found.format != format:
            checking.add(
                "unknown-format",
                path,
                Message("the file holds {format}, which its ending does not say", format=found.format),
            )


def _opml(checking: CheckedTree, known: FeedSet, path: str) -> None:
    if (body := checking.read(path)) is None:
        return
    found = document.check(body, checking.report(path))
    checking.documents["opml"] += 1
    if found.root is not None:
        for outline in found.root.iter("outline"):
            if address := outline.get("xmlUrl"):
                known.mention(path, address, Message("the list"), within=True)


def _sitemap(checking: CheckedTree, known: FeedSet, path: str) -> None:
    if (body := checking.read(path)) is None:
        return
    report = checking.report(path)
    root = parsing.xml_root(body, report)
    if root is not None and root.tag not in (f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"):
        right = likely_namespace(etree.QName(root).namespace or "")
        message = Message(
            "the root element is {element}, not urlset or sitemapindex in {namespace}",
            element=quoted(str(root.tag)),
            namespace=_SITEMAP[1:-1],
        )
        report.add("mistaken-namespace" if right else "unknown-format", message, line=root.sourceline or 1)
    elif root is not None:
        checking.documents["sitemap"] += 1
        for page in root.iter(f"{_SITEMAP}url"):
            links = {one.get("hreflang", ""): one.get("href", "") for one in page.iter(f"{_XHTML}link")}
            known.listed[(page.findtext(f"{_SITEMAP}loc") or "").strip()] = (path, links)
        for location in root.iter(f"{_SITEMAP}loc"):
            known.page((location.text or "").strip())
            known.mention(path, (location.text or "").strip(), Message("the sitemap"), within=False)
        for changed in root.iter(f"{_SITEMAP}lastmod"):
            text = (changed.text or "").strip()
            if fault := dates.w3c_date(text) or dates.future(dates.w3c_date, text, checking.now):
                report.add(*fault, line=changed.sourceline or 0, place="urlset/url/lastmod")
