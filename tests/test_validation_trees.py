"""Validation of trees: what the files of a published tree say about each other, and every fault that breaks it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from test_command_language import english_of
from test_validation import ATOM, BAD, RSS, rules

import syndicate
from syndicate.errors import SourceError
from syndicate.validation import RULES, validate
from syndicate.validation.problems import as_text


def copied(tree: Path, to: Path) -> Path:
    """A tree to be damaged."""
    return shutil.copytree(tree, to / "tree")


def test_example_tree_keeps_its_promises(example_tree: Path) -> None:
    """What a build publishes has no problem, not even a warning."""
    found = validate(example_tree)
    assert "" == as_text(found)
    assert found.documents["atom"] == found.documents["rss"] == found.documents["json"] > 40
    assert found.documents["page"] > 40


@pytest.mark.parametrize(
    "options", [{"only": [kind]} for kind in ("pages", "feeds", "snippets", "cards")] + [{"locales": ["es"]}]
)
def test_parts_of_a_tree(
    options: dict[str, list[str]],
    example_catalog: syndicate.Catalog,
    example_publisher: syndicate.Publisher,
    tmp_path: Path,
) -> None:
    """A tree of some kinds, or of one language, agrees with what it says of itself."""
    syndicate.build(example_catalog, example_publisher, tmp_path / "public", **options)  # type: ignore[arg-type]
    assert "" == as_text(validate(tmp_path / "public"))


def edit(path: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    """A fault: a file in which something is replaced."""

    def fault(tree: Path) -> None:
        text = (tree / path).read_text("utf-8")
        assert old in text, f"{path} has no {old}"
        (tree / path).write_text(text.replace(old, new, count), encoding="utf-8")

    return fault


def remove(path: str) -> Callable[[Path], None]:
    """A fault: a file that is gone."""
    return lambda tree: (tree / path).unlink()


def forget(path: str) -> Callable[[Path], None]:
    """A fault: a file that is gone, and not in the manifest."""

    def fault(tree: Path) -> None:
        (tree / path).unlink()
        edit(".syndicate.json", f'"{path}",\n', "")(tree)

    return fault


def replace(path: str, body: bytes) -> Callable[[Path], None]:
    """A fault: a file that holds something else."""

    def fault(tree: Path) -> None:
        (tree / path).write_bytes(body)

    return fault


def cut(path: str) -> Callable[[Path], None]:
    """A fault: a file of which the end is missing."""

    def fault(tree: Path) -> None:
        (tree / path).write_bytes((tree / path).read_bytes()[:-100])

    return fault


BASE = "https://topics.example.org/"
HOME = "es/feeds/groups/home"
SLEEP = "es/topics/sleep/index.html"

FAULTS = [
    ("tree-manifest", ".syndicate.json", edit(".syndicate.json", "{", "", 1)),
    ("tree-manifest", ".syndicate.json", edit(".syndicate.json", '"es/feeds.opml"', '"../feeds.opml"')),
    ("tree-missing-file", f"{HOME}.rss", remove(f"{HOME}.rss")),
    ("tree-missing-file", "style.css", remove("style.css")),
    ("page-link-missing", "es/index.html", edit("es/index.html", "../es/topics/", "../es/temas/")),
    (
        "page-link-missing",
        "es/index.html",
        edit("es/index.html", "<h1>", '<img src="nada.png" alt=""><h1>'),
    ),
    ("link-outside-tree", "es/index.html", edit("es/index.html", "<h1>", f'<a href="{BASE}datos/a.pdf">a</a><h1>')),
    ("page-anchor-missing", "es/index.html", edit("es/index.html", 'id="content"', 'id="contenido"')),
    ("page-json-ld", SLEEP, edit(SLEEP, '"@context":"https://schema.org"', '"@context":"https://schema.org')),
    ("page-json-ld", SLEEP, edit(SLEEP, "https://schema.org", "https://example.org")),
    ("tree-picture", "es/topics/sleep/card.png", replace("es/topics/sleep/card.png", b"<html>Not found")),
    ("tree-picture", "es/topics/sleep/card.png", cut("es/topics/sleep/card.png")),
    ("tree-format-missing", f"{HOME}.atom", forget(f"{HOME}.json")),
    ("tree-formats-differ", f"{HOME}.json", edit(f"{HOME}.json", '"id":"tag:', '"id":"tag:x')),
    ("tree-formats-differ", f"{HOME}.rss", edit(f"{HOME}.rss", "<item><title>", "<item><title>x")),
    ("tree-formats-differ", f"{HOME}.rss", edit(f"{HOME}.rss", f"<link>{BASE}es/topics/", f"<link>{BASE}es/temas/")),
    ("tree-formats-differ", f"{HOME}.rss", edit(f"{HOME}.rss", "<atom:updated>20", "<atom:updated>19")),
    (
        "tree-feed-id",
        "es/feeds/groups/seasons.atom",
        edit("es/feeds/groups/seasons.atom", "group/seasons/es", "group/home/es"),
    ),
    (
        "tree-entry-language",
        "es/feeds/topics.atom",
        edit("es/feeds/topics.atom", '<entry xml:lang="es">', '<entry xml:lang="en">'),
    ),
    ("tree-self", f"{HOME}.rss", edit(f"{HOME}.rss", f"{HOME}.rss", "es/feeds/home.rss")),
    ("tree-base", f"{HOME}.rss", edit(f"{HOME}.rss", f"{BASE}{HOME}.rss", f"http://localhost/{HOME}.rss")),
    (
        "tree-translation-missing",
        f"{HOME}.json",
        edit(f"{HOME}.json", "en/feeds/groups/home.json", "en/feeds/home.json"),
    ),
    (
        "tree-translation-language",
        f"{HOME}.atom",
        edit(f"{HOME}.atom", 'application/atom+xml" hreflang="en"', 'application/atom+xml" hreflang="fr"'),
    ),
    (
        "tree-translation-one-sided",
        "en/feeds/groups/home.atom",
        edit(f"{HOME}.atom", "en/feeds/groups/home.atom", "en/feeds/groups/seasons.atom"),
    ),
    (
        "tree-translation-one-sided",
        "es/feeds/groups/conditions.atom",
        edit(
            "en/feeds/groups/conditions.atom",
            'rel="related" type="text/html" hreflang="es"',
            'rel="related" type="text/html" hreflang="fr"',
            -1,
        ),
    ),
    ("tree-link-missing", "es/feeds.opml", edit("es/feeds.opml", f"{HOME}.atom", "es/feeds/groups/house.atom")),
    (
        "tree-link-missing",
        "es/feeds.opml",
        edit("es/feeds.opml", f"{BASE}{HOME}.atom", f"https://elsewhere.example/{HOME}.atom"),
    ),
    (
        "tree-link-missing",
        "sitemap.xml",
        edit("sitemap.xml", f"<loc>{BASE}es/topics/sleep/", f"<loc>{BASE}es/topics/sleeep/"),
    ),
    ("page-feed-missing", "es/index.html", edit("es/index.html", "es/feeds/topics.atom", "es/feeds/all.atom")),
    ("page-feed-language", "es/index.html", edit("es/index.html", "es/feeds/topics.", "en/feeds/topics.", -1)),
    (
        "page-feed-hreflang",
        "es/index.html",
        edit("es/index.html", 'type="application/rss+xml"', 'type="application/rss+xml" hreflang="es"'),
    ),
    (
        "page-hreflang",
        "es/index.html",
        edit("en/index.html", 'hreflang="es" href="https', 'hreflang="es" data-href="https'),
    ),
    (
        "page-hreflang",
        "es/topics/sleep/index.html",
        edit("es/topics/sleep/index.html", 'rel="canonical" href="https', 'rel="canonical" href="https://x.example/'),
    ),
    (
        "page-hreflang",
        "es/topics/sleep/index.html",
        edit("es/topics/sleep/index.html", 'hreflang="x-default"', 'data-hreflang="x-default"'),
    ),
    (
        "page-hreflang",
        "es/topics/sleep/index.html",
        edit(
            "es/topics/sleep/index.html",
            '<link rel="alternate"',
            '<link hreflang="es" rel="alternate" href="https://x.example/"><link rel="alternate"',
        ),
    ),
    (
        "card-picture-missing",
        "es/topics/sleep/index.html",
        edit(
            "es/topics/sleep/index.html",
            'twitter:image" content="https://topics.example.org/es/',
            'twitter:image" content="https://topics.example.org/',
        ),
    ),
    (
        "card-picture-missing",
        "es/topics/sleep/index.html",
        edit(
            "es/topics/sleep/index.html",
            'og:image" content="https://topics.example.org/es/',
            'og:image" content="https://topics.example.org/',
        ),
    ),
    (
        "card-picture-size",
        "es/topics/sleep/index.html",
        edit("es/topics/sleep/index.html", 'og:image:width" content="1200"', 'og:image:width" content="1201"'),
    ),
    (
        "card-url",
        "es/topics/sleep/index.html",
        edit("es/topics/sleep/index.html", 'og:url" content="https://', 'og:url" content="http://'),
    ),
    (
        "card-refused",
        "es/topics/sleep/index.html",
        edit("es/topics/sleep/index.html", 'twitter:image" content="https:/', 'twitter:image" content="'),
    ),
    (
        "card-incomplete",
        "es/topics/sleep/index.html",
        edit("es/topics/sleep/index.html", '<meta name="description"', '<meta name="abstract"'),
    ),
    ("unknown-format", f"{HOME}.rss", lambda tree: shutil.copy(tree / f"{HOME}.atom", tree / f"{HOME}.rss")),
    ("not-well-formed", f"{HOME}.rss", edit(f"{HOME}.rss", "</item>", "</itme>")),
]
"""A rule, the file whose problem it is, and the fault."""


@pytest.mark.parametrize(("rule", "path", "fault"), FAULTS)
def test_faults_of_a_tree(
    rule: str, path: str, fault: Callable[[Path], None], example_tree: Path, tmp_path: Path
) -> None:
    """One thing that is wrong in a right tree is found, in the file it is in."""
    tree = copied(example_tree, tmp_path)
    fault(tree)
    found = validate(tree)
    assert (rule, path) in [(problem.rule, problem.path) for problem in found.problems], as_text(found)
    assert english_of(found) == []


@pytest.mark.parametrize(
    ("format", "old", "new", "said"),
    [
        ("rss", "<lastBuildDate>Tue, 29 Jul 2025 00:00:00", "<lastBuildDate>Tue, 29 Jul 2025 00:00:01", "another date"),
        ("rss", "<fh:complete/>", "", "another mark of completeness, none,"),
        ("atom", "<fh:complete/>", "", "another mark of completeness, fh:complete,"),
        ("rss", '<atom:link href="https://hub.example.org/" rel="hub"/>', "", "other hubs"),
        ("json", "https://hub.example.org/", "https://hub.example.net/", "other hubs"),
    ],
)
def test_heads_of_formats_that_differ(
    format: str, old: str, new: str, said: str, example_tree: Path, tmp_path: Path
) -> None:
    """The formats of a feed say the same of its date, its hubs, and whether it has everything."""
    tree = copied(example_tree, tmp_path)
    edit(f"{HOME}.{format}", old, new)(tree)
    (problem,) = validate(tree).problems
    assert "tree-formats-differ" == problem.rule
    assert f"the feed has {said}" in problem.message
    assert problem.line


def test_head_without_a_date(example_tree: Path, tmp_path: Path) -> None:
    """An RSS feed need not say when it changed; JSON has no word for that."""
    tree = copied(example_tree, tmp_path)
    edit(f"{HOME}.rss", "<lastBuildDate>Tue, 29 Jul 2025 00:00:00 +0000</lastBuildDate>", "")(tree)
    assert [] == rules(validate(tree))


ARCHIVED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="en">'
    "<id>tag:a.example,2024:topics</id><title>t</title><updated>2024-06-06T00:00:00Z</updated>"
    '<author><name>a</name></author><link rel="self" href="https://a.example/{path}"/>{links}{entries}</feed>'
)


def archive(number: str) -> str:
    """Where an archive document lies, below the folder of feeds."""
    return f"archive/{number}-0000000{number}"


def archived_tree(folder: Path, **links: str) -> Path:
    """A tree of a feed and three archives, in Atom alone; a link may be given otherwise."""
    current = links.pop("current", "topics")
    chain = {"topics": "3", "3": "2", "2": "1", "1": ""} | links
    paths = {name: f"en/feeds/{name if name == 'topics' else archive(name)}.atom" for name in chain}
    for name, older in chain.items():
        text = "<fh:archive/>" if name != "topics" else ""
        if older:
            text += f'<link rel="prev-archive" href="https://a.example/{paths[older]}"/>'
        if name != "topics":
            text += f'<link rel="current" href="https://a.example/{paths[current]}"/>'
        (folder / paths[name]).parent.mkdir(parents=True, exist_ok=True)
        (folder / paths[name]).write_text(ARCHIVED.format(path=paths[name], links=text, entries=""))
    (folder / ".syndicate.json").write_text(json.dumps({"files": sorted(paths.values())}))
    return folder


@pytest.mark.parametrize(
    ("links", "rule"),
    [
        ({}, None),
        ({"3": "1"}, "tree-archive-chain"),  # 2 is not reached
        ({"1": "3"}, "tree-archive-chain"),  # a circle
        ({"topics": ""}, "tree-archive-chain"),
        ({"current": "3"}, "tree-archive-current"),
    ],
)
def test_archives(links: dict[str, str], rule: str | None, tmp_path: Path) -> None:
    """The links to older parts reach every archive exactly once, and each archive leads back."""
    found = [name for name in rules(validate(archived_tree(tmp_path, **links))) if name != "tree-format-missing"]
    assert {rule} - {None} == set(found)


def test_archives_are_not_blamed_for_what_came_after(tmp_path: Path) -> None:
    """An archive never changes, so it does not name a translation that its topic got later."""
    publisher = syndicate.Publisher(
        name={"en": "Clinic", "es": "Clínica"}, base_url="https://clinic.example.org/", authority="example.org,2024"
    )
    first = datetime(2024, 1, 1, tzinfo=UTC)
    topics = [
        syndicate.Topic(
            slug=f"t{number}", ids={"en": f"{number}"}, title={"en": "Tea"}, updated={"en": first + timedelta(number)}
        )
        for number in range(120)
    ]
    syndicate.build(syndicate.Catalog(topics), publisher, tmp_path / "public", only=["feeds"])
    both = {"en": first, "es": first + timedelta(200)}
    topics[3] = attrs.evolve(topics[3], ids={"en": "3", "es": "3"}, title={"en": "Tea", "es": "Té"}, updated=both)
    syndicate.build(syndicate.Catalog(topics), publisher, tmp_path / "public", only=["feeds"])
    assert list((tmp_path / "public/en/feeds/archive").iterdir())
    assert [] == rules(validate(tmp_path / "public"))


def test_archive_has_the_id_of_its_feed(tmp_path: Path) -> None:
    """RFC 5005 makes an archive a part of the feed; and what lies among the archives says that it is one."""
    tree = archived_tree(tmp_path)
    edit("en/feeds/archive/2-00000002.atom", "2024:topics", "2024:other")(tree)
    edit("en/feeds/archive/1-00000001.atom", "<fh:archive/>", "")(tree)
    found = [(problem.rule, problem.path) for problem in validate(tree).problems if "format" not in problem.rule]
    assert [
        ("archive-unmarked", "en/feeds/archive/1-00000001.atom"),
        ("tree-feed-id", "en/feeds/archive/2-00000002.atom"),
    ] == found


def test_date_far_from_all_others(tmp_path: Path) -> None:
    """A date decades after all others is odd, though no clock says so; a tree that is news throughout is not."""
    entry = (
        "<entry><id>tag:a.example,2024:{n}</id><title>t</title><updated>{year}-01-01T00:00:00Z</updated>"
        '<link href="https://a.example/{n}"/></entry>'
    )
    for years, expected in (([2020] * 30 + [2050], ["tree-date"]), ([2000] * 2 + [2024] * 30, [])):
        tree = archived_tree(tmp_path)
        entries = "".join(entry.format(n=n, year=year) for n, year in enumerate(years))
        edit("en/feeds/topics.atom", "</feed>", entries + "</feed>")(tree)
        edit("en/feeds/topics.atom", "<updated>2024-06", f"<updated>{max(years)}-06")(tree)
        assert expected == [name for name in rules(validate(tree)) if name != "tree-format-missing"]


def test_folder_that_is_no_tree(tmp_path: Path) -> None:
    """Without a manifest, each feed in a folder is checked by itself, and other files are nobody's business."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "good.atom").write_text(ATOM, encoding="utf-8")
    (tmp_path / "bad.rss").write_text(RSS.replace("<ttl>60", "<ttl>x"), encoding="utf-8")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "pom.xml").write_text("<project/>")
    found = validate(str(tmp_path))
    assert [("bad.rss", "invalid-number")] == [(problem.path, problem.rule) for problem in found.problems]
    assert {"atom": 1, "rss": 1} == found.documents


