"""The report of a build, as values and as lines to print. Nothing is built here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final

import attrs
from babel import Locale
from babel.numbers import format_decimal

from syndicate.history import Changes, State
from syndicate.layout import artifact_at
from syndicate.locales import Labels, LocaleLike, labels, number, parse
from syndicate.locales.catalogs import marked
from syndicate.locales.names import locale_name
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
_COUNTED: Final = {
    State.NEW: marked("{count} new"),
    State.CHANGED: marked("{count} changed"),
    State.RESTORED: marked("{count} restored"),
    State.RETRACTED: marked("{count} retracted"),
    State.RECALLED: marked("{count} recalled"),
    State.UNSYNDICATED: marked("{count} unsyndicated"),
    "repaired": marked("{count} repaired"),
    "unchanged": marked("{count} unchanged"),
}
_SHOWN: Final = 5
_UNFORESEEN: Final = (FindingKind.FAILED, FindingKind.FAILED_FILE, FindingKind.LOST_SCRIPTS)
_EVENTS: Final = (
    FindingKind.MOVED,
    FindingKind.MOVED_FILE,
    FindingKind.LIKELY_RENAME,
    FindingKind.MERGED,
    FindingKind.SPLIT,
    FindingKind.GONE,
    FindingKind.PARTED,
)
"""What is true of this build alone: once it is done, no check repeats it."""
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
        events: the findings of topics that moved, were merged or left, which no later check repeats.
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
    events: Sequence[Finding] = ()

    def lines(self, language: LocaleLike = "en") -> Iterator[str]:
        """A line for each kind, then the whole, in a language."""
        words = labels(language)
        counted = partial(number, locale=language)
        for kind, count in self.files.items():
            files, megabytes = _aligned(counted(count), 7), _aligned(_megabytes(self.size[kind], language), 8)
            said = words.ngettext("{kind} {files} file  {megabytes} MB", "{kind} {files} files {megabytes} MB", count)
            yield said.format(kind=f"{kind:<9}", files=files, megabytes=megabytes)
        for locale, counts in self.texts.items():
            shown = (state for state in _OUTCOMES if state in _ALWAYS or counts.get(state))
            outcomes = (words.gettext(_COUNTED[state]).format(count=counted(counts.get(state, 0))) for state in shown)
            yield f"{locale}: {', '.join(outcomes)}"
        yield from self._remarks(words, language)
        for finding in self.events[:_SHOWN]:
            yield finding.message(language)
        if (more := len(self.events) - _SHOWN) > 0:
            said = words.ngettext(
                "{count} more that moved, was merged, or left", "{count} more that moved, were merged, or left", more
            )
            yield said.format(count=counted(more))
        for finding in self.failures[:_FAILURES_SHOWN]:
            yield finding.message(language)
        if (more := len(self.failures) - _FAILURES_SHOWN) > 0:
            said = words.ngettext(
                "{count} more file could not be made and is left out",
                "{count} more files could not be made and are left out",
                more,
            )
            yield said.format(count=counted(more))
        total = sum(self.files.values())
        said = words.ngettext(
            "{topics} topic; {files} files, {megabytes} MB: {changed} new or changed, {kept} as they were, "
            "{removed} removed",
            "{topics} topics; {files} files, {megabytes} MB: {changed} new or changed, {kept} as they were, "
            "{removed} removed",
            sum(self.topics.values()),
        )
        yield said.format(
            topics=" + ".join(f"{counted(count)} {locale}" for locale, count in self.topics.items()),
            files=counted(total),
            megabytes=_megabytes(sum(self.size.values()), language),
            changed=counted(self.changed),
            kept=counted(total - self.changed),
            removed=counted(self.removed),
        )

    def _remarks(self, words: Labels, language: LocaleLike) -> Iterator[str]:
        """What a publisher should know or do."""
        if self.torn:
            said = words.gettext(
                "{file} was damaged; it is whole again, and files that look like ours were taken for ours"
            )
            yield said.format(file=self.torn)
        if self.repaired:
            said = words.ngettext(
                "{count} text read differently though the source is as it was, since this version cleans them "
                "otherwise: {texts}; they keep their dates",
                "{count} texts read differently though the source is as it was, since this version cleans them "
                "otherwise: {texts}; they keep their dates",
                len(self.repaired),
            )
            yield said.format(count=number(len(self.repaired), language), texts=_some(self.repaired, words, language))
        if self.withheld:
            said = words.ngettext(
                "{count} text withheld by the source; `syndicate check` says which, and why",
                "{count} texts withheld by the source; `syndicate check` says which, and why",
                self.withheld,
            )
            yield said.format(count=number(self.withheld, language))
        if self.next_moment is not None:
            said = words.gettext("the next text is due, or expires, at {moment}: build again then")
            yield said.format(moment=rfc3339(self.next_moment))
        if self.changed_feeds and self.changed < sum(self.files.values()):  # a first build has made all of them
            said = words.gettext("feeds that changed: {feeds}; `syndicate notify` tells hubs once they are served")
            yield said.format(feeds=_shown(self.changed_feeds, words, language))
        for slug, locale in self.undated:
            said = words.gettext(
                "the text of {slug} changed in {locale}, but its date did not: give it a new `updated`"
            )
            yield said.format(slug=repr(slug), locale=locale_name(locale, language))


def _aligned(text: str, width: int) -> str:
    return f"{text:>{width}}"


def _megabytes(size: int, language: LocaleLike) -> str:
    return format_decimal(Decimal(size) / 10**6, "0.0", parse(language))


def _some(texts: Sequence[tuple[str, str]], words: Labels, language: LocaleLike) -> str:
    said = words.gettext("{slug} in {locale}")
    return _shown(
        [said.format(slug=repr(slug), locale=locale_name(locale, language)) for slug, locale in texts], words, language
    )


def _shown(names: Sequence[str], words: Labels, language: LocaleLike) -> str:
    """The first of some names, and how many more there are."""
    shown = ", ".join(names[:_SHOWN])
    if len(names) <= _SHOWN:
        return shown
    return words.gettext("{names}, and {count} more").format(names=shown, count=number(len(names) - _SHOWN, language))


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
        events=[finding for finding in findings if finding.kind in _EVENTS],
    )
