"""What makes the artifacts that a lean tree leaves out, from what its `topics.json` says. Nothing is looked up here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from syndicate.history import Changes
from syndicate.history.changes import SECOND, State, Text
from syndicate.history.comparison import first_changes
from syndicate.interchange.published_tree import Withdrawn
from syndicate.layout import WHATS_NEW_FEED, Place
from syndicate.locales import locale_id
from syndicate.model import Catalog
from syndicate.site import KINDS
from syndicate.text import rfc3339

__all__ = ["Change", "can_be_made", "changes_of"]


@attrs.frozen
class Change:
    """What happened to a text last.

    Attributes:
        state: ``new``, ``changed`` or ``restored``.
        build: the number of the build that saw it.
        date: when it happened.
        stale: whether it is a translation whose original has changed since.
    """

    state: str
    build: int
    date: datetime | None
    stale: bool = False


def can_be_made(place: Place) -> bool:
    """Whether the catalog alone tells what lies there.

    It does, except for the feed of what is new, which needs the titles of withdrawn texts; `/v1/changes` has the rest.
    """
    return place.kind.part in KINDS and place.kind is not WHATS_NEW_FEED


def changes_of(catalog: Catalog, last: Iterable[tuple[str, str, Change]], withdrawn: Iterable[Withdrawn]) -> Changes:
    """What a history would say of the catalog, as far as the tree tells: what happened to texts last, and which left.

    Args:
        catalog: the catalog of the tree.
        last: the locale identifier and id of texts, and what happened to each.
        withdrawn: the texts that have left.
    """
    changes = first_changes(catalog)
    texts = {locale: dict(found) for locale, found in changes.texts.items()}
    for locale, identifier, change in last:
        known = texts[locale][identifier]
        event = _stated(change.date) or known.event
        texts[locale][identifier] = attrs.evolve(known, state=State(change.state), build=change.build, event=event)
    for gone in withdrawn:
        date = _stated(gone.date - SECOND if gone.date is not None else None)
        texts.setdefault(locale_id(gone.locale), {})[gone.id] = Text(
            locale=locale_id(gone.locale),
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


def _stated(date: datetime | None) -> str:
    return rfc3339(date) if date is not None else ""
