"""A folder of Markdown topics: what its files become, how they are twinned, what is said of faults."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import syndicate
from syndicate.errors import PublisherError
from syndicate.model import Catalog, Finding, FindingKind, Group, Record, Subject
from syndicate.model.finding import Severity
from syndicate.pairing import pair
from syndicate.sources.markdown import SOURCE
from syndicate.text import slugify

PUBLISHER = 'base_url = "https://salud.example.org/"\nauthority = "example.org,2024"\n[name]\nen = "Example"\n'


def write(folder: Path, name: str, front: str = "", body: str = "", *, title: str = "Sleep") -> Path:
    """A topic file; it has a title and a date unless the front matter says otherwise."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for line in (f"title: {title}", "updated: 2024-06-06"):
        if re.search(rf"^{line.partition(':')[0]}:", front, re.MULTILINE) is None:
            front = f"{front.rstrip()}\n{line}".lstrip()
    path.write_text(f"---\n{front}\n---\n{body}", encoding="utf-8")
    return path


def read(folder: Path) -> Catalog:
    """The catalog of a folder."""
    return pair(SOURCE.read(folder))


def record_of(path: Path) -> Record:
    """The one record of a file in which nothing is found."""
    (record,) = SOURCE.read(path)
    assert isinstance(record, Record)
    return record


def found_in(path: Path) -> Finding:
    """The one thing that is found in a file or folder."""
    (finding,) = (item for item in SOURCE.read(path) if isinstance(item, Finding))
    return finding


def test_a_topic_in_two_languages(tmp_path: Path) -> None:
    """Two files of one stem are one topic; every key of the front matter reaches it."""
    front = """
title: {title}
description: {title}, in short
id: S-007
url: https://example.org/{tag}/sleep
created: 2021-05-03
updated: 2024-06-06T02:30:35-05:00
reviewed: 2024-06-07
also_called: [{also}]
groups: [rest]
subjects:
  - {{scheme: MeSH, code: D012890, name: Sleep}}
image: {{src: https://example.org/bed.jpg, alt: "{alt}"}}
institute: {{title: NIH, url: https://www.nih.gov/}}
sections:
  - id: start
    title: {title} 1
    links:
      - {{title: "{title}: a guide", url: "https://example.net/{tag}/a", id: x1, flags: [video]}}
"""
    english = front.format(title="Sleep", tag="en", also="Rest", alt="A bed")
    spanish = front.format(title="El sueño", tag="es", also="Descanso", alt="Una cama")
    write(tmp_path, "sleep.en.md", english, "Rest **well**.")
    write(tmp_path, "sleep.es.md", spanish, "Descanse ~~poco~~ bien.")
    (tmp_path / "groups.yaml").write_text("rest:\n  en: Rest\n  es: Descanso\n", encoding="utf-8")
    catalog = read(tmp_path)
    assert () == catalog.findings
    topic = catalog["sleep"]
    assert {"en": "S-007", "es": "S-007"} == topic.ids.identifiers()
    assert {"en": "Sleep", "es": "El sueño"} == topic.title.identifiers()
    assert {"en": "Sleep, in short", "es": "El sueño, in short"} == topic.description.identifiers()
    assert "https://example.org/es/sleep" == topic.url["es"]
    assert "<p>Rest <strong>well</strong>.</p>" == topic.summary["en"]
    assert "<p>Descanse <s>poco</s> bien.</p>" == topic.summary["es"]
    assert datetime(2021, 5, 3, tzinfo=UTC) == topic.created["en"]
    assert datetime(2024, 6, 6, 7, 30, 35, tzinfo=UTC) == topic.updated["es"]
    assert datetime(2024, 6, 7, tzinfo=UTC) == topic.reviewed["es"]
    assert ("Descanso",) == topic.also_called["es"]
    assert (Subject(scheme="MeSH", code="D012890", name="Sleep"),) == topic.subjects
    assert "Una cama" == topic.image["es"].alt
    assert "https://www.nih.gov/" == topic.institute["en"].url
    (section,) = topic.sections["es"]
    assert ("start", "El sueño 1") == (section.id, section.title)
    assert ("video",) == section.links[0].flags
    assert {"es": "x1"} == section.links[0].ids.identifiers()
    assert {"rest": Group(id="rest", slug="rest", name={"en": "Rest", "es": "Descanso"})} == catalog.groups


def test_the_bundled_catalog(example: Path) -> None:
    """The example catalog is read whole: nothing in it is broken, and most topics are in both languages."""
    catalog = read(example)
    broken = {FindingKind.BROKEN, FindingKind.BROKEN_LINK, FindingKind.CONFLICT, FindingKind.DUPLICATE}
    assert [] == [finding.message() for finding in catalog.findings if finding.kind in broken]
    assert {"en", "es"} == {locale.language for locale in catalog.locales}
    assert len(catalog.in_locale("es")) > len(catalog) / 2
    assert all(topic.summary for topic in catalog.values())
    assert not any("](" in summary for topic in catalog.values() for summary in topic.summary.values())


