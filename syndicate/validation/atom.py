"""Atom 1.0: its elements as a table, and what RFC 4287 says in prose. RSS borrows its links, dates and persons."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from lxml import etree

from syndicate.validation import extensions, values
from syndicate.validation.extensions import ATOM
from syndicate.validation.problems import Report, quoted
from syndicate.validation.shapes import MANY, ONCE, ONE, XML_BASE, Attribute, Limits, Shape, Walker, local

__all__ = ["BORROWED", "SHAPES", "check"]

XHTML: Final = "{http://www.w3.org/1999/xhtml}"

_RELATION = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*(?:=\s*){0,2}")


def _relation(text: str) -> values.Fault | None:
    """A registered name or an IRI (section 4.2.7.2)."""
    if not text:
        return "invalid-value", "the relation is empty"
    return None if _RELATION.fullmatch(text) else values.iri(text)


# Texts (section 3.1) and content (section 4.1.3)


def _look_at_text(walker: Walker, element: etree._Element, place: str) -> None:
    kind = element.get("type", "text")
    if kind == "xhtml":
        _look_at_xhtml(walker, element, place)
        return
    if len(element):
        message = f"{local(element[0].tag)} stands in a text of type {quoted(kind)}; escape it"
        walker.add("atom-markup", message, element[0], place)
    text = element.text or ""
    if kind == "text":
        walker.check(values.plain(text), element, place, "RFC 4287 section 3.1.1.1")
    if local(element.tag) == "title" and not text.strip() and not len(element):
        walker.add("empty-element", "the title is empty", element, place, "RFC 4287 section 4.2.14")
    if kind == "html" and "<" in text:
        _look_at_html(walker, element, text, place)


def _look_at_html(walker: Walker, element: etree._Element, text: str, place: str) -> None:
    fault = values.relative_links(text)
    if (
        fault is not None
        and element.get(XML_BASE) is None
        and not any(above.get(XML_BASE) is not None for above in element.iterancestors())
    ):
        walker.add(*fault, element, place, "RFC 4287 section 3.1.1.2")


def _look_at_xhtml(walker: Walker, element: etree._Element, place: str) -> None:
    around = [element.text, *(child.tail for child in element)]
    if [child.tag for child in element] != [f"{XHTML}div"] or any(text and text.strip() for text in around):
        walker.add("atom-xhtml", "put the whole text into one div in the namespace of XHTML", element, place)
        return
    for inner in element[0].iter():
        if not str(inner.tag).startswith(XHTML):
            walker.add("atom-xhtml", f"{local(inner.tag)} is not in the namespace of XHTML", inner, place)
            return


def _look_at_content(walker: Walker, element: etree._Element, place: str) -> None:
    kind, source = element.get("type"), element.get("src")
    if source is not None:
        if len(element) or (element.text or "").strip():
            walker.add("atom-content", "content with a src is empty", element, place, "RFC 4287 section 4.1.3.2")
        if kind in ("text", "html", "xhtml"):
            message = f"the type of content elsewhere is a media type, not {kind}"
            walker.add("atom-content", message, element, place, "RFC 4287 section 4.1.3.2")
        elif kind is None:
            walker.add("atom-src-type", "say the media type of the content", element, place)
    elif kind in (None, "text", "html", "xhtml"):
        _look_at_text(walker, element, place)
    if kind is not None and "/" in kind:
        _look_at_media(walker, element, kind.partition(";")[0].strip().lower(), source is None, place)


def _look_at_media(walker: Walker, element: etree._Element, kind: str, inline: bool, place: str) -> None:
    if kind.startswith(("multipart/", "message/")):
        walker.add("atom-content", f"{kind} is a type of messages with parts", element, place)
    elif inline and kind.startswith("text/") and kind != "text/xml":
        if len(element):
            walker.add("atom-content", f"{kind} is text, so it has no child elements", element, place)
    elif inline and not _is_xml(kind):
        text = element.text or ""
        if len(element):
            walker.add("atom-content", f"content of type {kind} has no child elements", element, place)
        elif not _BASE64.fullmatch(text) or len(re.sub(r"\s+", "", text)) % 4:
            walker.add("atom-base64", f"content of type {kind} has to be in Base64", element, place)


def _is_xml(kind: str) -> bool:
    return kind.endswith(("+xml", "/xml"))


def _content_type(text: str) -> values.Fault | None:
    return None if text in ("text", "html", "xhtml") else values.media_type(text)


# Entries (section 4.1.2)


def _look_at_entry(walker: Walker, entry: etree._Element, place: str) -> None:
    if entry.getparent() is None:
        _author(walker, entry, place)
    links = entry.findall(f"{ATOM}link")
    _alternates(walker, links, place)
    extensions.links_of_entry(walker, entry, links, place)
    content = entry.find(f"{ATOM}content")
    if content is None:
        if not any(link.get("rel", "alternate") == "alternate" for link in links):
            walker.add("atom-alternate", "give the entry content or an alternate link", entry, place)
    elif entry.find(f"{ATOM}summary") is None:
        kind = content.get("type", "text").partition(";")[0].strip().lower()
        binary = "/" in kind and not _is_xml(kind) and not kind.startswith("text/")
        if content.get("src") is not None or binary:
            walker.add("atom-summary", "give the entry a summary", entry, place)
    updated = values.moment_rfc3339(entry.findtext(f"{ATOM}updated", ""))
    published = entry.findtext(f"{ATOM}published")
    if published is not None and updated is not None:
        moment = values.moment_rfc3339(published)
        if moment is not None and moment.replace(microsecond=0) > updated:
            message = f"published {published}, but last updated {entry.findtext(f'{ATOM}updated')}"
            walker.add("published-after-updated", message, entry, place)


def _author(walker: Walker, entry: etree._Element, place: str) -> None:
    """Check the author of an entry whose feed has none; a feed's look asks once for all its entries."""
    source = entry.find(f"{ATOM}source")
    if entry.find(f"{ATOM}author") is None and (source is None or source.find(f"{ATOM}author") is None):
        walker.add("atom-author", "give the entry or the feed an author", entry, place)


