"""Topics as a list for a partner's page, each by title, description, picture and link. `choosing` says which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.json_writer import spaced
from syndicate.layout import (
    CATALOG_FEED,
    FORMATS,
    GROUP_FEED,
    GROUP_LIST_JSON,
    GROUP_PAGE,
    LIST_JSON,
    LOCALE_PAGE,
    SNIPPET_JSON,
    TEASER_JSON,
    TOPIC_FEED,
    WHATS_NEW_FEED,
)
from syndicate.locales import Label, direction, tag
from syndicate.locales.catalogs import marked
from syndicate.locales.identifiers import same_language
from syndicate.model import Group, Publisher
from syndicate.model.addresses import translations
from syndicate.snippets.newsletter import email, line_width, plain
from syndicate.snippets.nodes import Node, nodes
from syndicate.snippets.overriding import rendered
from syndicate.snippets.shown import languages_of, pictured
from syndicate.snippets.topic_snippet import Snippet
from syndicate.text import rfc3339
from syndicate.value_type import ValueType

__all__ = ["LIST_KINDS", "LIST_PARTS", "LIST_VERSION", "Event", "TopicList"]

LIST_KINDS: Final = ("newest", "changed", "group", "topics")
"""What a list can be of."""

LIST_PARTS: Final = ("title", "translations", "image", "description", "dates")
"""The parts of a list that can be left out."""

LIST_VERSION: Final = 1
"""The version of the form of lists as JSON; another one means that a field is gone, or means something else."""

_TITLES: Final = {"newest": marked("Newest topics"), "changed": marked("Recently updated topics")}


class Event(NamedTuple):
    """What happened to a text last, and when.

    Attributes:
        state: ``new``, ``changed`` or ``restored``.
        date: when it happened.
        build: the number of the build that saw it.
    """

    state: str
    date: datetime | None
    build: int


@attrs.frozen(kw_only=True)
class TopicList(metaclass=ValueType):
    """Some topics, ready to be listed elsewhere; one topic alone is its teaser.

    Attributes:
        kind: ``newest``, ``changed``, ``group`` or ``topics``.
        publisher: whose they are.
        locale: the reader's language: that of the labels.
        items: the topics, each in the language nearest to the reader's.
        total: how many there are, of which these are the first.
        group: the group, of a list of one.
        locales: the languages that there is such a list in.
        events: what happened to each topic last, by its slug.
        heading_level: the level of the list's title, 1 to 5; titles of topics are one below. If the list has no
            title, that of its topics.
        without: the parts that are left out of its HTML, and so of its nodes and of both forms for newsletters. The
            credit line and the source are always there.
        address: where the list is published as JSON, in each language, if it is not where the tree has it.
    """

    kind: str
    publisher: Publisher
    locale: Locale
    items: tuple[Snippet, ...]
    total: int
    group: Group | None = None
    locales: tuple[Locale, ...] = ()
    events: Mapping[str, Event] = attrs.field(factory=dict)
    heading_level: int = 2
    without: frozenset[str] = frozenset()
    address: Mapping[Locale, str] = attrs.field(factory=dict)

    def __repr__(self) -> str:
        return f"<TopicList {self.kind}: {len(self.items)} of {self.total} topics in {self.locale}>"

    @property
    def title(self) -> Label:
        """What it is called; nothing where topics were chosen one by one."""
        return self._title(self.locale)

    def _title(self, locale: Locale) -> Label:
        if self.group is not None:
            found = self.group.name.resolve(locale, self.publisher.fallback_order)
            return Label(found.value, found.locale)
        if self.kind in _TITLES:
            return self.publisher.labels(locale).gettext(_TITLES[self.kind])
        return Label("", locale)

    @property
    def url(self) -> str:
        """The page that has all of it: of a teaser the topic's, else the group's or the catalog's."""
        return self._url(self.locale)

    def _url(self, locale: Locale) -> str:
        if self._teaser is not None:
            return self._teaser.url
        if self.group is not None:
            return self.publisher.url(GROUP_PAGE.at(locale, self.group.slug))
        return self.publisher.url(LOCALE_PAGE.at(locale))

    @property
    def list_url(self) -> str | None:
        """Where it is published as JSON; None for chosen topics, which no tree lists."""
        return self._list_url(self.text_locale)

    def _list_url(self, locale: Locale) -> str | None:
        if self.address:
            return self.address.get(locale)
        if self._teaser is not None:
            return self.publisher.url(TEASER_JSON.at(locale, self._teaser.topic.slug))
        if self.group is not None:
            return self.publisher.url(GROUP_LIST_JSON.at(locale, self.group.slug))
        return self.publisher.url(LIST_JSON.at(locale, self.kind)) if self.kind in _TITLES else None

    def published_at(self, address: Mapping[Locale, str]) -> TopicList:
        """The same list at other addresses than those of a tree.

        Args:
            address: where it is as JSON, in each language.
        """
        return attrs.evolve(self, address=address)

    @property
    def feeds(self) -> dict[str, str]:
        """The feed of the same topics in each format; none where topics were chosen."""
        if self._teaser is not None:
            at = {format: TOPIC_FEED.at(self.text_locale, self._teaser.topic.slug, format) for format in FORMATS}
        elif self.group is not None:
            at = {format: GROUP_FEED.at(self.locale, self.group.slug, format) for format in FORMATS}
        else:
            kind = {"newest": CATALOG_FEED, "changed": WHATS_NEW_FEED}.get(self.kind)
            at = {format: kind.at(self.locale, format) for format in FORMATS} if kind is not None else {}
        return {format: self.publisher.url(path) for format, path in at.items()}

    @property
    def _teaser(self) -> Snippet | None:
        """The one topic of a teaser."""
        return self.items[0] if self.kind == "topics" and len(self.items) == 1 else None

    @property
    def text_locale(self) -> Locale:
        """The language of the list: of a teaser that of its text, which may be another than the reader's."""
        return self._teaser.text_locale if self._teaser is not None else self.locale

    @property
    def attribution(self) -> Label:
        """The publisher's credit line in the reader's language; empty if there is none."""
        return self.publisher.text("attribution", self.locale)

    @cached_property
    def html(self) -> Markup:
        """The list as HTML: one ``article`` with no script, style, id or inline attribute of presentation.

        Raises:
            PublisherError: a template of the publisher's own is wrong, or makes what may not stand in a snippet.
        """
        found = self.publisher.labels(self.locale).locale
        page = found if same_language(found, self.locale) else self.text_locale
        title = "" if "title" in self.without else self.title
        values = {
            "level": self.heading_level,
            "inner": self.heading_level + bool(title),
            "title": title,
            "url": self.url,
            "items": [self._shown(item) for item in self.items],
            "more": self.total - len(self.items),
            "total": self.total,
            "translations": self._translations() if self.title and "translations" not in self.without else [],
            "attribution": self.attribution,
            "publisher_name": self.publisher.text("name", self.locale),
        }
        return rendered("list.html", "article", self.publisher, self.locale, page=page, around=None, **values)

    def __html__(self) -> str:
        return self.html

    def _shown(self, item: Snippet) -> dict[str, Any]:
        """What the template shows of a topic."""
        there = () if self.kind == "topics" else self.locales
        others = () if "translations" in self.without else self._pages(item)
        return {
            "title": item.topic.title[item.text_locale],
            "locale": item.text_locale,
            "url": item.url,
            "description": "" if "description" in self.without else item.description,
            "image": None if "image" in self.without else item.topic.image.get(item.text_locale),
            "date": None if "dates" in self.without else self._date(item),
            "others": {other: url for other, url in others if other not in there},
        }

    @property
    def pages(self) -> dict[Locale, str]:
        """The page that has all of it, in each language."""
        return {locale: self._url(locale) for locale in self.locales}

    def _pages(self, item: Snippet) -> Iterator[tuple[Locale, str]]:
        """The page of a topic in each of its languages."""
        yield from translations(item.topic, self.publisher).items()

    def _date(self, item: Snippet) -> datetime | None:
        """The date that the list is ordered by, else that of the text."""
        event = self.events.get(item.topic.slug) if self.kind == "changed" else None
        if event is None or event.date is None:
            return item.topic.updated.get(item.text_locale)
        return event.date.astimezone(self.publisher.zone) if self.publisher.zone is not None else event.date

    def _translations(self) -> list[tuple[Locale, Label, str]]:
        """The same list in other languages: language, title, page."""
        own = self.text_locale
        if self._teaser is not None:
            titles = self._teaser.topic.title
            pages = self._pages(self._teaser)
            return [(locale, Label(titles[locale], locale), url) for locale, url in pages if locale != own]
        if self.kind == "topics":
            return []
        return [(locale, self._title(locale), self._url(locale)) for locale in self.locales if locale != own]

    @cached_property
    def nodes(self) -> list[Node]:
        """The HTML as a list of one node, from which a script builds it (see :mod:`syndicate.snippets.nodes`)."""
        return nodes(self.html.strip())

    def json(self) -> bytes:
        """The list as JSON, in UTF-8: what :meth:`to_dict` returns."""
        return spaced(self.to_dict()) + b"\n"

    def email(self) -> bytes:
        """The list for a newsletter, as :meth:`Snippet.email` has a topic."""
        return email(self.nodes, self.publisher.card.link_color)

    def text(self, *, width: int = 72) -> bytes:
        """The list as plain text for a newsletter, as :meth:`Snippet.text` has a topic."""
        return plain(self.nodes, line_width(width))

    def to_dict(self) -> dict[str, Any]:
        """The list as data: where it is found, its topics, its HTML and nodes."""
        own = self.text_locale
        attribution, title, name = self.attribution, self.title, self.publisher.text("name", self.locale)
        return {
            "version": LIST_VERSION,
            "kind": self.kind,
            **({"group": self.group.slug} if self.group is not None else {}),
            "language": tag(own),
            "direction": direction(own),
            "title": str(title) or None,
            **languages_of(own, title=title),
            "url": self.url,
            "list_url": self.list_url,
            "total": self.total,
            "publisher": str(name),
            **languages_of(own, publisher=name),
            "attribution": str(attribution) or None,
            **languages_of(own, attribution=attribution),
            "translations": [
                {
                    "language": tag(locale),
                    "title": str(title),
                    **languages_of(locale, title=title),
                    "url": url,
                    "list_url": self._list_url(locale),
                }
                for locale, title, url in self._translations()
            ],
            "feeds": self.feeds,
            "topics": [self._described(item) for item in self.items],
            "html": self.html,
            "nodes": self.nodes,
        }

    def _described(self, item: Snippet) -> dict[str, Any]:
        """A topic as data."""
        topic, locale = item.topic, item.text_locale
        image, event = topic.image.get(locale), self.events.get(topic.slug)
        dates = {name: getattr(topic, name).get(locale) for name in ("created", "updated")}
        if event is not None:
            dates["changed"] = event.date
        return {
            "id": self.publisher.entry_id("topic", topic.ids[locale], locale),
            "slug": topic.slug,
            "language": tag(locale),
            "direction": direction(locale),
            "title": topic.title[locale],
            "description": item.description,
            "url": item.url,
            "snippet_url": self.publisher.url(SNIPPET_JSON.at(locale, topic.slug)),
            "image": pictured(image) if image else None,
            **{name: rfc3339(moment) for name, moment in dates.items() if moment},
            **({"state": event.state} if event is not None else {}),
            "translations": [
                {"language": tag(other), "title": topic.title[other], "url": url}
                for other, url in self._pages(item)
                if other != locale
            ],
        }
