"""Programs that change texts between reading and building: that is a change of the text, and a new version is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from markupsafe import Markup
from samples import PUBLISHER

import syndicate
from syndicate.history import Changes, History, writing
from syndicate.model import Catalog, FindingKind, Link, Localized, Publisher, Record, Section, Topic
from syndicate.pairing import pair
from syndicate.sources import raw_digest

TODAY = datetime(2025, 11, 27, 8, tzinfo=UTC)

SOURCE = """---
title: Sleep
updated: 2025-06-01
also_called: [Rest]
---
Sleep well. ![A bed](/bed.png) [More](/more)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A source of two texts."""
    place = tmp_path / "source"
    place.mkdir()
    (place / "sleep.en.md").write_text(SOURCE, encoding="utf-8")
    (place / "sleep.es.md").write_text(SOURCE.replace("Sleep well", "Duerma bien"), encoding="utf-8")
    return place


def catalog(folder: Path, words: str = "", publisher: Publisher = PUBLISHER) -> Catalog:
    """The source, with words that a program adds to the English text."""
    found = syndicate.read(folder, publisher=publisher, now=TODAY)
    if not words:
        return found
    (topic,) = found.values()
    summary = Localized.from_identifiers({**topic.summary.identifiers(), "en": topic.summary["en"] + Markup(words)})
    return found.replaced([attrs.evolve(topic, summary=summary)])


class Builds:
    """Builds one after the other, a day each, of one history."""

    def __init__(self, path: Path) -> None:
        self.history = History(path)
        self.now = TODAY

    def build(self, found: Catalog) -> Changes:
        """Another build."""
        self.now += timedelta(days=1)
        changes = self.history.compare(found, now=self.now)
        self.history.remember(changes)
        return changes

    def outcome(self, found: Catalog) -> str:
        """What happened to the English text; nothing happens to the other."""
        changes = self.build(found)
        others = changes.counts.get("es", {"unchanged": 1})
        assert {"unchanged": 1} == {state: count for state, count in others.items() if count}
        ((state, _),) = ((state, count) for state, count in changes.counts["en"].items() if count)
        if state in ("changed", "new"):
            (text,) = changes.texts["en"].values()
            assert f"{self.now:%Y-%m-%d}" == text.event[:10]
        return state


@pytest.fixture
def builds(folder: Path, tmp_path: Path) -> Builds:
    """A history that knows the source as it is."""
    found = Builds(tmp_path / "history")
    found.build(catalog(folder))
    return found


def test_what_a_program_changes_is_news(folder: Path, builds: Builds) -> None:
    """Each change of it once, and the end of it too; no build in between says anything."""
    steps = ["", "<p>One.</p>", "<p>One.</p>", "<p>Two.</p>", "<p>Two.</p>", "", ""]
    expected = ["unchanged", "changed", "unchanged", "changed", "unchanged", "changed", "unchanged"]
    assert expected == [builds.outcome(catalog(folder, words)) for words in steps]


def test_source_of_a_text_that_a_program_changes(folder: Path, builds: Builds) -> None:
    """A change of the source is one as ever."""
    builds.build(catalog(folder, "<p>One.</p>"))
    path = folder / "sleep.en.md"
    path.write_text(SOURCE.replace("well", "better"), encoding="utf-8")
    assert "changed" == builds.outcome(catalog(folder, "<p>One.</p>"))
    assert "unchanged" == builds.outcome(catalog(folder, "<p>One.</p>"))


def test_another_version_may_clean_what_a_program_changes(
    folder: Path, builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What differs then is taken for its work; with the same version after it, only the program is left."""
    builds.build(catalog(folder, "<p>One.</p>"))
    monkeypatch.setattr(writing, "program", lambda: "99.0")
    assert "repaired" == builds.outcome(catalog(folder, "<p>One!</p>"))
    assert "unchanged" == builds.outcome(catalog(folder, "<p>One!</p>"))
    assert "changed" == builds.outcome(catalog(folder, "<p>Two.</p>"))


def test_new_address_of_the_site_is_no_change_of_a_text(folder: Path, builds: Builds) -> None:
    """Its links and pictures lead elsewhere, but nobody has touched it."""
    found = catalog(folder, publisher=attrs.evolve(PUBLISHER, base_url="https://www.example.net/salud/"))
    counts = builds.build(found).counts
    assert {"unchanged"} == {state for found in counts.values() for state, count in found.items() if count}


def records(change: Callable[[Record], Record] = lambda record: record) -> Catalog:
    """Records that a reader of somebody's own gives, and what a program makes of them before they are paired."""
    pages = {"en": "https://a.example/", "es": "https://a.example/es/"}
    found = [
        Record(
            id="1",
            locale=locale,
            title=title,
            slug="sleep",
            translation_key="sleep",
            updated=datetime(2025, 6, 1, tzinfo=UTC),
            sections=[Section(title="More", links=[Link(url=pages, title={locale: title})])],
            raw=raw_digest(title),
        )
        for locale, title in (("en", "Sleep"), ("es", "Dormir"))
    ]
    return pair([change(record) for record in found], now=TODAY)


def test_what_a_program_changes_before_pairing_is_news(tmp_path: Path) -> None:
    """Records can be changed too; that pairing gives links their twins is not a change."""
    builds = Builds(tmp_path / "history")
    builds.build(records())
    (topic,) = records().values()
    assert [False, False] == [topic.is_edited(locale) for locale in topic.locales]

    def changed(record: Record) -> Record:
        return attrs.evolve(record, description="Rest.") if record.locale.language == "en" else record

    assert ["changed", "unchanged"] == [builds.outcome(records(changed)) for _ in range(2)]


def test_topic_that_a_program_makes_is_its_own(folder: Path, builds: Builds) -> None:
    """Though it says what the source of another has stated."""
    (topic,) = catalog(folder).values()
    values: dict[str, Any] = {
        name: getattr(topic, name) for name in ("slug", "ids", "url", "raw", "updated", "keys", "origin", "image")
    }

    def made(summary: str) -> Catalog:
        text = {"en": Markup(summary), "es": topic.summary["es"]}
        return Catalog([Topic(**values, title=topic.title, also_called=topic.also_called, summary=text)])

    outcomes = [builds.outcome(made(f"<p>{words}</p>")) for words in ("One.", "One.", "Two.")]
    assert ["changed", "unchanged", "changed"] == outcomes


def test_translation_of_what_a_program_changes_falls_behind(folder: Path, builds: Builds) -> None:
    """As that of any text that changed without its date, even if it was confirmed before."""
    history = builds.history
    for words in ("<p>One.</p>", "<p>Two.</p>"):
        changes = builds.build(catalog(folder, words))
        stale = [found.topic for found in changes.catalog.findings if found.kind is FindingKind.STALE_TEXT]
        assert ["sleep"] == stale
        history.confirm(catalog(folder, words), "es", "sleep")
        builds.history = history = History(history.path)
        changes = builds.build(catalog(folder, words))
        assert [] == [found.topic for found in changes.catalog.findings if found.kind is FindingKind.STALE_TEXT]


def test_digests_of_what_a_source_states_are_those_of_earlier_versions() -> None:
    """Histories hold them: white space, escapes and letters in parts count as they always did."""
    stated = ("a\nb\\nc\t d\u2003\x0b", ["x", None, ("e\u0301",)], {"k": "l\r\n m"}, 2)
    assert "801cf34092d95359e9db95f624d76a44" == raw_digest(*stated)
    assert "5630335ddee45db0bce3f835d2f86824" == raw_digest('<p class="a">\n\n  Sueño\xa0 "b"</p>', [["a", None], []])
