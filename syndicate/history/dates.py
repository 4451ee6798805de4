"""The dates of texts and of their changes. Whether a text changed is not decided here.

The date of a text is its source's. The date of an event is that of the snapshot in which it was seen, or else of the
build that saw it; without a history nothing has happened yet, and the newest stated date is used.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from syndicate.history.changes import SECOND, Text
from syndicate.model import Catalog, FindingKind, Topic
from syndicate.text import rfc3339

__all__ = ["Dates"]


class Dates:
    """The dates of one comparison.

    Args:
        catalog: what there is now.
        published: whether anything was published before.
        now: the moment of the build; None where there is none.
    """

    def __init__(self, catalog: Catalog, published: bool, now: datetime | None) -> None:
        self._snapshot = min(catalog.snapshot, now) if catalog.snapshot and now else catalog.snapshot
        self._now = now
        self._published = published
        # Pairing has removed future dates, and keeps what they were.
        self._future = {
            (finding.locale, finding.topic): finding.details["date"]
            for finding in catalog.findings
            if finding.kind is FindingKind.FUTURE_DATE and finding.details.get("field") == "updated"
        }
        newest = max((moment for topic in catalog.values() for moment in topic.updated.values()), default=None)
        moment = self._snapshot or (now if published else newest) or newest or now
        self._event = rfc3339(moment) if moment is not None else ""
        self._from_clock = self._snapshot is None and published and now is not None

    def stated(self, topic: Topic, locale: str) -> str:
        """The date that the source states for a text, as it is remembered."""
        if (future := self._future.get((locale, topic.ids[locale]))) is not None:
            return f"{future}T00:00:00Z"
        own = topic.updated.get(locale)
        return rfc3339(own) if own is not None else ""

    def is_future(self, topic: Topic, locale: str) -> bool:
        """Whether the source dates a text later than the build."""
        return (locale, topic.ids[locale]) in self._future

    def is_later(self, topic: Topic, locale: str, before: Text) -> bool:
        """Whether the source dates a text later than before, which means that the text has changed."""
        stated = self.stated(topic, locale)
        known = before.stated or before.changed
        return stated != "" and known != "" and stated > known

    def kept(self, before: Text, stated: str) -> dict[str, Any]:
        """The dates of a text that has not changed: those it had, without a future one that was published once."""
        mistyped = self._now is not None and before.stated > rfc3339(self._now)
        dates = {
            "stated": stated if mistyped else max(before.stated, stated),
            "event": before.event or before.changed,
        }
        if self._now is not None and before.changed > (limit := rfc3339(self._now)):
            dates |= {"changed": limit, "event": min(dates["event"], limit)}
            dates["stated"] = max(dates["stated"], before.changed)
        return dates

    def of_text(self, topic: Topic, locale: str, before: Text | None) -> str:
        """The date of a text that is new or has changed."""
        own = topic.updated.get(locale)
        found = own or self._snapshot or (topic.created.get(locale) if before is None else None)
        if found is not None:
            changed = rfc3339(found)
        elif before is None or self._from_clock:
            changed = self._event
        else:
            changed = before.changed
        if own is None and before is not None:
            changed = max(changed, before.changed)  # an older snapshot does not set a date back
        return changed

    def of_event(self, changed: str, before: Text | None) -> str:
        """When a text came, changed or returned: never before the text's own date, nor before what happened last."""
        if not self._published:
            return changed
        event = max(self._event, changed)
        if before is not None:
            last = before.event or before.changed
            if before.is_gone:  # its tombstone is a second later, and has to be older than this
                last = _after(last, 2 * SECOND)
            event = max(event, last)
        return event

    def of_retraction(self, text: Text) -> str:
        """When a text was seen to be gone; its tombstone, which is a second later, is not in the future then."""
        event = self._event
        if self._from_clock and self._now is not None:
            event = rfc3339(self._now - SECOND)
        event = max(event, text.changed, text.event, text.restored)
        return event if self._now is None else min(event, rfc3339(self._now))


def _after(moment: str, delay: timedelta) -> str:
    return rfc3339(datetime.fromisoformat(moment).astimezone(UTC) + delay) if moment else moment
