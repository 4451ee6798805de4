"""Atom 1.0: its elements as a table, and what RFC 4287 says in prose. RSS borrows its links, dates and persons."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from lxml import etree

from syndicate.errors import Message
from syndicate.namespaces import NAMESPACES, qualified
from syndicate.validation import addresses, dates, extensions, html, modules, values
from syndicate.validation.extensions import ATOM
from syndicate.validation.problems import Fault, Report, quoted
from syndicate.validation.shapes import MANY, ONCE, ONE, Attribute, Limits, Shape, Walker, local

__all__ = ["BORROWED", "SHAPES", "check"]

XHTML: Final = qualified("xhtml")

_SHOWN: Final = (XHTML, qualified("svg"), qualified("mathml"))
"""What readers show within XHTML: SVG and MathML are parts of HTML too."""

_RELATION = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*(?:=\s*){0,2}")


def _relation(text: str) -> Fault | None:
    """A registered name or an IRI (section 4.2.7.2)."""
    if not text:
        return "invalid-value", Message("the relation is empty")
    return None if _RELATION.fullmatch(text) else addresses.iri(text)


def _words(text: str) -> Fault | None:
    return values.something(text) or html.markup_in_text(text)


# Texts (section 3.1) and content (section 4.1.3)


def _check_text(walker: Walker, element: etree._Element, place: str) -> None:
    kind = element.get("type", "text")
    if kind == "xhtml":
        _check_xhtml(walker, element, place)
        return
    if len(element):
        message = Message(
            "{element} stands in a text of type {type}; escape it", element=local(element[0].tag), type=quoted(kind)
        )
        walker.add("atom-markup", message, element[0], place)
    text = element.text or ""
    if kind == "text":
        walker.check(html.markup_in_text(text), element, place, "RFC 4287 section 3.1.1.1")
    if local(element.tag) == "title" and not text.strip() and not len(element):
        walker.add("empty-element", Message("the title is empty"), element, place, "RFC 4287 section 4.2.14")
    if kind == "html":
        walker.html(element, text, place, "RFC 4287 section 3.1.1.2")


def _check_xhtml(walker: Walker, element: etree._Element, place: str) -> None:
    around = [element.text, *(child.tail for child in element)]
    if [child.tag for child in element] != [f"{XHTML}div"] or any(text and text.strip() for text in around):
        walker.add("atom-xhtml", Message("put the whole text into one div in the namespace of XHTML"), element, place)
        return
    foreign = next((inner for inner in element[0].iter() if not str(inner.tag).startswith(_SHOWN)), None)
    if foreign is not None:
        _foreign(walker, foreign, place)
    walker.xhtml(element, place, "RFC 4287 section 3.1.1.3")


def _foreign(walker: Walker, inner: etree._Element, place: str) -> None:
    """An element within XHTML that is of neither XHTML nor SVG or MathML; SVG may hold any metadata."""
    namespace, name = etree.QName(inner).namespace or "", local(inner.tag)
    if not namespace:
        walker.add(
            "atom-xhtml", Message("{element} is in no namespace; put it into that of XHTML", element=name), inner, place
        )
    elif namespace in NAMESPACES.values() and not any(
        local(above.tag) == "metadata" for above in inner.iterancestors()
    ):
        message = Message("{element} is about a feed, not a part of XHTML; put it beside the text", element=name)
        walker.add("atom-xhtml", message, inner, place)
    else:
        message = Message(
            "{element} is of neither XHTML, SVG nor MathML, so readers drop it; leave it out", element=name
        )
        walker.add("xhtml-foreign", message, inner, place)


def _check_undefined(walker: Walker, element: etree._Element, place: str) -> None:
    """Links and categories may hold anything but elements of Atom (``undefinedContent`` of RFC 4287)."""
    reference = walker.shapes[str(element.tag)].reference
    for child in element.iterchildren(f"{ATOM}*"):
        walker.add(
            "unknown-element", Message("{element} has no place here", element=local(child.tag)), child, place, reference
        )


def _check_content(walker: Walker, element: etree._Element, place: str) -> None:
    kind, source = element.get("type"), element.get("src")
    if source is not None:
        if len(element) or (element.text or "").strip():
            walker.add(
                "atom-content", Message("content with a src is empty"), element, place, "RFC 4287 section 4.1.3.2"
            )
        if kind in ("text", "html", "xhtml"):
            message = Message("the type of content elsewhere is a media type, not {type}", type=kind)
            walker.add("atom-content", message, element, place, "RFC 4287 section 4.1.3.2")
        elif kind is None:
            walker.add("atom-src-type", Message("say the media type of the content"), element, place)
    elif kind in (None, "text", "html", "xhtml"):
        _check_text(walker, element, place)
    if kind is not None and "/" in kind:
        _check_media(walker, element, kind.partition(";")[0].strip().lower(), source is None, place)


def _check_media(walker: Walker, element: etree._Element, kind: str, inline: bool, place: str) -> None:
    if kind.startswith(("multipart/", "message/")):
        walker.add("atom-content", Message("{type} is a type of messages with parts", type=kind), element, place)
    elif inline and kind.startswith("text/") and kind != "text/xml":
        if len(element):
            walker.add(
                "atom-content", Message("{type} is text, so it has no child elements", type=kind), element, place
            )
    elif inline and _is_xml(kind):
        around = [element.text, *(child.tail for child in element)]
        if len(element) and any(text and text.strip() for text in around):
            walker.add(
                "atom-content",
                Message("content of type {type} is one element, with no text beside it", type=kind),
                element,
                place,
            )
    elif inline:
        text = element.text or ""
        if len(element):
            walker.add(
                "atom-content", Message("content of type {type} has no child elements", type=kind), element, place
            )
        elif not _BASE64.fullmatch(text) or len(re.sub(r"\s+", "", text)) % 4:
            walker.add("atom-base64", Message("content of type {type} has to be in Base64", type=kind), element, place)


def _is_xml(kind: str) -> bool:
    return kind.endswith(("+xml", "/xml"))


def _content_type(text: str) -> Fault | None:
    return None if text in ("text", "html", "xhtml") else values.media_type(text)


# Entries (section 4.1.2)

_MANY: Final = 10
"""So many entries of one id and no other are not versions of one entry, but a mistake of what wrote them."""


def _check_entry(walker: Walker, entry: etree._Element, place: str) -> None:
    if entry.getparent() is None:
        _author(walker, entry, place)
    links = entry.findall(f"{ATOM}link")
    _alternates(walker, links, place)
    extensions.links_of_entry(walker, entry, links, place)
    modules.licenses(walker, links, place)
    content = entry.find(f"{ATOM}content")
    if content is None:
        if not any(link.get("rel", "alternate") == "alternate" for link in links):
            walker.add("atom-alternate", Message("give the entry content or an alternate link"), entry, place)
    elif entry.find(f"{ATOM}summary") is None:
        kind = content.get("type", "text").partition(";")[0].strip().lower()
        binary = "/" in kind and not _is_xml(kind) and not kind.startswith("text/")
        if content.get("src") is not None or binary:
            walker.add("atom-summary", Message("give the entry a summary"), entry, place)
    updated = dates.moment_rfc3339(entry.findtext(f"{ATOM}updated", ""))
    published = entry.findtext(f"{ATOM}published")
    if published is not None and updated is not None:
        moment = dates.moment_rfc3339(published)
        if moment is not None and moment.replace(microsecond=0) > updated:
            message = Message(
                "published {published}, but last updated {updated}",
                published=published,
                updated=entry.findtext(f"{ATOM}updated"),
            )
            walker.add("published-after-updated", message, entry, place)


def _author(walker: Walker, entry: etree._Element, place: str) -> None:
    """Check the author of an entry whose feed has none; a feed's check asks once for all its entries."""
    source = entry.find(f"{ATOM}source")
    if entry.find(f"{ATOM}author") is None and (source is None or source.find(f"{ATOM}author") is None):
        walker.add("atom-author", Message("give the entry or the feed an author"), entry, place)


