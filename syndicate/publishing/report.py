"""The report of a build, as values and as lines to print. Nothing is built here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import attrs
from babel import Locale

from syndicate.history import Changes, State
from syndicate.layout import artifact_at
from syndicate.model import Finding, FindingKind
from syndicate.model.finding import gravity
from syndicate.publishing.reuse import Written
from syndicate.site import KINDS
from syndicate.text import rfc3339
from syndicate.value_type import ValueType

__all__ = ["Report", "report"]

_OUTCOMES: Final = (*State, "repaired", "unchanged")
_ALWAYS: Final = (State.NEW, State.CHANGED, State.RETRACTED, "unchanged")
"""The counts of texts that the report gives even where they are none."""
_SHOWN: Final = 5
_UNFORESEEN: Final = (FindingKind.FAILED, FindingKind.FAILED_FILE, FindingKind.LOST_SCRIPTS)
_FAILURES_SHOWN: Final = 20


@attrs.frozen(kw_only=True)
class Report(metaclass=ValueType):
    """What a build did.

    Attributes:
        files: how many files of each kind the tree has.
        size: how many bytes of each kind.
        changed: how many of all files are new or differ from the old tree's.
        removed: how many files of the old tree are gone.
        changed_addresses: of a tree in a bucket, the addresses whose content has changed, for a CDN to forget.
        changed_feeds: the paths of the feeds that are new or have changed, of which a hub has to be told.
        topics: how many topics there are in each language.
        texts: how many texts of each language are new, changed, restored, retracted, repaired and unchanged since the
            last build. Repaired are those that read differently though their source is as it was.
        undated: the texts that changed while the date their source states did not, as slug and locale identifier.
        repaired: the texts that were repaired, as slug and locale identifier.
        withheld: how many texts their own keys withhold.
        next_moment: when the next of them is to be published, or the next that is published is not to be any more: a
            build at that moment changes something, even if the source is as it is.
        torn: the list of files of the old tree, where it was damaged and made again.
        findings: how many findings there are of each kind, those of the catalog and those of the build.
        failures: the findings that no check predicts: a file that could not be made, scripts that are lost.
    """

    files: dict[str, int]
    size: dict[str, int]
    changed: int
    removed: int
    topics: dict[str, int]
    texts: Mapping[str, Mapping[str, int]]
    undated: Sequence[tuple[str, str]]
    repaired: Sequence[tuple[str, str]] = ()
    withheld: int = 0
    next_moment: datetime | None = None
    torn: str = ""
    changed_feeds: Sequence[str] = ()
    changed_addresses: Sequence[str] = ()
    findings: Mapping[FindingKind, int] = attrs.field(factory=dict)
    failures: Sequence[Finding] = ()

    def lines(self) -> Iterator[str]:
        """A line for each kind, then the whole."""
        for kind, count in self.files.items():
            yield f"{kind:<9} {count:>7,} files {self.size[kind] / 1e6:>8.1f} MB"
        for locale, counts in self.texts.items():
            shown = (state for state in _OUTCOMES if state in _ALWAYS or counts.get(state))
            yield f"{locale}: " + ", ".join(f"{counts.get(state, 0):,} {state}" for state in shown)
        if self.torn:
            yield f"{self.torn} was damaged; it is whole again, and files that look like ours were taken for ours"
        if self.repaired:
            yield (
                f"{_texts(len(self.repaired))} read differently though the source is as it was, since this version "
                f"cleans them otherwise: {_some(self.repaired)}; they keep their dates"
            )
        if self.withheld:
            yield f"{_texts(self.withheld)} withheld by the source; `syndicate check` says which, and why"
        if self.next_moment is not None:
            yield f"the next text is due, or expires, at {rfc3339(self.next_moment)}: build again then"
        if self.changed_feeds and self.changed < sum(self.files.values()):  # a first build has made all of them
            some, more = self.changed_feeds[:_SHOWN], len(self.changed_feeds) - _SHOWN
            rest = f", and {more:,} more" if more > 0 else ""
            yield f"feeds that changed: {', '.join(some)}{rest}; `syndicate notify` tells hubs once they are served"
        for slug, locale in self.undated:
            yield f"the text of {slug!r} changed in {locale}, but its date did not: give it a new `updated`"
        for finding in self.failures[:_FAILURES_SHOWN]:
            yield finding.message()
        if (more := len(self.failures) - _FAILURES_SHOWN) > 0:
            yield f"{more:,} more files could not be made and are left out"
        languages = " + ".join(f"{count:,} {locale}" for locale, count in self.topics.items())
        total = sum(self.files.values())
        yield (
            f"{languages} topics; {total:,} files, {sum(self.size.values()) / 1e6:.1f} MB: {self.changed:,} new or "
            f"changed, {total - self.changed:,} as they were, {self.removed:,} removed"
        )


def _texts(count: int) -> str:
    return f"{count:,} text{'' if count == 1 else 's'}"


def _some(texts: Sequence[tuple[str, str]]) -> str:
    named = ", ".join(f"{slug!r} in {locale}" for slug, locale in texts[:_SHOWN])
    return named if len(texts) <= _SHOWN else f"{named}, and {len(texts) - _SHOWN:,} more"


def _is_feed(path: str) -> bool:
    place = artifact_at(path)
    return place is not None and bool(place.format)


def report(
    changes: Changes,
    locales: Sequence[Locale],
    written: Sequence[Written],
    removed: int,
    findings: Sequence[Finding],
    torn: str = "",
) -> Report:
    """The report of a build.

    Args:
        changes: how the catalog differs from what was published before.
        locales: the languages that are published.
        written: the files of the new tree.
        removed: how many files are gone.
        findings: those of the catalog and of the build.
        torn: the list of files of the old tree, if it was damaged.
    """
    files: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for kind, _, length, _ in written:
        files[kind] += 1
        size[kind] += length
    order = [kind for kind in (*KINDS, "assets", "catalog") if kind in files]
    return Report(
        files={kind: files[kind] for kind in order},
        size={kind: size[kind] for kind in order},
        changed=sum(changed for *_, changed in written),
        removed=removed,
        topics={str(locale): len(changes.catalog.written_in(locale)) for locale in locales},
        texts=changes.counts,
        undated=changes.undated,
        repaired=changes.repaired,
        withheld=len(changes.catalog.withheld),
        next_moment=changes.catalog.next_moment,
        torn=torn,
        changed_feeds=sorted(
            path for kind, path, _, is_changed in written if is_changed and kind == "feeds" and _is_feed(path)
        ),
        findings=dict(sorted(Counter(finding.kind for finding in findings).items(), key=lambda one: gravity(one[0]))),
        failures=[finding for finding in findings if finding.kind in _UNFORESEEN],
    )
