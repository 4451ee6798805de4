"""A composition as pixels, and pixels as a PNG file; HarfBuzz rasterizes the letters. Nothing is placed here."""

from __future__ import annotations

import copy
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from zlib_ng import zlib_ng

from syndicate.cards.image.form import Block, Box, Composition, Form
from syndicate.cards.image.photograph import Picture
from syndicate.model.colors import RGB, mixed

if TYPE_CHECKING:
    import uharfbuzz

__all__ = ["Canvas", "draw"]

_LEVELS: Final = 16
"""The steps from background to text color: more are not visible, and compress worse."""

_STEP_OF: Final = bytes((value * (_LEVELS - 1) + 127) // 255 for value in range(256))
"""The step of each coverage."""

_COMPRESSION: Final = 2
"""The level of zlib-ng: 3 makes files a sixteenth smaller in a quarter more time; 1 makes them half as large again."""


class Canvas:
    """A picture of at most 256 colors, a byte for each pixel.

    Args:
        width, height: in pixels.
        ground: the color it begins with.
    """

    def __init__(self, width: int, height: int, ground: RGB) -> None:
        self.width = width
        self.height = height
        self._palette = {ground: 0}
        # Each row begins with the byte that PNG wants there. It is 0, no filter: indexes of neighbors have no order.
        self._stride = width + 1
        self._pixels = bytearray(self._stride * height)

    def copy(self) -> Canvas:
        """Another canvas that begins as this one is."""
        made = copy.copy(self)
        made._palette, made._pixels = self._palette.copy(), self._pixels.copy()
        return made

    def color(self, color: RGB) -> int:
        """The index of a color; added where it is new."""
        return self._palette.setdefault(color, len(self._palette))

    def fill(self, box: Box, color: RGB) -> None:
        """A rectangle of one color."""
        row = bytes([self.color(color)]) * box.width
        for start in self._starts(box):
            self._pixels[start : start + box.width] = row

    def paste(self, box: Box, picture: Picture) -> None:
        """A picture with a palette of its own, as large as the box."""
        table = bytes(self.color(color) for color in picture.palette).ljust(256, b"\0")
        moved = picture.pixels.translate(table)
        for number, start in enumerate(self._starts(box)):
            self._pixels[start : start + box.width] = moved[number * box.width : (number + 1) * box.width]

    def _starts(self, box: Box) -> range:
        """Where each row of a box begins."""
        first = box.top * self._stride + box.left + 1
        return range(first, first + box.height * self._stride, self._stride)

    def letters(self, block: Block, pen: uharfbuzz.RasterDraw) -> None:
        """The letters of a block, drawn with a pen; pixels outside of the canvas are left out."""
        _outline(block, pen, self.height)
        image = pen.render()
        if image is None or image.extents is None:
            return
        steps = bytes(map(self.color, _ramp(block.ground, block.ink))).ljust(256, b"\0")
        source = memoryview(image.buffer.translate(_STEP_OF.translate(steps)))
        at = image.extents
        left, right = max(0, at.x_origin), min(self.width, at.x_origin + at.width)
        top = self.height - at.y_origin - 1  # HarfBuzz counts from the bottom, so its first row is our last
        first, end = max(0, top - self.height + 1), min(at.height, top + 1)
        if left >= right:
            return
        target = memoryview(self._pixels)
        to = range((top - first) * self._stride + 1 + left, 0, -self._stride)
        from_ = range(first * at.stride + left - at.x_origin, end * at.stride, at.stride)
        width = right - left
        for here, there in zip(to, from_, strict=False):
            target[here : here + width] = source[there : there + width]

    def png(self) -> bytes:
        """The file (PNG, third edition).

        >>> Canvas(2, 2, (255, 255, 255)).png()[:8]
        b'\\x89PNG\\r\\n\\x1a\\n'
        """
        return b"".join(
            [
                b"\x89PNG\r\n\x1a\n",
                _chunk(b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)),
                _chunk(b"PLTE", bytes(value for color in self._palette for value in color)),
                _chunk(b"IDAT", zlib_ng.compress(self._pixels, _COMPRESSION)),
                _chunk(b"IEND", b""),
            ]
        )


def _chunk(kind: bytes, body: bytes | bytearray) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib_ng.crc32(body, zlib_ng.crc32(kind)))


def _outline(block: Block, pen: uharfbuzz.RasterDraw, height: int) -> None:
    """Move a pen along the letters of a block on a card of a height."""
    size = block.size
    for x, baseline, words in block.lines:
        base = height - baseline  # HarfBuzz counts from the bottom
        for word in words:
            for font, number, right, up in word.glyphs:
                scale = size / font.em
                pen.transform = (scale, 0, 0, scale, x + right * size, base + up * size)
                pen.draw_glyph(font.font, number)
            x += (word.width + block.space) * size


@lru_cache(maxsize=64)
def _ramp(ground: RGB, ink: RGB) -> list[RGB]:
    """The colors from paper to ink."""
    return [mixed(ground, ink, step / (_LEVELS - 1)) for step in range(_LEVELS)]


def draw(composition: Composition, under: Picture | None = None) -> Canvas:
    """The paper, the band, the rule, and the letters of a composition.

    Args:
        composition: what stands where.
        under: a photograph that lies below the text.
    """
    import uharfbuzz

    canvas = _base(composition.form, composition.ground, composition.band, composition.footer).copy()
    if under is not None:
        canvas.paste(composition.form.photograph, under)
    if composition.panel is not None:
        canvas.fill(composition.panel, composition.ground)
    canvas.fill(composition.rule, composition.accent)
    pen = uharfbuzz.RasterDraw()
    for block in composition.blocks:
        canvas.letters(block, pen)
    return canvas


@lru_cache(maxsize=16)
def _base(form: Form, ground: RGB, band: RGB, footer: Sequence[Block]) -> Canvas:
    """What all cards of a publisher in a language have in common, drawn once: the paper and the band."""
    import uharfbuzz

    canvas = Canvas(form.width, form.height, ground)
    canvas.fill(Box(0, form.height - form.footer, form.width, form.footer), band)
    pen = uharfbuzz.RasterDraw()
    for block in footer:
        canvas.letters(block, pen)
    return canvas
