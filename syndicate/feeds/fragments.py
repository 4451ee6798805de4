"""Entries as XML text: one RSS item, one Atom entry. The head of a feed is feedgen's; nothing is parsed here."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from syndicate.feeds.values import Entry
from syndicate.locales import tag
from syndicate.text import rfc3339

__all__ = ["ATOM", "CONTENT", "DC", "atom_entry", "rfc822", "rss_item"]

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=4096)
def rfc822(moment: datetime) -> str:
    """A moment in UTC as RFC 822 wants it, whatever the process's locale.

    >>> from datetime import timezone
    >>> rfc822(datetime(2024, 6, 6, 2, 30, 35, tzinfo=timezone.utc))
    'Thu, 06 Jun 2024 02:30:35 +0000'
    """
    return (
        f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04} "
        f"{moment.hour:02}:{moment.minute:02}:{moment.second:02} +0000"
    )


_SPECIAL_IN_ATTRIBUTE = re.compile('[&<>"\r\n\t]')
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#13;",
    "\n": "&#10;",
    "\t": "&#9;",
}


def _text(text: str) -> str:
    # As a plain str: Markup.replace() would escape the entities it puts in.
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(text: str) -> str:
    if _SPECIAL_IN_ATTRIBUTE.search(text) is None:
        return text
    return _SPECIAL_IN_ATTRIBUTE.sub(lambda match: _ESCAPES[match[0]], text)


def rss_item(entry: Entry) -> str:
    """An ``<item>`` of RSS 2.0; the prefixes ``atom``, ``content`` and ``dc`` are the feed's."""
    parts = ["<item><title>", _text(entry.title), "</title><link>", _text(entry.url), "</link>"]
    if entry.content:
        parts += ["<description>", _text(entry.summary or entry.title), "</description>"]
        parts += ["<content:encoded>", _text(entry.content), "</content:encoded>"]
    elif entry.summary:
        parts += ["<description>", _text(entry.summary), "</description>"]
    if entry.author:
        parts += ["<dc:creator>", _text(entry.author), "</dc:creator>"]
    parts += ['<guid isPermaLink="false">', _text(entry.id), "</guid>"]
    for category in entry.categories:
        domain = f' domain="{_attribute(category.scheme)}"' if category.scheme else ""
        parts += ["<category", domain, ">", _text(category.label or category.term), "</category>"]
    parts += ["<pubDate>", rfc822(entry.published or entry.updated), "</pubDate>"]
    parts += ["<dc:language>", tag(entry.locale), "</dc:language>"]
    for link in entry.translations:
        parts += [
            '<atom:link href="',
            _attribute(link.url),
            f'" rel="related" type="{link.media_type}" hreflang="{tag(link.locale)}"/>',
        ]
    parts += ["<atom:updated>", rfc3339(entry.updated), "</atom:updated></item>"]
    return "".join(parts)


def atom_entry(entry: Entry) -> str:
    """An ``<entry>`` of Atom 1.0 (RFC 4287 section 4.1.2) with its language."""
    parts = [f'<entry xml:lang="{tag(entry.locale)}"><id>', _text(entry.id), "</id><title>", _text(entry.title)]
    parts += ["</title><updated>", rfc3339(entry.updated), "</updated>"]
    if entry.author:
        parts += ["<author><name>", _text(entry.author), "</name></author>"]
    if entry.content:
        parts += ['<content type="html">', _text(entry.content), "</content>"]
    parts += ['<link href="', _attribute(entry.url), '" rel="alternate" type="text/html" hreflang="']
    parts += [tag(entry.locale), '"/>']
    for link in entry.translations:
        parts += [
            '<link href="',
            _attribute(link.url),
            f'" rel="related" type="{link.media_type}" hreflang="{tag(link.locale)}"/>',
        ]
    if entry.summary:
        parts += ["<summary>", _text(entry.summary), "</summary>"]
    for category in entry.categories:
        parts += ['<category term="', _attribute(category.term), '"']
        if category.scheme:
            parts += [' scheme="', _attribute(category.scheme), '"']
        if category.label:
            parts += [' label="', _attribute(category.label), '"']
        parts.append("/>")
    if entry.published:
        parts += ["<published>", rfc3339(entry.published), "</published>"]
    parts.append("</entry>")
    return "".join(parts)
