"""What a picture is and how large, by the head of its file: PNG, JPEG, GIF, WebP, AVIF. SVG is read in `vector`."""

from __future__ import annotations

import re
import struct
from typing import Final, NamedTuple

__all__ = ["Measured", "measured"]


class Measured(NamedTuple):
    """What the head of a picture file states.

    Attributes:
        ending: of its format.
        width, height: in pixels, as displayed; None where the file is damaged.
        moves: whether it has several images.
        is_progressive: whether it is a JPEG that is held whole while it is decoded.
    """

    ending: str
    width: int | None
    height: int | None
    moves: bool = False
    is_progressive: bool = False


def measured(body: bytes) -> Measured | None:
    """What a picture is; None for any other format.

    >>> measured(b"GIF89a" + struct.pack("<HH", 3, 2) + bytes(3) + b";")
    Measured(ending='gif', width=3, height=2, moves=False, is_progressive=False)
    """
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return _measured("png", _png(body), b"acTL" in body[:4096])
    if body.startswith(b"\xff\xd8\xff"):
        return _jpeg(body)
    if body.startswith((b"GIF87a", b"GIF89a")):
        return _measured("gif", struct.unpack_from("<HH", body, 6) if len(body) > _GIF_HEAD else None, _gif_moves(body))
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return _measured("webp", _webp(body), b"ANIM" in body[:64])
    if body[4:8] == b"ftyp" and _AVIF.match(body):
        return _measured("avif", _avif(body), body[8:12] == b"avis")
    return None


_GIF_HEAD: Final = 13
_AVIF: Final = re.compile(rb".{4}ftyp(?:avif|avis)|.{4}ftyp(?:mif1|msf1).{0,40}avif", re.DOTALL)
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
"""The orientations (Exif 2.32, tag 274) that swap width and height."""
_ORIENTATION: Final = 274
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""The markers of JPEG that no data follows."""
_PROGRESSIVE: Final = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_SCAN: Final = 0xDA
_END_OF_JPEG: Final = b"\xff\xd9"


def _measured(ending: str, size: tuple[int, ...] | None, moves: bool = False) -> Measured:
    if size is None or not all(size):
        return Measured(ending, None, None, moves)
    return Measured(ending, size[0], size[1], moves)


def _png(body: bytes) -> tuple[int, ...] | None:
    if body[12:16] != b"IHDR" or len(body) < 24 or b"IEND" not in body[-64:]:
        return None
    return _turned(struct.unpack_from(">II", body, 16), _orientation_in(body, b"eXIf"))


def _gif_moves(body: bytes) -> bool:
    """Whether there are several images, each of which is timed by an extension of its own."""
    return body.count(b"\x21\xf9\x04") > 1


def _jpeg(body: bytes) -> Measured:
    """The size by the frame header (ITU T.81, B.2.2), turned as the Exif data says; None where the end is missing."""
    place, turned, size, is_progressive = 2, 1, None, False
    while place + 9 < len(body) and body[place] == 0xFF:
        marker = body[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in _BARE:
            place += 2
            continue
        (length,) = struct.unpack_from(">H", body, place + 2)
        if marker == 0xE1 and body[place + 4 : place + 10] == b"Exif\0\0":
            turned = _orientation(body, place + 10)
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, place + 5)
            size, is_progressive = (width, height), marker in _PROGRESSIVE
        elif marker == _SCAN:
            # A small picture in the Exif data has an end of its own, before this place.
            is_whole = body.rfind(_END_OF_JPEG) > place
            found = _measured("jpg", _turned(size, turned) if size is not None and is_whole else None)
            return found._replace(is_progressive=is_progressive)
        place += 2 + length
    return _measured("jpg", None)


def _turned(size: tuple[int, ...], orientation: int) -> tuple[int, ...]:
    return size[::-1] if orientation in _SIDEWAYS else size


def _orientation_in(body: bytes, name: bytes) -> int:
    place = body.find(name)
    if place < 0:
        return 1
    place += len(name)
    return _orientation(body, place + 6 if body[place : place + 6] == b"Exif\0\0" else place)


def _orientation(body: bytes, start: int) -> int:
    """The orientation that a TIFF header at a place leads to; 1 where there is none."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(body[start : start + 4])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", body, start + 4)
        (count,) = struct.unpack_from(f"{order}H", body, start + first)
        for number in range(min(count, 200)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", body, start + first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        pass
    return 1


def _webp(body: bytes) -> tuple[int, ...] | None:
    """The size by the first chunk (RFC 9649, section 2)."""
    if len(body) < 30 or int.from_bytes(body[4:8], "little") + 8 > len(body):
        return None
    kind = body[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(body[place : place + 3], "little") + 1 for place in (24, 27))
        return width, height  # browsers do not turn WebP, whatever its Exif data say
    if kind == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", body, 26)
    return width & 0x3FFF, height & 0x3FFF


def _avif(body: bytes) -> tuple[int, ...] | None:
    """The largest size among its image properties (ISO/IEC 23008-12, 6.5.3): a grid has those of its tiles too."""
    head = body[:65536]
    sizes: list[tuple[int, ...]] = [
        struct.unpack_from(">II", head, match.end() + 4)
        for match in re.finditer(b"ispe", head)
        if match.end() + 12 <= len(head)
    ]
    if not sizes:
        return None
    found = max(sizes, key=lambda size: size[0] * size[1])
    turn = head.find(b"irot")
    return found[::-1] if 0 <= turn < len(head) - 4 and head[turn + 4] & 1 else found
