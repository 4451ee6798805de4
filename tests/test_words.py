"""Words around a topic's text: which languages lack labels, names of groups, texts of the publisher."""

from __future__ import annotations

from pathlib import Path

import attrs
from samples import HOME, PUBLISHER, small

from syndicate import read
from syndicate.model import Catalog, Group
from syndicate.pairing import missing_words

PLAY = Group(id="play", slug="play", name={"en": "Play"})


def _found(catalog: Catalog, **changes: object) -> list[tuple[str, str, str]]:
    publisher = attrs.evolve(PUBLISHER, **changes)  # type: ignore[arg-type]
    return [
        (one.kind.value, one.locale, one.details.get("name") or one.details.get("field", ""))
        for one in missing_words(catalog, publisher)
    ]


def test_a_catalog_in_two_languages_that_has_all_words_has_no_finding() -> None:
    """Regional Spanish has the labels and names of Spanish."""
    catalog = Catalog([small(1, locales=("en", "es"), groups=("home",))], groups=[HOME])

    assert [] == _found(catalog)
    assert [] == _found(Catalog([small(1, locales=("en", "es_MX"))]))


def test_each_language_without_words_is_named() -> None:
    """Arabic has no labels here, and the publisher no Arabic name and credit line."""
    catalog = Catalog([small(1, locales=("en", "ar"), groups=("home",))], groups=[HOME])

    assert [
        ("missing-labels", "ar", ""),
        ("missing-publisher-text", "ar", "name"),
        ("missing-publisher-text", "ar", "attribution"),
        ("missing-group-name", "ar", "At home"),
    ] == _found(catalog)


def test_a_group_needs_a_name_only_where_it_has_topics() -> None:
    """A group whose topics are all English may be called in English alone."""
    english = Catalog([small(1, groups=("play",)), small(2, locales=("en", "es"))], groups=[PLAY])
    both = Catalog([small(1, locales=("en", "es"), groups=("play",))], groups=[PLAY])

    assert [] == _found(english)
    assert [("missing-group-name", "es", "Play")] == _found(both)


def test_check_sees_them(tmp_path: Path) -> None:
    """Reading with a publisher reports them, with what to do, in the editor's language."""
    (tmp_path / "flu.ar.md").write_text("---\ntitle: الإنفلونزا\nupdated: 2025-01-01\n---\nنص.\n", encoding="utf-8")
    catalog = read(tmp_path, publisher=attrs.evolve(PUBLISHER, default_locale="ar", attribution={}))

    assert [
        "there are no labels in Arabic: pages and feeds show them in English; bring your own with `translations` in "
        "publisher.toml",
        "[name] has no text in Arabic: the one in English is shown; add a line to publisher.toml",
    ] == [finding.message() for finding in catalog.findings]
    assert "no hay etiquetas en árabe" in catalog.findings[0].message("es")
