"""What may stand in what: the content models of the policy's elements (HTML standard, section 4). Nothing is mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = ["BLOCKS", "HEADINGS", "PHRASING", "START", "TRANSPARENT", "VOID", "Model", "Step"]

HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCKS: Final = HEADINGS | frozenset("blockquote div dl figure hr ol p pre table ul".split())
"""The elements that stand where paragraphs do, and in no line of text."""

PHRASING: Final = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q ruby s samp small span strong sub sup time u var "
    "wbr".split()
)
"""The elements that stand in a line of text."""

TRANSPARENT: Final = frozenset({"a", "del", "ins"})
"""The elements that may hold what the element around them may."""

VOID: Final = frozenset("br col hr img wbr".split())

_ROW_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
_PARTS: Final = {
    "list": frozenset({"li"}),
    "terms": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "colgroup"}) | _ROW_GROUPS,
    "rows": frozenset({"tr"}),
    "cells": frozenset({"td", "th"}),
    "columns": frozenset({"col"}),
    "ruby": PHRASING | {"rt", "rp"},
    "figure": BLOCKS | PHRASING | {"figcaption"},
    "flow": BLOCKS | PHRASING,
    "line": PHRASING,
}
_INSIDE: Final = {
    **dict.fromkeys(("ol", "ul"), "list"),
    "dl": "terms",
    "table": "table",
    **dict.fromkeys(_ROW_GROUPS, "rows"),
    "tr": "cells",
    "colgroup": "columns",
    "ruby": "ruby",
    "figure": "figure",
    **dict.fromkeys("blockquote caption dd div dt figcaption li td th".split(), "flow"),
    **dict.fromkeys(HEADINGS | PHRASING - TRANSPARENT - {"ruby"} | {"p", "pre", "rp", "rt"}, "line"),
}
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
        barred: what may not stand here although the element around could hold it, because of one further out.
        reached: how far the parts of a table, which have their order, have come.

    >>> [element in START["ul"].inside.parts for element in ("li", "p")]
    [True, False]
    """

    def __init__(self, kind: str, barred: frozenset[str] = frozenset(), reached: str = "") -> None:
        super().__init__()
        self.kind = kind
        self.barred = barred
        self.reached = reached
        self.parts = _PARTS[kind] - barred

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
        """The model of an element that stands here."""
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
