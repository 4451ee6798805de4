"""What a history remembers about texts, and how a catalog differs from it. The file itself is in `store`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import Message
from syndicate.explained import checking, explained_methods
from syndicate.history.digest import short
from syndicate.history.numbers import Numbers
from syndicate.locales import LocaleLike, locale_id, parse
from syndicate.model import Catalog
from syndicate.model.fields import expect
from syndicate.value_type import ValueType

__all__ = ["ARCHIVE_SIZE", "EVENT_ORDER", "Changes", "State", "Text", "expect_changes"]

ARCHIVE_SIZE: Final = 100
"""How many changes an archive document holds (RFC 5005 section 4)."""


class State(StrEnum):
    """The latest change of a text."""

    NEW = "new"
    CHANGED = "changed"
    RESTORED = "restored"
    RETRACTED = "retracted"
    RECALLED = "recalled"
    """It is still on the publisher's own pages, but others may no longer have it: for them it is retracted."""
    UNSYNDICATED = "unsyndicated"
    """It has always been only on the publisher's own pages."""


@attrs.frozen(kw_only=True)
class Text:
    """What is remembered about one topic's text in one language.

    Attributes:
        locale: the language, as an identifier.
        id: the source's id of the text.
        title: its last title.
        digest: of what readers see of it.
        state: its latest change.
        first_seen, changed: RFC 3339 dates in UTC, of the text; empty where no source states one.
        build: the number of the build that saw its last change.
        archive: the number of the archive document that holds its last change; None while it is in none.
        links: the date and digest of each of its links, by the digest of its address, as JSON.
        event: the date of its latest change, which may be long after the date of the text.
        stated: the latest date that its source stated for it; empty where it stated none.
        restored: when it last came back; its entries are of no earlier date, since its tombstone has been read.
        raw: the digest of what its source stated; empty if the reader gives none.
        revision: the digest that the text had when it last changed, by which translations of it are confirmed.
        confirmed: the revision of its original that it is confirmed to translate.
        unsaid: the number of the build that saw it change without a new date.
        slug: of its topic.
        former: the earlier slugs of its topic, separated by spaces; no other topic gets them.
        origin: which of several sources it is from.
        key: what its source made its id from; empty if the id is stated.
    """

    locale: str
    id: str
    title: str
    digest: str
    state: State
    first_seen: str
    changed: str
    build: int
    archive: int | None = None
    links: str = "{}"
    event: str = ""
    stated: str = ""
    restored: str = ""
    raw: str = ""
    revision: str = ""
    confirmed: str = ""
    unsaid: int | None = None
    slug: str = ""
    former: str = ""
    origin: str = ""
    key: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether subscribers had the text, and may no longer have it."""
        return self.state in (State.RETRACTED, State.RECALLED)

    @property
    def moment(self) -> datetime | None:
        """The date of the text."""
        return datetime.fromisoformat(self.changed) if self.changed else None

    @property
    def happened(self) -> datetime | None:
        """When its latest change was seen: new, changed, gone, or restored."""
        return datetime.fromisoformat(self.event) if self.event else self.moment

    @property
    def gone_at(self) -> datetime | None:
        """When it left, for a text that is gone; None if that is not known.

        Dates of entries have a fraction of a second, and a tombstone that is older than its entry is ignored (RFC 6721
        section 3), so this is one second after the event.
        """
        return None if self.happened is None else self.happened + SECOND


SECOND: Final = timedelta(seconds=1)
"""The time by which :attr:`gone_at` is later than the remembered event."""

EVENT_ORDER: Final[Callable[[Text], Any]] = attrgetter("build", "changed", "id")
"""The order in which changes happened."""


@explained_methods
@attrs.frozen(kw_only=True)
class Changes(metaclass=ValueType):
    """How a catalog differs from what was published before, and what is to be remembered of it.

    Attributes:
        catalog: the catalog, every text with the date of its last change.
        counts: by locale identifier, how many texts are ``new``, ``changed``, ``restored``, ``retracted``,
            ``recalled``, ``unsyndicated``, ``repaired`` and ``unchanged``. Those that are repaired read differently,
            though their source has not changed.
        undated: the texts that changed without a new date, as slug and locale identifier.
        repaired: the texts that read differently though their source has not changed, as slug and locale identifier.
        texts: by locale identifier and id, everything that will be remembered.
        groups: the slug of each group that ever existed, by its id.
        since: by locale identifier, the build that saw the language first.
        archived: by locale identifier, the names of the archive documents there will be, the oldest first. A name is
            a number and a digest of what the document holds and links, so that no address is ever given other content,
            not even after a history was lost.
        fresh: by locale identifier and number, the changes that new archive documents hold.
        build: the number of this build, one more than the last that saw a change.
        numbers: the integer of each text that ever existed, by locale identifier and id.
        series: what the numbers of builds belong to; another one where a history was lost and began again.
    """

    catalog: Catalog
    counts: Mapping[str, Mapping[str, int]]
    undated: Sequence[tuple[str, str]]
    repaired: Sequence[tuple[str, str]]
    texts: Mapping[str, Mapping[str, Text]]
    since: Mapping[str, int]
    archived: Mapping[str, tuple[str, ...]]
    fresh: Mapping[tuple[str, int], Sequence[Text]]
    build: int
    groups: Mapping[str, str] = attrs.field(factory=dict)
    numbers: Numbers = attrs.field(factory=dict)
    series: str = ""

    def __repr__(self) -> str:
        return f"<Changes of build {self.build}: {self.catalog!r}>"

    @property
    def unchanged(self) -> bool:
        """Whether no text has changed."""
        return not any(
            count
            for counts in self.counts.values()
            for state, count in counts.items()
            if state not in ("unchanged", "repaired")
        )

    def unsealed(self, locale: LocaleLike) -> Changes:
        """The same without the new archive documents of a language, whose changes wait for a later build."""
        name = locale_id(locale)
        new = {number for language, number in self.fresh if language == name}
        texts = {
            identifier: attrs.evolve(text, archive=None) if text.archive in new else text
            for identifier, text in self.texts.get(name, {}).items()
        }
        return attrs.evolve(
            self,
            texts={**self.texts, name: texts},
            archived={**self.archived, name: self.archived[name][: len(self.archived[name]) - len(new)]},
            fresh={key: found for key, found in self.fresh.items() if key[0] != name},
        )

    @checking
    def of(self, catalog: Catalog) -> Changes:
        """The changes within a part of the catalog."""
        return self if catalog is self.catalog else attrs.evolve(self, catalog=catalog)

    @checking
    def only(self, catalog: Catalog) -> Changes:
        """The changes of a part of the catalog, without archive documents."""
        texts: dict[str, dict[str, Text]] = {locale: {} for locale in self.texts}
        for topic in catalog.values():
            for locale, identifier in topic.ids.identifiers().items():
                if (text := self.texts.get(locale, {}).get(identifier)) is not None:
                    texts[locale][identifier] = text
        return attrs.evolve(
            self,
            catalog=catalog,
            texts=texts,
            counts={},
            undated=(),
            repaired=(),
            archived={},
            fresh={},
            groups={},
            numbers={
                (locale, identifier): self.numbers[locale, identifier]
                for locale, found in texts.items()
                for identifier in found
                if (locale, identifier) in self.numbers
            },
        )

    def news(self, locale: LocaleLike, least: int = ARCHIVE_SIZE) -> list[Text]:
        """What changed since the language was first published, newest change first.

        All changes of the newest build that saw any are included; older ones fill up to ``least``.
        """
        name = locale_id(locale)
        found = [text for text in self._read(name) if text.build > self.since[name]]
        found.sort(key=EVENT_ORDER, reverse=True)
        newest = sum(text.build == found[0].build for text in found) if found else 0
        return sorted(found[: max(least, newest)], key=attrgetter("event", "build", "id"), reverse=True)

    def retracted(self, locale: LocaleLike, most: int = ARCHIVE_SIZE) -> list[Text]:
        """The texts that left the catalog, the latest first."""
        gone = [text for text in self.texts.get(locale_id(locale), {}).values() if text.is_gone]
        return sorted(gone, key=EVENT_ORDER, reverse=True)[:most]

    @property
    def retracted_locales(self) -> list[Locale]:
        """The languages that a text has left."""
        return [parse(locale) for locale, found in self.texts.items() if any(text.is_gone for text in found.values())]

    def tail(self, locale: LocaleLike) -> list[Text]:
        """The changes that no archive document holds yet, oldest first; fewer than :data:`ARCHIVE_SIZE`."""
        return sorted((text for text in self._read(locale_id(locale)) if text.archive is None), key=EVENT_ORDER)

    def _read(self, locale: str) -> list[Text]:
        """The texts whose present state is known: not those that are remembered but could not be read this time."""
        present = {topic.ids[locale] for topic in self.catalog.values() if locale in topic.title}
        texts = self.texts.get(locale, {}).values()
        return [text for text in texts if text.is_gone or (text.id in present and text.state is not State.UNSYNDICATED)]

    def restored(self, locale: LocaleLike, identifier: str) -> datetime | None:
        """When a text was last restored, if ever."""
        text = self.texts.get(locale_id(locale), {}).get(identifier)
        return datetime.fromisoformat(text.restored) if text is not None and text.restored else None

    def link_dates(self, locale: LocaleLike, identifier: str, urls: Iterable[str]) -> dict[str, datetime]:
        """When each of some links of a text was first seen, or its title last changed, as far as that is known."""
        text = self.texts.get(locale_id(locale), {}).get(identifier)
        known = json.loads(text.links) if text is not None else {}
        found = {url: known[key][0] for url in urls if (key := short(url)) in known}
        return {url: datetime.fromisoformat(moment) for url, moment in found.items() if moment}


def expect_changes(changes: Any) -> None:
    """Refuse what is neither :class:`Changes` nor None, and say how they are made."""
    if changes is not None:
        hint = Message("`syndicate.History(path).compare(catalog)` makes them")
        expect("changes", changes, Message("Changes"), Changes, hint=hint)
