"""Regions examined: what the sanitizer removed, and whether their language is the declared one. Nothing is changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from syndicate.extraction.diagnostics import SHORT, Diagnostic, DiagnosticKind
from syndicate.extraction.options import ExtractOptions
from syndicate.locales import other_language
from syndicate.markup import ATTRIBUTES, Region, Removed
from syndicate.markup.content_model import HEADINGS
from syndicate.markup.elements import hides
from syndicate.markup.pages import parse
from syndicate.markup.policy import DROPPED_WITH_CONTENT
from syndicate.markup.words import readings
from syndicate.text import ELLIPSIS

__all__ = ["examined"]

_NAMES: Final = 5

_UNNAMED: Final = frozenset(
    {DiagnosticKind.SCRIPTS, DiagnosticKind.STYLES, DiagnosticKind.COMMENTS, DiagnosticKind.ILLEGAL_CHARACTERS}
)


def examined(
    sources: Sequence[str],
    regions: Sequence[Region],
    removed: Removed,
    options: ExtractOptions,
    *,
    nested: int,
) -> Iterator[Diagnostic]:
    """The diagnostics of an extraction.

    Args:
        sources: the HTML of each region in the page.
        regions: the same, sanitized.
        removed: what cleaning removed of them or changed in them.
        options: as it was extracted.
        nested: how many regions lay within others.
    """
    counts = _Counts(removed, options)
    for source in sources:
        counts.add(source)
    yield from counts.diagnostics()
    if nested:
        yield Diagnostic(kind=DiagnosticKind.NESTED_REGIONS, count=nested)
    total = 0
    for place, region in enumerate(regions, 1):
        text, words = readings(region.html)
        total += len(text)
        if not text and "<img" not in region.html:
            yield Diagnostic(kind=DiagnosticKind.EMPTY_REGION, region=place)
        found = other_language(words, region.lang) if region.lang else None
        if region.lang and found:
            yield Diagnostic(kind=DiagnosticKind.OTHER_LANGUAGE, names=(region.lang, found), region=place)
    if total < SHORT:
        yield Diagnostic(kind=DiagnosticKind.SHORT_CONTENT, count=total)
    if unstated := sum(1 for region in regions if not region.lang and region.html.strip()):
        yield Diagnostic(kind=DiagnosticKind.NO_LANGUAGE, count=unstated)


class _Counts:
    """Counts of what does not pass the policy: what cleaning reports, and attributes and comments of the regions."""

    def __init__(self, removed: Removed, options: ExtractOptions) -> None:
        self._policy = options.effective_policy
        self._keeps_hidden = options.keep_hidden
        self._extra = options.extra_attributes | {("*", "class"), ("*", "id")}  # dropped by default
        self._found: dict[DiagnosticKind, Counter[str]] = defaultdict(Counter)
        for (kind, name), count in removed.counts.items():
            self._found[DiagnosticKind(kind.value)][name] += count
        if "img" not in self._policy.tags:
            self._found.pop(DiagnosticKind.NO_ALTERNATIVE, None)
        self._level = 0

    def diagnostics(self) -> Iterator[Diagnostic]:
        """The counts, in the order of the kinds."""
        for kind in DiagnosticKind:
            if names := self._found.get(kind):
                common = sorted(names, key=lambda name: (-names[name], name))
                if len(common) > _NAMES:
                    common[_NAMES:] = [ELLIPSIS]
                yield Diagnostic(kind=kind, count=names.total(), names=() if kind in _UNNAMED else tuple(common))

    def add(self, source: str) -> None:
        """Count what one region has."""
        body = parse(f"<!doctype html><body>{source}").body
        self._level = 0
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
        """Count the attributes of an element; return whether its content is examined."""
        tag = node.tag or ""
        if tag in DROPPED_WITH_CONTENT or (not self._keeps_hidden and hides(tag, node.attributes)):
            return False
        if tag in HEADINGS:
            level = int(tag[1])
            if 0 < self._level < level - 1:
                self._found[DiagnosticKind.SKIPPED_HEADINGS][f"h{self._level} > {tag}"] += 1
            self._level = level
        for name in node.attributes:
            self._attribute(tag, name)
        return True

    def _attribute(self, tag: str, name: str) -> None:
        if name.startswith("on"):
            self._found[DiagnosticKind.EVENT_HANDLERS][name] += 1
        elif name == "style":
            self._found[DiagnosticKind.STYLES][""] += 1
        elif (
            tag in self._policy.tags
            and name not in ATTRIBUTES["*"]
            and name not in ATTRIBUTES.get(tag, ())
            and ("*", name) not in self._extra
            and (tag, name) not in self._extra
        ):
            self._found[DiagnosticKind.ATTRIBUTES][name] += 1
