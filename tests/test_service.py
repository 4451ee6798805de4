"""The service: how it answers, what it says of each text, and that no answer is ever of two trees."""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import sqlite3
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest

pytest.importorskip("starlette", reason="needs the extra `service`")

from asgi import Answer, Client

import syndicate
from syndicate.service import app
from syndicate.site import Site

ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


@pytest.fixture(scope="module")
def client(example_tree: Path) -> Iterator[Client]:
    """A client of the service over the example's tree."""
    with Client(app(example_tree)) as made:
        yield made


@pytest.fixture
def publisher() -> syndicate.Publisher:
    """Who publishes the example, without the files that only a build has."""
    found = syndicate.Publisher.load("examples/health-topics/publisher.toml")
    return attrs.evolve(found, logo=None, card=attrs.evolve(found.card, logo=None))


def number(client: Client, slug: str, locale: str) -> int:
    """The number of a text."""
    found: int = client.get(f"/v1/topics/{slug}").json["texts"][locale]["number"]
    return found


# HTTP


PATHS = ["/es/topics/sleep/", "/topics.json", "/style.css", "/v1/topics/sleep", "/v1/topics/sleep/snippet?locale=es"]


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_is_not_sent_again(path: str, client: Client) -> None:
    """304, with no body, for the very ETag, a weak form of it, one of many, and any."""
    first = client.get(path)
    etag = first.headers["etag"]
    assert (200, '"') == (first.status, etag[0])
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(path, if_none_match=known)
        assert (304, b"", etag) == (again.status, again.body, again.headers["etag"])
        assert first.headers["cache-control"] == again.headers["cache-control"]
    assert 200 == client.get(path, if_none_match='"other"').status


@pytest.mark.parametrize("path", PATHS)
def test_compressed_is_the_same(path: str, client: Client) -> None:
    """With gzip where it is taken, under an ETag of its own, and said so to caches."""
    plain, zipped = client.get(path), client.get(path, accept_encoding="br, gzip;q=0.5")
    assert "gzip" == zipped.headers["content-encoding"]
    assert plain.body == gzip.decompress(zipped.body)
    assert plain.headers["etag"] != zipped.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]
    assert 304 == client.get(path, if_none_match=zipped.headers["etag"], accept_encoding="gzip").status
    assert "content-encoding" not in client.get(path, accept_encoding="gzip;q=0").headers


def test_fields_that_change_no_answer_fill_no_memory(example_tree: Path) -> None:
    """However long and many they are; an answer that varies by a field is kept for each of it, if it is not long."""
    with Client(app(example_tree)) as client:
        tracemalloc.start()
        try:
            for count in range(100):
                assert 200 == client.get("/v1/languages", accept_language=f"x-{count:040000}", accept="x" * 9000).status
                assert 200 == client.get("/v1/openapi.json", accept_language=f"en, x-{count:040000}").status
            assert tracemalloc.get_traced_memory()[0] < 3_000_000
        finally:
            tracemalloc.stop()
        for language in ("es", "en", "es, fr;q=0.5", "es"):
            found = client.get("/v1/topics/sleep/snippet", accept_language=language, accept="text/html")
            assert (language[:2], "text/html; charset=utf-8") == (
                found.headers["content-language"],
                found.headers["content-type"],
            )


@pytest.mark.parametrize("path", [*PATHS, "/v1/", "/healthz", "/nothing", "/v1/nothing", "/v1/topics?limit=x"])
def test_head_is_get_without_a_body(path: str, client: Client) -> None:
    """The same fields, length too."""
    full, head = client.get(path), client.get(path, method="HEAD")
    assert b"" == head.body
    assert (full.status, full.headers) == (head.status, head.headers)
    assert str(len(full.body)) == head.headers["content-length"]


def test_parts_of_a_file(client: Client) -> None:
    """A range, from either end; one that is not there; and the whole where the file is another."""
    whole = client.get("/topics.json")
    size = len(whole.body)
    for asked, part in (("bytes=0-9", whole.body[:10]), ("bytes=10-", whole.body[10:]), ("bytes=-5", whole.body[-5:])):
        found = client.get("/topics.json", range=asked)
        assert (206, part) == (found.status, found.body)
        assert found.headers["content-range"].endswith(f"/{size}")
    assert 416 == client.get("/topics.json", range=f"bytes={size}-").status
    for asked in ("bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=-"):
        assert (200, whole.body) == ((found := client.get("/topics.json", range=asked)).status, found.body)
    assert 200 == client.get("/topics.json", range="bytes=0-9", if_range='"other"').status
    assert 206 == client.get("/topics.json", range="bytes=0-9", if_range=whole.headers["etag"]).status


