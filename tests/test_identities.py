"""Ids of Markdown topics over the years: files of one name come and go, and no text takes another's id or address."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from proofs import either

from syndicate.history import History
from syndicate.history.changes import State, Text
from syndicate.history.identities import identified
from syndicate.model import Catalog, FindingKind, Publisher
from syndicate.publishing import build
from syndicate.sources import read

PUBLISHER = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")


def write(folder: Path, name: str, front: str = "", body: str = "") -> None:
    """A topic whose title is the path of its file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {name}\nupdated: 2024-06-06\n{front}\n---\n{body}\n", encoding="utf-8")


class Site:
    """A folder of topics, and what is published of it."""

    def __init__(self, place: Path) -> None:
        self.topics = place / "topics"
        self.out = place / "out"
        self.history = place / "history"

    def build(self) -> dict[str, tuple[str, str]]:
        """The slug and id of each text, by title, after a build."""
        catalog = read(self.topics, publisher=PUBLISHER)
        build(catalog, PUBLISHER, self.out, history=self.history, only=["pages"], allow_removals=True)
        published: dict[str, Any] = json.loads((self.out / "topics.json").read_text(encoding="utf-8"))
        return {
            topic["title"]["en"]: (topic["slug"], topic["ids"]["en"])
            for topic in published["topics"]
            if "en" in topic["title"]
        }

    def published(self) -> Iterator[tuple[str, set[str], str]]:
        """The slug, ids, and title of each topic, after a build."""
        self.build()
        published: dict[str, Any] = json.loads((self.out / "topics.json").read_text(encoding="utf-8"))
        for topic in published["topics"]:
            (title,) = set(topic["title"].values())
            yield topic["slug"], set(topic["ids"].values()), title

    def states(self) -> dict[str, str]:
        """What the history remembers of each text."""
        texts = History(self.history).compare(read(self.topics, publisher=PUBLISHER)).texts["en"]
        return {identifier: text.state.value for identifier, text in texts.items()}


def test_a_new_file_takes_nobody_s_id(tmp_path: Path) -> None:
    """A file that sorts before another of its name has an id and an address of its own; the other keeps both."""
    site = Site(tmp_path)
    write(site.topics, "asthma/faq.en.md")
    write(site.topics, "asthma/more.en.md", "related: [faq]")
    before = site.build()
    assert ("faq", "faq") == before["asthma/faq.en.md"]
    write(site.topics, "aardvark/faq.en.md")
    after = site.build()
    assert before == {title: after[title] for title in before}
    assert "aardvark/faq" == after["aardvark/faq.en.md"][1]
    catalog = History(site.history).compare(read(site.topics, publisher=PUBLISHER)).catalog
    (reference,) = catalog["more"].related["en"]
    found = catalog.find(reference, "en")
    assert found is not None and "asthma/faq.en.md" == found.title["en"]


def test_a_draft_keeps_its_id(tmp_path: Path) -> None:
    """A text that is withheld for a while leaves a tombstone under its own id, and comes back to it."""
    site = Site(tmp_path)
    write(site.topics, "b/faq.en.md")
    before = site.build()
    write(site.topics, "b/faq.en.md", "draft: true")
    write(site.topics, "a/faq.en.md")
    assert "a/faq" == site.build()["a/faq.en.md"][1]
    assert {"faq": "retracted", "a/faq": "new"} == site.states()
    write(site.topics, "b/faq.en.md")
    assert before["b/faq.en.md"] == site.build()["b/faq.en.md"]


def test_a_broken_file_keeps_its_id(tmp_path: Path) -> None:
    """A file that cannot be read for a while has not left, and nobody else is taken for it."""
    site = Site(tmp_path)
    write(site.topics, "b/faq.en.md")
    site.build()
    (site.topics / "b" / "faq.en.md").write_text("no front matter", encoding="utf-8")
    write(site.topics, "a/faq.en.md")
    assert "a/faq" == site.build()["a/faq.en.md"][1]
    assert "new" == site.states()["faq"]


def test_a_file_that_moves_keeps_its_id(tmp_path: Path) -> None:
    """A folder may be renamed: the stem, which is the id, goes with the file."""
    site = Site(tmp_path)
    write(site.topics, "b/faq.en.md", "", "One.")
    before = site.build()
    (site.topics / "c").mkdir()
    (site.topics / "b" / "faq.en.md").rename(site.topics / "c" / "faq.en.md")
    assert set(before.values()) == set(site.build().values())


