"""Each kind of artifact alone, from a site, and a topic's together: `python benchmarks/site_race.py SOURCE TOPICS`.

Prints a line for each kind: milliseconds, the best of three, and how often the time of its generator alone that is,
which is called with all that a site keeps at hand. Of those of a topic, the median over topics; what a language or the
site has is measured once, as it takes up to seconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from babel import Locale

import syndicate
from syndicate import layout
from syndicate.cards import preview
from syndicate.cards.share_card import card
from syndicate.embeds import Embeds
from syndicate.embeds.oembed import as_json, as_xml
from syndicate.feeds import Feeds, opml
from syndicate.history.comparison import first_changes
from syndicate.layout import ARTIFACTS, ArtifactKind, Place, Scope, artifact_at
from syndicate.model import Catalog, Localized, Publisher, Topic
from syndicate.site import Site, pages, root_pages
from syndicate.site.sitemap import Sitemap
from syndicate.snippets import snippet

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


class Generators:
    """What makes each kind, called without a site."""

    def __init__(self, catalog: Catalog, locales: tuple[Locale, ...]) -> None:
        self.catalog, self.locales, self.main = catalog, locales, locales[0]
        self.pages = pages.Pages(first_changes(catalog), PUBLISHER, self.main, locales)
        self.feeds = Feeds(catalog, PUBLISHER, [self.main], first_changes(catalog))
        self.mixed = Feeds(catalog, PUBLISHER, locales, first_changes(catalog))
        self.embeds = Embeds(PUBLISHER, locales)
        self.groups = catalog.groups_in(self.main)

    def of(self, place: Place) -> Callable[[], object] | None:
        """What makes the artifact at a place; None where its making cannot be told from the site's."""
        topic = self.catalog.get(place.values.get("slug", ""))
        made = self._of_topic(place.kind, place.format, topic) if topic is not None else None
        return made or self._of_language(place.kind, place.format, place.values.get("slug", ""))

    def _of_topic(self, kind: ArtifactKind, format: str, topic: Topic) -> Callable[[], object] | None:
        locale, made = self.main, partial(card, topic, PUBLISHER, self.main)
        text = partial(snippet, topic, PUBLISHER, locale)
        return {
            layout.TOPIC_PAGE: lambda: self.pages.topic(made(), text()).encode(),
            layout.TOPIC_FEED: lambda: self.feeds.topic(topic).format(format),
            layout.SNIPPET_HTML: lambda: text().html.encode(),
            layout.SNIPPET_JSON: lambda: text().json(),
            layout.CARD_HEAD: lambda: made().html.encode(),
            layout.CARD_IMAGE: lambda: made().png(),
            layout.CARD_SQUARE: lambda: made().png(square=True),
            layout.CARD_PREVIEW: lambda: preview.page([card(topic, PUBLISHER, one) for one in topic.locales], locale),
            layout.EMBED_PAGE: lambda: self.embeds.frame(topic, locale, text().html),
            layout.OEMBED_JSON: lambda: as_json(self.embeds.oembed(topic, locale)),
            layout.OEMBED_XML: lambda: as_xml(self.embeds.oembed(topic, locale)),
            layout.EMBED_BUILDER: lambda: self.embeds.builder(topic, locale),
        }.get(kind)

    def _of_language(self, kind: ArtifactKind, format: str, slug: str) -> Callable[[], object] | None:
        catalog, locales = self.catalog, self.locales
        return {
            layout.LOCALE_PAGE: lambda: self.pages.index(self.groups).encode(),
            layout.GROUP_PAGE: lambda: self.pages.group(catalog.group(slug)).encode(),
            layout.CATALOG_FEED: lambda: self.feeds.topics().format(format),
            layout.MIXED_FEED: lambda: self.mixed.topics().format(format),
            layout.WHATS_NEW_FEED: lambda: self.feeds.whats_new().format(format),
            layout.GROUP_FEED: lambda: self.feeds.group(catalog.group(slug)).format(format),
            layout.FEED_LIST: lambda: opml(catalog, PUBLISHER, locales),
            layout.LOCALE_FEED_LIST: lambda: opml(catalog, PUBLISHER, [self.main]),
            layout.STYLESHEET: lambda: root_pages.stylesheet(PUBLISHER).encode(),
            layout.ROOT_PAGE: lambda: root_pages.root(PUBLISHER, locales, locales).encode(),
            layout.SITEMAP: lambda: list(Sitemap(catalog, PUBLISHER, locales).files()),
        }.get(kind)


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
    generators = Generators(catalog, site.locales)
    spent: dict[str, list[float]] = defaultdict(list)
    ratios: dict[str, list[float]] = defaultdict(list)

    def measured(path: str) -> None:
        spent[name(path)].append(best(lambda: site.get(path)))
        place = artifact_at(path)
        make = generators.of(place) if place is not None else None
        if make is not None:
            pairs = [(best(lambda: site.get(path), 1), best(make, 1)) for _ in range(5)]
            ratios[name(path)].append(min(pair[0] for pair in pairs) / min(pair[1] for pair in pairs))

    for piece in site.pieces():
        if piece.scope is Scope.TOPIC and str(piece.locale) == "en" and piece.name in slugs:
            for path in [part.path for part in site.parts(piece)]:
                site.get(path)  # fonts and templates are loaded once
                measured(path)
            spent["a topic's, together"].append(best(lambda piece=piece: list(site.artifacts(piece))))  # type: ignore[misc]
    for _, path in others(site):
        measured(path)
    print(f"site: {len(ARTIFACTS)} kinds; {len(catalog)} topics")
    for kind, figures in spent.items():
        times = f"{statistics.median(ratios[kind]):9.2f} times its generator" if kind in ratios else ""
        print(f"site: {kind:<40} {statistics.median(figures):9.2f} ms {times}")


if __name__ == "__main__":
    main()
