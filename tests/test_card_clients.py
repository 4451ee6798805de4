"""Our head tags in the hands of programs that others made: what networks and search engines read of a page."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import extruct
import pytest

from syndicate import card
from syndicate.cards import Card
from syndicate.layout import TOPIC_PAGE
from syndicate.locales import tag
from syndicate.model import Catalog, Publisher
from syndicate.text import rfc3339

FOLDER: Final = Path(__file__).resolve().parent / "clients"
NODE: Final = ("open-graph-scraper", "metascraper", "unfurl.js", "url-metadata")


@pytest.fixture(scope="module")
def cards(example_catalog: Catalog, example_publisher: Publisher) -> list[Card]:
    """The cards of all topics in all their languages."""
    groups = example_catalog.groups.values()
    return [
        card(topic, example_publisher, locale, groups) for topic in example_catalog.values() for locale in topic.locales
    ]


@pytest.fixture(scope="module")
def pages(cards: list[Card], example_tree: Path) -> Mapping[str, str]:
    """Their pages by address."""
    return {made.url: (example_tree / TOPIC_PAGE.at(made.locale, made.topic.slug)).read_text("utf-8") for made in cards}


@cache
def lacks(client: str) -> str:
    """Why a program cannot be asked; empty if it can."""
    if shutil.which("node") is None:
        return "Node is not installed"
    if not (FOLDER / "node_modules" / client).is_dir():
        return f"{client} is not installed; run npm install in tests/clients"
    return ""


def asked(client: str, pages: Mapping[str, str]) -> dict[str, Any]:
    """What a program makes of pages, by their addresses; the test is skipped where it cannot be asked."""
    if lacks(client):
        pytest.skip(lacks(client))
    given = json.dumps([{"url": url, "html": html} for url, html in pages.items()])
    command = ["node", str(FOLDER / "cards.mjs"), client]
    done = subprocess.run(command, input=given.encode(), stdout=subprocess.PIPE, check=True)
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def content(made: Card, name: str) -> str | None:
    """What the card's tag of a name says; of several, the first."""
    return next(iter(contents(made, name)), None)


def contents(made: Card, name: str) -> list[str]:
    """What the card's tags of a name say."""
    found = [dict(one.attributes) for one in made.tags()]
    return [one["content"] for one in found if name in (one.get("name"), one.get("property"))]


def moment(made: Card, name: str) -> str | None:
    """A date of the card's text as RFC 3339 has it."""
    found = getattr(made.topic, name).get(made.locale)
    return rfc3339(found) if found is not None else None


def other_territory(made: Card) -> str | None:
    """The territory of the other language of a topic of two."""
    return content(made, "og:locale:alternate")


def test_open_graph_scraper(cards: list[Card], pages: Mapping[str, str]) -> None:
    """Open Graph, the card of X and Dublin Core."""
    found = asked("open-graph-scraper", pages)
    for made in cards:
        page = found[made.url]
        assert {
            "ogTitle": made.title,
            "ogDescription": content(made, "og:description"),
            "ogUrl": made.url,
            "ogSiteName": made.site_name,
            "ogLocale": content(made, "og:locale"),
            "ogLocaleAlternate": other_territory(made),
            "articleSection": made.section or None,
            "articleModifiedTime": moment(made, "updated"),
            "twitterCard": "summary_large_image",
            "twitterTitle": content(made, "twitter:title"),
            "dcTitle": made.title,
            "dcLanguage": tag(made.locale),
        }.items() <= {**dict.fromkeys(("ogLocaleAlternate", "articleSection", "articleModifiedTime")), **page}.items()
        (picture,) = page["ogImage"]
        assert (made.image_url, "1200", "630", "image/png", content(made, "og:image:alt")) == tuple(
            picture[key] for key in ("url", "width", "height", "type", "alt")
        )
        assert [made.image_url] == [picture["url"] for picture in page["twitterImage"]]


def test_metascraper(cards: list[Card], pages: Mapping[str, str]) -> None:
    """Title, text, picture, language, address, publisher and dates, from the tags and the JSON-LD together."""
    found = asked("metascraper", pages)
    for made in cards:
        page = found[made.url]
        assert (made.title, made.url, made.image_url, tag(made.locale), made.site_name) == tuple(
            page[key] for key in ("title", "url", "image", "lang", "publisher")
        )
        assert page["description"] in made.description or page["description"].rstrip("…") in made.description
        if changed := moment(made, "updated"):
            assert changed == page["dateModified"].replace(".000Z", "Z")


def test_unfurl(cards: list[Card], pages: Mapping[str, str]) -> None:
    """Open Graph with its articles, and the card of X."""
    found = asked("unfurl.js", pages)
    for made in cards:
        page = found[made.url]
        graph = page["open_graph"]
        assert (made.title, made.url, made.site_name, content(made, "og:locale"), other_territory(made)) == (
            graph["title"],
            graph["url"],
            graph["site_name"],
            graph["locale"],
            graph.get("locale_alt"),
        )
        assert [(made.image_url, 1200, 630)] == [(one["url"], one["width"], one["height"]) for one in graph["images"]]
        assert contents(made, "article:tag") == graph["articles"][0].get("tags", [])
        assert made.url == page["canonical_url"]
        assert made.image_url == page["twitter_card"]["images"][0]["url"]


def test_url_metadata(cards: list[Card], pages: Mapping[str, str]) -> None:
    """Translations are just the pages in other languages, no feed among them."""
    found = asked("url-metadata", pages)
    for made in cards:
        page = found[made.url]
        links = [dict(one.attributes) for one in made.tags() if one.element == "link"]
        expected = [(one["hreflang"], one["href"]) for one in links if "hreflang" in one]
        assert expected == [(one["hreflang"], one["href"]) for one in page["hreflang"]]
        assert (made.url, tag(made.locale), f"{made.title} | {made.site_name}") == (
            page["canonical"],
            page["lang"],
            page["title"],
        )
        assert (made.image_url, content(made, "og:description")) == (page["og:image"], page["og:description"])
        assert json.loads(made.json_ld())["@graph"] == page["jsonld"]


def test_extruct(cards: list[Card], pages: Mapping[str, str]) -> None:
    """Open Graph, Dublin Core in both spellings, JSON-LD, and the microdata of the snippet agree."""
    for made in cards:
        found = extruct.extract(
            pages[made.url], base_url=made.url, syntaxes=["opengraph", "dublincore", "json-ld", "microdata"]
        )
        graph = dict(found["opengraph"][0]["properties"])
        assert (made.title, made.url, made.image_url) == (graph["og:title"], graph["og:url"], graph["og:image"])
        core = [*found["dublincore"][0]["elements"], *found["dublincore"][0]["terms"]]
        for name in ("DC.Title", "DCTERMS.title", "DC.Language", "DCTERMS.language", "DCTERMS.modified"):
            assert contents(made, name) == [one["content"] for one in core if one["name"] == name], name
        assert [json.loads(made.json_ld())] == found["json-ld"]
        (snippet,) = found["microdata"]
        page = found["json-ld"][0]["@graph"][0]
        assert (page["@id"], page["name"]) == (snippet["id"], snippet["properties"]["name"])
