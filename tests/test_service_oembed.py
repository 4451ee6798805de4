"""The oEmbed endpoint: by which addresses it is asked, what it heeds, and how it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from samples import PUBLISHER, attribute, catalog, parsed, topic

from syndicate import build

pytest.importorskip("starlette", reason="the service needs the extra `service`")

from asgi import Answer, ask

from syndicate.service import app

SOURCE = "https://tea.example.net/es/te?lang=es"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The service of a tree with a topic from elsewhere, one of its own, and one that others may not have."""
    out = tmp_path_factory.mktemp("oembed") / "public"
    topics = (
        topic("tea", url={"es": SOURCE}),
        topic("milk"),
        topic("own", syndicate={"es": False}),
    )
    build(catalog(*topics), PUBLISHER, out, only=["pages", "embeds", "cards"])
    return app(out)


def embed(service: Any, **query: object) -> Answer:
    """The answer to a question."""
    return ask(service, "/oembed", query)


@pytest.mark.parametrize(
    "url",
    [
        SOURCE,
        "http://www.tea.example.net/es/te?lang=es#top",
        "https://clinic.example.org/es/topics/tea/",
        "https://clinic.example.org/es/topics/tea",
        "https://clinic.example.org/es/topics/tea/index.html",
        "https://clinic.example.org/es/topics/tea/embed.html",
        f"{SOURCE}&utm_source=x&utm_medium=email",
        "tea.example.net/es/te?fbclid=x&lang=es",
        "https://tea.example.net:443/es//te/?lang=es",
        "https://TEA.example.net./%65s/t%65?lang=%65s",
        "https%3A%2F%2Ftea.example.net%2Fes%2Fte%3Flang%3Des",
        "//www.clinic.example.org/es/topics/tea/?utm_source=x",
        "http://clinic.example.org/es/topics/tea/?lang=es&s_cid=7#:~:text=tea",
        "clinic.example.org/es/topics/tea#top",
        " https://www.clinic.example.org/es/topics//tea/index.html?x ",
    ],
)
def test_a_text_is_found_by_each_of_its_addresses(service: Any, url: str) -> None:
    """Its page at the source, its page in the tree, and the embed itself, as mail, networks, and hands write them."""
    answer = embed(service, url=url)
    assert (200, "application/json", "es") == (
        answer.status,
        answer.headers["content-type"],
        answer.headers["content-language"],
    )
    assert ("Acerca de tea", "rich", "1.0") == tuple(answer.json[key] for key in ("title", "type", "version"))


def test_the_frame_and_the_thumbnail_fit_the_room(service: Any) -> None:
    """Neither is larger than was asked for (section 2.3.4)."""
    url = "https://clinic.example.org/en/topics/milk/"
    whole = embed(service, url=url).json
    assert (600, 600) == (whole["width"], whole["height"])
    assert f"{url}card.png" == whole["thumbnail_url"]
    assert (1200, 630) == (whole["thumbnail_width"], whole["thumbnail_height"])
    small = embed(service, url=url, maxwidth=320, maxheight=240).json
    frame = parsed(small["html"]).css_first("iframe")
    assert frame
    assert ("320", "240") == (attribute(frame, "width"), attribute(frame, "height"))
    assert (320, 240) == (small["width"], small["height"])
    assert not [key for key in small if key.startswith("thumbnail")]
    assert f"{url}card-square.png" == embed(service, url=url, maxwidth=1100).json["thumbnail_url"]


def test_both_formats_say_the_same(service: Any) -> None:
    """The XML has the fields of the JSON, in their order (section 2.3.4)."""
    json = embed(service, url=SOURCE, format="json", maxwidth=500)
    xml = embed(service, url=SOURCE, format="xml", maxwidth=500)
    assert "text/xml; charset=utf-8" == xml.headers["content-type"]
    assert [(key, str(value)) for key, value in json.json.items()] == [(child.tag, child.text) for child in xml.xml]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "https://clinic.example.org/es/topics/coffee/"}, 404),
        ({"url": "https://elsewhere.example/"}, 404),
        ({"url": "https://clinic.example.org/es/topics/own/"}, 404),
        ({"url": "https://clinic.example.org/"}, 404),
        ({"url": "nonsense"}, 404),
        ({"url": "http://["}, 404),
        ({"url": SOURCE, "format": "yaml"}, 501),
        ({"format": "yaml"}, 501),
        ({}, 400),
        ({"url": " "}, 400),
        ({"url": SOURCE, "maxwidth": "0"}, 400),
        ({"url": SOURCE, "maxwidth": "wide"}, 400),
        ({"url": SOURCE, "maxheight": "-5"}, 400),
        ({"url": SOURCE, "maxheight": ""}, 400),
        ({"url": "https://clinic.example.org/es/topics/te%00a/"}, 404),
        ({"url": "\0"}, 400),
    ],
)
def test_what_cannot_be_answered_has_the_status_of_the_specification(
    service: Any, query: dict[str, str], status: int
) -> None:
    """404 where there is nothing, 501 for another format, 400 for what is not a question; the reason is said."""
    answer = embed(service, **query)
    assert (status, "application/problem+json") == (answer.status, answer.headers["content-type"])
    assert answer.json["detail"]


def test_a_tree_without_pictures_names_none(tmp_path: Path) -> None:
    """A thumbnail that is not there would be a broken picture in someone's page."""
    build(catalog(topic()), PUBLISHER, tmp_path / "public", only=["pages", "embeds"])
    answer = embed(app(tmp_path / "public"), url="https://clinic.example.org/en/topics/tea/")
    assert "thumbnail_url" not in answer.json
