"""From the catalog to feeds: which entries a feed of the catalog, a group, a topic has. No format lives here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import InvalidValueError, NotFoundError
from syndicate.feeds.feed import Feed
from syndicate.feeds.values import Alternate, Category, Entry
from syndicate.locales import Labels, LocaleLike, parse
from syndicate.model import Catalog, Group, Link, Publisher, Topic, layout
from syndicate.model.addresses import canonical_url, translations
from syndicate.text import truncate

__all__ = ["Entries", "feed"]

_SUMMARY_LIMIT: Final = 300
_SCHEMES: Final = {"MeSH": "https://id.nlm.nih.gov/mesh/"}


def feed(
    catalog: Catalog,
    publisher: Publisher,
    locale: LocaleLike,
    *,
    topic: Topic | str | None = None,
    group: Group | str | None = None,
    limit: int | None = 100,
) -> Feed:
    """A feed of the catalog, of one group, or of one topic, in one language.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locale: the feed's language; only topics that exist in it are entries.
        topic: a topic or its slug: its summary, then every link of its sections.
        group: a group or its slug: its topics.
        limit: how many entries at most, newest change first; None for all.

    Raises:
        NotFoundError: nothing is there in that language, or under that slug.
        InvalidValueError: a topic has no date that an entry could be of.

    >>> from datetime import datetime, timezone
    >>> day = datetime(2024, 6, 6, tzinfo=timezone.utc)
    >>> sleep = Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"}, updated={"en": day})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> made = feed(Catalog([sleep]), publisher, "en")
    >>> made.entries[0].id, made.title
    ('tag:example.org,2024:topic/7/en', 'Example: all topics')
    """
    return Entries(catalog, publisher, locale).feed(topic=topic, group=group, limit=limit)


class Entries:
    """Makes the feeds of one catalog in one language, and each topic's entry only once."""

    def __init__(self, catalog: Catalog, publisher: Publisher, locale: LocaleLike) -> None:
        self.catalog = catalog
        self.publisher = publisher
        self.locale: Locale = parse(locale)
        self._labels: Labels = publisher.labels(self.locale)
        self._name = publisher.name.resolve(self.locale, publisher.fallback_order).value
        self._author_url = publisher.url(layout.locale_index(self.locale))
        self._rights = (
            publisher.attribution.resolve(self.locale, publisher.fallback_order).value if publisher.attribution else ""
        )
        self._made: dict[str, Entry] = {}

    def feed(
        self, *, topic: Topic | str | None = None, group: Group | str | None = None, limit: int | None = 100
    ) -> Feed:
        """The feed that :func:`feed` describes."""
        if topic is not None:
            return self._topic_feed(self.catalog[topic] if isinstance(topic, str) else topic, limit)
        if group is not None:
            return self._group_feed(self.catalog.group(group) if isinstance(group, str) else group, limit)
        gettext = self._labels.gettext
        return self._feed(
            kind="catalog",
            identifier="topics",
            title=gettext("{publisher}: all topics").format(publisher=self._name),
            subtitle=gettext("New and changed topics of {publisher}").format(publisher=self._name),
            page=layout.locale_index,
            path=layout.catalog_feed,
            entries=self._newest(self.catalog.in_locale(self.locale), limit),
            locales=self.catalog.locales,
        )

    def entry(self, topic: Topic) -> Entry:
        """The entry that stands for a topic in every feed that carries it."""
        made = self._made.get(topic.slug)
        if made is None:
            made = self._made[topic.slug] = self._topic_entry(topic)
        return made

    def _group_feed(self, group: Group, limit: int | None) -> Feed:
        name = group.name.resolve(self.locale, self.publisher.fallback_order).value
        members = self.catalog.in_group(group)
        topics = [topic for topic in members if self.locale in topic.title]
        return self._feed(
            kind="group",
            identifier=group.id,
            title=f"{self._name}: {name}",
            subtitle=self._labels.gettext("New and changed topics on {group}").format(group=name),
            page=lambda locale: layout.group_page(locale, group.slug),
            path=lambda locale, format: layout.group_feed(locale, group.slug, format),
            entries=self._newest(topics, limit),
            locales=tuple(
                locale
                for locale in self.catalog.locales
                if locale in group.name and any(locale in topic.title for topic in members)
            ),
        )

    def _topic_feed(self, topic: Topic, limit: int | None) -> Feed:
        if self.locale not in topic.title:
            raise NotFoundError("the topic has no text in this language", topic=topic.slug, locale=str(self.locale))
        title = topic.title[self.locale]
        first = self.entry(topic)
        entries = (first, *self._link_entries(topic, first))
        made = self._feed(
            kind="topic-feed",
            identifier=topic.ids[self.locale],
            title=f"{self._name}: {title}",
            subtitle=first.summary or title,
            page=lambda locale: layout.topic_page(locale, topic.slug),
            path=lambda locale, format: layout.topic_file(locale, topic.slug, f"feed.{format}"),
            entries=entries[:limit],
            locales=topic.locales,
        )
        return attrs.evolve(made, home_page=first.url)

    def _feed(self, *, kind, identifier, title, subtitle, page, path, entries, locales) -> Feed:  # type: ignore[no-untyped-def]
        if not entries:
            raise NotFoundError(f"there is nothing to put into the feed {identifier!r}", locale=str(self.locale))
        return Feed(
            id=self.publisher.entry_id(kind, identifier, self.locale),
            title=title,
            subtitle=subtitle,
            locale=self.locale,
            home_page=self.publisher.url(page(self.locale)),
            urls={format: self.publisher.url(path(self.locale, format)) for format in layout.FEED_FORMATS},
            author=self._name,
            author_url=self._author_url,
            rights=self._rights,
            hub=self.publisher.hub,
            entries=entries,
            translations={
                format: tuple(
                    Alternate(locale=locale, url=self.publisher.url(path(locale, format)), media_type=media_type)
                    for locale in locales
                    if locale != self.locale
                )
                for format, media_type in layout.FEED_FORMATS.items()
            },
        )

    def _newest(self, topics: list[Topic], limit: int | None) -> tuple[Entry, ...]:
        dated = sorted(
            topics,
            key=lambda topic: (
                -self._updated(topic).timestamp(),
                -created.timestamp() if (created := topic.created.get(self.locale)) else 0.0,
                topic.slug,
            ),
        )
        return tuple(self.entry(topic) for topic in dated[:limit])

    def _updated(self, topic: Topic) -> datetime:
        """The source's own date, else the date of the snapshot the text was found in."""
        updated = topic.updated.get(self.locale) or self.catalog.snapshot or topic.created.get(self.locale)
        if updated is None:
            raise InvalidValueError(
                "the topic has no date, which every feed entry needs",
                topic=topic.slug,
                field="updated",
                locale=str(self.locale),
                hint="give its text a date in the source",
            )
        return updated

    def _topic_entry(self, topic: Topic) -> Entry:
        locale = self.locale
        return Entry(
            id=self.publisher.entry_id("topic", topic.ids[locale], locale),
            url=canonical_url(topic, self.publisher, locale),
            title=topic.title[locale],
            locale=locale,
            updated=self._updated(topic),
            published=topic.created.get(locale),
            summary=truncate(topic.description.get(locale) or "", _SUMMARY_LIMIT),
            content=topic.summary.get(locale) or Markup(""),
            categories=tuple(self._categories(topic)),
            translations=tuple(
                Alternate(locale=other, url=url)
                for other, url in translations(topic, self.publisher).items()
                if other != locale
            ),
        )

    def _categories(self, topic: Topic) -> Iterator[Category]:
        for identifier in topic.groups:
            group = self.catalog.groups[identifier]
            if name := group.name.get(self.locale):
                yield Category(term=group.slug, scheme=self.publisher.url(layout.locale_index(self.locale)), label=name)
        for subject in topic.subjects:
            yield Category(term=subject.code, scheme=_SCHEMES.get(subject.scheme), label=subject.name or None)

    def _link_entries(self, topic: Topic, first: Entry) -> Iterator[Entry]:
        """Each link of the topic's sections once, in their order, filed under every section it stands in."""
        places: dict[str, tuple[Link, list[Category]]] = {}
        for section in topic.sections.get(self.locale) or ():
            for link in section.links:
                if self.locale in link.title:
                    _, categories = places.setdefault(link.url[self.locale], (link, []))
                    categories.append(Category(term=section.title))
        for url, (link, categories) in places.items():
            organization = link.organization.get(self.locale)
            yield Entry(
                id=self.publisher.entry_id("link", f"{topic.ids[self.locale]}/{_digest(url)}", self.locale),
                url=url,
                title=link.title[self.locale],
                locale=self.locale,
                updated=first.updated,
                author=organization,
                summary=f"{link.title[self.locale]} ({organization})" if organization else link.title[self.locale],
                categories=tuple(dict.fromkeys(categories)),
                translations=tuple(
                    Alternate(locale=other, url=twin) for other, twin in link.url.items() if other != self.locale
                ),
            )


def _digest(url: str) -> str:
    return sha256(url.encode()).hexdigest()[:16]