@pytest.mark.parametrize(
    ("name", "stem", "locale"),
    [
        ("sleep.en.md", "sleep", "en"),
        ("sleep_es.md", "sleep", "es"),
        ("sleep.es-MX.md", "sleep", "es_MX"),
        ("sleep.es-mx.md", "sleep", "es_MX"),
        ("sleep_es_MX.md", "sleep", "es_MX"),
        ("sleep_pt_BR.md", "sleep", "pt_BR"),
        ("to_do_en.md", "to_do", "en"),
        ("v1.2.en.md", "v1.2", "en"),
        ("sleep.zh-Hant-TW.md", "sleep", "zh_Hant_TW"),
        ("sleep/index.es.md", "sleep", "es"),
    ],
)
def test_file_names(tmp_path: Path, name: str, stem: str, locale: str) -> None:
    """The stem and the language of a file are told apart, with a dot or an underscore between them."""
    write(tmp_path, name)
    (record,) = (item for item in SOURCE.read(tmp_path) if isinstance(item, Record))
    assert (stem, stem, locale) == (record.id, record.translation_key, str(record.locale))


@pytest.mark.parametrize(
    "name",
    ["README.md", "README.es.md", "CONTRIBUTING.md", "LICENSE.md", "photo.jpg", "sleep.pdf", "notes.txt"],
)
def test_files_about_the_folder(tmp_path: Path, name: str) -> None:
    """Pages about the folder, and files that hold no text, are passed over, and nobody is told of them."""
    (tmp_path / name).write_text("# Notes", encoding="utf-8")
    assert not SOURCE.accepts(tmp_path / name)
    assert not SOURCE.accepts(tmp_path)
    write(tmp_path, "sleep.en.md")
    assert SOURCE.accepts(tmp_path)
    assert ["sleep"] == list(read(tmp_path))
    assert [] == [item for item in SOURCE.read(tmp_path) if isinstance(item, Finding)]


def test_a_misspelled_language_is_reported(tmp_path: Path) -> None:
    """A twin named with a language that does not exist is not silently left out."""
    write(tmp_path, "sleep.en.md")
    path = write(tmp_path, "sleep.sp.md")
    finding = found_in(tmp_path)
    assert (FindingKind.BROKEN, str(path)) == (finding.kind, finding.source)
    assert "unknown locale 'sp' in the file name" in finding.message()


def test_sub_folders_in_the_order_of_paths(tmp_path: Path) -> None:
    """Topics in sub-folders are read too, always in one order; hidden folders are not looked into."""
    for name in ("b/two.en.md", "a/one.en.md", "zero.en.md", ".git/hidden.en.md", "b/c/three.en.md"):
        write(tmp_path, name)
    assert ["zero", "one", "two", "three"] == list(read(tmp_path))


def test_symlinks_do_not_lead_out(tmp_path: Path) -> None:
    """A link to a file or folder elsewhere is not followed; one within the folder is."""
    outside = write(tmp_path / "outside", "secret.en.md")
    folder = tmp_path / "topics"
    write(folder, "sleep.en.md")
    (folder / "copy.en.md").symlink_to(outside)
    (folder / "folder").symlink_to(outside.parent)
    (folder / "naps.en.md").symlink_to("sleep.en.md")
    assert ["naps", "sleep"] == list(read(folder))


def test_one_file_alone(tmp_path: Path) -> None:
    """A single file is a source, with the groups and the titles of the folder it lies in."""
    (tmp_path / "groups.yaml").write_text("rest: {en: Rest}", encoding="utf-8")
    write(tmp_path, "naps.en.md", title="Naps")
    path = write(tmp_path, "sleep.en.md", "groups: [rest]\nrelated: [naps]")
    assert SOURCE.accepts(path)
    catalog = read(path)
    assert ["sleep"] == list(catalog)
    assert ["Naps"] == [reference.title for reference in catalog["sleep"].related["en"]]
    assert {"en": "Rest"} == catalog.groups["rest"].name.identifiers()


def test_two_files_of_one_topic_and_language(tmp_path: Path) -> None:
    """The second of `sleep.en.md` and `sleep_en.md` is a duplicate; the first is kept."""
    write(tmp_path, "sleep.en.md", title="Sleep")
    write(tmp_path, "sleep_en.md", title="Sleep again")
    catalog = read(tmp_path)
    assert ["Sleep"] == [topic.title["en"] for topic in catalog.values()]
    assert [FindingKind.DUPLICATE] == [f.kind for f in catalog.findings if f.kind is not FindingKind.MISSING_SUMMARY]


def test_a_translation_key_joins_different_names(tmp_path: Path) -> None:
    """Files of different stems are twins if their front matter says so."""
    write(tmp_path, "sleep.en.md", "translationKey: rest")
    write(tmp_path, "sueno.es.md", "translationKey: rest", title="El sueño")
    catalog = read(tmp_path)
    assert {"en": "Sleep", "es": "El sueño"} == catalog["sleep"].title.identifiers()


def test_drafts_are_skipped(tmp_path: Path) -> None:
    """A draft is not a topic, and nothing is related to it."""
    write(tmp_path, "naps.en.md", "draft: true")
    write(tmp_path, "sleep.en.md", "draft: false\nrelated: [naps]")
    assert ["sleep"] == list(read(tmp_path))
    assert "the topic is not published" in found_in(tmp_path).message()