def test_file_that_cannot_be_read(tmp_path: Path, example_tree: Path) -> None:
    """What is not there is an error of its own; a file of a tree that cannot be read is a problem."""
    with pytest.raises(SourceError, match="cannot read"):
        validate(tmp_path / "nothing.rss")
    tree = copied(example_tree, tmp_path)
    (tree / "es/feeds/topics.rss").unlink()
    (tree / "es/feeds/topics.rss").symlink_to(tree / "es/feeds/topics.rss")
    assert "unreadable" in rules(validate(tree))


def test_real_catalog(corpora: Path, example_publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """The feeds and pages of real topics, with their dates, links and languages, have no problem."""
    catalog = syndicate.read(corpora / "medlineplus" / "mplus_topics_2024-06-06.xml.gz", default_locale="en")
    some = syndicate.Catalog(
        list(catalog.values())[::25],
        groups=catalog.groups.values(),
        default_locale=catalog.default_locale,
        snapshot=catalog.snapshot,
    )
    syndicate.build(some, example_publisher, tmp_path / "public")
    assert "" == as_text(validate(tmp_path / "public"))


ELSEWHERE = set(
    "future-date unreadable unknown-format wrong-encoding byte-order-mark too-many-problems sitemap-page".split()
)
"""The rules that tests of their own are about."""
OF_ARCHIVES = {"tree-archive-chain", "tree-archive-current", "tree-date"}


def test_every_rule_has_a_document_that_breaks_it() -> None:
    """No rule is without a test, and none is named that does not exist."""
    from test_validation_embedded import FAULTS as OF_EMBEDS

    of_trees = {rule for rule, *_ in (*FAULTS, *OF_EMBEDS)}
    assert RULES.keys() == {rule for _, rule, *_ in BAD} | of_trees | ELSEWHERE | OF_ARCHIVES
