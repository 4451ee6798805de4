"""Pictures, videos and frames: what replaces them where no script runs. `preparing` finds their elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from syndicate.markup.styles import Style, style_of
from syndicate.markup.urls import WEB, addresses, candidates, resolve

__all__ = [
    "address_of",
    "is_pixel",
    "leads_elsewhere",
    "player_links",
    "lazy_address",
    "picture_of",
    "pictured",
    "played",
    "title_of",
    "watchable",
    "without_false_sizes",
]

_LAZY_SRC: Final = ("data-src", "data-lazy-src", "data-lazy", "data-original", "data-original-src")
_LAZY_SRCSET: Final = ("data-srcset", "data-lazy-srcset", "data-original-set")

# Players of video sites, and the page on which a reader can watch.
_PLAYERS: Final = (
    (
        r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/embed/videoseries\?(?:.*&)?list=([\w-]+).*",
        r"www.youtube.com/playlist?list=\1",
    ),
    (r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]+).*", r"www.youtube.com/watch?v=\1"),
    (r"player\.vimeo\.com/video/(\d+)(?:.*[?&]h=(\w+))?.*", r"vimeo.com/\1/\2"),
    (r"(?:www\.)?dailymotion\.com/embed/video/(\w+).*", r"www.dailymotion.com/video/\1"),
)
_WATCHABLE: Final = tuple((re.compile(f"https?://{player}", re.DOTALL), f"https://{page}") for player, page in _PLAYERS)

# Custom elements (HTML standard, section 4.13), such as AMP's, that stand for a picture or a player.
_PICTURES: Final = frozenset({"amp-anim", "amp-img"})
_NO_PICTURE = re.compile(
    r"\.(?:aac|css|flac|glb|gltf|html?|json|js|m3u8|m4[av]|mjs|mov|mp[34]|mpd|og[agv]|pdf|php|txt|usdz|vtt|wav|web[am]|xml)$",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:apng|avif|bmp|gif|ico|jfif|jpe?g|png|svg|webp)$", re.IGNORECASE)
_PLAYS = re.compile("audio|frame|player|video")
_ID_NAMES: Final = ("data-videoid", "video-id", "videoid")
_ID = re.compile(r"[\w-]+")
_PAGES: Final = {
    "dailymotion": "https://www.dailymotion.com/video/",
    "vimeo": "https://vimeo.com/",
    "youtube": "https://www.youtube.com/watch?v=",
}

_HASHED: Final = re.compile(r"/([^/]+)\.[0-9a-f]{16}(\.\w+)$")
"""The address of a file of the publisher's own, whose name the author knows."""

_SMALL = re.compile(r"\s*0*[01](?:\.0*)?(?:px)?\s*")
_SMALL_LENGTH = re.compile(r"[+-]?(?:(?:0+(?:\.0+)?|\.0+)[a-z%]*|0*(?:1(?:\.0*)?|0?\.\d+)px)")


def is_pixel(attributes: Mapping[str, str | None]) -> bool:
    """Whether a picture or frame is too small to see, as those that count readers."""
    style = style_of(attributes)
    return all(_is_small(name, attributes, style) for name in ("width", "height"))


def _is_small(name: str, attributes: Mapping[str, str | None], style: Style) -> bool:
    """Whether a picture is at most one pixel wide or high; its style overrides its attribute."""
    if _SMALL_LENGTH.fullmatch(style.get(f"max-{name}", "none")):
        return True
    stated = style.get(name, "auto")
    if stated == "auto":
        return _SMALL.fullmatch(attributes.get(name) or "") is not None
    return _SMALL_LENGTH.fullmatch(stated) is not None


