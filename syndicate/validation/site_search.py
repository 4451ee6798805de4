"""What the search pages of a tree load: indexes that name pages which are there, and scripts that browsers take."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any, Final

from syndicate.errors import Message
from syndicate.layout import PAGE_SCRIPT, SCRIPT, SCRIPT_STYLE, SEARCH_INDEX, SEARCH_SCRIPT, TOPIC_PAGE
from syndicate.search.page_index import slug_of
from syndicate.validation import parsing
from syndicate.validation.checked_tree import CheckedTree
from syndicate.validation.problems import quoted

__all__ = ["check"]

_IMPORT: Final = re.compile(rb'\bfrom ?"\./([^"]+)"')


def check(checking: CheckedTree) -> None:
    """Check the indexes, and every script whose name is made of its bytes.

    Args:
        checking: the tree, which takes the problems.
    """
    for path, place in checking.places.items():
        if place.kind is SEARCH_INDEX:
            _index(checking, path, place.values["locale"])
        elif place.kind in (SCRIPT, SCRIPT_STYLE, SEARCH_SCRIPT, PAGE_SCRIPT):
            _script(checking, path, place.values["digest"])


def _index(checking: CheckedTree, path: str, language: str) -> None:
    if (body := checking.read(path)) is None:
        return
    report = checking.report(path)
    if (parsed := parsing.json_value(body, report)) is None:
        return
    try:
        pages = list(_pages(parsed[1], language))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        report.add("tree-data", Message("the search page cannot read the index; build the tree again"), line=1)
        return
    for slug, page in pages:
        if page not in checking.files:
            message = Message("the search finds {path}, which is not there; build the tree again", path=page)
            checking.add("tree-link-missing", path, message, near=quoted(slug))


def _pages(index: Any, language: str) -> list[tuple[str, str]]:
    """The slug and the page of each topic of an index."""
    here = [(slug, TOPIC_PAGE.at(language, slug)) for slug in map(slug_of, index["topics"])]
    return here + [(slug, TOPIC_PAGE.at(other, slug)) for other, *row in index["elsewhere"] for slug in (slug_of(row),)]


def _script(checking: CheckedTree, path: str, digest: str) -> None:
    if (body := checking.read(path)) is None:
        return
    if sha256(body).hexdigest()[:16] != digest:
        message = Message(
            "the bytes are not those that the name is made of, so that browsers refuse them; build the tree again"
        )
        checking.add("embed-script", path, message)
    folder = path.rpartition("/")[0]
    for name in _IMPORT.findall(body) if checking.is_kind(path, SEARCH_SCRIPT) else ():
        if f"{folder}/{name.decode()}" not in checking.files:
            checking.add(
                "embed-script",
                path,
                Message("it loads {name}, which is not there; build the tree again", name=name.decode()),
            )