def _check_source(walker: Walker, source: etree._Element, place: str) -> None:
    _alternates(walker, source.findall(f"{ATOM}link"), place)
    for name in ("id", "title", "updated"):
        if source.find(f"{ATOM}{name}") is None:
            walker.add("atom-source", Message("copy the {element} of the entry's feed", element=name), source, place)


def _alternates(walker: Walker, links: list[etree._Element], place: str) -> None:
    seen: set[tuple[str, str]] = set()
    for link in links:
        if link.get("rel", "alternate") == "alternate":
            kind = (link.get("type", "").lower(), link.get("hreflang", "").lower())
            if any(other[0] == kind[0] and other[1] != kind[1] for other in seen):
                message = Message(
                    "another alternate link is in another language; readers show one, so link translations as related"
                )
                walker.add("atom-alternates", message, link, f"{place}/link")
            if kind in seen:
                message = Message("another alternate link has the same type and hreflang")
                walker.add("atom-duplicate-alternate", message, link, f"{place}/link", "RFC 4287 section 4.2.7.2")
            seen.add(kind)


# Feeds (section 4.1.1)


def _check_feed(walker: Walker, feed: etree._Element, place: str) -> None:
    links = feed.findall(f"{ATOM}link")
    _alternates(walker, links, place)
    extensions.history(walker, feed, links, place)
    extensions.own_address(walker, feed, links, place, Message("add a link with rel=self"))
    modules.licenses(walker, links, place)
    after_entry = False
    for child in feed:
        if child.tag == f"{ATOM}entry":
            after_entry = True
        elif after_entry and not str(child.tag).startswith(extensions.DELETED):
            walker.add(
                "atom-order",
                Message("{element} stands after an entry", element=local(child.tag)),
                child,
                f"{place}/{local(child.tag)}",
            )
    updated = _entries(walker, feed, place)
    extensions.tombstones(walker, feed, updated, place)
    newest = max((moment for text in updated.values() if (moment := dates.moment_rfc3339(text))), default=None)
    own = dates.moment_rfc3339(feed.findtext(f"{ATOM}updated", ""))
    if newest is not None and own is not None and own < newest.replace(microsecond=0):
        message = Message(
            "the feed was updated {date}, an entry {newest}", date=own.isoformat(), newest=newest.isoformat()
        )
        walker.add("feed-older-than-entry", message, feed, f"{place}/updated")


