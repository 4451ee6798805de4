"""A file as an asset: what it is, how large, and whether it may be published. `sources` finds the file."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import attrs

from syndicate.assets.decoding import is_decodable
from syndicate.assets.location import without_location
from syndicate.assets.measuring import Measured, measured
from syndicate.assets.recordings import has_location, recording_without_location
from syndicate.assets.resizing import can_resize, widths_below
from syndicate.assets.vector import read_vector
from syndicate.bounded import file_digest
from syndicate.layout import ASSET_TYPES, PICTURES
from syndicate.model.asset import Asset
from syndicate.text import slugify

__all__ = ["MOST_BYTES", "MOST_PICTURE_BYTES", "Found", "is_asset", "read_asset"]

MOST_BYTES: Final = 100 * 1024**2
"""The most bytes of a file; hosts of static sites take no larger ones either."""
MOST_PICTURE_BYTES: Final = 32 * 1024**2
"""Those of a picture, which is held in memory."""
_LONGEST_NAME: Final = 80
_MOST_PIXELS: Final = 150_000_000
"""Those of a picture; one with more, which takes 600 MB when a browser shows it, is made to make browsers fail."""
_WORTH_IT: Final = 300_000
"""A picture of fewer bytes may be sent whole to every reader without a finding."""
_SIGNS: Final = {
    "pdf": rb".{0,1023}%PDF-",
    "zip": rb"PK(?:\x03\x04|\x05\x06)",
    "docx": rb"PK\x03\x04",
    "xlsx": rb"PK\x03\x04",
    "pptx": rb"PK\x03\x04",
    "epub": rb"PK\x03\x04",
    "vtt": rb"(?:\xef\xbb\xbf)?WEBVTT",
}
"""How an error page begins, which is often saved in place of the file."""
_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)[\s>]", re.IGNORECASE)


@attrs.frozen
class Found:
    """What a file was found to be.

    Attributes:
        asset: what is published of it; None if nothing is.
        reason: why not, as findings name it.
        removed: what of an SVG file is left out.
        has_location: whether the place where a photograph or a recording was taken is left out.
        heavy: why a large picture is sent whole to every reader, as findings name it; empty for one that is not.
        sizes: how many bytes it has, and may have; of one that is too large.
    """

    asset: Asset | None = None
    reason: str = ""
    removed: tuple[str, ...] = ()
    has_location: bool = False
    heavy: str = ""
    sizes: tuple[int, int] | None = None

    @property
    def details(self) -> dict[str, str]:
        """The values that the message of a finding needs to say why it is not published."""
        megabytes = [str(-(-size // 1024**2)) for size in self.sizes or ()]
        return {"reason": self.reason, **dict(zip(("megabytes", "limit"), megabytes, strict=False))}


def is_asset(name: str) -> bool:
    """Whether a file is of a kind that is published, by its name.

    >>> is_asset("Photo.JPG"), is_asset("page.html")
    (True, False)
    """
    return name.rpartition(".")[2].lower() in ASSET_TYPES


def read_asset(file: Path) -> Found:
    """What a file is; it is read again only when it has changed.

    Args:
        file: where it is.
    """
    try:
        state = file.stat()
        return _read(file, state.st_mtime_ns, state.st_size)
    except OSError:
        return Found(reason="unreadable-file")


@lru_cache(maxsize=4096)
def _read(file: Path, changed: int, size: int) -> Found:
    ending = file.suffix[1:].lower()
    if ending not in ASSET_TYPES:
        return Found(reason="other-kind")
    if size == 0:
        return Found(reason="empty-file")
    if size > (most := MOST_PICTURE_BYTES if ending in PICTURES else MOST_BYTES):
        return Found(reason="large-file", sizes=(size, most))
    name = (slugify(file.stem) or "file")[:_LONGEST_NAME].strip("-")
    if ending in PICTURES:
        return _picture(file, name, ending)
    with file.open("rb") as stream:
        head = stream.read(1200)
    if _PAGE.match(head) or (ending in _SIGNS and not re.match(_SIGNS[ending], head, re.DOTALL)):
        return Found(reason="other-content")
    asset = Asset(file=file, name=name, ending=ending, digest=file_digest(file)[:16], size=size)
    return Found(asset, has_location=has_location(file, ending))


class _Picture(NamedTuple):
    ending: str
    width: int | None
    height: int | None
    widths: tuple[int, ...] = ()


def _picture(file: Path, name: str, ending: str) -> Found:
    body = file.read_bytes()
    removed: tuple[str, ...] = ()
    heavy = ""
    if ending == "svg" or body[:256].lstrip().startswith((b"<svg", b"<?xml")):
        vector = read_vector(body)
        if vector is None:
            return Found(reason="damaged-picture" if ending == "svg" else "no-picture")
        removed, made = vector.removed, _Picture("svg", vector.width, vector.height)
    else:
        found = measured(body)
        if found is None:
            return Found(reason="no-picture")
        if found.width is None or found.height is None:
            return Found(reason="damaged-picture")
        if found.width * found.height > _MOST_PIXELS:
            return Found(reason="large-picture")
        widths, heavy = _copies(found, len(body))
        # By its content: browsers accept a name of another format, but other programs do not.
        made = _Picture(found.ending, found.width, found.height, widths)
    digest = hashlib.sha256(body).hexdigest()[:16]
    asset = Asset(file=file, name=name, digest=digest, size=len(body), **made._asdict())
    is_placed = without_location(body) is not body or recording_without_location(body, made.ending) is not body
    return Found(asset, "", removed, is_placed, heavy)


def _copies(found: Measured, size: int) -> tuple[tuple[int, ...], str]:
    """The widths of the copies that can be made of a picture, and why there are none of one that should have them."""
    if found.moves or found.ending == "gif" or found.width is None or found.height is None:
        return (), ""
    widths = widths_below(found.width)
    if not is_decodable(found.ending, found.width * found.height, is_progressive=found.is_progressive):
        return (), "large-picture"
    if can_resize(found.ending):
        return widths, ""
    return (), "no-copies" if widths and size > _WORTH_IT else ""