def test_words_that_yaml_would_change(tmp_path: Path) -> None:
    """A title of digits, an id with zeros, the words yes and no, and a time are texts as they stand."""
    record = record_of(
        write(tmp_path, "a.en.md", "title: 911\nid: 007\nalso_called: [no, yes, 1e3, 12:30, 2024-06-06]")
    )
    assert ("911", "007") == (record.title, record.id)
    assert ("no", "yes", "1e3", "12:30", "2024-06-06") == record.also_called


def test_markdown_in_full(tmp_path: Path) -> None:
    """Tables, lists and HTML come through; scripts and ids do not."""
    body = """
| Age | Hours |
|-----|------:|
| 5   | 11    |

1. One
2. <span lang="es" id="x">Dos</span>

<script>alert(1)</script>
<p onclick="x()">Last</p>
[bad](javascript:alert(1))
"""
    items = list(SOURCE.read(write(tmp_path, "a.en.md", body=body)))
    (html,) = (item.summary for item in items if isinstance(item, Record))
    assert {"removed-markup": "script"} == {
        item.kind.value: item.details["names"] for item in items if isinstance(item, Finding)
    }
    assert "<table>" in html and "<td>11</td>" in html
    assert '<li><span lang="es">Dos</span></li>' in html
    assert "<p>Last</p>" in html
    assert not any(word in html for word in ("script>", "onclick", 'href="javascript', "id="))


def test_links_are_resolved_against_the_url(tmp_path: Path) -> None:
    """Relative links, pictures and addresses start from the page that the front matter names."""
    front = (
        "url: https://example.org/es/topics/sleep/\nimage: {src: bed.jpg, alt: ''}\ninstitute: {title: NIH, url: /nih}"
    )
    record = record_of(write(tmp_path, "a.es.md", front, "[siesta](../naps/) ![cama](bed.jpg)"))
    assert '<a href="https://example.org/es/topics/naps/">' in record.summary
    assert '<img src="https://example.org/es/topics/sleep/bed.jpg"' in record.summary
    assert record.image is not None and "https://example.org/es/topics/sleep/bed.jpg" == record.image.url
    assert record.institute is not None and "https://example.org/nih" == record.institute.url


def test_links_are_resolved_against_the_published_tree(tmp_path: Path) -> None:
    """Without a page of its own, a topic's links start from where it will be published."""
    (tmp_path / "publisher.toml").write_text(PUBLISHER, encoding="utf-8")
    path = write(tmp_path, "sleep.es-MX.md", body="[siesta](../naps/) [arriba](#top)")
    found, record = SOURCE.read(path)
    assert isinstance(record, Record) and isinstance(found, Finding)
    assert '<a href="https://salud.example.org/es-MX/topics/naps/">siesta</a>' in record.summary
    assert "<a>arriba</a>" in record.summary  # published pages have no ids
    assert (FindingKind.DROPPED_ID, "#top") == (found.kind, found.details["names"])


def test_links_without_a_base_are_reported(tmp_path: Path) -> None:
    """A relative link that nothing resolves loses its address, not its text, and is reported."""
    path = write(
        tmp_path,
        "a.en.md",
        body="\nRest.\n\n[naps](../naps/) <img src='bed.jpg' alt='A bed'> [x](https://a.example)\n",
    )
    found = [item for item in SOURCE.read(path) if isinstance(item, Finding)]
    findings = [finding for finding in found if finding.kind is FindingKind.BROKEN_LINK]
    assert [("naps", f"{path}:8"), ("bed.jpg", f"{path}:8")] == [(f.details["link"], f.source) for f in findings]
    assert "relative link without a base: give `url` in the front matter" in findings[0].message()
    summary = read(path)["a"].summary["en"]
    assert "naps" in summary and "../naps" not in summary and 'href="https://a.example"' in summary


def test_a_broken_publisher_is_an_error(tmp_path: Path) -> None:
    """A publisher.toml that addresses depend on is not passed over when it cannot be read."""
    (tmp_path / "publisher.toml").write_text("base_url = 7", encoding="utf-8")
    write(tmp_path, "sleep.en.md")
    with pytest.raises(PublisherError, match="text in quotes is expected"):
        read(tmp_path)


def test_related_topics(tmp_path: Path) -> None:
    """Related topics have the title and id of the file in the same language, or else the slug as title."""
    write(tmp_path, "naps.en.md", "id: N1", title="Naps")
    write(tmp_path, "naps.es.md", "id: N2", title="La siesta")
    write(tmp_path, "dreams.en.md", "id: D1\nslug: dreaming", title="Dreams")
    write(tmp_path, "sleep.es.md", "related: [naps, dreaming, nap]", title="El sueño")
    references = read(tmp_path)["sleep"].related["es"]
    assert [("La siesta", "N2"), ("dreaming", "D1")] == [(reference.title, reference.id) for reference in references]
    assert "the link “nap” is left out" in found_in(tmp_path).message()
    assert "did you mean 'naps'?" in found_in(tmp_path).message()


def test_related_topics_are_found_in_the_catalog(tmp_path: Path) -> None:
    """A related topic leads to the topic itself in either language."""
    for locale in ("en", "es"):
        write(tmp_path, f"naps.{locale}.md")
        write(tmp_path, f"sleep.{locale}.md", "related: [naps]")
    catalog = read(tmp_path)
    for locale in ("en", "es"):
        topic = catalog.find(catalog["sleep"].related[locale][0], locale)
        assert topic is not None and "naps" == topic.slug


