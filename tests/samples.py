"""A small catalog made by hand, and ways to look at what is made of it. No test lives here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from syndicate.embeds import Embeds
from syndicate.embeds.oembed import as_json, as_xml
from syndicate.layout import EMBED_BUILDER, EMBED_PAGE, OEMBED_JSON, OEMBED_XML
from syndicate.model import Catalog, Finding, FindingKind, Group, Link, Publisher, Section, Topic

PRIVATE = 'referrerpolicy="no-referrer" loading="lazy"'
"""What every picture says, since its host need not know who reads."""

PUBLISHER = Publisher(
    name={"en": "River Valley Clinic", "es": "Clínica del Valle"},
    base_url="https://clinic.example.org/",
    authority="clinic.example.org,2024",
    hub="https://hub.example.org/",
    attribution={"en": "Courtesy of River Valley Clinic", "es": "Cortesía de la Clínica del Valle"},
    open_graph_locale={"en": "en_US", "es": "es_US"},
    page_type="MedicalWebPage",
)
"""A publisher in two languages; English is the one to fall back to."""

HOME = Group(id="home", slug="home", name={"en": "At home", "es": "En casa"})
PLACES = Group(id="places", slug="places", name={"en": "Out and about", "es": "Fuera de casa"})


def day(text: str) -> datetime:
    """Midnight of a day, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TEA = Link(
    url={"en": "https://tea.example.net/en/brew", "es": "https://tea.example.net/es/preparar"},
    title={"en": "How to brew tea", "es": "Cómo preparar el té"},
    organization={"en": "Tea House", "es": "Casa del Té"},
    flags=["video"],
)
KETTLE = Link(url={"en": "https://tea.example.net/en/kettle"}, title={"en": "Clean a kettle"})


def topic(slug: str = "tea", **changes: Any) -> Topic:
    """A sound topic in English and Spanish, but for the changes."""
    values: dict[str, Any] = {
        "ids": {"en": f"{slug}-1", "es": f"{slug}-2"},
        "title": {"en": f"About {slug}", "es": f"Acerca de {slug}"},
        "description": {"en": "A cup a day.", "es": "Una taza al día."},
        "summary": {
            "en": Markup("<p>Drink it <em>warm</em>.</p><h2>When?</h2><p>At five &amp; at six.</p>"),
            "es": Markup("<p>Bébalo <em>tibio</em>.</p><h2>¿Cuándo?</h2><p>A las cinco y a las seis.</p>"),
        },
        "also_called": {"en": ("Brew", "Infusion"), "es": ("Infusión",)},
        "created": {"en": day("2023-05-01"), "es": day("2023-05-02")},
        "updated": {"en": day("2024-03-01"), "es": day("2024-02-01")},
        "groups": ("home",),
        "sections": {
            "en": (Section(title="Start here", links=[TEA, KETTLE]), Section(title="Videos", links=[TEA])),
            "es": (Section(title="Para empezar", links=[TEA]),),
        },
    }
    return Topic(slug=slug, **{**values, **changes})


def english_only(slug: str, **changes: Any) -> Topic:
    """A topic that exists in English only."""
    values: dict[str, Any] = {key: {} for key in ("description", "summary", "also_called", "sections")}
    values |= {"ids": {"en": slug}, "title": {"en": f"About {slug}"}}
    values |= {"created": {"en": day("2023-05-01")}, "updated": {"en": day("2024-03-01")}}
    return topic(slug, **{**values, **changes})


def catalog(*topics: Topic, **values: Any) -> Catalog:
    """A catalog of those topics in the two groups."""
    return Catalog(topics, groups=(HOME, PLACES), **values)


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page or fragment, as a browser would build it."""
    return LexborHTMLParser(html)


def attribute(node: LexborNode, name: str) -> str:
    """The value of an attribute, empty where there is none."""
    return node.attributes.get(name) or ""


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, by its path; broken links aside."""
    paths = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.exists()}


def small(
    number: int, text: str = "Text.", *, locales: Sequence[str] = ("en",), updated: str = "2024-03-01", **changes: Any
) -> Topic:
    """A topic of a title and a sentence, the same in all its languages; without a date where it is empty."""
    values: dict[str, Any] = {
        "ids": dict.fromkeys(locales, str(number)),
        "title": dict.fromkeys(locales, f"Topic {number}"),
        "summary": dict.fromkeys(locales, Markup(f"<p>{text}</p>")),
        "updated": dict.fromkeys(locales, day(updated)) if updated else {},
    }
    return Topic(slug=f"topic-{number}", **{**values, **changes})


def embedded(embeds: Embeds, topic: Topic, locale: Locale, text: Markup) -> dict[str, bytes]:
    """The files with which a topic is embedded in one of its languages, by path."""
    answer = embeds.oembed(topic, locale)
    return {
        EMBED_PAGE.at(locale, topic.slug): embeds.frame(topic, locale, text),
        OEMBED_JSON.at(locale, topic.slug): as_json(answer),
        OEMBED_XML.at(locale, topic.slug): as_xml(answer),
        EMBED_BUILDER.at(locale, topic.slug): embeds.builder(topic, locale),
    }


def found(catalog: Catalog, *kinds: FindingKind) -> list[Finding]:
    """The findings of some kinds."""
    return [finding for finding in catalog.findings if finding.kind in kinds]
