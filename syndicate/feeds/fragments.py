"""Entries as XML text: one RSS item, one Atom entry. The head of a feed is feedgen's; nothing is parsed here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from html import escape, unescape
from itertools import islice
from typing import Final
from zlib import crc32

from babel import Locale

from syndicate.feeds.parts import BATCH, Category, Enclosure, Entry, Media
from syndicate.locales import tag
from syndicate.model.media import HTML
from syndicate.namespaces import NAMESPACES
from syndicate.text import rfc3339, time_of_day

__all__ = ["ATOM", "CONTENT", "DC", "MEDIA", "as_html", "atom_entry", "batches", "finished", "rfc822", "rss_item"]

ATOM: Final = NAMESPACES["atom"]
CONTENT: Final = NAMESPACES["content"]
DC: Final = NAMESPACES["dc"]
MEDIA: Final = NAMESPACES["media"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc822(moment: datetime) -> str:
    """A moment as RFC 822 wants it, in UTC, whatever the process's locale.

    >>> from datetime import timezone
    >>> rfc822(datetime(2024, 6, 6, 2, 30, 35, tzinfo=timezone.utc))
    'Thu, 06 Jun 2024 02:30:35 +0000'
    """
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{_day(moment.year, moment.month, moment.day)} {time_of_day(moment)} +0000"


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int) -> str:
    return f"{_DAYS[date(year, month, day).weekday()]}, {day:02} {_MONTHS[month - 1]} {year:04}"


_AS_MARKS: Final = str.maketrans("<>&", "\x01\x02\x03")
_AS_MARKUP: Final = bytes.maketrans(b"\x01\x02\x03", b"<>&")


def _markup(markup: str) -> str:
    """Our own markup, in characters that XML forbids and no text can therefore have; see :func:`finished`."""
    return markup.translate(_AS_MARKS)


def finished(fragments: str) -> bytes:
    """Fragments as XML in UTF-8: their texts are escaped, all at once, then their markup becomes markup.

    >>> finished(_markup("<title>%s</title>") % "Rest & sleep")
    b'<title>Rest &amp; sleep</title>'
    """
    return (
        fragments.encode()
        .replace(b"&", b"&amp;")
        .replace(b"<", b"&lt;")
        .replace(b">", b"&gt;")
        .replace(b"\r", b"&#13;")
        .translate(_AS_MARKUP)
    )


def as_html(text: str) -> str:
    """Plain text for a ``<description>`` of RSS, which readers take for HTML (RSS Best Practices Profile).

    What reads the same either way stays as it is, for the readers that show it as it stands.

    >>> as_html("Salt & sugar"), as_html("a List<String>")
    ('Salt & sugar', 'a List&lt;String&gt;')
    """
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text


_SPECIAL_IN_ATTRIBUTE = re.compile('["\r\n\t]')
_REFERENCES = {
    '"': _markup("&quot;"),
    "\r": _markup("&#13;"),
    "\n": _markup("&#10;"),
    "\t": _markup("&#9;"),
}


def _attribute(text: str) -> str:
    return _SPECIAL_IN_ATTRIBUTE.sub(lambda match: _REFERENCES[match[0]], text)


_ITEM: Final = _markup(
    "<item><title>%s</title><link>%s</link>%s%s"
    '<guid isPermaLink="false">%s</guid>%s%s<pubDate>%s</pubDate><dc:language>%s</dc:language>%s%s'
    "<atom:updated>%s</atom:updated></item>"
)
_DESCRIPTION: Final = _markup("<description>%s</description>")
_ENCODED: Final = _markup("<description>%s</description><content:encoded>%s</content:encoded>")
_CREATOR: Final = _markup("<dc:creator%s>%s</dc:creator>")
_RSS_CATEGORY: Final = _markup("<category%s>%s</category>")
_RSS_ENCLOSURE: Final = _markup('<enclosure url="%s" length="%d" type="%s"/>')
_RSS_LICENSE: Final = _markup('<atom:link href="%s" rel="license"/>')
_RSS_RIGHTS: Final = _markup("<dc:rights>%s</dc:rights>")
_RSS_CREDIT: Final = _markup("<dc:contributor>%s</dc:contributor>")
_RSS_RELATED: Final = _markup('<atom:link href="%s" rel="related" type="%s" hreflang="%s"/>')


def rss_item(entry: Entry) -> str:
    """An ``<item>`` of RSS 2.0, to be :func:`finished`; the feed declares the prefixes that it uses."""
    if entry.content:
        text = _ENCODED % (as_html(entry.summary or entry.title), entry.content)
    else:
        text = _DESCRIPTION % as_html(entry.summary) if entry.summary else ""
    return _ITEM % (
        entry.title,
        entry.url,
        text,
        _creator(entry.author, entry.author_locale) if entry.author else "",
        entry.id,
        "".join(map(_rss_category, entry.categories)),
        # The profile of the RSS Advisory Board allows one enclosure; an unknown length is written as 0.
        _rss_enclosure(entry.enclosures[0]) if entry.enclosures else "",
        rfc822(entry.published or entry.updated),
        tag(entry.locale),
        "".join([_RSS_RELATED % (link.url, link.media_type, tag(link.locale)) for link in entry.translations])
        + (_RSS_LICENSE % entry.license if entry.license else "")
        + (_RSS_RIGHTS % entry.rights if entry.rights else "")
        + (_RSS_CREDIT % entry.credit if entry.credit else ""),
        "".join(map(_media, entry.media)) if entry.media else "",
        rfc3339(entry.updated),
    )


@lru_cache(maxsize=256)  # most entries have one author
def _creator(author: str, locale: Locale | None) -> str:
    return _CREATOR % (_lang(locale), author)


@lru_cache(maxsize=256)
def _author(author: str, locale: Locale | None) -> str:
    return _AUTHOR % (_lang(locale), author)


def _lang(locale: Locale | None) -> str:
    """The language of an element whose text is in another one than what stands around it."""
    return "" if locale is None else f' xml:lang="{tag(locale)}"'


def _rss_enclosure(file: Enclosure) -> str:
    return _RSS_ENCLOSURE % (file.url, file.length or 0, file.media_type)


@lru_cache(maxsize=4096)
def _rss_category(category: Category) -> str:
    domain = f' domain="{category.scheme}"' if category.scheme else ""
    return _RSS_CATEGORY % (domain + _lang(category.locale), category.label or category.term)


_ENTRY: Final = _markup(
    '<entry xml:lang="%s"><id>%s</id><title>%s</title><updated>%s</updated>%s%s'
    '<link href="%s" rel="alternate"%s hreflang="%s"/>%s%s%s%s%s%s</entry>'
)
_IS_PAGE: Final = f' type="{HTML}"'
_AUTHOR: Final = _markup("<author%s><name>%s</name></author>")
_CONTENT: Final = _markup('<content type="html">%s</content>')
_SUMMARY: Final = _markup("<summary>%s</summary>")
_PUBLISHED: Final = _markup("<published>%s</published>")
_ATOM_CATEGORY: Final = _markup('<category term="%s"%s%s/>')
_ATOM_ENCLOSURE: Final = _markup('<link href="%s" rel="enclosure" type="%s"%s/>')
_ATOM_LICENSE: Final = _markup('<link href="%s" rel="license"/>')
_ATOM_RIGHTS: Final = _markup("<rights>%s</rights>")
_ATOM_CREDIT: Final = _markup("<contributor><name>%s</name></contributor>")
_ATOM_RELATED: Final = _markup('<link href="%s" rel="related" type="%s" hreflang="%s"/>')


def atom_entry(entry: Entry) -> str:
    """An ``<entry>`` of Atom 1.0 (RFC 4287 section 4.1.2) with its language, to be :func:`finished`."""
    language = tag(entry.locale)
    return _ENTRY % (
        language,
        entry.id,
        entry.title,
        _instant(entry),
        _author(entry.author, entry.author_locale) if entry.author else "",
        _CONTENT % entry.content if entry.content else "",
        entry.url,
        # Readers that look for a page pass over a link to a file that says its type.
        _IS_PAGE if entry.media_type == HTML else "",
        language,
        "".join([_ATOM_RELATED % (link.url, link.media_type, tag(link.locale)) for link in entry.translations]),
        ("".join(map(_atom_enclosure, entry.enclosures)) if entry.enclosures else "")
        + (_ATOM_LICENSE % entry.license if entry.license else "")
        + (_ATOM_RIGHTS % entry.rights if entry.rights else "")
        + (_ATOM_CREDIT % entry.credit if entry.credit else ""),
        _SUMMARY % entry.summary if entry.summary else "",
        "".join(map(_atom_category, entry.categories)),
        _PUBLISHED % rfc3339(entry.published) if entry.published else "",
        "".join(map(_media, entry.media)) if entry.media else "",
    )


def _atom_enclosure(file: Enclosure) -> str:
    length = "" if file.length is None else f' length="{file.length}"'
    return _ATOM_ENCLOSURE % (file.url, file.media_type, length)


@lru_cache(maxsize=4096)
def _atom_category(category: Category) -> str:
    scheme = f' scheme="{category.scheme}"' if category.scheme else ""
    label = f' label="{_attribute(category.label)}"' if category.label else ""
    return _ATOM_CATEGORY % (_attribute(category.term), scheme, label + _lang(category.locale))


def _instant(entry: Entry) -> str:
    """The date of change with a fraction that is the entry's own.

    Sources know the day or the second, so many entries share it; but no two entries of a feed should have the same
    ``atom:updated``. The digits below the second say nothing false, and are the same in every build.
    """
    return f"{rfc3339(entry.updated)[:-1]}.{str(crc32(entry.id.encode()) % 1_000_000_000).zfill(9)}Z"


_MEDIA: Final = _markup('<media:content url="%s" medium="image"%s>%s</media:content>')
_MEDIA_ALONE: Final = _markup('<media:content url="%s" medium="image"%s/>')
_MEDIA_DESCRIPTION: Final = _markup('<media:description type="plain">%s</media:description>')
_MEDIA_CREDIT: Final = _markup("<media:credit>%s</media:credit>")
_MEDIA_RIGHTS: Final = _markup("<media:copyright>%s</media:copyright>")
_MEDIA_LICENSE: Final = _markup('<media:license type="text/html" href="%s">%s</media:license>')


def _media(picture: Media) -> str:
    """A picture as Media RSS has it (https://www.rssboard.org/media-rss)."""
    kind = _media_kind(picture.media_type, picture.width, picture.height)
    said = _MEDIA_DESCRIPTION % picture.description if picture.description else ""
    said += _MEDIA_CREDIT % picture.credit if picture.credit else ""
    said += _MEDIA_RIGHTS % picture.rights if picture.rights else ""
    said += _MEDIA_LICENSE % (picture.license, picture.license) if picture.license else ""
    return _MEDIA % (picture.url, kind, said) if said else _MEDIA_ALONE % (picture.url, kind)


@lru_cache(maxsize=64)
def _media_kind(media_type: str | None, width: int | None, height: int | None) -> str:
    attributes = (("type", media_type), ("width", width), ("height", height))
    return "".join(f' {name}="{value}"' for name, value in attributes if value)


def batches(entries: Iterable[Entry], write: Callable[[Entry], str]) -> Iterator[bytes]:
    """The entries as bytes, some at a time, so that a long feed is never in memory whole."""
    remaining = iter(entries)
    while batch := "".join(map(write, islice(remaining, BATCH))):
        yield finished(batch)
