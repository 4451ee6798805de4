"""The work that is measured, one function a task: `python tasks.py NAME ARGUMENT ...` prints its CPU seconds and peak memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import catalogue
from measure import cpu_seconds, peak_megabytes

START = datetime(2024, 6, 6, tzinfo=UTC)
TEXT = "Los genes son las unidades de la herencia, y se transmiten de padres a hijos & hijas. " * 11
HOME = "https://example.org/"
TITLE = "Salud Ejemplo"


def read(source: str) -> float:
    """Read and pair with syndicate."""
    import syndicate.sources

    for reader in syndicate.sources.sources():  # imports are not measured
        reader.accepts(Path(source))
    start = cpu_seconds()
    catalog = syndicate.sources.read(source)
    spent = cpu_seconds() - start
    assert catalog
    return spent


def limit(source: str) -> float:
    """Parse with lxml and clean every summary with nh3: no reader can be quicker that uses them."""
    import gzip

    import nh3
    from lxml import etree

    start = cpu_seconds()
    opened = gzip.open(source) if source.endswith(".gz") else open(source, "rb")
    with opened as stream:
        root = etree.parse(stream).getroot()
    for summary in root.iter("full-summary"):
        nh3.clean(summary.text or "")
    return cpu_seconds() - start


def build(source: str, out: str) -> float:
    """Read, pair and publish with syndicate."""
    import syndicate

    publisher = syndicate.Publisher(
        name={"en": "Example Health", "es": "Salud Ejemplo"},
        base_url="https://topics.example.org/",
        authority="example.org,2024",
        attribution={"en": "Courtesy of Example Health", "es": "Cortesía de Salud Ejemplo"},
    )
    start = cpu_seconds()
    syndicate.build(syndicate.read(source), publisher, out)
    return cpu_seconds() - start


def stock(source: str, out: str) -> float:
    """The same with the script on stock libraries."""
    import stock_build

    start = cpu_seconds()
    stock_build.main(source, out)
    return cpu_seconds() - start


def enlarge(source: str, out: str, times: str) -> float:
    """Write a catalogue several times as large; not measured."""
    catalogue.enlarged(Path(source), Path(out), int(times))
    return 0.0


def synthetic(out: str) -> float:
    """Write the synthetic catalogue; not measured."""
    catalogue.synthetic(Path(out))
    return 0.0


def values(entries: str) -> Iterator[tuple[str, str, str, datetime]]:
    """The id, address, title and date of each entry, no two the same."""
    for number in range(int(entries)):
        yield (
            f"tag:example.org,2024:topic/{number}/es",
            f"{HOME}{number}",
            f"Tema {number}",
            START + timedelta(minutes=number),
        )


def feed(format: str, entries: str) -> float:
    """A feed with syndicate."""
    from markupsafe import Markup

    from syndicate.feeds import Entry, Feed
    from syndicate.locales import parse

    start = cpu_seconds()
    locale = parse("es")
    made = Feed(
        id="tag:example.org,2024:catalog/topics/es",
        title=TITLE,
        subtitle="Todos los temas",
        locale=locale,
        home_page=HOME,
        urls={name: f"{HOME}topics.{name}" for name in ("rss", "atom", "json")},
        author=TITLE,
        author_url=HOME,
        entries=tuple(
            Entry(
                id=identifier,
                url=url,
                title=title,
                locale=locale,
                updated=moment,
                published=moment,
                summary="Un tema",
                content=Markup(f"<p>{TEXT}</p>"),
            )
            for identifier, url, title, moment in values(entries)
        ),
    )
    made.format(format)
    return cpu_seconds() - start


def strings(format: str, entries: str) -> float:
    """The same as bare strings: the least that a writer can do."""
    import json
    from xml.sax.saxutils import escape

    start = cpu_seconds()
    if format == "json":
        items: list[dict[str, Any]] = [
            {
                "id": identifier,
                "url": url,
                "title": title,
                "language": "es",
                "content_html": f"<p>{TEXT}</p>",
                "summary": "Un tema",
                "date_published": moment.isoformat(),
                "date_modified": moment.isoformat(),
            }
            for identifier, url, title, moment in values(entries)
        ]
        json.dumps({"items": items}, ensure_ascii=False, separators=(",", ":")).encode()
    elif format == "rss":
        "".join(
            f"<item><title>{escape(title)}</title><link>{escape(url)}</link><description>{escape('Un tema')}"
            f"</description><content:encoded>{escape(f'<p>{TEXT}</p>')}</content:encoded>"
            f'<guid isPermaLink="false">{escape(identifier)}</guid><pubDate>{format_datetime(moment)}</pubDate></item>'
            for identifier, url, title, moment in values(entries)
        ).encode()
    else:
        "".join(
            f"<entry><id>{escape(identifier)}</id><title>{escape(title)}</title><updated>{moment.isoformat()}"
            f'</updated><content type="html">{escape(f"<p>{TEXT}</p>")}</content><link href="{escape(url)}" '
            f'rel="alternate"/><summary>{escape("Un tema")}</summary><published>{moment.isoformat()}</published></entry>'
            for identifier, url, title, moment in values(entries)
        ).encode()
    return cpu_seconds() - start


def feedgen(format: str, entries: str) -> float:
    """The same with feedgen as its documentation shows it."""
    from feedgen.feed import FeedGenerator

    start = cpu_seconds()
    generator = FeedGenerator()
    generator.id("tag:example.org,2024:catalog/topics/es")
    generator.title(TITLE)
    generator.subtitle("Todos los temas")
    generator.link(href=HOME, rel="alternate")
    for identifier, url, title, moment in values(entries):
        entry = generator.add_entry(order="append")
        entry.id(identifier)
        entry.title(title)
        entry.link(href=url)
        entry.updated(moment)
        entry.published(moment)
        entry.summary("Un tema")
        entry.content(f"<p>{TEXT}</p>", type="html")
    generator.rss_str() if format == "rss" else generator.atom_str()
    return cpu_seconds() - start


def django(format: str, entries: str) -> float:
    """The same with Django's feedgenerator, whose one text is the description."""
    import_module("django.conf").settings.configure(USE_TZ=True)
    library: Any = import_module("django.utils.feedgenerator")
    start = cpu_seconds()
    kind = library.Rss201rev2Feed if format == "rss" else library.Atom1Feed
    made = kind(title=TITLE, link=HOME, description="Todos los temas", language="es")
    for identifier, url, title, moment in values(entries):
        made.add_item(
            title=title,
            link=url,
            description=f"<p>{TEXT}</p>",
            unique_id=identifier,
            pubdate=moment,
            updateddate=moment,
        )
    made.writeString("utf-8").encode()
    return cpu_seconds() - start


def rfeed(format: str, entries: str) -> float:
    """The same with rfeed, which writes RSS only and whose one text is the description."""
    library: Any = import_module("rfeed")
    start = cpu_seconds()
    items = [
        library.Item(
            title=title,
            link=url,
            description=f"<p>{TEXT}</p>",
            guid=library.Guid(identifier, isPermaLink=False),
            pubDate=moment,
        )
        for identifier, url, title, moment in values(entries)
    ]
    library.Feed(
        title=TITLE, link=HOME, description="Todos los temas", language="es", lastBuildDate=START, items=items
    ).rss().encode()
    return cpu_seconds() - start


if __name__ == "__main__":
    spent = globals()[sys.argv[1]](*sys.argv[2:])
    print(f"{spent:.6f} {peak_megabytes():.1f}")
