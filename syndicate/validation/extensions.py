"""The extensions that feeds of both XML formats use: Dublin Core, content, Media RSS, RFC 5005, RFC 6721."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from syndicate.validation import values
from syndicate.validation.problems import quoted
from syndicate.validation.shapes import MANY, ONCE, Attribute, Shape, Walker

__all__ = [
    "ATOM",
    "CONTENT",
    "DC",
    "DELETED",
    "EXTENSIONS",
    "HISTORY",
    "MEDIA",
    "history",
    "links_of_entry",
    "tombstones",
]

ATOM: Final = "{http://www.w3.org/2005/Atom}"
CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
DELETED: Final = "{http://purl.org/atompub/tombstones/1.0}"
HISTORY: Final = "{http://purl.org/syndication/history/1.0}"
MEDIA: Final = "{http://search.yahoo.com/mrss/}"

_PAGING: Final = ("first", "last", "previous", "next", "prev-archive", "next-archive", "current")
"""The relations of RFC 5005."""

_SIZE = Attribute(values.number(1))
_MEDIA_TEXT = Attribute(values.one_of(["plain", "html"]))
_MEDIA_RSS = "Media RSS 1.5.1"

_DC_CHECKS: Final[dict[str, values.Check]] = {
    **dict.fromkeys(
        "title creator subject description publisher contributor type format identifier source relation coverage "
        "rights".split(),
        values.something,
    ),
    "language": values.language,
    "date": values.w3c_date,
}
_DUBLIN_CORE = {
    f"{DC}{name}": Shape(reference="Dublin Core 1.1", text=check, any_attribute=True)
    for name, check in _DC_CHECKS.items()
}

_MEDIA_NAMES = (
    "group content rating title description keywords thumbnail category hash player credit copyright text restriction "
    "community comments embed responses backLinks status price license subTitle peerLink location rights scenes adult"
).split()
_AT_MOST_ONE = ("title", "description", "copyright", "player", "rating")


def _media_content(walker: Walker, element: etree._Element, place: str) -> None:
    if element.get("url") is None and element.find(f"{MEDIA}player") is None:
        walker.add("missing-attribute", "media:content needs a url or a player", element, place, _MEDIA_RSS)


_MEDIA = {f"{MEDIA}{name}": Shape(reference=_MEDIA_RSS, any_attribute=True, free=True) for name in _MEDIA_NAMES} | {
    f"{MEDIA}content": Shape(
        reference=_MEDIA_RSS,
        attributes={
            "url": Attribute(values.address),
            "fileSize": _SIZE,
            "type": Attribute(values.media_type),
            "medium": Attribute(values.one_of(["image", "audio", "video", "document", "executable"])),
            "isDefault": Attribute(values.one_of(["true", "false"])),
            "expression": Attribute(values.one_of(["sample", "full", "nonstop"])),
            **dict.fromkeys(("bitrate", "framerate", "samplingrate", "channels"), Attribute(values.decimal)),
            **dict.fromkeys(("duration", "height", "width"), _SIZE),
            "lang": Attribute(values.language),
        },
        children={
            f"{MEDIA}{name}": ONCE if name in _AT_MOST_ONE else MANY
            for name in _MEDIA_NAMES
            if name not in ("group", "content")
        },
        look=_media_content,
    ),
    f"{MEDIA}group": Shape(
        reference=_MEDIA_RSS, any_attribute=True, children={f"{MEDIA}{name}": MANY for name in _MEDIA_NAMES}
    ),
    f"{MEDIA}thumbnail": Shape(
        reference=_MEDIA_RSS,
        attributes={
            "url": Attribute(values.address, required=True),
            "width": _SIZE,
            "height": _SIZE,
            "time": Attribute(),
        },
        children={},
    ),
    f"{MEDIA}title": Shape(reference=_MEDIA_RSS, attributes={"type": _MEDIA_TEXT}),
    f"{MEDIA}description": Shape(reference=_MEDIA_RSS, attributes={"type": _MEDIA_TEXT}),
    f"{MEDIA}player": Shape(
        reference=_MEDIA_RSS,
        attributes={"url": Attribute(values.address, required=True), "width": _SIZE, "height": _SIZE},
        children={},
    ),
}

_TOMBSTONES = {
    f"{DELETED}deleted-entry": Shape(
        reference="RFC 6721 section 3",
        attributes={
            "ref": Attribute(values.iri, required=True),
            "when": Attribute(values.rfc3339, required=True),
        },
        children={
            f"{DELETED}by": ONCE,
            f"{DELETED}comment": ONCE,
            f"{ATOM}link": MANY,
            f"{ATOM}source": ONCE,
        },
    ),
    f"{DELETED}by": Shape(
        reference="RFC 6721 section 4",
        children={f"{ATOM}name": (1, 1), f"{ATOM}uri": ONCE, f"{ATOM}email": ONCE},
    ),
    f"{DELETED}comment": Shape(
        reference="RFC 6721 section 5",
        attributes={"type": Attribute(values.one_of(["text", "html", "xhtml"]))},
        free=True,
    ),
}

EXTENSIONS: Final = {
    f"{CONTENT}encoded": Shape(reference="RSS Content Module", text=values.something),
    f"{HISTORY}complete": Shape(reference="RFC 5005 section 2", children={}),
    f"{HISTORY}archive": Shape(reference="RFC 5005 section 4", children={}),
    **_DUBLIN_CORE,
    **_MEDIA,
    **_TOMBSTONES,
}
"""The shapes of all elements of the namespaces that are checked; other namespaces are nobody's business here."""


