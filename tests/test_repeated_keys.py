"""Keys that front matter has twice: harmless ones are reported, and two values of a key that is read are an error."""

from __future__ import annotations

from pathlib import Path

import pytest

import syndicate
from syndicate.model import Catalog, Finding, FindingKind
from syndicate.model.finding import Severity
from syndicate.pairing import pair
from syndicate.sources.front_matter import split
from syndicate.sources.markdown import SOURCE
from syndicate.sources.read_keys import TOPICS
from syndicate.translations.front_texts import FrontTexts


def read(folder: Path, front: str, fence: str = "---") -> Catalog:
    """The catalog of one text with a front matter."""
    text = front if front.startswith("{") else f"{fence}\n{front}\n{fence}\n"
    (folder / "sleep.en.md").write_text(f"{text}\nRest.\n", encoding="utf-8")
    return pair(SOURCE.read(folder))


def found(catalog: Catalog) -> list[tuple[str, str, str]]:
    """The keys that stand twice, with their lines and what becomes of them."""
    return [
        (finding.details["key"], finding.details["lines"], finding.details["reason"])
        for finding in catalog.findings
        if finding.kind is FindingKind.REPEATED_KEY
    ]


DATED = "title: Sleep\nupdated: 2024-06-06\n"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (f"{DATED}title: Sleep", ("title", "2, 4", "repeated-same")),
        (f"{DATED}title: 'Sleep'", ("title", "2, 4", "repeated-same")),
        (f"{DATED}updated: 2024-06-06\nupdated: 2024-06-06", ("updated", "3, 4, 5", "repeated-same")),
        (f"{DATED}title:", ("title", "2, 4", "repeated-empty")),
        (f"title:\n{DATED}", ("title", "2, 3", "repeated-empty")),
        (f"{DATED}type: post\ntype: page", ("type", "4, 5", "repeated-unread")),
        (f"{DATED}tags: [a]\ntags: [b]", ("tags", "4, 5", "repeated-unread")),
        (f"{DATED}layout: a\nlayout: b", ("layout", "4, 5", "repeated-unread")),
        (f"{DATED}groups: [a, b]\ngroups:\n  - a\n  - b", ("groups", "4, 5", "repeated-same")),
        (f"{DATED}params:\n  hero: a\n  hero: b", ("params.hero", "5, 6", "repeated-unread")),
        (f"{DATED}image:\n  src: /a.png\n  focal: x\n  alt: A\n  focal: y", ("image.focal", "6, 8", "repeated-unread")),
        (f"{DATED}image:\n  src: /a.png\n  alt: A\n  alt: A", ("image.alt", "6, 7", "repeated-same")),
        (f"{DATED}last_update:\n  author: A\n  author: B", ("last_update.author", "5, 6", "repeated-unread")),
        (
            f"{DATED}sections:\n  - title: A\n    icon: x\n    icon: y\n    links: []",
            ("sections[0].icon", "6, 7", "repeated-unread"),
        ),
        (
            '{"title": "Sleep",\n"updated": "2024-06-06",\n"title": "Sleep"}',
            ("title", "1, 3", "repeated-same"),
        ),
    ],
)
def test_a_harmless_key_is_reported(tmp_path: Path, front: str, expected: tuple[str, str, str]) -> None:
    """The text is published with the value that counts, and a warning names the key and its lines."""
    catalog = read(tmp_path, front)
    assert "Sleep" == catalog["sleep"].title["en"]
    assert "2024-06-06" == str(catalog["sleep"].updated["en"])[:10]
    assert [expected] == found(catalog)
    assert Severity.WARNING is FindingKind.REPEATED_KEY.severity


@pytest.mark.parametrize(
    ("front", "key", "lines"),
    [
        ("title: Sleep\ntitle: Rest", "title", "2, 3"),
        (f"{DATED}updated: 2024-06-07", "updated", "3, 4"),
        (f"{DATED}pubDate: 2024-01-01\npubDate: 2024-01-02", "pubDate", "4, 5"),
        (f"{DATED}last_modified_at: 2024-01-01\nlast_modified_at: 2024-01-02", "last_modified_at", "4, 5"),
        (f"{DATED}draft: true\ndraft: false", "draft", "4, 5"),
        (f"{DATED}lang: en\nlang: es", "lang", "4, 5"),
        (f"{DATED}ref: a\nref: b", "ref", "4, 5"),
        (
            f"{DATED}noindex_until: 2030-01-01\nunpublish_on: 2030-01-01\nunpublish_on: 2031-01-01",
            "unpublish_on",
            "5, 6",
        ),
        (f"{DATED}image:\n  src: /a.png\n  alt: A\n  alt: B", "image.alt", "6, 7"),
        (f"{DATED}last_update:\n  date: 2024-01-01\n  date: 2024-01-02", "last_update.date", "5, 6"),
        ('{"title": "Sleep",\n"updated": "2024-06-06",\n"title": "Rest"}', "title", "1, 3"),
    ],
)
def test_two_values_of_a_key_that_is_read(tmp_path: Path, front: str, key: str, lines: str) -> None:
    """Nobody can tell which is meant, so the text is not published, and the error names both lines and the way out."""
    catalog = read(tmp_path, front)
    assert [] == list(catalog)
    [finding] = [finding for finding in catalog.findings if finding.kind is FindingKind.BROKEN]
    assert f"the key '{key}' stands twice, with different values (lines {lines})" in finding.message()
    assert finding.message().endswith("remove the wrong one")
    assert finding.source.endswith(f":{lines.rpartition(' ')[2]}")


