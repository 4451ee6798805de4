"""The dates of what happens, and translations that fall behind: of the change, not of the text, and never to come."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from readers import Document
from samples import PUBLISHER, catalog, day, files, small

import syndicate
from syndicate.history import Changes, History
from syndicate.layout import FORMATS
from syndicate.model import FindingKind, Topic
from syndicate.model.finding import stale
from syndicate.publishing import build

TODAY = datetime(2025, 11, 27, 8, tzinfo=UTC)
LATER = datetime(2025, 12, 24, 8, tzinfo=UTC)


def write(folder: Path, name: str, text: str) -> None:
    """A file of a source."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def news(out: Path, format: str = "atom") -> Document:
    """What is new, as a feed reader has it."""
    return Document.of((out / "en" / "feeds" / f"whats-new.{format}").read_bytes(), format)


def made(folder: Path, now: datetime = TODAY, **options: Any) -> Any:
    """Build a folder of topics."""
    return build(syndicate.read(folder, now=now), PUBLISHER, folder.with_name("public"), now=now, **options)


@pytest.mark.parametrize("format", FORMATS)
def test_old_text_that_is_added_today_is_new_today(format: str, tmp_path: Path) -> None:
    """The text keeps its own date; the news of it has that of the build."""
    source, out = tmp_path / "source", tmp_path / "public"
    write(source, "a.en.md", "---\ntitle: A\nupdated: 2025-06-01\n---\na\n")
    made(source, only=["feeds"])
    write(source, "b.en.md", "---\ntitle: Migrated\nupdated: 2012-01-01\ncreated: 2010-01-01\n---\nb\n")
    made(source, LATER, only=["feeds"])
    entry = PUBLISHER.entry_id("topic", "b", "en")
    assert "2025-12-24T08:00:00" == news(out, format).dates[entry][:19]
    topics = Document.of((out / "en" / "feeds" / f"topics.{format}").read_bytes(), format)
    assert "2012-01-01" == topics.dates[entry][:10]


def test_tombstone_has_the_date_of_the_build(tmp_path: Path) -> None:
    """Not that of the newest text that is left, and not one to come."""
    source, out = tmp_path / "source", tmp_path / "public"
    for name in "ab":
        write(source, f"{name}.en.md", f"---\ntitle: {name}\nupdated: 2012-01-01\n---\na\n")
    made(source, only=["feeds"])
    (source / "b.en.md").unlink()
    made(source, LATER, only=["feeds"])
    assert ["2025-12-24T08:00:00Z"] == list(news(out).deleted.values())


def test_unchanged_source_changes_nothing_at_any_time(tmp_path: Path) -> None:
    """A build a month later is the same, to the byte."""
    source = tmp_path / "source"
    write(source, "a.en.md", "---\ntitle: A\nupdated: 2025-06-01\n---\na\n")
    made(source)
    write(source, "b.en.md", "---\ntitle: B\nupdated: 2012-01-01\n---\nb\n")
    made(source)
    before = files(tmp_path)
    made(source, LATER)
    assert before == files(tmp_path)


def test_date_that_is_mistyped_moves_once(tmp_path: Path) -> None:
    """A date to come is left out; what it said is remembered, so that it makes one change and not one each day."""
    source, out = tmp_path / "source", tmp_path / "public"
    write(source, "a.en.md", "---\ntitle: A\ncreated: 2024-01-01\nupdated: 2025-06-01\n---\na\n")
    made(source, only=["feeds"])
    write(source, "a.en.md", "---\ntitle: A\ncreated: 2024-01-01\nupdated: 2062-06-01\n---\nb\n")
    made(source, TODAY, only=["feeds"])
    before = files(out)
    report = made(source, LATER, only=["feeds"])
    assert before == files(out)
    assert {"en": {"unchanged": 1}} == report.texts
    assert b"2062" not in b"".join(before.values())
    assert "2025-11-27T08:00:00" == news(out).dates[PUBLISHER.entry_id("topic", "a", "en")][:19]


