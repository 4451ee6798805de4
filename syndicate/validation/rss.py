"""RSS 2.0: its elements as a table, and what the specification and the profile say in prose. Dates are in `values`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

import attrs
from lxml import etree

from syndicate.errors import Message
from syndicate.namespaces import qualified
from syndicate.validation import addresses, atom, dates, extensions, html, modules, podcast, values
from syndicate.validation.extensions import ATOM, CONTENT, DC
from syndicate.validation.problems import Fault, Report, quoted
from syndicate.validation.shapes import MANY, ONCE, ONE, SOME, Attribute, Shape, Walker, local

__all__ = ["SHAPES", "check"]

_SPEC: Final = "RSS 2.0"
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_LICENSES: Final = tuple(
    (qualified("creativeCommons", "license"), qualified(prefix, "license")) for prefix in ("cc", "cc4")
)
_SAME_MEANING: Final = (
    ("author", f"{DC}creator"),
    ("pubDate", f"{DC}date"),
    ("pubDate", f"{ATOM}published"),
    ("guid", f"{ATOM}id"),
    ("title", f"{DC}title"),
    ("category", f"{DC}subject"),
    ("source", f"{DC}source"),
    *_LICENSES,
)
_SAME_OF_CHANNEL: Final = (
    ("language", f"{DC}language"),
    ("copyright", f"{DC}rights"),
    ("managingEditor", f"{DC}creator"),
    ("webMaster", f"{DC}publisher"),
    ("pubDate", f"{DC}date"),
    ("title", f"{DC}title"),
    ("lastBuildDate", f"{ATOM}updated"),
    ("generator", qualified("admin", "generatorAgent")),
    *_LICENSES,
)

_TEXT = Shape(reference=_SPEC, text=html.plain)
_ADDRESS = Shape(reference=_SPEC, text=addresses.web_address)
_DATE = Shape(reference="RFC 822 section 5", text=dates.rfc822)
_PERSON = Shape(reference=_SPEC, text=addresses.mailbox)
_REQUIRED = Attribute(values.something, required=True)


def _title(text: str) -> Fault | None:
    return values.something(text) or html.plain(text)


def _language(text: str) -> Fault | None:
    return values.language(text.strip())


def _hour(text: str) -> Fault | None:
    if text.strip() == "24":
        return "obsolete-value", Message("midnight is 0 since RSS 0.92; write it instead of 24")
    return values.number(0, 23)(text)


# What single elements need


def _check_root(walker: Walker, root: etree._Element, place: str) -> None:
    version = root.get("version")
    if version is not None and version != "2.0":
        rule = "rss-old-version" if version.startswith("0.9") else "rss-version"
        walker.add(
            rule, Message("the version is {version}; it is checked as 2.0", version=quoted(version)), root, place
        )


def _check_guid(walker: Walker, guid: etree._Element, place: str) -> None:
    text = (guid.text or "").strip()
    if guid.get("isPermaLink", "true") == "true":
        fault = addresses.address(text)
        if fault is not None or text.lower().startswith(("tag:", "urn:")):
            message = Message('{value} is not an address; add isPermaLink="false"', value=quoted(text))
            walker.add("rss-permalink", fault[1] if fault and fault[0] == "invalid-iri" else message, guid, place)
    elif not text:
        walker.add("empty-element", Message("the guid is empty"), guid, place, _SPEC)
    elif len(text) < 9 and text.isdecimal():
        message = Message(
            "{value} may be the guid of another item somewhere; add the site's name and a date", value=quoted(text)
        )
        walker.add("rss-small-guid", message, guid, place)


def _check_list(walker: Walker, element: etree._Element, place: str) -> None:
    """The hours or days to skip: each once, and not all of them."""
    said: list[str] = []
    for child in islice(element.iterchildren("hour", "day"), 100):
        word = (child.text or "").strip().replace("24", "0")
        if word in said:
            walker.add("rss-repeated-value", Message("{value} is listed already", value=quoted(word)), child, place)
        said.append(word)


def _check_image(walker: Walker, image: etree._Element, place: str) -> None:
    channel = image.getparent()
    if channel is not None:
        for name in ("title", "link"):
            own, other = image.findtext(name), channel.findtext(name)
            if own is not None and other is not None and own.strip() != other.strip():
                walker.add(
                    "rss-image",
                    Message("the image's {element} should be the channel's", element=name),
                    image,
                    f"{place}/{name}",
                )


def _check_text_input(walker: Walker, element: etree._Element, place: str) -> None:
    walker.add("rss-text-input", Message("leave out textInput"), element, place)


def _check_html(walker: Walker, element: etree._Element, place: str) -> None:
    walker.html(element, element.text or "", place, _SPEC)


# Items and the channel


def _check_item(walker: Walker, item: etree._Element, place: str) -> None:
    if item.find("title") is None and item.find("description") is None:
        walker.add("rss-item-empty", Message("give the item a title or a description"), item, place)
    if item.find("guid") is None:
        walker.add("rss-guid", Message("give the item a guid, by which readers know it again"), item, place)
    enclosures = item.findall("enclosure")
    if len(enclosures) > 1:
        message = Message("the item has {count} enclosures; readers take one", count=len(enclosures))
        walker.add("rss-enclosures", message, enclosures[1], f"{place}/enclosure[2]")
    encoded = list(item.iterchildren("description", f"{CONTENT}encoded"))
    if encoded and encoded[0].tag != "description":
        walker.add("rss-description", Message("put a description before content:encoded"), item, place)
    _once(walker, item, place, (f"{CONTENT}encoded", f"{DC}language", f"{ATOM}updated", f"{ATOM}published"))
    _same(walker, item, place, _SAME_MEANING)
    links = item.findall(f"{ATOM}link")
    extensions.links_of_entry(walker, item, links, place)
    modules.licenses(walker, links, place)


def _check_channel(walker: Walker, channel: etree._Element, place: str) -> None:
    links = channel.findall(f"{ATOM}link")
    extensions.own_address(walker, channel, links, place, Message("add an atom:link with rel=self"))
    modules.licenses(walker, links, place)
    podcast.channel(walker, channel, place)
    extensions.history(walker, channel, links, place)
    _same(walker, channel, place, _SAME_OF_CHANNEL)
    _once(walker, channel, place, (f"{DC}language", f"{ATOM}updated"))
    after_item = False
    for child in channel:
        if child.tag == "item":
            after_item = True
        elif after_item:
            walker.add(
                "rss-order",
                Message("{element} stands after an item", element=local(child.tag)),
                child,
                f"{place}/{local(child.tag)}",
            )
    extensions.tombstones(walker, channel, _items(walker, channel, place), place)


def _items(walker: Walker, channel: etree._Element, place: str) -> dict[str, str]:
    """The date of change of each guid, as far as atom:updated tells; items with one guid are reported."""
    updated: dict[str, str] = {}
    enclosures = extensions.Enclosures(walker)
    language = _primary(channel.findtext("language", ""))
    for number, item in enumerate(channel.iterchildren("item"), 1):
        guid, here = item.findtext("guid"), f"{place}/item[{number}]"
        for enclosure in item.iterchildren("enclosure"):
            enclosures.add(enclosure, enclosure.get("url", "").strip(), guid or here, f"{here}/enclosure")
        own = _primary(item.findtext(f"{DC}language", ""))
        if own and language not in ("", "mul", own):
            message = Message(
                "the item is in {language}, its channel in {channel_language}; leave out the channel's "
                "language, or write mul",
                language=own,
                channel_language=language,
            )
            walker.add("rss-language", message, item, f"{here}/language")
        if guid is None or not guid.strip():
            continue
        if guid in updated:
            walker.add(
                "duplicate-id",
                Message("{guid} is there already; give each item its own", guid=quoted(guid)),
                item,
                here,
                _SPEC,
            )
        updated[guid] = max(updated.get(guid, ""), item.findtext(f"{ATOM}updated", ""))
    return updated


def _primary(language: str) -> str:
    """The language of a tag, without its region."""
    return language.strip().partition("-")[0].lower()


def _once(walker: Walker, parent: etree._Element, place: str, tags: Sequence[str]) -> None:
    for tag in tags:
        found = parent.find(tag)
        if found is not None and (again := next(found.itersiblings(tag), None)) is not None:
            walker.add(
                "repeated-element",
                Message("there is another {element}", element=local(tag)),
                again,
                f"{place}/{local(tag)}",
            )


def _same(walker: Walker, parent: etree._Element, place: str, pairs: Sequence[tuple[str, str]]) -> None:
    for first, second in pairs:
        found = parent.find(second)
        if found is not None and parent.find(first) is not None:
            message = Message("{element} says the same as {other}; leave one out", element=first, other=local(second))
            walker.add("rss-duplicate-meaning", message, found, f"{place}/{local(second)}")


# The table

_CHANNEL = {
    **dict.fromkeys(("title", "link", "description"), ONE),
    **dict.fromkeys(
        "language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl image rating "
        "textInput skipHours skipDays".split(),
        ONCE,
    ),
    "category": MANY,
    "item": MANY,
}
_ITEM = {
    **dict.fromkeys("title link description author comments guid pubDate source".split(), ONCE),
    "category": MANY,
    "enclosure": MANY,
}

SHAPES: Final = {
    "rss": Shape(
        reference=_SPEC,
        attributes={"version": Attribute(required=True)},
        children={"channel": ONE},
        check=_check_root,
    ),
    "channel": Shape(reference=_SPEC, children=_CHANNEL, check=_check_channel),
    "item": Shape(reference=_SPEC, children=_ITEM, check=_check_item),
    "title": Shape(reference=_SPEC, text=_title),
    "link": _ADDRESS,
    "description": Shape(reference=_SPEC, check=_check_html),
    "language": Shape(reference=_SPEC, text=_language),
    **dict.fromkeys(("copyright", "generator", "rating"), _TEXT),
    **dict.fromkeys(("managingEditor", "webMaster", "author"), _PERSON),
    **dict.fromkeys(("pubDate", "lastBuildDate"), _DATE),
    **dict.fromkeys(("docs", "comments", "url"), _ADDRESS),
    "category": Shape(reference=_SPEC, attributes={"domain": Attribute()}, text=_title),
    "guid": Shape(
        reference=_SPEC,
        attributes={"isPermaLink": Attribute(values.one_of(["true", "false"]))},
        check=_check_guid,
    ),
    "source": Shape(
        reference=_SPEC, attributes={"url": Attribute(addresses.web_address, required=True)}, text=html.plain
    ),
    "enclosure": Shape(
        reference=_SPEC,
        attributes={
            "url": Attribute(addresses.web_address, required=True),
            "length": Attribute(values.number(), required=True),
            "type": Attribute(values.media_type, required=True),
        },
        children={},
    ),
    "cloud": Shape(
        reference=_SPEC,
        attributes={
            "domain": _REQUIRED,
            "port": Attribute(values.number(1, 65535), required=True),
            "path": _REQUIRED,
            "registerProcedure": Attribute(required=True),
            "protocol": Attribute(values.one_of(["xml-rpc", "soap", "http-post"]), required=True),
        },
        children={},
    ),
    "ttl": Shape(reference=_SPEC, text=values.number(1)),
    "image": Shape(
        reference=_SPEC,
        children={"url": ONE, "title": ONE, "link": ONE, "width": ONCE, "height": ONCE, "description": ONCE},
        check=_check_image,
    ),
    "width": Shape(reference=_SPEC, text=values.number(1, 144)),
    "height": Shape(reference=_SPEC, text=values.number(1, 400)),
    "textInput": Shape(
        reference=_SPEC,
        children=dict.fromkeys(("title", "description", "name", "link"), ONE),
        check=_check_text_input,
    ),
    "name": Shape(reference=_SPEC, text=values.pattern(r"\s*[A-Za-z][\w:.-]*\s*", Message("a name of a form's field"))),
    "skipHours": Shape(reference=_SPEC, children={"hour": SOME}, check=_check_list),
    "hour": Shape(reference=_SPEC, text=_hour),
    "skipDays": Shape(reference=_SPEC, children={"day": SOME}, check=_check_list),
    "day": Shape(reference=_SPEC, text=values.one_of(_DAYS)),
}
"""The elements of RSS, which are in no namespace."""

_EXTENSIONS: Final = attrs.evolve(
    extensions.EXTENSIONS,
    shapes={**extensions.EXTENSIONS.shapes, **atom.BORROWED},
    closed=extensions.EXTENSIONS.closed | {ATOM[1:-1]},
)


def check(root: etree._Element, report: Report) -> None:
    """Check a document whose root is ``rss``."""
    walker = Walker(report, SHAPES, "", _EXTENSIONS)
    walker.namespaces(root.nsmap.values(), root, "rss")
    walker.walk(root, "rss")
