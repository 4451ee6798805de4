"""Photographs and logos on cards: found, decoded with Pillow, cropped, and laid in. Text is in `composition`."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs
from babel import Locale

from syndicate.assets.decoding import UnusableError, opened
from syndicate.assets.resizing import can_resize
from syndicate.bounded import file_digest
from syndicate.cards.image.form import Box, Form
from syndicate.model import Publisher, Topic
from syndicate.model.colors import RGB

__all__ = ["Picture", "logo_of", "photograph_in", "photograph_of"]

_SUFFIXES: Final = (
    *(".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".jpe", ".jfif", ".pjpeg", ".apng"),
    *(".tif", ".tiff", ".heic", ".heif", ".bmp", ".svg", ".svgz", ".jxl", ".jp2", ".psd", ".eps", ".ai", ".pdf"),
    *(".dng", ".raw", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".ico", ".tga", ".xcf"),
)
"""The suffixes of picture files, in any case; those that cannot be decoded come last, and are reported."""
_COLORS: Final = 160
"""The colors of a photograph; the rest of the palette is for letters and the logo."""

_LOGO_COLORS: Final = 24
_MANY_PIXELS: Final = 100_000


@attrs.frozen(kw_only=True)
class Picture:
    """A picture ready to be pasted.

    Attributes:
        width, height: in pixels.
        pixels: an index into the palette for each pixel, row by row.
        palette: its colors.
    """

    width: int
    height: int
    pixels: bytes = attrs.field(repr=False)
    palette: list[RGB] = attrs.field(repr=False)


def photograph_of(topic: Topic, publisher: Publisher, locale: Locale) -> Path | None:
    """The file of a topic's photograph: beside its text; or in the publisher's folder, as its address ends.

    A topic without a picture has the file of its own name, such as ``sleep.jpg`` or ``sleep.JPG``; None if there is
    none. The file may be of a kind that cannot be decoded.
    """
    image, folder = topic.image.get(locale), publisher.card.photographs
    for asset in topic.assets.get(locale) or ():
        if (
            image is not None
            and image.syndicate
            and image.url == publisher.url(asset.path)
            and can_resize(asset.ending)
        ):
            return asset.file
    if folder is None:
        return None
    names = [Path(unquote(urlsplit(image.url).path)).name] if image is not None else []
    names += [f"{topic.slug}{suffix}" for suffix in _SUFFIXES]
    try:
        there = _files(folder, folder.stat().st_mtime_ns)
    except OSError:
        return None
    return next((folder / there[name.lower()] for name in names if name.lower() in there), None)


@lru_cache(maxsize=16)
def _files(folder: Path, changed: int) -> dict[str, str]:
    """The files of a folder by their names in lower case, since cameras write capitals."""
    with os.scandir(folder) as found:
        names = [entry.name for entry in found if entry.is_file()]
    # Of names that differ in case alone, the one in lower case counts.
    return {name.lower(): name for name in sorted(names, key=lambda name: (name == name.lower(), name))}


def photograph_in(path: Path, box: Box, ground: RGB) -> Picture | str:
    """A photograph that fills a box, or the reason why there is none.

    What is cut off is cut at the sides, or more below than above.

    Args:
        path: its file.
        box: how large it is to be.
        ground: the background, which shows where the photograph is transparent.
    """
    return _photograph(path, file_digest(path), box.width, box.height, ground)


@lru_cache(maxsize=4)
def _photograph(path: Path, digest: str, width: int, height: int, ground: RGB) -> Picture | str:
    def made() -> Picture:
        image = _on_paper(opened(path), ground)
        from PIL import Image

        scale = max(width / image.width, height / image.height)
        left = (image.width - width / scale) / 2
        top = (image.height - height / scale) * 0.3  # faces are in the upper part
        crop = (left, top, left + width / scale, top + height / scale)
        # Dithered, since skies would have visible steps otherwise.
        return _indexed(image.resize((width, height), Image.Resampling.LANCZOS, crop), _COLORS, dither=True)

    return _or_reason(made)


def logo_of(path: Path, form: Form, ground: RGB) -> Picture | str:
    """A logo as high as two lines of the group's name, or the reason why there is none.

    Args:
        path: its file.
        form: the measures of the card.
        ground: the background, which shows where the logo is transparent.
    """
    return _logo(path, file_digest(path), form.kicker * 2, form.logo_width, ground)


@lru_cache(maxsize=16)
def _logo(path: Path, digest: str, height: int, widest: int, ground: RGB) -> Picture | str:
    def made() -> Picture:
        logo = opened(path).convert("RGBA")
        from PIL import Image

        scale = min(height / logo.height, widest / logo.width)
        size = max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
        found = _indexed(_on_paper(logo.resize(size, Image.Resampling.LANCZOS), ground), _LOGO_COLORS, dither=False)
        # A palette is made of averages, but the background color has to be exact.
        near = [all(abs(a - b) <= 4 for a, b in zip(color, ground, strict=True)) for color in found.palette]
        colors = [ground if paper else color for paper, color in zip(near, found.palette, strict=True)]
        return attrs.evolve(found, palette=colors)

    return _or_reason(made)


def _or_reason(made: Callable[[], Picture]) -> Picture | str:
    """The result of a function of a picture, or the reason why there is none."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ModuleNotFoundError:
        return "no-pillow"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata that is not used, and about sizes, which are bounded here
            return made()
    except UnusableError as error:
        return str(error)
    except Image.DecompressionBombError:
        return "large-picture"
    except UnidentifiedImageError:
        return "no-picture"
    except OSError as error:
        return "unreadable-file" if error.errno else "damaged-picture"
    except Exception:  # decoders raise all kinds of errors: SyntaxError, struct.error, EOFError, ...
        return "damaged-picture"


def _on_paper(image: Any, ground: RGB) -> Any:
    """A picture without transparency: where it has any, the paper shows."""
    from PIL import Image

    if not image.has_transparency_data:
        return image if image.mode == "RGB" else image.convert("RGB")
    image = image if image.mode == "RGBA" else image.convert("RGBA")
    paper = Image.new("RGB", image.size, ground)
    paper.paste(image, (0, 0), image)
    return paper


def _indexed(image: Any, colors: int, *, dither: bool) -> Picture:
    """A picture as indexes of a palette made for it."""
    from PIL import Image

    # A palette takes 0.2 seconds to find in all pixels of a photograph, and hardly another in their averages.
    few = image.reduce(3) if image.width * image.height > _MANY_PIXELS else image
    palette = few.quantize(colors, method=Image.Quantize.MEDIANCUT)
    made = image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG if dither else Image.Dither.NONE)
    flat = made.getpalette()[: 3 * colors]
    found = [(flat[place], flat[place + 1], flat[place + 2]) for place in range(0, len(flat), 3)]
    return Picture(width=image.width, height=image.height, pixels=made.tobytes(), palette=found)
