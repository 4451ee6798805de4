"""What is wrong in a catalog: translations and other words that are missing, out of date, or likely."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from babel import Locale

from syndicate.locales import locale_id, tag
from syndicate.locales.identifiers import in_hreflang
from syndicate.locales.reader_labels import missing_labels, reader_labels
from syndicate.model import Catalog, Finding, FindingKind, Publisher, Record
from syndicate.model.finding import confirmable, stale
from syndicate.pairing.twins import Family, finding

__all__ = ["likely_twins", "missing_words", "stale_translations", "unpaired"]


def unpaired(families: list[Family], records: list[Record], main: str) -> Iterator[Finding]:
    """A record that lacks a language which at least every tenth record of the catalog is in."""
    counts = Counter(locale_id(record.locale) for record in records)
    expected = sorted(
        (locale for locale, count in counts.items() if count * 10 >= len(records)),
        key=lambda name: (name != main, name),
    )
    for family in families:
        for locale in expected:
            if locale not in family:
                yield finding(FindingKind.UNPAIRED, next(iter(family.values())), language=locale)


_ALIKE = 0.6
"""How alike two file names must be (difflib's ratio) to suggest that one was renamed."""


def likely_twins(families: list[Family], main: str) -> Iterator[Finding]:
    """For each record of the main language that is alone, the record alone in another language that fits it best."""
    alone = [next(iter(family.values())) for family in families if len(family) == 1]
    by_clue: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in alone:
        if locale_id(record.locale) != main:
            for clue in _clues(record):
                by_clue[clue].append(record)
    for record in alone:
        if locale_id(record.locale) != main:
            continue
        fits = [
            (*_fit(record, other), other)
            for clue in _clues(record)
            for other in by_clue.get(clue, ())[:50]  # a clue that many share is not evidence
            if not _are_homonyms(record, other)
        ]
        if fits:
            score, reason, other = max(fits, key=lambda fit: (fit[0], fit[2].id))
            if score >= _ALIKE:
                yield finding(
                    FindingKind.LIKELY_TWIN, record, other=other.title, url=other.url or other.slug, reason=reason
                )


def _clues(record: Record) -> Iterator[tuple[str, str]]:
    """What twins are likely to share: the start or end of a file name, a subject code."""
    yield "start", record.slug[:8]
    yield "end", record.slug[-8:]
    for subject in record.subjects:
        yield subject.scheme, subject.code


def _are_homonyms(record: Record, other: Record) -> bool:
    """Whether two texts are called alike in different folders, as ``asthma/faq`` and ``diabetes/faq``: no clue."""
    keys = (record.translation_key or "", other.translation_key or "")
    places = [key.rpartition("/") for key in keys]
    return keys[0] != keys[1] and places[0][2] == places[1][2] and any(place[1] for place in places)


def _fit(record: Record, other: Record) -> tuple[float, str]:
    if record.slug == other.slug:
        return 3.0, "same-name"
    if {subject.code for subject in record.subjects} & {subject.code for subject in other.subjects}:
        return 2.0, "same-subject"
    return SequenceMatcher(None, record.slug, other.slug).ratio(), "similar-name"


def stale_translations(families: list[Family], main: str) -> Iterator[Finding]:
    """Translations whose original was changed on a later day, or is not the one that they are confirmed to be of."""
    for family in families:
        original = family.get(main)
        if original is None:
            continue
        for record in family.values():
            if record is not original and record.translated_from:
                if original.raw and not original.raw.startswith(record.translated_from):
                    yield confirmable(
                        topic=record.id,
                        locale=locale_id(record.locale),
                        title=record.title,
                        original=original.title,
                        digest=original.raw,
                        source=record.source,
                    )
            elif record.updated is not None and original.updated is not None:
                found = stale(
                    topic=record.id,
                    locale=locale_id(record.locale),
                    title=record.title,
                    updated=record.updated,
                    original=original.updated,
                    source=record.source,
                )
                if found is not None:
                    yield found


_PUBLISHER_TEXTS: Final = ("name", "organization", "place", "attribution", "disclaimer", "rights")


def missing_words(catalog: Catalog, publisher: Publisher) -> Iterator[Finding]:
    """A finding for all that stands around a language's topics in another language.

    A text in the language of a locale will do for it, ``es`` for ``es_MX``.

    Args:
        catalog: the topics.
        publisher: who publishes them, with further labels perhaps.
    """
    for locale in catalog.locales:
        topics = catalog.written_in(locale)
        if not topics:
            continue
        yield from _missing_labels(locale, publisher)
        if not in_hreflang(locale):
            yield _missing(FindingKind.UNREAD_TAG, locale, code=tag(locale))
        for field in _PUBLISHER_TEXTS:
            texts = getattr(publisher, field)
            if texts and (found := texts.resolve(locale, publisher.fallback_order)).is_fallback:
                kind = FindingKind.MISSING_PUBLISHER_TEXT
                yield _missing(kind, locale, field=field, shown_language=locale_id(found.locale))
        filled = {group for topic in topics for group in topic.groups}
        for group in catalog.groups.values():
            if group.id in filled and locale not in group.name:
                name = group.name.resolve(locale, publisher.fallback_order).value if group.name else group.id
                yield _missing(FindingKind.MISSING_GROUP_NAME, locale, name=name, group=group.id)


_SHOWN: Final = 4
_SHORT: Final = 30
"""How many of the missing labels a finding names, and how long each may be; its details have all of them."""


def _missing_labels(locale: Locale, publisher: Publisher) -> Iterator[Finding]:
    missing = missing_labels(publisher.labels(locale), locale)
    if missing:
        words = [english for english in missing if any(map(str.isalpha, english))]  # not the colon alone
        short = [english for english in words if len(english) <= _SHORT] or words or list(missing)
        yield _missing(
            FindingKind.MISSING_LABELS,
            locale,
            shown_language=locale_id(next(iter(missing.values())).locale),
            count=str(len(missing)),
            total=str(len(reader_labels())),
            names=", ".join(f"“{english}”" for english in short[:_SHOWN]),
            labels="\n".join(missing),
            locale=tag(locale),
        )


def _missing(kind: FindingKind, language: Locale, **details: str) -> Finding:
    name = locale_id(language)
    return Finding(kind=kind, locale=name, details={"language": name, **details})