def _look_at_source(walker: Walker, source: etree._Element, place: str) -> None:
    _alternates(walker, source.findall(f"{ATOM}link"), place)
    for name in ("id", "title", "updated"):
        if source.find(f"{ATOM}{name}") is None:
            walker.add("atom-source", f"copy the {name} of the entry's feed", source, place)


def _alternates(walker: Walker, links: list[etree._Element], place: str) -> None:
    seen = set()
    for link in links:
        if link.get("rel", "alternate") == "alternate":
            kind = (link.get("type", "").lower(), link.get("hreflang", "").lower())
            if kind in seen:
                message = "another alternate link has the same type and hreflang"
                walker.add("atom-duplicate-alternate", message, link, f"{place}/link", "RFC 4287 section 4.2.7.2")
            seen.add(kind)


# Feeds (section 4.1.1)


def _look_at_feed(walker: Walker, feed: etree._Element, place: str) -> None:
    links = feed.findall(f"{ATOM}link")
    _alternates(walker, links, place)
    extensions.history(walker, feed, links, place)
    if not any(link.get("rel") == "self" for link in links):
        walker.add("missing-self", "add a link with rel=self", feed, place, "RFC 4287 section 4.1.1")
    after_entry = False
    for child in feed:
        if child.tag == f"{ATOM}entry":
            after_entry = True
        elif after_entry and not str(child.tag).startswith(extensions.DELETED):
            walker.add("atom-order", f"{local(child.tag)} stands after an entry", child, f"{place}/{local(child.tag)}")
    updated = _entries(walker, feed, place)
    extensions.tombstones(walker, feed, updated, place)
    newest = max((moment for text in updated.values() if (moment := values.moment_rfc3339(text))), default=None)
    own = values.moment_rfc3339(feed.findtext(f"{ATOM}updated", ""))
    if newest is not None and own is not None and own < newest.replace(microsecond=0):
        message = f"the feed was updated {own.isoformat()}, an entry {newest.isoformat()}"
        walker.add("feed-older-than-entry", message, feed, f"{place}/updated")


def _entries(walker: Walker, feed: etree._Element, place: str) -> dict[str, str]:
    """The last date of change of each id; entries of one id are versions of one entry, whose dates should differ."""
    updated: dict[str, str] = {}
    latest: dict[str, datetime] = {}
    versions: set[tuple[str, datetime]] = set()
    authored = feed.find(f"{ATOM}author") is not None
    for number, entry in enumerate(feed.iterchildren(f"{ATOM}entry"), 1):
        here = f"{place}/entry[{number}]"
        if not authored:
            _author(walker, entry, here)
        identifier, date = entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated", "")
        moment = values.moment_rfc3339(date)
        if identifier is None or moment is None:
            continue
        if (identifier, moment) in versions:
            walker.add("duplicate-entry", f"{quoted(identifier)} is there already, with this date", entry, here)
        versions.add((identifier, moment))
        if moment >= latest.get(identifier, moment):
            latest[identifier], updated[identifier] = moment, date
    return updated