def test_a_file_of_the_name_of_one_that_left_is_another_topic(tmp_path: Path) -> None:
    """What comes in another folder has an id and an address of its own, at once or later; what returns has its old."""
    site = Site(tmp_path)
    write(site.topics, "a/faq.en.md")
    write(site.topics, "other.en.md")
    before = site.build()["a/faq.en.md"]
    (site.topics / "a" / "faq.en.md").unlink()
    write(site.topics, "c/faq.en.md")
    assert ("c-faq", "c/faq") == site.build()["c/faq.en.md"]
    assert {"faq": "retracted", "other": "new", "c/faq": "new"} == site.states()
    (site.topics / "c" / "faq.en.md").unlink()
    site.build()
    write(site.topics, "d/faq.en.md")
    assert "d/faq" == site.build()["d/faq.en.md"][1]
    write(site.topics, "a/faq.en.md")
    assert before == site.build()["a/faq.en.md"]


def test_a_folder_that_is_renamed_keeps_its_own_ids(tmp_path: Path) -> None:
    """Its texts are known by what they say, and take no id of another folder that had files of their names."""
    site = Site(tmp_path)
    write(site.topics, "a/faq.en.md")
    write(site.topics, "b/faq.en.md")
    before = site.build()["b/faq.en.md"]
    (site.topics / "a" / "faq.en.md").unlink()
    site.build()
    (site.topics / "b").rename(site.topics / "c")
    found = History(site.history).compare(read(site.topics, publisher=PUBLISHER)).catalog.findings
    assert before == site.build()["b/faq.en.md"]
    assert [("b/faq", "c/faq")] == [
        (finding.details["before"], finding.details["key"])
        for finding in found
        if finding.kind is FindingKind.MOVED_FILE
    ]


def test_a_translation_moves_with_its_original(tmp_path: Path) -> None:
    """Though it was edited, it is where its original is now and where neither was."""
    site = Site(tmp_path)
    for name in ("b/faq.en.md", "b/faq.es.md"):
        write(site.topics, name)
    before = site.build()
    (site.topics / "b").rename(site.topics / "c")
    write(site.topics, "c/faq.es.md", body="Otro texto.")
    assert before == site.build()
    catalog = History(site.history).compare(read(site.topics, publisher=PUBLISHER)).catalog
    assert {"en": "faq", "es": "faq"} == dict(catalog["faq"].ids.identifiers())


def rename(site: Site, *names: str) -> None:
    """Move each of some folders to the place of the next, at once."""
    for number, name in enumerate(names[:-1]):
        (site.topics / name).rename(site.topics.parent / f"moving-{number}")
    for number, name in enumerate(names[1:]):
        (site.topics.parent / f"moving-{number}").rename(site.topics / name)


@pytest.mark.parametrize("names", [("a", "b", "a"), ("a", "b", "c"), ("a", "b", "c", "a")])
def test_folders_that_change_places_keep_their_ids(names: tuple[str, ...], tmp_path: Path) -> None:
    """Each text is where the text of another was, and still the one it was."""
    site = Site(tmp_path)
    for name in "abc" if names[-1] == "a" else "ab":
        write(site.topics, f"{name}/faq.en.md")
        write(site.topics, f"{name}/faq.es.md")
    before = site.build()
    rename(site, *names)
    assert before == site.build()


def test_a_text_that_is_kept_elsewhere_stays_at_its_address(tmp_path: Path) -> None:
    """Whoever copies a file for the records, and edits it then, has not moved it."""
    site = Site(tmp_path)
    write(site.topics, "faq.en.md", body="Old.")
    site.build()
    write(site.topics, "archive/faq.en.md", body="Old.")
    text = (site.topics / "faq.en.md").read_text(encoding="utf-8")
    (site.topics / "archive" / "faq.en.md").write_text(text, encoding="utf-8")
    write(site.topics, "faq.en.md", body="New.")
    site.build()
    assert {"faq": "changed", "archive/faq": "new"} == site.states()


def test_links_follow_a_topic_to_its_address(tmp_path: Path) -> None:
    """Where a history gives a file another address than its folder alone would, links to it lead there."""
    site = Site(tmp_path)
    write(site.topics, "b/faq.en.md")
    write(site.topics, "b/more.en.md", body="See [it](faq.en.md).")
    site.build()
    write(site.topics, "a/faq.en.md")
    write(site.topics, "a/extra.en.md", body="See [it](faq.en.md).")
    report = build(read(site.topics, publisher=PUBLISHER), PUBLISHER, site.out, history=site.history, only=["pages"])
    for name, slug in (("more", "faq"), ("extra", "a-faq")):
        page = (site.out / "en" / "topics" / name / "index.html").read_text(encoding="utf-8")
        assert f'href="../../../en/topics/{slug}/index.html">it<' in page
    assert (2, 2) == (report.texts["en"]["new"], report.texts["en"]["unchanged"])


