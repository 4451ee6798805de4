"""Compare a catalog with what earlier builds published. Nothing is read or written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import attrs

from syndicate.history.changes import ARCHIVE_SIZE, EVENT_ORDER, Changes, State, Text
from syndicate.history.dates import Dates
from syndicate.history.departures import departures
from syndicate.history.digest import dated_links, digest, raw_digest
from syndicate.history.losses import held_by_clock, losses
from syndicate.history.numbers import numbered
from syndicate.history.staleness import with_stale
from syndicate.history.verdict import Verdict
from syndicate.json_writer import in_ascii
from syndicate.locales import locale_id
from syndicate.model import Catalog, FindingKind, Localized, Topic
from syndicate.model.finding import Severity
from syndicate.model.record import RAW_OF_TEXT
from syndicate.model.spill import with_values
from syndicate.model.topic import UNPUBLISHED

__all__ = ["Comparison", "first_changes"]

_IN_ENTRIES: Final = tuple(
    field.name
    for field in attrs.fields(Topic)
    if field.name
    not in ("sections", "related", "institute", "players", "corrections", "license", "rights", "credit", "syndicate")
    and UNPUBLISHED not in field.metadata
)
"""What the entry of a topic may show: everything except lists of links. Rights are in the digest of the text."""

_UNREAD: Final = frozenset(kind for kind in FindingKind if kind.severity is Severity.ERROR) - {FindingKind.INCOMPLETE}
"""Findings by which a text may be missing though it has not left."""


class Comparison:
    """One catalog against the texts of an earlier one.

    Args:
        catalog: what there is now, at the addresses that its topics have.
        before: what is remembered, by locale identifier and id.
        build: the number of this build.
        verdict: tells whether the source of a text changed, or only the cleaning of it.
        now: the moment of the build; None where there is none.
        slugs: those that the texts were published at, by locale identifier and id.
    """

    def __init__(
        self,
        catalog: Catalog,
        before: Mapping[str, Mapping[str, Text]],
        build: int,
        verdict: Verdict,
        now: datetime | None = None,
        slugs: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.catalog = catalog
        self.before = before
        self.build = build
        self.undated: list[tuple[str, str]] = []
        self.repaired: list[tuple[str, str]] = []
        self.counts: dict[str, Counter[str]] = {}
        self._verdict = verdict
        self._known = slugs or {}
        self._now = now
        self._dates = Dates(catalog, any(before.values()), now)
        self._present: dict[str, dict[str, Topic]] = {}

    def changes(
        self,
        locales: Sequence[str],
        since: Mapping[str, int],
        archived: Mapping[str, Sequence[str]],
        groups: Mapping[str, str],
    ) -> Changes:
        """The difference.

        Args:
            locales: the identifiers of the languages to look at.
            since: the build that saw each language first.
            archived: the names of the archive documents of each language.
            groups: the slug of each group that ever was.
        """
        texts = dict(self.before)
        fresh: dict[tuple[str, int], list[Text]] = {}
        names = {locale: list(found) for locale, found in archived.items()}
        for locale in locales:
            found = self._language(locale)
            self._seal(locale, found, names.setdefault(locale, []), fresh)
            texts[locale] = found
        return Changes(
            catalog=self._dated(texts, set(locales), since),
            counts=self.counts,
            undated=self.undated,
            repaired=self.repaired,
            texts=texts,
            since={**dict.fromkeys(locales, self.build), **since},
            archived={locale: tuple(found) for locale, found in names.items()},
            fresh=fresh,
            build=self.build,
            groups=groups,
        )

    def _language(self, locale: str) -> dict[str, Text]:
        before = self.before.get(locale, {})
        counts = self.counts[locale] = Counter()
        found: dict[str, Text] = {}
        present = self._present[locale] = {}
        for topic in self.catalog.values():
            if locale in topic.title:
                identifier = topic.ids[locale]
                if topic.is_syndicated(locale):
                    present[identifier] = topic
                found[identifier], outcome = self._text(topic, locale, before.get(identifier))
                counts[outcome] += 1
        unread = {
            finding.topic
            for finding in self.catalog.findings
            if finding.kind in _UNREAD and finding.locale in ("", locale)
        }
        # A text that could not be read has not left; if its id is not known, it may be any of them.
        all_unread = not unread <= found.keys() | before.keys()
        for identifier, text in before.items():
            if identifier not in found:
                withheld = (locale, identifier) in self.catalog.withheld
                kept = not withheld and (identifier in unread or all_unread)
                if text.state is not State.RETRACTED and not kept:
                    text = self._retraction(text)
                    counts[State.RETRACTED.value] += 1
                found[identifier] = text
        return found

    def _text(self, topic: Topic, locale: str, before: Text | None) -> tuple[Text, str]:
        """The text as it will be remembered, and what happened to it."""
        known = self._stated(topic, locale, before)
        stated = self._dates.stated(topic, locale)
        read = digest(topic, locale)
        state = _state(topic, locale, before)
        if before is not None and state in (before.state, State.CHANGED):
            later = self._dates.is_later(topic, locale, before)
            if not later and (read == before.digest or self._verdict.is_repair(topic, locale, before, read)):
                return self._same(topic, locale, before, read, {**known, **self._dates.kept(before, stated)})
        changed = self._dates.of_text(topic, locale, before)
        event = self._dates.of_event(changed, before)
        unsaid = before.unsaid if before is not None else None
        if state is State.CHANGED and before is not None and changed <= before.changed:
            self.undated.append((topic.slug, locale))
            unsaid = self.build
        text = Text(
            locale=locale,
            id=topic.ids[locale],
            digest=read,
            state=state,
            first_seen=before.first_seen if before is not None else changed,
            changed=changed,
            build=self.build,
            links=dated_links(topic, locale, changed, before.links if before is not None else "{}"),
            event=event,
            stated=stated,
            restored=event if state is State.RESTORED else before.restored if before is not None else "",
            revision=_revision(topic, locale, before, read),
            confirmed=before.confirmed if before is not None else "",
            unsaid=unsaid,
            **known,
        )
        if before is not None and state is State.RECALLED:
            if not before.is_gone:
                return self._retraction(before, state), state.value
            text = attrs.evolve(text, event=before.event, build=before.build, archive=before.archive)
        return text, state.value

    def _stated(self, topic: Topic, locale: str, before: Text | None) -> dict[str, Any]:
        """What the catalog says of a text, whether or not it has changed."""
        return {
            "raw": raw_digest(topic, locale),
            "slug": topic.slug,
            "former": _former(topic, locale, before, self._known),
            "origin": topic.origin.get(locale, ""),
            "key": topic.keys.get(locale, ""),
            "title": topic.title[locale],
        }

    def _same(self, topic: Topic, locale: str, before: Text, read: str, known: dict[str, Any]) -> tuple[Text, str]:
        """An unchanged text, though its digest may differ, and what happened to it."""
        outcome = "unchanged"
        if read != before.digest:
            # Within one version, the text differs only in links to topics that came or went, which is not news.
            if not self._verdict.same_program:
                outcome = "repaired"
                self.repaired.append((topic.slug, locale))
            known |= {"digest": read, "links": dated_links(topic, locale, before.changed, before.links, True)}
        known["revision"] = before.revision or topic.raw.get(locale, "")[:RAW_OF_TEXT] or read
        text = attrs.evolve(before, **known)
        return (before if text == before else text), outcome

    def _retraction(self, text: Text, state: State = State.RETRACTED) -> Text:
        return attrs.evolve(
            text,
            state=state,
            event=self._dates.of_retraction(text),
            build=self.build,
            archive=None,
        )

    def _seal(
        self, locale: str, texts: dict[str, Text], names: list[str], fresh: dict[tuple[str, int], list[Text]]
    ) -> None:
        """Move the oldest changes that are in no archive document into new ones, as many as they fill."""
        present = self._present[locale]
        known = (text for text in texts.values() if text.is_gone or text.id in present)
        loose = sorted((text for text in known if text.archive is None), key=EVENT_ORDER)
        full = loose[: len(loose) - len(loose) % ARCHIVE_SIZE]
        mark = self._fingerprint(names[-1:], full)
        for start in range(0, len(full), ARCHIVE_SIZE):
            number = len(names) + 1
            sealed = [attrs.evolve(text, archive=number) for text in full[start : start + ARCHIVE_SIZE]]
            texts.update((text.id, text) for text in sealed)
            fresh[locale, number] = sealed
            names.append(f"{number}-{mark}")

    def _fingerprint(self, names: Sequence[str], texts: Sequence[Text]) -> str:
        """Eight hexadecimal digits of what the new archive documents hold, and of all that came before.

        They link each other and the newest one before, so those are in their bytes too. And a reader stops at a name
        that is known: it must stand for the same documents back to the first.
        """
        made = sha256(in_ascii(names))
        for text in texts:
            # The text's digest covers what people read; its entry also has addresses, groups and translations.
            topic = self._present[text.locale].get(text.id) if not text.is_gone else None
            groups = [self.catalog.groups[name] for name in topic.groups] if topic is not None else []
            entry = [getattr(topic, name) for name in _IN_ENTRIES] if topic is not None else []
            dates = [text.changed, text.event]
            made.update(in_ascii([text.id, text.state, text.digest, *dates, repr([entry, groups])]))
        return made.hexdigest()[:8]

    def _dated(self, texts: Mapping[str, Mapping[str, Text]], locales: set[str], since: Mapping[str, int]) -> Catalog:
        """The catalog with the date of the last change for every text whose source states none, or a future one."""
        topics = []
        for topic in self.catalog.values():
            dates = dict(topic.updated.identifiers())
            for locale in topic.title.identifiers():
                own = locale in dates and not self._dates.is_future(topic, locale)
                if not own and locale in locales and (when := texts[locale][topic.ids[locale]].moment):
                    dates[locale] = when
            if dates != topic.updated.identifiers():
                topic = with_values(topic, updated=Localized.from_identifiers(dates))
            topics.append(topic)
        withheld = self.catalog.withheld
        lost = (*losses(self.before, texts, locales, withheld), *held_by_clock(self.before, texts, withheld, self._now))
        left = departures(self.catalog, self.before, texts, [name for name in texts if name in locales])
        return self.catalog.replaced(topics, findings=(*with_stale(self.catalog, topics, texts, since), *lost, *left))


def _state(topic: Topic, locale: str, before: Text | None) -> State:
    """The state of an existing text, if it has changed at all."""
    had = None if before is None else before.state
    if not topic.is_syndicated(locale):
        return State.UNSYNDICATED if had in (None, State.UNSYNDICATED) else State.RECALLED
    if had in (None, State.UNSYNDICATED):
        return State.NEW
    return State.RESTORED if had in (State.RETRACTED, State.RECALLED) else State.CHANGED


def _former(topic: Topic, locale: str, before: Text | None, slugs: Mapping[tuple[str, str], str]) -> str:
    """The slugs that a text was published at, other than its present one."""
    slug = slugs.get((locale, topic.ids[locale]), "")
    had = dict.fromkeys((*(before.former.split() if before is not None else ()), slug))
    return " ".join(name for name in had if name and name != topic.slug)


def _revision(topic: Topic, locale: str, before: Text | None, read: str) -> str:
    """The revision by which translations confirm a new or changed text; an earlier one if only a program changed it."""
    whole = topic.raw.get(locale, "")
    raw = whole[:RAW_OF_TEXT]
    if before is not None and whole != before.raw and raw and raw == before.raw[:RAW_OF_TEXT]:
        return before.revision or raw  # only the picture changed: there is nothing to translate
    if before is not None and {whole, raw, raw_digest(topic, locale)} & {before.raw, before.revision}:
        return before.revision if before.revision and read == before.digest else read
    return raw or read


def first_changes(catalog: Catalog) -> Changes:
    """The changes of a first build, where no history is kept: every text is new.

    >>> from syndicate.sources import read
    >>> first_changes(read("examples/health-topics")).counts["es"]["new"]
    17
    """
    groups = {group.id: group.slug for group in catalog.groups.values()}
    locales = [locale_id(locale) for locale in catalog.locales] if catalog else []
    changes = Comparison(catalog, {}, 1, Verdict(catalog)).changes(locales, {}, {}, groups)
    known = ((locale, identifier) for locale, texts in changes.texts.items() for identifier in texts)
    return attrs.evolve(changes, numbers=numbered(known, {}))
