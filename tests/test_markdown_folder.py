"""The files of a Markdown folder by their names: which are topics and twins, what their ids are, which are not read."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proofs import either

from syndicate.errors import SourceError
from syndicate.model import Catalog, Finding, FindingKind, Publisher, Record
from syndicate.pairing import pair
from syndicate.sources import read
from syndicate.sources.markdown import SOURCE

PUBLISHER = Publisher(
    name={"en": "Example", "es": "Ejemplo"}, base_url="https://example.org/", authority="example.org,2024"
)


def write(folder: Path, *names: str, front: str = "") -> None:
    """Topics whose titles are the paths of their files."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {name}\nupdated: 2024-06-06\n{front}\n---\nRest.\n", encoding="utf-8")


def topics(catalog: Catalog) -> list[dict[str, str]]:
    """The files of each topic, by language."""
    found = [dict(topic.title.identifiers()) for topic in catalog.values()]
    return sorted(found, key=lambda each: sorted(each.items()))


def ids(folder: Path) -> dict[str, str]:
    """The id of each file."""
    records = (item for item in SOURCE.read(folder) if isinstance(item, Record))
    return {record.title: record.id for record in records}


def skipped(folder: Path) -> dict[str, str]:
    """What is said of each file that is not read."""
    return {
        Path(found.source).relative_to(folder).as_posix(): found.message()
        for found in SOURCE.read(folder)
        if isinstance(found, Finding) and found.kind in (FindingKind.SKIPPED_FILE, FindingKind.BROKEN)
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["asthma/overview.es.md", "diabetes/overview.en.md"], 2),
        (["asthma/faq/index.es.md", "diabetes/faq/index.en.md"], 2),
        (["asthma/faq.en.md", "asthma/faq.es.md", "diabetes/faq.en.md", "diabetes/faq.es.md"], 2),
        (["faq.en.md", "asthma/faq.es.md"], 2),
        (["en/asthma/faq.en.md", "es/asthma/faq.es.md"], 1),
        (["asthma/en/faq.en.md", "asthma/es/faq.es.md"], 1),
        (["english/faq.en.md", "español/faq.es.md"], 1),
        (["topics-en/faq.en.md", "topics-es/faq.es.md"], 1),
        (["faq.en.md", "es/faq.es.md"], 1),
        (["pt-br/faq.pt-BR.md", "en/faq.en.md"], 1),
        (["how-to-es/faq.en.md", "how-to-es/faq.es.md"], 1),
        (["faq/index.en.md", "faq.es.md"], 1),
        (["faq.en.md", "faq.es.md", "es/faq.es.md"], 2),
        (["es/faq.es.md", "es/faq.en.md"], 1),
    ],
)
def test_twins_are_files_of_one_path(tmp_path: Path, names: list[str], expected: int) -> None:
    """The folder counts as well as the stem; a folder of one language does not, where all in it is in that language."""
    write(tmp_path, *names)
    catalog = read(tmp_path)
    assert expected == len(catalog)
    assert sorted(names) == sorted(name for topic in topics(catalog) for name in topic.values())
    assert not {FindingKind.DUPLICATE, FindingKind.CONFLICT} & {finding.kind for finding in catalog.findings}


def test_ids_are_those_of_version_0_1(tmp_path: Path) -> None:
    """A stem is the id wherever its file is, so long as no file of another folder has it, in whatever language."""
    write(tmp_path, "a/sleep.en.md", "a/sleep.es.md", "naps.en.md", "b/c/dreams/index.en.md", "x/faq.en.md")
    assert {"sleep", "naps", "dreams", "faq"} == set(ids(tmp_path).values())
    write(tmp_path, "y/faq.en.md", "y/faq.es.md")
    found = ids(tmp_path)
    assert ("faq", "y/faq", "y/faq") == (found["x/faq.en.md"], found["y/faq.en.md"], found["y/faq.es.md"])


def test_addresses_are_those_of_version_0_1(tmp_path: Path) -> None:
    """The first topic of a stem has it as its address, whatever the languages; others have their folder in it."""
    write(tmp_path, "asthma/faq.es.md", "diabetes/faq.en.md", "sub/sleep.en.md")
    assert {"faq": "asthma/faq.es.md", "diabetes-faq": "diabetes/faq.en.md", "sleep": "sub/sleep.en.md"} == {
        slug: next(iter(topic.title.values())) for slug, topic in read(tmp_path).items()
    }


