"""Compare a catalog with what earlier builds published. Nothing is read or written here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final

import attrs

from syndicate.history.changes import ARCHIVE_SIZE, EVENT_ORDER, Changes, State, Text
from syndicate.history.digest import dated_links, digest
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, Localized, Topic
from syndicate.model.fields import assembled
from syndicate.model.finding import Severity, stale
from syndicate.text import rfc3339

__all__ = ["Comparison"]

_IN_ENTRIES: Final = tuple(
    field.name for field in attrs.fields(Topic) if field.name not in ("sections", "related", "institute")
)
"""What the entry of a topic may show: all but lists of links."""


class Comparison:
    """One catalog against the texts of an earlier one.

    Args:
        catalog: what there is now.
        before: what is remembered, by locale identifier and id.
        build: the number of this build.
    """

    def __init__(self, catalog: Catalog, before: Mapping[str, Mapping[str, Text]], build: int) -> None:
        self.catalog = catalog
        self.before = before
        self.build = build
        self.undated: list[tuple[str, str]] = []
        self.counts: dict[str, Counter[str]] = {}
        self._present: dict[str, dict[str, Topic]] = {}

    def changes(
        self, locales: Sequence[str], since: Mapping[str, int], archived: Mapping[str, Sequence[str]]
    ) -> Changes:
        """The difference.

        Args:
            locales: the identifiers of the languages to look at.
            since: the build that saw each language first.
            archived: the names of the archive documents of each language.
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
            texts=texts,
            since={**dict.fromkeys(locales, self.build), **since},
            archived={locale: tuple(found) for locale, found in names.items()},
            fresh=fresh,
            build=self.build,
        )

    def _language(self, locale: str) -> dict[str, Text]:
        before = self.before.get(locale, {})
        counts = self.counts[locale] = Counter()
        found: dict[str, Text] = {}
        present = self._present[locale] = {}
        for topic in self.catalog.values():
            if locale in topic.title:
                identifier = topic.ids[locale]
                present[identifier] = topic
                text = self._text(topic, locale, before.get(identifier))
                found[identifier] = text
                counts["unchanged" if text is before.get(identifier) else text.state.value] += 1
        unread = {
            finding.topic
            for finding in self.catalog.findings
            if finding.severity is Severity.ERROR and finding.locale in ("", locale)
        }
        # A text that could not be read has not left; if nobody can tell which it is, it may be any of them.
        all_unread = not unread <= found.keys() | before.keys()
        for identifier, text in before.items():
            if identifier not in found:
                if text.state is not State.RETRACTED and identifier not in unread and not all_unread:
                    text = self._retraction(text)
                    counts[State.RETRACTED.value] += 1
                found[identifier] = text
        return found

    def _text(self, topic: Topic, locale: str, before: Text | None) -> Text:
        own = topic.updated.get(locale)
        read = digest(topic, locale)
        if before is not None and before.state is not State.RETRACTED:
            later = own is not None and before.changed != "" and rfc3339(own) > before.changed
            if read == before.digest and not later:
                return before
            state = State.CHANGED
        else:
            state = State.NEW
        stated = own or self.catalog.snapshot or (topic.created.get(locale) if before is None else None)
        changed = rfc3339(stated) if stated is not None else (before.changed if before else "")
        if own is None and before is not None:
            changed = max(changed, before.changed)  # an older snapshot does not take a date back
        if before is not None and changed <= before.changed:
            self.undated.append((topic.slug, locale))
        return Text(
            locale=locale,
            id=topic.ids[locale],
            title=topic.title[locale],
            digest=read,
            state=state,
            first_seen=before.first_seen if before is not None else changed,
            changed=changed,
            build=self.build,
            links=dated_links(topic, locale, changed, before.links if before is not None else "{}"),
        )

    def _retraction(self, text: Text) -> Text:
        """The text is gone since the snapshot, or else since the newest change that the catalog knows."""
        moment = self.catalog.snapshot or max(
            (moment for topic in self.catalog.values() for moment in topic.updated.values()), default=None
        )
        changed = max(text.changed, rfc3339(moment)) if moment is not None else text.changed
        return attrs.evolve(text, state=State.RETRACTED, changed=changed, build=self.build, archive=None)

    def _seal(
        self, locale: str, texts: dict[str, Text], names: list[str], fresh: dict[tuple[str, int], list[Text]]
    ) -> None:
        """Give the oldest changes that are in no archive document to new ones, as many as they fill."""
        present = self._present[locale]
        known = (text for text in texts.values() if text.state is State.RETRACTED or text.id in present)
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
        made = sha256(json.dumps(names).encode())
        for text in texts:
            # The text's digest is of what people read; its entry has addresses, shelves and translations as well.
            topic = self._present[text.locale].get(text.id) if text.state is not State.RETRACTED else None
            groups = [self.catalog.groups[name] for name in topic.groups] if topic is not None else []
            entry = [getattr(topic, name) for name in _IN_ENTRIES] if topic is not None else []
            made.update(json.dumps([text.id, text.state, text.digest, text.changed, repr([entry, groups])]).encode())
        return made.hexdigest()[:8]

    def _dated(self, texts: Mapping[str, Mapping[str, Text]], locales: set[str], since: Mapping[str, int]) -> Catalog:
        """The catalog with the date of its last change for every text whose source states none."""
        topics = []
        for topic in self.catalog.values():
            dates = dict(topic.updated.identifiers())
            for locale in topic.title.identifiers():
                if locale not in dates and locale in locales and (when := texts[locale][topic.ids[locale]].moment):
                    dates[locale] = when
            if len(dates) > len(topic.updated):
                values = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
                topic = assembled(Topic, **{**values, "updated": Localized.from_identifiers(dates)})
            topics.append(topic)
        return self.catalog.replaced(topics, findings=(*self.catalog.findings, *self._stale(topics, texts, since)))

    def _stale(
        self, topics: Sequence[Topic], texts: Mapping[str, Mapping[str, Text]], since: Mapping[str, int]
    ) -> Iterator[Finding]:
        """Translations that have not changed since their original was seen to change, where sources date neither."""
        main = locale_id(self.catalog.default_locale)
        for topic in topics:
            original = topic.updated.get(main)
            known = texts.get(main, {}).get(topic.ids.get(main, ""))
            if original is None or known is None or known.build <= since.get(main, self.build):
                continue
            for locale, updated in topic.updated.identifiers().items():
                stated = self.catalog[topic.slug].updated
                if locale in stated and main in stated:  # pairing has compared what sources state
                    continue
                found = stale(
                    topic=topic.ids[locale],
                    locale=locale,
                    title=topic.title[locale],
                    updated=updated,
                    original=original,
                )
                if found is not None:
                    yield found
