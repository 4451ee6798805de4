"""A generator that fails takes nothing with it but the file it makes; in strict mode it ends the build."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from samples import PUBLISHER, catalog, files, small, topic

from syndicate.cards.findings import findings as card_findings
from syndicate.embeds import Embeds
from syndicate.errors import PublishError
from syndicate.feeds import Feeds
from syndicate.feeds.entries import Entries
from syndicate.model import Catalog, FindingKind
from syndicate.publishing import build
from syndicate.publishing.report import Report
from syndicate.site.pages import Pages
from syndicate.site.sitemap import Sitemap

site_room = import_module("syndicate.site.parts")
NOW = datetime(2025, 11, 27, tzinfo=UTC)


def many() -> Catalog:
    """So many topics in both languages that the feed of the catalog has archives."""
    return catalog(topic(), *(small(number, locales=("en", "es"), groups=("home",)) for number in range(120)))


def speaks(spanish: Any) -> bool:
    """Whether it is of Spanish alone."""
    return getattr(spanish, "language", spanish) == "es" or spanish == [Locale("es")]


def of_spanish(self: Any, *arguments: Any, **_: Any) -> bool:
    """Whether a generator makes something of Spanish."""
    return any(speaks(one) for one in (getattr(self, "locale", None), *arguments))


def always(*_: Any, **__: Any) -> bool:
    """Whatever it makes."""
    return True


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str, Callable[..., bool]], None]:
    """Let a generator fail for what a condition says."""

    def patch(owner: Any, name: str, condition: Callable[..., bool]) -> None:
        original = getattr(owner, name)

        def fails(*arguments: Any, **options: Any) -> Any:
            if condition(*arguments, **options):
                raise ZeroDivisionError("by chance")
            return original(*arguments, **options)

        monkeypatch.setattr(owner, name, fails)

    return patch


def made(place: Path, found: Catalog, **options: Any) -> Report:
    """Build it."""
    return build(found, PUBLISHER, place, now=NOW, **options)


FEEDS = [f"es/feeds/{{}}.{format}" for format in ("rss", "atom", "json")]


def feeds(name: str) -> set[str]:
    """A Spanish feed in every format."""
    return {path.format(name) for path in FEEDS}


@pytest.mark.parametrize(
    ("owner", "name", "condition", "lost"),
    [
        (Pages, "index", of_spanish, {"es/index.html"}),
        (Pages, "group", of_spanish, {"es/groups/home/index.html"}),
        (
            Pages,
            "__init__",
            lambda self, *rest, **_: rest[2] == Locale("es"),
            {f"es/{page}index.html" for page in ("", "groups/home/", "search/", "whats-new/")},
        ),
        (Feeds, "topics", lambda self: self.locales == (Locale("es"),), feeds("topics")),
        (Feeds, "topics", lambda self: self.mixed, {f"feeds/topics.{format}" for format in ("rss", "atom", "json")}),
        (Feeds, "whats_new", of_spanish, feeds("whats-new")),
        (Feeds, "group", of_spanish, feeds("groups/home")),
        (site_room, "opml", lambda *rest: rest[2] == [Locale("es")], {"es/feeds.opml"}),
        (site_room, "opml", lambda *rest: len(rest[2]) > 1, {"feeds.opml"}),
        (Sitemap, "files", always, {"sitemap.xml"}),
        (site_room.root_pages, "root", always, {"index.html"}),
        (site_room.root_pages, "stylesheet", always, {"style.css"}),
        (site_room, "headers_file", always, {"_headers"}),
        (site_room.catalog_json, "iter_json", always, {"topics.json"}),
        (Embeds, "files", always, {"embeds/embeds.json"}),
    ],
    ids=lambda value: getattr(value, "__name__", value) if isinstance(value, (type, str)) else "",
)
def test_file_of_a_language_or_the_site_that_fails(
    owner: Any, name: str, condition: Any, lost: set[str], failing: Any, tmp_path: Path
) -> None:
    """It is left out and reported; all else is as it would be, and the next build makes it."""
    found = catalog(topic(), topic("milk"))
    whole, out = tmp_path / "whole", tmp_path / "public"
    made(whole, found)
    with pytest.MonkeyPatch.context() as undone:
        original = getattr(owner, name)
        failing(owner, name, condition)
        with pytest.raises(PublishError, match="could not be made and is left out: ZeroDivisionError: by chance"):
            made(out, found, strict=True)
        assert not out.exists()
        report = made(out, found)
        undone.setattr(owner, name, original)
        assert lost <= {finding.details["artifact"] for finding in report.failures}
        kinds = {finding.kind for finding in report.failures if finding.details["artifact"] in lost}
        assert {FindingKind.FAILED_FILE} == kinds
        expected, got = files(whole), files(out)
        missing = expected.keys() - got.keys()
        assert lost <= missing
        assert not {path for path in missing - lost if "/topics/" not in path and not path.startswith("embeds/")}
        if name != "__init__":
            assert {path for path in missing if "/topics/" in path} == set()
        made(out, found)
        assert expected.keys() == files(out).keys()


def test_archives_of_a_language_that_fail(failing: Any, tmp_path: Path) -> None:
    """The history does not take them for published: the next build makes them, and the other language has its own."""
    out, found = tmp_path / "public", many()
    with pytest.MonkeyPatch.context() as undone:
        original = Feeds.sealed
        failing(Feeds, "sealed", of_spanish)
        report = made(out, found, only=["feeds"])
        undone.setattr(Feeds, "sealed", original)
        there = {path.split("/")[0] for path in files(out) if "/feeds/archive/" in path}
        assert {"en"} == there
        assert {"es"} == {finding.details["artifact"][:2] for finding in report.failures}
        assert [] == list(made(out, found, only=["feeds"]).failures)
    assert {"en", "es"} == {path.split("/")[0] for path in files(out) if "/feeds/archive/" in path}


@pytest.mark.parametrize("jobs", [1, 2])
def test_entry_that_fails_takes_no_feed_with_it(
    jobs: int, failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The topic is in no feed of its language; feeds, archives and other topics are there."""
    forked = multiprocessing.get_context("fork")  # so that they fail as this process does
    monkeypatch.setattr("multiprocessing.get_context", lambda *_: forked)
    out = tmp_path / "public"
    failing(Entries, "topic", lambda self, one: one.slug == "topic-7" and self.locale == Locale("es"))
    report = made(out, many(), only=["feeds"], jobs=jobs)
    tree = files(out)
    assert {f"es/topics/topic-7/feed.{format}" for format in ("rss", "atom", "json")} == {
        finding.details["artifact"] for finding in report.failures
    }
    entry = PUBLISHER.entry_id("topic", "7", "es").encode()
    named = {path for path, body in tree.items() if entry in body}
    assert not {path for path in named if path.startswith(("es/", "feeds/")) and b"<id>" + entry in tree[path]}
    assert PUBLISHER.entry_id("topic", "7", "en").encode() in tree["en/feeds/groups/home.atom"]
    assert PUBLISHER.entry_id("topic", "8", "es").encode() in tree["es/feeds/groups/home.atom"]
    assert any(path.startswith("es/feeds/archive/") for path in tree)
    assert b"fh:complete" not in tree["es/feeds/groups/home.atom"]


