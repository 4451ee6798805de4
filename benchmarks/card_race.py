"""Pictures of share cards by us and by Pillow as most do it, in turn in one process.

`python benchmarks/card_race.py SOURCE CARDS ROUNDS` prints as JSON the CPU seconds of every round for both, and the median
size of a file in bytes. Both show the same texts in the same fonts and sizes, in as many lines.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from pillow_card import usual

import syndicate
from syndicate.cards.image import CardImage
from syndicate.model import Localized, Publisher

PUBLISHER = Publisher(
    name=Localized({"en": "Example Health", "es": "Salud Ejemplo"}),
    base_url="https://topics.example.org/",
    authority="example.org,2024",
)


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
