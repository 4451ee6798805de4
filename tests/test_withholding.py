"""Texts that their publisher withholds: at which moment they are published, and what is said of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from samples import PUBLISHER

from syndicate.errors import InvalidValueError, SourceError
from syndicate.model import Catalog, Correction, FindingKind, Record, Reference, Twin
from syndicate.moments import moment_of_build
from syndicate.pairing import pair
from syndicate.publishing import build

NOON = datetime(2024, 6, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def record(identifier: str = "1", locale: str = "en", **values: Any) -> Record:
    """A record with as little as a record has."""
    values = {"title": f"Topic {identifier}", "slug": f"topic-{identifier}", "summary": "", **values}
    del values["summary"]
    return Record(id=identifier, locale=locale, **values)


def kinds(catalog: Catalog) -> list[FindingKind]:
    """What was found of dates and withheld texts."""
    return [
        found.kind
        for found in catalog.findings
        if found.kind in (FindingKind.WITHHELD, FindingKind.FUTURE_DATE, FindingKind.DANGLING)
    ]


def test_a_text_that_a_key_withholds_is_not_published() -> None:
    """It is in no topic, whatever the moment; the catalog and a finding say why."""
    catalog = pair([record("1", withheld="draft"), record("2")], now=NOON)
    assert ["topic-2"] == list(catalog)
    assert {("en", "1"): "draft"} == catalog.withheld
    assert catalog.next_moment is None
    assert ["“Topic 1” is not published: the key `draft` withholds it"] == [
        found.message() for found in catalog.findings if found.kind is FindingKind.WITHHELD
    ]


@pytest.mark.parametrize(
    ("values", "published", "next_moment"),
    [
        ({"publish_at": NOON + HOUR}, False, NOON + HOUR),
        ({"publish_at": NOON}, True, None),
        ({"expires_at": NOON}, False, None),
        ({"expires_at": NOON + HOUR}, True, NOON + HOUR),
        ({"publish_at": NOON + HOUR, "expires_at": NOON + DAY}, False, NOON + HOUR),
        ({"publish_at": NOON - DAY, "expires_at": NOON + DAY}, True, NOON + DAY),
        ({"publish_at": NOON + DAY, "expires_at": NOON - DAY}, False, None),
        ({"publish_at": NOON + DAY, "withheld": "draft"}, False, None),
    ],
)
def test_a_moment_decides(values: dict[str, datetime], published: bool, next_moment: datetime | None) -> None:
    """A text is published from one moment to another; the catalog names the next at which that changes."""
    catalog = pair([record(**values)], now=NOON)
    assert published == bool(catalog)
    assert published != bool(catalog.withheld)
    assert next_moment == catalog.next_moment


@pytest.mark.parametrize(
    ("dates", "kept", "published"),
    [
        ({"updated": 365}, {}, False),
        ({"created": 365, "updated": -1}, {}, False),
        ({"created": -9, "updated": 365}, {"created": -9}, True),
        ({"updated": -9, "reviewed": 365}, {"updated": -9}, True),
        ({"reviewed": 365}, {}, True),
        ({"updated": 0.25}, {}, False),
        ({"created": -9, "updated": 1 / 86400}, {"created": -9}, True),
        ({"created": -9, "updated": 0}, {"created": -9, "updated": 0}, True),
    ],
)
def test_dates_in_the_future(dates: dict[str, float], kept: dict[str, float], published: bool) -> None:
    """A text from the future is not published before; one with another date is, without the one in the future."""
    stated: dict[str, Any] = {name: NOON + days * DAY for name, days in dates.items()}
    catalog = pair([record(**stated)], now=NOON)
    assert published == bool(catalog)
    assert len(dates) - len(kept) >= len([kind for kind in kinds(catalog) if kind is FindingKind.FUTURE_DATE]) > 0 or (
        dates == kept
    )
    for topic in catalog.values():
        for name in ("created", "updated", "reviewed"):
            expected = NOON + kept[name] * DAY if name in kept else None
            assert expected == getattr(topic, name).get("en")


def test_a_text_of_the_future_is_told_with_its_day() -> None:
    """The message names the key, the day and the way out, in English and Spanish."""
    (finding,) = (
        found
        for found in pair([record(updated=datetime(2099, 1, 1, tzinfo=UTC))], now=NOON).findings
        if found.kind is FindingKind.FUTURE_DATE
    )
    assert (
        "“Topic 1”: updated is in the future (January 1, 2099); "
        "the text is not published before then; correct the date if it is wrong"
    ) == finding.message()
    assert "el texto no se publica antes de esa fecha; corríjala si es errónea" in finding.message("es")


def test_a_correction_of_the_future_is_held_back() -> None:
    """The text is published without it until then; a finding names the day, in English and Spanish."""
    past, late = (Correction(date=NOON + days * DAY, note="The dose was wrong.") for days in (-9, 365))
    one = record(updated=NOON - DAY, corrections=[past, late])
    catalog = pair([one], now=NOON)
    assert (past,) == catalog["topic-1"].corrections["en"]
    assert NOON + 365 * DAY == catalog.next_moment
    assert [
        "“Topic 1”: corrections is in the future (June 6, 2025); "
        "the correction is not published before then; correct the date if it is wrong"
    ] == [found.message() for found in catalog.findings if found.kind is FindingKind.FUTURE_DATE]
    (found,) = (found for found in catalog.findings if found.kind is FindingKind.FUTURE_DATE)
    assert "la corrección no se publica antes de esa fecha; corríjala si es errónea" in found.message("es")
    assert (past, late) == pair([one], now=NOON + 365 * DAY)["topic-1"].corrections["en"]


def test_a_correction_whose_day_has_come_is_a_change(tmp_path: Path) -> None:
    """The text has changed then, though its source states the same as before."""
    one = record(updated=NOON - DAY, corrections=[Correction(date=NOON + DAY, note="The dose was wrong.")], raw="1f")
    counts = []
    for days in (0, 0.5, 2):
        now = NOON + days * DAY
        report = build(pair([one], now=now), PUBLISHER, tmp_path / "public", now=now, only=["snippets"])
        counts.append(dict(report.texts["en"]))
    assert [{"new": 1}, {"unchanged": 1}, {"changed": 1}] == counts


def test_nothing_leads_to_a_withheld_text() -> None:
    """Neither related topics nor twins name it, and a group that only it is in is not there."""
    secret = record("9", publish_at=NOON + DAY, groups=[Reference(title="Secret", id="s")])
    named = [Reference(title="Topic 9", id="9"), Reference(title="Topic 2", id="2")]
    one = record("1", related=named, twins=[Twin(locale="es", id="9")])
    catalog = pair([secret, record("9", "es", withheld="draft"), one, record("2")], now=NOON)
    assert ["2"] == [reference.id for reference in catalog["topic-1"].related["en"]]
    assert FindingKind.DANGLING not in kinds(catalog)
    assert {} == catalog.groups


def test_a_language_may_be_withheld_alone() -> None:
    """The text in the other language stays, and a withheld text of the same id and language takes nobody's place."""
    items = [
        record("1", translation_key="a"),
        record("1", "es", translation_key="a", withheld="draft"),
        record("1", withheld="draft"),
    ]
    catalog = pair(items, now=NOON)
    assert ["en"] == [str(locale) for topic in catalog.values() for locale in topic.locales]
    assert {("es", "1"): "draft"} == catalog.withheld


