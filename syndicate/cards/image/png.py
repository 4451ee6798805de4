"""PNG files of at most 256 colors, from a byte for each pixel. Nothing is drawn here."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final

from syndicate.model.colors import RGB

__all__ = ["indexed_png"]

_LEVEL: Final = 4
"""Of zlib: of a card, less makes a larger file in little less time, and more takes longer and saves nothing."""


def indexed_png(pixels: bytes | bytearray, width: int, height: int, palette: Sequence[RGB]) -> bytes:
    """The file (PNG, third edition).

    Args:
        pixels: an index into the palette for each pixel, row by row from the top; width times height bytes.
        width, height: in pixels.
        palette: at most 256 colors.

    >>> indexed_png(bytes(4), 2, 2, [(255, 255, 255)])[:8]
    b'\\x89PNG\\r\\n\\x1a\\n'
    """
    rows = bytearray()
    for start in range(0, width * height, width):
        rows.append(0)  # no filter: indexes of neighbors have no order
        rows += pixels[start : start + width]
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(value for color in palette for value in color)),
            _chunk(b"IDAT", zlib.compress(rows, _LEVEL)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))
