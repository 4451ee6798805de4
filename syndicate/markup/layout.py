"""Whether an element is shown inline or as a block, by its styles and those of its ancestors."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Final

from selectolax.lexbor import LexborNode

from syndicate.markup.content_model import BLOCKS, ITEMS, PARTS, TABLE
from syndicate.markup.elements import STAND_APART, Level, hides, level_of
from syndicate.markup.neighbors import element_beside, preceding
from syndicate.markup.styles import BOXES, GRIDS, IN_TABLES, style_of

__all__ = ["holds_blocks", "is_box", "is_cell_after_cell", "joins", "placed"]

_ITEMS: Final[Mapping[str, Set[str]]] = {
    tag: PARTS[tag] & ITEMS for tag in PARTS if PARTS[tag] & ITEMS
} | dict.fromkeys(("dir", "menu"), PARTS["ul"])
"""The items of elements that hold some."""
_PARTING: Final = BLOCKS | ITEMS | TABLE | STAND_APART | {"body", "br", "html"}
"""Elements that separate words beside them and at their edges, unless a style says otherwise."""
_ALWAYS_APART: Final = frozenset({"legend", "option", "p"})
"""Those that part words wherever they have a box: as browsers do for paragraphs, or have no other box."""
_KEEPING: Final = frozenset("listing plaintext pre xmp".split())
"""Elements that show white space as it is."""
_FAR: Final = 20


def placed(node: LexborNode, tag: str, *, in_grid: bool) -> Level:
    """How an element is shown because of its style and of what it stands in.

    Args:
        node: the element.
        tag: its name.
        in_grid: whether its parent shows each child as a block.
    """
    level = level_of(tag, node.attributes)
    if level is Level.CONTENTS:
        return level
    if in_grid:
        return Level.BLOCK
    place: LexborNode | None = node
    while place is not None and level is Level.NONE and style_of(place.attributes).get("display") == "inherit":
        place = place.parent
        if place is not None:
            around = place.tag or ""
            level = level_of(around, place.attributes)
            if level is Level.NONE and style_of(place.attributes).get("display") != "inherit":
                return Level.BLOCK if around in _PARTING else Level.LINE
    return level


def holds_blocks(node: LexborNode) -> bool:
    """Whether an element shows each child as a block, as a grid does; ``<details>`` has a box around them."""
    return node.tag != "details" and style_of(node.attributes).get("display") in GRIDS


def is_box(node: LexborNode) -> bool:
    """Whether an element of a line shows what it holds in lines of its own, without white space at their edges."""
    return style_of(node.attributes).get("display") in BOXES and node.tag not in _KEEPING


def is_cell_after_cell(node: LexborNode) -> bool:
    """Whether an element is shown as a cell or row after another."""
    if style_of(node.attributes).get("display") not in IN_TABLES:
        return False
    before = element_beside(node, preceding)
    return before is not None and style_of(before.attributes).get("display") in IN_TABLES


def joins(node: LexborNode, tag: str, level: Level) -> bool:
    """Whether a block that is shown inline may join the text on both sides; ``<details>`` has a box."""
    if tag in TABLE or tag == "details" or (tag in _ALWAYS_APART and level is not Level.CONTENTS):
        return False
    parts = _ITEMS.get(tag)
    if parts and any(
        level_of(child.tag or "", child.attributes) in (Level.NONE, Level.BLOCK)
        for child in node.iter()
        if child.tag in parts
    ):
        return False
    return not (_is_parted(node, before=True) and _is_parted(node, before=False))


def _is_parted(node: LexborNode, *, before: bool) -> bool:
    """Whether the words on one side of an element are surely separate from its own."""
    inner = node.child if before else node.last_child
    if inner is not None and _is_space(inner, first=before) and not is_box(node):
        return True
    place = node.prev if before else node.next
    for _ in range(_FAR):
        if place is None or not _is_unseen(place):
            break
        place = place.prev if before else place.next
    if place is None:
        around = node.parent
        return around is None or _parts(around)
    return _is_space(place, first=not before) or (place.is_element_node and _parts(place))


def _is_unseen(node: LexborNode) -> bool:
    return node.is_comment_node or (node.is_element_node and hides(node.tag, node.attributes))


def _is_space(node: LexborNode, *, first: bool) -> bool:
    """Whether a text begins or ends with white space."""
    if not node.is_text_node:
        return False
    text = node.text_content or ""
    return (text[:1] if first else text[-1:]) in (" ", "\t", "\n", "\r", "\f")


def _parts(node: LexborNode) -> bool:
    tag = node.tag or ""
    return tag in _PARTING and level_of(tag, node.attributes) in (Level.NONE, Level.BLOCK)
