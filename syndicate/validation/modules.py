"""Small extensions as tables: threads, licenses, places, comments, how often a feed changes. Big ones: see `media`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs
from lxml import etree

from syndicate.errors import Message
from syndicate.namespaces import NAMESPACES, qualified
from syndicate.validation import addresses, dates, html, values
from syndicate.validation.problems import Check, Fault, quoted
from syndicate.validation.shapes import ENTRIES, FEEDS, ONE, Attribute, Shape, Walker

__all__ = ["ATTRIBUTES", "CLOSED", "SHAPES", "licenses"]

_BOTH: Final = FEEDS | ENTRIES
_RESOURCE: Final = qualified("rdf", "resource")
_UNSPECIFIED: Final = "http://purl.org/atompub/license#unspecified"


def _between(most: int) -> Check:
    """A check for degrees."""

    def check(text: str) -> Fault | None:
        fault = _NUMBER(text)
        if fault is None and abs(float(text)) > most:
            return "invalid-number", Message(
                "{value} is not between -{most} and {most} degrees", value=quoted(text), most=most
            )
        return fault

    return check


_NUMBER = values.pattern(r"\s*[+-]?\d{1,18}(?:\.\d{0,18})?\s*", Message("a number"), rule="invalid-number")
_COORDINATE: Final = r"[+-]?\d{1,3}(?:\.\d*)?"
_POINT = values.pattern(
    rf"\s*{_COORDINATE}[ ,]\s*{_COORDINATE}\s*", Message("a latitude and a longitude such as 45.256 -71.92")
)


def _line(text: str) -> Fault | None:
    """Pairs of latitude and longitude, at least two of them."""
    words = text.replace(",", " ").split()
    if len(words) < 4 or len(words) % 2 or any(_NUMBER(word) is not None for word in words):
        return "invalid-value", Message(
            "{value} is not a list of two or more latitudes and longitudes", value=quoted(text.strip())
        )
    return None


def _resource(walker: Walker, element: etree._Element, place: str) -> None:
    """An address that stands in rdf:resource, or else as the text."""
    text = element.get(_RESOURCE)
    fault = addresses.address(text if text is not None else element.text or "")
    walker.check(fault, element, place, "RDF/XML")


def _xhtml(walker: Walker, element: etree._Element, place: str) -> None:
    walker.xhtml(element, place, "XHTML 1.0")


def _table(
    prefix: str, reference: str, within: frozenset[str], rows: Mapping[str, Check | None], *, once: bool = True
) -> dict[str, Shape]:
    """The shapes of elements of text."""
    return {
        qualified(prefix, name): Shape(reference=reference, text=check, within=within, once=once)
        for name, check in rows.items()
    }


_WEB: Final = addresses.address

_THREADS = _table("thr", "RFC 4685", ENTRIES, {"total": values.number()}) | {
    f"{{{NAMESPACES['thr']}}}in-reply-to": Shape(
        reference="RFC 4685 section 3",
        attributes={
            "ref": Attribute(addresses.iri, required=True),
            "href": Attribute(addresses.iri_reference),
            "source": Attribute(addresses.iri_reference),
            "type": Attribute(values.media_type),
        },
        free=True,
        within=_BOTH,
    )
}

_LICENSES = (
    _table("creativeCommons", "Creative Commons module", _BOTH, {"license": _WEB}, once=False)
    | _table("creativeCommons2", "Creative Commons module", _BOTH, {"license": _WEB}, once=False)
    | {
        qualified(prefix, "license"): Shape(reference="ccREL", free=True, check=_resource, within=_BOTH)
        for prefix in ("cc", "cc4")
    }
)

_GEO: Final = NAMESPACES["geo"]
_PLACES = {
    **{
        tag: attrs.evolve(shape, within=None, once=False)
        for tag, shape in {
            **_table("geo", "WGS84 vocabulary", _BOTH, {"lat": _between(90), "long": _between(180), "alt": _NUMBER}),
            **_table("geourl", "GeoURL", _BOTH, {"latitude": _between(90), "longitude": _between(180)}),
            **_table("icbm", "ICBM", _BOTH, {"latitude": _between(90), "longitude": _between(180)}),
            **_table(
                "georss",
                "GeoRSS",
                _BOTH,
                {
                    "point": _POINT,
                    **dict.fromkeys(("line", "polygon", "box"), _line),
                    **dict.fromkeys(("elev", "radius"), _NUMBER),
                    "floor": values.pattern(r"\s*[+-]?\d{1,9}\s*", Message("a whole number"), rule="invalid-number"),
                },
            ),
        }.items()
    },
    f"{{{_GEO}}}Point": Shape(
        reference="WGS84 vocabulary",
        children={f"{{{_GEO}}}lat": ONE, f"{{{_GEO}}}long": ONE, f"{{{_GEO}}}alt": (0, 1)},
    ),
}

_COMMENTS = {
    **_table("slash", "Slash module", ENTRIES, {"section": None, "department": None}, once=False),
    **_table(
        "slash",
        "Slash module",
        ENTRIES,
        {
            "comments": values.number(),
            "hit_parade": values.pattern(r"\s*\d{1,9}(?:,\s*\d{1,9})*\s*", Message("a list of numbers with commas")),
        },
    ),
    **_table("wfw", "CommentAPI", ENTRIES, dict.fromkeys(("comment", "commentRss", "commentRSS"), _WEB)),
    **_table("trackback", "TrackBack module", ENTRIES, {"ping": _WEB}),
    **_table("trackback", "TrackBack module", ENTRIES, {"about": _WEB}, once=False),
}

_CHANNELS = {
    **_table(
        "sy",
        "Syndication module",
        FEEDS,
        {
            "updatePeriod": values.one_of(["hourly", "daily", "weekly", "monthly", "yearly"]),
            "updateFrequency": values.number(1),
            "updateBase": dates.w3c_date,
        },
    ),
    **_table(
        "blogChannel",
        "blogChannel module",
        FEEDS,
        dict.fromkeys(("blogRoll", "mySubscriptions", "blink", "changes"), _WEB),
    ),
    **{
        qualified("admin", name): Shape(reference="Administrative module", free=True, check=_resource, once=True)
        for name in ("generatorAgent", "errorReportsTo")
    },
}

_FEEDBURNER = {
    **_table("feedburner", "FeedBurner", _BOTH, {"awareness": _WEB}),
    **_table("feedburner", "FeedBurner", ENTRIES, {"origLink": _WEB, "origEnclosureLink": _WEB}),
    **_table(
        "feedburner",
        "FeedBurner",
        FEEDS,
        {"browserFriendly": html.plain, "emailServiceId": None, "feedburnerHostname": _WEB},
    ),
    qualified("feedburner", "feedFlare"): Shape(
        reference="FeedBurner",
        attributes=dict.fromkeys(("href", "src"), Attribute(addresses.iri_reference, required=True)),
        text=html.plain,
        within=FEEDS,
    ),
}

_TERMS = {
    tag: attrs.evolve(shape, within=None)
    for tag, shape in _table(
        "dcterms", "DCMI Metadata Terms", _BOTH, dict.fromkeys(("created", "issued", "modified"), dates.w3c_date)
    ).items()
}

_PUBLISHING = _table("app", "RFC 5023", ENTRIES, {"edited": dates.rfc3339})

_XHTML = {
    qualified("xhtml", "meta"): Shape(
        reference="robots meta tag",
        attributes={
            "name": Attribute(values.one_of(["robots"], ignore_case=True), required=True),
            "content": Attribute(
                values.pattern(
                    r"(?:all|none|(?:no)?index(?:,\s*(?:no)?follow)?|(?:no)?follow)",
                    Message("a word for robots such as noindex"),
                    ignore_case=True,
                ),
                required=True,
            ),
        },
        children={},
        within=FEEDS,
    ),
    **{
        qualified("xhtml", name): Shape(reference="XHTML 1.0", any_attribute=True, free=True, check=_xhtml)
        for name in ("body", "div")
    },
}

SHAPES: Final[Mapping[str, Shape]] = {
    **_THREADS,
    **_LICENSES,
    **_PLACES,
    **_COMMENTS,
    **_CHANNELS,
    **_FEEDBURNER,
    **_TERMS,
    **_PUBLISHING,
    **_XHTML,
}
"""The elements of these extensions."""

ATTRIBUTES: Final[Mapping[str, Attribute]] = {
    qualified("thr", "count"): Attribute(values.number()),
    qualified("thr", "updated"): Attribute(dates.rfc3339),
}
"""The attributes that they add to elements of other namespaces (RFC 4685 section 4)."""

CLOSED: Final = frozenset(NAMESPACES[prefix] for prefix in ("thr", "creativeCommons", "trackback", "wfw", "sy"))
"""The namespaces of which every element is here."""


def licenses(walker: Walker, links: Sequence[etree._Element], place: str) -> None:
    """Check the links to licenses of a feed or entry (RFC 4946 section 2): each once, and none beside "unspecified"."""
    seen: set[tuple[str, str]] = set()
    for link in links:
        if link.get("rel") != "license":
            continue
        key = (link.get("href", ""), link.get("type", ""))
        if key in seen:
            message = Message("the license {address} is linked already; leave one out", address=quoted(key[0]))
            walker.add("license-repeated", message, link, f"{place}/link")
        elif seen and _UNSPECIFIED in (key[0], *(href for href, _ in seen)):
            message = Message("one license is unspecified, another is stated; leave one out")
            walker.add("license-repeated", message, link, f"{place}/link")
        seen.add(key)
