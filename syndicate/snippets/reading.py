"""What the tree of a page says beyond its markup: languages, directions, what it hides. Nothing is sanitized here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.markup import hides

__all__ = ["Declared", "may_hide", "page_language", "without_hidden"]


# `hidden="until-found"` is for text that is meant to be found, and a region may be hidden until a script shows it.
_HIDDEN: Final = '[hidden]:not([hidden="until-found" i]), dialog:not([open]), [style*="none" i], [style*="hidden" i]'
_MAY_HIDE = re.compile("none|hidden", re.IGNORECASE)


def may_hide(source: str) -> bool:
    """Whether there is any need to look for what a region hides."""
    if "hidden" in source or "<dialog" in source:  # the parser writes names in small letters
        return True
    return "style=" in source and _MAY_HIDE.search(source) is not None


def without_hidden(regions: Sequence[LexborNode]) -> int:
    """Take out of the regions of a page what it hides from all readers; how many elements that were."""
    removed: list[LexborNode] = []
    seen = {region.mem_id for region in regions}
    for region in regions:
        for node in region.css(_HIDDEN):
            if node.mem_id not in seen and hides(node.tag, node.attributes):
                removed.append(node)
                seen.update(inner.mem_id for inner in node.css("*"))
    for node in removed:
        node.decompose()
    return len(removed)


class Declared:
    """The languages and directions that the elements of one page have, as long as its tree is not changed."""

    def __init__(self) -> None:
        self._known: dict[int | None, tuple[str | None, str | None]] = {}

    def at(self, node: LexborNode) -> tuple[str | None, str | None]:
        """What an element or the nearest around it declares, each None if none does; an empty language is unknown."""
        path: list[LexborNode] = []
        place: LexborNode | None = node
        while place is not None and place.mem_id not in self._known:
            path.append(place)
            place = place.parent
        lang, direction = self._known[place.mem_id] if place is not None else (None, None)
        for inner in reversed(path):
            attributes = inner.attributes
            if "lang" in attributes:
                lang = attributes["lang"] or ""
            if "dir" in attributes and (declared := (attributes["dir"] or "").lower()) in ("ltr", "rtl", "auto"):
                direction = declared
            self._known[inner.mem_id] = lang, direction
        return lang, direction


def page_language(tree: LexborHTMLParser) -> str | None:
    """The language that a page declares for all of it (HTML standard, sections 3.2.6.2 and 4.2.5.3)."""
    root = tree.root
    declared = root.attributes.get("lang") if root is not None else None
    if declared is None:
        meta = tree.css_first('meta[http-equiv="content-language" i][content]')
        declared = (meta.attributes["content"] or "") if meta is not None else ""
        if "," in declared:
            return None
    return declared.strip() or None
