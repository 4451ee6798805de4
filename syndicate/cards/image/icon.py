"""The icon of a site: the first letter of the publisher's name in its color. No card is composed here."""

from __future__ import annotations

import struct
from typing import Final

from babel import Locale

from syndicate.cards.image.form import Block, Line
from syndicate.cards.image.raster import Canvas
from syndicate.cards.image.typefaces import typefaces
from syndicate.model import Publisher
from syndicate.model.colors import rgb

__all__ = ["ico", "icon"]

_SHARE: Final = 0.62
"""The em of the letter, as a share of the icon: within the safe circle of maskable icons."""
_CAP: Final = 0.714
"""The height of a capital in em."""


def icon(publisher: Publisher, locale: Locale, size: int) -> bytes:
    """The icon as a PNG file.

    Args:
        publisher: whose name and color it has.
        locale: the language of the name.
        size: its width and height in pixels.
    """
    import uharfbuzz

    ground, ink = rgb(publisher.card.link_color), (255, 255, 255)
    canvas = Canvas(size, size, ground)
    _, bold = typefaces(publisher.card)
    letters = (one.upper() for one in publisher.text("name", locale) if one.isalnum())
    letter = next((one for one in letters if bold.lacking(one) is None), "")
    if letter:
        word, em = bold.shaped(letter), round(size * _SHARE)
        line = Line((size - word.width * em) / 2, round((size + em * _CAP) / 2), [word])
        canvas.letters(Block(lines=[line], size=em, space=0, ink=ink, ground=ground), uharfbuzz.RasterDraw())
    return canvas.png()


def ico(png: bytes, size: int) -> bytes:
    """A PNG file as an ICO file, which browsers ask for by its name: ``favicon.ico``.

    >>> ico(b"PNG", 32)[:6]
    b'\\x00\\x00\\x01\\x00\\x01\\x00'
    """
    head = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), len(head) + 16)
    return head + entry + png
