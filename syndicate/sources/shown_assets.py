"""Pictures and recordings of a text as the pages that show them need them: sizes, smaller copies, captions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from syndicate.assets.reading import Found, read_asset
from syndicate.errors import InvalidValueError, LocaleError
from syndicate.locales import language_name
from syndicate.markup.players import Played
from syndicate.model import FindingKind, Publisher
from syndicate.model.asset import SIZES, Asset, Player, Track, fitting
from syndicate.model.record import RAW_OF_ASSETS
from syndicate.sources.reading import raw_digest

__all__ = ["described_players", "raw_of_assets", "remarks", "sized"]

_PICTURE: Final = re.compile(r"<img([^>]*)>")
_SRC: Final = re.compile(r' src="([^"]*)"')
_WIDTH: Final = re.compile(r' width="(\d+)"')


def raw_of_assets(assets: Iterable[Asset]) -> str:
    """What the files beside a text add to the digest of what its source states; nothing where there is none."""
    digests = sorted({asset.digest for asset in assets})
    return raw_digest(*digests)[:RAW_OF_ASSETS] if digests else ""


def remarks(found: Found, file: str) -> Iterator[tuple[FindingKind, dict[str, str]]]:
    """What is left out of a file that is published, or would better be done to it, as findings need it.

    Args:
        found: what the file is.
        file: how the text calls it.
    """
    if found.removed:
        yield FindingKind.CHANGED_FILE, {"file": file, "names": ", ".join(found.removed), "reason": "without-scripts"}
    if found.has_location:
        yield FindingKind.CHANGED_FILE, {"file": file, "reason": "without-location"}
    if found.heavy and found.asset is not None:
        yield (
            FindingKind.HEAVY_PICTURE,
            {"file": file, "kilobytes": str(found.asset.size // 1000), "reason": found.heavy},
        )


def sized(html: Markup, assets: Mapping[str, Asset], publisher: Publisher | None) -> Markup:
    """A sanitized text whose own pictures say how large they are, so that nothing moves when they come.

    What the author says of a picture stays; browsers choose among its sizes as wide as that.

    Args:
        html: the text.
        assets: its files by their addresses.
        publisher: who publishes them.
    """
    if publisher is None or not assets or "<img" not in html:
        return html

    def with_size(match: re.Match[str]) -> str:
        written = match[1]
        src = _SRC.search(written)
        asset = assets.get(unescape(src[1]).partition("#")[0]) if src is not None else None
        if asset is None or asset.width is None or asset.height is None:
            return match[0]
        stated, added = _WIDTH.search(written), ""
        if stated is None and " height=" not in written:
            width, height = fitting(asset.width, asset.height)
            added = f' width="{width}" height="{height}"'
        if " srcset=" not in written and (srcset := asset.srcset(publisher.base_url)):
            sizes = f"{stated[1]}px" if stated is not None else SIZES
            added += f' srcset="{escape(srcset)}" sizes="{sizes}"'
        return f"<img{added}{written}>"

    return Markup(_PICTURE.sub(with_size, html))  # noqa: S704 -- only numbers and addresses that were checked are added


def _name(language: str) -> str:
    """What a list of tracks calls a language: by its own name, in which its speakers look for it."""
    try:
        return language_name(language) if language else ""
    except LocaleError:
        return ""


def described_players(
    found: Iterable[Played],
    assets: Mapping[str, Asset],
    publish: Callable[[Asset], str | None],
    beside: Callable[[Path], Iterable[tuple[Path, str]]],
) -> Iterator[Player]:
    """The recordings of a text; those beside it have the captions that stand beside them, if the text names none.

    Args:
        found: the recordings.
        assets: the files of the text by their addresses.
        publish: publishes a file too; gives its address.
        beside: the captions beside a recording.
    """
    for played in found:
        tracks = [
            Track(url=track.url, kind=track.kind, language=track.language, label=track.label) for track in played.tracks
        ]
        asset = next((assets[url] for url in played.urls if url in assets), None)
        if not tracks and asset is not None:
            for file, language in beside(asset.file):
                if language and not _name(language):  # "talk.old.vtt" is a copy that somebody keeps
                    continue
                caption = read_asset(file).asset
                url = publish(caption) if caption is not None else None
                if url is not None:
                    tracks.append(Track(url=url, language=language, label=_name(language)))
        try:
            yield Player(
                url=played.urls[0],
                is_video=played.is_video,
                sources=played.urls,
                poster=played.poster,
                tracks=tracks,
                width=played.width,
                height=played.height,
            )
        except InvalidValueError:  # an address that no model takes, of which the sanitizer tells
            continue
