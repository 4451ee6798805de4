"""The search in further languages and scripts: what readers type with other letters and without marks is found."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from syndicate.locales import parse
from syndicate.model import Catalog, Topic
from syndicate.model.catalog_json import dumps
from syndicate.search import open_index
from syndicate.search.page_index import page_index
from syndicate.search.words import folded, words

ASKED = tomllib.loads((Path(__file__).parent / "search_languages.toml").read_text(encoding="utf-8"))
SLUGS = ASKED.pop("topics").split()
SCRIPT = """
import { readFileSync } from "node:fs";
import { Engine } from "./search-engine.mjs";
const [index, questions] = JSON.parse(readFileSync("asked.json", "utf8"));
const engine = await Engine.made(index);
const first = (question) => engine.search(question).map((found) => (found.topic ?? found).slug).slice(0, 1);
console.log(JSON.stringify(Object.fromEntries(questions.map((question) => [question, first(question)]))));
"""


def catalog_in(language: str) -> Catalog:
    """The ten topics in one language."""
    titles = zip(SLUGS, ASKED[language]["titles"], strict=True)
    return Catalog(tuple(Topic(slug=slug, ids={language: slug}, title={language: title}) for slug, title in titles))


def meant_in(language: str) -> dict[str, list[str]]:
    """What is asked, and the topic that is to come first."""
    return {asked: [slug] for asked, slug in (line.split(" = ") for line in ASKED[language]["questions"])}


@pytest.mark.parametrize("language", sorted(ASKED))
def test_topic_that_is_meant_comes_first(language: str, tmp_path: Path) -> None:
    """In the index beside a tree."""
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "topics.json").write_bytes(dumps(catalog_in(language)))
    with closing(open_index(tmp_path / "public")) as index:
        found = {asked: [hit.slug for hit in index.search(asked, language).hits][:1] for asked in meant_in(language)}
    assert meant_in(language) == found


@pytest.mark.skipif(shutil.which("node") is None, reason="the script of the tree needs node to run")
@pytest.mark.parametrize("language", sorted(ASKED))
def test_topic_that_is_meant_comes_first_in_a_browser(language: str, tmp_path: Path) -> None:
    """In the script of a tree, whose index states what it folds."""
    scripts = files("syndicate.search") / "scripts"
    engine = (scripts / "search-engine.js").read_text(encoding="utf-8").replace("__MINISEARCH__", "minisearch.mjs")
    (tmp_path / "search-engine.mjs").write_text(engine, encoding="utf-8")
    (tmp_path / "minisearch.mjs").write_bytes((scripts / "minisearch.js").read_bytes())
    locale = parse(language)
    index = json.loads(page_index(catalog_in(language), locale, (locale,)))
    (tmp_path / "asked.json").write_text(json.dumps([index, list(meant_in(language))]), encoding="utf-8")
    command = ["node", "--input-type=module", "-e", SCRIPT]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert meant_in(language) == json.loads(found)


@pytest.mark.parametrize(
    ("typed", "indexed"),
    [
        ("امراض", "أمراض"),
        ("سُكَّرِيّ", "سكري"),
        ("ســـكري", "سكري"),
        ("حساسيه", "حساسية"),
        ("مستشفي", "مستشفى"),
        ("کلیه", "كليه"),
        ("كوفيد19", "كوفيد١٩"),
        ("שלום", "שָׁלוֹם"),
        ("जुकाम", "ज़ुकाम"),
        ("प्रकार2", "प्रकार२"),
        ("зеленый", "зелёный"),
        ("tieu duong", "tiểu đường"),
        ("covid19", "ｃｏｖｉｄ１９"),
        ("strasse", "straße"),
    ],
)
def test_letters_that_are_taken_for_each_other_are_one(typed: str, indexed: str) -> None:
    """Forms of letters, marks that writers leave out, digits of other scripts."""
    assert [folded(word) for word in words(typed)] == [folded(word) for word in words(indexed)]


def test_an_index_states_what_its_script_folds_and_no_other() -> None:
    """A browser knows no names of letters; catalogs in Latin letters are not charged for it."""
    arabic, french = parse("ar"), parse("fr")
    plain = json.loads(page_index(catalog_in("ar"), arabic, (arabic,)))["plain"]
    assert ("ا", "", "3") == (plain["إ"], plain["\u064e"], plain["٣"])
    assert {"â", "é", "è", "ê", "œ"} >= set(json.loads(page_index(catalog_in("fr"), french, (french,)))["plain"]) - {
        "’"
    }
