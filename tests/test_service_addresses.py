"""The addresses of the service: ways to write one path, and what answers name whoever asks by whatever name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import attrs
import pytest

pytest.importorskip("starlette", reason="needs the extra `service`")

from asgi import Answer, Client

import syndicate
from syndicate.service import app

EVIL = "evil.example"
ROUTES = [
    "/v1/topics?limit=2",
    "/v1/topics/sleep",
    "/v1/topics/sleep/snippet?locale=es&format=json",
    "/v1/feeds/rss?topic=sleep&topic=asthma&locale=es",
    "/v1/changes?limit=3",
    "/v1/openapi.json",
    "/hhs/api/v2/resources?q=asma",
    "/hhs/api/v2/resources/media?max=2",
    "/hhs/api/v2/resources/media.json?max=2",
    "/hhs/swagger/api",
    "/cdc/api/v2/resources/media?max=2",
    "/cdc/api/v1/resources/topics.json",
    "/cdc/api/v2/resources/media.atom?max=2",
    "/service?mainSearchCriteria.v.cs=2.16.840.1.113883.6.177&mainSearchCriteria.v.c=D001249",
    "/ws/query?term=asma&db=healthTopicsSpanish",
    "/oembed?url=https://topics.example.org/es/topics/sleep/",
    "/healthz",
]


@pytest.fixture(scope="module")
def client(example_tree: Path) -> Iterator[Client]:
    """A client of the service over the example's tree."""
    with Client(app(example_tree)) as made:
        yield made


def written(target: str) -> list[str]:
    """Other ways to write a path: with a slash at its end, with each slash doubled, with all of them."""
    path, mark, query = target.partition("?")
    places = [found.start() for found in re.finditer("/", path)]
    ways = [f"{path}/", f"{path}//", path.replace("/", "//"), *(f"{path[:at]}/{path[at:]}" for at in places)]
    return [way + mark + query for way in ways]


@pytest.mark.parametrize("target", ROUTES)
def test_slashes_change_no_answer(target: str, client: Client) -> None:
    """Programs join addresses of parts, and many of them follow no redirect: each way is answered with the same."""
    expected = client.get(target)
    assert 200 == expected.status
    for way in written(target):
        answer = client.get(way)
        assert (200, expected.body, expected.headers) == (answer.status, answer.body, answer.headers), way


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/es/topics/sleep", "/es/topics/sleep/"),
        ("/es/topics/sleep/feed.rss/", "/es/topics/sleep/feed.rss"),
        ("/topics.json/", "/topics.json"),
        ("//es//topics/sleep/?a=b", "/es/topics/sleep/?a=b"),
        ("/es/topics/sleep//", "/es/topics/sleep/"),
        ("//", "/"),
        ("/v1", "/v1/"),
        ("/v1?locale=es", "/v1/?locale=es"),
    ],
)
@pytest.mark.parametrize("root_path", ["", "/partners"])
def test_a_page_has_one_address(asked: str, meant: str, root_path: str, client: Client) -> None:
    """308 to it, below whatever path the service is; a page's own links are relative."""
    answer = client.get(asked, root_path=root_path)
    assert 308 == answer.status
    assert f"https://a.example{root_path}{meant}" == urljoin(
        f"https://a.example{root_path}{asked}", answer.headers["location"]
    )
    assert 200 == client.get(meant, root_path=root_path).status


def test_no_redirect_leads_to_another_site(client: Client) -> None:
    """Though the path begins like the address of one."""
    for asked in (f"//{EVIL}/x", f"//{EVIL}//", f"/\\{EVIL}//x", f"///{EVIL}/es/", f"//{EVIL}/https://{EVIL}/"):
        answer = client.get(asked)
        led = urljoin(f"https://a.example{asked}", answer.headers.get("location", ""))
        assert led.startswith("https://a.example/"), asked


def addresses(answer: Answer) -> str:
    """All that an answer says, without its escapes."""
    return answer.body.decode("utf-8", "replace").replace("\\/", "/") + json.dumps(answer.headers)


@pytest.mark.parametrize("target", [*ROUTES, "/v1/", "/hhs/api/v2/resources/media?max=x", "/es/topics/sleep"])
def test_no_answer_names_a_host_that_a_client_made_up(target: str, example_tree: Path) -> None:
    """A cache that keeps the answer would hand it to others: it begins with the address of the tree."""
    for host in (EVIL, f"127.0.0.1.{EVIL}", f"localhost@{EVIL}", f"{EVIL}:8000#"):
        with Client(app(example_tree), host=host) as client:
            answer = client.get(target)
            assert EVIL not in addresses(answer)
            assert "private" not in answer.headers.get("cache-control", "")


def test_addresses_begin_with_that_of_the_service_else_of_the_tree(example_tree: Path) -> None:
    """A machine that asks itself gets its own name, which no shared cache may keep."""
    publisher = syndicate.Publisher.load("examples/health-topics/publisher.toml")
    elsewhere = attrs.evolve(publisher, service_url="https://api.clinic.example.org/v/")
    target = "/v1/topics?limit=2"
    for host, made, begins, kept in (
        ("topics.example.org", publisher, "https://topics.example.org/v1/", "public"),
        ("localhost:8000", publisher, "http://localhost:8000/v1/", "private"),
        ("[::1]:80", publisher, "http://[::1]:80/v1/", "private"),
        ("localhost:8000", elsewhere, "https://api.clinic.example.org/v/v1/", "public"),
        (EVIL, elsewhere, "https://api.clinic.example.org/v/v1/", "public"),
    ):
        with Client(app(example_tree, publisher=made), host=host) as client:
            answer = client.get(target)
            assert answer.json["next"].startswith(begins)
            assert kept in answer.headers["cache-control"]