def test_an_id_or_a_draft_gives_way(tmp_path: Path) -> None:
    """A file that states its id leaves its stem to the other, as in version 0.1, and so does a draft."""
    write(tmp_path, "a/faq.en.md", front="id: A1")
    write(tmp_path, "b/faq.en.md")
    assert {"a/faq.en.md": "A1", "b/faq.en.md": "faq"} == ids(tmp_path)
    write(tmp_path, "a/faq.en.md", front="draft: true")
    assert {"a/faq.en.md": "a/faq", "b/faq.en.md": "faq"} == ids(tmp_path)


def test_a_shared_name_is_told(tmp_path: Path) -> None:
    """Whoever has an id with a folder in it learns why, and how to pin it."""
    write(tmp_path, "a/faq.en.md", "b/faq.en.md")
    (finding,) = (found for found in read(tmp_path).findings if found.kind is FindingKind.SHARED_NAME)
    said = f"another file is called faq too ({tmp_path / 'a' / 'faq.en.md'}), so this text has the id b/faq"
    assert said in finding.message()


def test_a_translation_key_may_be_a_stem(tmp_path: Path) -> None:
    """A key that one side alone states is the path of the other, or its stem where that is the only one."""
    write(tmp_path, "topics/sleep.en.md")
    write(tmp_path, "temas/sueno.es.md", front="translationKey: sleep")
    write(tmp_path, "temas/siesta.es.md", front="translationKey: topics/naps")
    write(tmp_path, "topics/naps.en.md")
    assert [
        {"en": "topics/naps.en.md", "es": "temas/siesta.es.md"},
        {"en": "topics/sleep.en.md", "es": "temas/sueno.es.md"},
    ] == topics(read(tmp_path))


def test_files_alone_are_of_their_folders(tmp_path: Path) -> None:
    """Files that are named one by one pair as in a folder, and no two folders are one."""
    names = ["asthma/faq.es.md", "diabetes/faq.en.md", "en/sleep.en.md", "es/sleep.es.md", "naps.en.md", "naps.es.md"]
    write(tmp_path, *names)
    assert 4 == len(read(*(tmp_path / name for name in names)))
    (tmp_path / "groups.yaml").write_text("rest: {en: Rest}\n", encoding="utf-8")
    write(tmp_path, "x/faq.en.md")
    assert {"x/faq"} == set(read(tmp_path / "x" / "faq.en.md")["x-faq"].ids.values())


def test_related_topics_of_one_name(tmp_path: Path) -> None:
    """A related topic is the one of the same folder where several have its name, and never another's text."""
    write(tmp_path, "a/faq.en.md", "b/faq.en.md")
    write(tmp_path, "a/one.en.md", "b/two.en.md", front="related: [faq]")
    write(tmp_path, "c/three.es.md", front="related: [b/faq]")
    catalog = read(tmp_path)
    for slug, locale, title in (("one", "en", "a/faq.en.md"), ("two", "en", "b/faq.en.md")):
        (reference,) = catalog[slug].related[locale]
        found = catalog.find(reference, locale)
        assert found is not None and title == found.title[locale]


@pytest.mark.parametrize(
    "name",
    ["older_os.md", "check_in.md", "todo_no.md", "how_to.md", "sign_in.md", "what_is.md", "as_is.md", "spec_IN.md"],
)
def test_words_are_no_languages(tmp_path: Path, name: str) -> None:
    """A word behind an underscore is not a language that the site does not have; the file is reported."""
    write(tmp_path, "sleep.en.md", "sleep.es.md", name)
    catalog = read(tmp_path, publisher=PUBLISHER)
    assert ["sleep"] == list(catalog)
    assert "is taken for a word, not for a language of this site" in skipped(tmp_path)[name]


