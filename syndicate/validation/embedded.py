"""What partners load or put into their pages: markup that runs there, scripts, and data that cannot be read.

Feeds, of which partners show the content, are checked in `document`, links in `links`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha384
from typing import Any, Final

from lxml import etree
from selectolax.lexbor import LexborNode

from syndicate.errors import Message
from syndicate.json_text import Path, named, positions
from syndicate.layout import (
    CARD_HEAD,
    CATALOG_JSON,
    EMBED_PAGE,
    GROUP_LIST_HTML,
    GROUP_LIST_JSON,
    LIST_HTML,
    LIST_JSON,
    NOT_FOUND_PAGE,
    OEMBED_JSON,
    OEMBED_XML,
    PAGE_SCRIPT,
    ROOT_PAGE,
    SCRIPT,
    SCRIPT_INDEX,
    SEARCH_PAGE,
    SEARCH_SCRIPT,
    SNIPPET_HTML,
    SNIPPET_JSON,
    STOREFRONT,
    TEASER_JSON,
    TOPIC_PAGE,
    ArtifactKind,
    is_kind,
)
from syndicate.locales.catalogs import marked
from syndicate.validation import html, parsing
from syndicate.validation.addresses import runs_script
from syndicate.validation.checked_tree import CheckedTree
from syndicate.validation.feed_set import FeedSet
from syndicate.validation.links import within
from syndicate.validation.problems import Fault, quoted

__all__ = ["check", "harm"]

_LOADING: Final = frozenset(("stylesheet", "preload", "modulepreload", "prefetch", "prerender", "import", "manifest"))
_FIELDS: Final = frozenset(("form", "input", "select", "button", "textarea"))
_OEMBED: Final = "oEmbed 1.0"

_KEYS: Final = {
    OEMBED_JSON: ("type", "version", "html"),
    SNIPPET_JSON: ("id", "url", "html", "nodes"),
    **dict.fromkeys((LIST_JSON, GROUP_LIST_JSON, TEASER_JSON), ("version", "kind", "topics", "html", "nodes")),
    CATALOG_JSON: ("format", "version", "topics"),
    SCRIPT_INDEX: ("script", "integrity"),
}
"""What each document of JSON has at least."""

_HTML_KEY: Final = re.compile(r"html|.*_html|summary")
_ADDRESS_KEY: Final = re.compile(r"(?:.*_)?(?:url|uri|href|src|script)")


def check(checking: CheckedTree, known: FeedSet) -> None:
    """Check what a tree offers to other sites.

    Args:
        checking: the tree, which takes the problems.
        known: what its feeds say, for the address of the tree.
    """
    for path, place in checking.places.items():
        if place.kind is OEMBED_XML:
            _xml(checking, known, path)
        elif (keys := _KEYS.get(place.kind)) is not None:
            _json(checking, known, path, keys)


def harm(checking: CheckedTree, known: FeedSet, page: html.Page) -> Iterator[tuple[str, Message, int]]:
    """What runs, frames or is cut off in a page or fragment: the rule, the message and the line of each."""
    path, text = page.path, page.text
    fragment = checking.is_kind(path, SNIPPET_HTML, LIST_HTML, GROUP_LIST_HTML)
    if not text.strip() or (not fragment and not checking.is_kind(path, CARD_HEAD) and "</html>" not in text[-200:]):
        message = Message("the page is empty; build the tree again")
        if text.strip():
            message = Message("the page is cut off before </html>; build the tree again")
        yield "tree-torn", message, text.count("\n") + 1
    found = dict(html.harm(page, lambda node: not fragment and _is_own(checking, known, path, node)))
    for fault in html.fragment(text) if fragment else ():
        found.setdefault(fault, 1)
    yield from ((rule, message, line) for (rule, message), line in found.items())


def _is_own(checking: CheckedTree, known: FeedSet, path: str, node: LexborNode) -> bool:
    """Whether an element that content may not have is one of our pages' own: by its address and its place."""
    attributes, name = node.attributes, node.tag or ""
    if name in _FIELDS:
        return (
            _is_within(node, "form", "site-search")
            or _is_within(node, "section", "page-tools")
            or (checking.is_kind(path, STOREFRONT) and _is_within(node, "form", "embed-choice"))
            or (checking.is_kind(path, STOREFRONT) and _is_within(node, "section", "store-result"))
            or (checking.is_kind(path, ROOT_PAGE, NOT_FOUND_PAGE) and _is_within(node, "form", "choice-search"))
            or (checking.is_kind(path, SEARCH_PAGE) and _is_within(node, "div", "search"))
        )
    if not _is_within(node, "head"):
        return False
    if name == "meta":
        if (attributes.get("http-equiv") or "").lower() != "refresh":
            return True
        leads_to = re.fullmatch(r"0; url=(\S+)", attributes.get("content") or "")  # from an address that a topic had
        return leads_to is not None and _is_there(checking, known, path, leads_to[1], TOPIC_PAGE)
    if name == "base":
        return "href" not in attributes
    if name == "link":
        relations = set((attributes.get("rel") or "").lower().split())
        return not relations & _LOADING or _is_there(checking, known, path, attributes.get("href"))
    if name == "script":
        if attributes.get("type") == "application/ld+json":
            return "src" not in attributes
        address = attributes.get("src")
        scripts = (SCRIPT, SEARCH_SCRIPT, PAGE_SCRIPT)
        return not node.text().strip() and _is_there(checking, known, path, address, *scripts)
    return False


