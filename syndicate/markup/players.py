"""The recordings in a text, as its author embedded them: what a page needs to play them where the text has links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from syndicate.markup.attribute_values import VALUES
from syndicate.markup.media import address_of
from syndicate.markup.pages import parse

__all__ = ["Played", "PlayedTrack", "players"]

_KINDS: Final = frozenset({"captions", "chapters", "descriptions", "subtitles"})
"""The kinds of tracks (HTML standard, section 4.8.11.1) except metadata, which are for scripts."""
_RECORDING: Final = re.compile("<(?:video|audio)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*0*([1-9][0-9]{0,4})(?:px)?\s*")


class PlayedTrack(NamedTuple):
    """A text track of a recording: its address, its kind, the tag of its language, and its name."""

    url: str
    kind: str
    language: str
    label: str


class Played(NamedTuple):
    """A recording.

    Attributes:
        is_video: whether it has a picture.
        urls: its addresses, in all formats; the text links the first.
        poster: the picture until it plays.
        tracks: its text tracks.
        width, height: as stated, in pixels.
    """

    is_video: bool
    urls: tuple[str, ...]
    poster: str | None
    tracks: tuple[PlayedTrack, ...]
    width: int | None
    height: int | None


def players(fragment: str, base: str | None) -> list[Played]:
    """The recordings of a fragment of HTML from outside, in its order; those without an address on the web are none.

    Args:
        fragment: the fragment, before it is sanitized.
        base: where its relative addresses start.

    >>> players('<video src="a.mp4" width="640"><track src="a.vtt" srclang="es"></video>', "https://example.org/")[0].tracks
    (PlayedTrack(url='https://example.org/a.vtt', kind='subtitles', language='es', label=''),)
    """
    if _RECORDING.search(fragment) is None:
        return []
    body = parse(f"<!doctype html><body>{fragment}").body
    found = (_played(node, base) for node in body.css("video, audio")) if body is not None else ()
    return [played for played in found if played is not None]


def _played(node: LexborNode, base: str | None) -> Played | None:
    own = node.attributes
    known = [own, *(source.attributes for source in node.css("source"))]
    urls = (address_of([one.get(name)], base) for one in known for name in ("src", "data-src"))
    addresses = tuple(dict.fromkeys(url for url in urls if url is not None))
    if not addresses:
        return None
    return Played(
        node.tag == "video",
        addresses,
        address_of([own.get("poster"), own.get("data-poster")], base),
        tuple(_tracks(node, base)),
        _number(own.get("width")),
        _number(own.get("height")),
    )


def _tracks(node: LexborNode, base: str | None) -> Iterator[PlayedTrack]:
    for track in node.css("track"):
        stated = track.attributes
        url = address_of([stated.get("src")], base)
        kind = (stated.get("kind") or "subtitles").strip().lower()
        if url is not None and kind in _KINDS:
            language = VALUES["*", "lang"](stated.get("srclang") or "") or ""
            yield PlayedTrack(url, kind, language, " ".join((stated.get("label") or "").split()))


def _number(stated: str | None) -> int | None:
    found = _NUMBER.fullmatch(stated or "")
    return int(found[1]) if found is not None else None
