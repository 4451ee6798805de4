"""The work that is measured, one function a task: `python tasks.py NAME ARGUMENT ...` prints its seconds of CPU time."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

START = datetime(2024, 6, 6, tzinfo=UTC)
TEXT = "Los genes son las unidades de la herencia, y se transmiten de padres a hijos & hijas. " * 11
ENTRIES = 20_000


def read(source: str) -> float:
    """Read and pair with syndicate."""
    import syndicate.sources

    for reader in syndicate.sources.sources():  # imports are not measured
        reader.accepts(Path(source))
    start = time.process_time()
    syndicate.sources.read(source)
    return time.process_time() - start


def limit(source: str) -> float:
    """Parse with lxml and clean every summary with nh3: no reader can be quicker that uses them."""
    import gzip

    import nh3
    from lxml import etree

    start = time.process_time()
    opened = gzip.open(source) if source.endswith(".gz") else open(source, "rb")
    with opened as stream:
        root = etree.parse(stream).getroot()
    for summary in root.iter("full-summary"):
        nh3.clean(summary.text or "")
    return time.process_time() - start


def build(source: str, out: str) -> float:
    """Read, pair and publish with syndicate."""
    import syndicate

    publisher = syndicate.Publisher(
        name={"en": "Example Health", "es": "Salud Ejemplo"},
        base_url="https://topics.example.org/",
        authority="example.org,2024",
        attribution={"en": "Courtesy of Example Health", "es": "Cortesía de Salud Ejemplo"},
    )
    start = time.process_time()
    syndicate.build(syndicate.read(source), publisher, out)
    return time.process_time() - start


def stock(source: str, out: str) -> float:
    """The same with the script on stock libraries."""
    import stock_build

    start = time.process_time()
    stock_build.main(source, out)
    return time.process_time() - start


def feed(format: str) -> float:
    """A feed of 20,000 entries with syndicate."""
    from markupsafe import Markup

    from syndicate.feeds import Entry, Feed
    from syndicate.locales import parse

    entries = tuple(
        Entry(
            id=f"tag:example.org,2024:topic/{number}/es",
            url=f"https://example.org/{number}",
            title=f"Tema {number}",
            locale=parse("es"),
            updated=START,
            summary="Un tema",
            content=Markup(f"<p>{TEXT}</p>"),
        )
        for number in range(ENTRIES)
    )
    made = Feed(
        id="tag:example.org,2024:catalog/topics/es",
        title="Salud Ejemplo",
        subtitle="Todos los temas",
        locale=parse("es"),
        home_page="https://example.org/",
        urls={name: f"https://example.org/topics.{name}" for name in ("rss", "atom", "json")},
        author="Salud Ejemplo",
        author_url="https://example.org/",
        entries=entries,
    )
    start = time.process_time()
    made.format(format)
    return time.process_time() - start


def strings(format: str) -> float:
    """The same entries as bare strings: the least that a writer can do."""
    import json
    from xml.sax.saxutils import escape

    start = time.process_time()
    if format == "json":
        items: list[dict[str, Any]] = [
            {
                "id": f"tag:example.org,2024:topic/{number}/es",
                "url": f"https://example.org/{number}",
                "title": f"Tema {number}",
                "language": "es",
                "content_html": f"<p>{TEXT}</p>",
                "summary": "Un tema",
                "date_modified": "2024-06-06T00:00:00Z",
            }
            for number in range(ENTRIES)
        ]
        json.dumps({"items": items}, ensure_ascii=False).encode()
    elif format == "rss":
        "".join(
            f"<item><title>{escape(f'Tema {number}')}</title><link>https://example.org/{number}</link>"
            f"<description>{escape('Un tema')}</description><content:encoded>{escape(f'<p>{TEXT}</p>')}</content:encoded>"
            f'<guid isPermaLink="false">tag:example.org,2024:topic/{number}/es</guid>'
            "<pubDate>Thu, 06 Jun 2024 00:00:00 +0000</pubDate></item>"
            for number in range(ENTRIES)
        ).encode()
    else:
        "".join(
            f"<entry><id>tag:example.org,2024:topic/{number}/es</id><title>{escape(f'Tema {number}')}</title>"
            f'<updated>2024-06-06T00:00:00Z</updated><content type="html">{escape(f"<p>{TEXT}</p>")}</content>'
            f'<link href="https://example.org/{number}" rel="alternate"/><summary>{escape("Un tema")}</summary></entry>'
            for number in range(ENTRIES)
        ).encode()
    return time.process_time() - start


def feedgen(format: str) -> float:
    """The same entries with feedgen as its documentation shows it."""
    from feedgen.feed import FeedGenerator

    start = time.process_time()
    generator = FeedGenerator()
    generator.id("tag:example.org,2024:catalog/topics/es")
    generator.title("Salud Ejemplo")
    generator.subtitle("Todos los temas")
    generator.link(href="https://example.org/", rel="alternate")
    for number in range(ENTRIES):
        entry = generator.add_entry(order="append")
        entry.id(f"tag:example.org,2024:topic/{number}/es")
        entry.title(f"Tema {number}")
        entry.link(href=f"https://example.org/{number}")
        entry.updated(START)
        entry.published(START)
        entry.summary("Un tema")
        entry.content(f"<p>{TEXT}</p>", type="html")
    generator.rss_str() if format == "rss" else generator.atom_str()
    return time.process_time() - start


if __name__ == "__main__":
    print(f"{globals()[sys.argv[1]](*sys.argv[2:]):.6f}")