LINK = "sections: [{{title: More, links: [{{title: Guide, url: 'https://a.example/{0}', translation: {1}}}]}}]"


def test_links_meet_their_twins(tmp_path: Path) -> None:
    """A plain `translation` is in the other language of the topic; links that name each other are one."""
    write(tmp_path, "sleep.en.md", LINK.format("en", "https://a.example/es"))
    write(tmp_path, "sleep.es.md", LINK.format("es", "https://a.example/en"))
    write(tmp_path, "other.fr.md")
    link = read(tmp_path)["sleep"].sections["es"][0].links[0]
    assert {"en": "https://a.example/en", "es": "https://a.example/es"} == link.url.identifiers()
    assert {"en", "es"} == set(link.title.identifiers())


def test_translation_of_a_topic_without_a_twin(tmp_path: Path) -> None:
    """Where the topic has no twin, a plain `translation` is in the other language of the folder."""
    write(tmp_path, "sleep.en.md", LINK.format("en", "https://a.example/es"))
    write(tmp_path, "naps.es.md")
    link = read(tmp_path)["sleep"].sections["en"][0].links[0]
    assert "https://a.example/es" == link.url["es"]


def test_translation_by_language(tmp_path: Path) -> None:
    """A `translation` may say of each address which language it is in."""
    path = write(tmp_path, "sleep.en.md", LINK.format("en", "{es: https://a.example/es, fr: https://a.example/fr}"))
    link = record_of(path).sections[0].links[0]
    assert {"en", "es", "fr"} == set(link.url.identifiers())


def test_translation_into_an_unclear_language(tmp_path: Path) -> None:
    """With two other languages, or none, a plain `translation` is refused, and the topic is kept."""
    for name in ("sleep.en.md", "sleep.es.md", "sleep.fr.md"):
        write(tmp_path, name, LINK.format("en", "https://a.example/es") if name == "sleep.en.md" else "")
    finding = found_in(tmp_path)
    assert FindingKind.BROKEN_LINK == finding.kind
    assert "the language of the translation is not clear" in finding.message()
    assert {"en", "es", "fr"} == set(read(tmp_path)["sleep"].title.identifiers())


def test_groups_in_the_order_of_their_file(tmp_path: Path) -> None:
    """Groups come in the order of groups.yaml, without unused ones; an unlisted one is its own name."""
    (tmp_path / "groups.yaml").write_text(
        "heart: {en: Heart, es: Corazón}\nempty: {en: Empty}\nrest: {es: Descanso}\n", encoding="utf-8"
    )
    write(tmp_path, "a.en.md", "groups: [rest, Home life]")
    write(tmp_path, "b.es.md", "groups: [heart]")
    groups = read(tmp_path).groups
    assert ["heart", "rest", "Home life"] == list(groups)
    assert {"es": "Descanso"} == groups["rest"].name.identifiers()
    assert ("home-life", {"en": "Home life"}) == (
        groups["Home life"].slug,
        groups["Home life"].name.identifiers(),
    )


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        (b"heart:\n  en: Heart\nheart:\n  en: Again", "groups.yaml:3", "the key 'heart' stands twice"),
        (b"- heart", "groups.yaml:1", "the YAML holds no keys: write a line such as `heart: {en: Heart}`"),
        (b"heart:\n  en: Heart: two", "groups.yaml:2", "not YAML"),
        (b"heart:\n  en: coraz\xf3n", "groups.yaml:2", "not UTF-8: byte 0xF3: save the file as UTF-8"),
        (None, "groups.yaml", "cannot be read: Is a directory"),
    ],
)
def test_a_bad_file_of_groups_takes_no_topic(tmp_path: Path, content: bytes | None, source: str, expected: str) -> None:
    """Its fault is a finding with its line, and the groups go by their ids."""
    path = tmp_path / "groups.yaml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    write(tmp_path, "a.en.md", "groups: [heart]")
    catalog = read(tmp_path)
    assert [("heart", {"en": "heart"})] == [(group.slug, group.name.identifiers()) for group in catalog.groups.values()]
    [finding] = [finding for finding in catalog.findings if "group" in finding.kind.value]
    assert (FindingKind.BROKEN_GROUPS, Severity.ERROR) == (finding.kind, finding.severity)
    assert finding.source.removesuffix(":1").endswith(source.removesuffix(":1"))
    assert expected in finding.message()


@pytest.mark.parametrize(
    ("front", "line", "expected"),
    [
        (
            "title: Sleep: more",
            2,
            "not YAML: mapping values are not allowed",
        ),
        ("title: @sleep", 2, "put the text in quotes"),
        ("image:\n\tsrc: a", 3, "indent with spaces, not with tabs"),
        ("title: a\ntitle: b", 3, "the key 'title' stands twice"),
        ("title: true", 2, "a text expected, not a truth value"),
        ("title: [a, b]", 2, "a text expected, not a list"),
        ("draft: maybe", 2, "a truth value expected, not a text (field draft"),
        ("expiryDate: whenever", 2, "'whenever' is not a date (field expiryDate"),
        ("id: &a 1\nslug: *a", 2, "anchors and aliases are not read here"),
        (
            "id: !!python/object:os.system 1",
            2,
            "tags such as tag:yaml.org,2002:python/object:os.system are not read here",
        ),
        ("id: " + "[" * 5000, 2, "nested too deeply"),
        ("id: 1\n? [a]\n: b", 3, "found unhashable key"),
        ("- a\n- b", 1, "not YAML"),
    ],
)
def test_a_broken_topic_names_its_line(tmp_path: Path, front: str, line: int, expected: str) -> None:
    """A fault in the front matter is one finding with the line of its key, and the other files are read."""
    write(tmp_path, "good.en.md")
    path = write(tmp_path, "bad.en.md", front)
    finding = found_in(tmp_path)
    assert FindingKind.BROKEN == finding.kind
    assert expected in finding.message().replace("topic 'bad', ", "").replace(" (topic 'bad')", "")
    if line > 1:
        assert f"{path}:{line}" == finding.source
    assert ("bad", "en") == (finding.topic, finding.locale)
    assert ["good"] == list(read(tmp_path))


