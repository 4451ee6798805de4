"""The router for Starlette and FastAPI, and the functions for templates of Jinja2, in both frameworks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from jinja2 import DictLoader, Environment

import syndicate
from syndicate.embeds import headers

pytest.importorskip("starlette", reason="the router needs the extra `service`")

from asgi import ask
from starlette.applications import Starlette
from starlette.routing import Mount

from syndicate.contrib.starlette import router
from syndicate.contrib.topics import Topics

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def site(example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher) -> syndicate.Site:
    """The example, at home below a path of an application."""
    owner = attrs.evolve(example_publisher, base_url="https://clinic.example.org/topics/")
    return syndicate.Site(example_catalog, owner)


@pytest.fixture(scope="module", params=["starlette", "fastapi"])
def application(request: pytest.FixtureRequest, site: syndicate.Site) -> Any:
    """An application of either framework with the router in it."""
    if request.param == "starlette":
        return Starlette(routes=[Mount("/topics", router(site))])
    fastapi = pytest.importorskip("fastapi", reason="FastAPI is not installed")
    made = fastapi.FastAPI()
    made.mount("/topics", router(site))
    return made


@pytest.mark.parametrize(
    "path",
    [
        "es/topics/sleep/snippet.json",
        "es/feeds/topics.atom",
        "en/topics/sleep/card.png",
        "embeds/embeds.json",
        "es/topics/sleep/embed.html",
    ],
)
def test_an_artifact_is_sent_as_from_a_tree(application: Any, site: syndicate.Site, path: str) -> None:
    """Its bytes, its media type, what servers send with it, and 304 to who has it."""
    made = ask(application, f"/topics/{path}")
    assert (200, site.get(path).body) == (made.status, made.body)
    assert made.headers["content-type"].partition(";")[0] == site.get(path).media_type.partition(";")[0]
    assert {name.lower(): value for name, value in headers(path).items()}.items() <= made.headers.items()
    etag = made.headers["etag"]
    for known in (etag, f'"x", W/{etag}', "*"):
        again = ask(application, f"/topics/{path}", if_none_match=known)
        assert (304, b"", etag) == (again.status, again.body, again.headers["etag"])
    assert 200 == ask(application, f"/topics/{path}", method="HEAD").status


def test_pages_are_found_by_their_folders(application: Any, site: syndicate.Site) -> None:
    """With a slash at the end; without it, there is a redirect."""
    assert site.get("es/index.html").body == ask(application, "/topics/es/").body
    assert site.get("index.html").body == ask(application, "/topics/").body
    moved = ask(application, "/topics/es/topics/sleep")
    assert 308 == moved.status
    assert moved.headers["location"].endswith("/topics/es/topics/sleep/")


@pytest.mark.parametrize(
    "path", ["nothing", "es/topics/nothing/", "../x", "%2e%2e/x", "es//", "xx/index.html", "es/topics/sleep/feed.exe"]
)
def test_what_is_not_there_is_404(application: Any, path: str) -> None:
    """Whatever is asked for."""
    assert 404 == ask(application, f"/topics/{path}").status
    assert 405 == ask(application, "/topics/es/", method="POST").status


def test_what_has_left_is_410(tmp_path: Path, example_catalog: syndicate.Catalog) -> None:
    """As the topics.json of a tree says; readers get the page of the site for it, programs a line."""
    owner = syndicate.Publisher.load(ROOT / "examples" / "health-topics" / "publisher.toml")
    catalog = example_catalog.subset(["sleep", "asthma"])
    syndicate.build(catalog, owner, tmp_path / "tree", only=["snippets"])
    syndicate.build(catalog.subset(["sleep"]), owner, tmp_path / "tree", only=["snippets"], allow_removals=True)
    topics = Topics.load(tmp_path / "tree" / "topics.json", ROOT / "examples" / "health-topics" / "publisher.toml")
    assert (200, 410, 404) == tuple(map(topics.status, ("sleep", "asthma", "nothing")))
    site = syndicate.Site(topics.catalog, topics.publisher)
    application = Starlette(routes=[Mount("/topics", router(site, withdrawn=topics.withdrawn))])
    page = ask(application, "/topics/es/topics/asthma/")
    assert (410, site.get("404.html").body) == (page.status, page.body)
    assert (410, b"This text") == (
        (made := ask(application, "/topics/es/topics/asthma/snippet.json")).status,
        made.body[:9],
    )
    assert 410 == ask(application, "/topics/en/topics/asthma").status
    assert 404 == ask(application, "/topics/en/topics/nothing/").status
    assert b"There is" == ask(application, "/topics/en/topics/nothing/feed.rss").body[:8]


def test_templates_of_jinja_show_topics(
    example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher
) -> None:
    """With escaping on, as the frameworks have it: the HTML is not escaped."""
    page = "<head>{{ syndicate_head('sleep', 'es') }}</head>{{ syndicate_snippet('sleep', 'es', heading_level=3) }}"
    environment = Environment(loader=DictLoader({"page": page}), autoescape=True)
    environment.globals |= Topics(example_catalog, example_publisher).functions
    html = environment.get_template("page").render()
    sleep = example_catalog["sleep"]
    assert str(syndicate.card(sleep, example_publisher, "es").html) in html
    assert str(syndicate.snippet(sleep, example_publisher, "es", heading_level=3).html) in html
    assert 'rel="alternate"' in environment.from_string("{{ syndicate_head() }}").render()
    with pytest.raises(syndicate.NotFoundError):
        environment.from_string("{{ syndicate_snippet('nothing') }}").render()


@pytest.mark.parametrize("framework", ["starlette", "fastapi"])
def test_the_guide_runs_as_written(framework: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its application shows a page of its own, and the site below a path."""
    pytest.importorskip(framework, reason=f"{framework} is not installed")
    guide = (ROOT / "docs" / "how-to" / "use-starlette.md").read_text("utf-8")
    code = next(
        one
        for one in re.findall(r"^```python\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
        if f"from {framework}" in one
    )
    template = re.search(r"^```html\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "topic.html").write_text(template, encoding="utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    values: dict[str, Any] = {"__name__": "guide"}
    exec(code, values)
    application = values["api" if framework == "fastapi" else "application"]
    page = ask(application, "/es/read/sleep")
    assert (200, True) == (page.status, b'<h1 class="syndicate-title"' in page.body)
    assert b'property="og:title" content="Dormir bien"' in page.body
    assert 404 == ask(application, "/es/read/nothing").status
    assert 404 == ask(application, "/x%21/read/sleep").status
    assert 404 == ask(application, "/fr/read/sleep").status
    assert 200 == ask(application, "/topics/es/feeds/topics.rss").status
