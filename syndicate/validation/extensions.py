"""The extensions that feeds of both XML formats use, in one table; here Dublin Core, content, RFC 5005, RFC 6721."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from syndicate.errors import Message
from syndicate.namespaces import qualified
from syndicate.validation import addresses, dates, media, modules, podcast, values
from syndicate.validation.problems import Check, quoted
from syndicate.validation.shapes import MANY, ONCE, Attribute, Shape, Vocabulary, Walker

__all__ = [
    "ATOM",
    "CONTENT",
    "DC",
    "DELETED",
    "EXTENSIONS",
    "HISTORY",
    "history",
    "Enclosures",
    "links_of_entry",
    "own_address",
    "tombstones",
]

ATOM: Final = qualified("atom")
CONTENT: Final = qualified("content")
DC: Final = qualified("dc")
DELETED: Final = qualified("tombstones")
HISTORY: Final = qualified("fh")

_PAGING: Final = ("first", "last", "previous", "next", "prev-archive", "next-archive", "current")
"""The relations of RFC 5005."""


def _html(walker: Walker, element: etree._Element, place: str) -> None:
    walker.html(element, element.text or "", place, "RSS Content Module")


_DC_CHECKS: Final[dict[str, Check]] = {
    **dict.fromkeys(
        "title creator subject description publisher contributor type format identifier source relation coverage "
        "rights".split(),
        values.something,
    ),
    "language": values.language,
    "date": dates.w3c_date,
}
_DUBLIN_CORE = {
    f"{DC}{name}": Shape(reference="Dublin Core 1.1", text=check, any_attribute=True)
    for name, check in _DC_CHECKS.items()
}

_TOMBSTONES = {
    f"{DELETED}deleted-entry": Shape(
        reference="RFC 6721 section 3",
        attributes={
            "ref": Attribute(addresses.iri, required=True),
            "when": Attribute(dates.rfc3339, required=True),
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

_CONTENT = {f"{CONTENT}encoded": Shape(reference="RSS Content Module", text=values.something, check=_html)}

_HISTORY = {
    f"{HISTORY}complete": Shape(reference="RFC 5005 section 2", children={}),
    f"{HISTORY}archive": Shape(reference="RFC 5005 section 4", children={}),
}

EXTENSIONS: Final = Vocabulary(
    shapes={
        **_CONTENT,
        **_HISTORY,
        **_DUBLIN_CORE,
        **_TOMBSTONES,
        **media.SHAPES,
        **modules.SHAPES,
        **podcast.SHAPES,
    },
    attributes=modules.ATTRIBUTES,
    closed=frozenset(namespace[1:-1] for namespace in (CONTENT, DC, DELETED, HISTORY, media.MEDIA, podcast.ITUNES))
    | modules.CLOSED,
)
"""All that extensions may add to both XML formats; other namespaces are not checked."""


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
                "paging-link-repeated",
                Message("there is another link to the {relation} document", relation=relation),
                link,
                f"{place}/link",
            )
    own = {link.get("href") for link in links if link.get("rel") == "self"}
    if complete is not None:
        if archive is not None:
            walker.add("complete-in-parts", Message("the feed is complete and an archive at once"), archive, place)
        for relation, found in paging.items():
            if relation != "current" or found[0].get("href") not in own:
                message = Message("a complete feed has no {relation} document", relation=relation)
                walker.add("complete-in-parts", message, found[0], f"{place}/link")
    if archive is not None and "current" not in paging:
        walker.add("archive-without-current", Message("link the current feed with rel=current"), archive, place)
    if archive is None and "next-archive" in paging:
        link = paging["next-archive"][0]
        walker.add(
            "archive-unmarked", Message("a document with a newer archive is one itself; add fh:archive"), link, place
        )


def links_of_entry(walker: Walker, entry: etree._Element, links: Sequence[etree._Element], place: str) -> None:
    """Check that an entry has no links between documents of a feed."""
    for link in links:
        if link.get("rel") in _PAGING:
            message = Message("rel={relation} is about a feed, not an entry", relation=link.get("rel"))
            walker.add("paging-link-in-entry", message, link, f"{place}/link")


def own_address(
    walker: Walker, feed: etree._Element, links: Sequence[etree._Element], place: str, remedy: Message
) -> None:
    """Check that a feed gives its own address: once, and surely where a hub needs it (WebSub section 4)."""
    own = [link for link in links if link.get("rel") == "self"]
    hub = next((link for link in links if link.get("rel") == "hub"), None)
    if hub is not None and not own:
        message = Message("a hub is told of changes by the feed's own address; {remedy}", remedy=remedy)
        walker.add("hub-without-self", message, hub, f"{place}/link")
    elif not own:
        walker.add("missing-self", remedy, feed, place)
    elif len({link.get("href") for link in own}) > 1:
        message = Message(
            "the feed says that it lies at {address} too; leave one of the addresses out",
            address=quoted(own[1].get("href", "")),
        )
        walker.add("repeated-self", message, own[1], f"{place}/link")


class Enclosures:
    """Reports a file that is enclosed twice, which readers load twice or show once.

    Args:
        walker: takes the problems.
    """

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._seen: dict[str, str] = {}
        self._own: set[tuple[str, str]] = set()

    def add(self, element: etree._Element, address: str, entry: str, place: str) -> None:
        """Take in an enclosure of an entry; versions of one entry may have the same."""
        if not address:
            return
        own = (place.rpartition("/")[0], address)
        if own in self._own or self._seen.setdefault(address, entry) != entry:
            message = Message(
                "the file {address} is enclosed by {entry} already; leave one out",
                address=quoted(address),
                entry=self._seen[address][:100],
            )
            self._walker.add("duplicate-enclosure", message, element, place)
        self._own.add(own)


def tombstones(walker: Walker, feed: etree._Element, entries: dict[str, str], place: str) -> None:
    """Check the tombstones of a feed against its entries: their ids and dates of change."""
    seen = set()
    for number, stone in enumerate(feed.iterchildren(f"{DELETED}deleted-entry"), 1):
        ref, when = stone.get("ref", ""), stone.get("when", "")
        here = f"{place}/deleted-entry[{number}]"
        if (ref, when) in seen:
            walker.add(
                "deleted-entry-repeated",
                Message("{id} was deleted at {date} already", id=quoted(ref), date=quoted(when)),
                stone,
                here,
            )
        seen.add((ref, when))
        deleted, updated = dates.moment_rfc3339(when), dates.moment_rfc3339(entries.get(ref, ""))
        if deleted is not None and updated is not None and deleted > updated:
            message = Message(
                "{id} is also an entry, last updated {updated}; readers will drop it",
                id=quoted(ref),
                updated=entries[ref],
            )
            walker.add("deleted-entry-present", message, stone, here)
