"""The elements that a text may have, and which may contain which (HTML standard, section 4). Nothing is repaired.

All packages look up here which elements are blocks, lines, lists, cells or void; elements that are not allowed are in
`elements`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = [
    "BLOCKS",
    "CELLS",
    "HEADINGS",
    "HOLDERS",
    "ITEMS",
    "KINDS_OF_PARTS",
    "LINE_BLOCKS",
    "LISTS",
    "PARTS",
    "PHRASING",
    "ROW_GROUPS",
    "START",
    "TABLE",
    "TAGS",
    "TRANSPARENT",
    "VOID",
    "WITHIN_WORDS",
    "Model",
    "Step",
    "model",
]

HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCKS: Final = HEADINGS | frozenset("blockquote div dl figure hr ol p pre table ul".split())
"""The block elements, which are not allowed in a line of text."""

LINE_BLOCKS: Final = HEADINGS | {"p", "pre"}
"""The blocks that hold lines of text and no other blocks."""

LISTS: Final = frozenset({"ol", "ul"})
"""The lists whose parts are items."""

PHRASING: Final = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q ruby s samp small span strong sub sup time u var "
    "wbr".split()
)
"""The inline elements."""

TRANSPARENT: Final = frozenset({"a", "del", "ins"})
"""The elements that may hold whatever their parent may (transparent content)."""

VOID: Final = frozenset("br col hr img wbr".split())

ROW_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
CELLS: Final = frozenset({"td", "th"})
PARTS: Final = {
    **dict.fromkeys(LISTS, frozenset({"li"})),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "colgroup"}) | ROW_GROUPS,
    **dict.fromkeys(ROW_GROUPS, frozenset({"tr"})),
    "tr": CELLS,
    "colgroup": frozenset({"col"}),
    "ruby": frozenset({"rt", "rp"}),
    "figure": frozenset({"figcaption"}),
}
"""The elements with parts that are allowed nowhere else, and these parts."""

HOLDERS: Final = {
    part: frozenset(holder for holder, parts in PARTS.items() if part in parts)
    for part in sorted(frozenset().union(*PARTS.values()))
}
"""Each such part, and its possible parents."""

TABLE: Final = frozenset(part for part in HOLDERS if not HOLDERS[part] <= LISTS | {"dl", "figure", "ruby"}) | {"table"}
"""A table and all of its parts."""

ITEMS: Final = frozenset({"dd", "dt", "figcaption", "li"})
"""The parts that are shown as blocks."""

TAGS = BLOCKS | PHRASING | HOLDERS.keys()
"""The elements that syndicated HTML may have: text, lists, tables, pictures; nothing that runs or takes input."""

WITHIN_WORDS: Final = PHRASING - {"br", "img"} | {"rp", "rt"}
"""The elements whose tags do not separate words."""

_MAY_HOLD: Final = {
    "list": PARTS["ul"],
    "terms": PARTS["dl"],
    "table": PARTS["table"],
    "rows": PARTS["tbody"],
    "cells": PARTS["tr"],
    "columns": PARTS["colgroup"],
    "ruby": PHRASING | PARTS["ruby"],
    "figure": BLOCKS | PHRASING | PARTS["figure"],
    "flow": BLOCKS | PHRASING,
    "line": PHRASING,
}
_INSIDE: Final = {
    **dict.fromkeys(LISTS, "list"),
    "dl": "terms",
    "table": "table",
    **dict.fromkeys(ROW_GROUPS, "rows"),
    "tr": "cells",
    "colgroup": "columns",
    "ruby": "ruby",
    "figure": "figure",
    **dict.fromkeys("blockquote caption dd div dt figcaption li td th".split(), "flow"),
    **dict.fromkeys(HEADINGS | PHRASING - TRANSPARENT - {"ruby"} | {"p", "pre", "rp", "rt"}, "line"),
}
KINDS_OF_PARTS: Final = {part: _INSIDE[min(holders)] for part, holders in HOLDERS.items()}
"""The parts of elements, and the kind of model of their parents."""
_PLACES: Final = {"caption": 0, "colgroup": 1, "thead": 2, "tbody": 3, "tfoot": 4}
_ONCE: Final = frozenset({"caption", "thead", "tfoot"})


class Step(NamedTuple):
    """What an element leads to: the model of what follows it, and of what it holds, None where that is nothing."""

    after: Model
    inside: Model | None


class Model(dict[str, Step | None]):
    """What may come at one place of a text, by the element that comes: a :class:`Step`, or None where it may not.

    Attributes:
        kind: what the element around holds: ``flow``, ``line``, ``list``, ``terms``, ``table``, ``rows``, ``cells``,
            ``columns``, ``ruby`` or ``figure``.
        barred: elements that an ancestor forbids although the parent would allow them.
        reached: how far the parts of a table, which have their order, have come.

    >>> [element in START["ul"].inside.parts for element in ("li", "p")]
    [True, False]
    """

    def __init__(self, kind: str, barred: frozenset[str] = frozenset(), reached: str = "") -> None:
        super().__init__()
        self.kind = kind
        self.barred = barred
        self.reached = reached
        self.parts = _MAY_HOLD[kind] - barred

    def __missing__(self, tag: str) -> Step | None:
        self[tag] = found = self._step(tag) if tag in self.parts else None
        return found

    def _step(self, tag: str) -> Step | None:
        after = self
        if self.kind == "table":
            place, reached = _PLACES[tag], _PLACES.get(self.reached, -1)
            if place < reached or (place == reached and tag in _ONCE):
                return None
            after = model("table", self.barred, tag)
        if tag in VOID:
            return Step(after, None)
        return Step(after, self.within(tag))

    def within(self, tag: str) -> Model:
        """The model within an element at this place."""
        kind = _INSIDE.get(tag) or ("line" if self.kind in ("line", "ruby") else "flow")
        return model(kind, self.barred | _BARRED.get(tag, frozenset()))


# What an element bars from all that it holds (HTML standard, sections 4.4.9, 4.5.1, 4.5.8, 4.9.2 and 4.9.10).
_BARRED: Final = {
    "a": frozenset({"a"}),
    "caption": frozenset({"table"}),
    "dfn": frozenset({"dfn"}),
    "dt": HEADINGS,
    "th": HEADINGS,
}
_MODELS: Final[dict[tuple[str, frozenset[str], str], Model]] = {}


def model(kind: str, barred: Iterable[str] = (), reached: str = "") -> Model:
    """The one model with these properties."""
    key = kind, frozenset(barred), reached
    if key not in _MODELS:
        _MODELS[key] = Model(*key)
    return _MODELS[key]


START: Final = model("flow")
"""The model of a text as a whole."""
