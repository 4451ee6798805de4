"""The one moment of a build: as stated, from the environment, or from the clock. Nothing else reads a clock.

It decides what is withheld, and, where a source states no snapshot, of what date an event is; see
:mod:`syndicate.history`. No text is dated by it that has a date.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from syndicate.errors import InvalidValueError, Message

__all__ = ["moment_of_build"]

_VARIABLE = "SOURCE_DATE_EPOCH"


def moment_of_build(stated: date | None = None) -> datetime:
    """The moment of a build, in UTC, to the second.

    Args:
        stated: a day, which is its midnight, or an aware moment; by default that of the environment's
            ``SOURCE_DATE_EPOCH`` (https://reproducible-builds.org/specs/source-date-epoch/), else the clock's.

    Raises:
        InvalidValueError: the moment has no time zone, or the variable is not a number of seconds.

    >>> moment_of_build(date(2025, 3, 1)).isoformat()
    '2025-03-01T00:00:00+00:00'
    """
    if isinstance(stated, datetime):
        if stated.utcoffset() is None:
            raise InvalidValueError(
                Message("the moment {stated} has no time zone", stated=stated),
                field="now",
                hint=Message("give an offset, as in 2025-03-01T08:00:00Z"),
            )
        return stated.astimezone(UTC).replace(microsecond=0)
    if stated is not None:
        return datetime(stated.year, stated.month, stated.day, tzinfo=UTC)
    if seconds := os.environ.get(_VARIABLE):
        try:
            return datetime.fromtimestamp(int(seconds), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise InvalidValueError(
                Message("{variable} is {value!r}", variable=_VARIABLE, value=seconds[:40]),
                field="now",
                hint=Message("set it to the seconds since 1970-01-01T00:00:00Z, or unset it"),
            ) from error
    return datetime.now(UTC).replace(microsecond=0)