def test_the_moment_is_the_clock_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH stands before the clock, and what a caller states before both."""
    embargoed = record(publish_at=datetime(2020, 1, 1, tzinfo=UTC))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert 1 == len(pair([embargoed]))
    assert moment_of_build() > datetime(2024, 1, 1, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert datetime(2017, 7, 14, 2, 40, tzinfo=UTC) == moment_of_build()
    assert 0 == len(pair([embargoed]))
    assert 1 == len(pair([embargoed], now=NOON))


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody can tell when it is."""
    with pytest.raises(InvalidValueError, match="no time zone"):
        pair([record()], now=datetime(2024, 6, 6))


def test_other_values_of_a_catalog_are_kept() -> None:
    """A catalog with other topics still knows what is withheld, and until when."""
    catalog = pair([record("1", publish_at=NOON + DAY), record("2")], now=NOON).replaced([])
    assert {("en", "1"): "publish_at"} == catalog.withheld
    assert (0, NOON + DAY) == (len(catalog), catalog.next_moment)


def test_a_clock_that_is_behind_withdraws_nothing(tmp_path: Path) -> None:
    """Texts that were published are not in the future; that one was put off, or removed, is another thing."""
    records = [record(str(number), updated=NOON) for number in range(3)]
    build(pair(records, now=NOON + DAY), PUBLISHER, tmp_path / "out", only=["feeds"], now=NOON + DAY)
    with pytest.raises(SourceError, match="before the dates of 3 of 3 published topics") as caught:
        build(pair(records, now=NOON - DAY), PUBLISHER, tmp_path / "out", only=["feeds"], now=NOON - DAY)
    assert "SOURCE_DATE_EPOCH" in str(caught.value)
    put_off = [record("0", publish_at=NOON + 2 * DAY), *records[1:]]
    report = build(pair(put_off, now=NOON + DAY), PUBLISHER, tmp_path / "out", only=["feeds"], now=NOON + DAY)
    assert 1 == report.texts["en"]["retracted"]
    early = pair(records, now=NOON - DAY)
    build(early, PUBLISHER, tmp_path / "out", only=["feeds"], now=NOON - DAY, allow_removals=True)
