"""Sanitized HTML as a narrower policy has it: what stood apart still does. The policy itself lives in `policy`."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

from syndicate.markup.policy import Policy
from syndicate.markup.sanitizing import sanitize

__all__ = ["narrowed"]

_LINES: Final = frozenset("blockquote caption dd div dt figcaption figure h1 h2 h3 h4 h5 h6 li p pre tr".split())
_CELLS: Final = frozenset({"td", "th"})
_BREAKS: Final = frozenset({"br", "hr"})
_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)(?:[^">]|"[^"]*")*+>""")
_DASH: Final = " – "


def narrowed(html: Markup, policy: Policy) -> Markup:
    """What a narrower policy leaves of sanitized HTML.

    Where paragraphs, rows or items may not stand, their texts stay on lines of their own; the cells of a row are parted
    by dashes, lest a value be read with the wrong name.

    >>> table = sanitize("<table><tr><td>Chicken<td>165 °F<tr><td>Ground beef<td>160 °F</table>")
    >>> narrowed(table, Policy().without({"table"}))
    Markup('<div>Chicken – 165 °F</div><div>Ground beef – 160 °F</div>')
    """
    lost = (_LINES | _CELLS | _BREAKS) - policy.tags
    if any(f"<{tag}" in html for tag in lost):
        html = Markup(_Lines(policy, lost).written(str(html)))  # noqa: S704 -- sanitized again below
    return sanitize(html, None, policy)


class _Lines:
    """The elements that are lost, as lines."""

    def __init__(self, policy: Policy, lost: frozenset[str]) -> None:
        self.lost = lost
        self.line_end = "<br>" if "br" in policy.tags else " "
        self.start, self.end = ("<div>", "</div>") if "div" in policy.tags else ("", self.line_end)
        self.is_first = True

    def written(self, html: str) -> str:
        return _TAG.sub(self._tag, html)

    def _tag(self, found: re.Match[str]) -> str:
        end, tag = found.groups()
        if tag not in self.lost:
            return found[0]
        if tag in _BREAKS:
            return self.line_end
        if tag in _CELLS:
            return "" if end else self._cell()
        self.is_first = True
        return self.end if end else self.start

    def _cell(self) -> str:
        dash = "" if self.is_first else _DASH
        self.is_first = False
        return dash