@pytest.mark.parametrize(
    ("content", "line", "expected"),
    [
        (b"", 1, "the file is empty: write a front matter and a text, or remove the file"),
        (b"# Sleep\n", 1, "there is no front matter: begin the file with a line ---"),
        (b"+++\ntitle = 'Sleep'\n", 1, "not TOML"),
        (b'{"title": "Sleep"\nRest.', 1, "not JSON"),
        (b"---\ntitle: Sleep\nupdated: 2024-06-06", 3, "the front matter does not end: close it with a line ---"),
        (b"---\ntitle: Sleep\n\nRest.\nMore: yes.\n", 3, "the front matter does not end: write a line --- before this"),
        (b"---\ntitle: Sleep\n----\nRest.\n", 3, "the front matter does not end: write --- in place of ----"),
        (b"---\ntitle: Sleep\n...\nRest.\n", 3, "the front matter does not end: write --- in place of ..."),
        (b"----\ntitle: Sleep\n----\n", 1, "the first line must be three hyphens (---)"),
        (b"\n\xe2\x80\x8b---\ntitle: Sleep\n---\n", 2, "the file must begin with ---: remove the empty lines"),
        (b"\xef\xbb\xbf\xef\xbb\xbf---\ntitle: Sleep\n---\n", 1, "remove the empty lines, spaces, or invisible"),
        (b"<!-- a -->\n---\ntitle: Sleep\n---\n", 2, "the file must begin with it: move what stands above below its"),
        (b"---\ntitle: 'Sleep\nid: a\n---\nRest.", 2, "close the quotation mark or bracket"),
        (b"---\ntitle: Sleep\nid a\nslug: b\n---\n", 3, "write a colon and a space after the key"),
        (b"---\ntitle: Sleep\n  id: a\n---\n", 3, "begin the line where the line above begins"),
        (
            b"---\r\ntitle: Sleep\r\n\r\ntitle: Rest\r\n---\r\n",
            4,
            "the key 'title' stands twice, with different values (lines 2, 4)",
        ),
        (b"---\ntitle: [a]\n---\n", 2, "write one text, without brackets or lines below it"),
        (b"---\n---\nRest.", 1, "the YAML holds no keys"),
        (b"---\njust text\n---\n", 1, "the YAML holds no keys"),
        (b"---\ntitle: Sleep\nid: sue\xf1o\n---\n", 3, "not UTF-8: byte 0xF1: save the file as UTF-8"),
        ("---\ntitle: Sleep\n---\n".encode("utf-16"), 1, "not UTF-8"),
        (b"---\ntitle: Sleep\n---\nRest\n\x00", 5, "the file holds a NUL character"),
        (
            b"---\ntitle: Sleep\n---\n<<<<<<< HEAD\nRest\n=======\nWalk\n>>>>>>> walk\n",
            4,
            "version control could not merge the file",
        ),
        (
            b"<<<<<<< HEAD\n---\ntitle: A\n---\n=======\n---\ntitle: B\n---\n>>>>>>> walk\n",
            1,
            "version control could not merge the file",
        ),
        (b"---\ntitle: Sleep\nid: a\x08\n---\n", 3, "the character U+0008 cannot stand in YAML"),
        (
            b"---\ntitle: " + b"z" * 270_000 + b"\n---\n",
            1,
            "the front matter holds more than 256 kB: write text below it, and fewer links",
        ),
        (b"---\n" + b"# z\n" * 70_000, 1, "the front matter holds more than 256 kB: close it with a line ---"),
    ],
)
def test_a_file_that_is_no_topic(tmp_path: Path, content: bytes, line: int, expected: str) -> None:
    """A file that cannot be read as a topic is one finding, and the others are read."""
    write(tmp_path, "good.en.md")
    path = tmp_path / "bad.en.md"
    path.write_bytes(content)
    finding = found_in(tmp_path)
    assert (FindingKind.BROKEN, f"{path}:{line}") == (finding.kind, finding.source)
    assert expected in finding.message().replace(" (topic 'bad')", "")
    assert ["good"] == list(read(tmp_path))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file over the limit is a broken topic; no more than the limit is held in memory."""
    os.truncate(write(tmp_path, "bad.en.md"), 2**33)
    assert "the file holds more than 5 MB" in found_in(tmp_path).message()


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """A file that vanishes or is closed to the reader is a broken topic."""
    write(tmp_path, "sleep.en.md")
    items = SOURCE.read(tmp_path)
    (tmp_path / "naps.en.md").write_text("x", encoding="utf-8")
    items = SOURCE.read(tmp_path)
    first = next(items)
    assert isinstance(first, Finding)
    (tmp_path / "sleep.en.md").unlink()
    assert "cannot be read: No such file or directory" in "".join(
        item.message() for item in items if isinstance(item, Finding)
    )


def test_a_broken_link_leaves_its_topic(tmp_path: Path) -> None:
    """One link that is none is left out and reported with its line; the rest of the topic stands."""
    front = """
