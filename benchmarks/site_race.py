"""Each artifact of a topic alone, from a site, beside the whole of a topic: `python benchmarks/site_race.py SOURCE TOPICS`.

Prints a line for each kind: milliseconds, the median over topics of the best of three.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import syndicate
from syndicate.layout import ARTIFACTS, FORMATS, Scope
from syndicate.model import Localized, Publisher

PUBLISHER = Publisher(
    name=Localized({"en": "Example Health", "es": "Salud Ejemplo"}),
    base_url="https://topics.example.org/",
    authority="example.org,2024",
)


def best(work: Callable[[], object]) -> float:
    """Milliseconds of CPU time, the best of three."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent) * 1000


def main() -> None:
    """Time every kind of a topic's artifacts, each alone."""
    catalog = syndicate.read(Path(sys.argv[1]), default_locale="en")
    some = list(catalog.in_locale("en"))[:: max(1, len(catalog) // int(sys.argv[2]))]
    site = syndicate.Site(catalog, PUBLISHER)
    spent: dict[str, list[float]] = defaultdict(list)
    for topic in some:
        for kind in ARTIFACTS:
            if kind.scope is not Scope.TOPIC:
                continue
            for format in FORMATS if kind.is_feed else ("",):
                path = kind.at("en", topic.slug, *([format] if format else []))
                site.get(path)  # fonts and templates are loaded once
                spent[path.split("/", 3)[3]].append(best(lambda path=path: site.get(path)))  # type: ignore[misc]
        (locale,) = (locale for locale in topic.locales if str(locale) == "en")
        spent["all together"].append(
            best(lambda topic=topic, locale=locale: [list(part.make()) for part in site.topic_parts(topic, locale)])  # type: ignore[misc]
        )
    for name, figures in spent.items():
        print(f"site: {name:<20} {statistics.median(figures):7.2f} ms")


if __name__ == "__main__":
    main()
