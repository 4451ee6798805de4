"""Pictures, recordings, files and links of the publisher's own pages: they play, and lead into the tree around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from pathlib import PurePosixPath
from typing import Final

from markupsafe import Markup, escape

from syndicate.layout import ASSET, ASSET_TYPES, page_path
from syndicate.markup.urls import readdressed
from syndicate.model.asset import Player

__all__ = ["playing", "with_relative_links", "within_tree"]

_POSTER: Final = re.compile(r"<img [^>]*> ")
_HELD: Final = re.compile(r' (src|poster|href)="([^"]*)"| srcset="([^"]*)"')
_FOLDER: Final = ASSET.path.partition("{")[0]


def playing(text: Markup, players: Iterable[Player], base_url: str) -> Markup:
    """A text in which recordings play above the links that stand for them everywhere else.

    Nothing is loaded before a reader wants to hear or see it, except the length of a recording of the own site.

    Args:
        text: the text, in which each recording is a link.
        players: the recordings.
        base_url: that of the publisher.
    """
    html = str(text)
    for player in players:
        link = f'<a href="{escape(player.url)}"'
        start = html.find(link)
        if start < 0 or (inner := html.find(">", start) + 1) == 0:
            continue
        rest = html[inner:]
        if player.poster is not None and (picture := _POSTER.match(rest)) is not None:  # which the player shows
            rest = rest[picture.end() :]
        html = f"{html[:start]}{_written(player, base_url)} {html[start:inner]}{rest}"
    return Markup(html)  # noqa: S704 -- addresses are escaped, the rest was safe before


def _written(player: Player, base_url: str) -> str:
    name = "video" if player.is_video else "audio"
    is_own = all(source.startswith(base_url) for source in player.sources)
    stated = {
        "controls": "",
        "preload": "metadata" if is_own else "none",
        "width": player.width,
        "height": player.height,
        "poster": player.poster,
    }
    attributes = "".join(
        f' {key}="{escape(str(value))}"' if value != "" else f" {key}"
        for key, value in stated.items()
        if value is not None
    )
    sources = "".join(f'<source src="{escape(url)}"{_type(url)}>' for url in player.sources)
    tracks = "".join(
        f'<track src="{escape(track.url)}" kind="{track.kind}"'
        + (f' srclang="{escape(track.language)}"' if track.language else "")
        + (f' label="{escape(track.label)}"' if track.label else "")
        + (" default" if number == 0 and track.kind == "captions" else "")
        + ">"
        for number, track in enumerate(player.tracks)
        # Subtitles without a language are none (HTML standard, section 4.8.11.1).
        if track.language or track.kind != "subtitles"
    )
    return f"<{name}{attributes}>{sources}{tracks}</{name}>"


def _type(url: str) -> str:
    kind = ASSET_TYPES.get(PurePosixPath(re.split(r"[?#]", url, maxsplit=1)[0]).suffix[1:].lower(), "")
    # Browsers refuse a type that they do not know by name, though they play what is in it.
    return f' type="{kind}"' if kind.startswith(("audio/", "video/")) and kind != "video/quicktime" else ""


def within_tree(html: Markup, base_url: str, up: str) -> Markup:
    """HTML whose own files are loaded from the tree that it lies in, so that it may be read from a disk or a preview.

    Args:
        html: the HTML.
        base_url: that of the publisher.
        up: from the page to the root of the tree.
    """
    base = f"{base_url}{_FOLDER}"
    if str(escape(base)) not in html:
        return html

    def relative(url: str) -> str | None:
        return f"{up}{url.removeprefix(base_url)}" if url.startswith(base) else None

    def rewritten(match: re.Match[str]) -> str:
        if match[1] is None:
            return f' srcset="{escape(readdressed(unescape(match[3]), relative))}"'
        found = relative(unescape(match[2]))
        return match[0] if found is None else f' {match[1]}="{escape(found)}"'

    return Markup(_HELD.sub(rewritten, html))  # noqa: S704 -- only addresses that were escaped already change


def with_relative_links(html: Markup, base_url: str, up: str) -> Markup:
    """HTML whose links into the published tree are relative, as all links between its pages are.

    Args:
        html: the HTML.
        base_url: that of the publisher.
        up: from the page to the root of the tree.
    """

    def relative(link: re.Match[str]) -> str:
        return f'href="{up}{page_path(link[1])}"'

    # Only attributes that were escaped already change, and only their beginning.
    return Markup(_linked(base_url).sub(relative, html))  # noqa: S704


@lru_cache(maxsize=8)
def _linked(base_url: str) -> re.Pattern[str]:
    """A link into the published tree."""
    return re.compile(rf'href="{re.escape(str(escape(base_url)))}([^"?#]*)"')
