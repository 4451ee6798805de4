"""What the publisher withholds at a moment, and what is dated after it. The keys of sources are not known here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs

from syndicate.locales import locale_id
from syndicate.model import Finding, FindingKind, Record, Reference, Twin
from syndicate.pairing.twins import finding

__all__ = ["Withholding"]


class Withholding:
    """Separates the records that are published at a moment from those that are not.

    Args:
        now: the moment.

    Attributes:
        reasons: why each text is withheld, by the identifier of its language and its id.
        findings: the findings about them.
        next_moment: the first moment at which that will change.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.reasons: dict[tuple[str, str], str] = {}
        self.findings: list[Finding] = []
        self.next_moment: datetime | None = None
        self._ids: set[str] = set()
        self._urls: set[str] = set()
        self._groups: set[str] = set()

    def without_references(self, records: list[Record]) -> list[Record]:
        """The records that are published, without references to the others; once all are known."""
        if not self.reasons:
            return records
        present = {(locale_id(record.locale), record.id) for record in records}
        for key in present & self.reasons.keys():
            del self.reasons[key]
        ids = {record.id for record in records}
        return [self._without_references(record, ids) for record in records]

    def unused_groups(self, records: Iterable[Record]) -> set[str]:
        """The ids of groups that withheld records name and no published one does."""
        used = {reference.id for record in records for reference in record.groups}
        return self._groups - used

    def published(self, record: Record) -> Record | None:
        """The record without dates in the future; None if it is not published."""
        if record.withheld:
            self._withhold(record, record.withheld, reason=_reason(record.withheld), key=record.withheld)
            return None
        if record.expires_at is not None and record.expires_at <= self.now:
            day = record.expires_at.date().isoformat()
            self._withhold(record, "expires_at", "expires_at", reason="expired", expiry_date=day)
            return None
        self._await(record.expires_at)
        if record.publish_at is not None and record.publish_at > self.now:
            self._await(record.publish_at)
            day = record.publish_at.date().isoformat()
            self._withhold(record, "publish_at", "publish_at", reason="until", release_date=day)
            return None
        return self._dated(record)

    def _dated(self, record: Record) -> Record | None:
        """The record without what is dated in the future; None where it has no other dates."""
        record = self._corrected(record)
        late = {
            name: moment
            for name in ("created", "updated", "reviewed")
            if (moment := getattr(record, name)) is not None and moment > self.now
        }
        if not late:
            return record
        for moment in late.values():
            self._await(moment)
        # A text that does not exist yet is not published; one whose last change was mistyped is, without that date.
        has_date = any(getattr(record, name) is not None and name not in late for name in ("created", "updated"))
        held = "created" in late or ("updated" in late and not has_date)
        reason = "held-until" if held else "date-ignored"
        for name, moment in late.items():
            details = {"field": name, "date": moment.date().isoformat(), "reason": reason}
            found = finding(FindingKind.FUTURE_DATE, record, **details)
            self.findings.append(attrs.evolve(found, source=record.place(name)))
        if held:
            self._remember(record, "created" if "created" in late else "updated")
            return None
        removed: dict[str, Any] = dict.fromkeys(late)
        return attrs.evolve(record, **removed)

    def _corrected(self, record: Record) -> Record:
        """The record without corrections that are dated in the future."""
        late = [one for one in record.corrections if one.date > self.now]
        if not late:
            return record
        for one in late:
            self._await(one.date)
            details = {"field": "corrections", "date": one.date.date().isoformat(), "reason": "correction-held"}
            found = finding(FindingKind.FUTURE_DATE, record, **details)
            self.findings.append(attrs.evolve(found, source=record.place("corrections")))
        # The source states the same when their day has come: what it states does not tell that the text has changed.
        return attrs.evolve(record, corrections=[one for one in record.corrections if one not in late], raw="")

    def _withhold(self, record: Record, why: str, field: str = "", **details: str) -> None:
        found = finding(FindingKind.WITHHELD, record, **details)
        self.findings.append(attrs.evolve(found, source=record.place(field)))
        self._remember(record, why)

    def _remember(self, record: Record, why: str) -> None:
        self.reasons[locale_id(record.locale), record.id] = why
        self._ids.add(record.id)
        self._groups.update(reference.id for reference in record.groups if reference.id)
        if record.url:
            self._urls.add(record.url)

    def _await(self, moment: datetime | None) -> None:
        if moment is not None and moment > self.now and (self.next_moment is None or moment < self.next_moment):
            self.next_moment = moment

    def _without_references(self, record: Record, present: set[str]) -> Record:
        """The record without related topics and twins that are withheld: their titles are not to be read yet."""
        locale = locale_id(record.locale)

        def names_withheld(found: Reference | Twin, locale: str) -> bool:
            if found.url in self._urls or (found.id is not None and (locale, found.id) in self.reasons):
                return True
            return found.id in self._ids and found.id not in present

        related = tuple(reference for reference in record.related if not names_withheld(reference, locale))
        for reference in record.related:
            if names_withheld(reference, locale):
                details = {"link": reference.title, "problem": "the topic is not published"}
                found = finding(FindingKind.BROKEN_LINK, record, **details)
                self.findings.append(attrs.evolve(found, source=record.place("related")))
        twins = tuple(twin for twin in record.twins if not names_withheld(twin, locale_id(twin.locale)))
        if len(related) == len(record.related) and len(twins) == len(record.twins):
            return record
        return attrs.evolve(record, related=related, twins=twins)


def _reason(withheld: str) -> str:
    """Whether a key of its own withholds a text, the name of its file or folder, or settings of the site."""
    if withheld.startswith("_") and withheld.endswith(("/", ".md", ".mdx", ".markdown")):
        return "withheld-name" if withheld.endswith("/") else "withheld-part"
    return "withheld-there" if ": " in withheld or withheld.startswith(".") else "withheld-key"
