"""The neighbors of an element: other elements, and pictures that may be the same. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborNode

__all__ = ["element_beside", "following", "picture_beside", "preceding", "raw", "sources_of"]

_FAR: Final = 20
Step = Callable[[LexborNode], LexborNode | None]


def preceding(node: LexborNode) -> LexborNode | None:
    """The nodes before a node."""
    return node.prev


def following(node: LexborNode) -> LexborNode | None:
    """The nodes after a node."""
    return node.next


def element_beside(node: LexborNode, step: Step) -> LexborNode | None:
    """The element before or after one, if nothing but white space and comments stands between, and not many."""
    place = step(node)
    for _ in range(_FAR):
        if place is None or place.is_element_node:
            return place
        if (place.text_content or "").strip() and place.is_text_node:
            return None
        place = step(place)
    return None


def raw(node: LexborNode) -> str:
    """The content of an element that the parser reads as raw text."""
    return (node.child.text_content or "") if node.child is not None else ""


def sources_of(image: LexborNode) -> list[LexborNode]:
    """The sources of the ``<picture>`` around an image."""
    parent = image.parent
    return parent.css("source") if parent is not None and parent.tag == "picture" else []


def picture_beside(node: LexborNode) -> LexborNode | None:
    """The picture next to an element, or the only one in what is next to it."""
    for found in filter(None, (element_beside(node, step) for step in (following, preceding))):
        if found.tag == "img":
            return found
        images = found.css("img")
        if len(images) == 1:
            return images[0]
    return None