def test_line_of_the_catalog_that_fails(failing: Any, tmp_path: Path) -> None:
    """The other topics are in ``topics.json``, and all files of the topic are published."""
    out = tmp_path / "public"
    failing(site_room.catalog_json, "line", lambda one, *_: one.slug == "milk")
    report = made(out, catalog(topic(), topic("milk")))
    assert [("milk-1", "topics.json")] == [(one.topic, one.details["artifact"]) for one in report.failures]
    tree = files(out)
    assert b'"tea"' in tree["topics.json"] and b'"milk"' not in tree["topics.json"]
    assert "es/topics/milk/index.html" in tree


def test_card_that_fails(failing: Any, tmp_path: Path) -> None:
    """It stops neither the build, which looks at all cards first, nor other topics; a check names it."""
    for owner in (site_room, import_module("syndicate.cards.findings")):
        failing(owner, "card", lambda one, *_, **__: one.slug == "milk")
    report = made(tmp_path / "public", catalog(topic(), topic("milk")))
    assert {"milk-1", "milk-2"} == {finding.topic for finding in report.failures}
    assert report.failures[0].topic in {one.topic for one in card_findings(catalog(topic(), topic("milk")), PUBLISHER)}
    tree = files(tmp_path / "public")
    assert {"en/topics/tea/card.html", "en/topics/milk/feed.rss", "en/topics/milk/snippet.html"} <= tree.keys()


def test_many_failures_are_counted(failing: Any, tmp_path: Path) -> None:
    """The report names the first and counts the others."""
    failing(Entries, "topic", lambda self, one: self.locale == Locale("es"))
    report = made(tmp_path / "public", many(), only=["feeds"])
    lines = list(report.lines())
    assert 20 == sum("ZeroDivisionError" in line for line in lines)
    assert any(line.endswith("more files could not be made and are left out") for line in lines)
