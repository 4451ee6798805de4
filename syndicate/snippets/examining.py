"""Regions examined: what the sanitizer removed of them, and whether their text is what it seems. Nothing is changed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from syndicate.locales import other_language
from syndicate.markup import (
    ATTRIBUTES,
    DROPPED_WITH_CONTENT,
    TAGS,
    URL_ATTRIBUTES,
    URL_SCHEMES,
    Region,
    addresses,
    parse,
    plain_text,
    prose,
    resolve,
)
from syndicate.snippets.diagnostics import SHORT, Diagnostic, DiagnosticKind
from syndicate.snippets.extract_options import ExtractOptions
from syndicate.text import ELLIPSIS, legal

__all__ = ["examined"]

_NAMES: Final = 5
_LONGEST: Final = 100

_KINDS: Final[Mapping[str, DiagnosticKind]] = {
    name: kind
    for kind, names in {
        DiagnosticKind.SCRIPTS: "script",
        DiagnosticKind.STYLES: "link style",
        DiagnosticKind.FORMS: "button datalist fieldset form input label legend meter optgroup option output progress "
        "select textarea",
        DiagnosticKind.FRAMES: "applet embed fencedframe frame frameset iframe noembed noframes object param",
        DiagnosticKind.MEDIA: "area audio canvas map math picture source svg track video",
        DiagnosticKind.HIDDEN: "base head meta noscript template title",
    }.items()
    for name in names.split()
}
_UNNAMED: Final = frozenset(
    {DiagnosticKind.SCRIPTS, DiagnosticKind.STYLES, DiagnosticKind.COMMENTS, DiagnosticKind.ILLEGAL_CHARACTERS}
)
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\t\r\n-]*):", re.IGNORECASE)


def examined(
    sources: Sequence[str], regions: Sequence[Region], base: str, options: ExtractOptions, *, nested: int, hidden: int
) -> Iterator[Diagnostic]:
    """What is to be said of an extraction.

    Args:
        sources: the HTML of each region as the page has it.
        regions: what it became.
        base: where its relative addresses start.
        options: as it was extracted.
        nested: how many regions lay within others.
        hidden: how many elements were taken out because the page hides them.
    """
    removed = _Removed(base, options, hidden)
    for source in sources:
        removed.look(source)
    yield from removed.told()
    if nested:
        yield Diagnostic(kind=DiagnosticKind.NESTED_REGIONS, count=nested)
    total = 0
    for place, region in enumerate(regions, 1):
        text = plain_text(region.html)
        total += len(text)
        if not text and "<img" not in region.html:
            yield Diagnostic(kind=DiagnosticKind.EMPTY_REGION, region=place)
        found = other_language(prose(region.html), region.lang) if region.lang else None
        if region.lang and found:
            yield Diagnostic(kind=DiagnosticKind.OTHER_LANGUAGE, names=(region.lang, found), region=place)
    if total < SHORT:
        yield Diagnostic(kind=DiagnosticKind.SHORT_CONTENT, count=total)


class _Removed:
    """Counts of what does not pass the policy, from the tree that a browser builds of a region."""

    def __init__(self, base: str, options: ExtractOptions, hidden: int) -> None:
        self._base = base
        self._policy = options.effective_policy
        self._extra = options.extra_attributes | {("*", "class"), ("*", "id")}  # always dropped unless asked for
        self._found: dict[DiagnosticKind, Counter[str]] = defaultdict(Counter)
        if hidden:
            self._found[DiagnosticKind.HIDDEN]["hidden"] = hidden

    def told(self) -> Iterator[Diagnostic]:
        """The counts, in the order of the kinds."""
        for kind in DiagnosticKind:
            if names := self._found.get(kind):
                common = sorted(names, key=lambda name: (-names[name], name))
                if len(common) > _NAMES:
                    common[_NAMES:] = [ELLIPSIS]
                yield Diagnostic(kind=kind, count=names.total(), names=() if kind in _UNNAMED else tuple(common))

    def look(self, source: str) -> None:
        """Count what one region has."""
        if illegal := legal(source)[1]:
            self._found[DiagnosticKind.ILLEGAL_CHARACTERS][""] += illegal
        body = parse(f"<!doctype html><body>{source}").body
        waiting = [body.child] if body is not None else []
        while waiting:
            node = waiting.pop()
            if node is None:
                continue
            waiting.append(node.next)
            if node.is_comment_node:
                self._found[DiagnosticKind.COMMENTS][""] += 1
            elif node.is_element_node and self._enters(node):
                waiting.append(node.child)

    def _enters(self, node: LexborNode) -> bool:
        """Count an element and its attributes; whether its content is looked at."""
        tag = node.tag or ""
        if tag not in TAGS:
            self._found[_KINDS.get(tag, DiagnosticKind.ELEMENTS)][tag] += 1
        if tag in DROPPED_WITH_CONTENT:
            return False
        attributes = node.attributes
        for name, value in attributes.items():
            self._attribute(tag, name, value or "")
        if tag == "img" and tag in self._policy.tags and not attributes.keys() & {"alt", "title"}:
            self._found[DiagnosticKind.NO_ALTERNATIVE][_short(attributes.get("src") or "")] += 1
        return True

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self._found[DiagnosticKind.EVENT_HANDLERS][name] += 1
        elif name == "style":
            self._found[DiagnosticKind.STYLES][""] += 1
        elif tag not in self._policy.tags:
            return
        elif name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, ()):
            if not {("*", name), (tag, name)} & self._extra:
                self._found[DiagnosticKind.ATTRIBUTES][name] += 1
        elif name in URL_ATTRIBUTES:
            for url in addresses(value) if name == "srcset" else [value]:
                self._url(name, url)

    def _url(self, name: str, written: str) -> None:
        url = resolve(written, self._base)
        scheme = _SCHEME.match(written)
        if url is None:
            is_known = scheme is None or scheme[1].lower() in URL_SCHEMES
            kind = DiagnosticKind.UNRESOLVED_URLS if is_known else DiagnosticKind.UNSAFE_URLS
            self._found[kind][_short(written)] += 1
        elif name in ("src", "srcset"):
            if not url.startswith(("https:", "http:")):
                self._found[DiagnosticKind.UNSAFE_URLS][_short(written)] += 1
        elif not self._policy.allows_link(url):
            self._found[DiagnosticKind.FOREIGN_HOSTS][_host(url) or _short(url)] += 1


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _short(url: str) -> str:
    url = legal(url.strip())[0]
    return (url if len(url) <= _LONGEST else f"{url[:_LONGEST]}{ELLIPSIS}") or '""'
