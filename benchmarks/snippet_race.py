"""Snippets of a whole catalog, and what each step of them takes, in turn in one process.

`python benchmarks/snippet_race.py SOURCE ROUNDS` prints as JSON how many snippets there are, and the CPU seconds of every
round for: all (HTML and JSON, as a build writes them), HTML alone, the tree of nodes in one pass, the same by a parser
with its check, and `json.dumps` of the finished data. `snippet_race.py SOURCE profile` prints the profile of the whole.
"""

from __future__ import annotations

import cProfile
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import syndicate
from syndicate.model import Localized, Publisher
from syndicate.snippets import Snippet
from syndicate.snippets.nodes import _parsed, check, nodes

PUBLISHER = Publisher(
    name=Localized({"en": "Example Health", "es": "Salud Ejemplo"}),
    base_url="https://topics.example.org/",
    authority="example.org,2024",
    attribution=Localized({"en": "Courtesy of Example Health", "es": "Cortesía de Salud Ejemplo"}),
)


def snippets(source: str) -> Callable[[], Iterator[Snippet]]:
    """Makes the snippets of every topic in each of its languages, one by one as a build does."""
    catalog = syndicate.read(source)
    texts = [(topic, locale) for topic in catalog.values() for locale in topic.locales]
    return lambda: (syndicate.snippet(topic, PUBLISHER, locale) for topic, locale in texts)


def both(made: Iterable[Snippet]) -> None:
    """What a build writes."""
    for one in made:
        one.html.encode()
        one.json()


def timed(step: Callable[[], object]) -> float:
    """The CPU seconds of a step."""
    start = time.process_time()
    step()
    return time.process_time() - start


def race(source: str, rounds: int) -> dict[str, object]:
    """The CPU seconds of each step in every round, after a first one that is not counted."""
    make = snippets(source)
    rendered = [str(one.html).strip() for one in make()]
    spent: dict[str, list[float]] = {}
    for round in range(rounds + 1):
        seconds = {
            "all": timed(lambda: both(make())),
            "HTML": timed(lambda: sum(len(one.html) for one in make())),
            "nodes": timed(lambda: sum(len(nodes(html)) for html in rendered)),
            "nodes by a parser": timed(lambda: [check(_parsed(html)) for html in rendered]),  # type: ignore[func-returns-value]
            "json.dumps": sum(timed(partial(json.dumps, one.to_dict(), ensure_ascii=False)) for one in make()),
        }
        for name, value in seconds.items() if round else ():
            spent.setdefault(name, []).append(value)
    return {"snippets": len(rendered), "seconds": spent}


if __name__ == "__main__":
    if sys.argv[2] == "profile":
        made = snippets(sys.argv[1])()
        cProfile.run("both(made)", sort="tottime")
    else:
        print(json.dumps(race(sys.argv[1], int(sys.argv[2]))))
