"""What makes the artifacts that a lean tree leaves out, from what its `topics.json` says. Nothing is looked up here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from syndicate.history import Changes
from syndicate.history.changes import State, Text
from syndicate.history.comparison import first_changes
from syndicate.interchange.published_tree import Withdrawn
from syndicate.layout import WHATS_NEW_FEED, Place, Scope
from syndicate.locales import locale_id
from syndicate.model import Catalog
from syndicate.site import KINDS
from syndicate.text import rfc3339

__all__ = ["can_be_made", "changes_of"]

_FEEDS: Final = (Scope.SITE, Scope.LOCALE, Scope.GROUP, Scope.ARCHIVE)


def can_be_made(place: Place) -> bool:
    """Whether the catalog alone tells what lies there: all of a topic's files, and feeds.

    Not the feed of what is new, which needs the titles of what has left: `/v1/changes` says as much.
    """
    kind = place.kind
    if kind.scope is Scope.TOPIC:
        return kind.part in KINDS
    return kind.part == "feeds" and kind.scope in _FEEDS and kind is not WHATS_NEW_FEED


def changes_of(catalog: Catalog, withdrawn: Iterable[Withdrawn]) -> Changes:
    """What a history would say of the catalog, as far as the tree tells: which texts have left, and when.

    Args:
        catalog: the catalog of the tree.
        withdrawn: the texts that have left.
    """
    changes = first_changes(catalog)
    texts = {locale: dict(found) for locale, found in changes.texts.items()}
    for gone in withdrawn:
        locale, date = locale_id(gone.locale), rfc3339(gone.date) if gone.date is not None else ""
        texts.setdefault(locale, {})[gone.id] = Text(
            locale=locale,
            id=gone.id,
            title="",
            digest="",
            state=State.RETRACTED,
            first_seen=date,
            changed=date,
            event=date,
            build=gone.build,
            slug=gone.slugs[0] if gone.slugs else "",
        )
    return attrs.evolve(changes, texts=texts, since={**dict.fromkeys(texts, changes.build), **changes.since})