def _is_within(node: LexborNode, name: str, of_class: str | None = None) -> bool:
    above: LexborNode | None = node
    while above is not None and above.tag != name:
        above = above.parent
    return above is not None and (of_class is None or above.attributes.get("class") == of_class)


def _is_there(checking: CheckedTree, known: FeedSet, path: str, address: str | None, *kinds: ArtifactKind) -> bool:
    """Whether an address is that of a file of the tree, of one of some kinds if any are named."""
    local = within(known, path, address) if address else None
    return checking.is_kind(local, *kinds) if kinds else local in checking.files


def _json(checking: CheckedTree, known: FeedSet, path: str, keys: tuple[str, ...]) -> None:
    if (body := checking.read(path)) is None:
        return
    report = checking.report(path)
    if (parsed := parsing.json_value(body, report)) is None:
        return
    text, value = parsed
    if missing := [key for key in keys if not isinstance(value, dict) or key not in value]:
        report.add(
            "tree-data", Message("the document has no {names}; build the tree again", names=", ".join(missing)), line=1
        )
    found = list(_faults(checking, known, path, value))
    places = positions(text, {place for place, _ in found}) if found else {}
    for place, (rule, message) in found:
        line, column = places.get(place, (1, 1))
        report.add(rule, message, line=line, column=column, place=named(place))
    if path == SCRIPT_INDEX.path and isinstance(value, dict):
        for entry in (value, value.get("frame_height")):
            _script(checking, known, path, entry)


def _faults(checking: CheckedTree, known: FeedSet, path: str, value: Any) -> Iterator[tuple[Path, Fault]]:
    """What is wrong with the HTML and the addresses within a value, and where."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        place, here = waiting.pop()
        if isinstance(here, dict):
            waiting += (((*place, key), member) for key, member in here.items())
        elif place and place[-1] == "nodes":
            yield from ((place, fault) for fault in html.nodes(here))
        elif isinstance(here, list):
            waiting += (((*place, number), member) for number, member in enumerate(here))
        elif isinstance(here, str):
            keys = [key for key in place[-2:] if isinstance(key, str)]  # a value may be given for each language
            if any(map(_HTML_KEY.fullmatch, keys)):
                faults = html.fragment(here, own=lambda node: _is_our_frame(checking, known, path, node))
                yield from ((place, fault) for fault in faults)
            elif ":" in here and any(map(_ADDRESS_KEY.fullmatch, keys)) and runs_script(here):
                message = Message(
                    "{address} runs a script where it is followed; write the address of a page", address=quoted(here)
                )
                yield place, ("unsafe-address", message)


def _is_our_frame(checking: CheckedTree, known: FeedSet, path: str, node: LexborNode) -> bool:
    """Whether an element is the frame that shows a topic, which oEmbed offers."""
    if node.tag != "iframe" or "oembed" not in path or "srcdoc" in node.attributes:
        return False
    source = node.attributes.get("src") or ""
    local = known.local(source) if known.base else source.partition("://")[2].partition("/")[2]
    return local is not None and is_kind(local, EMBED_PAGE) and (not known.base or local in checking.files)


def _xml(checking: CheckedTree, known: FeedSet, path: str) -> None:
    if (body := checking.read(path)) is None:
        return
    report = checking.report(path)
    if (root := parsing.xml_root(body, report)) is None:
        return
    values = {etree.QName(child).localname: child for child in root.iterchildren(etree.Element)}
    if missing := [key for key in _KEYS[OEMBED_JSON] if key not in values]:
        report.add(
            "tree-data", Message("the document has no {names}; build the tree again", names=", ".join(missing)), line=1
        )
    for key, child in values.items():
        for place, (rule, message) in _faults(checking, known, path, {key: child.text or ""}):
            report.add(rule, message, line=child.sourceline or 0, place=f"oembed/{place[0]}", reference=_OEMBED)


def _script(checking: CheckedTree, known: FeedSet, path: str, entry: Any) -> None:
    """A script that the index names is there, and is what its integrity says."""
    script = entry.get("script") if isinstance(entry, dict) else None
    local = known.local(script) if isinstance(script, str) else None
    if local is None:
        if known.base:
            checking.add(
                "embed-script",
                path,
                Message("the script {script} is not of the tree; build it again", script=quoted(str(script))),
            )
        return
    body = checking.read(local) if local in checking.files else None
    if body is None or entry.get("integrity") != f"sha384-{b64encode(sha384(body).digest()).decode()}":
        template = marked("the script {path} is not there, so that no partner's page can load it; build the tree again")
        if body is not None:
            template = marked(
                "the script {path} has another integrity, so that no partner's page can load it; build the tree again"
            )
        message = Message(template, path=local)
        checking.add("embed-script", path, message, near=local)
