"""The media types of files elsewhere, told by the ending of their address. Those of the tree are in `layout`."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["FILES", "HTML", "IMAGES", "file_type", "image_type"]

HTML: Final = "text/html"

IMAGES: Final = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""Pictures, by the ending of the path."""

FILES: Final = {
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".m4a": "audio/mp4",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
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
