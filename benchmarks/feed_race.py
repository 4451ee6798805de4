"""Feeds of one large catalog by syndicate, by bare strings and by other generators, in turn in one process.

`python benchmarks/feed_race.py race FORMAT TOPICS ROUNDS` prints the CPU seconds of each contestant, and the bytes it
wrote, as JSON. All start from the same catalog in memory and end with the bytes of the feed. The bare strings write the
very entries that syndicate writes, from plain tuples in their order; the other generators write the same elements, by the means for extensions that they document, except
feedgen, which is used as its documentation shows it. `feed_race.py memory FORMAT TOPICS` prints the megabytes that
writing the feed to a file takes, `feed_race.py items FILE TOPICS` writes the entries for generators in other languages.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

import attrs
from markupsafe import Markup

import syndicate
from syndicate.model import Catalog, Group, Localized, Publisher, Subject, Topic

T = TypeVar("T")

START = datetime(2010, 1, 1, tzinfo=UTC)
SENTENCE = (
    '<p>Dormir bien ayuda al <b>cuerpo</b> y a la mente; vea <a href="https://example.org/sueno?a=1&amp;b=2">más '
    "consejos</a> para niños, jóvenes y adultos mayores, y pregunte a su médico.</p>"
)
PUBLISHER = Publisher(
    name=Localized({"en": "Example Health", "es": "Salud Ejemplo"}),
    base_url="https://topics.example.org/",
    authority="example.org,2024",
    attribution=Localized({"en": "Courtesy of Example Health", "es": "Cortesía de Salud Ejemplo"}),
)
GROUP = Group(id="1", slug="wellness", name=Localized({"en": "Wellness", "es": "Bienestar"}))


def synthetic(topics: int) -> Catalog:
    """A catalog of topics in both languages with about 1 kB of HTML each, no two of one date."""

    def topic(number: int) -> Topic:
        moment = START + timedelta(minutes=7 * number % 1_000_003)
        text = "".join(f"{SENTENCE}<p>{number + part}</p>" for part in range(5))
        return Topic(
            slug=f"topic-{number}",
            ids=_both(str(number), str(number + 10**6)),
            title=_both(f"Sleep & rest, part {number}", f"Sueño y descanso: parte {number}"),
            url=_both(f"https://example.org/{number}", f"https://example.org/es/{number}"),
            description=_both(f"How to sleep well: {number}.", f"¿Cómo dormir bien? Consejo {number}."),
            summary=_both(Markup(text), Markup(text)),
            groups=("1",),
            subjects=(Subject(scheme="MeSH", code=f"D{number % 1000:06}", name=f"Sleep {number % 1000}"),),
            created=_both(moment, moment),
            updated=_both(moment, moment),
        )

    return Catalog([topic(number) for number in range(topics)], groups=[GROUP])


def _both(english: T, spanish: T) -> Localized[T]:
    return Localized({"en": english, "es": spanish})


def newest(catalog: Catalog) -> list[Topic]:
    """The topics of the Spanish feed in its order."""
    return sorted(catalog.in_locale("es"), key=lambda topic: topic.updated["es"], reverse=True)


def ours(catalog: Catalog, format: str) -> bytes:
    """With syndicate."""
    return syndicate.feed(catalog, PUBLISHER, "es", limit=None).format(format)


class Row(NamedTuple):
    """What an entry says, looked up: bare strings pay for no look-up in a catalog."""

    id: str
    slug: str
    title: str
    url: str
    description: str
    summary: str
    twin: str
    created: datetime
    updated: datetime
    subjects: tuple[tuple[str, str], ...]


def rows(catalog: Catalog) -> list[Row]:
    """The entries of the Spanish feed as plain tuples, in its order."""
    return [
        Row(
            topic.ids["es"],
            topic.slug,
            topic.title["es"],
            topic.url["es"],
            topic.description["es"],
            str(topic.summary["es"]),
            topic.url["en"],
            topic.created["es"],
            topic.updated["es"],
            tuple((subject.code, subject.name) for subject in topic.subjects),
        )
        for topic in newest(catalog)
    ]


def strings(given: list[Row], format: str) -> bytes:
    """With bare strings: the entries that syndicate writes, without its head."""
    return "".join(map(_item if format == "rss" else _entry, given)).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


NAME, GROUP_NAME = PUBLISHER.name["es"], GROUP.name["es"]


def _item(row: Row) -> str:
    identifier, slug, title, url, description, summary, twin, created, updated, subjects = row
    filed = "".join(
        [
            f'<category domain="https://id.nlm.nih.gov/mesh/" xml:lang="en">{_escaped(name)}</category>'
            for _, name in subjects
        ]
    )
    return (
        f"<item><title>{_escaped(title)}</title><link>{_escaped(url)}</link>"
        f"<description>{_escaped(description)}</description><content:encoded>{_escaped(summary)}</content:encoded>"
        f"<dc:creator>{_escaped(NAME)}</dc:creator>"
        f'<guid isPermaLink="false">tag:example.org,2024:topic/{identifier}/es</guid>'
        f'<category domain="https://topics.example.org/es/">{_escaped(GROUP_NAME)}</category>{filed}'
        f"<pubDate>{format_datetime(created)}</pubDate><dc:language>es</dc:language>"
        f'<atom:link href="{_escaped(twin)}" rel="related" type="text/html" hreflang="en"/>{_media(slug)}'
        f"<atom:updated>{updated.isoformat().replace('+00:00', 'Z')}</atom:updated></item>"
    )


def _entry(row: Row) -> str:
    identifier, slug, title, url, description, summary, twin, created, updated, subjects = row
    moment = updated.isoformat().removesuffix("+00:00")
    identifier = f"tag:example.org,2024:topic/{identifier}/es"
    filed = "".join(
        [
            f'<category term="{code}" scheme="https://id.nlm.nih.gov/mesh/" label="{_escaped(name)}" xml:lang="en"/>'
            for code, name in subjects
        ]
    )
    return (
        f'<entry xml:lang="es"><id>{identifier}</id><title>{_escaped(title)}</title>'
        f"<updated>{moment}.{crc32(identifier.encode()) % 1_000_000_000:09}Z</updated>"
        f'<author><name>{_escaped(NAME)}</name></author><content type="html">{_escaped(summary)}</content>'
        f'<link href="{_escaped(url)}" rel="alternate" type="text/html" hreflang="es"/>'
        f'<link href="{_escaped(twin)}" rel="related" type="text/html" hreflang="en"/>'
        f"<summary>{_escaped(description)}</summary>"
        f'<category term="wellness" scheme="https://topics.example.org/es/" label="{_escaped(GROUP_NAME)}"/>'
        f"{filed}<published>{created.isoformat().replace('+00:00', 'Z')}</published>{_media(slug)}</entry>"
    )


def _media(slug: str) -> str:
    return f'<media:content url="{_card(slug)}" medium="image" type="image/png" width="1200" height="630"/>'


def _card(slug: str) -> str:
    return f"https://topics.example.org/es/topics/{slug}/card.png"


def feedgen(catalog: Catalog, format: str) -> bytes:
    """With feedgen as its documentation shows it."""
    generator = import_module("feedgen.feed").FeedGenerator()
    generator.id("tag:example.org,2024:catalog/topics/es")
    generator.title("Salud Ejemplo: todos los temas")
    generator.subtitle("Temas nuevos y actualizados de Salud Ejemplo")
    generator.link(href="https://topics.example.org/es/", rel="alternate")
    for topic in newest(catalog):
        entry = generator.add_entry(order="append")
        entry.id(f"tag:example.org,2024:topic/{topic.ids['es']}/es")
        entry.title(topic.title["es"])
        entry.link(href=topic.url["es"])
        entry.updated(topic.updated["es"])
        entry.published(topic.created["es"])
        entry.summary(topic.description["es"])
        entry.content(str(topic.summary["es"]), type="html")
        entry.category(
            [{"term": "wellness", "label": GROUP.name["es"]}]
            + [{"term": subject.code, "label": subject.name} for subject in topic.subjects]
        )
    written: bytes = generator.rss_str() if format == "rss" else generator.atom_str()
    return written


def django(catalog: Catalog, format: str) -> bytes:
    """With Django's feedgenerator."""
    made = _django_kind(format)(
        title="Salud Ejemplo", link="https://topics.example.org/es/", description="Temas", language="es"
    )
    for topic in newest(catalog):
        made.add_item(
            title=topic.title["es"],
            link=topic.url["es"],
            description=topic.description["es"],
            unique_id=f"tag:example.org,2024:topic/{topic.ids['es']}/es",
            unique_id_is_permalink=False,
            author_name=PUBLISHER.name["es"],
            pubdate=topic.created["es"],
            updateddate=topic.updated["es"],
            categories=[GROUP.name["es"], *(subject.name for subject in topic.subjects)],
            content=str(topic.summary["es"]),
            related=topic.url["en"],
            card=_card(topic.slug),
        )
    written: bytes = made.writeString("utf-8").encode()
    return written


