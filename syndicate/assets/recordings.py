"""Recordings without the place where they were taken: MP4, QuickTime, and WebM. Pictures are cleaned in `location`.

As with pictures, bytes are blanked where they stand: every offset in the file stays right, and nothing is re-encoded.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final, NamedTuple

from syndicate.assets.location import XMP

__all__ = ["has_location", "recording_without_location"]

_HOLDING: Final = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"meta", b"ilst"))
"""Boxes that hold boxes (ISO/IEC 14496-12, section 4.2, and the QuickTime File Format)."""
_PLACES: Final = frozenset((b"\xa9xyz", b"loci"))
"""Boxes of user data that say the place: of QuickTime and Android, and of 3GPP TS 26.244, section 8.10."""
_WITH_XMP: Final = frozenset((b"uuid", b"XMP_"))
_KEY: Final = re.compile(rb"location|gps", re.IGNORECASE)
_TRACKS: Final = frozenset((b"gpmd", b"camm"))
"""Formats of tracks that note place and movement many times a second: of GoPro, and of Android's camera."""
_TAG: Final = re.compile(
    rb"\x45\xa3[\x80-\xbf][\w.-]*(?:LOCATION|GPS)[\w.-]*(?:\x44\x7a[\x80-\xbf][\w-]*|\x44\x84\x81.)*\x44\x87([\x80-\xfe])",
    re.IGNORECASE | re.DOTALL,
)
"""A tag of Matroska that says the place: its name, its language, and the size of its text (RFC 9559, section 5.1.8)."""
_MOST_ENTRIES: Final = 5_000_000
_BEHIND: Final = re.compile(rb"\0\0..ftyp(?:mp4|isom|qt|avc1)", re.DOTALL)
"""The seconds of video that phones put behind a photograph (Motion Photo)."""
_DEEPEST: Final = 8
Bytes = bytes | mmap


class _Box(NamedTuple):
    kind: bytes
    start: int
    inner: int
    end: int


class _Blank(NamedTuple):
    start: int
    end: int
    filling: bytes = b"\0"


def has_location(file: Path, ending: str) -> bool:
    """Whether a recording says where it was taken.

    Args:
        file: where it is.
        ending: that of its name.
    """
    with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as body:
        return any(body[one.start : one.end].strip(b"\0 ") for one in _blanks(body, ending))


def recording_without_location(body: bytes, ending: str) -> bytes:
    """A recording without the place where it was taken; the same object if it has none.

    Args:
        body: the bytes of the file.
        ending: that of its name.

    >>> text = struct.pack(">HH", 10, 0) + b"+38.9-77.0"
    >>> place = struct.pack(">I4s", 8 + len(text), b"\\xa9xyz") + text
    >>> data = struct.pack(">I4s", 8 + len(place), b"udta") + place
    >>> recording_without_location(struct.pack(">I4s", 8 + len(data), b"moov") + data, "mp4")[16:]
    b'\\x00\\x00\\x00\\x16free\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00'
    """
    blanks = [*_blanks(body, ending)]
    if not blanks:
        return body
    made = bytearray(body)
    for start, end, filling in blanks:
        made[start:end] = filling if len(filling) == end - start else filling * (end - start)
    return body if made == body else bytes(made)


def _blanks(body: Bytes, ending: str) -> Iterator[_Blank]:
    if ending in ("webm", "weba"):
        for match in _TAG.finditer(body):
            size = body[match.start(1)] & 0x7F
            yield _Blank(match.end(), min(len(body), match.end() + size), b" ")
    elif ending in ("m4a", "m4v", "mov", "mp4"):
        yield from _of_boxes(body, 0, len(body), 0)
    elif ending == "jpg":
        for match in _BEHIND.finditer(body):
            yield from _of_boxes(body, match.start(), len(body), 0)


def _boxes(body: Bytes, start: int, end: int) -> Iterator[_Box]:
    """The boxes between two places, as far as their sizes are possible."""
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", body, start)
        inner = start + 8
        if size == 1 and start + 16 <= end:
            (size,) = struct.unpack_from(">Q", body, inner)
            inner += 8
        size = size or end - start
        if size < inner - start or start + size > end:
            return
        yield _Box(kind, start, inner, start + size)
        start += size


