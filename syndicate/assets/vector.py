"""SVG pictures that run nothing and load nothing, as one that is opened by itself is a page of its site."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from lxml import etree

from syndicate.namespaces import NAMESPACES, qualified

__all__ = ["Vector", "read_vector"]

_SVG: Final = NAMESPACES["svg"]
_RISKY: Final = frozenset({NAMESPACES["xhtml"], NAMESPACES["mathml"], ""})
"""Namespaces whose elements browsers act on; those of drawing programs mean nothing to them."""
_XLINK: Final = qualified("xlink", "href")
_ELEMENTS: Final = frozenset(
    "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix "
    "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow "
    "feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset "
    "fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker mask "
    "metadata mpath path pattern polygon polyline radialGradient rect stop style svg switch symbol text textPath title "
    "tref tspan use view".split()
)
_PICTURE: Final = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp|avif)[;,]", re.IGNORECASE)
_LOADS: Final = re.compile(
    r"""@import|expression\s*\(|javascript:|-moz-binding|behavior\s*:|url\(\s*["']?\s*(?!["']?\s*(?:\#|data:image/(?:png|jpe?g|gif|webp)[;,]))""",
    re.IGNORECASE,
)
"""What in a style or a paint loads from elsewhere, or ran in old browsers."""
_WEB: Final = re.compile(r"\s*(?:https?:|mailto:|#)", re.IGNORECASE)
_LENGTH: Final = re.compile(r"\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)
_UNITS: Final = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_SHOWN: Final = 5
_SUBSET: Final = re.compile(rb"<!DOCTYPE[^>]*\[|<!ENTITY|<!ATTLIST", re.IGNORECASE)
"""Declarations of entities or attributes, which add content that the elements do not show."""


class Vector(NamedTuple):
    """An SVG picture.

    Attributes:
        body: what is published: the original bytes, if nothing had to go.
        removed: the names of what was removed, the most frequent first.
        width, height: in CSS pixels; None where it has none.
    """

    body: bytes
    removed: tuple[str, ...]
    width: int | None
    height: int | None


def read_vector(body: bytes) -> Vector | None:
    """An SVG picture made safe; None for a file that is not SVG, is damaged, or defines entities.

    Args:
        body: the bytes of the file.

    >>> found = read_vector(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3" onload="x()"><rect/></svg>')
    >>> found.body, found.removed, found.width
    (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect/></svg>', ('onload',), 4)
    """
    if _SUBSET.search(body):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != qualified("svg", "svg") or any(True for _ in root.iter(etree.Entity)):
        return None
    removed = _cleaned(root)
    names = tuple(name for name, _ in removed.most_common(_SHOWN))
    # In another encoding, the check above missed declarations of entities; the output has none.
    is_whole = not removed and not body.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in body
    return Vector(body if is_whole else etree.tostring(root), names, *_size(root))


def _cleaned(root: etree._Element) -> Counter[str]:
    """Remove what may run or load something; the names of what went."""
    removed: Counter[str] = Counter()
    before = root.getprevious()
    while before is not None:  # a style sheet from elsewhere
        if isinstance(before, etree._ProcessingInstruction):
            removed[f"<?{before.target}"] += 1
        before = before.getprevious()
    for node in [*root.iter()]:
        if not isinstance(node.tag, str):
            if isinstance(node, etree._ProcessingInstruction):
                removed[f"<?{node.target}"] += 1
                _remove(node)
            continue
        name = etree.QName(node)
        if name.namespace == _SVG:
            is_bad = name.localname not in _ELEMENTS or _is_bad(node, name.localname)
        else:
            is_bad = (name.namespace or "") in _RISKY
        if is_bad:
            removed[name.localname] += 1
            _remove(node)
        else:
            removed.update(_without_attributes(node, name.localname))
    return removed


def _is_bad(node: etree._Element, name: str) -> bool:
    """Whether an allowed element must go because of its content."""
    if name == "style":
        return _LOADS.search("".join(map(str, node.itertext()))) is not None
    return name.startswith("animate") and "href" in node.get("attributeName", "").lower()


def _without_attributes(node: etree._Element, name: str) -> Counter[str]:
    removed: Counter[str] = Counter()
    for key, value in [*node.attrib.items()]:
        key, value = str(key), str(value)
        local = etree.QName(key).localname.lower()
        if local.startswith("on") or (local == "href" and not _may_lead(name, value)) or local in ("src", "base"):
            is_bad = True
        else:
            is_bad = local != "href" and ("(" in value or ":" in value) and _LOADS.search(value) is not None
        if is_bad:
            removed[local] += 1
            del node.attrib[key]
    return removed


def _may_lead(name: str, value: str) -> bool:
    if name in ("image", "feImage"):
        return _PICTURE.match(value) is not None or value.lstrip().startswith("#")
    return (_WEB.match(value) is not None) if name == "a" else value.lstrip().startswith("#")


def _remove(node: etree._Element) -> None:
    """Take an element out, and leave the text behind it."""
    parent, tail = node.getparent(), node.tail
    if parent is None:
        return
    before = node.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(node)


def _size(root: etree._Element) -> tuple[int | None, int | None]:
    """The width and height that browsers take, of which a view box gives the proportions."""
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        across, down = float(box[2]), float(box[3])
    except (IndexError, ValueError):
        across = down = 0.0
    if across > 0 and down > 0:
        if width is None and height is None:
            width, height = across, down
        elif height is None:
            height = (width or 0) * down / across
        elif width is None:
            width = height * across / down
    if not width or not height or max(width, height) > 1e5:
        return None, None
    return max(1, round(width)), max(1, round(height))


def _pixels(length: str | None) -> float | None:
    found = _LENGTH.fullmatch(length or "")
    return float(found[1]) * _UNITS[(found[2] or "").lower()] if found is not None else None
