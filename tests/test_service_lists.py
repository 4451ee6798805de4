"""Lists of topics from the service: what is asked for, in which language and form, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgi import Client

pytest.importorskip("starlette", reason="needs the extra `service`")

from syndicate.service import app


@pytest.fixture(scope="module")
def client(example_tree: Path) -> Iterator[Client]:
    """A service over the example's tree."""
    with Client(app(example_tree)) as found:
        yield found


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize(
    ("query", "path"),
    [("kind=newest", "newest"), ("kind=changed", "changed"), ("group=prevention&limit=200", "groups/prevention")],
)
def test_lists_are_those_of_the_tree(client: Client, example_tree: Path, query: str, path: str, locale: str) -> None:
    """The same document, at the service's address, and so in the other language."""
    answer = client.get(f"/v1/lists?{query}&locale={locale}").json
    published: Any = json.loads((example_tree / locale / "lists" / path / "list.json").read_bytes())
    moved = {"list_url", "translations"}
    assert {k: v for k, v in published.items() if k not in moved} == {k: v for k, v in answer.items() if k not in moved}
    for one in answer["translations"]:
        other = client.get("/v1/lists?" + one["list_url"].partition("?")[2]).json
        assert (one["language"], one["title"]) == (other["language"], other["title"])


def test_answers_are_as_the_description_says(client: Client) -> None:
    """Of every kind, with the schema that OpenAPI shows."""
    jsonschema = pytest.importorskip("jsonschema")
    components = client.get("/v1/openapi.json").json["components"]
    check = jsonschema.Draft202012Validator({"$ref": "#/components/schemas/TopicList", "components": components})
    for query in ("", "kind=changed&limit=1", "group=seasons", "topic=sleep", "topic=sleep&topic=asthma&locale=es"):
        check.validate(client.get(f"/v1/lists?{query}").json)


def test_chosen_topics_are_in_their_order(client: Client) -> None:
    """Each once, in the language that is asked for or its own; a client may hold the answer."""
    query = "/v1/lists?topic=sleep&topic=farmers-market-vouchers&topic=sleep&locale=es"
    answer = client.get(query)
    found = [(one["slug"], one["language"]) for one in answer.json["topics"]]
    assert [("sleep", "es"), ("farmers-market-vouchers", "en")] == found
    assert 304 == client.get(query, if_none_match=answer.headers["etag"]).status
    assert "*" == answer.headers["access-control-allow-origin"]


def test_forms(client: Client) -> None:
    """HTML for a page at the level that is wanted, and HTML and text for newsletters."""
    query = "/v1/lists?topic=sleep&locale=es"
    html = client.get(f"{query}&format=html&heading_level=4")
    assert ("text/html; charset=utf-8", "es") == (html.headers["content-type"], html.headers["content-language"])
    assert b'<h4 class="syndicate-teaser-title">' in html.body
    assert b"class" not in client.get(f"{query}&format=email").body
    text = client.get(f"{query}&format=text")
    assert "text/plain; charset=utf-8" == text.headers["content-type"]
    assert text.body.decode().startswith("Dormir bien [1]")
    for form in ("email", "text"):
        assert "Cortesía" in client.get(f"/v1/topics/sleep/snippet?locale=es&format={form}").body.decode()


def test_parts_are_left_out(client: Client) -> None:
    """By the names that all other forms have, also for newsletters."""
    query = "/v1/lists?group=prevention&locale=es&image=false&dates=false"
    answer = client.get(query).json
    for part in ("image", "date"):
        assert f"syndicate-{part}" not in answer["html"]
    assert any(one["image"] for one in answer["topics"])
    assert "image=false&dates=false" in answer["list_url"]
    assert b"<img" not in client.get(f"{query}&format=email").body
    short = client.get(f"{query}&format=text&title=false&translations=false&description=false").body.decode()
    assert short.splitlines()[1] == "=" * (len(short.splitlines()[0]))
    assert "Prevención" not in short.splitlines()[0]


def test_language_is_negotiated(client: Client) -> None:
    """Where none is asked for, and Vary says so."""
    answer = client.get("/v1/lists", accept_language="es-US,es;q=0.9")
    assert "es" == answer.json["language"]
    assert "Accept-Language" in answer.headers["vary"]
    assert "es" == client.get("/v1/lists?locale=es-MX").json["language"]


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("kind=group", 400, "group"),
        ("kind=topics", 400, "topic"),
        ("kind=best", 400, "kind"),
        ("limit=0", 400, "limit"),
        ("limit=201", 400, "limit"),
        ("heading_level=6", 400, "heading_level"),
        ("title=no", 400, "title"),
        ("summary=false", 400, "summary"),
        ("slug=sleep", 400, "slug"),
        ("topic=sleep&group=seasons", 409, "kind"),
        ("kind=newest&topic=sleep", 409, "kind"),
        ("topic=nowhere", 404, "topic"),
        ("topic=sleep&topic=nowhere", 404, "topic"),
        ("group=nowhere", 404, "group"),
        ("locale=fr", 404, "locale"),
    ],
)
def test_what_is_wrong_is_named(client: Client, query: str, status: int, field: str | None) -> None:
    """A problem with the parameter, never an error of the server or an empty list."""
    answer = client.get(f"/v1/lists?{query}")
    assert (status, field) == (answer.status, answer.json.get("parameter"))