def test_lines_of_pelican(tmp_path: Path) -> None:
    """A value goes on in the lines below it; a key that stands twice is judged as in YAML."""
    document, _ = split(
        "Title: Sleep\nSummary: One\n  two\nDate: 2024-06-06\nTags: a\nDate: 2024-06-06\nTags: b\n\nRest.",
        rules=TOPICS,
    )
    assert ("One two", "2024-06-06") == (document.values.mapping["summary"], document.values.mapping["date"])
    assert [("date", "4, 6"), ("tags", "5, 7")] == [(item.place, item.shown_lines) for item in document.repeated]
    (tmp_path / "sleep.en.md").write_text("Title: Sleep\nDate: 2024-06-06\nTitle: Rest\n\nRest.\n", encoding="utf-8")
    [finding] = [item for item in SOURCE.read(tmp_path) if isinstance(item, Finding)]
    assert "the key 'title' stands twice, with different values (lines 1, 3)" in finding.message()


def test_toml_itself_forbids_it(tmp_path: Path) -> None:
    """The error of its parser has the line and the way out."""
    catalog = read(tmp_path, 'title = "Sleep"\ndate = 2024-06-06\ntype = "a"\ntype = "a"', "+++")
    [finding] = catalog.findings
    assert finding.message().endswith("TOML allows a key once; remove the others")
    assert finding.source.endswith(":5")


def test_names_of_groups(tmp_path: Path) -> None:
    """The same name twice is a warning with its line."""
    (tmp_path / "groups.yaml").write_text("rest: {en: Rest}\nrest: {en: Rest}\n", encoding="utf-8")
    catalog = read(tmp_path, f"{DATED}groups: [rest]")
    assert [("rest", "1, 2", "repeated-same")] == found(catalog)
    assert "Rest" == catalog.groups["rest"].name["en"]


def test_settings_of_a_site_with_a_key_twice(tmp_path: Path) -> None:
    """What nobody reads may stand twice there; two values of a key that is read leave the settings unread."""
    topics = tmp_path / "_posts"
    topics.mkdir()
    settings = tmp_path / "_config.yml"
    settings.write_text("author: A\nauthor: B\nexclude: [_posts/sleep.en.md]\n", encoding="utf-8")
    assert ["withheld"] == [finding.kind.value for finding in read(topics, DATED).findings if finding.topic == "sleep"]
    settings.write_text("exclude: [a.md]\nexclude: [_posts/sleep.en.md]\n", encoding="utf-8")
    messages = [finding.message("es") for finding in read(topics, DATED).findings]
    assert any("la clave 'exclude' aparece dos veces, con valores distintos" in message for message in messages)


def test_a_translation_has_the_key_once(tmp_path: Path) -> None:
    """Else its two titles would contradict each other; what is not translated stays as it is."""
    front = FrontTexts("title: Sleep\ntype: a\ntitle: Sleep\ntype: b\nlang: en\nlang: en\n")
    assert [("title", 3)] == [(unit.name, unit.line) for unit in front.units]
    assert "type: a\ntitle: El sueño\ntype: b\nlang: es\n" == front.written({"title": ("El sueño",)}, {"lang": "es"})


def test_many_values_are_compared_whole(tmp_path: Path) -> None:
    """Lists have an order, and mappings have none."""
    front = f"{DATED}institute: {{title: A, url: https://a.example/}}\ninstitute: {{url: https://a.example/, title: A}}"
    assert [("institute", "4, 5", "repeated-same")] == found(read(tmp_path, front))
    assert not list(read(tmp_path, f"{DATED}groups: [a, b]\ngroups: [b, a]"))
    assert "clave `type`" in syndicate.Finding(
        kind=FindingKind.REPEATED_KEY, details={"key": "type", "lines": "2, 3", "reason": "repeated-unread"}
    ).message("es")
