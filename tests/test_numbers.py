"""The integer of each text: given once, kept forever, and in `topics.json` for services."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import syndicate
from syndicate.history.numbers import MOST, numbered
from syndicate.interchange.published_tree import read_tree
from syndicate.interchange.publisher_json import LACKING, publisher_of, written

TEXTS = st.lists(
    st.tuples(st.sampled_from(["en", "es"]), st.text(min_size=1) | st.integers(-5, 2**33).map(str)), unique=True
)


def topic(slug: str, **ids: str) -> syndicate.Topic:
    """A topic with these ids, dated."""
    day = syndicate.read("examples/health-topics")["sleep"].updated["en"]
    titles = {locale: f"{slug} {locale}" for locale in ids}
    return syndicate.Topic(slug=slug, ids=ids, title=titles, updated=dict.fromkeys(ids, day))


def tree(out: Path) -> Any:
    """What the `topics.json` of a tree says."""
    return json.loads((out / "topics.json").read_bytes())


def numbers(out: Path) -> dict[tuple[str, str], int]:
    """The numbers that a tree states, by slug and language."""
    return {(one["slug"], tag): number for one in tree(out)["topics"] for tag, number in one["numbers"].items()}


@pytest.fixture
def publisher() -> syndicate.Publisher:
    """Who publishes the example, without the files that only a build has."""
    found = syndicate.Publisher.load("examples/health-topics/publisher.toml")
    return attrs.evolve(found, logo=None, card=attrs.evolve(found.card, logo=None))


def build(topics: list[syndicate.Topic], publisher: syndicate.Publisher, out: Path, **more: Any) -> None:
    """Publish topics, as few files of each as can be."""
    syndicate.build(syndicate.Catalog(topics), publisher, out, only=["snippets"], allow_removals=True, **more)


@given(TEXTS, TEXTS)
def test_no_number_is_given_twice_or_changes(first: list[tuple[str, str]], then: list[tuple[str, str]]) -> None:
    """Whatever texts come, and in whatever order, those before keep theirs."""
    before = numbered(first, {})
    after = numbered(then, before)
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after)
    assert all(1 <= number <= MOST for number in after.values())
    assert before == numbered(reversed(first), {})


def test_the_sources_own_number_is_kept() -> None:
    """Unless another text has it too, or it is not written as an integer is."""
    found = numbered([("en", "6308"), ("es", "6309"), ("en", "7"), ("es", "7"), ("en", "007"), ("en", "٣")], {})
    assert (6308, 6309) == (found["en", "6308"], found["es", "6309"])
    assert all(found[text] >= 2**30 for text in (("en", "7"), ("es", "7"), ("en", "007"), ("en", "٣")))


def test_a_number_outlives_its_text(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """A text that left is listed with its number, which nobody else is given; when it returns, it has it again."""
    out = tmp_path / "public"
    sleep, walking = topic("sleep", en="12", es="sleep"), topic("walking", en="13", es="walking")
    build([sleep, walking], publisher, out)
    before = numbers(out)
    build([walking, topic("rest", en="rest", es="12")], publisher, out)
    gone = tree(out)["withdrawn"]
    assert {12, before["sleep", "es"]} == {text["number"] for text in gone}
    assert ["sleep"] == gone[0]["slugs"]
    assert 12 not in numbers(out).values()
    build([walking, sleep], publisher, out)
    assert before == numbers(out)
    assert ["rest"] == tree(out)["withdrawn"][0]["slugs"]


def test_a_lost_history_gives_the_same_numbers(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """They are made of the ids alone; only the series of builds tells that the history is another."""
    topics = [topic("sleep", en="sleep", es="sleep"), topic("walking", en="13", es="14")]
    build(topics, publisher, tmp_path / "a")
    build([topics[1]], publisher, tmp_path / "b")
    build(topics, publisher, tmp_path / "b")
    assert numbers(tmp_path / "a") == numbers(tmp_path / "b")
    assert tree(tmp_path / "a")["builds"]["series"] != tree(tmp_path / "b")["builds"]["series"]


def test_a_site_without_a_history_has_them_too(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """`Site` of a catalog alone gives the numbers that a first build gives."""
    topics = [topic("sleep", en="sleep", es="sleep"), topic("walking", en="13", es="14")]
    build(topics, publisher, tmp_path / "a")
    alone = json.loads(syndicate.Site(syndicate.Catalog(topics), publisher).get("topics.json").body)
    assert numbers(tmp_path / "a") == {
        (one["slug"], tag): number for one in alone["topics"] for tag, number in one["numbers"].items()
    }


def test_a_history_without_numbers_is_given_some(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """One that an earlier version wrote is completed; dates and files stay as they are."""
    out, store = tmp_path / "public", tmp_path / "public.history"
    topics = [topic("sleep", en="sleep", es="sleep")]
    build(topics, publisher, out)
    before = (out / "topics.json").read_bytes()
    with sqlite3.connect(store) as old:
        old.execute("DROP TABLE numbers")
    old.close()
    build(topics, publisher, out)
    assert before == (out / "topics.json").read_bytes()


def test_a_number_that_is_none_is_a_damage(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """It is found when the history is opened, not in the middle of a build."""
    build([topic("sleep", en="sleep")], publisher, tmp_path / "public")
    with sqlite3.connect(tmp_path / "public.history") as store:
        store.execute("UPDATE numbers SET number = -3")
    store.close()
    with pytest.raises(syndicate.HistoryError, match="the number of a text is"):
        syndicate.History(tmp_path / "public.history")


def test_the_tree_tells_its_publisher(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """All but what only files say, which is named."""
    policy = syndicate.Policy(link_hosts={"example.org"}).without(["table"])
    style = attrs.evolve(publisher.card, accent="#7a1f5c", photographs=tmp_path)
    mine = attrs.evolve(publisher, policy=policy, card=style, fallback=["es"], default_locale="es", templates=tmp_path)
    said = json.loads(json.dumps(written(mine)))
    assert ["card.photographs", "templates"] == sorted(said[LACKING])
    told = attrs.evolve(mine, card=attrs.evolve(style, photographs=None), templates=None)
    assert told == publisher_of(said)


def test_what_a_service_reads_is_what_was_built(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """The catalog comes back as it was, without being cleaned again."""
    catalog = syndicate.read("examples/health-topics")
    syndicate.build(catalog, publisher, tmp_path / "public", only=["snippets"])
    found = read_tree((tmp_path / "public" / "topics.json").read_bytes(), "topics.json")
    again = syndicate.read(tmp_path / "public" / "topics.json")
    assert list(again.values()) == list(found.catalog.values())
    assert publisher == found.publisher
    assert {"new"} == {change["state"] for change in found.changes.values()}


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"format": "syndicate-topics"}', b'{"format": "syndicate-top'])
def test_a_damaged_catalog_is_an_error(content: bytes | None) -> None:
    """It names the file and the way out."""
    with pytest.raises(syndicate.SourceError, match=r"topics\.json: .*"):
        read_tree(content, "topics.json")


def test_a_lost_history_gives_no_number_again(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """The tree tells which were given: the number of a text that has left is not given to one of another language."""
    out = tmp_path / "public"
    build([topic("sleep", en="7"), topic("stress", en="8")], publisher, out)
    build([topic("sleep", en="7")], publisher, out)
    (tmp_path / "public.history").unlink()
    build([topic("sleep", en="7"), topic("calm", es="8"), topic("rest", es="9")], publisher, out, new_history=True)
    found = numbers(out)
    assert {7, 9} < set(found.values())
    assert 8 not in found.values()
    again = tmp_path / "again"
    build([topic("calm", es="8")], publisher, again)
    assert {("calm", "es"): 8} == numbers(again)


@pytest.mark.parametrize(
    "damage", ["[]", "{", '{"topics": [{"ids": 3}]}', '{"topics": [], "withdrawn": [{"number": -1}]}']
)
def test_a_damaged_tree_tells_no_numbers(damage: str, publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """It takes no build with it."""
    out = tmp_path / "public"
    build([topic("sleep", en="7")], publisher, out)
    (out / "topics.json").write_text(damage)
    (tmp_path / "public.history").unlink()
    build([topic("sleep", en="7")], publisher, out, new_history=True)
    assert {("sleep", "en"): 7} == numbers(out)


def test_the_name_of_the_source_changes_no_byte(publisher: syndicate.Publisher, tmp_path: Path) -> None:
    """The series of the builds neither; a history goes on where the folder is renamed."""
    trees = []
    for name in ("topics", "temas"):
        (tmp_path / name).mkdir()
        source = shutil.copytree("examples/health-topics", tmp_path / name / name)
        syndicate.build(syndicate.read(source), publisher, tmp_path / name / "public", only=["snippets", "feeds"])
        out = tmp_path / name / "public"
        files = (path for path in out.rglob("*") if path.is_file())
        trees.append({path.relative_to(out).as_posix(): path.read_bytes() for path in files})
    assert trees[0] == trees[1]
    renamed = (tmp_path / "topics" / "topics").rename(tmp_path / "topics" / "otra")
    syndicate.build(syndicate.read(renamed), publisher, tmp_path / "topics" / "public", only=["snippets", "feeds"])
    assert json.loads(trees[0]["topics.json"])["builds"] == tree(tmp_path / "topics" / "public")["builds"]