sections:
  - title: More
    links:
      - title: Good
        url: https://a.example/
      - title: Bad
        url: ftp://a.example/
      - title: Worse
      - title: British
        url: https://b.example/
        organisation: NHS
      - title: Lost
        url: https://b.example/
        translation: {spanish: https://b.example/es}
"""
    path = write(tmp_path, "sleep.en.md", front.strip())
    findings = [item for item in SOURCE.read(path) if isinstance(item, Finding)]
    assert [("Bad", 8), ("Worse", 9), ("Lost", 15)] == [
        (finding.details["link"], int(finding.source.rpartition(":")[2]))
        for finding in findings
        if finding.kind is FindingKind.BROKEN_LINK
    ]
    assert [("the key `organisation` is unknown; did you mean `organization`?", f"{path}:12")] == [
        (finding.message(), finding.source) for finding in findings if finding.kind is FindingKind.UNKNOWN_KEY
    ]
    assert ["Good", "British"] == [link.title["en"] for link in read(path)["sleep"].sections["en"][0].links]


def test_a_relative_picture_without_a_base(tmp_path: Path) -> None:
    """A picture whose address cannot be resolved is reported, and the topic is kept without it."""
    path = write(tmp_path, "sleep.en.md", "image:\n  src: bed.jpg\n  alt: A bed")
    finding = found_in(path)
    assert (FindingKind.BROKEN_LINK, f"{path}:3") == (finding.kind, finding.source)
    assert not read(path)["sleep"].image


def test_a_name_without_latin_letters(tmp_path: Path) -> None:
    """A file whose name has no letter of an address gets one all the same, which its front matter may better."""
    assert slugify("睡眠") == record_of(write(tmp_path, "睡眠.en.md")).slug
    assert "sleep" == record_of(write(tmp_path, "睡眠.en.md", "slug: sleep")).slug


def test_a_key_that_is_nearly_a_known_one(tmp_path: Path) -> None:
    """It is reported with the known one and its line, in the whole front matter, and the topic is kept."""
    front = "descripton: Rest\nTranslationkey: x\nimage:\n  src: https://a.example/a.jpg\n  alt: A bed\n  allt: b"
    path = write(tmp_path, "sleep.en.md", front)
    findings = [item for item in SOURCE.read(path) if isinstance(item, Finding)]
    assert [
        ("descripton", "description", f"{path}:2"),
        ("Translationkey", "translationKey", f"{path}:3"),
        ("allt", "alt", f"{path}:7"),
    ] == [(finding.details["key"], finding.details["near"], finding.source) for finding in findings]
    assert {FindingKind.UNKNOWN_KEY} == {finding.kind for finding in findings}
    assert ["sleep"] == list(read(path))


def test_one_bad_group_leaves_the_others(tmp_path: Path) -> None:
    """A group without a name, or with a name in no language, is reported with its line; the topics are read."""
    (tmp_path / "groups.yaml").write_text(
        "heart:\n  en: Heart\n  spanish: Corazón\nrest: Rest\nhome:\nlungs:\n  en: ''\n", encoding="utf-8"
    )
    write(tmp_path, "a.en.md", "groups: [heart, rest]")
    catalog = read(tmp_path)
    found = [finding for finding in catalog.findings if finding.kind is FindingKind.BROKEN_GROUP]
    assert [("heart", 3), ("rest", 4), ("home", 5), ("lungs", 7)] == [
        (finding.details["group"], int(finding.source.rpartition(":")[2])) for finding in found
    ]
    assert "unknown locale 'spanish': write `es`" in found[0].message()
    assert {"heart": "Heart", "rest": "rest"} == {name: group.name["en"] for name, group in catalog.groups.items()}


def test_a_group_that_nobody_names_is_reported(tmp_path: Path) -> None:
    """It is shown by its id, and the finding says in which language."""
    write(tmp_path, "a.en.md", "groups: [rest]")
    (finding,) = (found for found in read(tmp_path).findings if found.kind is FindingKind.UNNAMED_GROUP)
    assert "the group rest has no name in English and is shown as “rest”; name it in groups.yaml" == finding.message()


def test_keys_of_other_programs_are_ignored(tmp_path: Path) -> None:
    """Keys that Hugo and other generators read, and keys nobody knows, are not a fault."""
    front = "weight: 3\naliases: [/old]\ntags: [x]\nparams: {a: {b: c}}\nreviewed_by: Ana\nfavourite_colour: blue"
    assert "Sleep" == record_of(write(tmp_path, "sleep.en.md", front)).title


def test_illegal_characters_are_reported(tmp_path: Path) -> None:
    """Characters that XML cannot carry are taken out, in quotes and in the body, and reported."""
    path = write(tmp_path, "sleep.en.md", 'title: "Sl\\beep"', "Rest\x0b well.")
    findings = [item for item in SOURCE.read(path) if isinstance(item, Finding)]
    assert {("title", "1"), ("summary", "1")} == {(f.details["field"], f.details["count"]) for f in findings}
    assert "Sleep" == read(path)["sleep"].title["en"]


def test_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    """Files from Windows are read like any other."""
    path = tmp_path / "sleep.en.md"
    path.write_bytes("\ufeff---\r\ntitle: Sleep\r\nupdated: 2024-06-06\r\n---\r\nOne\r\n\r\nTwo\r\n".encode())
    record = record_of(path)
    assert ("Sleep", "<p>One</p>\n<p>Two</p>") == (record.title, record.summary)


def test_records_know_their_file(tmp_path: Path) -> None:
    """A record says which file it is from, for messages."""
    path = write(tmp_path, "sleep.en.md")
    assert f"{path}:1" == record_of(path).source


def test_no_date_is_made_up(tmp_path: Path) -> None:
    """Hugo's `date` and `lastmod` stand for `created` and `updated`; a field without a date has none."""
    record = record_of(write(tmp_path, "a.en.md", "updated:\nlastmod: 2024-06-06\ndate: 2021-05-03T00:00:00Z"))
    assert datetime(2021, 5, 3, tzinfo=UTC) == record.created
    assert datetime(2024, 6, 6, tzinfo=UTC) == record.updated
    assert record.reviewed is None


def test_a_topic_without_a_date_is_kept(tmp_path: Path) -> None:
    """It is published, as the history dates it, and an editor is told where."""
    path = tmp_path / "a.en.md"
    path.write_text("---\ntitle: Sleep\n---\nRest.\n", encoding="utf-8")
    catalog = read(tmp_path)
    assert ["a"] == list(catalog)
    assert {} == catalog["a"].updated.identifiers()
    assert [(FindingKind.MISSING_DATE, Severity.WARNING, f"{path}:1")] == [
        (found.kind, found.severity, found.source) for found in catalog.findings
    ]


@pytest.mark.parametrize(
    ("front", "body", "title", "said"),
    [
        ("título: El sueño", "# Otro", "El sueño", "the key `título`; write `title` instead"),
        ("Title: Rest", "", "Rest", "the key `Title`; write `title` instead"),
        ("titel: Rest", "", "Rest", "the key `titel`; write `title` instead"),
        ("id: 7", "Rest.\n\n## To *rest*\n", "To rest", "its first heading; add `title: ...`"),
        ("title: ''", "Rest.", "sleep", "the name of its file; add `title: ...`"),
    ],
)
def test_a_topic_without_a_title_is_kept(tmp_path: Path, front: str, body: str, title: str, said: str) -> None:
    """It is called after what is nearest to a title, and that is told."""
    path = tmp_path / "sleep.en.md"
    path.write_text(f"---\nupdated: 2024-06-06\n{front}\n---\n{body}", encoding="utf-8")
    catalog = read(tmp_path)
    assert title == catalog["sleep"].title["en"]
    (found,) = (found for found in catalog.findings if found.kind is FindingKind.MISSING_TITLE)
    assert Severity.WARNING == found.severity
    assert f"there is no `title`; the text is called “{title}”, after {said}" == found.message()


@pytest.mark.parametrize(
    ("key", "near"),
    [
        *(("update", "updated"), ("actualizado", "updated"), ("fecha", "updated"), ("título", "title")),
        *(
            ("resumen", "description"),
            ("grupos", "groups"),
            ("related_topics", "related"),
            ("También llamado", "also_called"),
        ),
    ],
)
def test_keys_in_other_languages_are_told(tmp_path: Path, key: str, near: str) -> None:
    """A Spanish or misspelled key is named with its line and the key that is read; the topic is kept."""
    path = tmp_path / "sleep.en.md"
    path.write_text(f"---\ntitle: Sleep\n{key}: 2025-01-01\n---\n", encoding="utf-8")
    catalog = read(tmp_path)
    assert ["sleep"] == list(catalog)
    (found,) = (found for found in catalog.findings if found.kind is FindingKind.UNKNOWN_KEY)
    assert (key, near, f"{path}:3") == (found.details["key"], found.details["near"], found.source)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(front=st.text(st.characters(exclude_categories=["Cs"]), max_size=60), body=st.text(max_size=40).map(ascii))
def test_no_front_matter_brings_the_reader_down(tmp_path: Path, front: str, body: str) -> None:
    """Whatever stands between the fences, the file is a record or one broken topic."""
    path = tmp_path / "sleep.en.md"
    path.write_bytes(f"---\ntitle: Sleep\nupdated: 2024-06-06\n{front}\n---\n{body}".encode())
    items = [item for item in SOURCE.read(path) if isinstance(item, Record) or item.kind is FindingKind.BROKEN]
    assert len(items) <= 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip))
