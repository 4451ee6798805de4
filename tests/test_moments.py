"""The moment of a build: told, from the environment, or the clock's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from syndicate.errors import InvalidValueError
from syndicate.moments import moment_of_build


def test_stated_moment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told goes before the environment; a day is its midnight, and fractions of a second are dropped."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert datetime(2025, 3, 1, tzinfo=UTC) == moment_of_build(date(2025, 3, 1))
    west = datetime(2025, 3, 1, 20, 0, 0, 5, tzinfo=timezone(timedelta(hours=-5)))
    assert datetime(2025, 3, 2, 1, tzinfo=UTC) == moment_of_build(west)


def test_environment_goes_before_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the specification of reproducible builds has it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717640000")
    assert datetime(2024, 6, 6, 2, 13, 20, tzinfo=UTC) == moment_of_build()


def test_clock_is_the_last_resort(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without either, it is now."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= moment_of_build() <= datetime.now(UTC)


@pytest.mark.parametrize("value", ["yesterday", "1e9", "9" * 30])
def test_wrong_environment_is_told(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable and the way out."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(InvalidValueError, match=r"SOURCE_DATE_EPOCH.*unset it"):
        moment_of_build()


def test_moment_without_a_zone_is_refused() -> None:
    """Nobody can know when it was."""
    with pytest.raises(InvalidValueError, match="no time zone"):
        moment_of_build(datetime(2025, 3, 1))
