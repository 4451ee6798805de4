"""The one table of artifacts: every kind of file in a published tree. All code that makes or reads a tree uses it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Final

from syndicate.explained import explained
from syndicate.layout.asset_types import ASSET_TYPES
from syndicate.layout.formats import FORMATS
from syndicate.layout.kinds import Access, ArtifactKind, Caching, Place, Scope

__all__ = [
    "APP_ICON",
    "APP_MANIFEST",
    "ARCHIVE_FEED",
    "ASSET",
    "CARD_HEAD",
    "CARD_IMAGE",
    "CARD_PREVIEW",
    "CARD_SIZE",
    "CARD_SQUARE",
    "CARD_SQUARE_SIZE",
    "CATALOG_JSON",
    "CATALOG_FEED",
    "CHOSEN_FRAME",
    "EMBED_BUILDER",
    "EMBED_PAGE",
    "FEED_LIST",
    "GROUP_CARD",
    "GROUP_FEED",
    "GROUP_LIST_FRAME",
    "GROUP_LIST_HTML",
    "GROUP_LIST_JSON",
    "INDEXNOW_KEY",
    "GROUP_PAGE",
    "HEADERS_FILE",
    "ICON",
    "ARTIFACTS",
    "LIST_FRAME",
    "LIST_HTML",
    "LIST_JSON",
    "LETTER_PAGE",
    "LIST_CARD",
    "LOCALE_FEED_LIST",
    "LOCALE_PAGE",
    "MANIFEST",
    "MIXED_FEED",
    "NOT_FOUND_PAGE",
    "OEMBED_JSON",
    "OEMBED_XML",
    "PAGE_SCRIPT",
    "REDIRECTS_FILE",
    "ROBOTS_FILE",
    "ROOT_PAGE",
    "SCRIPT",
    "SCRIPT_INDEX",
    "SCRIPT_STYLE",
    "SEARCH_INDEX",
    "SEARCH_PAGE",
    "SEARCH_SCRIPT",
    "SELECTION_FEED",
    "SITEMAP",
    "SITEMAP_PART",
    "SNIPPET_HTML",
    "SNIPPET_JSON",
    "STOREFRONT",
    "STYLESHEET",
    "TEASER_JSON",
    "TOPIC_FEED",
    "TOPIC_PAGE",
    "TOUCH_ICON",
    "WHATS_NEW_FEED",
    "WHATS_NEW_PAGE",
    "artifact_at",
    "is_kind",
    "media_type",
    "selection_name",
]

_HTML: Final = "text/html"
_XML: Final = "application/xml"
_JSON: Final = "application/json"
_OPML: Final = "text/x-opml"
_TOPIC: Final = "{locale}/topics/{slug}"


def _site(part: str, path: str, media_type: str = "", access: Access = Access.OPEN) -> ArtifactKind:
    return ArtifactKind(part=part, scope=Scope.SITE, path=path, media_type=media_type, access=access)


def _unserved(path: str, media_type: str) -> ArtifactKind:
    how = {"access": Access.UNSTATED, "caching": Caching.UNSTATED}
    return ArtifactKind(part="catalog", scope=Scope.SITE, path=path, media_type=media_type, **how)  # type: ignore[arg-type]


def _topic(part: str, name: str, media_type: str = "", access: Access = Access.OPEN) -> ArtifactKind:
    return ArtifactKind(part=part, scope=Scope.TOPIC, path=f"{_TOPIC}/{name}", media_type=media_type, access=access)


def _feed(scope: Scope, path: str) -> ArtifactKind:
    return ArtifactKind(part="feeds", scope=scope, path=path)


def _list(scope: Scope, part: str, path: str, media_type: str, access: Access = Access.OPEN) -> ArtifactKind:
    return ArtifactKind(part=part, scope=scope, path=f"{{locale}}/lists/{path}", media_type=media_type, access=access)


def _script(ending: str, media_type: str, *names: str) -> ArtifactKind:
    return ArtifactKind(
        part="embeds",
        scope=Scope.SITE,
        path=f"embeds/{{script}}.{{digest}}.{ending}",
        media_type=media_type,
        caching=Caching.IMMUTABLE,
        names=names,
    )


ROOT_PAGE: Final = _site("pages", "index.html", _HTML, Access.PAGE)
NOT_FOUND_PAGE: Final = _site("pages", "404.html", _HTML, Access.PAGE)
"""The page that servers show for an unknown address."""
ROBOTS_FILE: Final = _site("pages", "robots.txt", "text/plain")
ICON: Final = _site("pages", "favicon.ico", "image/vnd.microsoft.icon")
TOUCH_ICON: Final = _site("pages", "apple-touch-icon.png", "image/png")
APP_ICON: Final = _site("pages", "icon-512.png", "image/png")
APP_MANIFEST: Final = _site("pages", "manifest.webmanifest", "application/manifest+json")
"""What a phone shows for the site on a home screen (W3C, Web Application Manifest)."""
PAGE_SCRIPT: Final = ArtifactKind(
    part="pages",
    scope=Scope.SITE,
    path="scripts/{script}.{digest}.js",
    media_type="text/javascript",
    caching=Caching.IMMUTABLE,
    names=("page",),
)
SITEMAP: Final = _site("pages", "sitemap.xml", _XML)
SITEMAP_PART: Final = _site("pages", "sitemap-{number}.xml", _XML)
STYLESHEET: Final = _site("pages", "style.css", "text/css")
INDEXNOW_KEY: Final = _site("pages", "{key}.txt", "text/plain", Access.UNSTATED)
"""The file that proves to search engines that the sender of announcements owns the site (IndexNow)."""
FEED_LIST: Final = _site("feeds", "feeds.opml", _OPML)
MIXED_FEED: Final = _feed(Scope.SITE, "feeds/topics.{format}")
SCRIPT_INDEX: Final = _site("embeds", "embeds/embeds.json", _JSON)
SCRIPT: Final = _script("js", "text/javascript", "syndicated-topic", "frame-height", "frame", "storefront")
SCRIPT_STYLE: Final = _script("css", "text/css", "frame")
SEARCH_SCRIPT: Final = ArtifactKind(
    part="pages",
    scope=Scope.SITE,
    path="search/{script}.{digest}.js",
    media_type="text/javascript",
    caching=Caching.IMMUTABLE,
    names=("minisearch", "search-engine", "search"),
)
ASSET: Final = ArtifactKind(
    part="assets",
    scope=Scope.ASSET,
    path="assets/{asset}.{digest}.{ending}",
    media_type="application/octet-stream",
    access=Access.FILE,
    caching=Caching.IMMUTABLE,
)
"""A file beside a topic, or a smaller copy of its picture. The digest is of the file in the source, not of what an
encoder makes of it, so that addresses are the same with every version of Pillow."""
CATALOG_JSON: Final = _site("catalog", "topics.json", _JSON)
HEADERS_FILE: Final = _unserved("_headers", "text/plain")
REDIRECTS_FILE: Final = _unserved("_redirects", "text/plain")
"""Where addresses that topics had lead to, in the form of Netlify and Cloudflare Pages."""
MANIFEST: Final = _unserved(".syndicate.json", _JSON)
"""The list of the files that a build made; it tells a published tree from any other folder."""

LOCALE_PAGE: Final = ArtifactKind(
    part="pages", scope=Scope.LOCALE, path="{locale}/index.html", media_type=_HTML, access=Access.PAGE
)
SEARCH_PAGE: Final = ArtifactKind(
    part="pages", scope=Scope.LOCALE, path="{locale}/search/index.html", media_type=_HTML, access=Access.PAGE
)
SEARCH_INDEX: Final = ArtifactKind(
    part="pages", scope=Scope.LOCALE, path="{locale}/search/index.json", media_type=_JSON, access=Access.PAGE
)
"""The index of the search page; it has all topics, also those that others may not have, so it is for this site only."""
WHATS_NEW_PAGE: Final = ArtifactKind(
    part="pages", scope=Scope.LOCALE, path="{locale}/whats-new/index.html", media_type=_HTML, access=Access.PAGE
)
LETTER_PAGE: Final = ArtifactKind(
    part="pages", scope=Scope.LOCALE, path="{locale}/a-z/{letter}/index.html", media_type=_HTML, access=Access.PAGE
)
LIST_CARD: Final = ArtifactKind(part="cards", scope=Scope.LOCALE, path="{locale}/card.png", media_type="image/png")
"""The picture of the pages of a language that do not show a topic."""
LOCALE_FEED_LIST: Final = ArtifactKind(part="feeds", scope=Scope.LOCALE, path="{locale}/feeds.opml", media_type=_OPML)
CATALOG_FEED: Final = _feed(Scope.LOCALE, "{locale}/feeds/topics.{format}")
WHATS_NEW_FEED: Final = _feed(Scope.LOCALE, "{locale}/feeds/whats-new.{format}")
ARCHIVE_FEED: Final = _feed(Scope.ARCHIVE, "{locale}/feeds/archive/{archive}.{format}")

GROUP_PAGE: Final = ArtifactKind(
    part="pages", scope=Scope.GROUP, path="{locale}/groups/{slug}/index.html", media_type=_HTML, access=Access.PAGE
)
GROUP_CARD: Final = ArtifactKind(
    part="cards", scope=Scope.GROUP, path="{locale}/groups/{slug}/card.png", media_type="image/png"
)
GROUP_FEED: Final = _feed(Scope.GROUP, "{locale}/feeds/groups/{slug}.{format}")

LIST_JSON: Final = _list(Scope.LOCALE, "lists", "{list}/list.json", _JSON)
LIST_HTML: Final = _list(Scope.LOCALE, "lists", "{list}/list.html", _HTML, Access.OPEN_PAGE)
LIST_FRAME: Final = _list(Scope.LOCALE, "embeds", "{list}/embed.html", _HTML, Access.FRAME)
GROUP_LIST_JSON: Final = _list(Scope.GROUP, "lists", "groups/{slug}/list.json", _JSON)
GROUP_LIST_HTML: Final = _list(Scope.GROUP, "lists", "groups/{slug}/list.html", _HTML, Access.OPEN_PAGE)
GROUP_LIST_FRAME: Final = _list(Scope.GROUP, "embeds", "groups/{slug}/embed.html", _HTML, Access.FRAME)
CHOSEN_FRAME: Final = _list(Scope.LOCALE, "embeds", "embed.html", _HTML, Access.FRAME)
"""The page for frames that shows whatever topics its address names."""
STOREFRONT: Final = ArtifactKind(
    part="embeds", scope=Scope.LOCALE, path="{locale}/embed/index.html", media_type=_HTML, access=Access.PAGE
)
"""The page on which partners choose topics, lists, and forms."""

TOPIC_PAGE: Final = _topic("pages", "index.html", _HTML, Access.PAGE)
TOPIC_FEED: Final = _feed(Scope.TOPIC, f"{_TOPIC}/feed.{{format}}")
SNIPPET_HTML: Final = _topic("snippets", "snippet.html", _HTML, Access.OPEN_PAGE)
SNIPPET_JSON: Final = _topic("snippets", "snippet.json", _JSON)
CARD_HEAD: Final = _topic("cards", "card.html", _HTML, Access.PAGE)
CARD_IMAGE: Final = _topic("cards", "card.png", "image/png")
CARD_SQUARE: Final = _topic("cards", "card-square.png", "image/png")
CARD_PREVIEW: Final = _topic("cards", "card/index.html", _HTML, Access.PAGE)
TEASER_JSON: Final = _topic("lists", "teaser.json", _JSON)
EMBED_PAGE: Final = _topic("embeds", "embed.html", _HTML, Access.FRAME)
OEMBED_JSON: Final = _topic("embeds", "oembed.json", _JSON)
OEMBED_XML: Final = _topic("embeds", "oembed.xml", _XML)
EMBED_BUILDER: Final = _topic("embeds", "embed/index.html", _HTML, Access.PAGE)

SELECTION_FEED: Final = _feed(Scope.SELECTION, "{locale}/feeds/selections/{selection}.{format}")
"""The feed of several chosen topics; a build does not make it."""

ARTIFACTS: Final = tuple(
    value for value in list(vars().values()) if isinstance(value, ArtifactKind) and value.scope is not Scope.SELECTION
)
"""All kinds that a build makes."""


@explained
def artifact_at(path: str) -> Place | None:
    """The kind and values of a path in the tree; None for a path that no build writes.

    >>> found = artifact_at("es/topics/sleep/feed.atom")
    >>> found.kind is TOPIC_FEED, found.values["slug"], found.media_type
    (True, 'sleep', 'application/atom+xml')
    >>> artifact_at("CNAME") is None
    True
    """
    formats = tuple(FORMATS)
    topic = _TOPIC_FOLDER.match(path)  # most paths are of topics
    if topic is not None and (known := _names_of_topics(formats).get(path[topic.end() :])) is not None:
        return Place(known[0], {**topic.groupdict(), **known[1]})
    any_of, own = _compiled(formats)
    found = any_of.fullmatch(path)
    if found is None or found.lastgroup is None:
        return None
    kind, pattern = own[found.lastgroup]
    match = pattern.fullmatch(path)
    return Place(kind, match.groupdict()) if match is not None else None


@explained
def is_kind(path: str, kind: ArtifactKind) -> bool:
    """Whether a path is of that kind.

    >>> is_kind("es/topics/sleep/card.png", CARD_IMAGE), is_kind("logo.png", CARD_IMAGE)
    (True, False)
    """
    found = artifact_at(path)
    return found is not None and found.kind is kind


_TOPIC_FOLDER: Final = re.compile(TOPIC_PAGE.folder())


@lru_cache(maxsize=4)
def _names_of_topics(formats: tuple[str, ...]) -> Mapping[str, tuple[ArtifactKind, Mapping[str, str]]]:
    """The kind, and the format, of each file of a topic, by its path in the topic's folder."""
    own = [(kind, kind.path.removeprefix(f"{_TOPIC}/")) for kind in ARTIFACTS if kind.path.startswith(f"{_TOPIC}/")]
    return {
        name.format(format=format): (kind, {"format": format} if "{format}" in name else {})
        for kind, name in own
        for format in formats
    }


