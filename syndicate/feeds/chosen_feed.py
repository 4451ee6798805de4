"""The public function ``feed()``: a feed of a catalog, topics, a group, or what is new. `catalog_feeds` makes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel import Locale

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import explained
from syndicate.feeds.archive_series import DEFAULT_LIMIT
from syndicate.feeds.catalog_feeds import Feeds
from syndicate.feeds.value import Feed
from syndicate.history import Changes
from syndicate.history.changes import expect_changes
from syndicate.locales import LocaleLike
from syndicate.model import Catalog, Group, Localized, Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect
from syndicate.model.rights import syndicated_catalog, syndicated_or_refused

__all__ = ["feed"]


@explained
def feed(
    catalog: Catalog,
    publisher: Publisher,
    locale: LocaleLike | Sequence[LocaleLike],
    *,
    topic: Topic | str | Sequence[Topic | str] | None = None,
    group: Group | str | None = None,
    whats_new: bool = False,
    limit: int | None = DEFAULT_LIMIT,
    changes: Changes | None = None,
) -> Feed:
    """A feed of the catalog, of one group, of one topic, or of what is new.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locale: the feed's language, or a regional form of it (``es-US`` where there is ``es``); only topics that exist
            in it are entries. Several languages make one mixed feed, whose entries each say their own; its title is in
            the first.
        topic: a topic or its slug: its summary, then every link of its sections. Several make one feed of all of them.
        group: a group or its slug: its topics.
        whats_new: only what changed since the language was first published, with all changes of the newest build;
            it needs `changes`.
        limit: how many entries at most, newest change first; None for all. It does not bound what is new.
        changes: what a history knows of the catalog (:meth:`syndicate.history.History.compare`); its catalog is used.

    Raises:
        NotFoundError: nothing is there in that language, or under that slug, or others may not have it.
        InvalidValueError: a topic has no date that an entry could be of; or the arguments contradict each other.

    >>> from datetime import datetime, timezone
    >>> day = datetime(2024, 6, 6, tzinfo=timezone.utc)
    >>> sleep = Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"}, updated={"en": day})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> made = feed(Catalog([sleep]), publisher, "en")
    >>> made.entries[0].id, made.title
    ('tag:example.org,2024:topic/7/en', 'Example: all topics')
    """
    check(catalog=catalog, publisher=publisher)
    expect("locale", locale, Message("a locale or a list of locales"), str, Locale, Iterable)
    if group is not None:
        expect("group", group, Message("a Group or its slug"), Group, str)
    expect_changes(changes)
    if sum((topic is not None, group is not None, whats_new)) > 1:
        raise InvalidValueError(Message("topic, group and whats_new exclude each other"), field="topic")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise InvalidValueError(
            Message("{limit!r} is not a number of entries", limit=limit),
            field="limit",
            hint=Message("None stands for all"),
        )
    asked = [locale] if isinstance(locale, str | Locale) else list(locale)
    if changes is not None:
        catalog = changes.catalog
    given = [catalog[one] if isinstance(one, str) else one for one in _each(topic)]
    topics = [syndicated_or_refused(one, publisher) for one in given]
    catalog = syndicated_catalog(catalog, publisher)
    if changes is not None:
        changes = changes.of(catalog)
    there = [found for one in topics for found in one.locales] or catalog.locales
    offered = Localized(dict.fromkeys(there))
    feeds = Feeds(catalog, publisher, [offered.nearest(one) or one for one in asked], changes)
    if topic is not None:
        return feeds.topic(topics[0], limit) if len(topics) == 1 else feeds.selection(topics, limit)
    if group is not None:
        return feeds.group(feeds.catalog.group(group) if isinstance(group, str) else group, limit)
    return feeds.whats_new() if whats_new else feeds.topics(limit)


def _each(topic: Topic | str | Sequence[Topic | str] | None) -> Sequence[Topic | str]:
    """The topics of a feed, without repetition."""
    if topic is None:
        return ()
    expect("topic", topic, Message("a Topic, a slug, or a list of them"), Topic, str, Iterable)
    given = [topic] if isinstance(topic, Topic | str) else list(topic)
    if not given:
        raise InvalidValueError(
            Message("a feed of topics needs one"), field="topic", hint=Message("None stands for the whole catalog")
        )
    for one in given:
        expect("topic", one, Message("a Topic or its slug"), Topic, str)
    return list({one if isinstance(one, str) else one.slug: one for one in given}.values())