def without_false_sizes(attributes: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The attributes of a picture without sizes of a pixel, which its style must have overruled."""
    if not any(_SMALL.fullmatch(attributes.get(name) or "") for name in ("width", "height")):
        return attributes
    return {name: value for name, value in attributes.items() if name not in ("width", "height")}


def watchable(url: str) -> str:
    """The page of a video, where an address is that of a known player.

    >>> watchable("https://www.youtube-nocookie.com/embed/abc?rel=0")
    'https://www.youtube.com/watch?v=abc'
    """
    for player, page in _WATCHABLE:
        if found := player.fullmatch(url):
            return found.expand(page).rstrip("/")
    return url


def pictured(tag: str, attributes: Mapping[str, str | None], base: str | None) -> dict[str, str] | None:
    """The attributes of the picture that a custom element shows; None if it shows none.

    >>> pictured("amp-img", {"src": "/a.png", "alt": "A pear", "layout": "fill"}, "https://example.org/")
    {'src': 'https://example.org/a.png', 'alt': 'A pear', 'layout': 'fill'}
    """
    found = picture_of(attributes, (), base)
    if found is not None and found.get("layout", "fixed") != "fixed":  # its width and height are a ratio
        found = {name: value for name, value in found.items() if name not in ("width", "height")}
    if found is None or tag in _PICTURES:
        return found
    path = urlsplit(found.get("src") or found["srcset"].split(" ", 1)[0].rstrip(",")).path
    is_picture = _PICTURE.search(path) is not None or ("alt" in attributes and not _NO_PICTURE.search(path))
    return found if is_picture else None


def played(
    tag: str, attributes: Mapping[str, str | None], sources: Iterable[LexborNode], base: str | None
) -> str | None:
    """The address that a custom element would play or frame; None if it does neither.

    >>> played("lite-youtube", {"videoid": "abc"}, (), None)
    'https://www.youtube.com/watch?v=abc'
    """
    page = _PAGES.get(tag.rpartition("-")[2])
    identifier = next((value for name in _ID_NAMES if (value := attributes.get(name))), "")
    if page and _ID.fullmatch(identifier):
        return page + identifier
    if not _PLAYS.search(tag) and not page:
        return None
    known = [attributes, *(source.attributes for source in sources)]
    url = address_of((one.get(name) for one in known for name in ("src", "data-src")), base)
    return url and watchable(url)


def address_of(values: Iterable[str | None], base: str | None) -> str | None:
    """The first address that leads to something on the web."""
    for value in values:
        url = resolve(value, base) if value else None
        if url is not None and url.startswith(WEB):
            return url
    return None


def player_links(
    links: Iterable[LexborNode], addresses: Iterable[str | None], base: str | None
) -> tuple[str, list[tuple[dict[str, str | None], str]]]:
    """What the links in a player say of it, and those that lead elsewhere, to a transcript for example.

    Returns:
        The text of the first link to one of the player's own addresses; attributes and texts of the other links.
    """
    own = {resolve(value, base) for value in addresses if value}
    named = ""
    others: dict[str, tuple[dict[str, str | None], str]] = {}
    for link in links:
        text = " ".join(link.text().split())
        url = address_of([link.attributes.get("href")], base)
        if url is None or not text:
            continue
        if url in own:
            named = named or text
        elif url not in others:
            carried = {name: value for name, value in link.attributes.items() if name in ("dir", "hreflang", "lang")}
            others[url] = {"href": url, **carried}, text
    return named, list(others.values())


def leads_elsewhere(node: LexborNode, url: str, base: str | None) -> bool:
    """Whether an element holds links, and none of them leads to an address."""
    found = [address_of([link.attributes.get("href")], base) for link in node.css("a[href]")]
    return any(found) and not any(one and watchable(one) == watchable(url) for one in found)


def title_of(attributes: Mapping[str, str | None], url: str, otherwise: str = "") -> str:
    """What a link to something that was embedded is called: by its author, by its file, or by the host it leads to.

    >>> title_of({}, "https://example.org/assets/guide.0123456789abcdef.pdf"), title_of({}, "https://www.example.com/a")
    ('guide.pdf', 'example.com')
    """
    for stated in (attributes.get("title"), attributes.get("aria-label"), otherwise):
        if stated and (title := " ".join(stated.split())):
            return title
    if (name := _HASHED.search(urlsplit(url).path)) is not None:
        return f"{name[1]}{name[2]}"
    return (urlsplit(url).hostname or url).removeprefix("www.")


def picture_of(
    attributes: Mapping[str, str | None], sources: Iterable[LexborNode], base: str | None
) -> dict[str, str] | None:
    """The attributes of a picture with the addresses that a browser would end up with; None where there are none.

    Pictures that a script loads later have them in other attributes, and a small one in ``src`` until then; those of a
    ``<picture>`` may have them in its sources only.
    """
    found = {name: value or "" for name, value in attributes.items()}
    lazy = address_of(map(attributes.get, _LAZY_SRC), base)
    src = lazy or address_of([attributes.get("src")], base)
    srcset = next(
        _sets(map(attributes.get, (*_LAZY_SRCSET, "srcset") if lazy else ("srcset", *_LAZY_SRCSET)), base), None
    )
    if src is None and srcset is None:
        srcset = next(_sets(_offered(sources), base), None)
    if src is None and srcset is None:
        return None
    stated = {name: value for name, value in (("src", src), ("srcset", srcset)) if value is not None}
    return {name: value for name, value in (found | stated).items() if name in stated or name not in ("src", "srcset")}


def lazy_address(attributes: Mapping[str, str | None], sources: Iterable[LexborNode]) -> str:
    """The address, as it is written, that a picture has only for a script, or in its sources; empty where it has none.

    >>> lazy_address({"src": "data:image/gif;base64,AA", "data-src": "a.png"}, ())
    'a.png'
    """
    lazy = (attributes.get(name) for name in (*_LAZY_SRC, *_LAZY_SRCSET))
    offered = () if attributes.get("src") or attributes.get("srcset") else _offered(sources)
    return next((url for stated in (*lazy, *offered) if stated for url in addresses(stated)), "")


def _sets(values: Iterable[str | None], base: str | None) -> Iterator[str]:
    return (made for value in values if value and (made := candidates(value, base)))


def _offered(sources: Iterable[LexborNode]) -> Iterator[str | None]:
    """The lists of a picture's sources, those for every screen and of formats that every browser shows first."""
    known = [source.attributes for source in sources]
    known.sort(
        key=lambda one: ("media" in one, (one.get("type") or "").lower() in ("image/avif", "image/jxl", "image/webp"))
    )
    for one in known:
        yield from map(one.get, ("srcset", *_LAZY_SRCSET, "src", "data-src"))
