"""Pictures decoded with Pillow, within bounds. `resizing` and the cards use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

__all__ = ["UnusableError", "is_decodable", "opened"]

_MOST_PIXELS: Final = {
    "JPEG": 50_000_000,
    "progressive": 24_000_000,
    "PNG": 20_000_000,
    "GIF": 20_000_000,
    "WEBP": 12_000_000,
    "AVIF": 12_000_000,
}
"""The most pixels of a picture by its format, measured so that a process that decodes it stays below 300 MB."""

_WHOLE: Final = 16_000_000
"""The most pixels of a JPEG file that is decoded in its full size; a larger one is halved while it is decoded."""


def is_decodable(kind: str, pixels: int, *, is_progressive: bool = False) -> bool:
    """Whether a picture has few enough pixels to be decoded here.

    Args:
        kind: its format: the ending of its name, or what Pillow calls it.
        pixels: how many it has.
        is_progressive: whether it is a progressive JPEG, which is held whole before it is decoded.

    >>> is_decodable("jpg", 30_000_000), is_decodable("jpg", 30_000_000, is_progressive=True)
    (True, False)
    """
    # A phone's MPO is a JPEG that more pictures follow.
    name = "progressive" if is_progressive else kind.upper().replace("MPO", "JPEG").replace("JPG", "JPEG")
    return pixels <= _MOST_PIXELS[name]


class UnusableError(Exception):
    """A file that cannot be used, with the reason that findings give."""


def opened(path: Path, *, is_turned: bool = True) -> Any:
    """A picture as it is to be displayed, in 8 bits.

    Only formats of the web: Pillow would start Ghostscript for PostScript under any file name.

    Args:
        path: the file.
        is_turned: whether it is turned as its Exif data say.
    """
    from PIL import Image, ImageOps, features

    formats = ["PNG", "JPEG", "WEBP", "GIF", *(["AVIF"] if features.check("avif") else [])]  # not every Pillow has it
    with path.open("rb") as file, Image.open(file, formats=formats) as image:
        pixels = image.width * image.height
        if not is_decodable(image.format or "", pixels, is_progressive=bool(image.info.get("progressive"))):
            raise UnusableError("large-picture")
        if pixels > _WHOLE:
            image.draft("RGB", (image.width // 2, image.height // 2))
        image.load()
        if is_turned:
            ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I"):  # 16 bits, of which Pillow would keep the low byte
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image
