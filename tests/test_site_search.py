"""The search page of a tree, its index and its scripts, as files; in a browser they are in `test_search_browser`."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pytest
from samples import PUBLISHER, catalog, english_only, files, parsed, topic

from syndicate import Site
from syndicate.embeds import headers
from syndicate.layout import SEARCH_SCRIPT, TOPIC_PAGE, artifact_at
from syndicate.locales import parse
from syndicate.model import Reference
from syndicate.publishing import build
from syndicate.search.page_index import page_index, slug_of
from syndicate.site import search_scripts
from syndicate.validation import validate

EN, ES = parse("en"), parse("es")
SCRIPTS = resources("syndicate.search") / "scripts"


def index(*topics: Any, locale: Any = ES) -> dict[str, Any]:
    """The index of some topics."""
    made: dict[str, Any] = json.loads(page_index(catalog(*topics), locale, (EN, ES)))
    return made


def test_names_of_both_languages_are_in_the_index() -> None:
    """Its title, its other names, its description; then what the other language calls it."""
    sleep = topic(
        "sleep", also_called={"en": ("Rest", "Slumber"), "es": ("Dormir",)}, see_references={"es": ("Reposo",)}
    )
    names = ["en", "About sleep", "Rest", "Slumber"]

    assert [["sleep", "Acerca de sleep", ["Dormir", "Reposo"], "Una taza al día.", 0, [names]]] == index(sleep)[
        "topics"
    ]


@pytest.mark.parametrize(
    ("slug", "told"),
    [("coldflu", 0), ("cold-flu", 1), ("resfriadoygripe", 2), ("gripe", "gripe"), ("cold-flu-2", "cold-flu-2")],
)
def test_a_slug_that_a_title_tells_is_not_said_again(slug: str, told: int | str) -> None:
    """Only which title it is made of, and how; the script makes the same of it."""
    (row,) = index(topic(slug, title={"en": "Resfriado y Gripe", "es": "Cold & flu"}))["topics"]
    assert told == row[0]
    assert slug == slug_of(row)


def test_topics_of_another_language_are_found_there() -> None:
    """A topic without Spanish is in the Spanish index, under its English title."""
    made = index(topic(), english_only("kettle"))

    assert [["en", "kettle", "About kettle", [], "", 0, []]] == made["elsewhere"]
    assert ["tea"] == [row[0] for row in made["topics"]]


def test_words_are_reduced_when_the_tree_is_built() -> None:
    """The stems of words come with the index, where several words have one; the browser knows none by itself."""
    made = index(
        topic(title={"en": "Vaccines", "es": "Vacunas"}, also_called={"en": ("A vaccine",), "es": ("Vacuna",)})
    )

    stems = {line.partition(" ")[0]: line for line in made["stems"].splitlines()}
    assert "vacun -a -as" == stems["vacun"]
    assert "vaccin -ation -e -es" == stems["vaccin"]
    assert "vacuna" not in stems
    assert "i" == made["plain"]["í"]


def test_what_readers_say_is_there_only_for_words_of_the_catalog() -> None:
    """ "Throwing up" stands for vomiting where there is a text on it, and takes no room elsewhere."""
    vomiting = topic(title={"en": "Vomiting", "es": "Vómitos"})

    assert [line for line in index(vomiting, locale=EN)["said_for"] if line.startswith("throwing up, throw up")]
    assert [] == index(topic(), locale=EN)["said_for"]


def test_long_descriptions_are_cut() -> None:
    """They are most of what is loaded: about a line of each is shown."""
    made = index(topic(description={"en": "A cup.", "es": "Una taza de té al día, y otra más. " * 9}))

    assert 50 < len(made["topics"][0][3]) <= 100


def test_descriptions_of_large_catalogs_stay_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would be half of what every reader loads."""
    monkeypatch.setattr("syndicate.search.page_index._DESCRIBED", 1)

    assert ["Una taza al día."] == [row[3] for row in index(topic())["topics"]]
    assert ["", ""] == [row[3] for row in index(topic("milk"), topic())["topics"]]


def test_topics_that_others_name_come_first_of_equals() -> None:
    """The index says how many name each as related."""
    tea = Reference(title="Acerca de tea", id="tea-2")
    made = index(topic("milk", related={"es": (tea,)}), topic("tea"))

    assert [("milk", 0), ("tea", 1)] == [(row[0], row[4]) for row in made["topics"]]


def test_index_is_the_same_each_time(example_catalog: Any) -> None:
    """Neither the order of sets nor the day decides."""
    assert page_index(example_catalog, ES, (EN, ES)) == page_index(example_catalog, ES, (EN, ES))


def test_page_names_its_index_and_its_scripts(example_tree: Path) -> None:
    """The address of the index changes with it; scripts are loaded in order, and all of them are there."""
    for locale in ("en", "es"):
        page = parsed((example_tree / locale / "search" / "index.html").read_text("utf-8"))
        body = (example_tree / locale / "search" / "index.json").read_bytes()
        assert f"index.json?v={sha256(body).hexdigest()[:16]}" == page.css_first(".search").attributes["data-index"]
        named = [
            node.attributes.get("href") or node.attributes.get("src")
            for node in page.css("[rel=modulepreload], script[src]")
        ]
        assert sorted(f"../../{path}" for path in files(example_tree) if path.startswith("search/")) == sorted(
            map(str, named)
        )
        assert "noindex" == page.css_first("meta[name=robots]").attributes["content"]
    assert "search" not in (example_tree / "sitemap.xml").read_text("utf-8")