@lru_cache(maxsize=4)
def _compiled(formats: tuple[str, ...]) -> tuple[re.Pattern[str], Mapping[str, tuple[ArtifactKind, re.Pattern[str]]]]:
    """One expression that finds the kind of a path, by the name of a group; and an expression for each kind."""
    own = {f"kind{number}": (kind, re.compile(kind.pattern())) for number, kind in enumerate(ARTIFACTS)}
    any_of = (f"(?P<{name}>{pattern.pattern.replace('(?P<', '(?:_<')})" for name, (_, pattern) in own.items())
    return re.compile("|".join(re.sub(r"\(\?:_<[a-z]+>", "(?:", one) for one in any_of)), own


_BY_ENDING: Final = {kind.path.rpartition(".")[2]: kind.media_type for kind in ARTIFACTS if kind.media_type}


@explained
def media_type(path: str) -> str:
    """The media type of a file of the tree, also of one that was put there by hand.

    >>> media_type("es/feeds/topics.json"), media_type("topics.json"), media_type("about.html")
    ('application/feed+json', 'application/json', 'text/html')
    """
    if (found := artifact_at(path)) is not None:
        return found.media_type
    ending = path.rpartition(".")[2]
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    return FORMATS[ending].media_type if ending in FORMATS else ASSET_TYPES.get(ending, "application/octet-stream")


CARD_SIZE: Final = (1200, 630)
"""Width and height of the picture of a card, in pixels."""
CARD_SQUARE_SIZE: Final = (1080, 1080)
"""Those of its square picture."""

_LONGEST_NAME: Final = 120


@explained
def selection_name(slugs: Iterable[str]) -> str:
    """The name of a selection of topics, whatever their order.

    >>> selection_name(["sleep", "asthma"])
    'asthma~sleep'
    """
    name = "~".join(sorted(slugs))
    return name if len(name) <= _LONGEST_NAME else sha256(name.encode()).hexdigest()[:16]