def test_text_without_a_date_is_dated_by_the_history(tmp_path: Path) -> None:
    """By the build that first saw it, and later by the one that saw it change."""
    store = History(tmp_path / "history")
    store.remember(store.compare(catalog(small(1)), now=TODAY))
    changes = store.compare(catalog(small(1), small(2, updated="")), now=TODAY)
    store.remember(changes)
    assert TODAY == changes.catalog["topic-2"].updated["en"]
    changes = store.compare(catalog(small(1), small(2, updated="")), now=LATER)
    assert TODAY == changes.catalog["topic-2"].updated["en"]
    changes = store.compare(catalog(small(1), small(2, "Other.", updated="")), now=LATER)
    assert LATER == changes.catalog["topic-2"].updated["en"]
    assert [] == changes.undated


# Translations that fall behind


def behind(changes: Changes) -> list[tuple[str, str]]:
    """The translations whose original has changed since, with the digest that confirms them."""
    found = [finding for finding in changes.catalog.findings if finding.kind is FindingKind.STALE_TEXT]
    return [(finding.topic, finding.details["digest"]) for finding in found]


def pair(english: str, spanish: str = "Texto.", confirmed: str = "", **changes: Any) -> Topic:
    """A topic in two languages, with one date."""
    texts = {"en": syndicate.markup.sanitize(f"<p>{english}</p>"), "es": syndicate.markup.sanitize(f"<p>{spanish}</p>")}
    made = small(1, locales=("en", "es"), summary=texts, **changes)
    return attrs.evolve(made, translated_from={"es": confirmed} if confirmed else {})


def test_silent_change_is_told_until_the_translation_follows(tmp_path: Path) -> None:
    """By every later check, not only by that of the build that saw it."""
    store = History(tmp_path / "history")
    store.remember(store.compare(catalog(pair("One.")), now=TODAY))
    changes = store.compare(catalog(pair("Two.")), now=LATER)
    assert ["1"] == [topic for topic, _ in behind(changes)]
    store.remember(changes)
    for _ in range(2):
        changes = store.compare(catalog(pair("Two.")), now=LATER)
        assert ["1"] == [topic for topic, _ in behind(changes)]
        store.remember(changes)
    changes = store.compare(catalog(pair("Two.", "Dos.")), now=LATER)
    assert [] == behind(changes)
    store.remember(changes)
    assert [] == behind(store.compare(catalog(pair("Two.", "Dos.")), now=LATER))


def test_translation_can_be_confirmed(tmp_path: Path) -> None:
    """With the digest that the report gives; it holds until the original changes again, whatever the dates are."""
    store = History(tmp_path / "history")
    store.remember(store.compare(catalog(pair("One.")), now=TODAY))
    changes = store.compare(catalog(pair("Two.")), now=LATER)
    ((_, digest),) = behind(changes)
    assert f"translated_from: {digest}" in next(
        finding.message() for finding in changes.catalog.findings if finding.kind is FindingKind.STALE_TEXT
    )
    store.remember(changes)
    assert [] == behind(store.compare(catalog(pair("Two.", confirmed=digest)), now=LATER))
    changes = store.compare(catalog(pair("Three.", confirmed=digest, updated="2025-12-01")), now=LATER)
    assert ["1"] == [topic for topic, _ in behind(changes)]


def test_translation_can_be_confirmed_in_the_history(tmp_path: Path) -> None:
    """For sources that have no place for it; by every later check too, until the original changes."""
    store = History(tmp_path / "history")
    store.remember(store.compare(catalog(pair("One.")), now=TODAY))
    store.remember(store.compare(catalog(pair("Two.")), now=LATER))
    store.confirm(catalog(pair("Two.")), "es", "1")
    assert [] == behind(History(tmp_path / "history").compare(catalog(pair("Two.")), now=LATER))
    assert ["1"] == [topic for topic, _ in behind(store.compare(catalog(pair("Three.")), now=LATER))]