def _entries(walker: Walker, feed: etree._Element, place: str) -> dict[str, str]:
    """The last date of change of each id; entries of one id are versions of one entry, whose dates should differ."""
    updated: dict[str, str] = {}
    latest: dict[str, datetime] = {}
    ids: list[str | None] = []
    enclosures = extensions.Enclosures(walker)
    versions: set[tuple[str, datetime]] = set()
    authored = feed.find(f"{ATOM}author") is not None
    for number, entry in enumerate(feed.iterchildren(f"{ATOM}entry"), 1):
        here = f"{place}/entry[{number}]"
        if not authored:
            _author(walker, entry, here)
        identifier, date = entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated", "")
        moment = dates.moment_rfc3339(date)
        ids.append(identifier)
        for link in entry.iterchildren(f"{ATOM}link"):
            if link.get("rel") == "enclosure":
                enclosures.add(link, link.get("href", ""), identifier or here, f"{here}/link")
        if identifier is None or moment is None:
            continue
        if (identifier, moment) in versions:
            walker.add(
                "duplicate-entry", Message("{id} is there already, with this date", id=quoted(identifier)), entry, here
            )
        versions.add((identifier, moment))
        if moment >= latest.get(identifier, moment):
            latest[identifier], updated[identifier] = moment, date
    if len(ids) >= _MANY and len(set(ids)) == 1 and ids[0] is not None:
        walker.add(
            "duplicate-id",
            Message("all {count} entries have the id {id}", count=len(ids), id=quoted(ids[0])),
            feed,
            place,
        )
    return updated


