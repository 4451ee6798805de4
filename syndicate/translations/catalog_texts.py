"""The texts of a catalog, each with its place and what is remembered of it. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import Any, Final

import attrs

from syndicate.errors import Message, NotFoundError
from syndicate.history import History
from syndicate.locales import LocaleLike, locale_id, tag
from syndicate.model import Publisher, Record, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect
from syndicate.model.wire import unstructured
from syndicate.moments import moment_of_build
from syndicate.sources import read_watched
from syndicate.translations.assignment import Assignment, Filled, Item
from syndicate.translations.content import Unit, digest, plain, problems
from syndicate.translations.markdown_document import MarkdownDocument
from syndicate.translations.memory import Known, Memory
from syndicate.translations.staleness import BEHIND, digest_of, matches_original, original_of, with_memory
from syndicate.translations.status import ChangedText, State, TranslationStatus
from syndicate.translations.topic_document import TopicDocument
from syndicate.translations.twins import Twin, fitted, twins

__all__ = ["CatalogTexts", "Document"]

Document = MarkdownDocument | TopicDocument
_MARKDOWN: Final = (".md", ".markdown", ".mdx", ".mdown", ".mkd")
_ADDED: Final = frozenset({"title", "description", "subtitle", "excerpt", "credit", "rights"})
"""The fields that a translation gets where it has none."""


@attrs.frozen(kw_only=True)
class Place:
    """Where a text is, as its reader says."""

    locale: str
    id: str
    path: Path
    location: str
    withheld: str


def _check_arguments(sources: Iterable[str | Path], memory: str | Path | None) -> None:
    apart = Message("give each path as an argument of its own: `Desk(*paths)`")
    for source in sources:
        hint = apart if isinstance(source, Iterable) else None
        expect("sources", source, Message("a path"), str, PathLike, hint=hint)
    expect("memory", memory, Message("a path"), str, PathLike, NoneType)


class CatalogTexts:
    """The texts; see :class:`syndicate.translations.Desk`, which is made of the same arguments."""

    def __init__(
        self,
        *sources: str | Path,
        publisher: Publisher | None = None,
        history: str | Path | None = None,
        memory: str | Path | None = None,
        default_locale: LocaleLike | None = None,
        pair_by_name: bool = False,
        now: date | None = None,
        reader: str | None = None,
    ) -> None:
        _check_arguments(sources, memory)
        if publisher is not None:
            check(publisher=publisher)
        check(history=history, now=now)
        self.sources = [Path(source) for source in sources]
        self.publisher, self.pair_by_name, self.reader = publisher, pair_by_name, reader
        self.now = moment_of_build(now)
        self.places: dict[tuple[str, str], Place] = {}
        self.drafts: dict[tuple[str, str], Place] = {}
        catalog = read_watched(
            self._see,
            self.sources,
            publisher=publisher,
            default_locale=default_locale,
            pair_by_name=pair_by_name,
            now=self.now,
            reader=reader,
        )
        if history is not None:
            base_url = publisher.base_url if publisher is not None else ""
            catalog = History(history).compare(catalog, now=self.now, base_url=base_url).catalog
        self.memory = Memory(Path(memory) if memory is not None else Memory.beside(self.sources[0]))
        self.catalog = with_memory(catalog, self.memory)
        self.main = locale_id(self.catalog.default_locale)
        self._behind = {(one.locale, one.topic) for one in self.catalog.findings if one.kind in BEHIND}
        self._documents: dict[tuple[str, str], Document] = {}

    def _see(self, item: Any) -> None:
        """Note where a record is, if it is in a file of Markdown."""
        if isinstance(item, Record) and (path := _path_of(item)) is not None:
            locale = locale_id(item.locale)
            place = Place(locale=locale, id=item.id, path=path, location=item.location, withheld=item.withheld)
            (self.drafts if item.withheld else self.places)[locale, item.location if item.withheld else item.id] = place

    def document(self, topic: Topic, locale: str) -> Document:
        """The texts of a topic in a language that it has."""
        key = (topic.slug, locale)
        if key not in self._documents:
            place = self.places.get((locale, topic.ids[locale]))
            if place is not None:
                self._documents[key] = MarkdownDocument(place.path.read_bytes(), str(place.path))
            else:
                self._documents[key] = TopicDocument(unstructured(topic), tag(locale))
        return self._documents[key]

    def languages(self) -> list[str]:
        """The languages that the catalog has beside its main one, as identifiers."""
        return [name for name in map(locale_id, self.catalog.locales) if name != self.main]

    def status_of(self, topic: Topic, source: str, to: str) -> TranslationStatus:
        """How the translation of a topic stands."""
        known = self.memory.of(to, topic.ids[source])
        state, asked = self._state(topic, source, to, known)
        place = self.places.get((source, topic.ids[source]))
        units = self.document(topic, source).units
        changed: list[ChangedText] | None = []
        removed = 0
        if to in topic.title and self.is_behind(topic, to):
            changed = [_changed(unit) for unit in units if digest(unit.content) not in known.blocks]
            removed = len(known.blocks.keys() - {digest(unit.content) for unit in units})
            changed, removed = (changed, removed) if known.blocks else (None, 0)
        return TranslationStatus(
            topic=topic.slug,
            locale=to,
            original_locale=source,
            title=topic.title[to] if to in topic.title else topic.title[source],
            state=state,
            digest=digest_of(topic, source),
            words=sum(unit.words for unit in units),
            changed=changed,
            removed=removed,
            asked=asked,
            file=_near(place.path) if place is not None else "",
        )

    def is_behind(self, topic: Topic, to: str) -> bool:
        """Whether a translation that is there is older than its original."""
        return (to, topic.ids[to]) in self._behind

    def _state(self, topic: Topic, source: str, to: str, known: Known) -> tuple[State, str]:
        """The state of a translation; and when it was given to translators, if that is why it is in work."""
        now = digest_of(topic, source)
        own = digest_of(topic, to) if to in topic.title else ""
        if known.request is not None and (known.request.of, known.request.text) == (now, own):
            return State.IN_WORK, known.request.at
        if to not in topic.title:
            return (State.IN_WORK if self.draft(topic, source, to) is not None else State.MISSING), ""
        if self.is_behind(topic, to):
            return State.STALE, ""
        confirmed = topic.translated_from.get(to, "")[: len(now)]
        is_confirmed = bool(confirmed) and now.startswith(confirmed)
        is_reviewed = is_confirmed or (known.is_reviewed and matches_original(known, now))
        return State.REVIEWED if is_reviewed else State.CURRENT, ""

    def draft(self, topic: Topic, source: str, to: str) -> Place | None:
        """The file of a translation that its publisher withholds, so that the catalog does not have it."""
        place = self.places.get((source, topic.ids[source]))
        return self.drafts.get((to, place.location)) if place is not None else None

    def original(self, topic: Topic, to: str) -> str:
        """The language that a topic is translated from.

        Raises:
            NotFoundError: there is no text to translate.
        """
        if (source := original_of(topic, self.main, to)) is None:
            raise NotFoundError(Message("the topic has no text to translate from"), topic=topic.slug, locale=to)
        return source

    def twins(self, topic: Topic, source: str, to: str) -> dict[str, Twin]:
        """The texts of a translation by the names of those of its original; none where there is no translation."""
        if to not in topic.title:
            return {}
        return twins(self.document(topic, source).units, self.document(topic, to).units)

    def assignment(self, topic: Topic, to: str) -> Assignment:
        """What there is to translate of a topic, with what its translation has already."""
        source = self.original(topic, to)
        place = self.places.get((source, topic.ids[source]))
        document = self.document(topic, source)
        return Assignment(
            slug=topic.slug,
            title=topic.title[source],
            source=tag(source),
            target=tag(to),
            form="markdown" if isinstance(document, MarkdownDocument) else "html",
            file=_near(place.path) if place is not None else "",
            items=list(self._items(topic, source, to)),
        )

    def _items(self, topic: Topic, source: str, to: str) -> Iterator[Item]:
        units = self.document(topic, source).units
        if to not in topic.title:
            yield from (Item(unit=unit) for unit in units)
            return
        found, known = self.twins(topic, source, to), self.memory.of(to, topic.ids[source])
        by_digest = {digest(unit.content): unit for unit in self.document(topic, to).units}
        is_current = not self.is_behind(topic, to)
        for unit in units:
            twin = found.get(unit.name)
            if twin is None and not unit.is_block and unit.name not in _ADDED:
                continue  # a link, say, that the editors of the translation do not list
            translated = known.blocks.get(digest(unit.content))
            if twin is not None and translated == digest(twin.unit.content):
                yield _item(unit, twin.unit, is_translation=True)
            elif translated in by_digest and unit.is_block:
                yield _item(unit, by_digest[translated or ""], is_translation=True)
            elif twin is not None:
                is_kept = twin.is_certain and (translated is not None or is_current)
                yield _item(unit, twin.unit, is_translation=is_kept)
            else:
                yield Item(unit=unit)

    def remember(self, topic: Topic, source: str, to: str, *, is_reviewed: bool = False) -> None:
        """Remember that a translation is of its original as it is now."""
        known = self.memory.of(to, topic.ids[source])
        now, own = digest_of(topic, source), digest_of(topic, to)
        if known.of == now and known.text == own and known.blocks:
            if is_reviewed and (not known.is_reviewed or known.request is not None):
                self.memory.note(to, topic.ids[source], attrs.evolve(known, is_reviewed=True, request=None))
            return
        kept = known.request if known.request is not None and known.request.of == now else None
        self.memory.note(
            to,
            topic.ids[source],
            Known(
                of=now,
                text=own,
                is_reviewed=is_reviewed,
                blocks=self._blocks(topic, source, to),
                request=None if is_reviewed else kept,
            ),
        )

    def _blocks(self, topic: Topic, source: str, to: str) -> dict[str, str]:
        found = self.twins(topic, source, to)
        return {
            digest(unit.content): digest(found[unit.name].unit.content)
            if unit.name in found and found[unit.name].is_certain
            else ""
            for unit in self.document(topic, source).units
        }

    def is_expected(self, topic: Topic, source: str, to: str) -> bool:
        """Whether a translation was asked for, or the catalog has others in its language."""
        known = self.memory.of(to, topic.ids[source])
        return known.request is not None or any(to == locale_id(locale) for locale in self.catalog.locales)

    def pairs(self, source: str, to: str) -> Iterator[tuple[Path, Path]]:
        """The files of originals and of their translations."""
        for topic in self.catalog.values():
            if source in topic.title and to in topic.title:
                first, second = (self.places.get((locale, topic.ids[locale])) for locale in (source, to))
                if first is not None and second is not None:
                    yield first.path, second.path

    def root_of(self, path: Path) -> Path:
        """The source that a file is in."""
        return next((root for root in self.sources if root.is_dir() and path.is_relative_to(root)), path.parent)


def _item(unit: Unit, other: Unit, *, is_translation: bool) -> Item:
    """A text with what its translation has; where the codes are not the same, without them, for the translator."""
    target = fitted(other.content, unit.content)
    if target is None or any(problems(unit.content, target)):
        return Item(unit=unit, target=(plain(other.content),), filled=Filled.SUGGESTION)
    return Item(unit=unit, target=target, filled=Filled.TRANSLATION if is_translation else Filled.SUGGESTION)


def _changed(unit: Unit) -> ChangedText:
    return ChangedText(name=unit.name, heading=unit.heading, line=unit.line, text=plain(unit.content), words=unit.words)


def _path_of(record: Record) -> Path | None:
    """The file of Markdown that a record was read from."""
    name, _, line = record.source.rpartition(":")
    return Path(name) if line.isdecimal() and name.lower().endswith(_MARKDOWN) else None


def _near(path: Path) -> str:
    """A file as one would type it where one stands, if it is below."""
    here = Path.cwd()
    found = path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
    return found.as_posix()
