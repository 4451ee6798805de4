"""Values of front matter: the forms that site generators have for them, and what a wrong one costs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.model import Catalog, Finding, FindingKind, Publisher, Topic
from syndicate.sources import read
from syndicate.sources.topic_keys import KEYS

PUBLISHER = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
NOW = datetime(2024, 6, 6, 12, tzinfo=UTC)


def catalog(folder: Path, front: str, publisher: Publisher | None = PUBLISHER) -> Catalog:
    """The catalog of one topic with a front matter, and of another."""
    (folder / "sleep.en.md").write_text(f"---\ntitle: Sleep\n{front}\n---\nRest well.\n", encoding="utf-8")
    (folder / "naps.en.md").write_text("---\ntitle: Naps\nupdated: 2024-01-01\n---\nNaps.\n", encoding="utf-8")
    return read(folder, publisher=publisher, now=NOW)


def wrong(found: Catalog) -> list[Finding]:
    """The findings on values that cannot be used."""
    return [finding for finding in found.findings if finding.kind is FindingKind.WRONG_VALUE]


@pytest.mark.parametrize(
    ("front", "line", "expected"),
    [
        ("also_called: true", 3, "`also_called`: a list expected, not a truth value: write [one, two]"),
        ("also_called:\n  - Rest\n  -", 5, "`also_called[1]`: the item is empty: remove it"),
        ("also_called: [{a: b}, Rest]", 3, "`also_called[0]`: a text expected, not a mapping"),
        ("description: [a]", 3, "`description`: a text expected, not a list: write one text, without brackets"),
        ("updated: 2024-06-06T02:30:35", 3, "has no time zone"),
        ("updated: 2024-13-45", 3, "'2024-13-45' is not a date"),
        ("date: 6/6/2024", 3, "write a day as 2024-06-06"),
        ("reviewed: true", 3, "`reviewed`: it is not a date: write a day as 2024-06-06"),
        ("created: {a: b}", 3, "`created`: a text expected, not a mapping"),
        ("updated: 9999-12-31T23:00:00-12:00", 3, "beyond the years"),
        ("last_modified_at: yesterday", 3, "`last_modified_at`: 'yesterday' is not a date"),
        ("last_update: {date: yesterday}", 3, "`last_update.date`: 'yesterday' is not a date"),
        ("url: /sleep", 3, "`url`: not an absolute http(s) URL: '/sleep': write it out"),
        ("slug: El Sueño", 3, "`slug`: not a slug: 'El Sueño': use lower-case letters"),
        ("slug: [a]", 3, "`slug`: a text expected, not a list"),
        ("image:\n  alt: A bed", 3, "`image.src`: there is no src: add `src: ...`"),
        ("image: true", 3, "`image`: a mapping expected, not a truth value: write the address of the picture"),
        ("image: [a.png, b.png]", 3, "`image`: a mapping expected, not a list: write the address of the picture"),
        ("institute:\n  title: NIH\n  url: ftp://x", 5, "`institute.url`: not an absolute http(s) URL"),
        ("institute: [NIH]", 3, "`institute`: a mapping expected, not a list"),
        ("subjects:\n  - {scheme: MeSH}", 4, "`subjects[0].code`: there is no code"),
        ("subjects: D012890", 3, "`subjects`: a mapping expected, not a text: write keys and values"),
        ("groups: {a: b}", 3, "`groups`: a text expected, not a mapping"),
        ("related: true", 3, "`related`: a list expected, not a truth value"),
        ("sections:\n  - links: []", 4, "`sections[0].title`: there is no title"),
        (
            "sections:\n  - title: A\n    links:\n      - text",
            6,
            "`sections[0].links[0]`: a mapping expected, not a text",
        ),
        ("sections: text", 3, "`sections`: a mapping expected, not a text"),
        ("translationKey: [a]", 3, "`translationKey`: a text expected, not a list"),
        ("translated_from: true", 3, "`translated_from`: a text expected, not a truth value"),
        ("true: 1", 3, "the key True is not text: put it in quotes"),
    ],
)
def test_a_wrong_value_costs_its_key_alone(tmp_path: Path, front: str, line: int, expected: str) -> None:
    """The topic is shown without the part that fails, and the finding has the key, the line, and the way out."""
    found = catalog(tmp_path, front)
    assert {"naps", "sleep"} == set(found)
    assert "Rest well." in found["sleep"].summary["en"]
    (finding,) = wrong(found)
    assert expected in finding.message()
    assert f"{tmp_path / 'sleep.en.md'}:{line}" == finding.source
    assert finding.severity == "error"


def picture(topic: Topic) -> tuple[str, str]:
    """The address and the text alternative of a topic's picture."""
    return topic.image["en"].url, topic.image["en"].alt


