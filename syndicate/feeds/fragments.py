"""Entries as XML text: RSS items and Atom entries. The heads of feeds are written in `documents`."""

from __future__ import annotations

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

__all__ = [
    "ATOM",
    "CONTENT",
    "DC",
    "MEDIA",
    "as_html",
    "atom_entries",
    "batches",
    "finished",
    "language_attribute",
    "rfc822",
    "rss_items",
]

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
    return f"{_day(moment.toordinal())} {time_of_day(moment)} +0000"


@lru_cache(maxsize=4096)
def _day(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{_DAYS[day.weekday()]}, {day.day:02} {_MONTHS[day.month - 1]} {day.year:04}"


# Our own markup is written as characters that XML forbids, so that no text can have them: \1 for <, \2 for > and \3
# for &. Then the texts of many entries are escaped in one go, which takes half the time that one by one does.


def finished(fragments: str) -> bytes:
    """Fragments as XML in UTF-8: first their texts are escaped, then their markup becomes markup.

    >>> finished("\\1title\\2Rest & sleep\\1/title\\2")
    b'<title>Rest &amp; sleep</title>'
    """
    return (
        fragments.encode()
        .replace(b"&", b"&amp;")
        .replace(b"<", b"&lt;")
        .replace(b">", b"&gt;")
        .replace(b"\r", b"&#13;")
        .replace(b"\1", b"<")
        .replace(b"\2", b">")
        .replace(b"\3", b"&")
    )


def _attribute(text: str) -> str:
    """The escaped value of an attribute of any text; addresses and media types need no escaping."""
    for character, reference in (('"', "quot"), ("\r", "#13"), ("\n", "#10"), ("\t", "#9")):
        text = text.replace(character, f"\3{reference};")
    return text


def as_html(text: str) -> str:
    """Plain text for a ``<description>`` of RSS, which readers take for HTML (RSS Best Practices Profile).

    A text that reads the same either way stays unescaped, for readers that do not unescape it.

    >>> as_html("Salt & sugar"), as_html("a List<String>")
    ('Salt & sugar', 'a List&lt;String&gt;')
    """
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text


def rss_items(entries: Iterable[Entry]) -> bytes:
    """Each entry as an ``<item>`` of RSS 2.0; the feed declares the prefixes that they use."""
    written: list[str] = []
    for entry in entries:
        content, updated = entry.content, entry.updated
        summary = entry.summary or (entry.title if content else "")
        if "&" in summary or "<" in summary:
            summary = as_html(summary)
        description = f"\1description\2{summary}\1/description\2" if summary else ""
        before, after = ("\1content:encoded\2", "\1/content:encoded\2") if content else ("", "")
        creator = _creator(entry.author, entry.author_locale) if entry.author else ""
        # The profile of the RSS Advisory Board allows one enclosure.
        enclosure = _rss_enclosure(entry.enclosures[0]) if entry.enclosures else ""
        stated = f"\1dc:rights\2{entry.rights}\1/dc:rights\2" if entry.rights else ""
        stated += f"\1dc:contributor\2{entry.credit}\1/dc:contributor\2" if entry.credit else ""
        written += (
            f"\1item\2\1title\2{entry.title}\1/title\2\1link\2{entry.url}\1/link\2{description}{before}",
            content,
            f'{after}{creator}\1guid isPermaLink="false"\2{entry.id}\1/guid\2'
            f"{''.join(map(_rss_category, entry.categories))}{enclosure}"
            f"\1pubDate\2{rfc822(entry.published or updated)}\1/pubDate\2"
            f"\1dc:language\2{tag(entry.locale)}\1/dc:language\2{_links('atom:link', entry)}{stated}"
            f"{''.join(map(_media, entry.media))}\1atom:updated\2{rfc3339(updated)}\1/atom:updated\2\1/item\2",
        )
    return finished("".join(written))


@lru_cache(maxsize=256)  # most entries have one author
def _creator(author: str, locale: Locale | None) -> str:
    return f"\1dc:creator{language_attribute(locale)}\2{author}\1/dc:creator\2"


def language_attribute(locale: Locale | None) -> str:
    """The language attribute of an element whose language is not that of its surroundings."""
    return "" if locale is None else f' xml:lang="{tag(locale)}"'


def _rss_enclosure(file: Enclosure) -> str:
    """A file; an unknown length is written as 0."""
    return f'\1enclosure url="{file.url}" length="{file.length or 0}" type="{file.media_type}"/\2'


@lru_cache(maxsize=4096)
def _rss_category(category: Category) -> str:
    domain = f' domain="{category.scheme}"' if category.scheme else ""
    return f"\1category{domain}{language_attribute(category.locale)}\2{category.label or category.term}\1/category\2"


def _links(element: str, entry: Entry, enclosures: str = "") -> str:
    """Where the entry leads: to itself in other languages, to files, and to its license."""
    found = ""
    for link in entry.translations:
        found += (
            f'\1{element} href="{link.url}" rel="related" type="{link.media_type}" hreflang="{tag(link.locale)}"/\2'
        )
    license = f'\1{element} href="{entry.license}" rel="license"/\2' if entry.license else ""
    return f"{found}{enclosures}{license}"


def atom_entries(entries: Iterable[Entry]) -> bytes:
    """Each entry as an ``<entry>`` of Atom 1.0 (RFC 4287 section 4.1.2) with its language."""
    written: list[str] = []
    for entry in entries:
        language, content, published = tag(entry.locale), entry.content, entry.published
        author = _author(entry.author, entry.author_locale) if entry.author else ""
        before, after = ('\1content type="html"\2', "\1/content\2") if content else ("", "")
        # Readers that look for a page skip a link whose type says that it is a file.
        kind = f' type="{HTML}"' if entry.media_type == HTML else ""
        enclosures = "".join(map(_atom_enclosure, entry.enclosures)) if entry.enclosures else ""
        stated = f"\1rights\2{entry.rights}\1/rights\2" if entry.rights else ""
        stated += f"\1contributor\2\1name\2{entry.credit}\1/name\2\1/contributor\2" if entry.credit else ""
        summary = f"\1summary\2{entry.summary}\1/summary\2" if entry.summary else ""
        dates = f"\1published\2{rfc3339(published)}\1/published\2" if published else ""
        written += (
            f'\1entry xml:lang="{language}"\2\1id\2{entry.id}\1/id\2\1title\2{entry.title}\1/title\2'
            f"\1updated\2{rfc3339(entry.updated)[:-1]}.{_fraction(entry.id)}Z\1/updated\2{author}{before}",
            content,
            f'{after}\1link href="{entry.url}" rel="alternate"{kind} hreflang="{language}"/\2'
            f"{_links('link', entry, enclosures)}{stated}{summary}"
            f"{''.join(map(_atom_category, entry.categories))}{dates}{''.join(map(_media, entry.media))}\1/entry\2",
        )
    return finished("".join(written))


@lru_cache(maxsize=256)
def _author(author: str, locale: Locale | None) -> str:
    return f"\1author{language_attribute(locale)}\2\1name\2{author}\1/name\2\1/author\2"


def _atom_enclosure(file: Enclosure) -> str:
    length = "" if file.length is None else f' length="{file.length}"'
    return f'\1link href="{file.url}" rel="enclosure" type="{file.media_type}"{length}/\2'


@lru_cache(maxsize=4096)
def _atom_category(category: Category) -> str:
    scheme = f' scheme="{category.scheme}"' if category.scheme else ""
    label = f' label="{_attribute(category.label)}"' if category.label else ""
    return f'\1category term="{_attribute(category.term)}"{scheme}{label}{language_attribute(category.locale)}/\2'


def _fraction(identifier: str) -> str:
    """Nine digits for the fraction of a second in the date of change, distinct for each entry.

    Sources know the day or the second, so many entries share it; but no two entries of a feed should have the same
    ``atom:updated``. The digits below the second are not wrong, and are the same in every build.
    """
    return f"{crc32(identifier.encode()) % 1_000_000_000:09}"


def _media(picture: Media) -> str:
    """A picture as Media RSS has it (https://www.rssboard.org/media-rss)."""
    kind = _media_kind(picture.media_type, picture.width, picture.height)
    start = f'\1media:content url="{picture.url}" medium="image"{kind}'
    description, credit, rights, license = picture.description, picture.credit, picture.rights, picture.license
    if not (description or credit or rights or license):  # as of a share card
        return f"{start}/\2"
    said = f'\1media:description type="plain"\2{description}\1/media:description\2' if description else ""
    if credit:
        said += f"\1media:credit\2{credit}\1/media:credit\2"
    if rights:
        said += f"\1media:copyright\2{rights}\1/media:copyright\2"
    if license:
        said += f'\1media:license type="text/html" href="{license}"\2{license}\1/media:license\2'
    return f"{start}\2{said}\1/media:content\2"


@lru_cache(maxsize=64)
def _media_kind(media_type: str | None, width: int | None, height: int | None) -> str:
    attributes = (("type", media_type), ("width", width), ("height", height))
    return "".join(f' {name}="{value}"' for name, value in attributes if value)


def batches(entries: Iterable[Entry], write: Callable[[Iterable[Entry]], bytes]) -> Iterator[bytes]:
    """The entries as bytes, some at a time, so that a long feed is never in memory whole."""
    remaining = iter(entries)
    while batch := write(islice(remaining, BATCH)):
        yield batch
