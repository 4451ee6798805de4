"""What a server sends with each file of the published tree: one table, for `_headers` and for the preview.

`_headers` is the form of Netlify and Cloudflare Pages. The first takes the last of several rules for a header, the
other joins them, and two joined frame-ancestors mean the stricter; so no file gets a header from two rules.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from syndicate.model import Publisher, layout

__all__ = ["IMMUTABLE", "headers", "headers_file"]

IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""The caching of files whose address changes with their bytes."""

_SHORT: Final = "public, max-age=300, stale-while-revalidate=86400"
_CACHED: Final = {"Cache-Control": _SHORT}
# Anyone's script may read it, and anyone's page may load it, also where that asks every file for its consent (COEP).
_OPEN: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_PAGE: Final = {**_CACHED, "Content-Security-Policy": "frame-ancestors 'self'"}
# The page for frames says nothing of frame-ancestors: even ``*`` would shut out a partner who tries a page from a disk.
# This stands here and not in the page, since a server can send all of it, and validators, which read the page from a
# disk, could not tell its own files from others'. Where headers cannot be set, the sandbox and the sanitizer remain.
_FRAME: Final = {
    **_CACHED,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https:; base-uri 'none';"
        " form-action 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class _Rule(NamedTuple):
    """Some files, and what is sent with them.

    Attributes:
        paths: of the files; ``:name`` stands for one step, ``*`` for anything.
    """

    paths: tuple[str, ...]
    headers: dict[str, str]


def _pages(*folders: str) -> tuple[str, ...]:
    return tuple(f"{folder}{name}" for folder in folders for name in ("", "index.html"))


_TOPIC: Final = "/:locale/topics/:topic"
_RULES: Final = (
    _Rule(("/*",), {"X-Content-Type-Options": "nosniff"}),
    _Rule(tuple(f"/{layout.EMBEDS}/{stem}.*" for stem in layout.EMBED_ASSETS), {**_OPEN, "Cache-Control": IMMUTABLE}),
    _Rule(
        (
            f"/{layout.EMBEDS_JSON}",
            f"/{layout.TOPICS_JSON}",
            f"/{layout.SITE_OPML}",
            "/feeds/*",
            "/:locale/feeds.opml",
            "/:locale/feeds/*",
            f"{_TOPIC}/feed.*",
            f"{_TOPIC}/snippet.json",
            f"{_TOPIC}/{layout.OEMBED_JSON}",
            f"{_TOPIC}/{layout.OEMBED_XML}",
            f"{_TOPIC}/{layout.CARD_IMAGE}",
            f"{_TOPIC}/{layout.CARD_SQUARE}",
            f"/{layout.STYLESHEET}",
            "/sitemap*",
        ),
        {**_OPEN, **_CACHED},
    ),
    _Rule((f"{_TOPIC}/snippet.html",), {**_OPEN, **_PAGE}),
    # Cloudflare Pages takes its suffix away and then finds no rule, which leaves it open to frames as well; a rule for
    # it would be one for the folder of this name too at Netlify.
    _Rule((f"{_TOPIC}/{layout.EMBED_PAGE}",), _FRAME),
    _Rule(
        _pages("/", "/:locale/", "/:locale/groups/:group/", f"{_TOPIC}/", f"{_TOPIC}/embed/", f"{_TOPIC}/card/"), _PAGE
    ),
    _Rule((f"{_TOPIC}/{layout.CARD_HTML}",), _PAGE),
)


@lru_cache(maxsize=4096)
def headers(path: str) -> MappingProxyType[str, str]:
    """What is sent with a file.

    Args:
        path: in the tree, such as ``es/index.html``.

    >>> headers("es/topics/sleep/index.html")["Content-Security-Policy"]
    "frame-ancestors 'self'"
    """
    sent: dict[str, str] = {}
    for rule in _RULES:
        if any(_pattern(written).fullmatch(f"/{path}") for written in rule.paths):
            sent |= rule.headers
    return MappingProxyType(sent)


@lru_cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r":[a-z]+", "[^/]+", re.escape(path).replace(r"\*", ".*")))


def headers_file(publisher: Publisher) -> bytes:
    """The file ``_headers``; its paths are those of the tree's addresses.

    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> print(headers_file(publisher).decode().splitlines()[1])
      X-Content-Type-Options: nosniff
    """
    above = urlsplit(publisher.base_url).path.removesuffix("/")
    lines = []
    for rule in _RULES:
        for path in rule.paths:
            lines += [above + path, *(f"  {name}: {value}" for name, value in rule.headers.items())]
    return "".join(f"{line}\n" for line in lines).encode()
