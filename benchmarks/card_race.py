"""Pictures of share cards by us and by Pillow as most do it, in turn in one process.

`python benchmarks/card_race.py SOURCE CARDS ROUNDS` prints as JSON the CPU seconds of every round for both, and the median
size of a file in bytes. Both show the same texts in the same fonts and sizes, in as many lines.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import syndicate
from syndicate.cards.image import CardImage
from syndicate.model import Localized, Publisher

PUBLISHER = Publisher(
    name=Localized({"en": "Example Health", "es": "Salud Ejemplo"}),
    base_url="https://topics.example.org/",
    authority="example.org,2024",
)
FONTS = Path(syndicate.__file__).parent / "cards" / "image" / "fonts"


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


def usual(card: CardImage) -> bytes:
    """The card as scripts with Pillow draw it: text on an RGB picture, saved as PNG."""
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


def race(source: str, count: int, rounds: int) -> dict[str, object]:
    """The CPU seconds of both in every round, after a first one that is not counted; and the sizes of files."""
    catalog = syndicate.read(source)
    texts = [(topic, locale) for topic in catalog.values() for locale in topic.locales][:count]

    def cards() -> list[CardImage]:
        return [syndicate.card(topic, PUBLISHER, locale).image for topic, locale in texts]

    drawers: dict[str, Callable[[CardImage], bytes]] = {"syndicate": CardImage.png, "Pillow RGB": usual}
    spent: dict[str, list[float]] = {name: [] for name in drawers}
    sizes: dict[str, float] = {}
    for number in range(rounds + 1):
        for name, drawer in drawers.items():
            made = cards()
            start = time.process_time()
            found = [len(drawer(card)) for card in made]
            if number:
                spent[name].append(time.process_time() - start)
            sizes[name] = statistics.median(found)
    return {"cards": len(texts), "seconds": spent, "bytes": sizes}


if __name__ == "__main__":
    print(json.dumps(race(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