# The table


def _named(**limits: Limits) -> dict[str, Limits]:
    return {f"{ATOM}{name}": limit for name, limit in limits.items()}


def _text(section: str) -> Shape:
    kinds = Attribute(values.one_of(["text", "html", "xhtml"]))
    return Shape(reference=f"RFC 4287 section {section}", attributes={"type": kinds}, free=True, check=_check_text)


def _person(section: str) -> Shape:
    return Shape(reference=f"RFC 4287 section {section}", children=_named(name=ONE, uri=ONCE, email=ONCE))


_ABOUT = {"author": MANY, "category": MANY, "contributor": MANY, "link": MANY, "rights": ONCE}
_OF_FEED = {**_ABOUT, "generator": ONCE, "icon": ONCE, "logo": ONCE, "subtitle": ONCE}
_URI = Attribute(addresses.iri_reference)
_EMPTY: Final[dict[str, Limits]] = {}

_SHAPES = {
    "feed": Shape(
        reference="RFC 4287 section 4.1.1",
        children=_named(**_OF_FEED, id=ONE, title=ONE, updated=ONE, entry=MANY),
        check=_check_feed,
    ),
    "entry": Shape(
        reference="RFC 4287 section 4.1.2",
        children=_named(
            **_ABOUT, content=ONCE, published=ONCE, source=ONCE, summary=ONCE, id=ONE, title=ONE, updated=ONE
        ),
        check=_check_entry,
    ),
    "source": Shape(
        reference="RFC 4287 section 4.2.11",
        children=_named(**_OF_FEED, id=ONCE, title=ONCE, updated=ONCE),
        check=_check_source,
    ),
    "content": Shape(
        reference="RFC 4287 section 4.1.3",
        attributes={"type": Attribute(_content_type), "src": _URI},
        free=True,
        check=_check_content,
    ),
    "author": _person("4.2.1"),
    "contributor": _person("4.2.3"),
    "name": Shape(reference="RFC 4287 section 3.2.1", text=_words),
    "uri": Shape(reference="RFC 4287 section 3.2.2", text=addresses.iri_reference),
    "email": Shape(reference="RFC 4287 section 3.2.3", text=addresses.email),
    "category": Shape(
        reference="RFC 4287 section 4.2.2",
        attributes={
            "term": Attribute(values.something, required=True),
            "scheme": Attribute(addresses.iri),
            "label": Attribute(html.markup_in_text),
        },
        free=True,
        check=_check_undefined,
    ),
    "generator": Shape(
        reference="RFC 4287 section 4.2.4",
        attributes={"uri": _URI, "version": Attribute(values.something)},
        text=_words,
    ),
    "icon": Shape(reference="RFC 4287 section 4.2.5", text=addresses.iri_reference),
    "logo": Shape(reference="RFC 4287 section 4.2.8", text=addresses.iri_reference),
    "id": Shape(reference="RFC 4287 section 4.2.6", text=addresses.iri),
    "link": Shape(
        reference="RFC 4287 section 4.2.7",
        attributes={
            "href": Attribute(addresses.iri_reference, required=True),
            "rel": Attribute(_relation),
            "type": Attribute(values.media_type),
            "hreflang": Attribute(values.language),
            "title": Attribute(html.markup_in_text),
            "length": Attribute(values.number()),
        },
        free=True,
        check=_check_undefined,
    ),
    "published": Shape(reference="RFC 4287 section 4.2.9", text=dates.rfc3339),
    "updated": Shape(reference="RFC 4287 section 4.2.15", text=dates.rfc3339),
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
    walker = Walker(report, SHAPES, ATOM[1:-1], extensions.EXTENSIONS)
    walker.namespaces(root.nsmap.values(), root, local(root.tag))
    walker.walk(root, local(root.tag))
