"""What the ``style`` of an element says of its words: that they are raised, lowered, or no longer hold."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

from syndicate.markup.content_model import PHRASING, ROW_GROUPS, TAGS
from syndicate.markup.elements import Level
from syndicate.markup.styles import style_of

__all__ = ["HELD", "is_of_struck_row", "meant_by_style"]

_SHIFTED: Final = {"sub": "sub", "super": "sup"}
_STRUCK: Final = frozenset({"del", "s", "strike"})
HELD: Final = frozenset({"dl", "ol", "table", "ul"})
"""Elements that cannot hold words themselves, so that what is meant of these stands around them."""
_PARTS: Final = frozenset("caption col colgroup hr picture rp rt ruby tbody tfoot thead tr".split())
_CELLS: Final = ("td", "th")
_FAR: Final = 20


def meant_by_style(node: LexborNode, tag: str, level: Level) -> tuple[str, ...]:
    """The elements that say what the style of an element shows, the outermost first: ``s``, and ``sup`` or ``sub``.

    Editors write 10⁶ as ``10<span style="vertical-align: super">6</span>``: without its style, it would be 106.

    Args:
        node: the element.
        tag: the name under which it stays.
        level: how it is displayed; only what stands in a line can be raised (CSS 2.2, section 10.8.1).
    """
    style = style_of(node.attributes)
    found = []
    if tag not in _STRUCK | _PARTS and (_strikes(node) or is_of_struck_row(node, tag)):
        found.append("s")
    name = _SHIFTED.get(style.get("vertical-align", ""))
    is_in_line = level is Level.LINE or (level is Level.NONE and (tag in PHRASING or tag not in TAGS))
    if name and is_in_line and tag not in _SHIFTED.values() and not _is_shifted(node, name):
        found.append(name)
    return tuple(found)


def is_of_struck_row(node: LexborNode, tag: str) -> bool:
    """Whether an element is a cell whose row, or group of rows, is struck out: these cannot hold what says so."""
    if tag not in _CELLS:
        return False
    row = node.parent
    if row is None or row.tag != "tr":
        return False
    group = row.parent
    return _strikes(row) or (group is not None and group.tag in ROW_GROUPS and _strikes(group))


def _strikes(node: LexborNode) -> bool:
    return "line-through" in style_of(node.attributes).get("text-decoration", "")


def _is_shifted(node: LexborNode, name: str) -> bool:
    """Whether the same words stand in such an element already."""
    text = node.text().strip()
    around = node.parent
    for _ in range(_FAR):
        if around is None or around.text().strip() != text:
            break
        if around.tag == name:
            return True
        around = around.parent
    return any(within.text().strip() == text for within in node.css(name))
