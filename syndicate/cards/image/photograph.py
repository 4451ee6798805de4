"""Photographs and logos on cards: found, decoded with Pillow, cropped, and laid in. Text lives in `composition`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from babel import Locale

from syndicate.cards.image.composition import Box, Form
from syndicate.cards.image.fonts import file_digest
from syndicate.errors import InvalidValueError, SyndicateError
from syndicate.model import Publisher, Topic

if TYPE_CHECKING:
    from syndicate.cards.image.raster import Canvas
    from syndicate.model.colors import RGB

__all__ = ["laid_in", "logo_in", "logo_width", "photograph_of"]

_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp")
_COLORS: Final = 160
"""Of a photograph; the rest of the palette is for letters and the logo."""

_LOGO_COLORS: Final = 24


def photograph_of(topic: Topic, publisher: Publisher, locale: Locale) -> Path | None:
    """The file of a topic's photograph: in the publisher's folder, under the name that its address ends in.

    A topic without a picture has the file of its own name, such as ``sleep.jpg``; None if there is none.
    """
    folder = publisher.card.photographs
    if folder is None:
        return None
    image = topic.image.get(locale)
    names = [Path(unquote(urlsplit(image.url).path)).name] if image is not None else []
    names += [f"{topic.slug}{suffix}" for suffix in _SUFFIXES]
    return next((folder / name for name in names if name and (folder / name).is_file()), None)


def laid_in(canvas: Canvas, path: Path, box: Box) -> None:
    """A photograph that fills a box; what is cut off is cut at the sides, or more below than above.

    Raises:
        InvalidValueError: the file is no picture that can be read.
        SyndicateError: Pillow is not installed.
    """
    canvas.paste(box, *_photograph(path, file_digest(path), box.width, box.height, canvas.palette[0]))


@lru_cache(maxsize=4)
def _photograph(path: Path, digest: str, width: int, height: int, ground: RGB) -> tuple[bytes, list[RGB]]:
    image = _on_paper(_opened(path), ground)
    from PIL import Image

    scale = max(width / image.width, height / image.height)
    left = (image.width - width / scale) / 2
    top = (image.height - height / scale) * 0.3  # faces are in the upper part
    crop = (left, top, left + width / scale, top + height / scale)
    # Dithered, as skies would else have steps.
    return _indexed(image.resize((width, height), Image.Resampling.LANCZOS, crop), _COLORS, dither=True)


def logo_in(canvas: Canvas, path: Path, form: Form, *, photograph: bool) -> None:
    """The publisher's logo at the top right of the paper, as high as two lines of the group's name."""
    column = form.column(photograph=photograph)
    pixels, width, height, palette = _logo(path, file_digest(path), form.kicker * 2, form.logo_width, canvas.palette[0])
    top = form.photograph.height + form.margin // 2 if photograph and not form.photograph.left else form.margin // 2
    canvas.paste(Box(column.left + column.width - width, top, width, height), pixels, palette)


def logo_width(path: Path, form: Form) -> int:
    """How wide the publisher's logo is on a card, in pixels."""
    return _logo_size(path, file_digest(path), form.kicker * 2, form.logo_width)[0]


@lru_cache(maxsize=16)
def _logo_size(path: Path, digest: str, height: int, widest: int) -> tuple[int, int]:
    logo = _opened(path)
    scale = min(height / logo.height, widest / logo.width)
    return max(1, round(logo.width * scale)), max(1, round(logo.height * scale))


@lru_cache(maxsize=16)
def _logo(path: Path, digest: str, height: int, widest: int, ground: RGB) -> tuple[bytes, int, int, list[RGB]]:
    logo = _opened(path).convert("RGBA")
    from PIL import Image

    size = _logo_size(path, digest, height, widest)
    paper = _on_paper(logo.resize(size, Image.Resampling.LANCZOS), ground)
    pixels, palette = _indexed(paper, _LOGO_COLORS, dither=False)
    # A palette is made of averages; paper has to be paper.
    near = [all(abs(a - b) <= 4 for a, b in zip(color, ground, strict=True)) for color in palette]
    return pixels, *size, [ground if paper else color for paper, color in zip(near, palette, strict=True)]


def _on_paper(image: Any, ground: RGB) -> Any:
    """A picture without transparency: where it has any, the paper shows."""
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, ground)
    paper.paste(image, (0, 0), image)
    return paper


def _indexed(image: Any, colors: int, *, dither: bool) -> tuple[bytes, list[RGB]]:
    """A picture as indexes of a palette made for it."""
    from PIL import Image

    palette = image.quantize(colors, method=Image.Quantize.MEDIANCUT)
    made = image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG if dither else Image.Dither.NONE)
    flat = made.getpalette()[: 3 * colors]
    palette = [(flat[place], flat[place + 1], flat[place + 2]) for place in range(0, len(flat), 3)]
    return made.tobytes(), palette


def _opened(path: Path) -> Any:
    try:
        from PIL import Image, ImageOps
    except ModuleNotFoundError as error:
        raise SyndicateError(
            f"pictures on cards need Pillow, and there is one: {path}",
            hint="install it with: pip install 'syndicate-feeds[photographs]'",
        ) from error
    try:
        with Image.open(path) as image:
            image.load()
            upright = ImageOps.exif_transpose(image)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise InvalidValueError(f"{path} is no picture that can be read: {error}", field="card") from error
    if upright.mode.startswith("I"):  # 16 bits, of which Pillow would keep the lower ones
        return upright.convert("I").point(lambda value: value / 256).convert("L")
    return upright
