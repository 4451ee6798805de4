"""OPML 2.0: its elements as a table (http://opml.org/spec2.opml). Whether its feeds exist is asked by `tree`."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from syndicate.errors import Message
from syndicate.validation import addresses, dates, values
from syndicate.validation.problems import Fault, Report, quoted
from syndicate.validation.shapes import MANY, ONCE, ONE, SOME, Attribute, Shape, Walker

__all__ = ["SHAPES", "check"]

_SPEC: Final = "OPML 2.0"
_NUMBER = Shape(reference=_SPEC, text=values.number())
_TEXT = Shape(reference=_SPEC)
_DATE = Shape(reference=_SPEC, text=dates.rfc822)


def _numbers(text: str) -> Fault | None:
    if re.fullmatch(r"\s*(?:\d{1,9}\s*(?:,\s*\d{1,9}\s*)*)?", text, re.ASCII):
        return None
    return "invalid-number", Message("{value} is not a list of line numbers with commas", value=quoted(text))


def _check_root(walker: Walker, root: etree._Element, place: str) -> None:
    version = root.get("version")
    if version is not None and version.strip() != "2.0":
        rule = "opml-old-version" if version.strip() in ("1.0", "1.1") else "opml-version"
        walker.add(
            rule, Message("the version is {version}; it is checked as 2.0", version=quoted(version)), root, place
        )


_TYPES: Final = frozenset(("rss", "link", "include"))
"""The types of an outline that the specification has."""


def _check_body(walker: Walker, body: etree._Element, place: str) -> None:
    """The feeds of a list: each once in a folder, since programs that read the list subscribe twice."""
    seen: set[tuple[etree._Element | None, str]] = set()
    for outline in body.iter("outline"):
        address = outline.get("xmlUrl", "").strip()
        key = (outline.getparent(), _same(address))
        if address and key in seen:
            message = Message("the feed {address} is in the list already; leave it out here", address=quoted(address))
            walker.add("opml-duplicate", message, outline, f"{place}/outline")
        seen.add(key)


def _same(address: str) -> str:
    """One spelling of an address: its scheme and host have no case, and its fragment is not asked for."""
    scheme, colon, rest = address.partition("#")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{colon}{host.lower()}{slash}{path}"


def _check_outline(walker: Walker, outline: etree._Element, place: str) -> None:
    kind = outline.get("type", "").lower()
    if outline.get("xmlUrl") is not None and kind != "rss":
        message = Message("write type=rss, which is for feeds of any format, so that programs know it for a feed")
        if kind:
            message = Message("write type=rss, which is for feeds of any format, not {type}", type=quoted(kind))
        walker.add("opml-type", message, outline, place)
    elif kind and kind not in _TYPES:
        message = Message(
            "programs do not know the type {type}; write rss, link or include, or leave it out", type=quoted(kind)
        )
        walker.add("opml-type", message, outline, place)
    if kind == "rss" and outline.get("xmlUrl") is None:
        walker.add("opml-feed", Message("give the outline the feed's address as xmlUrl"), outline, place)
    if kind in ("include", "link") and outline.get("url") is None:
        walker.add("opml-include", Message("give the outline of type {type} a url", type=kind), outline, place)


_OUTLINE = Shape(
    reference=_SPEC,
    attributes={
        "text": Attribute(required=True),
        **dict.fromkeys(("xmlUrl", "url", "htmlUrl"), Attribute(addresses.address)),
        **dict.fromkeys(("isComment", "isBreakpoint"), Attribute(values.one_of(["true", "false"]))),
        "created": Attribute(dates.rfc822),
        "language": Attribute(values.language),
    },
    any_attribute=True,
    children={"outline": MANY},
    check=_check_outline,
)

SHAPES: Final = {
    "opml": Shape(
        reference=_SPEC,
        attributes={"version": Attribute(required=True)},
        children={"head": ONE, "body": ONE},
        check=_check_root,
    ),
    "head": Shape(
        reference=_SPEC,
        children=dict.fromkeys(
            "title dateCreated dateModified ownerName ownerEmail ownerId docs expansionState vertScrollState windowTop "
            "windowLeft windowBottom windowRight".split(),
            ONCE,
        ),
    ),
    **dict.fromkeys(("title", "ownerName"), _TEXT),
    **dict.fromkeys(("dateCreated", "dateModified"), _DATE),
    **dict.fromkeys(("vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight"), _NUMBER),
    "ownerEmail": Shape(reference=_SPEC, text=addresses.email),
    **dict.fromkeys(("ownerId", "docs"), Shape(reference=_SPEC, text=addresses.address)),
    "expansionState": Shape(reference=_SPEC, text=_numbers),
    "body": Shape(reference=_SPEC, children={"outline": SOME}, check=_check_body),
    "outline": _OUTLINE,
}
"""The elements of OPML, which are in no namespace."""


def check(root: etree._Element, report: Report) -> None:
    """Check a document whose root is ``opml``."""
    Walker(report, SHAPES, "").walk(root, "opml")
