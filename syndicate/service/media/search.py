"""The items that words mean: the one place that both interfaces search in."""

from __future__ import annotations

from contextlib import suppress

from syndicate.errors import NotFoundError
from syndicate.search import Hit
from syndicate.service.snapshot import Item, Snapshot

__all__ = ["search_items"]


def search_items(snapshot: Snapshot, words: str) -> list[Item]:
    """The items that some words mean, in all languages, the best first.

    Args:
        snapshot: the tree.
        words: as a reader types them, in any language of the tree.

    Raises:
        Replaced: another tree has come.
    """
    index = snapshot.opened_index()
    hits: list[Hit] = []
    for locale in snapshot.locales:
        with suppress(NotFoundError):  # no text is in that language
            hits += index.search(words, locale, limit=len(snapshot.items)).hits
    hits.sort(key=lambda hit: -hit.score)
    return [snapshot.of(snapshot.catalog[hit.slug], hit.locale) for hit in hits]
