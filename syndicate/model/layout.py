"""Where each artifact of the published tree lies: the one table of paths. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from syndicate.locales import LocaleLike, tag

__all__ = [
    "CARD_HTML",
    "CARD_IMAGE",
    "CARD_SIZE",
    "CARD_SQUARE",
    "EMBEDS",
    "EMBEDS_JSON",
    "EMBED_ASSETS",
    "EMBED_PAGE",
    "FEED_FORMATS",
    "HEADERS",
    "MEDIA_TYPES",
    "OURS",
    "OEMBED_JSON",
    "OEMBED_XML",
    "ROOT_INDEX",
    "SITEMAP",
    "SITE_OPML",
    "STYLESHEET",
    "TOPICS_JSON",
    "archive_feed",
    "card_preview",
    "catalog_feed",
    "embed_asset",
    "embed_builder",
    "group_feed",
    "group_page",
    "locale_index",
    "locale_opml",
    "media_type",
    "selection_feed",
    "topic_feed",
    "topic_file",
    "topic_page",
    "whats_new_feed",
]

_LONGEST_NAME: Final = 120

ROOT_INDEX: Final = "index.html"
SITEMAP: Final = "sitemap.xml"
SITE_OPML: Final = "feeds.opml"
TOPICS_JSON: Final = "topics.json"
STYLESHEET: Final = "style.css"
HEADERS: Final = "_headers"

EMBEDS: Final = "embeds"
EMBEDS_JSON: Final = f"{EMBEDS}/embeds.json"
EMBED_ASSETS: Final = ("syndicated-topic", "frame-height", "frame", "builder")
"""What the files in the folder of embeds are called before their hash and suffix."""

CARD_HTML: Final = "card.html"
CARD_IMAGE: Final = "card.png"
CARD_SQUARE: Final = "card-square.png"
CARD_SIZE: Final = (1200, 630)
"""Width and height of the picture of a card, in pixels."""

EMBED_PAGE: Final = "embed.html"
OEMBED_JSON: Final = "oembed.json"
OEMBED_XML: Final = "oembed.xml"

FEED_FORMATS: Final = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
"""The formats of a feed and their media types, in the order they are offered."""

MEDIA_TYPES: Final = {
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/json",
    ".html": "text/html",
    ".xml": "application/xml",
    ".opml": "text/x-opml",
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
}
"""The media type of each kind of file, by its suffix."""


_SLUG = "[a-z0-9][a-z0-9._-]*"
_FORMATS = "rss|atom|json"
OURS: Final = re.compile(
    rf"""(?: index\.html | 404\.html | robots\.txt | sitemap(?:-\d+)?\.xml | feeds\.opml | topics\.json | style\.css
    | _headers
    | embeds/(?: embeds\.json | [a-z-]+\.[0-9a-f]{{16}}\.(?:js|css) )
    | feeds/topics\.(?:{_FORMATS})
    | [a-z]{{2,3}}(?:-[A-Za-z0-9]+)*/(?:
        index\.html | feeds\.opml
        | feeds/(?: topics | whats-new | groups/{_SLUG} | archive/\d+-[0-9a-f]{{8}} )\.(?:{_FORMATS})
        | groups/{_SLUG}/index\.html
        | topics/{_SLUG}/(?:
            index\.html | feed\.(?:{_FORMATS}) | snippet\.(?:html|json) | card\.(?:html|png) | card-square\.png
            | embed\.html | oembed\.(?:json|xml) | (?:card|embed)/index\.html ) ))""",
    re.VERBOSE,
)
"""The paths that a build writes: by them its files are known where the list of them is damaged."""


def locale_index(locale: LocaleLike) -> str:
    """The catalog's page in a language."""
    return f"{tag(locale)}/index.html"


def locale_opml(locale: LocaleLike) -> str:
    """The list of a language's feeds."""
    return f"{tag(locale)}/feeds.opml"