def test_any_title_in_quotes_survives(tmp_path: Path, text: str) -> None:
    """A title in single quotes comes through as written, whatever its script, white space folded."""
    quoted = text.replace("'", "''")
    record = record_of(write(tmp_path, "a.en.md", f"title: '{quoted}'"))
    assert " ".join(text.strip(" ").split(" ")).split() == record.title.split()


def test_a_link_without_an_address_is_told(tmp_path: Path) -> None:
    """A scheme with nothing behind it is not a link; its words stay."""
    write(tmp_path, "a.en.md", body="[e](mailto:) [f](mailto:a@example.org)")
    catalog = read(tmp_path)
    (found,) = (found for found in catalog.findings if found.kind is FindingKind.DEAD_LINK)
    assert "there is nothing behind mailto:; write a whole address" in found.message()
    assert '<p>e <a href="mailto:a@example.org">f</a></p>' == catalog["a"].summary["en"]


def test_pictures_that_a_script_would_load(tmp_path: Path) -> None:
    """A picture that is not there is told with its line, whichever attribute has its address, quoted or not."""
    body = (
        '<p title="a > b"><img data-src="a.jpg" alt="x"></p>',
        '<img src="data:image/gif;base64,AA" data-lazy-src=\'b.jpg\' alt="x">',
        "<img data-original=c.jpg alt=x>",
        '<img src="https://example.org/x.png" srcset="d.jpg 1x, e.jpg 2x, d.jpg 3x" alt="x">',
        '<picture><source data-srcset="f.webp 400w"><img srcset="g.jpg" alt="x"></picture>',
        'Inline <img alt="2 > 1" data-lazy="h.jpg">, and a word src="no.jpg" or src=no.jpg.',
        '<object data="i.pdf">x</object> <video poster="j.jpg" src="https://example.org/v.mp4">x</video>',
    )
    (tmp_path / "publisher.toml").write_text(PUBLISHER, encoding="utf-8")
    write(tmp_path, "a.en.md", body="\n\n".join(body))
    found = [each for each in read(tmp_path).findings if each.kind is FindingKind.DEAD_LINK]
    told = [(each.details["link"], int(each.source.rpartition(":")[2])) for each in found]
    places = {"a.jpg": 5, "b.jpg": 7, "c.jpg": 9, "d.jpg": 11, "e.jpg": 11, "f.webp": 13, "g.jpg": 13, "h.jpg": 15}
    assert [*places.items(), ("i.pdf", 17), ("j.jpg", 17)] == told


