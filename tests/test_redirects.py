"""Addresses that topics had lead to where they are now: for readers, for servers, and for partners' programs."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import attrs
import pytest
from partners import Service
from samples import PUBLISHER, catalog, small

import syndicate
from syndicate.history import History
from syndicate.locales import parse
from syndicate.model import Topic
from syndicate.publishing import build
from syndicate.site import Site
from syndicate.validation import validate


def named(slug: str, **changes: object) -> Topic:
    """A topic whose source states its slug."""
    values = {"ids": {"en": slug}, "title": {"en": slug.title()}, "slug": slug, "slug_stated": True, **changes}
    return attrs.evolve(small(1), **values)


def published(tmp_path: Path, *builds: list[Topic]) -> Path:
    """The tree after some builds."""
    for topics in builds:
        build(catalog(*topics), PUBLISHER, tmp_path / "public", allow_removals=True)
    found = validate(tmp_path / "public")
    assert [problem.message for problem in found.problems] == []
    return tmp_path / "public"


def moved(slug: str = "rest") -> Topic:
    """The topic that was `sleep`, at another slug."""
    return named(slug, ids={"en": "sleep"})


def test_readers_of_an_old_address_are_led_on(tmp_path: Path) -> None:
    """At once, without a script, and search engines too; after any number of builds, from every address it had."""
    tree = published(tmp_path, [named("sleep"), named("tea")], [moved(), named("tea")], [moved("nap"), named("tea")])
    for old in ("sleep", "rest"):
        page = (tree / "en" / "topics" / old / "index.html").read_text("utf-8")
        assert '<meta http-equiv="refresh" content="0; url=../../../en/topics/nap/index.html">' in page
        assert '<link rel="canonical" href="https://clinic.example.org/en/topics/nap/">' in page
        assert '<meta name="robots" content="noindex">' in page
        assert '<a href="../../../en/topics/nap/index.html">Nap</a>' in page
        assert [file.name for file in (tree / "en" / "topics" / old).iterdir()] == ["index.html"]
    assert (tree / "en" / "topics" / "nap" / "feed.atom").is_file()
    assert "topics/sleep" not in (tree / "sitemap.xml").read_text()
    assert (tree / "_redirects").read_text().splitlines() == [
        "/en/topics/rest/* /en/topics/nap/:splat 301",
        "/en/topics/sleep/* /en/topics/nap/:splat 301",
    ]


def test_a_tree_without_old_addresses_has_no_list_of_them(tmp_path: Path) -> None:
    """An empty file would be a riddle; when a topic goes back, its page is its own again."""
    tree = published(tmp_path, [named("sleep")])
    assert not (tree / "_redirects").exists()
    tree = published(tmp_path, [moved()], [moved("sleep")])
    assert (tree / "_redirects").read_text() == "/en/topics/rest/* /en/topics/sleep/:splat 301\n"
    assert "refresh" not in (tree / "en" / "topics" / "sleep" / "index.html").read_text("utf-8")


def test_the_list_begins_with_the_path_of_the_site(tmp_path: Path) -> None:
    """As a site may lie below the root of its host."""
    publisher = attrs.evolve(PUBLISHER, base_url="https://example.org/health/")
    site = Site(catalog(named("rest", aliases={"en": ("sleep",)})), publisher)
    assert site.get("_redirects").body == b"/health/en/topics/sleep/* /health/en/topics/rest/:splat 301\n"
    assert "_redirects" in set(site.paths())
    assert b"0; url=" in site.get("en/topics/sleep/index.html").body
    assert "en/topics/sleep/index.html" in set(site.paths())


def test_a_merged_topic_leads_to_the_one_it_is_in(tmp_path: Path) -> None:
    """Its entries are withdrawn from feeds, and its pages and APIs lead to the other."""
    tree = published(tmp_path, [named("nap"), named("sleep")], [named("sleep", aliases={"en": ("nap",)})])
    page = (tree / "en" / "topics" / "nap" / "index.html").read_text("utf-8")
    assert "url=../../../en/topics/sleep/index.html" in page
    service = Service(tree)
    for asked, place in [
        ("/en/topics/nap/", "../sleep/"),
        ("/en/topics/nap", "./sleep/"),
        ("/en/topics/nap/index.html", "../sleep/index.html"),
        ("/en/topics/nap/feed.atom?a=b", "../sleep/feed.atom?a=b"),
        ("/en/topics/nap/card/index.html", "../../sleep/card/index.html"),
    ]:
        answer = service.get(asked)
        assert (answer.status, answer.headers["location"]) == (308, place)
        assert service.get(urljoin(asked, place)).status == 200
    assert service.get("/v1/topics/nap").json["slug"] == "sleep"
    assert syndicate.read(tree / "topics.json")["sleep"].aliases["en"] == ("nap",)


def test_parts_of_a_split_topic_are_named_at_its_address(tmp_path: Path) -> None:
    """Nobody can tell which one a reader means, so no refresh and no server decides it."""
    parts = [named(slug, aliases={"en": ("sleep",)}) for slug in ("naps", "nights")]
    tree = published(tmp_path, [named("sleep")], parts)
    page = (tree / "en" / "topics" / "sleep" / "index.html").read_text("utf-8")
    assert "This topic is now split into several topics" in page
    assert "refresh" not in page
    assert [f">{title}</a>" in page for title in ("Naps", "Nights")] == [True, True]
    assert "<title>This topic is now split into several topics | River Valley Clinic</title>" in page
    assert not (tree / "_redirects").exists()
    service = Service(tree)
    assert "into several" in service.get("/en/topics/sleep/").text


def test_what_becomes_of_topics_that_leave_is_said(tmp_path: Path) -> None:
    """Merged, split, likely the same with another id, or gone; nothing of it in the next build."""
    store = History(tmp_path / "history")
    store.remember(store.compare(catalog(*map(named, ("nap", "sleep", "tea", "walk", "rest", "rest-2")))))
    now = catalog(
        named("sleep", aliases={"en": ("nap", "tea")}),
        named("drinks", aliases={"en": ("tea",)}),
        named("walking", title={"en": "WALK"}),
        named("rest"),
    )
    changes = store.compare(now)
    assert {
        ("merged-topic", "nap", "“Sleep”"),
        ("split-topic", "tea", "“Sleep”, “Drinks”"),
        ("likely-rename", "walking", ""),
        ("gone-topic", "rest-2", ""),
    } == {(one.kind.value, one.topic, one.details.get("other", "")) for one in changes.catalog.findings}
    (rename,) = (one for one in changes.catalog.findings if one.kind.value == "likely-rename")
    assert "state `id: walk` in it" in rename.message()
    store.remember(changes)
    assert [] == list(store.compare(now).catalog.findings)


def test_an_alias_takes_no_address(tmp_path: Path) -> None:
    """A topic keeps its own; the editor is told."""
    store = History(tmp_path / "history")
    changes = store.compare(catalog(named("sleep"), named("tea", aliases={"en": ("sleep", "tea", "chai")})))
    (finding,) = changes.catalog.findings
    assert (finding.kind.value, finding.topic, finding.details["other"]) == ("taken-alias", "tea", "Sleep")
    site = Site(changes, PUBLISHER)
    assert b"refresh" not in site.get("en/topics/sleep/index.html").body
    assert site.get("_redirects").body == b"/en/topics/chai/* /en/topics/tea/:splat 301\n"


def test_pages_of_old_addresses_are_in_the_language_of_the_topic(tmp_path: Path) -> None:
    """Each language has its own; a topic that has no text in a language leads nobody there."""
    es = attrs.evolve(named("sleep", aliases={"es": ("sueno",)}), ids={"en": "1", "es": "2"})
    topic = attrs.evolve(es, title={"en": "Sleep", "es": "Sueño"})
    site = Site(catalog(topic), PUBLISHER)
    page = site.get("es/topics/sueno/index.html").body.decode()
    assert '<html lang="es"' in page
    assert "Esta página cambió de dirección" in page
    assert "en/topics/sueno/index.html" not in set(site.paths())
    assert parse("es") in site.locales


def test_pages_of_old_addresses_have_the_frame_of_the_site() -> None:
    """Its name, menu, and search, what the topic is about, and the same address in the other language."""
    topic = attrs.evolve(
        named("sleep", aliases={"en": ("naps",), "es": ("naps",)}),
        ids={"en": "1", "es": "2"},
        title={"en": "Sleep", "es": "Sueño"},
        description={"en": "How much sleep you need.", "es": "Cuánto hay que dormir."},
    )
    page = Site(catalog(topic), PUBLISHER).get("es/topics/naps/index.html").body.decode()
    assert "<title>Sueño | Clínica del Valle</title>" in page
    assert "<p>Cuánto hay que dormir.</p>" in page
    assert '<a href="../../../en/topics/naps/index.html" lang="en" dir="ltr" hreflang="en">English</a>' in page
    assert 'action="../../../es/search/index.html"' in page


@pytest.mark.parametrize(
    ("written", "kept"),
    [("[nap, siesta]", ("nap", "siesta")), ("nap", ("nap",)), ("[/posts/nap/, a b.html, nap]", ("nap",)), ("[]", ())],
)
def test_front_matter_names_aliases(tmp_path: Path, written: str, kept: tuple[str, ...]) -> None:
    """The addresses of other sites, which Hugo has under the same key, are left alone."""
    (tmp_path / "sleep.en.md").write_text(f"---\ntitle: Sleep\nupdated: 2024-01-01\naliases: {written}\n---\nText.\n")
    found = syndicate.read(tmp_path)
    assert found["sleep"].aliases.get("en", ()) == kept
    assert not [finding for finding in found.findings if finding.kind.value not in ("missing-summary", "unpaired")]


def test_pages_may_lead_to_topics_of_the_tree_alone(tmp_path: Path) -> None:
    """Any other refresh is what attackers write."""
    tree = published(tmp_path, [named("sleep")], [moved()])
    page = tree / "en" / "topics" / "sleep" / "index.html"
    text = page.read_text("utf-8")
    for place in ("https://evil.example/", "../../../index.html", "javascript:alert(1)"):
        page.write_text(text.replace("../../../en/topics/rest/index.html", place, 1), "utf-8")
        assert "<meta> is dropped" in validate(tree).problems[0].message
