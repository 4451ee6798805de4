"""What `topics.json` says beside the catalog, for services: numbers, what happened last, what left, the publisher."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from syndicate.history.changes import Changes, Text
from syndicate.interchange.publisher_json import written
from syndicate.locales import tag
from syndicate.model import FindingKind, Publisher, Topic
from syndicate.text import rfc3339

__all__ = ["topic_state", "published_state", "stale_texts"]


def stale_texts(changes: Changes) -> Set[tuple[str, str]]:
    """The translations that are behind their originals, by locale identifier and id."""
    behind = (FindingKind.STALE, FindingKind.STALE_TEXT)
    return {(finding.locale, finding.topic) for finding in changes.catalog.findings if finding.kind in behind}


def topic_state(changes: Changes, topic: Topic, stale: Set[tuple[str, str]]) -> dict[str, Any]:
    """The number of each text of a topic, and what happened to it last: by language tag, for the topic's line."""
    numbers, last = {}, {}
    for locale, identifier in topic.ids.items():
        text = changes.texts.get(str(locale), {}).get(identifier)
        if locale in topic.title and text is not None and (text.locale, identifier) in changes.numbers:
            numbers[tag(locale)] = changes.numbers[text.locale, identifier]
            former = {"former": text.former.split()} if text.former else {}
            behind = {"stale": True} if (text.locale, identifier) in stale else {}
            last[tag(locale)] = {"state": text.state.value, **_when(text), **former, **behind}
    return {"numbers": numbers, "changes": last}


def published_state(changes: Changes, publisher: Publisher) -> dict[str, Any]:
    """The publisher, the number of the last build that saw a change, and the texts that have left, the first first."""
    gone = [
        {
            "number": changes.numbers[locale, identifier],
            "locale": tag(locale),
            "id": identifier,
            **({"slugs": [text.slug, *text.former.split()]} if text.slug else {}),
            **_when(text),
        }
        for locale, texts in changes.texts.items()
        for identifier, text in texts.items()
        if text.is_gone
    ]
    last = max((text.build for texts in changes.texts.values() for text in texts.values()), default=1)
    builds: dict[str, Any] = {"last": last, **({"series": changes.series} if changes.series else {})}
    return {
        "publisher": written(publisher),
        "builds": builds,
        "withdrawn": sorted(gone, key=lambda text: (text["build"], text["number"])),
    }


def _when(text: Text) -> dict[str, Any]:
    if text.is_gone:
        return {"build": text.build, **({"date": rfc3339(text.gone_at)} if text.gone_at else {})}
    return {"build": text.build, **({"date": text.event} if text.event else {})}
