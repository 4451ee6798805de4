"""A composition as pixels: letters are rasterized by HarfBuzz, a block at a time. Nothing is placed here."""

from __future__ import annotations

from typing import Final

from syndicate.cards.image.composition import Block, Box, Composition
from syndicate.cards.image.photograph import Picture
from syndicate.model.colors import RGB, mixed

__all__ = ["Canvas", "draw"]

_LEVELS: Final = 16
"""The steps from paper to ink: more are not seen, and compress worse."""

_STEP_OF: Final = bytes((value * (_LEVELS - 1) + 127) // 255 for value in range(256))
"""The step of each coverage."""


class Canvas:
    """A picture of at most 256 colors, a byte for each pixel.

    Args:
        width, height: in pixels.
        ground: the color it begins with.
    """

    def __init__(self, width: int, height: int, ground: RGB) -> None:
        self.width = width
        self.height = height
        self.palette: list[RGB] = [ground]
        self.pixels = bytearray(width * height)

    def color(self, color: RGB) -> int:
        """The index of a color; added where it is new."""
        if color not in self.palette:
            self.palette.append(color)
        return self.palette.index(color)

    def fill(self, box: Box, color: RGB) -> None:
        """A rectangle of one color."""
        row = bytes([self.color(color)]) * box.width
        for top in range(box.top, box.top + box.height):
            start = top * self.width + box.left
            self.pixels[start : start + box.width] = row

    def paste(self, box: Box, picture: Picture) -> None:
        """A picture with a palette of its own, as large as the box."""
        table = bytes(self.color(color) for color in picture.palette).ljust(256, b"\0")
        moved = picture.pixels.translate(table)
        for number in range(box.height):
            start = (box.top + number) * self.width + box.left
            self.pixels[start : start + box.width] = moved[number * box.width : (number + 1) * box.width]

    def letters(self, block: Block) -> None:
        """The letters of a block; pixels outside of the canvas are left out."""
        import uharfbuzz

        pen = uharfbuzz.RasterDraw()
        for line in block.lines:
            x = line.x
            for word in line.words:
                for glyph in word.glyphs:
                    font = glyph.font.font
                    scale = block.size / font.face.upem
                    left = x + glyph.x * block.size
                    # HarfBuzz counts from the bottom.
                    base = self.height - line.baseline + glyph.y * block.size
                    pen.transform = (scale, 0, 0, scale, left, base)
                    pen.draw_glyph(font, glyph.number)
                x += (word.width + block.space) * block.size
        image = pen.render()
        if image is None or image.extents is None:
            return
        at = image.extents
        self._lay(bytes(image.buffer), Box(at.x_origin, at.y_origin, at.width, at.height), at.stride, block)

    def _lay(self, coverage: bytes, at: Box, stride: int, block: Block) -> None:
        """Coverage of 0 to 255, its rows from the bottom, as steps from paper to ink."""
        steps = bytes(self.color(mixed(block.ground, block.ink, step / (_LEVELS - 1))) for step in range(_LEVELS))
        indexes = coverage.translate(_STEP_OF).translate(steps.ljust(256, b"\0"))
        left, right = max(0, at.left), min(self.width, at.left + at.width)
        for number in range(at.height):
            row = self.height - 1 - at.top - number
            if 0 <= row < self.height and left < right:
                from_ = number * stride + left - at.left
                start = row * self.width + left
                self.pixels[start : start + right - left] = indexes[from_ : from_ + right - left]


def draw(composition: Composition) -> Canvas:
    """The paper, the band, the rule, and the letters of a composition."""
    form = composition.form
    canvas = Canvas(form.width, form.height, composition.ground)
    canvas.fill(Box(0, form.height - form.footer, form.width, form.footer), composition.band)
    canvas.fill(composition.rule, composition.band)
    for block in composition.blocks:
        if block.lines:
            canvas.letters(block)
    return canvas