def test_pages_of_others_may_read_it(client: Client) -> None:
    """CORS on the API, its errors too; a browser that asks beforehand is told."""
    for path in ("/v1/topics", "/v1/nothing", "/healthz"):
        assert "*" == client.get(path).headers["access-control-allow-origin"]
    for path in ("/v1/topics", "/healthz", "/topics.json", "/es/topics/sleep/snippet.json"):
        asked = client.get(path, method="OPTIONS")
        assert (204, "*") == (asked.status, asked.headers["access-control-allow-origin"])
    assert all("set-cookie" not in client.get(path).headers for path in PATHS)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_can_be_changed(method: str, client: Client) -> None:
    """405, with what is allowed, also where a GET has been answered before."""
    client.get("/v1/topics")
    for path in ("/v1/topics", "/topics.json"):
        answer = client.get(path, method=method)
        assert 405 == answer.status
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/v1/topics?" + "&".join(f"a{number}=1" for number in range(101)), 400),
        ("/v1/topics?group=" + "a" * 9000, 414),
        ("/" + "a" * 9000, 414),
        ("/v1/topics?locale=%FF", 400),
        ("/v1/topics?locale=%00", 400),
        ("/v1/topics?lokale=es", 400),
        ("/v1/topics?locale=es&locale=en", 400),
        ("/v1/topics?limit=201", 400),
        ("/v1/topics?limit=1e2", 400),
        ("/v1/topics?cursor=17", 409),
        ("/v1/topics?locale=tlh", 404),
        ("/v1/topics?changed_since=2025-02-30", 400),
        ("/v1/topics/nothing", 404),
        ("/v1/topics/farmers-market-vouchers?locale=es", 404),
        ("/v1/topics/sleep/snippet?heading_level=9", 400),
        ("/v1/topics/sleep/snippet?locale=es&locale=es-MX", 409),
        ("/v1/feeds/pdf", 400),
        ("/v1/feeds/rss?group=nothing", 404),
        ("/v1/search", 400),
        ("/v1/search?q=%20", 400),
        ("/v1/changes?since=now", 400),
        ("/v1/changes?since=1-1-00000000", 409),
    ],
)
def test_what_is_wrong_is_said(target: str, status: int, client: Client) -> None:
    """RFC 9457: the status, a sentence, the parameter; in the language of the client."""
    english, spanish = client.get(target), client.get(target, accept_language="es")
    assert (status, status) == (english.status, english.json["status"])
    assert "application/problem+json" == english.headers["content-type"]
    assert ("en", "es") == (english.headers["content-language"], spanish.headers["content-language"])
    assert english.json["detail"] != spanish.json["detail"]
    assert "no-store" == english.headers["cache-control"]


# The API


def test_topics_come_in_pages(client: Client) -> None:
    """All of them, each once, by following `next`."""
    found, target = [], "/v1/topics?limit=7&locale=es"
    while target:
        page = client.get(target).json
        assert 17 == page["total"]
        found += [topic["slug"] for topic in page["topics"]]
        target = (page["next"] or "").removeprefix("http://127.0.0.1:8000")
    assert 17 == len(found) == len(set(found))


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("group=seasons", {"heat-safety", "power-outages", "sun-safety"}),
        ("code=D001249", {"asthma"}),
        ("code=d001249&scheme=2.16.840.1.113883.6.177&locale=es-MX", {"asthma"}),
        ("code=D001249&scheme=ICD-10-CM", set()),
        ("subject=ASTHMA", {"asthma"}),
        ("subject=d001249&locale=es", {"asthma"}),
        ("subject=asthma&group=seasons", set()),
        ("subject=nothing", set()),
    ],
)
def test_topics_are_filtered(query: str, slugs: set[str], client: Client) -> None:
    """By group, subject, code of a vocabulary, and day of the last change."""
    found = {topic["slug"] for topic in client.get(f"/v1/topics?{query}").json["topics"]}
    assert slugs == found


