"""A published tree as a whole: every file of its manifest, read once. What its files owe each other: see `promises`."""

from __future__ import annotations

import errno
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from syndicate.bounded import read_file
from syndicate.errors import SourceError
from syndicate.model import layout
from syndicate.validation import dates, document, embedded, links, pages, promises, xml_text
from syndicate.validation.facts import Facts
from syndicate.validation.namespaces import NAMESPACES, meant
from syndicate.validation.problems import Problem, Report, Validation, quoted

__all__ = ["MANIFEST", "MOST_BYTES", "Tree", "validate_folder", "validate_tree"]

MANIFEST: Final = ".syndicate.json"
"""The list of the files that a build made; it tells a published tree from any other folder."""

MOST_BYTES: Final = 256 * 1024**2
"""The most that a file may have to be read."""

_FEED_SUFFIXES: Final = (".rss", ".atom", ".opml", ".xml", ".json")
_SITEMAP: Final = f"{{{NAMESPACES['sitemap']}}}"
_XHTML: Final = f"{{{NAMESPACES['xhtml']}}}"


class Tree:
    """What is being learned about a tree: its files, their problems, how many of each kind.

    Args:
        folder: where it lies.
        files: the paths of the files that the build made and that are there, with slashes.
        now: the moment of the validation, in UTC, if dates of the future are to be found.
    """

    def __init__(self, folder: Path, files: set[str], now: datetime | None = None) -> None:
        self.folder = folder
        self.now = now
        self.files = files
        self.documents: Counter[str] = Counter()
        self._reports: dict[str, Report] = {}

    def report(self, path: str) -> Report:
        """The report of a file."""
        return self._reports.setdefault(path, Report(path, self.now))

    def adopt(self, report: Report) -> None:
        """Take over the report of a file that turned out to be a feed."""
        self._reports[report.path] = report

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None where it cannot be read, which is reported."""
        try:
            if not (self.folder / path).is_file():  # a pipe that nobody writes to would be waited for
                raise FileNotFoundError(errno.ENOENT, "it is no file")
            return read_file(self.folder / path, MOST_BYTES)
        except (OSError, SourceError) as error:
            reason = error.problem if isinstance(error, SourceError) else error.strerror or error
            self.report(path).add("unreadable", f"the file cannot be read: {reason}")
            return None

    def add(self, rule: str, path: str, message: str, *, near: str = "", place: str = "") -> None:
        """Report a problem of a file, at the line where some text of it first stands."""
        line = 0
        if near:
            body = self.read(path) or b""
            escaped = near.replace("&", "&amp;").encode("utf-8", "surrogatepass")
            found = max(body.find(escaped), body.find(near.encode("utf-8", "surrogatepass")))
            line = body.count(b"\n", 0, found) + 1 if found >= 0 else 0
        self.report(path).add(rule, message, line=line, place=place)

    def validation(self) -> Validation:
        """All that was found, by path."""
        problems: list[Problem] = []
        for path in sorted(self._reports):
            problems += self._reports[path].problems()
        return Validation(problems=tuple(problems), documents=dict(self.documents))


def validate_tree(folder: Path, now: datetime | None = None) -> Validation:
    """Check a published tree: each of its documents, and what they promise about each other."""
    checking = Tree(folder, set(), now)
    listed = _manifest(checking)
    there = set(_walk(folder))
    for path in sorted(listed - there):
        checking.add("tree-missing-file", path, "the manifest names the file, but it is not there")
    checking.files = listed & there
    known = promises.Promises(checking)
    for stem, formats in _feeds(checking.files):
        known.feed(stem, formats, _checked(checking, formats))
    for path in sorted(checking.files):
        if path.endswith(".opml"):
            _opml(checking, known, path)
        elif path.startswith("sitemap") and path.endswith(".xml"):
            _sitemap(checking, known, path)
    known.settle()
    pages.check(checking, known)
    embedded.check(checking, known)
    links.check(checking, known)
    links.pictures(checking)
    return checking.validation()


def validate_folder(folder: Path, now: datetime | None = None) -> Validation:
    """Check every feed below a folder that is no published tree, each by itself."""
    checking = Tree(folder, set(_walk(folder)), now)
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


def _manifest(checking: Tree) -> set[str]:
    """The paths that the manifest lists; those that lead out of the tree are refused."""
    try:
        files = json.loads(read_file(checking.folder / MANIFEST, MOST_BYTES))["files"]
    except (OSError, SourceError, ValueError, KeyError, TypeError, RecursionError) as error:
        checking.add("tree-manifest", MANIFEST, f"the manifest cannot be read: {type(error).__name__}")
        return set()
    if not isinstance(files, list):
        checking.add("tree-manifest", MANIFEST, "files is no array")
        return set()
    listed = set()
    for path in files:
        if not isinstance(path, str) or not path or ".." in PurePosixPath(path).parts or path.startswith("/"):
            checking.add("tree-manifest", MANIFEST, f"{quoted(str(path))} is no path within the tree")
        else:
            listed.add(path)
    return listed


def _feeds(files: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each feed of the tree: its path without the ending, and the path of each of its formats."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(files):
        stem, _, ending = path.rpartition(".")
        # With a slash before it, so that a folder of feeds at the root is one too.
        if ending in layout.FEED_FORMATS and layout.media_type(f"/{path}") == layout.FEED_FORMATS[ending]:
            found.setdefault(stem, {})[ending] = path
    yield from found.items()


def _checked(checking: Tree, formats: dict[str, str]) -> Iterator[tuple[str, Facts]]:
    """The facts of each format that could be read as what its ending says."""
    for format, path in formats.items():
        if (body := checking.read(path)) is None:
            continue
        found = document.check(body, checking.report(path))
        checking.documents[format] += 1
        if found.facts is not None and found.format == format:
            yield format, found.facts
        elif found.format and found.format != format:
            checking.add("unknown-format", path, f"the file holds {found.format}, which its ending does not say")


def _opml(checking: Tree, known: promises.Promises, path: str) -> None:
    if (body := checking.read(path)) is None:
        return
    found = document.check(body, checking.report(path))
    checking.documents["opml"] += 1
    if found.root is not None:
        for outline in found.root.iter("outline"):
            if address := outline.get("xmlUrl"):
                known.mention(path, address, "the list", within=True)


def _sitemap(checking: Tree, known: promises.Promises, path: str) -> None:
    if (body := checking.read(path)) is None:
        return
    report = checking.report(path)
    text = xml_text.decoded(body, report)
    root = xml_text.tree(text, report) if text is not None else None
    if root is not None and root.tag not in (f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"):
        right = meant(etree.QName(root).namespace or "")
        message = f"the root element is {quoted(str(root.tag))}, not urlset or sitemapindex in {_SITEMAP[1:-1]}"
        report.add("mistaken-namespace" if right else "unknown-format", message, line=root.sourceline or 1)
    elif root is not None:
        checking.documents["sitemap"] += 1
        for page in root.iter(f"{_SITEMAP}url"):
            links = {one.get("hreflang", ""): one.get("href", "") for one in page.iter(f"{_XHTML}link")}
            known.listed[(page.findtext(f"{_SITEMAP}loc") or "").strip()] = (path, links)
        for location in root.iter(f"{_SITEMAP}loc"):
            known.page((location.text or "").strip())
            known.mention(path, (location.text or "").strip(), "the sitemap", within=False)
        for changed in root.iter(f"{_SITEMAP}lastmod"):
            text = (changed.text or "").strip()
            if fault := dates.w3c_date(text) or dates.future(dates.w3c_date, text, checking.now):
                report.add(*fault, line=changed.sourceline or 0, place="urlset/url/lastmod")
