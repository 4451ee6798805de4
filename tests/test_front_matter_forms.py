"""Front matter as people and other programs write it: curly quotation marks, and the many names of dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndicate.model import Finding, FindingKind, Record
from syndicate.model.finding import Severity
from syndicate.sources.markdown import SOURCE
from syndicate.sources.reading import Item


def items(folder: Path, front: str, name: str = "sleep.en.md", fence: str = "---") -> list[Item]:
    """What is read of one text with a front matter."""
    (folder / name).write_text(f"{fence}\n{front}\n{fence}\nRest.\n", encoding="utf-8")
    return list(SOURCE.read(folder))


def record(found: list[Item]) -> Record:
    """The one record among them."""
    [one] = [item for item in found if isinstance(item, Record)]
    return one


def quotes(found: list[Item]) -> list[tuple[str, str, str]]:
    """The places of values in curly quotation marks, what stands in them, and what became of them."""
    return [
        (item.details["key"], item.details["inside"], item.details["reason"])
        for item in found
        if isinstance(item, Finding) and item.kind is FindingKind.CURLY_QUOTES
    ]


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        ("“Sleep”", "Sleep"),
        ("‘Don’t sleep’", "Don’t sleep"),
        ("„Sleep“", "Sleep"),
        ("«Sleep»", "Sleep"),
        ("”Sleep”", "Sleep"),
        ('“Sleep"', "Sleep"),
        ("“Sleep\n  well”", "Sleep well"),
    ],
)
def test_a_title_in_curly_quotation_marks(tmp_path: Path, value: str, inside: str) -> None:
    """They may be meant, so they stay; a warning says what to write."""
    found = items(tmp_path, f"title: {value}\ndate: 2024-06-06")
    assert [("title", inside, "quotes-shown")] == quotes(found)
    assert value.replace("\n  ", " ") == record(found).title
    assert Severity.WARNING is FindingKind.CURLY_QUOTES.severity
    [finding] = [item for item in found if isinstance(item, Finding)]
    assert f"escriba `{inside}`" in finding.message("es")


@pytest.mark.parametrize(
    "value", ['"“Sleep”"', "'“Sleep”'", "“Sleep” and “rest”", "Sleep “well”", "“Sleep” well", "’90s"]
)
def test_quotation_marks_that_are_meant(tmp_path: Path, value: str) -> None:
    """Those in straight ones as well, and those of a part of the title."""
    found = items(tmp_path, f"title: {value}\ndate: 2024-06-06")
    assert [] == quotes(found)
    assert value.strip("\"'") == record(found).title


def test_values_that_are_no_prose(tmp_path: Path) -> None:
    """Of dates, ids, addresses and the like the marks cannot be a part, so they are read without."""
    front = (
        "title: Sleep\ndate: “2024-06-06”\nslug: ‘to-sleep’\ngroups: [“rest”]\nlayout: “wide”\n"
        "image: {src: “https://example.org/a.png”, alt: “A bed”}"
    )
    found = items(tmp_path, front)
    made = record(found)
    assert ("to-sleep", ["rest"]) == (made.slug, [group.id for group in made.groups])
    assert made.image is not None
    assert ("https://example.org/a.png", "“A bed”") == (made.image.url, made.image.alt)
    assert "2024-06-06" == str(made.created)[:10]
    places = [place for place, _, reason in quotes(found) if reason == "quotes-read"]
    assert ["date", "slug", "groups[0]", "image.src"] == places
    assert "draft" == record(items(tmp_path, "title: Sleep\ndraft: “true”")).withheld


@pytest.mark.parametrize(("front", "fence"), [("title: “Sleep: a guide”", "---"), ("title = “Sleep”", "+++")])
def test_curly_quotation_marks_that_break_the_front_matter(tmp_path: Path, front: str, fence: str) -> None:
    """The error says what to write in their place."""
    [finding] = items(tmp_path, front, fence=fence)
    assert isinstance(finding, Finding)
    assert finding.message().endswith('write straight quotation marks (")')


@pytest.mark.parametrize(
    ("front", "field"),
    [
        ("pubDate: 2024-01-02", "created"),
        ("pubDate: Jan 02 2024", "created"),
        ("publishDate: 2024-01-02", "created"),
        ("date_published: 2024-01-02", "created"),
        ("datePublished: 2024-01-02", "created"),
        ("published: 2024-01-02", "created"),
        ("published_at: 2024-01-02T00:00:00Z", "created"),
        ("posted: 2024-01-02", "created"),
        ("created_at: 2024-01-02", "created"),
        ("updatedDate: 2024-01-02", "updated"),
        ("lastmod: 2024-01-02", "updated"),
        ("Lastmod: 2024-01-02", "updated"),
        ("modified: 2024-01-02", "updated"),
        ("modDate: 2024-01-02", "updated"),
        ("dateModified: 2024-01-02", "updated"),
        ("last_updated: 2024-01-02", "updated"),
        ("lastUpdated: 2024-01-02", "updated"),
        ("last_modified_at: 2024-01-02", "updated"),
        ("revised: 2024-01-02", "updated"),
        ("last_update: {date: 2024-01-02, author: A}", "updated"),
        ("last_update:\n  author: A\n  date: 2024-01-02", "updated"),
        ("last_reviewed: 2024-01-02", "reviewed"),
        ("dateReviewed: 2024-01-02", "reviewed"),
    ],
)
def test_dates_by_the_names_that_programs_have_for_them(tmp_path: Path, front: str, field: str) -> None:
    """Of Hugo, Jekyll, Astro, Eleventy, Docusaurus, Pelican, Starlight, VitePress, JSON Feed, and schema.org."""
    found = items(tmp_path, f"title: Sleep\n{front}")
    assert "2024-01-02" == str(getattr(record(found), field))[:10]
    assert [] == [item for item in found if isinstance(item, Finding)]


@pytest.mark.parametrize(
    "front",
    ["published: true", "lastUpdated: false", "published: yes", "revised: second edition", "last_update: {author: A}"],
)
def test_what_is_not_meant_as_a_date(tmp_path: Path, front: str) -> None:
    """Truth values and words under such keys say nothing of dates."""
    found = items(tmp_path, f"title: Sleep\n{front}\ndate: 2024-06-06")
    made = record(found)
    assert ("2024-06-06", None) == (str(made.created)[:10], made.updated)
    assert [] == [item for item in found if isinstance(item, Finding)]


def test_a_page_that_is_published_later(tmp_path: Path) -> None:
    """A date of publication still withholds a text until then, and the stated date of making goes before it."""
    made = record(items(tmp_path, "title: Sleep\npubDate: 2099-01-02\ndate: 2024-06-06"))
    assert ("2099-01-02", "2024-06-06") == (str(made.publish_at)[:10], str(made.created)[:10])


def test_empty_lines_before_the_front_matter(tmp_path: Path) -> None:
    """Hugo and Astro pass over them; findings name the lines of the file."""
    (tmp_path / "sleep.en.md").write_text("\n\n---\ntitle: Sleep\ndate: soon\n---\nRest.\n", encoding="utf-8")
    found = list(SOURCE.read(tmp_path))
    assert ("Sleep", "<p>Rest.</p>") == (record(found).title, record(found).summary.strip())
    [finding] = [item for item in found if isinstance(item, Finding)]
    assert finding.source.endswith(":5")


def test_dates_of_translations_are_not_keys_of_ours(tmp_path: Path) -> None:
    """Sites note when and by whom a text was translated; that is not a misspelled `translationKey`."""
    front = "title: Sleep\ndate: 2024-06-06\ntranslation-date: 2024-07-07\ntranslated_by: A\ntranslation date: x"
    assert [] == [item for item in items(tmp_path, front) if isinstance(item, Finding)]
