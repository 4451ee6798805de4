"""RSS 2.0 and Atom 1.0 documents as text: the head of a feed, then its entries. `engine` makes feedgen objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from syndicate.feeds.fragments import (
    ATOM,
    CONTENT,
    DC,
    MEDIA,
    as_html,
    atom_entries,
    batches,
    finished,
    language_attribute,
    rfc822,
    rss_items,
)
from syndicate.feeds.value import Feed, register_writer
from syndicate.layout import FORMATS
from syndicate.locales import tag
from syndicate.namespaces import NAMESPACES
from syndicate.text import rfc3339

__all__ = [
    "CREATIVE_COMMONS",
    "DELETED",
    "DOCS",
    "GENERATOR",
    "HISTORY",
    "atom",
    "is_creative_commons",
    "links",
    "rss",
]

HISTORY: Final = NAMESPACES["fh"]
DELETED: Final = NAMESPACES["tombstones"]
CREATIVE_COMMONS: Final = NAMESPACES["creativeCommons"]
DOCS: Final = "https://www.rssboard.org/rss-specification"

GENERATOR: Final = "syndicate"
"""The generator element of feeds; without a version, so that an upgrade changes no byte."""

_DECLARATION: Final = "\1?xml version='1.0' encoding='UTF-8'?\2\n"
_IS_CREATIVE_COMMONS: Final = re.compile(r"https?://(?:www\.)?creativecommons\.org/")


def is_creative_commons(license: str | None) -> bool:
    """Whether a license is one of Creative Commons, for which RSS has an element."""
    return license is not None and _IS_CREATIVE_COMMONS.match(license) is not None


def links(feed: Feed, format: str) -> Iterator[dict[str, str]]:
    """The hub, the license, other documents of the feed, and the feeds of other languages in the same format."""
    if feed.hub:
        yield {"href": feed.hub, "rel": "hub"}
    if feed.license:
        yield {"href": feed.license, "rel": "license"}
    for relation, urls in feed.paging.items():
        yield {"href": urls[format], "rel": relation, "type": FORMATS[format].media_type}
    for link in feed.translations.get(format, ()):
        yield {"href": link.url, "rel": "related", "type": link.media_type, "hreflang": tag(link.locale)}


def rss(feed: Feed) -> Iterator[bytes]:
    """A feed as RSS 2.0, piece by piece."""
    yield finished(_rss_head(feed))
    yield from batches(feed.entries, rss_items)
    yield b"</channel></rss>\n"


def atom(feed: Feed) -> Iterator[bytes]:
    """A feed as Atom 1.0 (RFC 4287), piece by piece."""
    yield finished(_atom_head(feed))
    yield from batches(feed.entries, atom_entries)
    yield b"</feed>\n"


def _rss_head(feed: Feed) -> str:
    namespaces = {"dc": DC, "fh": HISTORY, "media": MEDIA}
    license = feed.license if is_creative_commons(feed.license) else None
    if license is not None:
        namespaces["creativeCommons"] = CREATIVE_COMMONS
    namespaces |= {"atom": ATOM, "content": CONTENT}
    own = {"href": feed.urls["rss"], "rel": "self", "type": FORMATS["rss"].media_type}
    picture = ""
    if feed.picture:
        parts = f"{_element('url', feed.picture)}{_element('title', feed.title)}{_element('link', feed.home_page)}"
        picture = f"\1image\2{parts}\1/image\2"
    return "".join(
        [
            f'{_DECLARATION}\1rss{_declared(namespaces)} version="2.0"\2\1channel\2',
            _text(feed, "title", "title"),
            _element("link", feed.home_page),
            _text(feed, "description", "subtitle"),
            _empty("atom:link", own),
            _text(feed, "copyright", "rights") if feed.rights else "",
            _element("docs", DOCS),
            _element("generator", GENERATOR),
            picture,
            _element("language", "mul" if feed.mixed else tag(feed.locale)),  # ISO 639-2's code for several languages
            _element("ttl", str(feed.ttl)) if feed.ttl else "",
            _element("lastBuildDate", rfc822(feed.updated)),
            *(_empty("atom:link", link) for link in links(feed, "rss")),
            _marks(feed),
            _element("creativeCommons:license", license) if license is not None else "",
        ]
    )


def _atom_head(feed: Feed) -> str:
    namespaces = {"dc": DC, "fh": HISTORY, "media": MEDIA}
    if feed.tombstones:
        namespaces["at"] = DELETED
    own = {"href": feed.urls["atom"], "rel": "self", "type": FORMATS["atom"].media_type}
    page = {"href": feed.home_page, "rel": "alternate", "type": "text/html"}
    author = f"{_element('name', feed.author)}{_element('uri', feed.author_url)}"
    icon = feed.icon or feed.touch_icon
    return "".join(
        [
            f'{_DECLARATION}\1feed{_declared(namespaces)} xmlns="{ATOM}"{language_attribute(feed.locale)}\2',
            _element("id", feed.id),
            _text(feed, "title", "title"),
            _element("updated", rfc3339(feed.updated)),
            f"\1author{language_attribute(feed.languages.get('author'))}\2{author}\1/author\2",
            *(_empty("link", link) for link in (own, *links(feed, "atom"), page)),
            _element("generator", GENERATOR),
            _element("icon", icon) if icon else "",
            _element("logo", feed.logo) if feed.logo else "",
            _text(feed, "rights", "rights") if feed.rights else "",
            _text(feed, "subtitle", "subtitle"),
            _marks(feed),
            *(_empty("at:deleted-entry", {"ref": gone.id, "when": rfc3339(gone.when)}) for gone in feed.tombstones),
        ]
    )


def _declared(namespaces: dict[str, str]) -> str:
    return "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())


def _element(name: str, text: str) -> str:
    return f"\1{name}\2{text}\1/{name}\2"


def _text(feed: Feed, name: str, field: str) -> str:
    """One of the feed's own texts, with its language where that is another than the feed's."""
    text = getattr(feed, field)
    if name == "description":
        text = as_html(text)
    return f"\1{name}{language_attribute(feed.languages.get(field))}\2{text}\1/{name}\2"


def _empty(name: str, attributes: dict[str, str]) -> str:
    """An element without content; addresses, media types, and tags need no escaping."""
    stated = "".join([f' {key}="{value}"' for key, value in attributes.items()])
    return f"\1{name}{stated}/\2"


def _marks(feed: Feed) -> str:
    """Whether the feed holds all there is, or is an archive (RFC 5005, sections 2 and 4)."""
    return "".join(f"\1fh:{name}/\2" for name in ("complete", "archive") if getattr(feed, name))


register_writer("rss", rss)
register_writer("atom", atom)
