"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) from a feed value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from syndicate.feeds.values import Entry
from syndicate.locales import tag
from syndicate.text import rfc3339

if TYPE_CHECKING:
    from syndicate.feeds.feed import Feed

__all__ = ["dumps", "to_dict"]


def to_dict(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed's object; the translations are in the extension ``_translations``."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_page,
        "feed_url": feed.urls["json"],
        "description": feed.subtitle,
        "language": tag(feed.locale),
        "authors": [{"name": feed.author, "url": feed.author_url}],
    }
    if feed.hub:
        document["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    if links := feed.translations.get("json"):
        document["_translations"] = [{"language": tag(link.locale), "feed_url": link.url} for link in links]
    document["items"] = [_item(entry) for entry in feed.entries]
    return document


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.id, "url": entry.url, "title": entry.title, "language": tag(entry.locale)}
    if entry.content:
        item["content_html"] = entry.content
        if entry.summary:
            item["summary"] = entry.summary
    else:
        item["content_text"] = entry.summary or entry.title
    if entry.published:
        item["date_published"] = rfc3339(entry.published)
    item["date_modified"] = rfc3339(entry.updated)
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if entry.categories:
        item["tags"] = [category.label or category.term for category in entry.categories]
    if entry.translations:
        item["_translations"] = [{"language": tag(link.locale), "url": link.url} for link in entry.translations]
    return item


def dumps(feed: Feed) -> bytes:
    """The feed as JSON Feed, in UTF-8."""
    return json.dumps(to_dict(feed), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
