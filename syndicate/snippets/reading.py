"""What the tree of a page says beyond its markup: languages and directions. Nothing is sanitized here."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Declared", "page_language"]


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