# The table


def _named(**limits: Limits) -> dict[str, Limits]:
    return {f"{ATOM}{name}": limit for name, limit in limits.items()}


def _text(section: str) -> Shape:
    kinds = Attribute(values.one_of(["text", "html", "xhtml"]))
    return Shape(reference=f"RFC 4287 section {section}", attributes={"type": kinds}, free=True, look=_look_at_text)


def _person(section: str) -> Shape:
    return Shape(reference=f"RFC 4287 section {section}", children=_named(name=ONE, uri=ONCE, email=ONCE))


_ABOUT = {"author": MANY, "category": MANY, "contributor": MANY, "link": MANY, "rights": ONCE}
_OF_FEED = {**_ABOUT, "generator": ONCE, "icon": ONCE, "logo": ONCE, "subtitle": ONCE}
_URI = Attribute(values.iri_reference)
_EMPTY: Final[dict[str, Limits]] = {}

_SHAPES = {
    "feed": Shape(
        reference="RFC 4287 section 4.1.1",
        children=_named(**_OF_FEED, id=ONE, title=ONE, updated=ONE, entry=MANY),
        look=_look_at_feed,
    ),
    "entry": Shape(
        reference="RFC 4287 section 4.1.2",
        children=_named(
            **_ABOUT, content=ONCE, published=ONCE, source=ONCE, summary=ONCE, id=ONE, title=ONE, updated=ONE
        ),
        look=_look_at_entry,
    ),
    "source": Shape(
        reference="RFC 4287 section 4.2.11",
        children=_named(**_OF_FEED, id=ONCE, title=ONCE, updated=ONCE),
        look=_look_at_source,
    ),
    "content": Shape(
        reference="RFC 4287 section 4.1.3",
        attributes={"type": Attribute(_content_type), "src": _URI},
        free=True,
        look=_look_at_content,
    ),
    "author": _person("4.2.1"),
    "contributor": _person("4.2.3"),
    "name": Shape(reference="RFC 4287 section 3.2.1", text=values.something),
    "uri": Shape(reference="RFC 4287 section 3.2.2", text=values.iri_reference),
    "email": Shape(reference="RFC 4287 section 3.2.3", text=values.email),
    "category": Shape(
        reference="RFC 4287 section 4.2.2",
        attributes={
            "term": Attribute(values.something, required=True),
            "scheme": Attribute(values.iri),
            "label": Attribute(),
        },
        free=True,
    ),
    "generator": Shape(
        reference="RFC 4287 section 4.2.4",
        attributes={"uri": _URI, "version": Attribute(values.something)},
        text=values.something,
    ),
    "icon": Shape(reference="RFC 4287 section 4.2.5", text=values.iri_reference),
    "logo": Shape(reference="RFC 4287 section 4.2.8", text=values.iri_reference),
    "id": Shape(reference="RFC 4287 section 4.2.6", text=values.iri),
    "link": Shape(
        reference="RFC 4287 section 4.2.7",
        attributes={
            "href": Attribute(values.iri_reference, required=True),
            "rel": Attribute(_relation),
            "type": Attribute(values.media_type),
            "hreflang": Attribute(values.language),
            "title": Attribute(),
            "length": Attribute(values.number()),
        },
        free=True,
    ),
    "published": Shape(reference="RFC 4287 section 4.2.9", text=values.rfc3339),
    "updated": Shape(reference="RFC 4287 section 4.2.15", text=values.rfc3339),
    "rights": _text("4.2.10"),
    "subtitle": _text("4.2.12"),
    "summary": _text("4.2.13"),
    "title": _text("4.2.14"),
}

SHAPES: Final = {f"{ATOM}{name}": shape for name, shape in _SHAPES.items()}
"""The elements of Atom."""

BORROWED: Final = {tag: shape for tag, shape in SHAPES.items() if local(tag) not in ("feed", "entry")}
"""The elements of Atom that other formats may use."""


def check(root: etree._Element, report: Report) -> None:
    """Check a feed document or an entry document."""
    Walker(report, SHAPES, ATOM[1:-1], extensions.EXTENSIONS).walk(root, local(root.tag))