def test_corrections_are_read_or_reported(tmp_path: Path) -> None:
    """Each has a day and a note; one that lacks either is left out, and named."""
    text = "---\ntitle: Sleep\nupdated: 2025-03-04\ncorrections:\n  - {date: 2025-03-04, note: It is 5 ml.}\n"
    (tmp_path / "sleep.en.md").write_text(f"{text}  - {{note: When?}}\n  - {{date: 2025-03-05}}\n---\nRest well.\n")
    catalog = syndicate.read(tmp_path)
    assert ["It is 5 ml."] == [one.note for one in catalog["sleep"].corrections["en"]]
    assert {"corrections[1].date", "corrections[2].note"} <= {str(one.details.get("key")) for one in catalog.findings}


@pytest.mark.parametrize("names", [("sleep.en.md", "Walk.en.md"), ("en/sleep.md", "en/Walk.md")])
def test_links_in_other_capital_letters(tmp_path: Path, names: tuple[str, str]) -> None:
    """They lead to the topic, by the name with or without the language, and are reported."""
    first, second = names
    for name in (first, second):
        for path in (name, name.replace("en", "es")) if "/" in name else (name,):
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text("---\ntitle: Walk\ndate: 2024-06-06\n---\nWalk.\n", "utf-8")
    links = f"[a](walk.md#how), [b]({Path(second).name.upper().replace('.MD', '.md')}), [c]({Path(second).name})"
    (tmp_path / first).write_text(f"---\ntitle: Sleep\ndate: 2024-06-06\n---\n{links}\n", "utf-8")
    (tmp_path / "publisher.toml").write_text(
        'base_url = "https://example.test/"\nauthority = "example.test,2024"\nname = {en = "A", es = "B"}\n', "utf-8"
    )
    catalog = syndicate.read(tmp_path)

    found = [one for one in catalog.findings if one.kind is FindingKind.LINK_CASE]
    assert [Path(second).name, Path(second).name] == [one.details["near"] for one in found]
    assert 3 == str(catalog["sleep"].summary["en"]).count('href="https://example.test/en/topics/walk/')


def test_related_topics_by_path_and_pictures_that_nobody_filled_in(tmp_path: Path) -> None:
    """Paths mean the topics at them, and a form with empty keys states no picture."""
    head = "title: {}\ndate: 2024-06-06\nimage:\n  alt: ''\n  src:\n"
    for folder in ("en", "es"):
        (tmp_path / folder / "g").mkdir(parents=True)
        (tmp_path / folder / "g" / "walk.md").write_text(f"---\n{head.format('Walk')}---\nWalk.\n", "utf-8")
        (tmp_path / folder / "run.md").write_text(f"---\n{head.format('Run')}---\nRun.\n", "utf-8")
        related = f"related: [g/walk.md, /{folder}/run/]\n"
        (tmp_path / folder / "sleep.md").write_text(f"---\n{head.format('Sleep')}{related}---\nRest.\n", "utf-8")
    catalog = syndicate.read(tmp_path)

    assert ["Walk", "Run"] == [one.title for one in catalog["sleep"].related["en"]]
    assert {FindingKind.READ_AS} == {one.kind for one in catalog.findings}
