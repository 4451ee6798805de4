"""Feed parsers that others made, and what each finds in a feed, brought into one form. No test lives here."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from time import struct_time
from typing import Any

import atoma
import attrs
import fastfeedparser
import feedparser
import pytest
from markupsafe import escape
from samples import parsed

from syndicate.feeds import Entry, Feed
from syndicate.locales import tag

FORMATS: Mapping[str, Sequence[str]] = {
    "feedparser": ("rss", "atom"),
    "fastfeedparser": ("rss", "atom", "json"),
    "atoma": ("rss", "atom", "json"),
    "feedsmith": ("rss", "atom", "json"),
    "rss-parser": ("rss", "atom"),
    "@rowanmanning/feed-parser": ("rss", "atom"),
}
"""The clients, and the formats that each reads."""

NODE = ("feedsmith", "rss-parser", "@rowanmanning/feed-parser")
NODE_FOLDER = Path(__file__).resolve().parent / "clients"

Fields = dict[str, Any]
"""The fields of a feed or of an entry, by name."""


@attrs.frozen
class Found:
    """What a client finds in a document."""

    feed: Fields
    entries: Sequence[Fields]


@attrs.frozen
class Document:
    """A feed or a list in a format."""

    name: str
    format: str
    body: bytes


@cache
def node_lacks() -> str:
    """Why the Node clients cannot be asked; empty if they can."""
    if shutil.which("node") is None:
        return "Node is not installed"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < 20:
        return f"the feed parsers need Node 20 or newer; this is {version}"
    missing = [client for client in NODE if not (NODE_FOLDER / "node_modules" / client).is_dir()]
    return f"not installed: {', '.join(missing)}; run npm install in tests/clients" if missing else ""


def asked(client: str, documents: Iterable[Document]) -> dict[str, Any]:
    """What a Node client makes of documents, by their names; the test is skipped where it cannot be asked."""
    if node_lacks():
        pytest.skip(node_lacks())
    given = [{"name": one.name, "format": one.format, "text": one.body.decode()} for one in documents]
    command = ["node", str(NODE_FOLDER / "read.mjs"), client]
    done = subprocess.run(command, input=json.dumps(given).encode(), stdout=subprocess.PIPE, check=True)
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def read(client: str, documents: Sequence[Document]) -> dict[str, Found]:
    """What a client finds in feeds, by their names."""
    made = asked(client, documents) if client in NODE else {one.name: one.body for one in documents}
    find = _CLIENTS[client]
    return {one.name: _comparable(find(made[one.name], one.format), one.format) for one in documents}


# What a feed should give


def expected(feed: Feed, format: str) -> Found:
    """What a reader should find of a feed: the fields that the format has, as the value has them."""
    made: Fields = {
        "title": feed.title,
        "link": feed.home_page,
        "subtitle": escape(feed.subtitle) if format == "rss" else feed.subtitle,
        "self": feed.urls[format],
        "author": feed.author,
        "language": tag(feed.locale),
        "translations": {tag(link.locale): link.url for link in feed.translations.get(format, ())},
        "older": feed.paging.get("prev-archive", {}).get(format),
    }
    if feed.mixed:
        made["language"] = {"rss": "mul", "atom": tag(feed.locale), "json": None}[format]
    if format == "atom":
        made["id"] = feed.id
    if format == "rss":
        del made["author"]  # the format wants an e-mail address there
    if format != "json":
        made["updated"] = _second(feed.updated)
    if format != "rss":
        made["retracted"] = [tombstone.id for tombstone in feed.tombstones]
    return _comparable(Found(made, [_expected_entry(entry, format) for entry in feed.entries]), format)


def _expected_entry(entry: Entry, format: str) -> Fields:
    summary, content = entry.summary, entry.content
    made: Fields = {
        "id": entry.id,
        "link": entry.url,
        "title": entry.title,
        "language": tag(entry.locale),
        "published": _second(entry.published),
        "updated": _second(entry.updated),
        "author": entry.author,
        "summary": summary,
        "content": content,
        "categories": [category.label or category.term for category in entry.categories],
        "image": entry.media[0].url if entry.media else None,
        "files": [(file.url, file.media_type, file.length) for file in entry.enclosures],
        "translations": {tag(link.locale): link.url for link in entry.translations},
    }
    if format == "rss":
        made["published"] = _second(entry.published or entry.updated)
        made["summary"] = escape(summary or (entry.title if content else ""))  # the format has HTML there
        made["files"] = made["files"][:1]
    if format == "json":
        made["categories"] = [one.term if one.locale else one.label or one.term for one in entry.categories]
        made["summary"] = summary if content else None
        made["content"] = content or summary or entry.title
    else:
        made["schemes"] = [category.scheme for category in entry.categories if category.scheme]
        made["image text"] = entry.media[0].description if entry.media else None
    return made


def _comparable(found: Found, format: str) -> Found:
    """The fields that have a value; HTML as a browser understands it."""
    html = ("content", "summary", "subtitle") if format == "rss" else ("content",)

    def given(fields: Fields) -> Fields:
        return {name: _html(value) if name in html else value for name, value in fields.items() if value}

    return Found(given(found.feed), list(map(given, found.entries)))


def _html(source: str) -> str:
    body = parsed(source).body
    return body.inner_html or "" if body is not None else ""


# What each client finds. Where a client has no field for something, the name it would likely have is asked for.


def _feedparser(body: bytes, format: str) -> Found:
    made = feedparser.parse(body)
    head = made.feed
    assert not made.bozo, made.bozo_exception

    def entry(item: Any) -> Fields:
        media = (item.get("media_content") or [{}])[0]
        return {
            "id": item.get("id"),
            "link": item.get("link"),
            "title": item.get("title"),
            "language": item.get("language") or item.title_detail.language,
            "published": _second(item.get("published_parsed")),
            "updated": _second(item.get("updated_parsed")),
            "author": item.get("author"),
            "summary": item.get("summary"),
            "content": (item.get("content") or [{}])[0].get("value"),
            "categories": [one.label or one.term for one in item.get("tags", ())],
            "schemes": [one.scheme for one in item.get("tags", ()) if one.scheme],
            "image": media.get("url"),
            "image text": media.get("description") or item.get("media_description"),
            "files": [(one.href, one.type, _number(one.get("length"))) for one in item.enclosures],
            "translations": _translations(item.get("links", ())),
        }

    return Found(
        {
            "id": head.get("id"),
            "title": head.get("title"),
            "link": head.get("link"),
            "subtitle": head.get("subtitle"),
            "self": _relation(head.links, "self"),
            "author": head.get("author"),
            "language": head.get("language") or head.title_detail.language,
            "updated": _second(head.get("updated_parsed")),
            "translations": _translations(head.links),
            "older": _relation(head.links, "prev-archive"),
            "retracted": [head["at_deleted-entry"]["ref"]] if "at_deleted-entry" in head else None,
        },
        [entry(item) for item in made.entries],
    )


def _fastfeedparser(body: bytes, format: str) -> Found:
    made = fastfeedparser.parse(body)
    head = made.feed

    def entry(item: Any) -> Fields:
        content = (item.get("content") or [{}])[0]
        media = (item.get("media_content") or [{}])[0]
        return {
            "id": item.get("id"),
            "link": item.get("link"),
            "title": item.get("title"),
            "language": item.get("language") or content.get("language"),
            "published": _second(item.get("published")),
            "updated": _second(item.get("updated")),
            "author": item.get("author"),
            "summary": item.get("description"),
            "content": content.get("value"),
            "categories": [one.get("label") or one["term"] for one in item.get("tags", ())],
            "schemes": [one["scheme"] for one in item.get("tags", ()) if one.get("scheme")],
            "image": media.get("url") or item.get("image"),
            "image text": media.get("description") or item.get("media_description"),
            "files": [
                (one.get("url") or one["href"], one["type"], _number(one.get("length")))
                for one in item.get("enclosures") or [one for one in item.get("links", ()) if one["rel"] == "enclosure"]
            ],
            "translations": _translations(item.get("links", ())),
        }

    return Found(
        {
            "id": head.get("id"),
            "title": head.get("title"),
            "link": head.get("link"),
            "subtitle": head.get("subtitle"),
            "self": _relation(head["links"], "self"),
            "author": head.get("author"),
            "language": head.get("language"),
            "updated": _second(head.get("updated")),
            "translations": _translations(head["links"]),
            "older": _relation(head["links"], "prev-archive") or head.get("next_url"),
            "retracted": head.get("deleted_entries"),
        },
        [entry(item) for item in made.entries],
    )


def _atoma(body: bytes, format: str) -> Found:
    return {"rss": _atoma_rss, "atom": _atoma_atom, "json": _atoma_json}[format](body)


def _atoma_rss(body: bytes) -> Found:
    made = atoma.parse_rss_bytes(body)

    def entry(item: Any) -> Fields:
        return {
            "id": item.guid,
            "link": item.link,
            "title": item.title,
            "language": getattr(item, "language", None),
            "published": _second(item.pub_date),
            "updated": _second(getattr(item, "updated", None)),
            "author": item.author or getattr(item, "creator", None),
            "summary": item.description,
            "content": item.content_encoded,
            "categories": item.categories,
            "schemes": [one.domain for one in item.categories if hasattr(one, "domain")],
            "image": getattr(item, "image", None),
            "image text": getattr(item, "image_description", None),
            "files": [(one.url, one.type, one.length or None) for one in item.enclosures],
            "translations": _translations(map(attrs.asdict, getattr(item, "links", ()))),
        }

    return Found(
        {
            "title": made.title,
            "link": made.link,
            "subtitle": made.description,
            "self": getattr(made, "feed_url", None),
            "language": made.language,
            "updated": _second(made.last_build_date),
            "translations": _translations(map(attrs.asdict, getattr(made, "links", ()))),
            "older": getattr(made, "next_url", None),
        },
        [entry(item) for item in made.items],
    )


def _atoma_atom(body: bytes) -> Found:
    made = atoma.parse_atom_bytes(body)

    def entry(item: Any) -> Fields:
        links = [attrs.asdict(link) for link in item.links]
        return {
            "id": item.id_,
            "link": _relation(links, "alternate"),
            "title": item.title.value,
            "language": item.title.lang,
            "published": _second(item.published),
            "updated": _second(item.updated),
            "author": item.authors[0].name if item.authors else None,
            "summary": item.summary and item.summary.value,
            "content": item.content and item.content.value,
            "categories": [one.label or one.term for one in item.categories],
            "schemes": [one.scheme for one in item.categories if one.scheme],
            "image": getattr(item, "image", None),
            "image text": getattr(item, "image_description", None),
            "files": [(one["href"], one["type_"], one["length"]) for one in links if one["rel"] == "enclosure"],
            "translations": _translations(links),
        }

    links = [attrs.asdict(link) for link in made.links]
    return Found(
        {
            "id": made.id_,
            "title": made.title.value,
            "link": _relation(links, "alternate"),
            "subtitle": made.subtitle and made.subtitle.value,
            "self": _relation(links, "self"),
            "author": made.authors[0].name if made.authors else None,
            "language": made.title.lang,
            "updated": _second(made.updated),
            "translations": _translations(links),
            "older": _relation(links, "prev-archive"),
            "retracted": getattr(made, "deleted_entries", None),
        },
        [entry(item) for item in made.entries],
    )


def _atoma_json(body: bytes) -> Found:
    made = atoma.parse_json_feed_bytes(body)

    def entry(item: Any) -> Fields:
        return {
            "id": item.id_,
            "link": item.url,
            "title": item.title,
            "language": getattr(item, "language", None),
            "published": _second(item.date_published),
            "updated": _second(item.date_modified),
            "author": item.author and item.author.name,
            "summary": item.summary,
            "content": item.content_html or item.content_text,
            "categories": item.tags,
            "image": item.image,
            "files": [(one.url, one.mime_type, one.size_in_bytes) for one in item.attachments],
            "translations": getattr(item, "_translations", None),
        }

    return Found(
        {
            "title": made.title,
            "link": made.home_page_url,
            "subtitle": made.description,
            "self": made.feed_url,
            "author": made.author and made.author.name,
            "language": getattr(made, "language", None),
            "translations": getattr(made, "_translations", None),
            "older": made.next_url,
            "retracted": getattr(made, "_deleted", None),
        },
        [entry(item) for item in made.items],
    )


def _feedsmith(made: Any, format: str) -> Found:
    return {"rss": _feedsmith_rss, "atom": _feedsmith_atom, "json": _feedsmith_json}[format](made)


def _feedsmith_rss(made: Any) -> Found:
    def entry(item: Any) -> Fields:
        atom, dc = item.get("atom", {}), item.get("dc", {})
        media = item.get("media", {}).get("contents", [{}])[0]
        return {
            "id": item["guid"]["value"],
            "link": item.get("link"),
            "title": item.get("title"),
            "language": dc.get("languages", [None])[0],
            "published": _second(item.get("pubDate")),
            "updated": _second(atom.get("updated")),
            "author": dc.get("creators", [None])[0],
            "summary": item.get("description"),
            "content": item.get("content", {}).get("encoded"),
            "categories": [one["name"] for one in item.get("categories", ())],
            "schemes": [one["domain"] for one in item.get("categories", ()) if "domain" in one],
            "image": media.get("url"),
            "image text": media.get("description", {}).get("value"),
            "files": [(one["url"], one["type"], one["length"] or None) for one in item.get("enclosures", ())],
            "translations": _translations(atom.get("links", ())),
        }

    links = made["atom"]["links"]
    return Found(
        {
            "title": made.get("title"),
            "link": made.get("link"),
            "subtitle": made.get("description"),
            "self": _relation(links, "self"),
            "language": made.get("language"),
            "updated": _second(made.get("lastBuildDate")),
            "translations": _translations(links),
            "older": _relation(links, "prev-archive"),
        },
        [entry(item) for item in made.get("items", ())],
    )


def _feedsmith_atom(made: Any) -> Found:
    def entry(item: Any) -> Fields:
        media = item.get("media", {}).get("contents", [{}])[0]
        links = item.get("links", ())
        return {
            "id": item.get("id"),
            "link": _relation(links, "alternate"),
            "title": item["title"]["value"],
            "language": item.get("xml", {}).get("lang"),
            "published": _second(item.get("published")),
            "updated": _second(item.get("updated")),
            "author": item.get("authors", [{}])[0].get("name"),
            "summary": item.get("summary", {}).get("value"),
            "content": item.get("content", {}).get("value"),
            "categories": [one.get("label") or one["term"] for one in item.get("categories", ())],
            "schemes": [one["scheme"] for one in item.get("categories", ()) if "scheme" in one],
            "image": media.get("url"),
            "image text": media.get("description", {}).get("value"),
            "files": [(one["href"], one["type"], one.get("length")) for one in links if one["rel"] == "enclosure"],
            "translations": _translations(links),
        }

    links = made["links"]
    return Found(
        {
            "id": made.get("id"),
            "title": made["title"]["value"],
            "link": _relation(links, "alternate"),
            "subtitle": made.get("subtitle", {}).get("value"),
            "self": _relation(links, "self"),
            "author": made.get("authors", [{}])[0].get("name"),
            "language": made.get("xml", {}).get("lang"),
            "updated": _second(made.get("updated")),
            "translations": _translations(links),
            "older": _relation(links, "prev-archive"),
            "retracted": [one["ref"] for one in made.get("at", {}).get("deletedEntries", ())],
        },
        [entry(item) for item in made.get("entries", ())],
    )


def _feedsmith_json(made: Any) -> Found:
    def entry(item: Any) -> Fields:
        return {
            "id": item.get("id"),
            "link": item.get("url"),
            "title": item.get("title"),
            "language": item.get("language"),
            "published": _second(item.get("date_published")),
            "updated": _second(item.get("date_modified")),
            "author": item.get("authors", [{}])[0].get("name"),
            "summary": item.get("summary"),
            "content": item.get("content_html") or item.get("content_text"),
            "categories": item.get("tags"),
            "image": item.get("image"),
            "files": [(one["url"], one["mime_type"], one.get("size_in_bytes")) for one in item.get("attachments", ())],
            "translations": item.get("_translations"),
        }

    return Found(
        {
            "title": made.get("title"),
            "link": made.get("home_page_url"),
            "subtitle": made.get("description"),
            "self": made.get("feed_url"),
            "author": made.get("authors", [{}])[0].get("name"),
            "language": made.get("language"),
            "translations": made.get("_translations"),
            "older": made.get("next_url"),
            "retracted": list(made.get("_deleted", ())),
        },
        [entry(item) for item in made.get("items", ())],
    )


def _rss_parser(made: Any, format: str) -> Found:
    def entry(item: Any) -> Fields:
        rss = format == "rss"
        categories = item.get("categories", ())
        named = [one for one in categories if isinstance(one, dict)]
        file = item.get("enclosure")
        return {
            "id": item.get("guid") or item.get("id"),
            "link": item.get("link"),
            "title": item.get("title"),
            "language": item.get("language"),
            "published": _second(item.get("isoDate")),
            "updated": _second(item.get("updated")),
            "author": item.get("creator") or item.get("author"),
            "summary": item.get("content") if rss else item.get("summary"),
            "content": item.get("content:encoded") if rss else item.get("content"),
            "categories": [one["_"] if isinstance(one, dict) else one for one in categories],
            "schemes": [one["$"]["domain"] for one in named],
            "image": item.get("image"),
            "image text": item.get("imageDescription"),
            "files": [(file["url"], file["type"], _number(file.get("length")))] if file else [],
            "translations": _translations(item.get("links", ())),
        }

    return Found(
        {
            "id": made.get("id"),
            "title": made.get("title"),
            "link": made.get("link"),
            "subtitle": made.get("description") or made.get("subtitle"),
            "self": made.get("feedUrl"),
            "author": made.get("author"),
            "language": made.get("language"),
            "updated": _second(made.get("lastBuildDate")),
            "translations": made.get("translations"),
            "older": made.get("paginationLinks", {}).get("prev-archive"),
            "retracted": made.get("deletedEntries"),
        },
        [entry(item) for item in made["items"]],
    )


def _rowan(made: Any, format: str) -> Found:
    def entry(item: Any) -> Fields:
        image = item.get("image") or {}
        files = [one for one in item["media"] if one["type"] != "image"]
        return {
            "id": item.get("id"),
            "link": item.get("url"),
            "title": item.get("title"),
            "language": item.get("language"),
            "published": _second(item.get("published")),
            "updated": _second(item.get("updated")),
            "author": item["authors"][0]["name"] if item["authors"] else None,
            "summary": item.get("description"),
            "content": item.get("content"),
            "categories": [one["label"] for one in item["categories"]],
            "schemes": [one["url"] for one in item["categories"] if one["url"]],
            "image": image.get("url"),
            "image text": image.get("title"),
            "files": [(one["url"], one["mimeType"], one["length"] or None) for one in files],
            "translations": item.get("translations"),
        }

    return Found(
        {
            "id": made.get("id"),
            "title": made.get("title"),
            "link": made.get("url"),
            "subtitle": made.get("description"),
            "self": made.get("self"),
            "author": made["authors"][0]["name"] if made["authors"] else None,
            "language": made.get("language"),
            "updated": _second(made.get("updated")),
            "translations": made.get("translations"),
            "older": made.get("older"),
            "retracted": made.get("retracted"),
        },
        [entry(item) for item in made["items"]],
    )


_CLIENTS: Mapping[str, Callable[[Any, str], Found]] = {
    "feedparser": _feedparser,
    "fastfeedparser": _fastfeedparser,
    "atoma": _atoma,
    "feedsmith": _feedsmith,
    "rss-parser": _rss_parser,
    "@rowanmanning/feed-parser": _rowan,
}


def _second(moment: Any) -> str | None:
    """A moment as RFC 3339 in UTC, to the second."""
    if not moment:
        return None
    if isinstance(moment, struct_time):
        found = datetime(*moment[:6], tzinfo=UTC)
    elif isinstance(moment, datetime):
        found = moment.astimezone(UTC)
    elif moment[0].isdigit():
        found = datetime.fromisoformat(moment).astimezone(UTC)
    else:
        found = parsedate_to_datetime(moment).astimezone(UTC)
    return found.replace(microsecond=0).isoformat()


def _number(digits: Any) -> int | None:
    return int(digits or 0) or None


def _relation(links: Iterable[Any], relation: str) -> str | None:
    return next((link["href"] for link in links if link.get("rel") == relation), None)


def _translations(links: Iterable[Any]) -> Fields:
    return {link["hreflang"]: link["href"] for link in links if link.get("rel") == "related" and link.get("hreflang")}
