"""Formulas of MathML as text that reads the same. No other markup is read here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape
from typing import Final
from unicodedata import normalize

from selectolax.lexbor import LexborNode

from syndicate.markup.elements import hides
from syndicate.markup.neighbors import element_beside, following, preceding, raw

__all__ = ["formula", "is_twin", "tex_of"]

_DEEPEST: Final = 64
_WRAPPED: Final = 4
_CDATA = re.compile(r"%\s*(?:<!\[CDATA\[|\]\]>)")
_ONE = re.compile(r"[\w.,]*+(?:<su[bp]>[^<]*</su[bp]>)?")
_SIGNS: Final = frozenset("+-±∓−")
_INVISIBLE: Final = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064))
"""Signs for programs: apply, times, comma, plus (Unicode 15, section 22.6)."""
_NOT_SHOWN: Final = frozenset({"annotation", "annotation-xml", "mphantom", "script", "style", "template"})


def formula(math: LexborNode) -> str:
    """The HTML of a formula: its text alternative, or its own text with fractions, roots and powers as in a line.

    A fraction whose parts are merely joined would be another number.

    >>> from syndicate.markup.pages import parse
    >>> page = parse("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup></math>")
    >>> formula(page.css_first("math"))
    '1/2 x<sup>2</sup>'
    """
    stated = (math.attributes.get("alttext") or "").strip()
    return escape(stated) if stated else _row(math, 0)


def is_twin(node: LexborNode) -> bool:
    """Whether an element is a visual copy of the formula beside it, as KaTeX and MathJax write it.

    >>> from syndicate.markup.pages import parse
    >>> page = parse('<b><math><mi>x</mi></math></b><i aria-hidden="true">x</i><i aria-hidden="true">y</i>')
    >>> [is_twin(found) for found in page.css("i")]
    [True, False]
    """
    for beside in (element_beside(node, preceding), element_beside(node, following)):
        math = _math_of(beside)
        if math is None or beside is None or hides(beside.tag, beside.attributes) or hides("math", math.attributes):
            continue
        if node.tag == "img":
            said = _signs(node.attributes.get("alt") or "")
            stated = [math.attributes.get("alttext") or "", *(found.text() for found in math.css("annotation"))]
            return said in map(_signs, stated)
        shown, written = Counter(filter(str.isalnum, _signs(node.text()))), _letters(math)
        if shown == written and (shown or _signs(node.text()) == _signs(math.text())):
            return True
        if _is_alone_with(node, beside) and (shown <= written if shown else not written or not _signs(node.text())):
            return True
    return False


def tex_of(script: LexborNode) -> str | None:
    """The formula in a script that MathJax 2 would show, if nothing of the page shows it yet; as kramdown writes it.

    >>> from syndicate.markup.pages import parse
    >>> tex_of(parse('<script type="math/tex; mode=display">% <![CDATA[ x < y %]]></script>').css_first("script"))
    'x < y'
    """
    if not (script.attributes.get("type") or "").lower().startswith("math/tex"):
        return None
    before = element_beside(script, preceding)
    if before is not None and "mathjax" in (before.attributes.get("class") or "").lower():
        return None if before.text().strip() or before.css_first("svg, img") is not None else _tex(script)
    return _tex(script)


def _tex(script: LexborNode) -> str:
    return " ".join(_CDATA.sub("", raw(script)).split())


def _math_of(node: LexborNode | None) -> LexborNode | None:
    """The formula that an element is, or holds and nothing else."""
    for _ in range(_WRAPPED):
        if node is None or node.tag == "math":
            return node
        inner = _parts(node)
        node = inner[0] if len(inner) == 1 and inner[0].is_element_node else None
    return None


def _parts(node: LexborNode) -> list[LexborNode]:
    """The first elements and texts of an element."""
    found: list[LexborNode] = []
    place = node.child
    while place is not None and len(found) <= _WRAPPED:
        if place.is_element_node or (place.text_content or "").strip():
            found.append(place)
        place = place.next
    return found


def _signs(text: str) -> str:
    """A text without space, in which letters of all styles are the same."""
    return "".join(normalize("NFKC", text).replace("\u200b", "").split())


def _letters(math: LexborNode) -> Counter[str]:
    found = Counter(filter(str.isalnum, _signs(math.text())))
    for note in math.css("annotation, annotation-xml"):
        found -= Counter(filter(str.isalnum, _signs(note.text())))
    return found


def _is_alone_with(node: LexborNode, beside: LexborNode) -> bool:
    """Whether an element and the one beside it are all that a part of a line holds."""
    around = node.parent
    if around is None or not (around.tag in ("nobr", "span") or "-" in (around.tag or "")):
        return False
    return {part.mem_id for part in _parts(around)} == {node.mem_id, beside.mem_id}


def _children(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter(include_text=False) if child.is_element_node and child.tag not in _NOT_SHOWN]


def _written(node: LexborNode, depth: int) -> str:
    parts = _children(node)
    write = _SHAPES.get(node.tag or "")
    if depth > _DEEPEST or not parts:
        return escape(" ".join(node.text().translate(_INVISIBLE).split()))
    if write is not None:
        return write([_written(part, depth + 1) for part in parts])
    if node.tag == "mfrac":
        return _fraction([_written(part, depth + 1) for part in parts], node.attributes.get("linethickness") or "")
    if node.tag == "mmultiscripts":
        return _with_scripts(parts, [_written(part, depth + 1) for part in parts])
    row = _row(node, depth)
    return f"<s>{row}</s>" if "strike" in (node.attributes.get("notation") or "") else row


def _row(node: LexborNode, depth: int) -> str:
    parts = _children(node)
    if not parts:
        return escape(" ".join(node.text().split()))
    written = [_written(part, depth + 1) for part in parts]
    if len(written) > 1 and parts[0].tag == "mo" and written[0] in _SIGNS:  # of the number that follows
        written[:2] = [written[0] + written[1]]
    return " ".join(filter(None, written))


def _grouped(part: str) -> str:
    return part if _ONE.fullmatch(part) else f"({part})"


def _fraction(parts: list[str], thickness: str) -> str:
    if re.fullmatch(r"0+(?:\.0*)?[a-z%]*", thickness.strip()):  # no line, as in a binomial coefficient
        return "; ".join(parts)
    return "/".join(map(_grouped, parts))


def _with_scripts(parts: list[LexborNode], written: list[str]) -> str:
    """A base with scripts on both sides, as of 131-I (MathML 3, section 3.4.7): below and above, in turns."""
    names = [part.tag for part in parts]
    end = names.index("mprescripts") if "mprescripts" in names else len(names)
    lower, upper = _scripts(written[end + 1 :])
    return f"{upper}{lower}{written[0]}{''.join(_scripts(written[1:end]))}"


def _scripts(written: list[str]) -> tuple[str, str]:
    lower, upper = (" ".join(filter(None, written[start::2])) for start in (0, 1))
    return f"<sub>{lower}</sub>" if lower else "", f"<sup>{upper}</sup>" if upper else ""


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