def test_copies_are_no_moves(tmp_path: Path) -> None:
    """Of two files with one text, nobody can tell which was moved; and one that stays has not been."""
    site = Site(tmp_path)
    write(site.topics, "a/faq.en.md")
    site.build()
    text = (site.topics / "a" / "faq.en.md").read_text(encoding="utf-8")
    for folder in ("b", "c"):
        (site.topics / folder).mkdir()
        (site.topics / folder / "faq.en.md").write_text(text, encoding="utf-8")
    site.build()
    assert {"faq": "new", "b/faq": "new", "c/faq": "new"} == site.states()


def test_two_topics_share_no_id_in_two_languages(tmp_path: Path) -> None:
    """The id of a text is that of its folder and name in every language, with a history and without."""
    site = Site(tmp_path)
    write(site.topics, "b/faq.es.md")
    build(read(site.topics, publisher=PUBLISHER), PUBLISHER, site.out, history=site.history, only=["pages"])
    write(site.topics, "a/faq.en.md")
    later = read(site.topics, publisher=PUBLISHER)
    assert {"a/faq.en.md": {"en": "faq"}, "b/faq.es.md": {"es": "b/faq"}} == by_title(later)
    changes = History(site.history).compare(later)
    assert {"a/faq.en.md": {"en": "a/faq"}, "b/faq.es.md": {"es": "faq"}} == by_title(changes.catalog)
    site.build()
    write(site.topics, "b/faq.en.md")
    changes = History(site.history).compare(read(site.topics, publisher=PUBLISHER))
    assert {"en": "faq", "es": "faq"} == by_title(changes.catalog)["b/faq.en.md"]


def by_title(catalog: Catalog) -> dict[str, dict[str, str]]:
    """The ids of each topic by its first title."""
    return {next(iter(topic.title.values())): dict(topic.ids.identifiers()) for topic in catalog.values()}


FOLDERS = st.sampled_from(["", "a/", "b/", "c/"])
LANGUAGES = st.sampled_from(["en", "es"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "draft", "remove", "rename"]), FOLDERS, LANGUAGES, FOLDERS, st.booleans()),
    min_size=1,
    max_size=7,
)


@settings(max_examples=either(8, 400), deadline=None)
@given(steps=STEPS)
@example(steps=[("add", "", "en", "", True), ("draft", "", "en", "", True), ("add", "a/", "en", "", True)])
@example(steps=[("add", "a/", "en", "", True), ("remove", "a/", "en", "", True), ("add", "c/", "en", "", True)])
@example(steps=[("add", "b/", "es", "", True), ("add", "a/", "en", "", True), ("add", "b/", "en", "", True)])
def test_no_id_ever_means_two_topics(steps: list[tuple[str, str, str, str, bool]]) -> None:
    """Whatever files of one name come, go and move, no id or address is ever another topic's, in any language."""
    with tempfile.TemporaryDirectory() as place:
        site = Site(Path(place))
        write(site.topics, "other.en.md")
        titles = {folder: f"{folder}faq" for folder in ("", "a/", "b/", "c/")}  # what is at each place now
        ids: dict[str, str] = {}
        slugs: dict[str, str] = {}
        for number, (step, folder, language, target, is_built) in enumerate(steps):
            path = site.topics / f"{folder}faq.{language}.md"
            if step == "remove":
                path.unlink(missing_ok=True)
            elif step == "rename":
                files = [site.topics / f"{folder}faq.{each}.md" for each in ("en", "es")]
                if target == folder or not all(file.exists() for file in files) or number == 0:
                    continue
                if titles[target] in ids.values():  # its id is that of its place
                    continue
                site.build()
                for file in files:
                    (site.topics / target).mkdir(exist_ok=True)
                    file.rename(site.topics / target / file.name)
                titles[target], titles[folder] = titles[folder], f"{folder}faq {number}"
            else:
                name = f"{folder}faq.{language}.md"
                write(site.topics, name, "draft: true" if step == "draft" else "")
                text = path.read_text(encoding="utf-8").replace(f"title: {name}", f"title: {titles[folder]}")
                path.write_text(text, encoding="utf-8")
            if is_built or step == "rename":
                for slug, topic_ids, title in site.published():
                    assert title == slugs.setdefault(slug, title)
                    for identifier in topic_ids:
                        assert title == ids.setdefault(identifier, title)