def test_languages_that_a_site_has(tmp_path: Path) -> None:
    """An underscore is enough before a language of the publisher, of a name with a dot, or of a twin."""
    write(tmp_path, "sleep_no.md", "check_in.md")
    norwegian = Publisher(name={"en": "E", "no": "N"}, base_url="https://example.org/", authority="example.org,2024")
    assert ["sleep"] == list(read(tmp_path, publisher=norwegian))
    for twin in ("naps.no.md", "sleep_en.md"):
        write(tmp_path, twin)
        assert "sleep" in read(tmp_path), twin
        (tmp_path / twin).unlink()
    write(tmp_path, "a_fr.md", "a_de.md", "b_fr.md", "b_de.md")
    assert {"a", "b"} == set(read(tmp_path))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gripe.esp.md", "unknown locale 'esp' in the file name (topic 'gripe'): call it gripe.es.md"),
        ("gripe.sp.md", "unknown locale 'sp' in the file name (topic 'gripe'): call it gripe.es.md"),
        ("gripe.ES.md", "in capitals (topic 'gripe'): call it gripe.es.md"),
        ("gripe.es.MD", "in capitals (topic 'gripe'): call it gripe.es.md"),
        ("gripe.md", "its name does not say its language; call it gripe.en.md"),
        ("gripe.old.md", "its name does not say its language; call it gripe.old.en.md"),
        ("gripe.english.md", "its name does not say its language; call it gripe.en.md"),
        ("gripe-en.md", "its name does not say its language; call it gripe.en.md"),
        ("gripe.en .md", "its name does not say its language; call it gripe.en.md"),
        ("gripe.en.md.md", "its name does not say its language; call it gripe.en.md"),
        ("what-is.md", "its name does not say its language; call it what-is.en.md"),
        ("Spanish/gripe.md", "its name does not say its language; call it gripe.es.md"),
        ("gripe.es.mdown", "topics end in .md; call it gripe.es.md"),
        ("gripe.mdx", "its name does not say its language; call it gripe.en.md"),
        ("gripe.es.txt", "it is not Markdown; save it as gripe.es.md"),
        ("gripe.es.docx", "it is not Markdown; save it as gripe.es.md"),
        ("_index.es.md", "it is about a section of the site, not a topic"),
        ("sub/index.md", "its name does not say its language; call it index.en.md"),
    ],
)
def test_files_that_are_not_read(tmp_path: Path, name: str, said: str) -> None:
    """No file that looks like a text is passed over in silence: what is said names it, and the way out."""
    write(tmp_path, "sleep.en.md", name)
    found = skipped(tmp_path)
    assert [name] == list(found)
    assert said in found[name]
    assert ["sleep"] == list(read(tmp_path))


def test_links_that_are_not_followed(tmp_path: Path) -> None:
    """A link out of the folder, to a folder, or to nothing is reported."""
    write(tmp_path / "outside", "secret.en.md")
    folder = tmp_path / "topics"
    write(folder, "sleep.en.md", "sub/naps.en.md")
    (folder / "copy.en.md").symlink_to(tmp_path / "outside" / "secret.en.md")
    (folder / "lost.en.md").symlink_to("nowhere.en.md")
    (folder / "again").symlink_to("sub")
    found = skipped(folder)
    assert "leads out of the folder" in found["copy.en.md"]
    assert "leads nowhere" in found["lost.en.md"]
    assert "it is a link to a folder" in found["again"]
    assert {"sleep", "naps"} == set(read(folder))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open any folder")
def test_a_folder_that_is_closed(tmp_path: Path) -> None:
    """A folder that cannot be opened is reported, and the others are read."""
    write(tmp_path, "sleep.en.md", "closed/naps.en.md")
    (tmp_path / "closed").chmod(0)
    try:
        assert "the folder cannot be opened" in skipped(tmp_path)["closed"]
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["gripe.md"], "no file in the folder is a topic (Markdown files: 1)"),
        (["gripe.es.docx"], "save it as gripe.es.md"),
        (["a.mdown", "b.mdown"], "topics end in .md; call it a.en.md"),
    ],
)
def test_a_folder_without_topics(tmp_path: Path, names: list[str], said: str) -> None:
    """A folder of documents none of which is a topic is an error that says what was found and how to go on."""
    write(tmp_path, *names)
    with pytest.raises(SourceError) as caught:
        read(tmp_path)
    assert said in str(caught.value)


def test_a_folder_that_is_named_for_a_language(tmp_path: Path) -> None:
    """The files in it are advised to be called after that language, not after another."""
    write(tmp_path / "es", "404.md", "guia/sueno.md")
    with pytest.raises(SourceError, match=r"404\.md becomes 404\.es\.md"):
        read(tmp_path / "es")
    write(tmp_path / "es", "gripe.es.md")
    found = [finding.details["example"] for finding in read(tmp_path / "es").findings if "example" in finding.details]
    assert ["404.es.md", "sueno.es.md"] == found


