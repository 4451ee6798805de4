"""The picture of a share card as scripts with Pillow draw it."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parent.parent / "syndicate" / "cards" / "image" / "fonts"


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font in a size, loaded once."""
    return ImageFont.truetype(str(FONTS / f"PublicSans-{name}.ttf"), size)


def lines(draw: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int, most: int) -> list[str]:
    """As many words in each line as it has room for."""
    made = [""]
    for word in text.split(" "):
        longer = f"{made[-1]} {word}".strip()
        if draw.textlength(longer, face) <= width:
            made[-1] = longer
        else:
            made.append(word)
    return made[:most]


def usual(card: Any) -> bytes:
    """Text on an RGB picture, saved as PNG.

    Args:
        card: its ``texts``, ``width``, and ``height``.
    """
    texts = card.texts
    image = Image.new("RGB", (card.width, card.height), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, card.height - 96, card.width, card.height), fill="#005ea2")
    draw.text((80, 80), texts.kicker, font=font("Bold", 30), fill="#005ea2")
    top = 140
    for text, name, size, most, color in (
        (texts.title, "Bold", 68, 3, "#1b1b1b"),
        (texts.description, "Regular", 34, 3, "#4d4d4d"),
    ):
        for line in lines(draw, text, font(name, size), card.width - 160, most):
            draw.text((80, top), line, font=font(name, size), fill=color)
            top += round(size * 1.25)
        top += 20
    draw.text((80, card.height - 68), texts.publisher, font=font("Bold", 32), fill="#ffffff")
    draw.text((card.width - 240, card.height - 64), texts.language, font=font("Regular", 27), fill="#ffffff")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
