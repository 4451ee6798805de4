"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) from a feed value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from syndicate.feeds.parts import BATCH, Enclosure, Entry
from syndicate.feeds.value import Feed, register_writer
from syndicate.json_writer import compact
from syndicate.locales import tag

__all__ = ["chunks"]


def chunks(feed: Feed) -> Iterator[bytes]:
    """The feed as JSON Feed in UTF-8, some entries at a time.

    Its extensions are objects, as the format demands (section "Extensions"): ``_translations`` maps a language to the
    feed or page in it; ``_languages`` one of the feed's own fields to its language, if that is another than the feed's;
    ``_deleted`` the id of a retracted entry to the date it left; ``_license`` has the ``url`` of
    the license of the feed or item; ``_rights`` has the ``rights`` (a copyright notice) and the ``credit`` of an item,
    and those of its picture under ``image``.
    """
    yield compact(_head(feed))[:-1] + b',"items":['
    entries = iter(feed.entries)
    separator = b""
    while batch := list(map(_item, islice(entries, BATCH))):
        yield separator + compact(batch)[1:-1]
        separator = b","
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
    if feed.languages:
        said = {_FIELDS[name]: tag(locale) for name, locale in feed.languages.items() if name in _FIELDS}
        document["_languages"] = said
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
        document["_deleted"] = {tombstone.id: tombstone.when for tombstone in feed.tombstones}
    return document


_FIELDS: Final = {"title": "title", "subtitle": "description", "author": "authors"}


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "language": tag(entry.locale),
    }
    if entry.content:
        item["content_html"] = entry.content
        if entry.summary:
            item["summary"] = entry.summary
    else:
        item["content_text"] = entry.summary or entry.title
    if entry.media:
        item["image"] = entry.media[0].url
    if entry.published:
        item["date_published"] = entry.published
    item["date_modified"] = entry.updated
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if entry.categories:
        # A tag cannot state its language: if that is not the item's, the term, which is a code, replaces the label.
        item["tags"] = [one.term if one.locale else one.label or one.term for one in entry.categories]
    if entry.enclosures:
        item["attachments"] = [_attachment(file) for file in entry.enclosures]
    if entry.translations:
        item["_translations"] = {tag(link.locale): link.url for link in entry.translations}
    if entry.license:
        item["_license"] = {"url": entry.license}
    if rights := _rights(entry):
        item["_rights"] = rights
    return item


def _rights(entry: Entry) -> dict[str, Any]:
    """The rights in an item's text and picture, apart from the license of the text."""
    pictures = [one for one in entry.media[:1] if one.license or one.rights or one.credit]
    if not (pictures or entry.rights or entry.credit):  # as in most
        return {}
    stated: dict[str, Any] = {"rights": entry.rights, "credit": entry.credit}
    for picture in pictures:
        said = {"license": picture.license, "rights": picture.rights, "credit": picture.credit}
        stated["image"] = {key: value for key, value in said.items() if value}
    return {key: value for key, value in stated.items() if value}


def _attachment(file: Enclosure) -> dict[str, str | int]:
    found: dict[str, str | int] = {"url": file.url, "mime_type": file.media_type}
    return found if file.length is None else {**found, "size_in_bytes": file.length}


register_writer("json", chunks)