@cache
def _django_kind(format: str) -> Any:
    library: Any = import_module("django.utils.feedgenerator")

    class Rss(library.Rss201rev2Feed):  # type: ignore[misc]
        def add_item_elements(self, handler: Any, item: Any) -> None:
            super().add_item_elements(handler, item)
            handler.addQuickElement("content:encoded", item["content"])
            handler.addQuickElement("dc:language", "es")
            handler.addQuickElement("atom:link", "", _related(item["related"]))
            handler.addQuickElement("atom:updated", item["updateddate"].isoformat())
            handler.addQuickElement("media:content", "", _picture(item["card"]))

    class Atom(library.Atom1Feed):  # type: ignore[misc]
        def add_item_elements(self, handler: Any, item: Any) -> None:
            super().add_item_elements(handler, item)
            handler.addQuickElement("content", item["content"], {"type": "html"})
            handler.addQuickElement("link", "", _related(item["related"]))
            handler.addQuickElement("media:content", "", _picture(item["card"]))

    return Rss if format == "rss" else Atom


def _related(url: str) -> dict[str, str]:
    return {"href": url, "rel": "related", "type": "text/html", "hreflang": "en"}


def _picture(url: str) -> dict[str, str]:
    return {"url": url, "medium": "image", "type": "image/png", "width": "1200", "height": "630"}