def test_text_of_topics_is_marked_for_pagefind(example_tree: Path) -> None:
    """The text with its title, and the groups as filters; no other page is indexed."""
    page = parsed((example_tree / "es" / "topics" / "sleep" / "index.html").read_text("utf-8"))
    assert ["Dormir bien"] == [node.text() for node in page.css("[data-pagefind-body] [data-pagefind-meta=title]")]
    assert ["Prevención y bienestar"] == [node.text() for node in page.css("[data-pagefind-filter]")]
    marked = {path for path, body in files(example_tree).items() if b"data-pagefind-body" in body}
    assert 35 == len(marked) == len([path for path in marked if artifact_at(path).kind is TOPIC_PAGE])  # type: ignore[union-attr]


def test_servers_keep_scripts_and_give_the_index_to_no_other_site(example_tree: Path) -> None:
    """The names of scripts are made of their bytes; the index has topics that others may not have."""
    for path in files(example_tree):
        if path.startswith("search/"):
            assert "immutable" in headers(path)["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in headers("es/search/index.json")


def test_search_is_part_of_the_pages(tmp_path: Path) -> None:
    """A tree of feeds has none; one of pages has it whole."""
    build(catalog(topic()), PUBLISHER, tmp_path / "feeds", only=["feeds"])
    build(catalog(topic()), PUBLISHER, tmp_path / "pages", only=["pages"])

    assert [] == [path for path in files(tmp_path / "feeds") if "search" in path]
    assert 3 + 2 * 2 == len([path for path in files(tmp_path / "pages") if "search" in path])
    assert () == validate(tmp_path / "pages").problems


def test_one_artifact_is_made_alone() -> None:
    """The page, the index and each script, as in a tree."""
    site = Site(catalog(topic()), PUBLISHER, kinds=["pages"])
    paths = [path for path in site.paths() if "search" in path]

    assert 7 == len(paths)
    assert paths == [site.get(path).path for path in paths]


def test_a_name_that_changes_in_one_language_changes_the_search_in_the_other(tmp_path: Path) -> None:
    """An incremental build makes the Spanish index again when the English title is another; else none."""
    out = tmp_path / "public"
    build(catalog(topic()), PUBLISHER, out)
    before = files(out)
    build(catalog(topic()), PUBLISHER, out)
    assert before == files(out)
    build(catalog(topic(title={"en": "Green tea", "es": "Acerca de tea"})), PUBLISHER, out)

    assert b"Green tea" in (out / "es" / "search" / "index.json").read_bytes()
    assert before["es/search/index.html"] != (out / "es" / "search" / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("path", "change", "rule"),
    [
        ("es/search/index.json", lambda body: body[:-9], "invalid-json"),
        ("es/search/index.json", lambda body: b'{"version": 1}', "tree-data"),
        ("es/search/index.json", lambda body: body.replace(b'"sleep"', b'"slumber"'), "tree-link-missing"),
        ("search/search-engine.*.js", lambda body: body + b"//", "embed-script"),
        ("search/minisearch.*.js", None, "embed-script"),
        ("es/search/index.html", lambda body: body.replace(b"</main>", b"<form></form></main>"), "unsafe-content"),
    ],
    ids=["cut off", "empty", "another topic", "changed", "missing", "another form"],
)
def test_faults_are_found(example_tree: Path, tmp_path: Path, path: str, change: Any, rule: str) -> None:
    """A validation names what would keep readers from finding topics."""
    tree = tmp_path / "public"
    shutil.copytree(example_tree, tree)
    (file,) = tree.glob(path)
    file.unlink() if change is None else file.write_bytes(change(file.read_bytes()))

    assert rule in {problem.rule for problem in validate(tree).problems}


def test_license_of_the_library_is_kept() -> None:
    """The whole text is in the file that is published, and beside it in the package."""
    script = (SCRIPTS / "minisearch.js").read_text("utf-8")
    words = (SCRIPTS / "minisearch.LICENSE.txt").read_text("utf-8").split()

    assert (
        words == script[script.index("Copyright 2022 Luca Ongaro\n") : script.index("*/")].replace("\n *", "\n").split()
    )
    assert "7.2.0" in script.splitlines()[0]


@pytest.mark.parametrize("emptied", [False, True])
def test_scripts_of_earlier_builds_stay(tmp_path: Path, emptied: bool) -> None:
    """A page that a cache shows after an upgrade finds its script: in the tree, or in the history of a lost tree."""
    out = tmp_path / "public"
    with pytest.MonkeyPatch.context() as patch:
        body = b"// of version 0.1\n"
        old = SEARCH_SCRIPT.at(None, "search", sha256(body).hexdigest()[:16])
        patch.setattr(search_scripts, "files", lambda: {old: body})
        build(catalog(topic()), PUBLISHER, out, only=["pages"])
        build(catalog(topic()), PUBLISHER, out, only=["snippets"])
        assert not (out / old).exists()
        build(catalog(topic()), PUBLISHER, out, only=["pages"])
    if emptied:
        shutil.rmtree(out)
    build(catalog(topic()), PUBLISHER, out, only=["pages"])
    assert body == (out / old).read_bytes()
    assert {*search_scripts.files(), old} == {f"search/{file.name}" for file in (out / "search").iterdir()}
    (out / old).unlink()
    build(catalog(topic()), PUBLISHER, out, only=["pages"])
    assert not (out / old).exists(), "taken out of the tree on purpose"
