"""What a new arrangement of topics does to readers of the old one: addresses that move, pairs that come apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from syndicate.history.changes import State, Text
from syndicate.model import Finding, FindingKind, Topic
from syndicate.model.layout import topic_page

__all__ = ["moves"]

_Texts = Mapping[str, Mapping[str, Text]]
_Slugs = Mapping[tuple[str, str], str]


def moves(topics: Sequence[Topic], slugs: _Slugs, texts: _Texts) -> Iterator[Finding]:
    """A finding for each text that leaves its address, and for each translation that leaves its original.

    Args:
        topics: what there is now, at the addresses it gets.
        slugs: those that texts had, by locale identifier and id.
        texts: what is remembered, by locale identifier and id.
    """
    for topic in topics:
        for locale, identifier in topic.ids.identifiers().items():
            slug, text = slugs.get((locale, identifier)), texts.get(locale, {}).get(identifier)
            if slug and slug != topic.slug and text is not None and text.state is not State.RETRACTED:
                details = {"before": topic_page(locale, slug), "address": topic_page(locale, topic.slug)}
                yield _finding(FindingKind.MOVED, topic, locale, details)
    yield from _parted(topics, slugs, texts)


def _parted(topics: Iterable[Topic], slugs: _Slugs, texts: _Texts) -> Iterator[Finding]:
    """Texts that were one topic, and are several now."""
    families: dict[str, list[tuple[str, Topic]]] = defaultdict(list)
    for topic in topics:
        for locale, identifier in topic.ids.identifiers().items():
            text = texts.get(locale, {}).get(identifier)
            if text is not None and text.state is not State.RETRACTED and (slug := slugs.get((locale, identifier))):
                families[slug].append((locale, topic))
    for family in families.values():
        (main, first), *others = sorted(family, key=lambda member: member[1].slug not in slugs.values())
        for locale, topic in others:
            if topic is not first:
                details = {"other": first.title[main], "language": main}
                yield _finding(FindingKind.PARTED, topic, locale, details)


def _finding(kind: FindingKind, topic: Topic, locale: str, details: Mapping[str, str]) -> Finding:
    source = topic.origin.get(locale, "")
    details = {"title": topic.title[locale], **details}
    return Finding(kind=kind, topic=topic.ids[locale], locale=locale, source=source, details=details)