def rfeed(catalog: Catalog, format: str) -> bytes:
    """With rfeed, which writes RSS only."""
    library: Any = import_module("rfeed")
    extension = _rfeed_extension()
    items = [
        library.Item(
            title=topic.title["es"],
            link=topic.url["es"],
            description=topic.description["es"],
            creator=PUBLISHER.name["es"],
            guid=library.Guid(f"tag:example.org,2024:topic/{topic.ids['es']}/es", isPermaLink=False),
            categories=[GROUP.name["es"], *(subject.name for subject in topic.subjects)],
            pubDate=topic.created["es"],
            extensions=[extension(str(topic.summary["es"]), topic.url["en"], topic.updated["es"], _card(topic.slug))],
        )
        for topic in newest(catalog)
    ]
    made = library.Feed(
        title="Salud Ejemplo",
        link="https://topics.example.org/es/",
        description="Temas",
        language="es",
        lastBuildDate=START,
        items=items,
    )
    written: bytes = made.rss().encode()
    return written


@cache
def _rfeed_extension() -> Any:
    library: Any = import_module("rfeed")

    class Extension(library.Extension):  # type: ignore[misc]
        def __init__(self, content: str, related: str, updated: datetime, card: str) -> None:
            self.content, self.related, self.updated, self.card = content, related, updated, card

        def publish(self, handler: Any) -> None:
            super().publish(handler)
            self._write_element("content:encoded", self.content)
            self._write_element("dc:language", "es")
            self._write_element("atom:link", None, _related(self.related))
            self._write_element("atom:updated", self.updated.isoformat())
            self._write_element("media:content", None, _picture(self.card))

    return Extension


Contestant = Callable[[Catalog, str], bytes]


class Race(NamedTuple):
    """The CPU seconds of each round, and how many bytes were written."""

    seconds: list[float]
    bytes: int


def contestants(format: str, catalog: Catalog) -> dict[str, Contestant]:
    """Who takes part in a format, as far as it is installed."""
    if format == "json":
        feed = syndicate.feed(catalog, PUBLISHER, "es", limit=None)
        feed = attrs.evolve(feed, entries=tuple(feed.entries))
        document = json.loads(feed.json())
        return {
            "syndicate": lambda catalog, format: feed.json(),
            "json.dumps": lambda catalog, format: json.dumps(
                document, ensure_ascii=False, separators=(",", ":")
            ).encode(),
        }
    given = rows(catalog)
    found: dict[str, Contestant] = {
        "syndicate": ours,
        "strings": lambda catalog, format: strings(given, format),
        "feedgen": feedgen,
    }
    if find_spec("django"):
        import_module("django.conf").settings.configure(USE_TZ=True)
        found["django"] = django
    if find_spec("rfeed") and format == "rss":
        found["rfeed"] = rfeed
    return found


def race(format: str, topics: int, rounds: int) -> dict[str, Race]:
    """What each contestant takes; of JSON only the writing, from entries or a dict in memory."""
    catalog = synthetic(topics)
    if format != "json" and strings(rows(catalog), format) not in ours(catalog, format):
        raise SystemExit("the bare strings write other entries than syndicate does")
    running = contestants(format, catalog)
    spent: dict[str, Race] = {name: Race([], 0) for name in running}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, make in running.items():
            gc.collect()
            start = time.process_time()
            written = make(catalog, format)
            spent[name].seconds.append(time.process_time() - start)
            spent[name] = spent[name]._replace(bytes=len(written))
    return spent


def memory(format: str, topics: int) -> float:
    """Megabytes that making and writing a feed adds to the process, at its peak (Linux)."""
    catalog = synthetic(topics)
    syndicate.feed(catalog, PUBLISHER, "es").format(format)  # what is loaded on first use
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # resets the peak
    before = _status("VmRSS")
    with TemporaryFile() as file:
        syndicate.feed(catalog, PUBLISHER, "es", limit=None).write(file, format)
    return (_status("VmHWM") - before) / 1024


def _status(key: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{key}:"))


if __name__ == "__main__":
    if sys.argv[1] == "race":
        raced = race(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        print(json.dumps({name: one._asdict() for name, one in raced.items()}))
    elif sys.argv[1] == "items":
        Path(sys.argv[2]).write_bytes(ours(synthetic(int(sys.argv[3])), "json"))
    else:
        print(f"{memory(sys.argv[2], int(sys.argv[3])):.1f}")