BED = "https://example.org/bed.png"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("image: /bed.png", (BED, "")),
        (f"image: {BED}", (BED, "")),
        (f"image: [{BED}]", (BED, "")),
        ("image: {src: /bed.png, alt: A bed}", (BED, "A bed")),
        ("image: {path: /bed.png, alt: A bed}", (BED, "A bed")),
        ("image: {url: /bed.png, altText: A bed}", (BED, "A bed")),
        ("image: {file: /bed.png, alt_text: A bed}", (BED, "A bed")),
        ("image: {Path: /bed.png, description: A bed}", (BED, "A bed")),
        ("image: /bed.png\nimage_alt: A bed", (BED, "A bed")),
        ("image: {path: /bed.png}\nimageAlt: A bed", (BED, "A bed")),
    ],
)
def test_forms_of_a_picture(tmp_path: Path, front: str, expected: tuple[str, str]) -> None:
    """Jekyll, Hugo, and Docusaurus write an address; others a table with an address under some name."""
    found = catalog(tmp_path, front)
    assert expected == picture(found["sleep"])
    assert [] == wrong(found)
    kinds = {finding.kind for finding in found.findings}
    assert (FindingKind.NO_ALTERNATIVE in kinds) is not bool(expected[1])


@pytest.mark.parametrize("front", ["image:", "image: ''", "image: false", "image: null"])
def test_no_picture(tmp_path: Path, front: str) -> None:
    """An empty value is none, and nothing to report."""
    found = catalog(tmp_path, front)
    assert ([], {}) == (wrong(found), dict(found["sleep"].image.identifiers()))


@pytest.mark.parametrize(
    ("front", "field", "expected"),
    [
        ("groups: rest", "groups", ("rest",)),
        ("groups: rest, health", "groups", ("rest", "health")),
        ("also_called: Slumber", "also_called", ("Slumber",)),
        ("also_called: Slumber, Shut-eye,", "also_called", ("Slumber", "Shut-eye")),
        ("institute: NIH", "institute", "NIH"),
        ("institute: {title: NIH, url: ftp://x}", "institute", "NIH"),
        ("subjects: {scheme: MeSH, code: D1}", "subjects", "D1"),
        ("sections: {title: More, links: [{title: A, url: 'https://example.org/a'}]}", "sections", "More"),
        ("related: naps", "related", "Naps"),
    ],
)
def test_forms_of_lists(tmp_path: Path, front: str, field: str, expected: Any) -> None:
    """A text with commas is a list, and one item may stand by itself."""
    found = catalog(tmp_path, front)
    value = getattr(found["sleep"], field)
    value = value if isinstance(value, tuple) else value["en"]
    if isinstance(expected, str):
        (first,) = value if isinstance(value, tuple) else (value,)
        assert expected == (first.code if field == "subjects" else first.title)
    else:
        assert expected == value
    assert [] == [finding for finding in wrong(found) if "ftp" not in finding.message()]


@pytest.mark.parametrize(
    "front",
    [
        *(
            "tags: a, b",
            "authors: name",
            "author: {name: A}",
            "categories: [a]",
            "tags: {a: b}",
            "authors: [{name: A}]",
        ),
        *("keywords: a, b", "layout: page", "menu: main", "cover: {image: a.png}", "images: [a.png]", "weight: 5"),
    ],
)
def test_values_of_other_programs(tmp_path: Path, front: str) -> None:
    """What means something elsewhere may have any form."""
    assert [] == wrong(catalog(tmp_path, front))


@pytest.mark.parametrize(
    "front",
    [
        *("updated: 2024-02-03", "lastmod: 2024-02-03", "last_modified_at: 2024-02-03", "modified: 2024-02-03"),
        *("lastUpdated: 2024-02-03", "last_update: {date: 2024-02-03, author: A}", "updatedDate: 2024-02-03"),
        *("dateModified: 2024-02-03", "last-updated: 2024/2/3", "updated_at: 2024-02-03T10:00:00Z"),
    ],
)
def test_names_of_the_last_change(tmp_path: Path, front: str) -> None:
    """Jekyll, Pelican, Hugo, Docusaurus, Starlight, and Astro each have their own name for it."""
    found = catalog(tmp_path, front)
    assert date(2024, 2, 3) == found["sleep"].updated["en"].date()
    assert {FindingKind.UNPAIRED} >= {finding.kind for finding in found.findings}


@pytest.mark.parametrize("front", ["lastUpdated: true", "last_update: {author: A}", "lastUpdated: false"])
def test_no_last_change(tmp_path: Path, front: str) -> None:
    """Starlight and Docusaurus may say whether to show it, or who made it."""
    found = catalog(tmp_path, front)
    assert ([], {}) == (wrong(found), dict(found["sleep"].updated.identifiers()))


_VALUES = st.sampled_from(
    [
        "true",
        "[]",
        "{}",
        "[a]",
        "{a: b}",
        "[[a]]",
        "[{a: b}]",
        "[null]",
        "''",
        "7",
        "x" * 70,
        "'ñ, 2'",
        "2024-01-01",
        "~",
    ]
)


@given(values=st.dictionaries(st.sampled_from(sorted(KEYS - {"title", "id", "draft"})), _VALUES))
def test_no_value_costs_the_topic(tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]) -> None:
    """Whatever stands under the optional keys, the topic is published."""
    front = "\n".join(f"{key}: {value}" for key, value in values.items())
    found = catalog(tmp_path_factory.mktemp("values"), front)
    assert 2 == len(found)
    assert FindingKind.BROKEN not in {finding.kind for finding in found.findings}
