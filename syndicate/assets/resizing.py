"""Smaller copies of pictures, in the format of the picture, made with Pillow where it is installed."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from syndicate.assets.decoding import opened

__all__ = ["can_resize", "resized", "widths_below"]

_WIDTHS: Final = (480, 960, 1440, 1920)
"""A phone, a phone of double density, a column of text of double density, a page."""
_SAVED: Final[dict[str, dict[str, Any]]] = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 6},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "compress_level": 9},
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
}
_MODES: Final = {
    "avif": ("RGB", "RGBA"),
    "jpg": ("RGB", "L"),
    "png": ("RGB", "RGBA", "L", "LA"),
    "webp": ("RGB", "RGBA"),
}


def widths_below(width: int) -> tuple[int, ...]:
    """The widths of the copies that are worth making of a picture.

    >>> widths_below(1000), widths_below(1920), widths_below(300)
    ((480,), (480, 960, 1440), ())
    """
    return tuple(smaller for smaller in _WIDTHS if smaller * 4 <= width * 3)


@cache
def can_resize(ending: str) -> bool:
    """Whether copies of pictures of a format can be made here."""
    if ending not in _SAVED or find_spec("PIL") is None:
        return False
    if ending != "avif":
        return True
    from PIL import features

    return bool(features.check("avif"))  # not every Pillow has it


def resized(file: Path, ending: str, width: int) -> bytes | None:
    """A copy of a picture that is as wide as that, without metadata but with its color profile; None if it fails.

    Args:
        file: the picture.
        ending: of its format.
        width: in pixels.
    """
    try:
        from PIL import Image

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of metadata, which are not kept
            image = opened(file, is_turned=ending != "webp")  # which browsers do not turn
            colors = image.info.get("icc_profile")
            if image.mode not in _MODES[ending]:
                is_clear = image.has_transparency_data and "RGBA" in _MODES[ending]
                image, colors = image.convert("RGBA" if is_clear else "RGB"), colors if image.mode != "CMYK" else None
            height = max(1, round(image.height * width / image.width))
            made = image.resize((width, height), Image.Resampling.LANCZOS)
            stream = BytesIO()
            made.info = {}
            made.save(stream, **_SAVED[ending], **({"icc_profile": colors} if colors else {}))
    except Exception:  # decoders raise all kinds of errors; the caller still has the picture itself
        return None
    return stream.getvalue()
