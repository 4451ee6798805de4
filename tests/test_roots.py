"""Several folders as sources of one catalog: the same path below two of them is two topics, in whatever order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from syndicate.history import History
from syndicate.model import Catalog, FindingKind, Publisher
from syndicate.publishing import build
from syndicate.sources import read

PUBLISHER = Publisher(
    name={"en": "Example", "es": "Ejemplo"}, base_url="https://example.org/", authority="example.org,2024"
)


def write(root: Path, *names: str, front: str = "", body: str = "") -> None:
    """Topics whose titles are the paths of their files."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {name}\nupdated: 2024-06-06\n{front}\n---\n{body}\n", encoding="utf-8")


def found(root: Path, *sources: str) -> Catalog:
    """The catalog of some folders of a folder."""
    return read(*(root / source for source in sources), publisher=PUBLISHER)


def published(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """The slug and id of each text, by title."""
    return {
        title: (topic.slug, topic.ids[locale])
        for topic in catalog.values()
        for locale, title in topic.title.identifiers().items()
    }


@pytest.mark.parametrize("name", ["overview", "faq/index"])
def test_one_name_in_two_sources_is_no_pair(name: str, tmp_path: Path) -> None:
    """Two texts in different languages that are called alike are of the subjects of their folders."""
    write(tmp_path, f"asthma/{name}.es.md", f"diabetes/{name}.en.md")
    catalog = found(tmp_path, "asthma", "diabetes")
    assert [1, 1] == [len(topic.locales) for topic in catalog.values()]
    assert not {FindingKind.DUPLICATE, FindingKind.LIKELY_TWIN} & {each.kind for each in catalog.findings}
    assert 2 == len({identifier for _, identifier in published(catalog).values()})


def test_no_text_is_lost_whatever_the_order(tmp_path: Path) -> None:
    """Each folder has its own pair; who has the stem as its id does not depend on the order."""
    names = [f"{folder}/faq.{locale}.md" for folder in ("asthma", "diabetes") for locale in ("en", "es")]
    write(tmp_path, *names)
    expected = {name: ("faq", "faq") if name.startswith("a") else ("diabetes-faq", "diabetes/faq") for name in names}
    for order in permutations(["asthma", "diabetes"]):
        assert expected == published(found(tmp_path, *order))
    (told, _) = (each for each in found(tmp_path, *order).findings if each.kind is FindingKind.SHARED_NAME)
    assert str(tmp_path / "asthma" / "faq.en.md") == told.details["other"]


def test_folders_of_languages_pair(tmp_path: Path) -> None:
    """They are called alike but for their language, also with a stray file in another one."""
    write(tmp_path, "site/en/faq.en.md", "site/es/faq.es.md", "site/en/index.en.md", "site/es/index.es.md")
    write(tmp_path, "site/es/only.en.md")
    catalog = found(tmp_path, "site/es", "site/en")
    assert {"faq", "index", "only"} == set(catalog)
    assert [2, 2, 1] == [len(catalog[slug].locales) for slug in ("faq", "index", "only")]


def test_a_stated_key_pairs_across_sources(tmp_path: Path) -> None:
    """It is nobody's place, so it stays as it is; one that names a file of its folder means that file."""
    write(tmp_path, "one/sleep.en.md", "two/sueno.es.md", front="translationKey: rest")
    write(tmp_path, "one/faq.en.md", "two/faq.en.md")
    write(tmp_path, "two/preguntas.es.md", front="translationKey: faq")
    families = [set(topic.title.values()) for topic in found(tmp_path, "one", "two").values()]
    assert {"one/sleep.en.md", "two/sueno.es.md"} in families
    assert {"two/faq.en.md", "two/preguntas.es.md"} in families


def test_links_follow_their_topic(tmp_path: Path) -> None:
    """A link to a file leads to the topic of its own folder, and so does a related topic."""
    for folder in ("asthma", "diabetes"):
        write(tmp_path, f"{folder}/faq.en.md")
        write(tmp_path, f"{folder}/more-{folder}.en.md", front="related: [faq]", body="See [it](faq.en.md#when).")
    catalog = found(tmp_path, "diabetes", "asthma")
    for folder, slug in (("asthma", "faq"), ("diabetes", "diabetes-faq")):
        topic = catalog[f"more-{folder}"]
        assert f'href="https://example.org/en/topics/{slug}/#when"' in topic.summary["en"]
        (reference,) = topic.related["en"]
        target = catalog.find(reference, "en")
        assert target is not None and f"{folder}/faq.en.md" == target.title["en"]
        assert not topic.is_edited("en")
    assert not [each for each in catalog.findings if each.kind is FindingKind.DEAD_LINK]


@pytest.mark.parametrize("front", ["draft: true", "title: ["])
def test_a_text_that_is_not_published_keeps_its_id(front: str, tmp_path: Path) -> None:
    """A draft or broken file of one folder is not taken for that of another."""
    write(tmp_path, "asthma/faq.en.md", "diabetes/faq.en.md", "diabetes/x.en.md")
    history, out = tmp_path / "history", tmp_path / "out"
    sources = ("asthma", "diabetes")
    before = published(found(tmp_path, *sources))
    build(found(tmp_path, *sources), PUBLISHER, out, history=history, only=["pages"])
    write(tmp_path, "diabetes/faq.en.md", front=front)
    catalog = found(tmp_path, *sources)
    report = build(catalog, PUBLISHER, out, history=history, only=["pages"], allow_removals=True)
    retracted = 1 if front.startswith("draft") else 0
    assert (2, retracted) == (report.texts["en"]["unchanged"], report.texts["en"].get("retracted", 0))
    write(tmp_path, "diabetes/faq.en.md")
    assert before == published(History(history).compare(found(tmp_path, *sources)).catalog)


def test_a_history_keeps_what_was_published_of_one(tmp_path: Path) -> None:
    """A second source that sorts first takes nothing, nor does one of the same name elsewhere; order is nothing."""
    write(tmp_path, "main/faq.en.md", "main/x.en.md")
    history, out = tmp_path / "history", tmp_path / "out"
    build(found(tmp_path, "main"), PUBLISHER, out, history=history, only=["pages"])
    write(tmp_path, "extra/faq.en.md", "old/main/faq.en.md")
    for sources in (["extra", "main"], ["old/main", "main", "extra"], ["extra", "main", "old/main"]):
        catalog = found(tmp_path, *sources)
        report = build(catalog, PUBLISHER, out, history=history, only=["pages"], allow_removals=True)
        assert 0 == report.texts["en"]["retracted"] == report.texts["en"]["changed"]
        catalog = History(history).compare(catalog).catalog
        assert ("faq", "faq") == published(catalog)["main/faq.en.md"]
        assert len(catalog) == len({identifier for _, identifier in published(catalog).values()})


def test_one_of_two_sources_that_leaves_gives_nothing_away(tmp_path: Path) -> None:
    """Another folder of the same file names has ids and addresses of its own."""
    write(tmp_path, "asthma/faq.en.md", "diabetes/faq.en.md")
    history, out = tmp_path / "history", tmp_path / "out"
    build(found(tmp_path, "asthma", "diabetes"), PUBLISHER, out, history=history, only=["pages"])
    write(tmp_path, "cancer/faq.en.md", "asthma/x.en.md", "diabetes/x.en.md", "cancer/x.en.md")
    for sources in (["diabetes", "cancer"], ["cancer", "diabetes"]):
        catalog = found(tmp_path, *sources)
        build(catalog, PUBLISHER, out, history=history, only=["pages"], allow_removals=True)
        after = published(History(history).compare(catalog).catalog)
        assert ("diabetes-faq", "diabetes/faq") == after["diabetes/faq.en.md"]
        assert "faq" not in after["cancer/faq.en.md"]
