"""Feeds of every kind, and what is read back from their documents. No test lives here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
from lxml import etree
from markupsafe import Markup
from samples import HOME, KETTLE, PUBLISHER, TEA, catalog, day, english_only, topic

from syndicate.errors import NotFoundError
from syndicate.feeds import Entry, Feed, Feeds
from syndicate.feeds.archive import pack, unpack
from syndicate.history import Changes, History
from syndicate.locales import tag
from syndicate.model import Catalog, Image, Link, Publisher, Section, Subject, Topic

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

GUIDE = Link(
    url={"en": "https://tea.example.net/en/guide.pdf", "es": "https://tea.example.net/es/guia.PDF?v=2"},
    title={"en": "Tea guide", "es": "Guía del té"},
)
"""A link whose address is a file."""

PICTURE = Image(url="https://clinic.example.org/tea.jpg?w=600", alt='A cup of "tea" & milk')


def illustrated(slug: str = "tea", **changes: Any) -> Topic:
    """A topic in both languages with a picture, links to pages and to files, groups and subjects."""
    values: dict[str, Any] = {
        "image": {"en": PICTURE, "es": Image(url="https://clinic.example.org/te")},
        "sections": {
            "en": (Section(title="Start here", links=[TEA, KETTLE, GUIDE]), Section(title="Files", links=[GUIDE])),
            "es": (Section(title="Para empezar", links=[TEA, GUIDE]),),
        },
        "groups": ("home", "places"),
        "subjects": [Subject(scheme="MeSH", code="D013662", name="Tea & herbs"), Subject(scheme="x", code="y")],
    }
    return topic(slug, **{**values, **changes})


def canonical(document: bytes) -> bytes:
    """The canonical form of XML, in which equal documents are equal bytes."""
    return etree.tostring(parsed(document), method="c14n")


def parsed(document: bytes) -> etree._Element:
    """The root of an XML document, which may have texts of any length."""
    return etree.fromstring(document, etree.XMLParser(huge_tree=True))


def all_feeds(catalog: Catalog, publisher: Publisher, topics: int | None = None) -> Iterator[Feed]:
    """The feeds of a catalog in every language: its own, those of its groups, and of its first topics."""
    for locale in catalog.locales:
        feeds = Feeds(catalog, publisher, [locale])
        yield feeds.topics(None)
        for group in catalog.groups.values():
            with suppress(NotFoundError):
                yield feeds.group(group)
        for found in catalog.in_locale(locale)[:topics]:
            yield feeds.topic(found)


# Every kind of feed


def _shelf(numbers: Sequence[int], **values: Any) -> Catalog:
    """Topics of which every third shares its date with two others, every fifth is English only."""
    made = []
    for number in numbers:
        slug = f"t{number:03}"
        dates = dict.fromkeys(("en", "es"), day("2024-01-01") + timedelta(days=number // 3))
        if number % 5 == 1:
            made.append(english_only(slug, updated={"en": dates["en"]}))
        else:
            made.append((illustrated if number % 4 == 0 else topic)(slug, updated=dates))
    return catalog(*made, **values)


@cache
def second_build() -> tuple[Changes, dict[tuple[str, int], bytes]]:
    """What a history knows in a second build, with the archive documents of the first.

    Of 135 topics in English one was retracted, one has another text and one is new.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        first = History(path).compare(_shelf(range(135)))
        bodies = {
            (locale, number): pack(
                Feeds(first.catalog, PUBLISHER, [locale], first).sealed(number), base_url=PUBLISHER.base_url
            )
            for locale, number in first.fresh
        }
        History(path).remember(first, bodies)
        now = _shelf([*range(8), *range(9, 136)], snapshot=day("2024-06-06"))
        changed = attrs.evolve(
            now["t012"], title={"en": "Tea again", "es": "Otra vez té"}, updated=dict.fromkeys(("en", "es"), NOON)
        )
        topics = [changed if one.slug == "t012" else one for one in now.values()]
        return History(path).compare(catalog(*topics, snapshot=now.snapshot)), bodies


NOON = datetime(2024, 6, 5, 12, 30, 5, tzinfo=UTC)


