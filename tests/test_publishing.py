"""Publishing: what a built tree holds, that its parts agree, and that rebuilding touches only what changed.

``tests/golden/`` holds what the example must become: the list of all files, and every artifact of one topic in both
languages. After a change that is meant, write them anew with ``python -m pytest tests/test_publishing.py
--update-golden``, and review the difference by eye before it is committed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import attrs
import feedparser
import pytest
from lxml import etree
from markupsafe import Markup
from proofs import either
from samples import PUBLISHER, attribute, catalog, day, english_only, files, parsed, topic
from selectolax.lexbor import LexborHTMLParser

import syndicate
from syndicate.embeds.assets import Assets
from syndicate.errors import InvalidValueError, NotFoundError, PublishError
from syndicate.layout import FORMATS, MANIFEST, media_type
from syndicate.locales import parse
from syndicate.model import CardStyle, Catalog, Group, Image, Publisher, Reference, catalog_json
from syndicate.publishing import build
from syndicate.publishing.pipeline import default_history
from syndicate.publishing.tree import Tree
from syndicate.search.index import index_place
from syndicate.site import KINDS, Site, sitemap
from syndicate.site.root_pages import stylesheet

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_TOPIC = "handwashing"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"


def with_text(whole: Catalog, slug: str, locale: str, text: str) -> Catalog:
    """The catalog with another summary of one topic in one language, as if its source had changed."""
    topic = whole[slug]
    raw = {other: digest for other, digest in topic.raw.identifiers().items() if other != locale}
    changed = attrs.evolve(topic, summary={**topic.summary, parse(locale): Markup(text)}, raw=raw)
    return without(whole, slug, changed)


def without(whole: Catalog, slug: str, *instead: Any) -> Catalog:
    """The catalog without a topic, or with another one in its place."""
    topics = [found for name in whole for found in (instead if name == slug else (whole[name],))]
    return Catalog(topics, groups=whole.groups.values(), default_locale=whole.default_locale)


def inodes(out: Path) -> dict[str, tuple[int, int]]:
    """Which file each path is, and from when."""
    return {path: ((out / path).stat().st_ino, (out / path).stat().st_mtime_ns) for path in files(out)}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder to publish into, which is not there yet."""
    return tmp_path / "public"


# The whole tree


def test_tree_has_exactly_these_files(example_tree: Path, update_golden: bool) -> None:
    """The published tree of the example, path by path."""
    paths = sorted(files(example_tree))
    golden = GOLDEN / "paths.txt"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("\n".join(paths) + "\n", encoding="utf-8")
    assert golden.read_text(encoding="utf-8").splitlines() == paths


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize(
    "name", ["index.html", "card.html", "snippet.html", "snippet.json", "feed.rss", "feed.atom", "feed.json"]
)
def test_artifacts_of_a_topic_are_as_reviewed(locale: str, name: str, example_tree: Path, update_golden: bool) -> None:
    """Every artifact of one topic in both languages, byte by byte."""
    made = example_tree / locale / "topics" / GOLDEN_TOPIC / name
    golden = GOLDEN / locale / name
    if update_golden:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(made.read_bytes())
    assert golden.read_text(encoding="utf-8") == made.read_text(encoding="utf-8")


def test_every_file_has_a_known_media_type(example_tree: Path) -> None:
    """A static host is told what each file is."""
    unknown = {path for path in files(example_tree) if media_type(path) == "application/octet-stream"}
    assert set() == unknown


