"""Which translations are behind their originals, by what the desk remembers. What histories know is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from syndicate.json_writer import in_ascii
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Localized, Topic
from syndicate.model.finding import DIGEST_SHOWN, confirmable
from syndicate.model.spill import with_values
from syndicate.translations.memory import Known, Memory

__all__ = ["BEHIND", "digest_of", "matches_original", "original_of", "with_memory", "with_remembered"]

BEHIND = frozenset({FindingKind.STALE, FindingKind.STALE_TEXT})
"""The findings that a translation is older than its original."""


def digest_of(topic: Topic, locale: str) -> str:
    """The digest of what the source states of a text; of a reader that gives none, that of the text."""
    stated = topic.raw.get(locale, "")
    if not stated:
        read = [topic.title[locale], topic.description.get(locale, ""), str(topic.summary.get(locale, ""))]
        stated = sha256(in_ascii(read)).hexdigest()
    return stated[:DIGEST_SHOWN]


def matches_original(known: Known, digest: str) -> bool:
    """Whether a translation is remembered to be of an original that has this digest."""
    return bool(known.of) and digest.startswith(known.of)


def original_of(topic: Topic, main: str, to: str) -> str | None:
    """The language that a topic is translated from: the main one, or for texts in that, the first it is in."""
    if main != to:
        return main if main in topic.title else None
    others = [locale_id(locale) for locale in topic.locales if locale_id(locale) != to]
    return others[0] if others else None


def with_remembered(catalog: Catalog, path: Path) -> Catalog:
    """A catalog with what the file at a path remembers of its translations; as it is, where there is no file."""
    return with_memory(catalog, Memory(path)) if path.is_file() else catalog


def with_memory(catalog: Catalog, memory: Memory) -> Catalog:
    """A catalog with the findings that a memory gives reason for, and without those that it gives none for.

    A translation is behind if its original has another digest than it was translated from, and it has not changed
    itself since. What front matter confirms is judged by that alone.
    """
    main = locale_id(catalog.default_locale)
    _follow(catalog, memory, main)
    decided: set[tuple[str, str]] = set()
    found: list[Finding] = []
    confirmed: dict[str, Topic] = {}
    told = {(finding.locale, finding.topic): finding for finding in catalog.findings if finding.kind in BEHIND}
    for topic, locale, known in _remembered(catalog, memory, main):
        digest, key = digest_of(topic, main), (locale, topic.ids[locale])
        if matches_original(known, digest):
            if known.is_reviewed:
                decided.add(key)
                confirmed[topic.slug] = _confirmed(confirmed.get(topic.slug, topic), locale, digest)
        elif known.text == digest_of(topic, locale):
            decided.add(key)
            source = told[key].source if key in told else ""
            found.append(
                confirmable(
                    topic=key[1],
                    locale=locale,
                    title=topic.title[locale],
                    original=topic.title[main],
                    digest=digest,
                    source=source,
                )
            )
    if not decided:
        return catalog
    kept = (one for one in catalog.findings if one.kind not in BEHIND or (one.locale, one.topic) not in decided)
    topics = [confirmed.get(topic.slug, topic) for topic in catalog.values()] if confirmed else None
    return catalog.replaced(topics, findings=(*kept, *found))


def _follow(catalog: Catalog, memory: Memory, main: str) -> None:
    """Have the memory know the ids of originals whose files were renamed.

    These are told by the text of the translation, or by the original that it says it is of.
    """
    originals = [topic for topic in catalog.values() if main in topic.title]
    ids = {topic.ids[main] for topic in originals}
    for locale in map(locale_id, catalog.locales if catalog else ()):
        strays = memory.strays(locale, ids) if locale != main else {}
        for topic in originals if strays else ():
            if locale in topic.title and memory.of(locale, topic.ids[main]) == Known():
                text, of = digest_of(topic, locale), topic.translated_from.get(locale, "")[:DIGEST_SHOWN]
                found = [name for name, known in strays.items() if known.text == text or (of and known.of == of)]
                if len(found) == 1 and strays[found[0]].of:
                    memory.rename(locale, found[0], topic.ids[main])
                    del strays[found[0]]


def _remembered(catalog: Catalog, memory: Memory, main: str) -> Iterator[tuple[Topic, str, Known]]:
    """The translations that the memory has a digest of, and that confirm none themselves."""
    for topic in catalog.values():
        if main in topic.title:
            for locale in map(locale_id, topic.locales):
                known = memory.of(locale, topic.ids[main])
                if locale != main and known.of and not topic.translated_from.get(locale):
                    yield topic, locale, known


def _confirmed(topic: Topic, locale: str, digest: str) -> Topic:
    """The topic with a text that is confirmed, so that a history believes it too."""
    confirmed = Localized({**topic.translated_from.identifiers(), locale: digest})
    return with_values(topic, translated_from=confirmed)
