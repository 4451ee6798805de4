"""Ids that were made of the name of a file stay with the file, whichever other files come. No address is given here.

The reader of a folder makes an id of the stem of a file alone, as long as no file of another folder has it. A history
knows the key of each such text (its folder and stem), so a new file of that stem never takes the id of an older one.
A history of version 0.1 knows no keys: there, the title tells which of several files of one name had the id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from syndicate.history.changes import Text
from syndicate.model import Catalog, Localized, Topic
from syndicate.model.fields import assembled
from syndicate.model.finding import Severity

__all__ = ["identified"]

_INDEX: Final = "index"
"""The key of a page at the root of a folder. Until version 0.2 it had the name of that folder for id and key."""


def identified(catalog: Catalog, texts: Mapping[str, Mapping[str, Text]]) -> Catalog:
    """The catalog with the ids that its texts have had, where those were made of keys.

    Args:
        catalog: what there is now.
        texts: what is remembered, by locale identifier and id.
    """
    renamed: dict[tuple[str, str], str] = {}
    for locale, known in texts.items():
        present = [topic for topic in catalog.values() if locale in topic.title]
        has_index = any(topic.keys.get(locale) == _INDEX for topic in present)
        if has_index or any(text.key for text in known.values()) or _of_0_1(present, locale, known):
            absent = dict(_absent(catalog, locale, known, present))
            renamed |= {(locale, old): new for old, new in absent.items()}
            for topic, identifier in zip(present, _ids(present, locale, known, set(absent.values())), strict=True):
                if identifier != topic.ids[locale]:
                    renamed[locale, topic.ids[locale]] = identifier
    return _renamed(catalog, renamed) if renamed else catalog


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
    for text in known.values():
        if text.key and text.key not in keys:
            yield from ((name, text.id) for name in (text.key, f"./{text.key}") if name in ids)


def _ids(present: list[Topic], locale: str, known: Mapping[str, Text], reserved: set[str]) -> list[str]:
    """The id of each text of a language: the one it states, else the one its key had, else one that nobody had."""
    had = {(text.origin, text.key): text.id for text in known.values() if text.key}
    ids = [topic.ids[locale] for topic in present]
    before_it = _former_origin({topic.origin.get(locale, "") for topic in present}, {origin for origin, _ in had})
    origins = [before_it.get(origin, origin) for origin in (topic.origin.get(locale, "") for topic in present)]
    keys = [(origin, topic.keys.get(locale, "")) for origin, topic in zip(origins, present, strict=True)]
    chosen = {place: ids[place] for place, (_, key) in enumerate(keys) if not key}
    taken = {*chosen.values(), *reserved}
    for place, made_of in enumerate(keys):
        if place not in chosen and (before := had.get(made_of)) is not None and before not in taken:
            chosen[place] = before
            taken.add(before)
    for place, (origin, key) in enumerate(keys):
        old = known.get(origin) if place not in chosen and key == _INDEX and origin not in taken else None
        if old is not None and old.key in ("", origin):
            chosen[place] = origin
            taken.add(origin)
    for before, place in _of_0_1(present, locale, known).items():
        if place not in chosen and before not in taken:
            chosen[place] = before
            taken.add(before)
    for place, (_, key) in enumerate(keys):
        if place not in chosen:
            candidate, number = ids[place], 1
            while candidate in taken:
                candidate = key if number == 1 else f"{key}-{number}"
                number += 1
            chosen[place] = candidate
            taken.add(candidate)
    return [chosen[place] for place in range(len(ids))]


def _former_origin(now: set[str], before: set[str]) -> dict[str, str]:
    """The name that a source had, by the one it has now, if one alone has another: a folder may be called anything."""
    new, gone = now - before, before - now
    return {new.pop(): gone.pop()} if len(new) == len(gone) == 1 else {}


def _of_0_1(present: list[Topic], locale: str, known: Mapping[str, Text]) -> dict[str, int]:
    """The ids that are known from version 0.1, each with the place of the text that had it."""
    found: dict[str, int] = {}
    for place, topic in enumerate(present):
        before = topic.first_ids.get(locale, "")
        if before and (text := known.get(before)) is not None and not text.key:
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
        values = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
        values |= {"ids": Localized.from_identifiers(ids), "related": Localized.from_identifiers(related)}
        topics.append(assembled(Topic, **values))
    return catalog.replaced(
        topics,
        findings=[attrs.evolve(found, topic=name(found.locale, found.topic)) for found in catalog.findings],
        withheld={(locale, name(locale, identifier)): why for (locale, identifier), why in catalog.withheld.items()},
    )
