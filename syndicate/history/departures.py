"""What becomes of the texts that leave: renamed, merged into another topic, split into several, or gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from syndicate.history.changes import State, Text
from syndicate.layout import TOPIC_PAGE
from syndicate.model import Catalog, Finding, FindingKind, Topic

__all__ = ["departures"]

_Texts = Mapping[str, Mapping[str, Text]]
_LEFT: Final = (State.RETRACTED, State.RECALLED)


def departures(catalog: Catalog, before: _Texts, after: _Texts, locales: Collection[str]) -> Iterator[Finding]:
    """A finding for each text that leaves. One that its source withholds has a finding of its own.

    A text with the title of one that leaves is likely the same topic, whose file was renamed and edited: files that
    were only renamed are recognized by their digest, and keep the id.

    Args:
        catalog: what there is now.
        before: what is remembered, by locale identifier and id.
        after: what will be.
        locales: the identifiers of the languages that were compared.
    """
    for locale in locales:
        known, now = before.get(locale, {}), after[locale]
        left = [
            text
            for identifier, text in known.items()
            if text.state not in _LEFT
            and now[identifier].state is State.RETRACTED
            and (locale, identifier) not in catalog.withheld
        ]
        if left:
            topics = [topic for topic in catalog.values() if locale in topic.title]
            new = [topic for topic in topics if topic.ids[locale] not in known]
            yield from _of_language(locale, left, topics, new)


def _of_language(locale: str, left: list[Text], topics: list[Topic], new: list[Topic]) -> Iterator[Finding]:
    heirs: dict[str, list[Topic]] = defaultdict(list)
    for topic in topics:
        for slug in topic.aliases.get(locale) or ():
            heirs[slug].append(topic)
    names = {topic.title[locale].casefold(): topic for topic in new}
    counts = Counter(topic.title[locale].casefold() for topic in new)
    counts.update(text.title.casefold() for text in left)
    for text in left:
        details = {"title": text.title, "address": TOPIC_PAGE.at(locale, text.slug) if text.slug else ""}
        kind, identifier, source = FindingKind.GONE, text.id, text.origin
        title = text.title.casefold()
        if found := heirs.get(text.slug):
            kind = FindingKind.MERGED if len(found) == 1 else FindingKind.SPLIT
            details["other"] = ", ".join(f"“{topic.title[locale]}”" for topic in found)
        elif title in names and counts[title] == 2:
            topic = names[title]
            kind, identifier, source = FindingKind.LIKELY_RENAME, topic.ids[locale], topic.origin.get(locale, "")
            details |= {"before": text.id, "id": identifier}
        yield Finding(kind=kind, topic=identifier, locale=locale, source=source, details=details)