def every_kind() -> dict[str, Callable[[], Feed]]:
    """What makes a feed of each kind, in English, in Spanish and mixed, from scratch."""

    def kinds(*locales: str) -> dict[str, Callable[[], Feed]]:
        def feeds() -> Feeds:
            changes, _ = second_build()
            return Feeds(changes.catalog, PUBLISHER, locales, changes)

        return {
            "catalog": lambda: feeds().topics(),
            "whole catalog": lambda: feeds().topics(None),
            "group": lambda: feeds().group(HOME),
            "short group": lambda: feeds().group(HOME, 3),
            "topic": lambda: feeds().topic(second_build()[0].catalog["t012"]),
            "plain topic": lambda: feeds().topic(second_build()[0].catalog["t002"]),
            "what's new": lambda: feeds().whats_new(),
        }

    def archive(locale: str) -> Feed:
        changes, bodies = second_build()
        content = unpack(bodies[locale, 1], PUBLISHER.base_url)
        return Feeds(changes.catalog, PUBLISHER, [locale], changes).archive(1, content)

    made = {
        f"{kind} {'+'.join(locales)}": make
        for locales in (("en",), ("es",), ("en", "es"), ("es", "en"))
        for kind, make in kinds(*locales).items()
    }
    for locale in ("en", "es"):
        made[f"archive {locale}"] = lambda locale=locale: archive(locale)
    return made


# What is read back from documents, by formats; beside it what an entry should give


def text_of(html: str | None) -> str | None:
    """The text of HTML without markup, which is what readers take a ``<description>`` of RSS for."""
    assert "<" not in (html or "")
    return html and unescape(html)


def rss_items(document: bytes) -> list[dict[str, Any]]:
    """What an XML parser finds in the items of an RSS document."""
    found = []
    for item in parsed(document).iterfind("channel/item"):
        enclosure = item.find("enclosure")
        found.append(
            {
                "title": item.findtext("title"),
                "url": item.findtext("link"),
                "summary": text_of(item.findtext("description")),
                "content": item.findtext(f"{CONTENT}encoded"),
                "author": item.findtext(f"{DC}creator"),
                "id": item.findtext("guid"),
                "categories": [(one.get("domain"), one.text) for one in item.iterfind("category")],
                "enclosure": dict(enclosure.attrib) if enclosure is not None else None,
                "published": item.findtext("pubDate"),
                "language": item.findtext(f"{DC}language"),
                "translations": [_link(one) for one in item.iterfind(f"{ATOM}link")],
                "media": [_picture(one) for one in item.iterfind(f"{MEDIA}content")],
                "updated": item.findtext(f"{ATOM}updated"),
            }
        )
    return found


def as_rss(entry: Entry) -> dict[str, Any]:
    """What :func:`rss_items` should find of an entry."""
    files = entry.enclosures[:1]
    return {
        "title": entry.title,
        "url": entry.url,
        "summary": entry.summary or (entry.title if entry.content else None),
        "content": str(entry.content) or None,
        "author": entry.author or None,
        "id": entry.id,
        "categories": [(one.scheme or None, one.label or one.term) for one in entry.categories],
        "enclosure": {"url": files[0].url, "length": str(files[0].length or 0), "type": files[0].media_type}
        if files
        else None,
        "published": format_datetime(entry.published or entry.updated),
        "language": tag(entry.locale),
        "translations": _related(entry),
        "media": _pictures(entry),
        "updated": _rfc3339(entry.updated),
    }


def atom_entries(document: bytes) -> list[dict[str, Any]]:
    """What an XML parser finds in the entries of an Atom document; the fraction of a second is left out."""
    found = []
    for entry in parsed(document).iterfind(f"{ATOM}entry"):
        links = [_link(one) for one in entry.iterfind(f"{ATOM}link")]
        updated = entry.findtext(f"{ATOM}updated") or ""
        found.append(
            {
                "title": entry.findtext(f"{ATOM}title"),
                "urls": [one["href"] for one in links if one["rel"] == "alternate"],
                "summary": entry.findtext(f"{ATOM}summary"),
                "content": entry.findtext(f"{ATOM}content"),
                "author": entry.findtext(f"{ATOM}author/{ATOM}name"),
                "id": entry.findtext(f"{ATOM}id"),
                "categories": [dict(one.attrib) for one in entry.iterfind(f"{ATOM}category")],
                "enclosures": [one for one in links if one["rel"] == "enclosure"],
                "published": entry.findtext(f"{ATOM}published"),
                "language": entry.get(XML_LANG),
                "translations": [one for one in links if one["rel"] == "related"],
                "media": [_picture(one) for one in entry.iterfind(f"{MEDIA}content")],
                "updated": updated.partition(".")[0] + "Z",
            }
        )
    return found