@pytest.mark.parametrize(
    "target",
    [
        "/v1/topics?group=nothing",
        "/v1/feeds/rss?group=nothing",
        "/v1/lists?group=nothing&kind=group",
        "/v1/topics?locale=fr",
    ],
)
def test_what_the_catalog_does_not_have_is_not_found(target: str, client: Client) -> None:
    """404 that names the parameter, for lists as for feeds; the description says so."""
    answer = client.get(target)
    assert (404, target.partition("?")[2].partition("=")[0]) == (answer.status, answer.json["parameter"]), target
    assert "404" in client.get("/v1/openapi.json").json["paths"]["/topics"]["get"]["summary"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/v1/topics?limit=x", "limit must be a whole number from 1 to 200."),
        ("/v1/topics?locale=1", "locale must be a language tag, such as es or es-MX."),
        ("/v1/topics?group=A%20B", "group must be a name as it stands in addresses: "),
        ("/v1/topics?code=%20", "code must be a text of 200 characters at most."),
        ("/v1/topics?changed_since=today", "changed_since must be a day, such as 2025-02-03."),
        ("/v1/topics?withdrawn=yes", "withdrawn must be true or false."),
        ("/v1/changes?since=now", "since must be the token of an earlier answer."),
        ("/v1/feeds/pdf", "format must be one of: "),
        ("/v1/topics?withdrawn=true&code=x", "The code of withdrawn texts is not known"),
    ],
)
def test_messages_are_words(target: str, said: str, client: Client) -> None:
    """In both languages, and never the expression that a value is checked by."""
    english, spanish = client.get(target).json["detail"], client.get(target, accept_language="es").json["detail"]
    assert english.startswith(said)
    assert spanish != english
    assert not {"^", "$", "\\", "[", "{"} & {*english, *spanish}


def test_topics_that_have_changed_since(client: Client) -> None:
    """Those of which a text has changed on that day or later."""
    topics = client.get("/v1/topics?limit=200").json["topics"]
    day = sorted(text["changed"] for topic in topics for text in topic["texts"].values())[-8][:10]
    changed = {one["slug"] for one in topics if any(text["changed"] >= day for text in one["texts"].values())}
    assert 0 < len(changed) < len(topics)
    assert changed == {one["slug"] for one in client.get(f"/v1/topics?changed_since={day}").json["topics"]}


def test_a_topic_says_what_is_behind(client: Client) -> None:
    """Each text with its number; a translation whose original is newer is marked."""
    texts = [text for topic in client.get("/v1/topics?limit=200").json["topics"] for text in topic["texts"].values()]
    assert 35 == len({text["number"] for text in texts})
    assert 1 == sum(text.get("stale", False) for text in texts)


def test_a_snippet_has_the_options_that_are_asked_for(client: Client, publisher: syndicate.Publisher) -> None:
    """The same as in Python, in HTML, JSON, and side by side."""
    topic = syndicate.read("examples/health-topics")["sleep"]
    made = syndicate.snippet(topic, publisher, "es", heading_level=4, sections=False)
    target = "/v1/topics/sleep/snippet?locale=es&heading_level=4&sections=false"
    assert made.html == client.get(f"{target}&format=html").body.decode()
    assert made.to_dict() == client.get(f"{target}&format=json").json
    both = client.get("/v1/topics/sleep/snippet?locale=es&locale=en&format=html")
    assert syndicate.bilingual(topic, publisher, ("es", "en")).html == both.body.decode()