def test_report_counts_what_was_written(example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """The report has the files, bytes and topics of the tree; the progress ends at its whole."""
    steps: list[tuple[int, int]] = []
    report = build(example_catalog, example_publisher, out, progress=lambda done, total: steps.append((done, total)))
    written = {path: body for path, body in files(out).items() if path != MANIFEST.path}
    assert len(written) == sum(report.files.values()) == report.changed
    assert sum(map(len, written.values())) == sum(report.size.values())
    assert {"en": 18, "es": 17} == report.topics
    assert 0 == report.removed
    assert {*KINDS, "assets", "catalog"} == set(report.files)
    assert steps[-1][0] == steps[-1][1] == len(steps)
    assert list(report.lines())[-1].startswith("18 en + 17 es topics; 667 files,")


# Its pages


def pages(tree: Path) -> dict[str, LexborHTMLParser]:
    """Every page of a tree, parsed."""
    return {path: parsed(body.decode()) for path, body in files(tree).items() if path.endswith("index.html")}


def test_every_page_is_sound(example_tree: Path) -> None:
    """A language, a title, one main part with one top heading, a description, and no id twice."""
    found = pages(example_tree)
    assert 1 + 2 + 2 + 2 + 2 + 8 + 3 * 35 == len(found) == 122
    for path, page in found.items():
        root = page.css_first("html")
        assert attribute(root, "lang") == (path.partition("/")[0] if "/" in path else "en")
        assert "ltr" == attribute(root, "dir")
        assert page.css_first("title").text().strip()
        assert attribute(page.css_first('meta[name="description"]'), "content")
        assert 1 == len(page.css("h1")) == len(page.css("main")) == len(page.css("main h1"))
        ids = [attribute(node, "id") for node in page.css("[id]")]
        assert len(ids) == len(set(ids))
        assert all(attribute(link, "href") or link.attributes.get("id") for link in page.css("a"))
        assert all("alt" in image.attributes for image in page.css("img"))


def test_headings_of_every_page_leave_no_level_out(example_tree: Path) -> None:
    """Screen-reader users move by headings: none is more than one level below the one before."""
    for path, page in pages(example_tree).items():
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
        assert 1 == levels[0], path
        assert all(below <= above + 1 for above, below in pairwise(levels)), path


def test_labels_name_things_that_exist(example_tree: Path) -> None:
    """What is labeled by something points to it, and so do links within a page."""
    for page in pages(example_tree).values():
        ids = {attribute(node, "id") for node in page.css("[id]")}
        assert ids >= {attribute(node, "aria-labelledby") for node in page.css("[aria-labelledby]")}
        assert ids >= {attribute(node, "href")[1:] for node in page.css('a[href^="#"]')}


def test_links_within_the_tree_lead_somewhere(example_tree: Path, example_publisher: Publisher) -> None:
    """Every relative link of every page is a file of the tree, and every address of the tree's own site too."""
    paths = set(files(example_tree))
    base = example_publisher.base_url
    checked = 0
    for path, page in pages(example_tree).items():
        for node in page.css("a[href], link[href]"):
            address = urljoin(base + path, attribute(node, "href"))
            if address.startswith(base) and urlsplit(address).fragment == "":
                target = unquote(address.partition("?")[0].removeprefix(base))
                target += "index.html" if not target or target.endswith("/") else ""
                assert target in paths, f"{path} links to {target}"
                checked += 1
    assert checked > 1000


def test_links_between_pages_are_relative(example_tree: Path) -> None:
    """The pages can be read from a disk or under any address."""
    for path, page in pages(example_tree).items():
        for node in page.css("body a[href]"):
            assert not attribute(node, "href").startswith("https://topics.example.org/"), path


def test_pages_announce_their_languages_to_each_other(example_tree: Path, example_publisher: Publisher) -> None:
    """Every page that is named as a translation names all the others, and the same default."""
    announced = {}
    for page in pages(example_tree).values():
        links = page.css('link[rel="alternate"][hreflang]')
        own = attribute(page.css_first('link[rel="canonical"]'), "href")
        announced[own] = {attribute(link, "hreflang"): attribute(link, "href") for link in links}
    for own, languages in announced.items():
        assert own in languages.values()
        for address in languages.values():
            assert languages == announced[address]
    assert {"en", "es", "x-default"} == set(announced[example_publisher.base_url])


def feeds_of(page: LexborHTMLParser) -> list[tuple[str, str, str]]:
    """The feeds that a page announces: language, path without ending, and media type."""
    links = page.css('head link[rel="alternate"][type]:not([type$="+oembed"])')
    assert not [link for link in links if "hreflang" in link.attributes]
    addresses = [urlsplit(attribute(link, "href")).path.lstrip("/").rpartition(".")[0] for link in links]
    return [
        (path.partition("/")[0], path, attribute(link, "type")) for path, link in zip(addresses, links, strict=True)
    ]


def test_every_page_announces_its_feeds(example_tree: Path) -> None:
    """Those of its own language first, then of the others it exists in, in the three formats; so does the root."""
    for path, page in pages(example_tree).items():
        if path.endswith(("/embed/index.html", "/card/index.html", "/search/index.html")):
            continue
        found = feeds_of(page)
        own = path.partition("/")[0] if "/" in path else "en"
        others = sorted({"en", "es"} - {own}) if "farmers-market" not in path else []
        assert [language for language in (own, *others) for _ in range(3)] == [language for language, *_ in found]
        assert [format.media_type for format in FORMATS.values()] * (1 + len(others)) == [kind for *_, kind in found]
        for language, feed, _ in found:
            folder, _, name = path.rpartition("/")
            here = folder.removeprefix(own).strip("/")
            expected = {
                "": "feeds/topics",
                "whats-new": "feeds/whats-new",
                "topics": f"{here}/feed",
                "groups": f"feeds/{here}",
            }[here.partition("/")[0]]
            assert ("index.html", f"{language}/{expected}") == (name, feed)


def test_feed_of_all_languages_stands_above_them(example_tree: Path, example_catalog: Catalog, out: Path) -> None:
    """A tree of one language has none."""
    for format in FORMATS:
        read = feedparser.parse((example_tree / "feeds" / f"topics.{format}").read_bytes())
        if format != "json":
            assert 18 + 17 == len(read.entries)
    build(example_catalog, PUBLISHER, out, only=["feeds"], locales=["es"])
    assert not (out / "feeds").exists()


def test_pages_switch_language_in_place(example_tree: Path) -> None:
    """The other language of a topic is one step away, named in its own words; where there is none, none is offered."""
    found = pages(example_tree)
    for slug, others in (("sleep", ["Español"]), ("farmers-market-vouchers", [])):
        page = found[f"en/topics/{slug}/index.html"]
        assert others == [node.text() for node in page.css(".toggle a")]
    (link,) = found["es/topics/sleep/index.html"].css(".toggle a")
    assert ("en", "en") == (attribute(link, "lang"), attribute(link, "hreflang"))


def test_spanish_index_is_sorted_as_spanish_is(out: Path) -> None:
    """Ñ has its own place after N; accents and opening marks do not count; other languages' topics come last."""
    names = ["Oídos", "Ñandú", "¿Náuseas?", "Nuez", "5 consejos"]
    topics = [
        topic(f"t{number}", ids={"es": str(number)}, title={"es": name}, also_called={})
        for number, name in enumerate(names)
    ]
    build(catalog(*topics, english_only("kettle")), PUBLISHER, out)
    page = parsed((out / "es" / "index.html").read_text(encoding="utf-8"))
    listed = [node.text() for node in page.css(".topics a")]
    assert ["5 consejos", "¿Náuseas?", "Nuez", "Ñandú", "Oídos", "About kettle (inglés)"] == listed
    assert ["#", "N", "Ñ", "O"] == [node.text() for node in page.css(".letters a")]
    assert "Todos los temas" == page.css_first("h1").text()


def test_related_topics_are_linked_where_they_exist(out: Path) -> None:
    """A related topic that the language lacks is not linked."""
    related = {"es": (Reference(title="x", id="milk-2"), Reference(title="y", id="kettle"), Reference(title="z"))}
    build(catalog(topic(related=related), topic("milk"), english_only("kettle")), PUBLISHER, out)
    page = parsed((out / "es" / "topics" / "tea" / "index.html").read_text(encoding="utf-8"))
    assert ["Acerca de milk"] == [node.text() for node in page.css('[aria-labelledby="related"] a')]


# Lists for machines


def addresses(document: bytes) -> dict[str, dict[str, str]]:
    """The pages of a sitemap and the languages each names."""
    root = etree.fromstring(document)
    return {
        url.findtext(f"{SITEMAP}loc") or "": {
            link.get("hreflang", ""): link.get("href", "") for link in url.iter(XHTML_LINK)
        }
        for url in root.iter(f"{SITEMAP}url")
    }


def test_sitemap_names_every_page_and_its_languages(example_tree: Path, example_publisher: Publisher) -> None:
    """Every index, group and topic page once, each naming all of its languages, itself too."""
    found = addresses((example_tree / "sitemap.xml").read_bytes())
    assert 2 + 2 + 8 + 35 == len(found)
    for address, languages in found.items():
        assert address in languages.values()
        assert all(languages == found[other] for name, other in languages.items() if name != "x-default")
        path = address.removeprefix(example_publisher.base_url) + "index.html"
        assert (example_tree / path).is_file()


def test_large_sitemap_is_split(
    example_catalog: Catalog, example_publisher: Publisher, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limit the sitemap is an index of parts, which hold the same pages."""
    site = Site(example_catalog, example_publisher)
    whole = site.get("sitemap.xml").body
    monkeypatch.setattr(sitemap, "_URLS_PER_FILE", 10)
    build(example_catalog, example_publisher, out)
    index = etree.fromstring((out / "sitemap.xml").read_bytes())
    parts = [node.text or "" for node in index.iter(f"{SITEMAP}loc")]
    assert [f"https://topics.example.org/sitemap-{number}.xml" for number in range(1, 6)] == parts
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        found |= addresses((out / part.removeprefix(example_publisher.base_url)).read_bytes())
    assert addresses(whole) == found
    for path in ("sitemap.xml", *(f"sitemap-{number}.xml" for number in range(1, 6))):
        assert (out / path).read_bytes() == site.get(path).body
    for number in (0, 6):
        with pytest.raises(NotFoundError):
            site.get(f"sitemap-{number}.xml")


def test_lists_of_feeds_lead_to_feeds(example_tree: Path, example_publisher: Publisher) -> None:
    """Every feed of the OPML lists is in the tree, is an Atom feed, and speaks the language the list says."""
    counts = {}
    for path in ("feeds.opml", "en/feeds.opml", "es/feeds.opml"):
        root = etree.fromstring((example_tree / path).read_bytes())
        assert ("opml", "2.0") == (root.tag, root.get("version"))
        assert root.findtext("head/title")
        outlines = [node for node in root.iter("outline") if node.get("type")]
        for node in outlines:
            assert "rss" == node.get("type")
            assert node.get("text") == node.get("title")
            feed = example_tree / node.get("xmlUrl", "").removeprefix(example_publisher.base_url)
            read = feedparser.parse(feed.read_bytes())
            assert "atom10" == read.version
            assert (node.get("language"), node.get("htmlUrl")) == (read.feed.language, read.feed.link)
        counts[path] = len(outlines)
    assert {"feeds.opml": 12, "en/feeds.opml": 6, "es/feeds.opml": 6} == counts


def test_topics_json_reads_back_as_the_same_tree(
    example_catalog: Catalog, example_publisher: Publisher, tmp_path: Path
) -> None:
    """The published catalog is a source: building from it gives the same tree, but for its mark.

    That is of what the history remembers, which knows from which source each text is. Files beside topics
    are not in it.
    """
    topics = [attrs.evolve(found, image={}, assets={}) for found in example_catalog.values()]
    plain = Catalog(topics, groups=example_catalog.groups.values(), findings=example_catalog.findings)
    build(plain, example_publisher, tmp_path / "first")
    build(syndicate.read(tmp_path / "first" / "topics.json"), example_publisher, tmp_path / "second")
    first, second = files(tmp_path / "first"), files(tmp_path / "second")
    listed, again = (json.loads(found.pop(MANIFEST.path)) for found in (first, second))
    assert {**listed, "tree": ""} == {**again, "tree": ""}
    for tree in (first, second):  # the series of builds is named by that mark
        tree["topics.json"] = re.sub(rb'"series": "[0-9a-f]+"', b"", tree["topics.json"])
    assert first == second


# Building again


def test_a_topics_json_that_cannot_be_made_takes_nothing_with_it(
    example_catalog: Catalog, example_publisher: Publisher, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails when its first lines have been written: it is reported and not there, and all else is."""

    def lines(*_: Any) -> Iterator[bytes]:
        yield b"{"
        raise ValueError("no more")

    monkeypatch.setattr(catalog_json, "iter_json", lines)
    report = build(example_catalog, example_publisher, out, only=["snippets"])

    assert [("topics.json", "ValueError: no more")] == [
        (finding.details["artifact"], finding.details["problem"]) for finding in report.failures
    ]
    assert not (out / "topics.json").exists()
    assert (out / "_headers").exists()


def test_rebuilding_changes_no_file(example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """The same catalog leaves every file what it was, with its date."""
    build(example_catalog, example_publisher, out)
    before = inodes(out)
    report = build(example_catalog, example_publisher, out)
    assert before == inodes(out)
    assert (0, 0) == (report.changed, report.removed)


def test_changed_text_changes_only_its_files(example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """A new Spanish summary touches that topic's Spanish files and the feeds that carry it or tell of it."""
    build(example_catalog, example_publisher, out)
    before = inodes(out)
    report = build(with_text(example_catalog, "stress", "es", "<p>Respire hondo.</p>"), example_publisher, out)
    after = inodes(out)
    changed = {path for path in after if before[path] != after[path]}
    groups = [example_catalog.groups[name].slug for name in example_catalog["stress"].groups]
    feeds = {f"es/feeds/{name}" for name in ("topics", "whats-new", *[f"groups/{slug}" for slug in groups])}
    feeds |= {"es/topics/stress/feed", "feeds/topics"}
    expected = {f"{feed}.{format}" for feed in feeds for format in ("rss", "atom", "json")}
    expected |= {f"es/topics/stress/{name}" for name in ("index.html", "snippet.html", "snippet.json", "embed.html")}
    expected |= {f"es/lists/{name}/list.json" for name in ("newest", "changed", *[f"groups/{slug}" for slug in groups])}
    expected |= {"es/lists/changed/list.html", "es/lists/changed/embed.html"}  # it is the first of them now
    expected.add("es/whats-new/index.html")
    assert {*expected, "topics.json", MANIFEST.path} == changed
    assert len(changed) - 1 == report.changed


def test_removed_topic_is_gone(example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """All files of a topic that left the catalog are gone, and the report says how many."""
    build(example_catalog, example_publisher, out)
    report = build(without(example_catalog, "stress"), example_publisher, out)
    assert not [path for path in files(out) if "/stress/" in path]
    assert not (out / "es" / "topics" / "stress").exists()
    assert 30 == report.removed  # its picture stays: a group has it too


def test_error_of_a_build_leaves_the_old_tree(
    example_catalog: Catalog, example_publisher: Publisher, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in the middle of a build is told, and nothing has changed."""
    build(example_catalog, example_publisher, out)
    before, remembered = inodes(out), default_history(out).read_bytes()
    monkeypatch.setattr(Tree, "finish", lambda *_: (_ for _ in ()).throw(PublishError("the disk is full")))
    with pytest.raises(PublishError, match="the disk is full"):
        build(without(example_catalog, "walking"), example_publisher, out)
    assert before == inodes(out)
    assert remembered == default_history(out).read_bytes()
    assert {out, default_history(out), index_place(out)} == set(out.parent.iterdir())


def test_files_of_others_survive_a_build(example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """A host's own files stay; a folder of someone else is refused."""
    build(example_catalog, example_publisher, out)
    (out / "CNAME").write_text("topics.example.org")
    build(without(example_catalog, "stress"), example_publisher, out)
    assert "topics.example.org" == (out / "CNAME").read_text()
    (out / MANIFEST.path).unlink()
    with pytest.raises(PublishError, match="was not built by syndicate"):
        build(example_catalog, example_publisher, out)


# Parts of a tree


@pytest.mark.parametrize("kind", KINDS)
def test_only_some_kinds(kind: str, example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """A build can be limited to a kind of artifact; topics.json and files beside topics are part of every tree."""
    report = build(example_catalog, example_publisher, out, only=[kind])
    assert {kind, "assets", "catalog"} == set(report.files)
    endings = {"feeds": ".rss", "snippets": "snippet.json", "cards": "card.html", "embeds": "oembed.json"}
    endings |= {"pages": "sitemap.xml", "lists": "teaser.json"}
    present = {name for name, ending in endings.items() if any(path.endswith(ending) for path in files(out))}
    assert {kind} == present
    assert (out / "topics.json").is_file()


def test_only_one_language(example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """A Spanish tree has no English file and points to none."""
    report = build(example_catalog, example_publisher, out, locales=["es"])
    found = files(out)
    assert {"es": 17} == report.topics
    assert not [path for path in found if path.startswith("en/")]
    assert not [path for path, body in found.items() if b"https://topics.example.org/en/" in body]
    assert ["es"] == json.loads(found["topics.json"])["locales"]
    assert "es" == attribute(parsed(found["index.html"].decode()).css_first("html"), "lang")


def test_first_language_is_the_publishers(example_catalog: Catalog, example_publisher: Publisher, out: Path) -> None:
    """The page at the root speaks the publisher's default language, in whatever order languages are asked for."""
    spanish = attrs.evolve(example_publisher, default_locale="es")
    build(example_catalog, spanish, out, locales=["en", "es"])
    page = parsed((out / "index.html").read_text(encoding="utf-8"))
    assert "es" == attribute(page.css_first("html"), "lang")
    names = ("Salud Ejemplo", "Example Health")
    assert names == tuple(text for node in page.css("h1, h2") if (text := node.text()) in names)


def test_unknown_kind_or_language_is_an_error(
    example_catalog: Catalog, example_publisher: Publisher, out: Path
) -> None:
    """The message names what there is."""
    with pytest.raises(InvalidValueError, match=r"'videos'.*pages, feeds, snippets, cards, lists, embeds"):
        build(example_catalog, example_publisher, out, only=["feeds", "videos"])
    with pytest.raises(NotFoundError, match=r"fr.*the catalog has en, es"):
        build(example_catalog, example_publisher, out, locales=["es", "fr"])
    with pytest.raises(NotFoundError, match="no topics"):
        build(Catalog(), example_publisher, out)
    assert not out.exists()


def test_group_without_topics_or_name_has_no_page(out: Path) -> None:
    """A group that is empty in a language, or has no name in it, is not shown there."""
    nameless = Group(id="x", slug="x", name={"en": "Only English"})
    made = Catalog([topic(groups=("x",))], groups=[*catalog().groups.values(), nameless])
    build(made, PUBLISHER, out)
    pages_of_groups = sorted(path for path in files(out) if "/groups/" in path and path.endswith("index.html"))
    assert ["en/groups/x/index.html"] == pages_of_groups


def test_site_in_a_folder_of_a_host(example_catalog: Catalog, out: Path) -> None:
    """A base URL with a path is the beginning of every address."""
    publisher = attrs.evolve(PUBLISHER, base_url="https://example.org/salud%20p%C3%BAblica/")
    build(catalog(topic()), publisher, out)
    page = parsed((out / "es" / "topics" / "tea" / "index.html").read_text(encoding="utf-8"))
    own = attribute(page.css_first('link[rel="canonical"]'), "href")
    assert "https://example.org/salud%20p%C3%BAblica/es/topics/tea/" == own
    assert "../../../en/topics/tea/index.html" == attribute(page.css_first(".syndicate-translation a"), "href")


# The process around it


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "syndicate", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def edited(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example after a day's work: a topic has left, one reads otherwise, one is new."""
    folder = tmp_path_factory.mktemp("edited") / "topics"
    shutil.copytree(example, folder)
    for path in folder.glob("stress.*.md"):
        path.unlink()
    for path in folder.glob("walking.*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\nOne more: ¡ñandú!\n", encoding="utf-8")
        shutil.copy(path, path.with_name(path.name.replace("walking", "running")))
    return folder


@pytest.fixture(scope="module")
def published_twice(
    example_catalog: Catalog, example_publisher: Publisher, edited: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The tree and history of the example, built before and after that day."""
    out = tmp_path_factory.mktemp("twice") / "public"
    for found in (example_catalog, syndicate.read(edited)):
        build(found, example_publisher, out)
    return files(out.parent)


@pytest.mark.parametrize(
    ("jobs", "environment"),
    [
        ("2", {"PYTHONHASHSEED": "1"}),
        ("1", {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}),
        ("3", {"PYTHONHASHSEED": "3", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANGUAGE": "es"}),
    ],
)
def test_bytes_depend_on_the_catalog_alone(
    jobs: str,
    environment: dict[str, str],
    example: Path,
    edited: Path,
    example_tree: Path,
    published_twice: dict[str, bytes],
    out: Path,
) -> None:
    """Neither the number of processes, nor hash seed, time zone or locale of the process change a byte.

    That is so of a first build, and of one that has a history, which is the same too.
    """
    for source, expected in ((example, files(example_tree.parent)), (edited, published_twice)):
        done = run("build", str(source), "--out", str(out), "--jobs", jobs, **environment)
        assert 0 == done.returncode, done.stderr
        assert expected == files(out.parent)


KILLED = """
import hashlib, os, signal, sys, time
from pathlib import Path
import attrs, syndicate
from markupsafe import Markup
from syndicate.history import History
from syndicate.publishing import build
from syndicate.publishing.pipeline import default_history
from syndicate.search.index import index_place
from syndicate.site.root_pages import stylesheet
from syndicate.validation import validate

example, out, rounds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
publisher = syndicate.Publisher.load(example / "publisher.toml")
first = syndicate.read(example, default_locale="en")
other = attrs.evolve(first["stress"], summary={"en": Markup("<p>Breathe.</p>")}, raw={})
second = syndicate.Catalog(
    [other if slug == "stress" else first[slug] for slug in first if slug != "walking"],
    groups=first.groups.values(), default_locale="en",
)

def digest():
    # Feeds, lists, and pages of news date what happened, and topics.json and the list of files tell the build.
    found = (path for path in out.rglob("*") if path.is_file() and path.name not in ("topics.json", ".syndicate.json"))
    dated = {"feeds", "lists", "whats-new"}
    news = {out / "en" / "index.html", out / "es" / "index.html"}
    found = (path for path in found if not (dated & {*path.relative_to(out).parts} or path.name.startswith("feed")))
    paths = sorted(path for path in found if path not in news)
    lines = [f"{path.relative_to(out)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
    return hashlib.sha256("\\n".join(lines).encode()).hexdigest()

sound = []
for catalog in (first, second, first, second, first):
    begun = time.perf_counter()
    build(catalog, publisher, out)
    took = time.perf_counter() - begun
    sound.append(digest())
assert sound[0] != sound[1] != sound[2]
assert sound[1:3] == sound[3:]
for number in range(rounds):
    child = os.fork()
    if not child:
        while True:
            for catalog in (first, second):
                build(catalog, publisher, out)
    time.sleep(took * 2 * (number + 0.5) / rounds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    # The topic that is left out in one of the two is linked from others.
    faults = {problem.rule for problem in validate(out).problems} - {"page-link-missing"}
    print("whole" if digest() in sound[1:3] and not faults else "broken", flush=True)
    History(default_history(out)).compare(first)
    if number % 5 == 4:
        build(second, publisher, out)
        print("same" if digest() == sound[1] else "other", flush=True)
build(first, publisher, out)
print("left" if {*out.parent.iterdir()} - {out, default_history(out), index_place(out)} else "clean")
"""


@pytest.mark.proof
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_kill_at_any_moment_leaves_a_whole_tree(example: Path, out: Path) -> None:
    """Killed many times at moments spread over two builds, the published tree is the old one or the new one.

    The history can be read each time, and the next build gives the tree that it would have given undisturbed.
    """
    groups = either(2, 4)
    command = [sys.executable, "-c", KILLED, str(example), str(out), str(5 * groups)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "" == done.stderr
    assert (["whole"] * 5 + ["same"]) * groups + ["clean"] == done.stdout.split()


ENDLESS = """
import sys, time
import syndicate
from syndicate.feeds import register_writer
from syndicate.publishing import build
def slow(feed):
    print("at work", flush=True)
    time.sleep(60)
    yield b""
register_writer("atom", slow)
if __name__ == "__main__":
    example, out = sys.argv[1:]
    build(syndicate.read(example), syndicate.Publisher.load(example + "/publisher.toml"), out, jobs=2)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers end with their build on Linux")
def test_workers_of_a_killed_build_end_with_it(
    example: Path, example_catalog: Catalog, example_publisher: Publisher, out: Path, tmp_path: Path
) -> None:
    """A build in several processes that is killed locks nobody out: its workers are gone at once.

    They import the script that starts it, since that has the writer of a format.
    """
    (tmp_path / "endless.py").write_text(ENDLESS)
    process = subprocess.Popen(
        [sys.executable, tmp_path / "endless.py", str(example), str(out)], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.kill()
        said += process.stdout.read()  # ends when the last worker has closed it; two may write at once
        assert {"at", "work"} == set(said.replace("workat", "work at").split())
    build(example_catalog, example_publisher, out)
    assert 18 == len(list((out / "en" / "topics").iterdir()))


def test_dates_of_the_clock_are_nowhere(example_tree: Path) -> None:
    """The newest date in the tree is the catalog's newest change."""
    newest = max(
        feedparser.parse((example_tree / locale / "feeds" / "topics.atom").read_bytes()).feed.updated
        for locale in ("en", "es")
    )
    assert newest.startswith("2025-")
    assert day("2026-01-01") > max(
        date for found in syndicate.read(example_tree / "topics.json").values() for date in found.updated.values()
    )


def test_links_can_be_read_on_pages() -> None:
    """An accent for dark cards is darkened for pages, which are light."""
    dark = CardStyle(accent="#ffd23f", background="#14213d", ink="#ffffff")
    assert ("#005ea2", "#856d21") == (CardStyle().link_color, dark.link_color)
    publisher = attrs.evolve(PUBLISHER, card=dark)
    assert "--accent: #856d21;" in stylesheet(publisher)
    assert b"--accent: #856d21;" in Assets(publisher, [parse("en")]).frame_style.body


def test_only_pictures_that_exist_are_named(tmp_path: Path) -> None:
    """Without cards, pages and feeds name none but a topic's own."""
    own = {"en": Image(url="https://cdn.example.net/milk.jpg", alt="A glass of milk")}
    build(catalog(topic(), topic("milk", image=own)), PUBLISHER, tmp_path / "public", only=["pages", "feeds"])
    for path in (tmp_path / "public").rglob("*"):
        if path.is_file() and path.name != "_headers":
            assert b"card.png" not in path.read_bytes(), path
    tea, milk = ((tmp_path / f"public/en/topics/{slug}/index.html").read_text("utf-8") for slug in ("tea", "milk"))
    assert '"twitter:card" content="summary"' in tea
    assert "og:image" not in tea
    assert '"og:image" content="https://cdn.example.net/milk.jpg"' in milk