def as_atom(entry: Entry) -> dict[str, Any]:
    """What :func:`atom_entries` should find of an entry."""
    return {
        "title": entry.title,
        "urls": [entry.url],
        "summary": entry.summary or None,
        "content": str(entry.content) or None,
        "author": entry.author or None,
        "id": entry.id,
        "categories": [
            _given(term=one.term, scheme=one.scheme or None, label=one.label or None)
            | ({XML_LANG: tag(one.locale)} if one.locale else {})
            for one in entry.categories
        ],
        "enclosures": [
            _given(href=one.url, rel="enclosure", type=one.media_type, length=_digits(one.length))
            for one in entry.enclosures
        ],
        "published": entry.published and _rfc3339(entry.published),
        "language": tag(entry.locale),
        "translations": _related(entry),
        "media": _pictures(entry),
        "updated": _rfc3339(entry.updated),
    }


def json_items(document: bytes) -> list[dict[str, Any]]:
    """What a JSON parser finds in the items of a JSON Feed."""
    items: list[dict[str, Any]] = json.loads(document)["items"]
    return items


def as_json(entry: Entry) -> dict[str, Any]:
    """What :func:`json_items` should find of an entry."""
    content = str(entry.content)
    return _given(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        language=tag(entry.locale),
        content_html=content or None,
        summary=entry.summary or None if content else None,
        content_text=None if content else entry.summary or entry.title,
        image=entry.media[0].url if entry.media else None,
        date_published=entry.published and _rfc3339(entry.published),
        date_modified=_rfc3339(entry.updated),
        authors=[{"name": entry.author}] if entry.author else None,
        tags=[one.term if one.locale else one.label or one.term for one in entry.categories] or None,
        attachments=[
            _given(url=one.url, mime_type=one.media_type, size_in_bytes=one.length) for one in entry.enclosures
        ]
        or None,
        _translations={tag(one.locale): one.url for one in entry.translations} or None,
    )


BACK: dict[str, tuple[Callable[[bytes], list[dict[str, Any]]], Callable[[Entry], dict[str, Any]]]] = {
    "rss": (rss_items, as_rss),
    "atom": (atom_entries, as_atom),
    "json": (json_items, as_json),
}
"""By format, what reads the entries of a document, and what it should find of an entry."""


def comes_back(feed: Feed) -> None:
    """Assert that each format of a feed is well-formed and gives back exactly its entries."""
    entries = list(feed.entries)
    for format, (read, expected) in BACK.items():
        assert [expected(entry) for entry in entries] == read(feed.format(format)), format


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _digits(number: int | None) -> str | None:
    return None if number is None else str(number)


def _rfc3339(moment: datetime) -> str:
    return f"{moment.year:04}-{moment.month:02}-{moment.day:02}T{moment.hour:02}:{moment.minute:02}:{moment.second:02}Z"


def _link(link: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in link.attrib.items()}


def _related(entry: Entry) -> list[dict[str, str]]:
    return [
        {"href": one.url, "rel": "related", "type": one.media_type, "hreflang": tag(one.locale)}
        for one in entry.translations
    ]


def _picture(content: etree._Element) -> dict[str, str]:
    return _given(**_link(content), description=content.findtext(f"{MEDIA}description"))


def _pictures(entry: Entry) -> list[dict[str, str]]:
    return [
        _given(
            url=one.url,
            medium="image",
            type=one.media_type,
            width=_digits(one.width),
            height=_digits(one.height),
            description=one.description or None,
        )
        for one in entry.media
    ]


def markup_of(text: str) -> Markup:
    """HTML that reads as the text."""
    return Markup("<p>{}</p>").format(text)
