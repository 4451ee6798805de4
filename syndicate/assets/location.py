"""Photographs without the place where they were taken. Other metadata, such as who holds the rights, stay.

The bytes of the place are blanked where they stand, so that the picture itself is not re-encoded.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

__all__ = ["XMP", "without_location"]

_TIFF: Final = re.compile(rb"II\*\0|MM\0\*")
"""How Exif data begin, in every format (TIFF 6.0, section 2)."""
_PLACE: Final = 0x8825
"""The tag that leads to the GPS data (Exif 2.32, section 4.6.3)."""
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""How many bytes a value of each type has."""
_MOST: Final = 200
XMP: Final = re.compile(rb"""\w+:GPS\w+\s*=\s*(?:"([^"<]*)"|'([^'<]*)')|<\w+:GPS(\w+)[^<>]*>([^<]*)</\w+:GPS\3>""")
"""Values of the place in XMP (ISO 16684-1), as attributes or as elements."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PACKED: Final = re.compile(rb"Raw profile type (?:exif|APP1|xmp)\0|XML:com\.adobe\.xmp\0\x01", re.IGNORECASE)
"""How chunks of text begin whose metadata are compressed, so that the place in them cannot be found."""


def without_location(body: bytes) -> bytes:
    """A picture of any format without the place where it was taken; the same object if it has none.

    Args:
        body: the bytes of the file.

    >>> without_location(b'<rdf:Description exif:GPSLatitude="38,53.4N"/>')
    b'<rdf:Description exif:GPSLatitude="        "/>'
    """
    found = bytearray(body)
    for start, end in _places(body):
        found[start:end] = bytes(end - start)
    for match in XMP.finditer(body):
        for group in (1, 2, 4):
            start, end = match.span(group)
            if start >= 0:
                found[start:end] = b" " * (end - start)
    made = bytes(found)
    if body.startswith(_PNG) and (made != body or _PACKED.search(body)):
        made = _png(made)
    return body if made == body else made


def _places(body: bytes) -> Iterator[tuple[int, int]]:
    """The spans of all GPS data: of the picture, and of further pictures that a phone appends to it."""
    for match in _TIFF.finditer(body):
        try:
            yield from _of_header(body, match.start(), "<" if match[0].startswith(b"I") else ">")
        except struct.error:  # it only looked like a header, or is cut off
            continue


def _of_header(body: bytes, start: int, order: str) -> Iterator[tuple[int, int]]:
    (offset,) = struct.unpack_from(f"{order}I", body, start + 4)
    if not 8 <= offset < len(body) - start:
        return
    for tag, kind, count, place in _entries(body, start, offset, order):
        if tag == _PLACE and kind == 4 and count == 1:
            (inner,) = struct.unpack_from(f"{order}I", body, place)
            if not 8 <= inner < len(body) - start:
                continue
            entries = [*_entries(body, start, inner, order)]
            for _, kind, count, value in entries:
                if (size := _SIZES.get(kind, 0) * count) > 4:
                    (outside,) = struct.unpack_from(f"{order}I", body, value)
                    yield start + outside, min(len(body), start + outside + size)
            # Without entries it is still well formed.
            yield start + inner, start + inner + 2 + 12 * len(entries)


def _entries(body: bytes, start: int, offset: int, order: str) -> list[tuple[int, int, int, int]]:
    """The entries of a directory: tag, type, count, and where the value stands."""
    (count,) = struct.unpack_from(f"{order}H", body, start + offset)
    if count > _MOST:
        return []
    first = start + offset + 2
    heads = (struct.unpack_from(f"{order}HHI", body, first + 12 * number) for number in range(count))
    return [(*head, first + 12 * number + 8) for number, head in enumerate(heads)]


def _png(body: bytes) -> bytes:
    """A PNG file with right checksums, and without chunks in which a place may be compressed."""
    pieces, place = [_PNG], len(_PNG)
    while place + 12 <= len(body):
        (length,) = struct.unpack_from(">I", body, place)
        name, data = body[place + 4 : place + 8], body[place + 8 : place + 8 + length]
        if name not in (b"zTXt", b"iTXt", b"tEXt") or not _PACKED.match(data):
            is_kept = name not in (b"eXIf", b"iTXt")
            sum_ = (
                body[place + 8 + length : place + 12 + length]
                if is_kept
                else struct.pack(">I", zlib.crc32(name + data))
            )
            pieces += [body[place : place + 8], data, sum_]
        place += 12 + length
    return b"".join((*pieces, body[place:]))
