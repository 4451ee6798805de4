"""Uses of the public API, right and wrong; a type checker has to complain of the lines that say so, and of no other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import attrs
from babel import Locale
from markupsafe import Markup

import syndicate
from syndicate import (
    Catalog,
    Group,
    Image,
    Link,
    Localized,
    Publisher,
    Record,
    Reference,
    Section,
    Subject,
    Topic,
    Twin,
)
from syndicate.feeds import Alternate, Category, Enclosure, Entry, Media
from syndicate.translations import Desk

ES = Locale.parse("es")

publisher = Publisher(
    name={"en": "Example Health", "es": "Salud Ejemplo"},
    base_url="https://topics.example.org",
    authority="example.org,2024",
    default_locale="en",
    fallback=["es", ES],
    attribution=Localized({"en": "Courtesy of Example Health"}),
    open_graph_locale={ES: "es_US"},
)
Publisher(name="Example Health", base_url="https://example.org", authority="example.org,2024")  # wrong
Publisher(name={"en": "Example"}, base_url=3, authority="example.org,2024")  # wrong
Publisher(name={"en": "Example"}, base_url="https://example.org")  # wrong
Publisher(name={"en": 5}, base_url="https://example.org", authority="example.org,2024")  # wrong
Publisher.load(Path("publisher.toml"))
Publisher.load(5)  # wrong

link = Link(url={"en": "https://example.org/a", "es": "https://example.org/b"}, title={"en": "A"}, flags=["NIH"])
Link(url="https://example.org/a", title={"en": "A"})  # wrong
topic = Topic(
    slug="genes",
    ids={"en": "7"},
    title={"en": "Genes"},
    summary={"en": Markup("<p>Short.</p>")},
    also_called={"en": ("Gene",)},
    groups=["genetics"],
    subjects=[Subject(scheme="MeSH", code="D005796")],
    sections={"en": (Section(title="Start here", links=[link]),)},
    related={ES: (Reference(title="ADN"),)},
    image={"en": Image(url="https://example.org/a.png", alt="")},
    updated={"en": date(2024, 6, 6), "es": datetime(2024, 6, 6, tzinfo=UTC)},
)
Topic(slug="genes", ids={"en": 7}, title={"en": "Genes"})  # wrong
Topic(slug="genes", ids="7", title={"en": "Genes"})  # wrong
Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"}, summary={"en": "<p>Short.</p>"})  # wrong
Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"}, updated={"en": "2024-06-06"})  # wrong
Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"}, titel={"en": "Genes"})  # wrong
attrs.evolve(topic, title={"en": "Our genes"})

record = Record(
    id="7", locale="en", title="Genes", slug="genes", also_called=["Gene"], twins=[Twin(locale="es", id="8")],
    updated=date(2024, 6, 6),
)  # fmt: skip
Record(id=7, locale="en", title="Genes", slug="genes")  # wrong
Record(id="7", locale="en", title="Genes", slug="genes", updated="2024-06-06")  # wrong

catalog = Catalog([topic], groups=[Group(id="1", slug="genetics", name={"en": "Genetics"})], default_locale="en")
Catalog(["genes"])  # wrong
names: list[str] = [topic.title["en"] for topic in catalog.values()]
found: str | None = topic.title.get("es")
where: Localized[Image] = topic.image

entry = Entry(
    id="tag:example.org,2024:news/1/es",
    url="https://example.org/es/1/",
    title="Aviso",
    locale="es",
    updated=datetime(2024, 6, 6, tzinfo=UTC),
    categories=[Category(term="news")],
    translations=[Alternate(locale="en", url="https://example.org/en/1/")],
    media=[Media(url="https://example.org/a.png")],
    enclosures=[Enclosure(url="https://example.org/a.pdf", media_type="application/pdf")],
)
Entry(id="tag:example.org,2024:news/1/es", url=None, title="Aviso", locale="es", updated=date(2024, 6, 6))  # wrong
Entry(id="tag:example.org,2024:news/1/es", url="https://example.org/", title="A", locale="es", updated=None)  # wrong

feed = syndicate.feed(catalog, publisher, "es", limit=20)
syndicate.feed(publisher, catalog, "es")  # wrong
syndicate.feed([topic], publisher, "es")  # wrong
data: bytes = feed.rss() + feed.atom() + feed.json()
html: Markup = syndicate.snippet(topic, publisher, "es").html
syndicate.snippet("genes", publisher, "es")  # wrong
syndicate.snippet(publisher, topic, "es")  # wrong
listed: bytes = syndicate.topic_list(catalog, publisher, "es", topics=[topic, "genes"], limit=3).json()
syndicate.topic_list(catalog, publisher, "es", without=["image"]).email()
syndicate.topic_list(catalog, publisher, "es", topics="genes", kind="newest")  # wrong
card = syndicate.card(topic, publisher, "es")
syndicate.card("genes", publisher, "es")  # wrong
picture: bytes = card.png()
syndicate.build(catalog, publisher, "public")
syndicate.build([topic], publisher, "public")  # wrong
syndicate.build(catalog, "publisher.toml", "public")  # wrong
site = syndicate.Site(catalog, publisher)
page: bytes = site.get("es/topics/genes/index.html").body

from syndicate.model import Code  # noqa: E402
from syndicate.search import open_index, write_index  # noqa: E402

index = open_index("public")
index.search("asma", ES, limit=5, offset=5).hits[0].slug.upper()
index.search(5, "es")  # wrong
index.search("asma")  # wrong
index.search("asma", "es", 5)  # wrong
index.find('title:asma OR "presión alta"', "es").total.bit_length()
index.find(5, "es")  # wrong
write_index(Path("public")).name.upper()
Code(scheme="ICD-10-CM", code="E10-E14", locale=ES)
Code(scheme="ICD-10-CM", code=10)  # wrong
Code("ICD-10-CM", "E11")  # wrong
write_index(5)  # wrong

desk = Desk("topics", history=Path("public.history"), now=date(2026, 11, 1))
words: int | None = desk.status("es")[0].changed_words
files: dict[str, bytes] = desk.export(ES, only=["missing"], format="po")
desk.import_texts(files, updated=date(2026, 11, 1)).refused[0].message("es")
desk.import_texts({"a.po": "text"})  # wrong
desk.reviewed("sleep", to=5)  # wrong
Desk(5)  # wrong