def _feeds(locale: LocaleLike | None) -> str:
    """The folder of a language's feeds; of the feeds in several languages without one."""
    return "feeds" if locale is None else f"{tag(locale)}/feeds"


def catalog_feed(locale: LocaleLike | None, format: str) -> str:
    """The catalog's feed in a language and format (``rss``, ``atom`` or ``json``).

    Args:
        locale: the language; None for the feed of all languages, above their folders.
        format: one of :data:`FEED_FORMATS`.

    >>> catalog_feed("es", "atom"), catalog_feed(None, "rss")
    ('es/feeds/topics.atom', 'feeds/topics.rss')
    """
    return f"{_feeds(locale)}/topics.{format}"


def archive_feed(locale: LocaleLike | None, format: str, name: str) -> str:
    """An archive document of the catalog's feed (RFC 5005 section 4), by its name; see :mod:`syndicate.history`."""
    return f"{_feeds(locale)}/archive/{name}.{format}"


def whats_new_feed(locale: LocaleLike | None, format: str) -> str:
    """The feed of changes alone."""
    return f"{_feeds(locale)}/whats-new.{format}"


def group_feed(locale: LocaleLike | None, slug: str, format: str) -> str:
    """A group's feed."""
    return f"{_feeds(locale)}/groups/{slug}.{format}"


def group_page(locale: LocaleLike, slug: str) -> str:
    """A group's page."""
    return f"{tag(locale)}/groups/{slug}/index.html"


def topic_page(locale: LocaleLike, slug: str) -> str:
    """A topic's page."""
    return topic_file(locale, slug, "index.html")


def topic_feed(locale: LocaleLike | None, slug: str, format: str) -> str:
    """A topic's feed."""
    return f"topics/{slug}/feed.{format}" if locale is None else topic_file(locale, slug, f"feed.{format}")


def selection_feed(locale: LocaleLike | None, slugs: Iterable[str], format: str) -> str:
    """The feed of several topics that somebody chose, in any order; a build writes none.

    >>> selection_feed("es", ["sleep", "asthma"], "atom")
    'es/feeds/selections/asthma~sleep.atom'
    """
    name = "~".join(sorted(slugs))
    if len(name) > _LONGEST_NAME:
        name = sha256(name.encode()).hexdigest()[:16]
    return f"{_feeds(locale)}/selections/{name}.{format}"


def topic_file(locale: LocaleLike, slug: str, name: str) -> str:
    """One of a topic's files: ``index.html``, ``feed.rss``, ``snippet.html``, ``card.html``, ...

    >>> topic_file("es_MX", "genes", "feed.atom")
    'es-MX/topics/genes/feed.atom'
    """
    return f"{tag(locale)}/topics/{slug}/{name}"


def card_preview(locale: LocaleLike, slug: str) -> str:
    """The page on which an editor sees what networks show of a topic."""
    return topic_file(locale, slug, "card/index.html")


def embed_builder(locale: LocaleLike, slug: str) -> str:
    """The page on which a partner chooses how to embed a topic."""
    return topic_file(locale, slug, "embed/index.html")


def embed_asset(name: str, digest: str) -> str:
    """A script or style sheet of embeds, at an address that changes with its bytes.

    >>> embed_asset("frame.js", "0123456789abcdef")
    'embeds/frame.0123456789abcdef.js'
    """
    stem, _, suffix = name.rpartition(".")
    return f"{EMBEDS}/{stem}.{digest}.{suffix}"


def media_type(path: str) -> str:
    """The media type of a file of the tree; a JSON Feed has its own (JSON Feed 1.1).

    >>> media_type("es/feeds/topics.json"), media_type("topics.json")
    ('application/feed+json', 'application/json')
    """
    if path.endswith(".json") and ("/feeds/" in f"/{path}" or path.endswith("/feed.json")):
        return FEED_FORMATS["json"]
    if path == HEADERS:
        return "text/plain"
    return MEDIA_TYPES.get(path[path.rfind(".") :], "application/octet-stream")
