"""Recordings lose the place where they were taken, in every way that cameras note it, and stay the same otherwise."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate import FindingKind, Publisher, read
from syndicate.assets.recordings import has_location, recording_without_location
from syndicate.site import Site

PUBLISHER = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
PLACE = b"+38.9000-077.0000/"
HEAD = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


def box(kind: bytes, *inner: bytes) -> bytes:
    """A box of an MP4 file (ISO/IEC 14496-12, section 4.2)."""
    body = b"".join(inner)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def numbers(*values: int) -> bytes:
    """Numbers of 32 bits."""
    return struct.pack(f">{len(values)}I", *values)


JPEG = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x04\0\x06\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x2a\xff\xd9"
HANDLER = box(b"hdlr", numbers(0, 0), b"mdta", bytes(13))
KEY = b"com.apple.quicktime.location.ISO6709"
ITEMS = (
    box(b"keys", numbers(0, 2), box(b"mdta", b"com.apple.quicktime.make"), box(b"mdta", KEY)),
    box(
        b"ilst",
        box(numbers(1), box(b"data", numbers(1, 0), b"Camera")),
        box(numbers(2), box(b"data", numbers(1, 0), PLACE)),
    ),
)
TRACK = box(
    b"trak",
    box(
        b"mdia",
        box(
            b"minf",
            box(
                b"stbl",
                box(b"stsd", numbers(0, 1), box(b"gpmd", bytes(8))),
                box(b"stsz", numbers(0, 0, 2, 18, 18)),
                box(b"stsc", numbers(0, 1, 1, 1, 1)),
                box(b"stco", numbers(0, 2, 32, 50)),
            ),
        ),
    ),
)
FILES = {
    "android.mp4": (HEAD, box(b"moov", box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7", PLACE)))),
    "phone.m4v": (HEAD, box(b"moov", box(b"udta", box(b"loci", bytes(6), PLACE)))),
    "apple.mov": (HEAD, box(b"moov", box(b"meta", HANDLER, *ITEMS))),
    "apple.mp4": (HEAD, box(b"moov", box(b"udta", box(b"meta", bytes(4), HANDLER, *ITEMS)))),
    "xmp.mp4": (HEAD, box(b"uuid", b"\xbe\x7a" * 8, b'<x exif:GPSLatitude="' + PLACE + b'"/>')),
    "action.mp4": (HEAD, box(b"mdat", PLACE, PLACE, b"picture"), box(b"moov", TRACK)),
    "large.mp4": (
        HEAD,
        struct.pack(">I4sQ", 1, b"mdat", 20) + b"abcd",
        box(b"moov", box(b"udta", box(b"loci", PLACE))),
    ),
    "web.webm": (
        b"\x1a\x45\xdf\xa3\x45\xa3\x87ENCODER\x44\x87\x83abc",
        b"\x45\xa3\x8cLOCATION-ENG\x44\x7a\x83und\x44\x87\x92" + PLACE,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_place_is_blanked_where_it_stands(tmp_path: Path, name: str) -> None:
    """All else, such as the camera, the pictures, and every offset, stays; an editor is told."""
    body, ending = b"".join(FILES[name]), name.rpartition(".")[2]
    made = recording_without_location(body, ending)
    assert len(body) == len(made)
    assert PLACE not in made and b"+38.9" not in made
    assert made is recording_without_location(made, ending)
    for kept in (b"Camera", b"picture", b"abcd", b"ENCODER", b"abc"):
        assert (kept in body) == (kept in made)
    (tmp_path / name).write_bytes(body)
    (tmp_path / "sleep.en.md").write_text(f"---\ntitle: Sleep\nupdated: 2024-06-06\n---\n![Naps]({name})\n")
    catalog = read(tmp_path, publisher=PUBLISHER)
    (finding,) = [one for one in catalog.findings if one.kind is FindingKind.CHANGED_FILE]
    assert "the place where it was taken" in finding.message()
    (asset,) = catalog["sleep"].assets["en"]
    assert made == Site(catalog, PUBLISHER).get(asset.path).body
    (tmp_path / name).write_bytes(made)
    assert not has_location(tmp_path / name, ending)


def test_the_video_behind_a_photograph_loses_its_place(tmp_path: Path) -> None:
    """Phones put a few seconds of video behind it, which notes the place once more."""
    (tmp_path / "walk.jpg").write_bytes(JPEG + b"".join(FILES["android.mp4"]))
    (tmp_path / "walk.en.md").write_text("---\ntitle: Walk\nupdated: 2024-06-06\n---\n![A walk](walk.jpg)\n")
    catalog = read(tmp_path, publisher=PUBLISHER)
    assert [FindingKind.CHANGED_FILE] == [one.kind for one in catalog.findings if "file" in one.details]
    (asset,) = catalog["walk"].assets["en"]
    made = Site(catalog, PUBLISHER).get(asset.path).body
    assert made.startswith(JPEG) and PLACE not in made


def test_a_recording_without_a_place_is_published_as_it_is(tmp_path: Path) -> None:
    """Not even copied; what else stands in its user data is nobody's place."""
    body = HEAD + box(b"moov", box(b"udta", box(b"\xa9nam", b"location"), box(b"meta", bytes(4), HANDLER)))
    assert recording_without_location(body, "mp4") is body
    assert recording_without_location(PLACE, "mp3") is PLACE


@given(st.binary(max_size=200), st.sampled_from(sorted(FILES)), st.integers(0, 400))
def test_damaged_recordings_break_nothing(noise: bytes, name: str, place: int) -> None:
    """Whatever a file holds, it keeps its length."""
    body = b"".join(FILES[name])
    for damaged in (body[:place] + noise + body[place:], body[:place] + noise, body[:-1]):
        for ending in ("mp4", "webm"):
            assert len(recording_without_location(damaged, ending)) == len(damaged)


def test_boxes_within_boxes_end() -> None:
    """A file of nothing but boxes in boxes does not exhaust the stack."""
    sizes = range(8 * 20_000, 0, -8)
    nested = b"".join(struct.pack(">I4s", size, b"moov" if size % 16 else b"trak") for size in sizes)
    assert recording_without_location(nested, "mp4") is nested
