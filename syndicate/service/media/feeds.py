"""The feed of a list of items, one entry for each, which no build writes. Feeds of topics are in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import attrs

from syndicate.feeds import Feeds
from syndicate.locales.catalogs import marked
from syndicate.service.refusals import Refusal
from syndicate.service.snapshot import Item, Snapshot

__all__ = ["feed_of"]


def feed_of(snapshot: Snapshot, items: Sequence[Item], address: str, format: str, *, name: str) -> bytes:
    """A feed with the entries of some items, in their order.

    Args:
        snapshot: the tree.
        items: the items, in one language or several.
        address: where the feed is.
        format: ``rss`` or ``atom``.
        name: what is always the same of the address, from which the id of the feed is made.

    Raises:
        Refusal: there is nothing that a feed could be of.
    """
    catalog, publisher = snapshot.catalog, snapshot.publisher
    first = next(iter(snapshot.items.values()), None)
    if first is None:
        raise Refusal(404, marked("There are no texts."))
    shown = items or [first]  # whose feed lends its head to one without entries
    locales = [locale for locale in snapshot.locales if any(item.locale == locale for item in shown)]
    made = Feeds(catalog.subset({item.slug: None for item in shown}), publisher, locales).topics(None)
    by_id = {entry.id: entry for entry in made.entries}
    wanted = [publisher.entry_id("topic", item.topic.ids[item.locale], item.locale) for item in items]
    label = publisher.labels(locales[0]).gettext("{publisher}: selected topics")
    title = str(label.format(publisher=publisher.text("name", locales[0])))
    found = attrs.evolve(
        made,
        id=publisher.entry_id("selection", sha256(name.encode()).hexdigest()[:16], None),
        title=title,
        subtitle=title,
        urls=dict.fromkeys(made.urls, address),
        entries=tuple(by_id[one] for one in wanted if one in by_id),
        tombstones=(),
        translations={},
        paging={},
        complete=False,
        hub=None,
        languages={part: locale for part, locale in made.languages.items() if part not in ("title", "subtitle")},
    )
    return found.format(format)
