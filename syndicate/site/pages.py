"""The pages that people read: the catalog, a group, a topic, the choice of language. Other files are made elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import Any

import attrs
from babel import Locale
from markupsafe import Markup, escape

from syndicate.cards import Card
from syndicate.cards.head import HeadTag, feed_links, in_language, link, named, render_tags
from syndicate.layout import (
    CATALOG_FEED,
    FORMATS,
    GROUP_FEED,
    GROUP_PAGE,
    LOCALE_PAGE,
    ROOT_PAGE,
    SEARCH_INDEX,
    SEARCH_PAGE,
    TOPIC_FEED,
    TOPIC_PAGE,
    WHATS_NEW_FEED,
)
from syndicate.locales import Label, direction, index_letter, sort_key, tag
from syndicate.markup import relevel
from syndicate.model import Catalog, Group, Publisher, Topic
from syndicate.page_frame import PageFrame
from syndicate.site import search_scripts
from syndicate.site.own_media import playing, within_tree
from syndicate.templating import environment, render

__all__ = ["Pages", "root", "stylesheet"]

_PACKAGE = "syndicate.site"


@attrs.frozen
class _Item:
    """A line of a list of topics."""

    title: str
    path: str
    locale: Locale


class Pages:
    """Renders the pages of one catalog in one language.

    Links between pages are relative, so that the tree can be read from a disk, a preview server or any folder.

    Args:
        catalog: what there is.
        publisher: who publishes it.
        locale: the language of the pages.
        locales: the languages of the site.
        syndicated: what others may have of the catalog: the rest has no feeds; by default all.
        fed: the languages that have feeds; by default all.
        is_written: whether the feed at a path is published.
    """

    def __init__(
        self,
        catalog: Catalog,
        publisher: Publisher,
        locale: Locale,
        locales: Sequence[Locale],
        syndicated: Catalog | None = None,
        fed: Collection[Locale] | None = None,
        is_written: Callable[[str], bool] = lambda path: True,
    ) -> None:
        self.catalog = catalog
        self._syndicated = catalog if syndicated is None else syndicated
        self._fed = locales if fed is None else fed
        self._is_written = is_written
        self.publisher = publisher
        self.locale = locale
        self.locales = locales
        self.labels = publisher.labels(locale)
        self.name = publisher.text("name", locale)
        self._frame = PageFrame(publisher, locale)
        # The letters of the language's alphabet in its own order, for sorting and for the index of letters.
        self.alphabet = self.labels.pgettext("alphabet", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    def index(self, groups: Sequence[Group]) -> Markup:
        """The catalog: its groups, then every topic from A to Z, then those that only other languages have."""
        topics = self.catalog.written_in(self.locale)
        counts = Counter(group for topic in topics for group in dict.fromkeys(topic.groups))
        here = LOCALE_PAGE.at(self.locale)
        title = self.labels.gettext("{publisher}: all topics").format(publisher=self.name)
        feeds = self._feeds(partial(CATALOG_FEED.at, self.locale))
        return self._render(
            "catalog.html",
            here,
            head=self._head(
                title,
                LOCALE_PAGE.at,
                CATALOG_FEED.at,
                _catalog_titles(self.publisher, self.locales),
                default=ROOT_PAGE.path,
                fed=self._fed,
            ),
            groups=[
                (
                    group.name[self.locale],
                    GROUP_PAGE.at(self.locale, group.slug),
                    counts[group.id],
                )
                for group in sorted(groups, key=lambda group: sort_key(group.name[self.locale], self.alphabet))
            ],
            letters=self._letters(topics),
            elsewhere=self._elsewhere(),
            count=len(topics),
            feeds=feeds if self.locale in self._fed else {},
            news=self._feeds(partial(WHATS_NEW_FEED.at, self.locale)),
            toggle={locale: LOCALE_PAGE.at(locale) for locale in self.locales},
        )

    def group(self, group: Group) -> Markup:
        """The topics of a group, from A to Z."""
        name = group.name[self.locale]
        members = self.catalog.in_group(group)
        feeds = self._feeds(partial(GROUP_FEED.at, self.locale, group.slug))
        fed = {locale for topic in self._syndicated.in_group(group) for locale in topic.locales}
        named_in = [
            locale
            for locale in self.locales
            if locale in group.name and any(locale in topic.title for topic in members)
        ]
        return self._render(
            "group.html",
            GROUP_PAGE.at(self.locale, group.slug),
            head=self._head(
                Label(f"{name} | {self.name}", self.locale),
                lambda locale: GROUP_PAGE.at(locale, group.slug),
                lambda locale, format: GROUP_FEED.at(locale, group.slug, format),
                {locale: Label(group.name[locale], locale) for locale in named_in},
                default=GROUP_PAGE.at(named_in[0], group.slug),
                fed=fed,
            ),
            name=name,
            items=self._sorted(topic for topic in members if self.locale in topic.title),
            feeds=feeds if self.locale in fed else {},
            toggle={locale: GROUP_PAGE.at(locale, group.slug) for locale in named_in},
        )

    def search(self, index: bytes) -> Markup:
        """The page on which readers look for topics; robots pass it by.

        Args:
            index: what it finds, whose digest is in its address: no cache has one that is older than the page.
        """
        title = self.labels.gettext("Search")
        name = Label(f"{title} | {self.name}", title.locale)
        slots = {name: Markup(f'<span data-slot="{name}"></span>') for name in ("count", "name", "question")}  # noqa: S704
        return self._render(
            "search.html",
            SEARCH_PAGE.at(self.locale),
            head=self._head(
                name,
                SEARCH_PAGE.at,
                SEARCH_PAGE.at,
                dict.fromkeys(self.locales, name),
                default=SEARCH_PAGE.at(self.locales[0]),
                fed=(),
            ),
            index=f"{SEARCH_INDEX.name}?v={sha256(index).hexdigest()[:16]}",
            scripts=list(search_scripts.files()),
            numbers=_plurals(self.locale),
            slots=slots,
            others=[
                (other, Markup('<q data-slot="name" lang="{}" dir="{}"></q>').format(tag(other), direction(other)))
                for other in self.locales
                if other != self.locale
            ],
            feeds={},
            search_path=None,  # the page has a form of its own
            toggle={locale: SEARCH_PAGE.at(locale) for locale in self.locales},
        )

    def topic(self, card: Card, text: Markup) -> Markup:
        """A topic: its card's head tags, and its snippet as the text of the page, with the page's only ``h1``."""
        topic = card.topic
        related = {
            found.slug: found
            for reference in topic.related.get(self.locale) or ()
            if (found := self.catalog.find(reference, self.locale)) is not None and self.locale in found.title
        }
        here = TOPIC_PAGE.at(self.locale, topic.slug)
        return self._render(
            "topic.html",
            here,
            head=card.html,
            snippet=self._within(
                playing(relevel(text, 1), topic.players.get(self.locale) or (), self.publisher.base_url), here
            ),
            related=self._sorted(related.values()),
            institute=topic.institute.get(self.locale),
            share_links=card.share_links(),
            citation=card.citation().html,
            groups=[
                (group.name[self.locale], GROUP_PAGE.at(self.locale, group.slug))
                for group in topic.groups_named_in(self.locale)
            ],
            feeds=self._feeds(partial(TOPIC_FEED.at, self.locale, topic.slug))
            if topic.is_syndicated(self.locale)
            else {},
            toggle={locale: TOPIC_PAGE.at(locale, topic.slug) for locale in self.locales if locale in topic.title},
        )

    def _render(self, template: str, here: str, toggle: Mapping[Locale, str], **values: Any) -> Markup:
        values = {**self._frame.on(here, toggle), "formats": FORMATS, "news": None, **values}
        return render(_PACKAGE, template, self.locale, self.labels, **values)

    def _within(self, html: Markup, here: str) -> Markup:
        """HTML whose links into the published tree are relative, as all links between its pages are."""

        def relative(link: re.Match[str]) -> str:
            path = link[1] + "index.html" if not link[1] or link[1].endswith("/") else link[1]
            return f'href="{up}{path}"'

        up = "../" * here.count("/")
        html = within_tree(html, self.publisher.base_url, up)
        base = str(escape(self.publisher.base_url))
        # Only attributes that were escaped already change, and only their beginning.
        return Markup(re.sub(rf'href="{re.escape(base)}([^"?#]*)"', relative, html))  # noqa: S704

    def _head(
        self,
        title: Label,
        page: Callable[[Locale], str],
        feed: Callable[[Locale, str], str],
        titles: Mapping[Locale, Label],
        *,
        default: str,
        fed: Collection[Locale],
    ) -> Markup:
        """The head of a page that stands for no topic: its languages, then its feeds, those in its own language first.

        Args:
            title: the page's.
            page, feed: where it and its feed lie in a language.
            titles: what the feed is called in each language that the page exists in.
            default: the page for readers of other languages.
            fed: the languages that have the feed.
        """
        own = self.publisher.url(page(self.locale))
        said = (HeadTag("title", text=title), named("description", title))
        tags = [in_language(made, title.locale, self.locale) for made in said]
        tags.append(link("canonical", own))
        tags += [link("alternate", self.publisher.url(page(locale)), hreflang=tag(locale)) for locale in titles]
        tags.append(link("alternate", self.publisher.url(default), hreflang="x-default"))
        offered = [one for one in titles if one in fed] if self.locale in fed else []
        for locale in sorted(offered, key=lambda locale: locale != self.locale):
            paths = self._feeds(partial(feed, locale))
            urls = {format: self.publisher.url(path) for format, path in paths.items()}
            tags += feed_links(titles[locale], urls, self.locale)
        return render_tags(tags)

    def _feeds(self, path: Callable[[str], str]) -> dict[str, str]:
        """The paths of a feed in the formats that it is published in."""
        return _written(path, self._is_written)

    def _sorted(self, topics: Iterable[Topic]) -> list[_Item]:
        items = [
            _Item(topic.title[self.locale], TOPIC_PAGE.at(self.locale, topic.slug), self.locale) for topic in topics
        ]
        return sorted(items, key=lambda item: (sort_key(item.title, self.alphabet), item.path))

    def _letters(self, topics: Iterable[Topic]) -> list[tuple[str, list[_Item]]]:
        grouped = groupby(self._sorted(topics), key=lambda item: index_letter(item.title, self.alphabet))
        merged: dict[str, list[_Item]] = {}
        for letter, items in grouped:
            merged.setdefault(letter, []).extend(items)
        return list(merged.items())

    def _elsewhere(self) -> list[_Item]:
        """The topics that this language lacks, under their title in the language they have."""
        items = []
        for topic in self.catalog.values():
            if self.locale not in topic.title:
                other = next((locale for locale in self.locales if locale in topic.title), None)
                if other is not None:
                    items.append(_Item(topic.title[other], TOPIC_PAGE.at(other, topic.slug), other))
        return sorted(items, key=lambda item: (sort_key(item.title, self.alphabet), item.path))


def _plurals(locale: Locale) -> dict[str, int]:
    """A number for each form that words take after numbers (CLDR's plural rules); scripts know the forms by name."""
    found: dict[str, int] = {}
    for number in range(200):
        found.setdefault(locale.plural_form(number), number)
    return found


def _catalog_titles(publisher: Publisher, locales: Iterable[Locale]) -> dict[Locale, Label]:
    """What the feed of the catalog is called in each language."""
    return {
        locale: publisher.labels(locale)
        .gettext("{publisher}: all topics")
        .format(publisher=publisher.text("name", locale))
        for locale in locales
    }


def _written(path: Callable[[str], str], is_written: Callable[[str], bool]) -> dict[str, str]:
    return {format: path(format) for format in FORMATS if is_written(path(format))}


def root(
    publisher: Publisher,
    locales: Sequence[Locale],
    fed: Collection[Locale],
    is_written: Callable[[str], bool] = lambda path: True,
) -> Markup:
    """The page at the root of the tree: the choice of language, each offered in its own words.

    Args:
        publisher: who publishes it.
        locales: the languages.
        fed: those that have feeds.
        is_written: whether the feed at a path is published.
    """
    main = locales[0]
    name = publisher.text("name", main)
    tags = [in_language(made, name.locale, main) for made in (HeadTag("title", text=name), named("description", name))]
    tags.append(link("canonical", publisher.url(ROOT_PAGE.path)))
    tags += [link("alternate", publisher.url(LOCALE_PAGE.at(locale)), hreflang=tag(locale)) for locale in locales]
    tags.append(link("alternate", publisher.url(ROOT_PAGE.path), hreflang="x-default"))
    for locale, title in _catalog_titles(publisher, [one for one in locales if one in fed and main in fed]).items():
        paths = _written(partial(CATALOG_FEED.at, locale), is_written)
        urls = {format: publisher.url(path) for format, path in paths.items()}
        tags += feed_links(title, urls, main)
    return render(
        _PACKAGE,
        "root.html",
        main,
        publisher.labels(main),
        **PageFrame(publisher, main).on(ROOT_PAGE.path, {}),
        head=render_tags(tags),
        languages=[
            (
                locale,
                publisher.text("name", locale),
                publisher.labels(locale).gettext("Browse all topics"),
                LOCALE_PAGE.at(locale),
            )
            for locale in locales
        ],
    )


def stylesheet(publisher: Publisher) -> str:
    """The one stylesheet, in the publisher's color, which text and links have."""
    style = publisher.card
    return environment(_PACKAGE).get_template("style.css").render(accent=style.link_color, light=style.light_link_color)