def test_the_name_of_the_folder_does_not_matter(tmp_path: Path) -> None:
    """A copy of the folder under another name, with the same history, is the same source to the last topic."""
    site = Site(tmp_path)
    write(site.topics, "asthma/faq.en.md")
    site.build()
    for name in ("index.en.md", "index.es.md", "aardvark/faq.en.md", "sleep/index.en.md"):
        write(site.topics, name)
    before = site.build()
    assert ("index", "index") == before["index.en.md"]
    assert ("sleep", "sleep") == before["sleep/index.en.md"]
    site.topics = site.topics.rename(tmp_path / "Other name")
    report = build(read(site.topics, publisher=PUBLISHER), PUBLISHER, site.out, history=site.history, only=["pages"])
    assert {"unchanged"} == {state for counts in report.texts.values() for state, count in counts.items() if count}
    assert before == site.build()


def test_an_index_keeps_the_name_that_was_published(tmp_path: Path) -> None:
    """Version 0.1 called the page at the root after the folder; where it was published so, it stays."""
    site = Site(tmp_path)
    write(site.topics, "topics.en.md")
    write(site.topics, "topics.es.md")
    before = site.build()["topics.en.md"]
    for language in ("en", "es"):
        path = site.topics / f"topics.{language}.md"
        path.rename(site.topics / f"index.{language}.md")
    assert before == site.build()["topics.en.md"] == ("topics", "topics")
    site.topics = site.topics.rename(tmp_path / "other")
    assert before == site.build()["topics.en.md"]


def test_several_folders_may_each_have_an_index(tmp_path: Path) -> None:
    """As sources of one catalog, each is called after its folder, and links between them are none of others."""
    for folder in ("naps", "sleep"):
        for language in ("en", "es"):
            write(tmp_path / folder, f"index.{language}.md")
        write(tmp_path / folder, f"more-{folder}.en.md", "related: [index]")
    found = read(tmp_path / "naps", tmp_path / "sleep", publisher=PUBLISHER)
    assert {"naps", "more-naps", "sleep", "more-sleep"} == set(found)
    assert {"en": "naps", "es": "naps"} == dict(found["naps"].ids.identifiers())
    assert ["sleep"] == [reference.id for reference in found["more-sleep"].related["en"]]


def identities(folder: Path, known: dict[str, str]) -> dict[str, str]:
    """The ids of texts by title, beside a history of version 0.1 that knows these ids and titles."""
    dates = {"first_seen": "2024-06-06T00:00:00Z", "changed": "2024-06-06T00:00:00Z"}
    texts = {
        identifier: Text(locale="en", id=identifier, title=title, digest="0", state=State.NEW, build=1, **dates)
        for identifier, title in known.items()
    }
    catalog = identified(read(folder, publisher=PUBLISHER), {"en": texts})
    return {topic.title["en"]: topic.ids["en"] for topic in catalog.values()}


def test_page_bundles_with_two_marks_are_topics_of_their_own(tmp_path: Path) -> None:
    """Files called `index._en.md` in different folders are named for their folders, without a stray dot."""
    write(tmp_path, "a/index._en.md")
    write(tmp_path, "b/index..en.md")
    write(tmp_path, "c/sleep__en.md")
    write(tmp_path, "c/rest._en.md")
    write(tmp_path, "c/rest.es.md")
    catalog = read(tmp_path, publisher=PUBLISHER)
    assert ["a", "b", "rest", "sleep"] == sorted(topic.id for topic in catalog.values())
    assert ["a", "b", "rest", "sleep"] == sorted(catalog)
    assert ["en", "es"] == [str(locale) for locale in catalog["rest"].locales]
    assert not [found for found in catalog.findings if found.kind is FindingKind.DUPLICATE]


def test_ids_with_a_stray_dot_stay_with_their_texts(tmp_path: Path) -> None:
    """What version 0.1 published as `index.` and `rest.` keeps that id, whichever files it did not read."""
    for name in ("a/index._en.md", "b/index._en.md", "b/rest._en.md"):
        write(tmp_path, name)
    known = {"index.": "b/index._en.md", "rest.": "b/rest._en.md"}
    expected = {"a/index._en.md": "a", "b/index._en.md": "index.", "b/rest._en.md": "rest."}
    assert expected == identities(tmp_path, known)


def test_a_file_that_0_1_could_not_read_takes_nobody_s_id(tmp_path: Path) -> None:
    """Of two files of one name, the one whose title the history knows had the id."""
    write(tmp_path, "a/faq.en.md")
    write(tmp_path, "b/faq.en.md")
    expected = {"a/faq.en.md": "a/faq", "b/faq.en.md": "faq"}
    assert expected == identities(tmp_path, {"faq": "b/faq.en.md"})
