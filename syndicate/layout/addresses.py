"""How the files of a published tree are addressed: an index page by its folder, each other file by its path."""

from __future__ import annotations

from typing import Final

__all__ = ["INDEX_PAGE", "address_of", "page_path"]

INDEX_PAGE: Final = "index.html"
"""What the index page of a folder is called."""
_BELOW: Final = f"/{INDEX_PAGE}"
_LENGTH: Final = len(INDEX_PAGE)


def page_path(address: str) -> str:
    """The path of the file that an address of the tree means.

    Args:
        address: below the root of the tree, without query and fragment. One that ends with a slash is of a folder.

    >>> page_path("es/topics/sleep/"), page_path(""), page_path("es/topics/sleep/card.png")
    ('es/topics/sleep/index.html', 'index.html', 'es/topics/sleep/card.png')
    """
    return f"{address}{INDEX_PAGE}" if not address or address.endswith("/") else address


def address_of(path: str) -> str:
    """How a file of the tree is addressed, below its root: the reverse of :func:`page_path`.

    >>> address_of("es/topics/sleep/index.html"), address_of("index.html"), address_of("es/topics/sleep/card.png")
    ('es/topics/sleep/', '', 'es/topics/sleep/card.png')
    """
    return path[:-_LENGTH] if path.endswith(_BELOW) or path == INDEX_PAGE else path
