"""Addresses that topics had, or that texts had which are a part of them now, and where they lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from syndicate.history.changes import Changes
from syndicate.locales import LocaleLike, locale_id
from syndicate.model import Topic

__all__ = ["redirects"]


def redirects(changes: Changes, locale: LocaleLike) -> Mapping[str, Sequence[Topic]]:
    """The topics that the reader of a slug in a language is led to, which no topic has there: several after a split.

    Args:
        changes: the catalog, and what is remembered of it.
        locale: the language.
    """
    name, catalog = locale_id(locale), changes.catalog
    topics = catalog.written_in(name) if name in map(locale_id, catalog.locales) else ()
    here = {topic.slug for topic in topics}
    texts, found = changes.texts.get(name, {}), defaultdict[str, list[Topic]](list)
    for topic in topics:
        text = texts.get(topic.ids[name])
        former = text.former.split() if text is not None else ()
        for slug in dict.fromkeys((*former, *(topic.aliases.get(name) or ()))):
            if slug not in here:
                found[slug].append(topic)
    return dict(sorted(found.items()))
