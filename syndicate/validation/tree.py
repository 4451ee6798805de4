"""A published tree as a whole: every file of its manifest, read once. What its files owe each other: see `promises`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from syndicate.bounded import read_file
from syndicate.errors import SourceError
from syndicate.layout import MANIFEST
from syndicate.validation import dates, document, embedded, links, pages, parsing, promises
from syndicate.validation.checked_tree import MOST_BYTES, CheckedTree
from syndicate.validation.facts import Facts
from syndicate.validation.namespaces import NAMESPACES, meant
from syndicate.validation.problems import Report, Validation, quoted

__all__ = ["validate_folder", "validate_tree"]


_FEED_SUFFIXES: Final = (".rss", ".atom", ".opml", ".xml", ".json")
_SITEMAP: Final = f"{{{NAMESPACES['sitemap']}}}"
_XHTML: Final = f"{{{NAMESPACES['xhtml']}}}"


def validate_tree(folder: Path, now: datetime | None = None) -> Validation:
    """Check a published tree: each of its documents, and what they promise about each other."""
    checking = CheckedTree(folder, set(), now)
    listed = _manifest(checking)
    there = set(_walk(folder))
    for path in sorted(listed - there):
        checking.add("tree-missing-file", path, "the manifest names the file, but it is not there")
    checking.files = listed & there
    known = promises.Promises(checking)
    for stem, formats in _feeds(checking).items():
        known.feed(stem, formats, _checked(checking, formats))
    for path in sorted(checking.files):
        if path.endswith(".opml"):
            _opml(checking, known, path)
        elif path.startswith("sitemap") and path.endswith(".xml"):
            _sitemap(checking, known, path)
    known.settle()
    targets = links.Targets(checking.files, known)
    pages.check(checking, known, targets)
    embedded.check(checking, known)
    links.check_entries(checking, known, targets)
    links.pictures(checking)
    return checking.validation()


def validate_folder(folder: Path, now: datetime | None = None) -> Validation:
    """Check every feed below a folder that is no published tree, each by itself."""
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
        checking.add("tree-manifest", MANIFEST.path, f"the manifest cannot be read: {type(error).__name__}")
        return set()
    if not isinstance(files, list):
        checking.add("tree-manifest", MANIFEST.path, "files is no array")
        return set()
    listed = set()
    for path in files:
        if not isinstance(path, str) or not path or ".." in PurePosixPath(path).parts or path.startswith("/"):
            checking.add("tree-manifest", MANIFEST.path, f"{quoted(str(path))} is no path within the tree")
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


def _opml(checking: CheckedTree, known: promises.Promises, path: str) -> None:
    if (body := checking.read(path)) is None:
        return
    found = document.check(body, checking.report(path))
    checking.documents["opml"] += 1
    if found.root is not None:
        for outline in found.root.iter("outline"):
            if address := outline.get("xmlUrl"):
                known.mention(path, address, "the list", within=True)


def _sitemap(checking: CheckedTree, known: promises.Promises, path: str) -> None:
    if (body := checking.read(path)) is None:
        return
    report = checking.report(path)
    root = parsing.xml_root(body, report)
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
