"""Which translations are behind their originals, by what builds have seen. Pairing compares dates of sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from syndicate.history.changes import State, Text
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Topic
from syndicate.model.finding import confirmable, stale

__all__ = ["with_stale"]

_BY_DATE = (FindingKind.STALE, FindingKind.STALE_TEXT)


def with_stale(
    stated: Catalog, topics: Sequence[Topic], texts: Mapping[str, Mapping[str, Text]], since: Mapping[str, int]
) -> list[Finding]:
    """The findings of a catalog, corrected by what the history knows.

    Args:
        stated: the catalog as its sources state it, with the findings of pairing.
        topics: its topics, each text with a date.
        texts: what will be remembered, by locale identifier and id.
        since: the build that saw each language first.
    """
    main = locale_id(stated.default_locale)
    told = {(finding.locale, finding.topic): finding for finding in stated.findings if finding.kind in _BY_DATE}
    decided: set[tuple[str, str]] = set()
    found: list[Finding] = []
    for topic in topics:
        original = texts.get(main, {}).get(topic.ids.get(main, ""))
        if original is None or main not in topic.title:
            continue
        for locale, identifier in topic.ids.identifiers().items():
            key = (locale, identifier)
            text = texts.get(locale, {}).get(identifier)
            if locale == main or locale not in topic.title or text is None:
                continue
            confirmed = topic.translated_from.get(locale) or text.confirmed
            if confirmed:
                decided.add(key)
                if not original.revision.startswith(confirmed):
                    found.append(_behind(topic, locale, original, told.get(key)))
            elif key not in told:
                is_unsaid = original.unsaid is not None and original.unsaid > text.build
                if is_unsaid or _is_dated_alike(stated, topic, locale, main, original, text, since):
                    found.append(_behind(topic, locale, original, None))
                else:
                    found.extend(_by_date(stated, topic, locale, main, original, text, since))
    kept = (
        finding
        for finding in stated.findings
        if finding.kind not in _BY_DATE or (finding.locale, finding.topic) not in decided
    )
    return [*kept, *found]


def _behind(topic: Topic, locale: str, original: Text, told: Finding | None) -> Finding:
    return confirmable(
        topic=topic.ids[locale],
        locale=locale,
        title=topic.title[locale],
        original=original.title,
        digest=original.revision,
        source=told.source if told is not None else "",
    )


def _is_dated_alike(
    stated: Catalog, topic: Topic, locale: str, main: str, known: Text, text: Text, since: Mapping[str, int]
) -> bool:
    """Whether an original was seen to change later than its translation, though by their dates it is not newer.

    So it is where both are of one day.
    """
    own = stated[topic.slug].updated
    is_changed = known.state is State.CHANGED  # rather than back as it was
    return is_changed and locale in own and main in own and _is_seen_later(known, text, since.get(main, 0))


def _is_seen_later(known: Text, text: Text, since: int) -> bool:
    """Whether a change of an original was seen in a later build than the last one of its translation."""
    return known.state is not State.NEW and known.build > max(text.build, since)


def _by_date(
    stated: Catalog, topic: Topic, locale: str, main: str, known: Text, text: Text, since: Mapping[str, int]
) -> Iterator[Finding]:
    """A translation that has not changed since its original was seen to change, unless sources date both.

    The date of a text that was just seen for the first time says nothing about its translations.
    """
    original, updated, own = topic.updated.get(main), topic.updated.get(locale), stated[topic.slug].updated
    if original is None or updated is None or (locale in own and main in own):
        return
    if not _is_seen_later(known, text, since.get(main, 0)):
        return
    found = stale(topic=topic.ids[locale], locale=locale, title=topic.title[locale], updated=updated, original=original)
    if found is not None:
        yield found
