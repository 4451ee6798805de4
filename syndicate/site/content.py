"""What a site is made of: the catalog, feeds, and embeds of its languages, without paths, which are in `parts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Final

import attrs
from babel import Locale

from syndicate.cards import Card
from syndicate.embeds import Embeds
from syndicate.feeds import Feeds
from syndicate.feeds.archive import Archive
from syndicate.feeds.archive_series import archives
from syndicate.history import Changes, History, State
from syndicate.history.redirects import redirects
from syndicate.layout import OWN_FORMATS
from syndicate.locales import locale_id
from syndicate.model import Catalog, Group, Publisher, Topic, catalog_json
from syndicate.model.rights import syndicated_catalog
from syndicate.model.spill import Spill
from syndicate.site.kinds import Kinds
from syndicate.site.omissions import Omissions, TextKey
from syndicate.site.pages import Pages
from syndicate.site.published import stale_texts, topic_state
from syndicate.snippets.choosing import events_of
from syndicate.snippets.lists import Event

__all__ = ["SiteContent"]

_LINES_HELD: Final = 16 << 20
"""The bytes of the lines of ``topics.json`` that are held from their first use to their second; more wait on disk."""


class SiteContent:
    """The catalog of a site in its languages, what makes its feeds and embeds, and what cannot be made.

    Args:
        changes: the catalog, and how it differs from what was published before.
        publisher: who publishes it, and where.
        locales: the languages, the first one for the page at the root.
        kinds: which of :data:`~syndicate.site.KINDS`, and in which languages.
        history: where the archives of earlier builds are.

    Attributes:
        omitted: what cannot be made, so that nothing names it.
        unlisted: the topics that ``topics.json`` lacks, by slug, with the reason; known once :meth:`lines` are made.
    """

    def __init__(
        self,
        changes: Changes,
        publisher: Publisher,
        locales: Iterable[Locale],
        kinds: Kinds,
        history: History | None = None,
    ) -> None:
        self.changes = changes
        self.catalog: Catalog = changes.catalog
        self.publisher = publisher
        self.locales = tuple(locales)
        self.kinds = kinds
        self.omitted = Omissions()
        self.unlisted: dict[str, Exception] = {}
        self._lines: dict[str, bytes | int] = {}
        self._history = history
        self._unwritten: dict[str, bool] = {}
        self._feeds: dict[tuple[tuple[Locale, ...], frozenset[TextKey]], Feeds] = {}
        self._pages: dict[Locale, Pages] = {}
        self._cards: tuple[Topic | None, dict[tuple[Locale, bool, tuple[str, ...]], Card]] = (None, {})
        self._groups: dict[Locale, Sequence[Group]] = {}
        self._numbers: dict[Locale, Mapping[str, int]] = {}

    # Made when they are first needed, so that a language for which they cannot be made takes no other with it.
    def feeds_in(self, *locales: Locale, format: str = "") -> Feeds:
        """What makes the feeds of some languages; without the entries that the writer of a format refuses."""
        refused = frozenset(self.omitted.refused.get(format, ()))
        if (locales, refused) not in self._feeds:
            self._feeds[locales, refused] = Feeds(
                self.syndicated,
                self.publisher,
                locales,
                self.changes.of(self.syndicated),
                cards=self.kinds.among("cards", locales),
                undrawn=self.omitted.pictures,
                unfed=self.omitted.entries,
                refused=refused,
            )
        return self._feeds[locales, refused]

    def leave_out(self, topic: Topic, locale: Locale, *formats: str) -> Omissions:
        """Have feeds do without a topic whose entry cannot be made; what is found is told, and kept in `omitted`.

        Args:
            topic, locale: the text.
            formats: those in which something failed; if the entry cannot be made in a format of this package, no format
                has it.
        """
        found, key = Omissions(), (topic.slug, locale_id(locale))
        if not self._has_entry(topic, locale, *OWN_FORMATS):
            found.entries.add(key)
        else:
            for format in formats:
                if format not in OWN_FORMATS and not self._has_entry(topic, locale, format):
                    found.refuse(format, key)
        self.omitted |= found
        return found

    def _has_entry(self, topic: Topic, locale: Locale, *formats: str) -> bool:
        """Whether a topic can be in the feeds of a language: its other entries, of links, are in its own feed alone."""
        try:
            alone = self.feeds_in(locale).topic(topic, 1)
            for format in formats:
                alone.format(format)
        except Exception:  # whatever it is: it would break all feeds
            return False
        return True

    def _leave_out_of(self, locales: Iterable[Locale], format: str) -> bool:
        """Leave out all topics that a format of a feed of several fails for; whether there are any more than before."""
        before = self.omitted.to_json()
        for locale in locales:
            for topic in self.syndicated.written_in(locale):
                self.leave_out(topic, locale, format)
        return self.omitted.to_json() != before

    def _groups_in(self, locale: Locale) -> Sequence[Group]:
        if locale not in self._groups:  # asked once: all topics are looked at
            self._groups[locale] = self.catalog.groups_in(locale)
        return self._groups[locale]

    @cached_property
    def embeds(self) -> Embeds:
        """What makes the forms in which partners embed a topic."""
        return Embeds(self.publisher, self.locales)

    @cached_property
    def syndicated(self) -> Catalog:
        """What others may have of the catalog; the rest is on pages and cards alone."""
        return syndicated_catalog(self.catalog, self.publisher)

    @cached_property
    def _fed(self) -> tuple[Locale, ...]:
        """The languages that have feeds: a topic that others may have, or had."""
        if self.syndicated is self.catalog:
            return self.locales
        left = self.changes.retracted_locales
        return tuple(locale for locale in self.locales if self.syndicated.written_in(locale) or locale in left)

    @cached_property
    def _stale(self) -> Set[tuple[str, str]]:
        return stale_texts(self.changes)

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Each topic as a line of ``topics.json``, which has the whole of its value, by slug.

        Raises:
            SourceError: there are too many for memory, and the file for them cannot be written.
        """
        held = sum(len(line) for line in self._lines.values() if isinstance(line, bytes))
        for slug, topic in self.catalog.items():
            line: bytes | int | None = self._lines.get(slug)
            if line is None:
                try:
                    line = catalog_json.line(topic, topic_state(self.changes, topic, self._stale))
                except Exception as error:
                    self.unlisted[slug] = error
                    continue
                held += len(line)
                if (kept := line if held <= _LINES_HELD else self._spill.keep(line)) is not None:
                    self._lines[slug] = kept
            yield slug, self._spill.kept(line) if isinstance(line, int) else line

    @cached_property
    def _spill(self) -> Spill:
        """Where the lines are that are not in memory."""
        return Spill()

    def _published_lines(self) -> Iterator[bytes]:
        """The lines of ``topics.json``: what others may have of each topic."""
        for slug, line in self.lines():
            topic = self.syndicated.get(slug)
            if topic is not None:
                yield (
                    line
                    if topic is self.catalog[slug]
                    else catalog_json.line(topic, topic_state(self.changes, topic, self._stale))
                )

    def _events(self, locale: Locale) -> Mapping[str, Event]:
        return events_of(self.changes.of(self.syndicated), locale)

    def _archives(self, locale: Locale) -> Mapping[str, int]:
        """The numbers of the archive documents that the feed of the catalog has in a language, by name."""
        if locale not in self._numbers:  # counted once: there are more the larger the catalog is
            count = archives(self.syndicated, self.changes, locale) if self.kinds.has("feeds", locale) else 0
            names = self.changes.archived.get(locale_id(locale), ())[:count]
            self._numbers[locale] = {name: number for number, name in enumerate(names, 1)}
        return self._numbers[locale]

    def _without_recalled(self, content: Archive, locale: Locale) -> Archive:
        """An archive document of an earlier build without the texts that others may not have any more."""
        if self.syndicated is self.catalog:
            return content
        texts = self.changes.texts.get(locale_id(locale), {}).values()
        gone = {self.publisher.entry_id("topic", text.id, locale) for text in texts if text.state is State.RECALLED}
        return attrs.evolve(content, entries=[entry for entry in content.entries if entry.id not in gone])

    def _is_recalled(self, topic: Topic, locale: Locale) -> bool:
        """Whether others had a text that they may not have any more."""
        text = self.changes.texts.get(locale_id(locale), {}).get(topic.ids[locale])
        return text is not None and text.is_gone

    @cached_property
    def _moved(self) -> Mapping[Locale, Mapping[str, Sequence[Topic]]]:
        """The topics at each address that one had, by language and slug."""
        return {locale: redirects(self.changes, locale) for locale in self.locales}

    def _is_drawn(self, topic: Topic, locale: Locale) -> bool:
        """Whether the pictures of a topic's card are part of the site, if its title can be drawn."""
        return self.kinds.has("cards", locale) and (topic.slug, locale_id(locale)) not in self.omitted.pictures