def test_a_folder_of_other_things(tmp_path: Path) -> None:
    """What no reader takes is told by its contents."""
    (tmp_path / "a.css").write_text("", encoding="utf-8")
    (tmp_path / "b.txt").write_text("no page", encoding="utf-8")
    with pytest.raises(SourceError, match=r"it holds .*\.txt"):
        read(tmp_path)


STEMS = st.sampled_from(["faq", "sleep", "index", "año", "an\u0303o", "how-to", "x.y", "to_do"])
FOLDERS = st.lists(st.sampled_from(["a", "b", "en", "es", "topics-es", "é"]), max_size=3).map("/".join)
FILES = st.tuples(FOLDERS, STEMS, st.sampled_from(["en", "es", "es-MX", "fr"]), st.sampled_from("._"))


@settings(max_examples=either(60, 5000), deadline=None)
@given(files=st.lists(FILES, min_size=1, max_size=8, unique_by=lambda file: file[:3]))
def test_any_tree_of_folders(files: list[tuple[str, str, str, str]]) -> None:
    """Every file is in one topic; twins have one path but for the languages in it; no id is used twice; none moves."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "topics")
        names = {f"{folder}/{stem}{_suffix(locale, mark)}.md" for folder, stem, locale, mark in files}
        write(root, *(name.lstrip("/") for name in names))
        catalog = pair(SOURCE.read(root))
        records = [item for item in SOURCE.read(root) if isinstance(item, Record)]
        lost = {Path(item.source.rpartition(":")[0]) for item in catalog.findings if item.kind is FindingKind.DUPLICATE}
        shown = {root / title for topic in catalog.values() for title in topic.title.values()}
        assert {root / record.title for record in records} == shown | lost
        for topic in catalog.values():
            assert 1 == len({_bare(title) for title in topic.title.values()}), topic.title
        keys: dict[str, set[str]] = defaultdict(set)
        owners: dict[str, set[str | None]] = defaultdict(set)
        for record in records:
            keys[_stem(root, record.title)].add(record.key)
            owners[record.id].add(record.key)
        assert all(len(found) == 1 for found in owners.values())
        for record in records:
            if len(keys[stem := _stem(root, record.title)]) == 1:
                assert stem == record.id


def test_one_stray_file_changes_nothing_for_others(tmp_path: Path) -> None:
    """A file in another language in a folder of a language, also one that has its translation there."""
    layout = [f"{locale}/topics/{stem}.{locale}.md" for locale in ("en", "es") for stem in ("flu", "naps", "sleep")]
    write(tmp_path, *layout)
    before = topics(read(tmp_path))
    assert 3 == len(before)
    write(tmp_path, "es/topics/only.en.md")
    assert all(topic in topics(read(tmp_path)) for topic in before)
    write(tmp_path, "es/topics/flu.en.md")
    assert all(topic in topics(read(tmp_path)) for topic in before)


def test_a_folder_about_a_language_is_none_of_it(tmp_path: Path) -> None:
    """Where topics have their translations beside them, a folder that is called Spanish is about Spanish."""
    write(tmp_path, "spanish/overview.en.md", "spanish/overview.es.md", "spanish/faq.es.md")
    write(tmp_path, "english/overview.en.md", "english/overview.es.md", "faq.en.md")
    expected = [{"spanish/faq.es.md"}, {"faq.en.md"}]
    expected += [{f"{folder}/overview.{locale}.md" for locale in ("en", "es")} for folder in ("english", "spanish")]
    found = [set(topic.values()) for topic in topics(read(tmp_path))]
    assert sorted(map(sorted, expected)) == sorted(map(sorted, found))


def _suffix(locale: str, mark: str) -> str:
    """The end of a file name; behind an underscore, only languages that every site has, or a territory in capitals."""
    return f".{locale}" if mark == "." or locale == "fr" else f"_{locale.replace('-', '_')}"


def _stem(root: Path, name: str) -> str:
    """What version 0.1 made the id of, but that a page at the root had the name of the folder."""
    path = root / name
    stem = path.name.removesuffix(".md")
    for locale in ("en", "es-MX", "es_MX", "es", "fr"):
        if stem.endswith((f".{locale}", f"_{locale}")):
            stem = stem[: -len(locale) - 1]
            break
    return unicodedata.normalize("NFC", path.parent.name if stem == "index" and path.parent != root else stem)


def _bare(name: str) -> str:
    """The path without what may be a language."""
    path = Path(name)
    folders = [part for part in path.parent.parts if part not in ("en", "es")]
    stem = _stem(Path("/topics"), name)
    if path.name.startswith("index"):
        folders = [part for part in path.parent.parts[:-1] if part not in ("en", "es")]
    return unicodedata.normalize("NFC", "/".join([*folders, stem]).replace("topics-es", "topics"))


def test_hidden_files_and_copies_are_never_read(tmp_path: Path) -> None:
    """What is hidden or kept by an editor is not a topic, takes no address, and is told as information."""
    names = [".wip.en.md", "~a.en.md", "a.en.md~", "#a.en.md#", ".hidden/b.en.md", ".git/c.en.md"]
    write(tmp_path, "a.en.md", *names)
    (tmp_path / ".#a.en.md").symlink_to("nobody@nowhere.1")
    catalog = read(tmp_path)
    assert ["a"] == list(catalog)
    found = [each for each in catalog.findings if each.kind is FindingKind.HIDDEN_FILE]
    expected = {".wip.en.md", "~a.en.md", "a.en.md~", "#a.en.md#", ".hidden", ".#a.en.md"}
    assert expected == {Path(each.source).name for each in found}
    assert {"info"} == {each.severity.value for each in found}
    assert not SOURCE.accepts(tmp_path / ".wip.en.md")


def test_one_name_in_two_folders_is_no_twin(tmp_path: Path) -> None:
    """Texts of one file name in different folders are of different things, and nobody is told otherwise."""
    write(tmp_path, "asthma/overview.es.md", "diabetes/overview.en.md")
    assert FindingKind.LIKELY_TWIN not in {found.kind for found in read(tmp_path).findings}


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    """A pipe would never end; it is not opened."""
    write(tmp_path, "sleep.en.md")
    os.mkfifo(tmp_path / "pipe.en.md")
    assert "it is not an ordinary file; put one in its place" in skipped(tmp_path)["pipe.en.md"]


@pytest.mark.parametrize("name", ["🙂", "-"])
def test_a_name_that_gives_no_address(tmp_path: Path, name: str) -> None:
    """The way out is a stated slug; a draft needs none."""
    write(tmp_path, "sleep.en.md", f"{name}.en.md")
    (said,) = (item.message() for item in read(tmp_path).findings if item.kind is FindingKind.BROKEN)
    assert "no letter of the file's name can stand in an address" in said
    assert "state `slug: ...`" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("color: #2e7d32", "in quotes"),
        ('color: "green"', "is not a color"),
        ("description: Habits", "description: {en: ..., es: ...}"),
        ("image: {src: https://topics.example.org/a.jpg}", "`alt`"),
        ('image: {src: "javascript:x", alt: {en: A}}', "an address"),
    ],
)
def test_what_a_group_has_beside_its_name_is_checked(tmp_path: Path, line: str, said: str) -> None:
    """The message names the key and what to write."""
    (tmp_path / "a.en.md").write_text("---\ntitle: A\nupdated: 2024-03-01\ngroups: [g]\n---\nText.", encoding="utf-8")
    (tmp_path / "groups.yaml").write_text(f"g:\n  en: Group\n  {line}\n", encoding="utf-8")
    found = [one for one in read(tmp_path).findings if one.kind is FindingKind.BROKEN_GROUP]
    assert said in str(found[0].details["problem"])


def test_a_group_has_what_pages_show_of_it(tmp_path: Path) -> None:
    """Its description, color, and picture, whose address may be one of the site."""
    (tmp_path / "a.en.md").write_text("---\ntitle: A\nupdated: 2024-03-01\ngroups: [g]\n---\nText.", encoding="utf-8")
    (tmp_path / "groups.yaml").write_text(
        'g:\n  en: Group\n  description: {en: All of it.}\n  color: "#2e7d32"\n  image: {src: https://a.example/b.jpg,'
        " alt: {en: A hill}}\n",
        encoding="utf-8",
    )
    group = read(tmp_path).groups["g"]
    assert ({"en": "All of it."}, "#2e7d32") == (group.description.identifiers(), group.color)
    assert ("https://a.example/b.jpg", "A hill") == (group.image["en"].url, group.image["en"].alt)