def history(walker: Walker, feed: etree._Element, links: Sequence[etree._Element], place: str) -> None:
    """Check how a feed document is said to be complete, an archive or a page of others (RFC 5005)."""
    complete, archive = feed.find(f"{HISTORY}complete"), feed.find(f"{HISTORY}archive")
    paging: dict[str, list[etree._Element]] = {}
    for link in links:
        if (relation := link.get("rel", "")) in _PAGING:
            paging.setdefault(relation, []).append(link)
    for relation, found in paging.items():
        for link in found[1:]:
            walker.add(
                "paging-link-repeated", f"there is another link to the {relation} document", link, f"{place}/link"
            )
    own = {link.get("href") for link in links if link.get("rel") == "self"}
    if complete is not None:
        if archive is not None:
            walker.add("complete-in-parts", "the feed is complete and an archive at once", archive, place)
        for relation, found in paging.items():
            if relation != "current" or found[0].get("href") not in own:
                message = f"a complete feed has no {relation} document"
                walker.add("complete-in-parts", message, found[0], f"{place}/link")
    if archive is not None and "current" not in paging:
        walker.add("archive-without-current", "link the current feed with rel=current", archive, place)
    if archive is None and "next-archive" in paging:
        link = paging["next-archive"][0]
        walker.add("archive-unmarked", "a document with a newer archive is one itself; add fh:archive", link, place)


def links_of_entry(walker: Walker, entry: etree._Element, links: Sequence[etree._Element], place: str) -> None:
    """Check that an entry has no links between documents of a feed."""
    for link in links:
        if link.get("rel") in _PAGING:
            message = f"rel={link.get('rel')} is about a feed, not an entry"
            walker.add("paging-link-in-entry", message, link, f"{place}/link")


def tombstones(walker: Walker, feed: etree._Element, entries: dict[str, str], place: str) -> None:
    """Check the tombstones of a feed against its entries: their ids and dates of change."""
    seen = set()
    for number, stone in enumerate(feed.iterchildren(f"{DELETED}deleted-entry"), 1):
        ref, when = stone.get("ref", ""), stone.get("when", "")
        here = f"{place}/deleted-entry[{number}]"
        if (ref, when) in seen:
            walker.add("deleted-entry-repeated", f"{quoted(ref)} was deleted at {quoted(when)} already", stone, here)
        seen.add((ref, when))
        deleted, updated = values.moment_rfc3339(when), values.moment_rfc3339(entries.get(ref, ""))
        if deleted is not None and updated is not None and deleted > updated:
            message = f"{quoted(ref)} is also an entry, last updated {entries[ref]}; readers will drop it"
            walker.add("deleted-entry-present", message, stone, here)