def test_a_snippet_is_in_no_language_but_that_asked_for(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """404 where the topic never was in it, 410 where that text has been withdrawn; and the language is the text's."""
    source, out = tmp_path / "topics", tmp_path / "public"
    shutil.copytree("examples/health-topics", source)
    syndicate.build(syndicate.read(source), publisher, out, only=["snippets"])
    (source / "stress.es.md").unlink()
    syndicate.build(syndicate.read(source), publisher, out, only=["snippets"], allow_removals=True)
    with Client(app(out)) as client:
        assert 404 == client.get("/v1/topics/farmers-market-vouchers/snippet?locale=es").status
        for locale in ("es", "es-MX", "en&locale=es"):
            gone = client.get(f"/v1/topics/stress/snippet?locale={locale}")
            assert (410, "stress") == (gone.status, gone.json["withdrawn"]["slug"])
            assert ["es"] == [text["locale"] for text in gone.json["withdrawn"]["texts"]]
        assert 200 == client.get("/v1/topics/stress/snippet?locale=en").status
        assert "es" == client.get("/v1/topics/sleep/snippet?locale=es-MX").headers["content-language"]


@pytest.mark.parametrize(("query", "schema"), [("locale=es", "Snippet"), ("locale=es&locale=en", "Bilingual")])
def test_snippets_are_as_the_description_says(query: str, schema: str, client: Client) -> None:
    """Where the parts of one schema lead to another file, too."""
    jsonschema = pytest.importorskip("jsonschema")
    components = client.get("/v1/openapi.json").json["components"]
    described = {"$ref": f"#/components/schemas/{schema}", "components": components}
    jsonschema.Draft202012Validator(described).validate(
        client.get(f"/v1/topics/sleep/snippet?{query}&format=json").json
    )


def test_a_feed_has_those_topics_that_are_in_its_language(client: Client) -> None:
    """Of two where one has no text in it, the feed of the other; 404 if none is left."""
    both = client.get("/v1/feeds/rss?topic=sleep&topic=farmers-market-vouchers&locale=es")
    assert (200, client.get("/v1/feeds/rss?topic=sleep&locale=es").body) == (both.status, both.body)
    assert 404 == client.get("/v1/feeds/rss?topic=farmers-market-vouchers&locale=es").status


@pytest.mark.parametrize("query", ["topic=sleep&topic=asthma", "topic=sleep&group=seasons&locale=es&limit=5"])
def test_a_feed_of_a_selection_says_where_it_is(query: str, client: Client) -> None:
    """At the service: what it names answers with the very feed, and no build wrote another."""
    for format in ("atom", "rss", "json"):
        made = client.get(f"/v1/feeds/{format}?{query}", accept_language="es")
        if format == "json":
            own = made.json["feed_url"]
        else:
            link = next(one for one in ET.fromstring(made.body).iter(ATOM_LINK) if one.get("rel") == "self")
            own = str(link.get("href"))
        assert own.startswith(f"http://127.0.0.1:8000/v1/feeds/{format}?topic=sleep&")
        again = client.get(own.removeprefix("http://127.0.0.1:8000"), accept_language="en")
        assert (200, made.body) == (again.status, again.body)


def test_language_and_form_are_negotiated(client: Client) -> None:
    """Where the address leaves them open; caches are told on what the answer depends, and only then."""
    target = "/v1/topics/sleep/snippet"
    html, json_ = "text/html; charset=utf-8", "application/json"
    for accept, kind in (
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", html),
        ("text/*", html),
        ("text/html; level=1; q=0.7, */*;q=0.5", html),
        ("application/json;q=0.4, text/*;q=0.5", html),
        ("*/*", json_),
        ("application/*", json_),
        ("text/html;q=0.5, application/json", json_),
        ("text/html;q=0, text/*", json_),
        ("image/png", json_),
        ("", json_),
        ("text/html;q=2, */*;q=nan", json_),
    ):
        assert kind == client.get(target, accept=accept).headers["content-type"], accept
    answer = client.get(target, accept_language="es-MX, en;q=0.5", accept="text/html, application/json;q=0.2")
    assert ("es", "text/html; charset=utf-8") == (answer.headers["content-language"], answer.headers["content-type"])
    assert {"Accept-Language", "Accept", "Accept-Encoding"} == set(answer.headers["vary"].split(", "))
    fixed = client.get(f"{target}?locale=es&format=json", accept_language="en", accept="text/html")
    assert ("es", "Accept-Encoding") == (fixed.headers["content-language"], fixed.headers["vary"])


def test_feeds_of_any_selection(client: Client) -> None:
    """Some topics, a group, both, or all; no more entries than are asked for."""
    import feedparser

    def titles(query: str) -> list[str]:
        return [entry.title for entry in feedparser.parse(client.get(f"/v1/feeds/rss?locale=es&{query}").body).entries]

    assert {"Asma", "Dormir bien"} <= set(titles("topic=asthma&topic=sleep"))
    assert 3 == len(titles("limit=3"))
    assert {*titles("group=seasons"), "Dormir bien"} <= set(titles("group=seasons&topic=sleep"))


def test_search_finds_what_is_misspelled(client: Client) -> None:
    """In either language, the best first."""
    assert "asthma" == client.get("/v1/search?q=asma&locale=es").json["results"][0]["slug"]
    assert "type-2-diabetes" == client.get("/v1/search?q=diabtes&locale=en").json["results"][0]["slug"]
    assert {"results": [], "total": 0} == client.get("/v1/search?q=zzzzqqqq").json


def build(out: Path, publisher: syndicate.Publisher, *slugs: str, **more: Any) -> None:
    """Publish some topics of the example."""
    catalog = syndicate.read("examples/health-topics")
    some = catalog.subset(slugs) if slugs else catalog
    syndicate.build(some, publisher, out, only=["snippets"], allow_removals=True, **more)


def test_changes_since_a_token(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """What a CMS polls: nothing new, then what came, left, and returned; a token of a lost history is refused."""
    out = tmp_path / "public"
    build(out, publisher, "sleep", "stress")
    with Client(app(out)) as client:
        seen, token = [], ""
        while True:
            page = client.get(f"/v1/changes?limit=3{token and '&since='}{token}").json
            seen += page["changes"]
            token = page["token"]
            if not page["more"]:
                break
        assert 4 == len({change["number"] for change in seen}) == len(seen)
        assert client.get("/v1/changes").json == client.get("/v1/changes?since=").json
        assert [] == client.get(f"/v1/changes?since={token}").json["changes"]
        build(out, publisher, "sleep", "asthma")
        found = client_get_new(client, f"/v1/changes?since={token}")
        assert {("asthma", "new"), ("stress", "withdrawn")} == {(one["slug"], one["type"]) for one in found["changes"]}
        gone = client.get("/v1/topics/stress?locale=es")
        assert (410, "stress") == (gone.status, gone.json["withdrawn"]["slug"])
        listed = client.get("/v1/topics?withdrawn=true").json
        assert 2 == listed["total"]
        build(out, publisher, "sleep", "asthma", "stress")
        again = client_get_new(client, f"/v1/changes?since={found['token']}")
        assert {("stress", "restored")} == {(one["slug"], one["type"]) for one in again["changes"]}
        (tmp_path / "public.history").unlink()
        build(out, publisher, "sleep", new_history=True)
        client_get_new(client, "/healthz")
        assert 409 == client.get(f"/v1/changes?since={again['token']}").status


def test_corrections_are_told_from_edits(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """In the order of changes, at the top of what readers see, and in feeds; until the text is edited again."""
    source, out = tmp_path / "topics", tmp_path / "public"
    shutil.copytree("examples/health-topics", source)
    text = (source / "sleep.es.md").read_text("utf-8")

    def write(day: str, keys: str, body: str = "") -> None:
        head, rest = text.split("\n", 1)
        lines = [line for line in rest.splitlines() if not line.startswith("updated:")]
        made = "\n".join([head, f"updated: {day}", *keys.splitlines(), *lines])
        (source / "sleep.es.md").write_text(f"{made}{body}\n", "utf-8")
        syndicate.build(syndicate.read(source), publisher, out, only=["snippets", "feeds"])

    write("2025-04-01", "")
    with Client(app(out)) as client:
        token = client.get("/v1/changes?limit=200").json["token"]
        note = "corrections:\n  - date: 2025-06-03\n    note: La dosis era incorrecta.\n"
        write("2025-06-03", note)
        found = client_get_new(client, f"/v1/changes?since={token}")
        assert [("sleep", "corrected")] == [(one["slug"], one["type"]) for one in found["changes"]]
        assert "La dosis era incorrecta." == found["changes"][0]["correction"]["note"]
        snippet = client.get("/v1/topics/sleep/snippet?locale=es&format=html").body.decode()
        assert "Corrección, 3 de junio de 2025:" in snippet
        assert "La dosis era incorrecta." in snippet
        data = client.get("/v1/topics/sleep/snippet?locale=es&format=json").json
        assert [{"date": "2025-06-03T00:00:00Z", "note": "La dosis era incorrecta."}] == data["corrections"]
        feed = (out / "es/topics/sleep/feed.atom").read_text("utf-8")
        assert 'term="correction" label="Corrección"' in feed
        assert "La dosis era incorrecta." in feed
        write("2025-08-01", note, "\nUna frase nueva.")
        again = client_get_new(client, f"/v1/changes?since={found['token']}")
        assert [("sleep", "changed")] == [(one["slug"], one["type"]) for one in again["changes"]]
        assert "La dosis" not in client.get("/v1/topics/sleep/snippet?locale=es&format=html").body.decode()
        assert 1 == len(client.get("/v1/topics/sleep").json["texts"]["es"]["corrections"])


def client_get_new(client: Client, target: str) -> Any:
    """The answer once the service has read the tree that was built last."""
    for _ in range(200):
        if client.get("/healthz").json["current"]:
            return client.get(target).json
        asyncio.run(asyncio.sleep(0.02))
    raise AssertionError("the new tree was not read")


# Trees


def test_what_a_lean_tree_leaves_out_is_made(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """The picture of a card, the page, and the feed of a topic, as the site makes them."""
    build(tmp_path / "public", publisher)
    site = Site(syndicate.read("examples/health-topics"), publisher)
    with Client(app(tmp_path / "public")) as client:
        for path in ("es/topics/sleep/card.png", "es/topics/sleep/index.html", "en/topics/asthma/feed.rss"):
            assert not (tmp_path / "public" / path).exists()
            answer = client.get(f"/{path}")
            assert (200, site.get(path).body) == (answer.status, answer.body)
            assert 304 == client.get(f"/{path}", if_none_match=answer.headers["etag"]).status
        assert 404 == client.get("/fr/topics/sleep/card.png").status
        assert 404 == client.get("/es/topics/nothing/card.png").status


def test_all_that_a_lean_tree_leaves_out_is_made(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """Files of topics, groups, languages, and the site, byte for byte, also after texts have left and changed."""
    source, full, lean = tmp_path / "topics", tmp_path / "full", tmp_path / "lean"
    shutil.copytree("examples/health-topics", source)
    for day in (date(2026, 1, 1), date(2026, 2, 1)):
        catalog = syndicate.read(source).subset(["sleep", "handwashing", "asthma"])
        for out, only in ((full, None), (lean, ["snippets"])):
            syndicate.build(catalog, publisher, out, only=only, allow_removals=True, now=day)
        (source / "handwashing.es.md").unlink(missing_ok=True)
        with (source / "asthma.en.md").open("a") as text:
            text.write("\nMore words.\n")
    with Client(app(lean)) as client:
        paths = {path.relative_to(full).as_posix() for path in full.rglob("*") if path.is_file()}
        assert {"es/feeds/topics.atom", "es/feeds/groups/prevention.rss", "feeds.opml", "style.css"} <= paths
        # What is new needs the titles of what has left.
        there = {path for path in paths if "whats-new" not in path} - {".syndicate.json"}
        different = [path for path in there if client.get(f"/{path}").body != (full / path).read_bytes()]
        assert [] == different
        left = {path for path in paths - there if not path.endswith("/whats-new/index.html")}  # the pages are made
        assert {404} == {client.get(f"/{path}").status for path in left}
        assert b"deleted-entry" in client.get("/es/feeds/topics.atom").body
        assert 404 == client.get("/fr/feeds/topics.atom").status
        assert 404 == client.get("/es/feeds/groups/nothing.atom").status


def test_cards_of_a_lean_tree_have_their_pictures(example_catalog: syndicate.Catalog, tmp_path: Path) -> None:
    """The photograph of a topic and the logo lie among the files of the tree: cards are as those of a whole tree."""
    publisher = syndicate.Publisher.load("examples/health-topics/publisher.toml")
    lean = tmp_path / "lean"
    catalog = example_catalog.subset(["power-outages", "sleep"])
    syndicate.build(catalog, publisher, lean, only=["snippets"])
    site = Site(catalog, publisher)
    with Client(app(lean)) as client:
        for path in ("es/topics/power-outages/card.png", "en/topics/power-outages/card-square.png"):
            assert not (lean / path).exists()
            assert site.get(path).body == client.get(f"/{path}").body
        assert site.get("es/topics/sleep/card.png").body == client.get("/es/topics/sleep/card.png").body
    shutil.rmtree(lean / "assets")
    with Client(app(lean)) as client:
        assert 200 == client.get("/es/topics/power-outages/card.png").status


def test_a_tree_is_replaced_while_it_is_asked(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """No error, and no answer of two trees, however often a build puts a new one in its place."""
    out, one, two = tmp_path / "public", tmp_path / "one", tmp_path / "two"
    build(one, publisher, "sleep", "stress")
    build(two, publisher, "sleep", "stress", "asthma")
    for folder, word in ((one, "ONE"), (two, "TWO")):
        for path in (folder / "topics.json", folder / "es/topics/sleep/snippet.html"):
            path.write_text(path.read_text("utf-8").replace("Dormir bien", f"Dormir {word}"), "utf-8")
    shutil.copytree(one, out)
    statuses: set[int] = set()
    words: set[str] = set()
    done = asyncio.Event()

    async def ask(client: Client) -> None:
        while not done.is_set():
            await asyncio.sleep(0)  # what is kept is answered without a wait, so nobody else would have a turn
            topic = await client.ask("/v1/topics/sleep?locale=es")
            page = await client.ask("/es/topics/sleep/snippet.html")
            listed = await client.ask("/v1/topics")
            statuses.update((topic.status, page.status, listed.status))
            assert listed.json["total"] in (2, 3)
            title = topic.json["texts"]["es"]["title"]
            assert title in ("Dormir ONE", "Dormir TWO")
            assert title in topic.body.decode()
            assert page.body.decode().count("Dormir ONE") * page.body.decode().count("Dormir TWO") == 0

    async def swap(client: Client) -> None:
        for number in range(12):
            new, old = tmp_path / f"new{number}", tmp_path / f"old{number}"
            shutil.copytree(two if number % 2 == 0 else one, new)
            out.rename(old)
            new.rename(out)
            shutil.rmtree(old)
            await asyncio.sleep(0.02)
            while number % 3 == 0 and not (await client.ask("/healthz")).json["current"]:
                await asyncio.sleep(0.02)
            words.add("ONE" if (await client.ask("/v1/topics")).json["total"] == 2 else "TWO")
        done.set()

    async def both(client: Client) -> None:
        await asyncio.gather(swap(client), *(ask(client) for _ in range(3)))

    with Client(app(out)) as client:
        client._runner.run(both(client))
    assert {200} == statuses
    assert {"ONE", "TWO"} == words


def test_a_tree_without_a_catalog_still_has_its_files(tmp_path: Path) -> None:
    """The API says that it is not ready, and when to ask again; a damaged one takes no tree before it."""
    out = tmp_path / "public"
    out.mkdir()
    (out / "index.html").write_text("hello")
    (out / ".syndicate.json").write_text('{"files": ["index.html"]}')
    with Client(app(out)) as client:
        assert b"hello" == client.get("/").body
        answer = client.get("/v1/topics")
        assert (503, "30") == (answer.status, answer.headers["retry-after"])
        assert 503 == client.get("/healthz").status


@pytest.mark.parametrize("inside", ["notes.md", "topics.json", "publisher.toml", "public/.syndicate.json"])
def test_a_folder_that_no_build_wrote_is_not_served(inside: str, tmp_path: Path) -> None:
    """A source holds drafts; the way out is named. What a copy without hidden files has is enough."""
    source = tmp_path / "topics"
    (source / inside).parent.mkdir(parents=True)
    (source / inside).write_text('{"format": "syndicate-topics"}')
    with pytest.raises(syndicate.NotFoundError, match=r"not a published tree.*syndicate build .*topics --out public"):
        app(source)
    (source / "topics.json").write_text('{"format": "syndicate-topics", "publisher": {}, "builds": {"last": 1}}')
    app(source)
    (tmp_path / "empty").mkdir()
    with Client(app(tmp_path / "empty")) as client:
        assert 503 == client.get("/healthz").status


def test_a_damaged_catalog_leaves_the_one_before(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """What was read last is served on, and health says that it is not the newest."""
    out = tmp_path / "public"
    build(out, publisher, "sleep")
    with Client(app(out)) as client:
        before = client.get("/v1/topics/sleep").body
        (out / "topics.json").write_text("{")
        for _ in range(5):
            assert before == client.get("/v1/topics/sleep").body
            asyncio.run(asyncio.sleep(0.05))
        assert not client.get("/healthz").json["current"]


def test_texts_are_counted_without_readers(example_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By day, text and form; also where the answer was kept, and where the client had it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    application = app(example_tree, counts=tmp_path / "counts.sqlite3")

    async def life(client: Client) -> None:
        async with application.router.lifespan_context(application):
            first = await client.ask("/v1/topics/sleep?locale=es")
            await client.ask("/v1/topics/sleep?locale=es", if_none_match=first.headers["etag"])
            await client.ask("/v1/topics/sleep/snippet?locale=en&locale=es")
            await client.ask("/v1/topics/nothing")

    with Client(application) as client:
        client._runner.run(life(client))
        numbers = [number(client, "sleep", locale) for locale in ("en", "es")]
    with sqlite3.connect(tmp_path / "counts.sqlite3") as store:
        rows = store.execute("SELECT * FROM counts").fetchall()
        columns = [row[1] for row in store.execute("PRAGMA table_info(counts)")]
    store.close()
    expected = {("2023-11-14", numbers[1], "topic", 2)} | {("2023-11-14", one, "snippet", 1) for one in numbers}
    assert expected == set(rows)
    assert ["day", "number", "form", "count"] == columns


def test_the_publishers_own_templates_are_given(example_tree: Path, tmp_path: Path) -> None:
    """What no tree holds comes from the publisher that the application is given."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "snippet.html").write_text('{% extends "package/snippet.html" %}')
    with pytest.raises(syndicate.InvalidValueError):
        app(example_tree, publisher="publisher.toml")  # type: ignore[arg-type]


def test_there_is_a_clear_error_without_the_extra(example_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package can be imported; making the application names what to install."""
    for name in [name for name in sys.modules if name.startswith(("starlette", "syndicate.service."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "starlette", None)
    with pytest.raises(syndicate.SyndicateError, match=r"pip install 'syndicate-feeds\[service\]'"):
        app(example_tree)


def test_health_tells_what_is_served(client: Client, example_tree: Path) -> None:
    """The digest of the catalog, the last build, the date of the source; never kept by a cache."""
    answer: Answer = client.get("/healthz")
    assert (200, "no-store") == (answer.status, answer.headers["cache-control"])
    assert {"ok", True, 35} == {answer.json[key] for key in ("status", "current", "texts")}
    assert json.loads((example_tree / "topics.json").read_bytes())["builds"]["last"] == answer.json["build"]


def test_health_tells_how_old_the_source_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """In seconds, by the clock: a build that no longer runs is noticed."""
    snapshot = datetime.fromisoformat(client.get("/healthz").json["snapshot"])
    for seconds in (0, 86400):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(snapshot.timestamp()) + seconds))
        assert seconds == client.get("/healthz").json["age"]


def test_a_withdrawn_topic_names_all_of_its_texts(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """Partners have copies in each language; the list of what has left can be asked for by day."""
    catalog, out = syndicate.read("examples/health-topics"), tmp_path / "public"
    options: Any = {"only": ["snippets"], "allow_removals": True}
    syndicate.build(catalog.subset(["sleep", "stress"]), publisher, out, **options)
    syndicate.build(catalog.subset(["sleep"]), publisher, out, now=date(2026, 1, 1), **options)
    with Client(app(out)) as client:
        gone = client.get("/v1/topics/stress")
        assert 410 == gone.status
        texts = gone.json["withdrawn"]["texts"]
        assert {"en", "es"} == {text["locale"] for text in texts}
        assert {"2026-01-01T00:00:00Z"} == {text["date"] for text in texts}
        assert 2 == client.get("/v1/topics?withdrawn=true&changed_since=2026-01-01").json["total"]
        assert 0 == client.get("/v1/topics?withdrawn=true&changed_since=2026-01-02").json["total"]


def test_addresses_of_a_withdrawn_text_are_gone(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """410 rather than 404, of a tree with pages and of one without; what never was is 404."""
    catalog, out = syndicate.read("examples/health-topics"), tmp_path / "public"
    for only in (["snippets"], ["pages", "feeds", "snippets"]):
        syndicate.build(catalog.subset(["sleep", "stress"]), publisher, out, only=only, allow_removals=True)
        syndicate.build(catalog.subset(["sleep"]), publisher, out, only=only, allow_removals=True)
        with Client(app(out)) as client:
            for path in ("", "feed.atom", "snippet.html", "card.png"):
                gone = client.get(f"/en/topics/stress/{path}")
                is_page = "pages" in only and (path == "" or path.endswith(".html"))
                expected = "text/html; charset=utf-8" if is_page else "application/problem+json"
                assert (410, expected) == (gone.status, gone.headers["content-type"])
                assert 200 == client.get(f"/en/topics/sleep/{path}").status
                assert 404 == client.get(f"/en/topics/asthma/{path}").status
                assert 404 == client.get(f"/fr/topics/stress/{path}").status


def test_a_page_that_is_not_there_has_the_page_of_the_tree(example_tree: Path, tmp_path: Path) -> None:
    """With 404, wherever a person may have meant a page; programs get a problem that they can read."""
    tree = tmp_path / "public"
    shutil.copytree(example_tree, tree)
    (tree / "404.html").write_text("<!DOCTYPE html><title>Nothing here</title>", "utf-8")
    with Client(app(tree)) as client:
        for path in ("/es/nothing/", "/es/nothing", "/nothing.html", "/es/topics/v1.2"):
            answer = client.get(path)
            assert (404, "text/html") == (answer.status, answer.media_type)
            assert "Nothing here" in answer.text
        for path in ("/nothing.json", "/es/feeds/nothing.rss", "/search/search.0123456789abcdef.js"):
            assert (404, "application/problem+json") == (client.get(path).status, client.get(path).media_type)
        assert 200 == client.get("/es/search/").status == client.get("/es/search/index.json").status
