"""What a rearrangement of topics means for readers: addresses that move, pairs that come apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from syndicate.history.changes import State, Text
from syndicate.layout import TOPIC_PAGE
from syndicate.model import Finding, FindingKind, Localized, Topic
from syndicate.model import topic_links as links
from syndicate.model.fields import assembled
from syndicate.model.record import READ

__all__ = ["moves", "relinked"]

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
                details = {"before": TOPIC_PAGE.at(locale, slug), "address": TOPIC_PAGE.at(locale, topic.slug)}
                yield _finding(FindingKind.MOVED, topic, locale, details)
    yield from _parted(topics, slugs, texts)
    yield from _taken(topics)


def _taken(topics: Iterable[Topic]) -> Iterator[Finding]:
    """Aliases that are the addresses of other topics, which keep them."""
    here = {(locale, topic.slug): topic for topic in topics for locale in topic.title.identifiers()}
    for topic in topics:
        for locale, aliases in topic.aliases.identifiers().items():
            for slug in aliases:
                other = here.get((locale, slug))
                if other is not None and other is not topic:
                    details = {"slug": slug, "other": other.title[locale]}
                    yield _finding(FindingKind.TAKEN_ALIAS, topic, locale, details)


def relinked(topics: Sequence[Topic], slugs: Mapping[str, str], base_url: str) -> list[Topic]:
    """The topics with their links to each other at the slugs that these have.

    Args:
        topics: with the links that their sources make.
        slugs: those that topics have, by those that their sources gave them, where they differ.
        base_url: where the tree is published; empty where that is not known.
    """
    if not base_url or not slugs:
        return list(topics)
    return [_relinked(topic, slugs, base_url) for topic in topics]


def _relinked(topic: Topic, slugs: Mapping[str, str], base_url: str) -> Topic:
    before = topic.summary.identifiers()
    summary = {locale: links.relinked(text, base_url, slugs) for locale, text in before.items()}
    if summary == before:
        return topic
    number = READ.index("summary")
    as_read = {
        locale: (*read[:number], summary.get(locale, read[number]), *read[number + 1 :])
        if read[number] == before.get(locale)
        else read
        for locale, read in topic.as_read.identifiers().items()
    }
    values = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
    values |= {"summary": Localized.from_identifiers(summary), "as_read": Localized.from_identifiers(as_read)}
    return assembled(Topic, **values)


def _parted(topics: Iterable[Topic], slugs: _Slugs, texts: _Texts) -> Iterator[Finding]:
    """Texts that were one topic and are several now."""
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
