"""Formulas of MathML as text that reads the same. No other markup is read here."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from selectolax.lexbor import LexborNode

__all__ = ["formula"]

_DEEPEST: Final = 64
_ONE = re.compile(r"[\w.,]*+(?:<su[bp]>[^<]*</su[bp]>)?")
_NOT_SHOWN: Final = frozenset({"annotation", "annotation-xml", "mphantom", "script", "style", "template"})


def formula(math: LexborNode) -> str:
    """The HTML of a formula: its text alternative, or its own text with fractions, roots and powers as in a line.

    A fraction whose parts were only put side by side would be another number.

    >>> from syndicate.markup.pages import parse
    >>> page = parse("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup></math>")
    >>> formula(page.css_first("math"))
    '1/2 x<sup>2</sup>'
    """
    stated = (math.attributes.get("alttext") or "").strip()
    return escape(stated) if stated else _row(math, 0)


def _children(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter(include_text=False) if child.is_element_node and child.tag not in _NOT_SHOWN]


def _written(node: LexborNode, depth: int) -> str:
    parts = _children(node)
    write = _SHAPES.get(node.tag or "")
    if depth > _DEEPEST or not parts:
        return escape(" ".join(node.text().split()))
    if write is not None:
        return write([_written(part, depth + 1) for part in parts])
    return _row(node, depth)


def _row(node: LexborNode, depth: int) -> str:
    parts = _children(node)
    if not parts:
        return escape(" ".join(node.text().split()))
    return " ".join(filter(None, (_written(part, depth + 1) for part in parts)))


def _grouped(part: str) -> str:
    return part if _ONE.fullmatch(part) else f"({part})"


def _fraction(parts: list[str]) -> str:
    return "/".join(map(_grouped, parts))


def _raised(parts: list[str]) -> str:
    return f"{_grouped(parts[0])}<sup>{' '.join(parts[1:])}</sup>"


def _lowered(parts: list[str]) -> str:
    return f"{parts[0]}<sub>{' '.join(parts[1:])}</sub>"


def _both(parts: list[str]) -> str:
    return f"{parts[0]}<sub>{''.join(parts[1:2])}</sub><sup>{' '.join(parts[2:])}</sup>"


def _root(parts: list[str]) -> str:
    index = f"<sup>{parts[1]}</sup>" if len(parts) > 1 else ""
    return f"{index}√{_grouped(parts[0])}"


def _square_root(parts: list[str]) -> str:
    return f"√{_grouped(' '.join(parts))}"


_SHAPES: Final[dict[str, Callable[[list[str]], str]]] = {
    "mfrac": _fraction,
    "msup": _raised,
    "mover": _raised,
    "msub": _lowered,
    "munder": _lowered,
    "msubsup": _both,
    "munderover": _both,
    "mroot": _root,
    "msqrt": _square_root,
    "mtr": lambda parts: " ".join(parts),
    "mtable": lambda parts: "; ".join(parts),
    "mfenced": lambda parts: f"({', '.join(parts)})",
    "semantics": lambda parts: parts[0],
    "maction": lambda parts: parts[0],
}
