"""RSS 1.0 and 0.90: their elements as a table, few of their extensions. RSS 2.0 is another format: see `rss`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from lxml import etree

from syndicate.errors import Message
from syndicate.namespaces import NAMESPACES, qualified
from syndicate.validation import addresses, values
from syndicate.validation.problems import Report, quoted
from syndicate.validation.shapes import MANY, ONCE, ONE, Limits, Shape, Vocabulary, Walker, local

__all__ = ["check", "vocabulary"]

_SPEC: Final = "RSS 1.0"
_RDF: Final = qualified("rdf")
_RSS_090: Final = "http://my.netscape.com/rdf/simple/0.9/"
_PARTS: Final = {"image": ("title", "url", "link"), "textinput": ("title", "description", "name", "link")}

Check = Callable[[Walker, etree._Element, str], None]


def vocabulary(root: etree._Element) -> str | None:
    """The namespace of RSS that a document of RDF is about; None for other documents."""
    if root.tag != f"{_RDF}RDF":
        return None
    found = {etree.QName(child).namespace for child in root}
    return next((name for name in (NAMESPACES["rss1"], _RSS_090) if name in found), None)


def _about(walker: Walker, element: etree._Element, place: str) -> None:
    """What a document describes is named by an absolute rdf:about (section 5)."""
    about = element.get(f"{_RDF}about")
    if about is None:
        walker.add("missing-attribute", Message("the attribute rdf:about is missing"), element, place, _SPEC)
    else:
        walker.check(addresses.iri(about), element, f"{place}@rdf:about", _SPEC)


def _part(walker: Walker, element: etree._Element, place: str) -> None:
    """A picture or a form: described beside the channel, and only referred to within it."""
    parent = element.getparent()
    if parent is not None and local(parent.tag) == "channel":
        return
    namespace = etree.QName(element).namespace
    known = _PARTS[local(element.tag)]
    for name in known:
        if element.find(f"{{{namespace}}}{name}") is None:
            walker.add("missing-element", Message("{element} is missing", element=name), element, place, _SPEC)
    for child in element.iterchildren(f"{{{namespace}}}*"):
        if local(child.tag) not in known:
            walker.add(
                "unknown-element", Message("{element} has no place here", element=local(child.tag)), child, place, _SPEC
            )
    if namespace != _RSS_090:
        _about(walker, element, place)


def _text(walker: Walker, element: etree._Element, place: str) -> None:
    """A text, in which elements stand only where rdf:parseType says that it is XML."""
    around = [element.text, *(child.tail for child in element)]
    if len(element) and element.get(f"{_RDF}parseType") != "Literal" and any(text and text.strip() for text in around):
        message = Message("text and elements stand side by side; escape the elements, or say rdf:parseType=Literal")
        walker.add("unexpected-text", message, element, place, _SPEC)


def _listed(walker: Walker, items: etree._Element, place: str) -> None:
    for entry in items.iter(f"{_RDF}li"):
        for name in map(local, entry.keys()):
            if name != "resource":
                message = Message("rdf:li has no attribute {attribute}; name the item by rdf:resource", attribute=name)
                walker.add("unknown-attribute", message, entry, place, _SPEC)


def _resource(walker: Walker, element: etree._Element, place: str) -> None:
    if element.get(f"{_RDF}resource") is None:
        walker.add("missing-attribute", Message("the attribute rdf:resource is missing"), element, place, _SPEC)


def _repeated(walker: Walker, root: etree._Element, place: str) -> None:
    seen: set[str] = set()
    for element in root:
        about = element.get(f"{_RDF}about", "")
        if local(element.tag) == "item" and about:
            if about in seen:
                walker.add(
                    "duplicate-id",
                    Message("{address} is described already", address=quoted(about)),
                    element,
                    place,
                    _SPEC,
                )
            seen.add(about)


@cache
def _shapes(namespace: str) -> dict[str, Shape]:
    def of(check: Check | None, **children: Limits) -> Shape:
        named = {f"{{{namespace}}}{name}": limits for name, limits in children.items()}
        return Shape(reference=_SPEC, children=named or None, free=not named, check=check)

    described, listed = (None, {}) if namespace == _RSS_090 else (_about, {"items": ONE})
    rows = {
        "channel": of(described, title=ONE, link=ONE, description=ONE, image=ONCE, textinput=ONCE, **listed),
        "item": of(described, title=ONE, link=ONE, description=ONCE),
        "items": of(_listed),
        **dict.fromkeys(_PARTS, of(_part)),
        **dict.fromkeys(("title", "description", "name"), of(_text)),
        **dict.fromkeys(("link", "url"), Shape(reference=_SPEC, text=addresses.address)),
    }
    return {
        f"{_RDF}RDF": of(_repeated, channel=ONE, item=MANY, image=ONCE, textinput=ONCE),
        **{f"{{{namespace}}}{name}": shape for name, shape in rows.items()},
    }


_EXTENSIONS: Final = Vocabulary(
    shapes={
        qualified("trackback", name): Shape(reference="TrackBack module", free=True, check=_resource)
        for name in ("ping", "about")
    }
    | {qualified("dc", "language"): Shape(reference="Dublin Core 1.1", text=values.language)}
)


def check(root: etree._Element, namespace: str, report: Report) -> None:
    """Check a document of RDF that is about RSS, whose namespace :func:`vocabulary` gives."""
    walker = Walker(report, _shapes(namespace), namespace, _EXTENSIONS)
    walker.namespaces(root.nsmap.values(), root, "rdf:RDF")
    walker.walk(root, "rdf:RDF")
