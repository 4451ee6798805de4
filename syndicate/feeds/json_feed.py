"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) from a feed value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from syndicate.feeds.feed import Feed, register_writer
from syndicate.feeds.values import Category, Enclosure, Entry
from syndicate.locales import tag
from syndicate.text import rfc3339

__all__ = ["chunks"]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BATCH = 128


def chunks(feed: Feed) -> Iterator[bytes]:
    """The feed as JSON Feed in UTF-8, some entries at a time.

    Its extensions are objects, as the format demands (section "Extensions"): ``_translations`` maps a language to the
    feed or page in it, ``_deleted`` the id of a retracted entry to the date it left; ``_license`` has the ``url`` of
    the license of the feed or item.
    """
    yield _encode(_head(feed))[:-1].encode() + b',"items":['
    entries = iter(feed.entries)
    separator = ""
    while batch := ",".join(map(_item, islice(entries, _BATCH))):
        yield (separator + batch).encode()
        separator = ","
    yield b"]}\n"


def _head(feed: Feed) -> dict[str, Any]:
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_page,
        "feed_url": feed.urls["json"],
        "description": feed.subtitle,
        "authors": [{"name": feed.author, "url": feed.author_url}],
    }
    if not feed.mixed:
        document["language"] = tag(feed.locale)
    if older := feed.paging.get("prev-archive"):
        document["next_url"] = older["json"]
    if icon := feed.touch_icon or feed.icon:
        document["icon"] = icon
    if feed.icon:
        document["favicon"] = feed.icon
    if feed.license:
        document["_license"] = {"url": feed.license}
    if feed.hub:
        document["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    if links := feed.translations.get("json"):
        document["_translations"] = {tag(link.locale): link.url for link in links}
    if feed.tombstones:
        document["_deleted"] = {tombstone.id: rfc3339(tombstone.when) for tombstone in feed.tombstones}
    return document


def _item(entry: Entry) -> str:
    """An item as text, twice as fast as by way of a dictionary."""
    parts = [
        f'{{"id":{_encode(entry.id)},"url":{_encode(entry.url)},"title":{_encode(entry.title)}',
        f',"language":"{tag(entry.locale)}"',
    ]
    if entry.content:
        parts.append(f',"content_html":{_encode(entry.content)}')
        if entry.summary:
            parts.append(f',"summary":{_encode(entry.summary)}')
    else:
        parts.append(f',"content_text":{_encode(entry.summary or entry.title)}')
    if entry.media:
        parts.append(f',"image":{_encode(entry.media[0].url)}')
    if entry.published:
        parts.append(f',"date_published":"{rfc3339(entry.published)}"')
    parts.append(f',"date_modified":"{rfc3339(entry.updated)}"')
    if entry.author:
        parts.append(f',"authors":[{{"name":{_encode(entry.author)}}}]')
    if entry.categories:
        parts.append(f',"tags":[{",".join(map(_tag, entry.categories))}]')
    if entry.enclosures:
        parts.append(f',"attachments":[{",".join(map(_attachment, entry.enclosures))}]')
    if entry.translations:
        links = ",".join([f'"{tag(link.locale)}":{_encode(link.url)}' for link in entry.translations])
        parts.append(f',"_translations":{{{links}}}')
    if entry.license:
        parts.append(f',"_license":{{"url":{_encode(entry.license)}}}')
    parts.append("}")
    return "".join(parts)


@lru_cache(maxsize=4096)
def _tag(category: Category) -> str:
    # A tag cannot say its language: where that is not the item's, the term stands for it, which is a code.
    return _encode(category.term if category.locale else category.label or category.term)


def _attachment(file: Enclosure) -> str:
    size = "" if file.length is None else f',"size_in_bytes":{file.length}'
    return f'{{"url":{_encode(file.url)},"mime_type":{_encode(file.media_type)}{size}}}'


register_writer("json", chunks)
