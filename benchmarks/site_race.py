"""Each kind of artifact alone, from a site, and a topic's together: `python benchmarks/site_race.py SOURCE TOPICS`.

Prints a line for each kind: milliseconds, the best of three; for those of a topic, the median over topics. What a
language or the site has is measured once, as it takes up to seconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import syndicate
from syndicate.layout import ARTIFACTS, Scope, artifact_at
from syndicate.model import Localized, Publisher
from syndicate.site import Site

PUBLISHER = Publisher(
    name=Localized({"en": "Example Health", "es": "Salud Ejemplo"}),
    base_url="https://topics.example.org/",
    authority="example.org,2024",
)


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Milliseconds of CPU time."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent) * 1000


def name(path: str) -> str:
    """What lies at a path, as its row of the table says it, in its format."""
    found = artifact_at(path)
    if found is None:
        raise ValueError(f"{path} is in no table")
    return found.kind.path.replace("{format}", found.format).replace("{script}", found.values.get("script", ""))


def others(site: Site) -> Iterator[tuple[str, str]]:
    """Each kind of artifact that no topic has, in each format, and the path of one."""
    seen = set()
    for piece in site.pieces():
        if piece.scope is Scope.TOPIC:
            continue
        for part in site.parts(piece):
            for path in part.paths:
                if name(path) not in seen:
                    seen.add(name(path))
                    yield name(path), path


def main() -> None:
    """Time every kind, each artifact alone."""
    catalog = syndicate.read(Path(sys.argv[1]), default_locale="en")
    slugs = {topic.slug for topic in list(catalog.in_locale("en"))[:: max(1, len(catalog) // int(sys.argv[2]))]}
    site = Site(catalog, PUBLISHER)
    spent: dict[str, list[float]] = defaultdict(list)
    for piece in site.pieces():
        if piece.scope is Scope.TOPIC and str(piece.locale) == "en" and piece.name in slugs:
            for path in [part.path for part in site.parts(piece)]:
                site.get(path)  # fonts and templates are loaded once
                spent[name(path)].append(best(lambda path=path: site.get(path)))  # type: ignore[misc]
            spent["a topic's, together"].append(best(lambda piece=piece: list(site.artifacts(piece))))  # type: ignore[misc]
    for kind, path in others(site):
        spent[kind].append(best(lambda path=path: site.get(path)))  # type: ignore[misc]
    print(f"site: {len(ARTIFACTS)} kinds; {len(catalog)} topics")
    for kind, figures in spent.items():
        print(f"site: {kind:<40} {statistics.median(figures):9.2f} ms")


if __name__ == "__main__":
    main()