def _of_boxes(body: Bytes, start: int, end: int, depth: int) -> Iterator[_Blank]:
    keys: list[bytes] = []
    for kind, begin, inner, stop in _boxes(body, start, end):
        if kind in _PLACES:
            yield _Blank(begin + 4, begin + 8, b"free")
            yield _Blank(inner, stop)
        elif kind in _WITH_XMP:
            for match in XMP.finditer(body, inner, stop):
                yield from (_Blank(*match.span(group), b" ") for group in (1, 2, 4) if match.start(group) >= 0)
        elif kind == b"keys":
            keys = [body[key.inner : key.end] for key in _boxes(body, inner + 8, stop)]
        elif kind == b"ilst" and keys:
            yield from _of_items(body, inner, stop, keys)
        elif kind in _HOLDING and depth < _DEEPEST:
            # In MP4 a version stands before what `meta` holds, in QuickTime none does.
            skipped = 4 if kind == b"meta" and body[inner + 4 : inner + 8] != b"hdlr" else 0
            yield from _of_boxes(body, inner + skipped, stop, depth + 1)
        if kind == b"trak":
            yield from _of_track(body, inner, stop)


def _of_items(body: Bytes, start: int, end: int, keys: list[bytes]) -> Iterator[_Blank]:
    """The values of those keys of QuickTime metadata that are about places."""
    for kind, _, inner, stop in _boxes(body, start, end):
        number = int.from_bytes(kind, "big")
        if 1 <= number <= len(keys) and _KEY.search(keys[number - 1]):
            for value in _boxes(body, inner, stop):
                if value.kind == b"data" and value.inner + 8 <= value.end:
                    yield _Blank(value.inner + 8, value.end, b" ")


def _of_track(body: Bytes, start: int, end: int) -> Iterator[_Blank]:
    """The samples of a track that notes nothing but where the camera was."""
    for name in (b"mdia", b"minf", b"stbl"):
        found = next((box for box in _boxes(body, start, end) if box.kind == name), None)
        if found is None:
            return
        start, end = found.inner, found.end
    tables = {box.kind: box for box in _boxes(body, start, end)}
    described = tables.get(b"stsd")
    if described is None or described.inner + 16 > described.end:
        return
    form = body[described.inner + 12 : described.inner + 16]
    if form in _TRACKS or (form == b"mebx" and _KEY.search(body[described.inner : described.end])):
        try:
            yield from _samples(body, tables)
        except (KeyError, struct.error):  # cut off, or with tables that nobody can read
            return


def _samples(body: Bytes, tables: dict[bytes, _Box]) -> Iterator[_Blank]:
    """Where the samples of a track stand (ISO/IEC 14496-12, sections 8.7.3 to 8.7.5), chunk by chunk."""
    sizes, runs = tables[b"stsz"].inner, tables[b"stsc"].inner
    same, samples = struct.unpack_from(">II", body, sizes + 4)
    each, offsets = ("Q", tables[b"co64"]) if b"co64" in tables else ("I", tables[b"stco"])
    (chunks,) = struct.unpack_from(">I", body, offsets.inner + 4)
    (entries,) = struct.unpack_from(">I", body, runs + 4)
    if max(samples, chunks, entries) > _MOST_ENTRIES:
        return
    starts = struct.unpack_from(f">{chunks}{each}", body, offsets.inner + 8)
    lengths = (same,) * samples if same else struct.unpack_from(f">{samples}I", body, sizes + 12)
    firsts = [struct.unpack_from(">II", body, runs + 8 + 12 * entry) for entry in range(entries)]
    sample = run = 0
    for number, start in enumerate(starts, 1):
        while run + 1 < entries and firsts[run + 1][0] <= number:
            run += 1
        held = firsts[run][1] if entries else 0
        size = sum(lengths[sample : sample + held])
        sample += held
        if size and start + size <= len(body):
            yield _Blank(start, start + size)