@pytest.mark.parametrize(
    ("translation", "original", "expected"),
    [
        ("2024-06-06T00:00:00+00:00", "2024-06-07T00:00:00+00:00", True),
        ("2024-06-06T00:00:00+00:00", "2024-06-06T00:00:00+00:00", False),
        ("2024-06-06T00:00:00+00:00", "2024-06-06T23:30:00-05:00", False),
        ("2024-06-06T10:00:00-05:00", "2024-06-06T23:30:00-05:00", False),
        ("2024-06-06T23:30:00-05:00", "2024-06-07T00:00:00+00:00", False),
        ("2024-06-06T23:00:00+00:00", "2024-06-08T00:00:00+00:00", True),
        ("2024-06-06T00:00:00+00:00", "2024-06-08T10:00:00-05:00", True),
        ("2024-06-06T10:00:00-05:00", "2024-06-07T10:00:00-05:00", True),
    ],
)
def test_zones_make_no_translation_stale(translation: str, original: str, expected: bool) -> None:
    """A day is that day wherever it was written."""
    moments = [datetime.fromisoformat(text).astimezone(UTC) for text in (translation, original)]
    found = stale(topic="1", locale="es", title="Uno", updated=moments[0], original=moments[1])
    assert expected == (found is not None)


def test_snapshot_of_the_future_is_not_believed(tmp_path: Path) -> None:
    """A source that says it was made tomorrow dates nothing then."""
    store = History(tmp_path / "history")
    changes = store.compare(catalog(small(1, updated=""), snapshot=day("2031-01-01")), now=TODAY)
    assert TODAY == changes.catalog["topic-1"].updated["en"]


def test_a_date_of_the_history_makes_nothing_stale_that_was_there(tmp_path: Path) -> None:
    """An undated original is dated by the build that first sees it; it makes a translation stale when it changes."""
    source = tmp_path / "source"
    write(source, "a.en.md", "---\ntitle: A\n---\na\n")
    write(source, "a.es.md", "---\ntitle: Aes\nupdated: 2012-01-01\n---\na\n")
    write(source, "b.en.md", "---\ntitle: B\nupdated: 2025-06-01\n---\nb\n")
    assert FindingKind.STALE not in made(source, only=["feeds"]).findings
    write(source, "c.es.md", "---\ntitle: Ces\nupdated: 2012-01-01\n---\na\n")
    made(source, only=["feeds"])
    write(source, "c.en.md", "---\ntitle: C\n---\na\n")
    assert FindingKind.STALE not in made(source, LATER, only=["feeds"]).findings
    write(source, "a.en.md", "---\ntitle: A\n---\nChanged.\n")
    catalog = syndicate.read(source, now=LATER)
    foretold = History(tmp_path / "public.history").compare(catalog, now=LATER).catalog.findings
    assert ["a"] == [found.topic for found in foretold if found.kind is FindingKind.STALE]
    assert 1 == made(source, LATER, only=["feeds"]).findings[FindingKind.STALE]


def test_a_link_that_is_withdrawn_is_no_repair(tmp_path: Path) -> None:
    """The text that had it is as it was, and nobody is told that a version cleans it otherwise."""
    source = tmp_path / "source"
    write(source, "a.en.md", "---\ntitle: A\nupdated: 2025-06-01\n---\nSee [b](b.en.md).\n")
    write(source, "b.en.md", "---\ntitle: B\nupdated: 2025-06-01\n---\nb\n")
    made(source, only=["feeds"])
    write(source, "b.en.md", "---\ntitle: B\nupdated: 2025-06-01\nstatus: draft\n---\nb\n")
    report = made(source, LATER, only=["feeds"])
    assert {"unchanged": 1, "retracted": 1} == report.texts["en"]
    assert not report.repaired
    assert {"unchanged": 1} == made(source, LATER, only=["feeds"]).texts["en"]
