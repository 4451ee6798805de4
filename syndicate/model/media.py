"""The media types of files elsewhere, told by the ending of their address. All are of the table in `layout`."""

from __future__ import annotations

import re
from typing import Final

from syndicate.layout import ASSET_TYPES, PICTURES

__all__ = ["FILES", "HTML", "IMAGES", "file_type", "image_type"]

HTML: Final = "text/html"

IMAGES: Final = {f".{ending}": kind for ending, kind in PICTURES.items()}
"""Pictures, by the ending of the path."""

FILES: Final = {
    f".{ending}": ASSET_TYPES[ending] for ending in "doc docx epub m4a mov mp3 mp4 pdf ppt pptx xls xlsx zip".split()
}
"""Files that a reader downloads or plays rather than reads in a browser, by the ending of the path."""


_ENDING: Final = re.compile(r"https?://[^/?#]*/[^?#]*(\.[^/?#]+)(?:[?#]|$)", re.IGNORECASE)


def _ending(url: str) -> str:
    # Several times as fast as urlsplit(), and feeds ask it of every link.
    found = _ENDING.match(url)
    return found[1].lower() if found else ""


def image_type(url: str) -> str | None:
    """The media type of a picture; None where its address does not tell.

    >>> image_type("https://example.org/photo.JPG?width=600"), image_type("https://example.org/photo")
    ('image/jpeg', None)
    """
    return IMAGES.get(_ending(url))


def file_type(url: str) -> str | None:
    """The media type of a file for download; None for what is read in a browser.

    >>> file_type("https://example.org/guide.pdf"), file_type("https://example.org/guide.html")
    ('application/pdf', None)
    """
    return FILES.get(_ending(url))
