"""Font files of every kind, made from ours by their tables (OpenType, font file). No test lives here."""

from __future__ import annotations

import struct
from pathlib import Path

OURS = Path(__file__).parent.parent / "syndicate" / "cards" / "image" / "fonts"


def renamed(font: bytes, old: bytes, new: bytes) -> bytes:
    """A font with a table under another name: without that table, for those who read it."""
    count = struct.unpack_from(">H", font, 4)[0]
    end = 12 + 16 * count
    assert old in font[:end]
    return font[:end].replace(old, new, 1) + font[end:]


def collection(*fonts: bytes) -> bytes:
    """A collection of fonts (``ttcf``)."""
    start = 12 + 4 * len(fonts)
    offsets, bodies = [], b""
    for font in fonts:
        offset = start + len(bodies)
        moved = bytearray(font)
        for record in range(struct.unpack_from(">H", font, 4)[0]):
            place = 12 + 16 * record + 8
            struct.pack_into(">I", moved, place, struct.unpack_from(">I", font, place)[0] + offset)
        offsets.append(offset)
        bodies += bytes(moved) + bytes(-len(moved) % 4)
    return struct.pack(f">4sII{len(fonts)}I", b"ttcf", 0x10000, len(fonts), *offsets) + bodies
