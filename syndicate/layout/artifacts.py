"""The one table of artifacts: every kind of file in a published tree. All code that makes or reads a tree uses it.

Each kind is public under its own name, and in no list: a new one is one row.
"""

from __future__ import annotations

from typing import Final

from syndicate.layout.kinds import Access, ArtifactKind, Caching, Scope

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

CARD_SIZE: Final = (1200, 630)
"""Width and height of the picture of a card, in pixels."""
CARD_SQUARE_SIZE: Final = (1080, 1080)
"""Those of its square picture."""
