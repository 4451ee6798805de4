"""Sanitized HTML prepared for a narrower policy: separate blocks stay separate. The policy itself is in `policy`."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from syndicate.markup.content_model import BLOCKS, CELLS, ITEMS, LISTS, TAGS, VOID
from syndicate.markup.gaps import GAP, without_gaps
from syndicate.markup.policy import Policy
from syndicate.markup.tokens import TAG, carried

__all__ = ["as_lines"]

_HOLDING: Final = LISTS | {"dl", "table"}
_LINES: Final = (BLOCKS - _HOLDING - {"hr"}) | ITEMS | {"caption", "tr"}
_BREAKS: Final = frozenset({"br", "hr"})
_APART: Final = _LINES | _HOLDING | CELLS | _BREAKS | {"img"}
_DASH: Final = " – "
_ALT: Final = re.compile(r'\salt="([^"]*)"')


def as_lines(html: str, policy: Policy) -> str:
    """Sanitized HTML without the elements that a policy lacks, each text on the line it was on.

    If paragraphs, rows or items are not allowed, their texts stay on separate lines; the cells of a row are separated
    by dashes, the language and direction of what is lost pass to its text, and the words of a picture take its place.
    The policy is still to be enforced.
    """
    lost = TAGS - policy.tags
    if any(f"<{tag}" in html for tag in lost & _APART) or (lost and carried(html)):
        return _Lines(policy, lost).written(html)
    return html


class _Lines:
    """Turns dropped elements into lines."""

    def __init__(self, policy: Policy, lost: frozenset[str]) -> None:
        self.lost = lost
        self.policy = policy
        self.line_end = "<br>" if "br" in policy.tags else " "
        self.start, self.end = ("<div>", "</div>") if "div" in policy.tags else (GAP, self.line_end)
        self.is_first = True
        self.ends: list[str] = []

    def written(self, html: str) -> str:
        return without_gaps(TAG.sub(self._tag, html))

    def _tag(self, found: re.Match[str]) -> str:
        end, tag, attributes = found.groups()
        if tag not in self.lost:
            return found[0]
        if tag in VOID:
            return self.line_end if tag in _BREAKS else _words_of_picture(attributes) if tag == "img" else ""
        if end:
            self.is_first = self.is_first or tag in _LINES
            return self.ends.pop()
        stated = carried(attributes)
        inner, inner_end = (f"<span{stated}>", "</span>") if stated and "span" in self.policy.tags else ("", "")
        start = ""
        if tag in CELLS:
            start, self.is_first = "" if self.is_first else _DASH, False
        elif tag in _LINES:
            start, self.is_first = self.start, True
            if stated and "div" in self.policy.tags:
                inner, inner_end, start = "", "", f"<div{stated}>"
            inner_end += self.end
        elif tag in _HOLDING:
            start, inner_end = GAP, inner_end + GAP  # one that holds nothing still parts what stands around it
        self.ends.append(inner_end)
        return start + inner


def _words_of_picture(attributes: str) -> str:
    """The text alternative of a picture, which says the same (HTML standard, section 4.8.4.4)."""
    found = _ALT.search(attributes)
    return f"{GAP}{escape(unescape(found[1]), quote=False)}{GAP}" if found is not None else GAP
