"""Ids that were made from file names stay with their files, whichever other files come. No address is made here.

The reader of a folder makes an id of the stem of a file alone, as long as no file of another folder has it. A history
knows the key of each such text (its folder and stem), and the id is that key's in every language, also when its text
has left. Only a file that was moved takes its id along; it is recognized by its text. A history of version 0.1 knows no
keys: there, the title tells which of several files of one name had the id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from syndicate.history.changes import State, Text
from syndicate.history.digest import raw_digest
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Localized, Topic
from syndicate.model.finding import Severity
from syndicate.model.spill import with_values

__all__ = ["identified"]

_INDEX: Final = "index"
"""The key of a page at the root of a folder. Before version 0.2, its id and key were the name of that folder."""

_Texts = Mapping[str, Mapping[str, Text]]
_Place = tuple[str, str]
"""The name of a source, and a key in it."""


def identified(catalog: Catalog, texts: _Texts) -> Catalog:
    """The catalog with the ids that its texts had before, for ids that are made from keys.

    Args:
        catalog: what there is now.
        texts: what is remembered, by locale identifier and id.
    """
    remembered = _Remembered(catalog, texts)
    renamed: dict[tuple[str, str], str] = {}
    moved: list[Finding] = []
    for locale in dict.fromkeys((*texts, *map(locale_id, catalog.locales if catalog else ()))):
        present = [topic for topic in catalog.values() if locale in topic.title]
        known = texts.get(locale, {})
        has_index = any(topic.keys.get(locale) == _INDEX for topic in present)
        if has_index or remembered.owners or _of_0_1(present, locale, known):
            absent = dict(_absent(catalog, locale, known, present))
            renamed |= {(locale, old): new for old, new in absent.items()}
            for topic, identifier in zip(present, remembered.ids(present, locale, set(absent.values())), strict=True):
                if identifier != topic.ids[locale]:
                    renamed[locale, topic.ids[locale]] = identifier
                moved.extend(_moved(topic, locale, known.get(identifier), remembered))
    found = _renamed(catalog, renamed) if renamed else catalog
    return found.noting(moved) if moved else found


def _moved(topic: Topic, locale: str, before: Text | None, remembered: _Remembered) -> Iterator[Finding]:
    """The finding that the file of a text was moved, or None."""
    key = topic.keys.get(locale, "")
    if before is not None and key and before.key and remembered.place(topic, locale) in remembered.moves(locale):
        details = {"title": topic.title[locale], "before": before.key, "key": key, "id": before.id}
        source = topic.origin.get(locale, "")
        yield Finding(kind=FindingKind.MOVED_FILE, topic=before.id, locale=locale, source=source, details=details)


def _absent(
    catalog: Catalog, locale: str, known: Mapping[str, Text], present: list[Topic]
) -> Iterator[tuple[str, str]]:
    """The texts that are withheld or could not be read, by the id they have now, with the one they had."""
    ids = {identifier for place, identifier in catalog.withheld if place == locale}
    ids |= {
        finding.topic
        for finding in catalog.findings
        if finding.severity is Severity.ERROR and finding.locale in ("", locale)
    }
    keys = {topic.keys.get(locale, "") for topic in present}
    absent = [text for text in known.values() if text.key and text.key not in keys]
    for text in absent:
        yield from ((name, text.id) for name in (text.key, f"./{text.key}") if name in ids)
    for name in ids - {text.key for text in absent}:
        old = known.get(name)
        if old is None or old.state is State.RETRACTED:  # and its stem is that of one that was there until now
            live = [text for text in absent if text.state is not State.RETRACTED and _stem(text.key) == name]
            if len(live) == 1:
                yield name, live[0].id


def _stem(key: str) -> str:
    return key.rpartition("/")[2]


class _Remembered:
    """The place that each id belongs to, and the files that were moved since.

    Attributes:
        owners: the places that have or had each id, in any language.
    """

    def __init__(self, catalog: Catalog, texts: _Texts) -> None:
        self._texts = texts
        self.owners: dict[str, set[_Place]] = defaultdict(set)
        self._had: dict[str, dict[_Place, str]] = {}
        for locale, known in texts.items():
            self._had[locale] = {(text.origin, text.key): text.id for text in known.values() if text.key}
            for place, identifier in self._had[locale].items():
                self.owners[identifier].add(place)
        self._origins = _former_origins(catalog, texts) if self.owners else {}
        self._moves: dict[str, dict[_Place, _Place]] = {}
        if self.owners:
            self._find_moves(catalog)

    def place(self, topic: Topic, locale: str) -> _Place:
        """The place of a text, under the earlier name of its source."""
        origin = topic.origin.get(locale, "")
        return self._origins.get(origin, origin), topic.keys.get(locale, "")

    def moves(self, locale: str) -> Mapping[_Place, _Place]:
        """The earlier place of each moved file of a language, by its present one."""
        return self._moves.get(locale, {})

    def _find_moves(self, catalog: Catalog) -> None:
        """Files with the text of one that is gone or changed; translations that moved too may be edited."""
        said: dict[_Place, set[_Place]] = defaultdict(set)
        new: dict[str, dict[_Place, str]] = {}
        gone: dict[str, dict[_Place, str]] = {}
        for locale, known in self._texts.items():
            places = {
                self.place(topic, locale): raw_digest(topic, locale)
                for topic in catalog.values()
                if topic.keys.get(locale)
            }
            had = self._had[locale]
            before = {place: known[identifier].raw for place, identifier in had.items()}
            other = {place: raw for place, raw in before.items() if places.get(place) != raw}
            # A file with the text of another one is that file, as when two swap names; an edited file stays itself.
            changed = {place: raw for place, raw in places.items() if place in other}
            swapped = dict(_alike(changed, other))
            new[locale] = {place: raw for place, raw in places.items() if place not in had}
            gone[locale] = {place: raw for place, raw in other.items() if place not in places or place in swapped}
            self._moves[locale] = {**swapped, **dict(_alike(new[locale], gone[locale]))}
            for place, moved in self._moves[locale].items():
                said[place].add(moved)
        for locale, moves in self._moves.items():
            taken = set(moves.values())
            for place, (moved, *others) in said.items():
                if place in new[locale] and not others and moved in gone[locale] and moved not in taken:
                    taken.add(moves.setdefault(place, moved))

    def ids(self, present: list[Topic], locale: str, reserved: set[str]) -> list[str]:
        """The id of each text of a language: the stated one, else the one its key had, else an unused one."""
        known, had, moves = self._texts.get(locale, {}), self._had.get(locale, {}), self.moves(locale)
        ids = [topic.ids[locale] for topic in present]
        places = [self.place(topic, locale) for topic in present]
        chosen = {place: ids[place] for place, (_, key) in enumerate(places) if not key}
        taken = {*chosen.values(), *reserved}

        def choose(number: int, identifier: str | None) -> None:
            if number not in chosen and identifier and identifier not in taken:
                chosen[number] = identifier
                taken.add(identifier)

        for number, place in enumerate(places):
            if place in had and place in moves:
                choose(number, had.get(moves[place]))
        for number, place in enumerate(places):
            choose(number, had.get(place))
        for number, (origin, key) in enumerate(places):
            old = known.get(origin) if key == _INDEX else None
            if old is not None and old.key in ("", origin):
                choose(number, origin)
        for before, number in _of_0_1(present, locale, known).items():
            choose(number, before)
        for number, place in enumerate(places):
            if place in moves:
                choose(number, had.get(moves[place]))
        for number, place in enumerate(places):
            for other in self._had.values():
                former = other.get(moves.get(place, place))
                if former is not None and former not in known:
                    choose(number, former)
        for number, place in enumerate(places):
            if number not in chosen:
                namesake = known.get(ids[number])
                title = present[number].title[locale]
                others = namesake is not None and not namesake.key and namesake.title != title
                names = _names(ids[number], place[1], skip=others)
                choose(number, next(name for name in names if name not in taken and self._is_free(name, place)))
        return [chosen[number] for number in range(len(ids))]

    def _is_free(self, identifier: str, place: _Place) -> bool:
        return self.owners.get(identifier, set()) <= {place}


def _names(identifier: str, key: str, *, skip: bool) -> Iterator[str]:
    """The candidate ids of a new text, the best first."""
    if not skip:
        yield identifier
    yield key
    number = 2
    while True:
        yield f"{key}-{number}"
        number += 1


def _alike(new: Mapping[_Place, str], gone: Mapping[_Place, str]) -> Iterator[tuple[_Place, _Place]]:
    """The places that have the text of one that is gone, where no other has it."""
    counts = [Counter(places.values()) for places in (new, gone)]
    by_raw = {raw: place for place, raw in gone.items()}
    for place, raw in new.items():
        if raw and raw in by_raw and counts[0][raw] == counts[1][raw] == 1:
            yield place, by_raw[raw]


def _former_origins(catalog: Catalog, texts: _Texts) -> dict[str, str]:
    """The earlier names of sources by their present ones: a folder may be renamed, and is recognized by its texts.

    If there is one folder, and was one before, it is the same whatever is in it.
    """
    now: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    before: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for topic in catalog.values():
        for locale, key in topic.keys.identifiers().items():
            now[topic.origin.get(locale, "")].add((locale, key, raw_digest(topic, locale)))
    for locale, known in texts.items():
        for text in known.values():
            if text.key and text.origin:
                before[text.origin].add((locale, text.key, text.raw))
    live = {text.origin for known in texts.values() for text in known.values() if text.state is not State.RETRACTED}
    new, gone = now.keys() - before.keys(), before.keys() - now.keys()
    gone = gone & live or gone
    if len(now) == len(new) == len(gone) == 1:
        return dict(zip(new, gone, strict=True))
    common = {(len(now[name] & before[old]), name, old) for name in new for old in gone}
    found: dict[str, str] = {}
    for count, name, old in sorted(common, reverse=True):
        if count and name not in found and old not in found.values():
            found[name] = old
    return found


def _of_0_1(present: Iterable[Topic], locale: str, known: Mapping[str, Text]) -> dict[str, int]:
    """The ids that are known from version 0.1, each with the place of the text that had it."""
    present = list(present)
    found: dict[str, int] = {}
    for place, topic in enumerate(present):
        before = topic.first_ids.get(locale, "")
        if before and (text := known.get(before)) is not None and not text.key and not text.origin:
            first = found.setdefault(before, place)
            if text.title == topic.title[locale] != present[first].title[locale]:
                found[before] = place
    return found


def _renamed(catalog: Catalog, renamed: Mapping[tuple[str, str], str]) -> Catalog:
    """The catalog with other ids, wherever it names them."""

    def name(locale: str, identifier: str) -> str:
        return renamed.get((locale, identifier), identifier)

    topics = []
    for topic in catalog.values():
        ids = {locale: name(locale, identifier) for locale, identifier in topic.ids.identifiers().items()}
        related = {
            locale: tuple(
                attrs.evolve(reference, id=name(locale, reference.id)) if reference.id else reference
                for reference in references
            )
            for locale, references in topic.related.identifiers().items()
        }
        named = {"ids": Localized.from_identifiers(ids), "related": Localized.from_identifiers(related)}
        topics.append(with_values(topic, **named))
    return catalog.replaced(
        topics,
        findings=[attrs.evolve(found, topic=name(found.locale, found.topic)) for found in catalog.findings],
        withheld={(locale, name(locale, identifier)): why for (locale, identifier), why in catalog.withheld.items()},
    )
