"""The pages of one language: the catalog, groups, topics, letters, what is new. Others are made in `root_pages`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from hashlib import sha256
from typing import Any, Final

from babel import Locale
from markupsafe import Markup

from syndicate.cards import Card
from syndicate.cards.image import CardImage
from syndicate.history import Changes
from syndicate.layout import (
    CATALOG_FEED,
    FORMATS,
    GROUP_CARD,
    GROUP_FEED,
    GROUP_PAGE,
    LETTER_PAGE,
    LIST_CARD,
    LOCALE_PAGE,
    ROOT_PAGE,
    SEARCH_INDEX,
    SEARCH_PAGE,
    TOPIC_FEED,
    TOPIC_PAGE,
    WHATS_NEW_FEED,
    WHATS_NEW_PAGE,
    ArtifactKind,
    address_of,
)
from syndicate.locales import Label, direction, sort_key, tag
from syndicate.markup import relevel
from syndicate.model import Catalog, Group, Publisher, Reference, Topic
from syndicate.page_frame import PageFrame
from syndicate.site import search_scripts
from syndicate.site.list_cards import group_card, locale_card
from syndicate.site.lists import Letter, Lists, counts
from syndicate.site.own_media import playing, with_relative_links, within_tree
from syndicate.site.page_heads import ListHead, list_head
from syndicate.site.topic_page import topic_values
from syndicate.snippets import Snippet
from syndicate.templating import render

__all__ = ["PAGE", "Pages", "catalog_titles", "written_feeds"]

PAGE: Final = "syndicate.site"
"""The package whose templates these pages have."""
_ON_ONE_PAGE: Final = 150
"""So many topics are listed on the page of the catalog; of more, each letter has a page."""
_DESCRIBED: Final = 40
"""So many topics of a group are listed with what they are about."""
_HEAD: Final = Markup("\1head\1")
_MAIN: Final = Markup("\1main\1")
_SLUG: Final = "\1slug\1"
"""What stands in the frame of topics for the head tags, the text, and the slug: no text has these characters."""
_NEWEST: Final = 6
_CHANGED: Final = 30


class Pages:
    """Renders the pages of one catalog in one language.

    Links between pages are relative, so that the tree can be read from a disk, a preview server or any folder.

    Args:
        changes: the catalog, and what happened to it.
        publisher: who publishes it.
        locale: the language of the pages.
        locales: the languages of the site.
        syndicated: what others may have of the catalog: the rest has no feeds; by default all.
        fed: the languages that have feeds; by default all.
        is_written: whether the feed at a path is published.
        pictures: whether the pictures of cards are.
        script: the path of the script of the pages.
    """

    def __init__(
        self,
        changes: Changes,
        publisher: Publisher,
        locale: Locale,
        locales: Sequence[Locale],
        syndicated: Catalog | None = None,
        fed: Collection[Locale] | None = None,
        is_written: Callable[[str], bool] = lambda path: True,
        *,
        pictures: bool = True,
        script: str = "",
    ) -> None:
        self.catalog = changes.catalog
        self._syndicated = self.catalog if syndicated is None else syndicated
        self._fed = locales if fed is None else fed
        self._is_written = is_written
        self._pictures = pictures
        self._script = script
        self.publisher = publisher
        self.locale = locale
        self.locales = locales
        self.labels = publisher.labels(locale)
        self.name = publisher.text("name", locale)
        self._frame = PageFrame(publisher, locale)
        self._has_own_template = publisher.templates is not None and (publisher.templates / "snippet.html").is_file()
        self._topic_frames: dict[tuple[tuple[Locale, ...], tuple[Locale, ...], bool], tuple[str, str, str]] = {}
        self.lists = Lists(changes, publisher, locale, locales, self.labels)

    @property
    def letters(self) -> Sequence[Letter]:
        """The letters that have a page of their own; none where all topics stand on one page."""
        return self.lists.letters if len(self.lists.topics) > _ON_ONE_PAGE else ()

    @property
    def _letter_paths(self) -> dict[str, str]:
        return {letter.id: LETTER_PAGE.at(self.locale, letter.id) for letter in self.letters}

    def index(self, groups: Sequence[Group]) -> Markup:
        """The catalog: its groups, what is new, then every topic from A to Z, then those that only others have."""
        topics = self.lists.topics
        sizes, here = counts(topics), LOCALE_PAGE.at(self.locale)
        in_order = sorted(groups, key=lambda group: sort_key(group.name[self.locale], self.lists.alphabet))
        feeds = self._feeds(partial(CATALOG_FEED.at, self.locale)) if self.locale in self._fed else {}
        many = len(topics) > _NEWEST * 2
        return self._render(
            "catalog.html",
            here,
            {locale: LOCALE_PAGE.at(locale) for locale in self.locales},
            head=self._head(
                self.labels.gettext("{publisher}: all topics").format(publisher=self.name),
                LOCALE_PAGE.at,
                feed=CATALOG_FEED.at,
                titles=catalog_titles(self.publisher, self.locales),
                default=ROOT_PAGE.path,
                fed=self._fed,
                name=self.name,
                picture=self._list_picture(LIST_CARD, locale_card(self.publisher, self.locale)),
                search=self.publisher.url(SEARCH_PAGE.at(self.locale)) + "?q={search_term_string}",
            ),
            description=self.publisher.text("description", self.locale),
            groups=[(one, GROUP_PAGE.at(self.locale, one.slug), sizes.get(one.id, 0)) for one in in_order],
            described=any(self.locale in one.description or self.locale in one.image for one in in_order),
            letters=self.lists.letters,
            paths=self._letter_paths,
            newest=self.lists.newest(_NEWEST) if many else (),
            changed=self.lists.changed(_NEWEST) if many else (),
            news_path=WHATS_NEW_PAGE.at(self.locale),
            elsewhere=self.lists.elsewhere(),
            count=len(topics),
            feeds=feeds,
            news=self._feeds(partial(WHATS_NEW_FEED.at, self.locale)),
        )

    def letter(self, letter: Letter) -> Markup:
        """The topics under a letter."""
        here = LETTER_PAGE.at(self.locale, letter.id)
        title = self.labels.gettext("Topics from A to Z")
        colon = self.labels.pgettext("after a label", ":")
        name = Label(f"{title}{colon} {letter.name}", title.locale)
        return self._render(
            "letter.html",
            here,
            {one: here if one == self.locale else LOCALE_PAGE.at(one) for one in self.locales},
            head=self._head(
                Label(f"{name} | {self.name}", name.locale),
                lambda locale: here,
                name=name,
                picture=self._list_picture(LIST_CARD, locale_card(self.publisher, self.locale)),
                way=[(self.name, self.publisher.url(LOCALE_PAGE.at(self.locale)))],
            ),
            letter=letter,
            letters=self.lists.letters,
            paths=self._letter_paths,
            feeds={},
        )

    def whats_new(self) -> Markup:
        """What happened to topics, by day, then those whose texts changed last."""
        title = self.labels.gettext("{publisher}: what’s new").format(publisher=self.name)
        lead = self.labels.gettext("Topics of {publisher} that are new or have changed").format(publisher=self.name)
        fed = self.locale in self._fed
        return self._render(
            "whats-new.html",
            WHATS_NEW_PAGE.at(self.locale),
            {locale: WHATS_NEW_PAGE.at(locale) for locale in self.locales},
            head=self._head(
                title,
                WHATS_NEW_PAGE.at,
                feed=WHATS_NEW_FEED.at,
                titles={
                    locale: self.publisher.labels(locale)
                    .gettext("{publisher}: what’s new")
                    .format(publisher=self.publisher.text("name", locale))
                    for locale in self.locales
                },
                default=WHATS_NEW_PAGE.at(self.locales[0]),
                fed=self._fed,
                description=lead,
                name=title,
                picture=self._list_picture(LIST_CARD, locale_card(self.publisher, self.locale)),
                way=[(self.name, self.publisher.url(LOCALE_PAGE.at(self.locale)))],
            ),
            news_days=self.lists.news(),
            changed=self.lists.changed(_CHANGED),
            feeds=self._feeds(partial(WHATS_NEW_FEED.at, self.locale)) if fed else {},
        )

    def group(self, group: Group) -> Markup:
        """The topics of a group, from A to Z."""
        name = group.name[self.locale]
        members = self.catalog.in_group(group)
        here = [topic for topic in members if self.locale in topic.title]
        fed = {locale for topic in self._syndicated.in_group(group) for locale in topic.locales}
        named_in = [
            locale
            for locale in self.locales
            if locale in group.name and any(locale in topic.title for topic in members)
        ]
        about = group.description.get(self.locale)
        described = len(here) <= _DESCRIBED
        return self._render(
            "group.html",
            GROUP_PAGE.at(self.locale, group.slug),
            {locale: GROUP_PAGE.at(locale, group.slug) for locale in named_in},
            head=self._head(
                Label(f"{name} | {self.name}", self.locale),
                lambda locale: GROUP_PAGE.at(locale, group.slug),
                feed=lambda locale, format: GROUP_FEED.at(locale, group.slug, format),
                titles={locale: Label(group.name[locale], locale) for locale in named_in},
                default=GROUP_PAGE.at(named_in[0], group.slug),
                fed=fed,
                description=Label(about, self.locale) if about else None,
                name=Label(name, self.locale),
                picture=self._list_picture(GROUP_CARD, group_card(group, self.publisher, self.locale), group.slug),
                way=[(self.name, self.publisher.url(LOCALE_PAGE.at(self.locale)))],
            ),
            group=group,
            name=name,
            items=self.lists.of(here, described=described),
            described=described,
            feeds=self._feeds(partial(GROUP_FEED.at, self.locale, group.slug)) if self.locale in fed else {},
        )

    def search(self, index: bytes) -> Markup:
        """The page on which readers look for topics; robots pass it by.

        Args:
            index: what it finds, whose digest is in its address: no cache has one that is older than the page.
        """
        title = self.labels.gettext("Search")
        slots = {name: Markup(f'<span data-slot="{name}"></span>') for name in ("count", "name", "question")}  # noqa: S704
        toggle = {locale: SEARCH_PAGE.at(locale) for locale in self.locales}
        return self._render(
            "search.html",
            toggle[self.locale],
            toggle,
            head=self._head(
                Label(f"{title} | {self.name}", title.locale),
                SEARCH_PAGE.at,
                name=title,
                titles=dict.fromkeys(self.locales, title),
                default=SEARCH_PAGE.at(self.locales[0]),
                picture=self._list_picture(LIST_CARD, locale_card(self.publisher, self.locale)),
            ),
            topic_path=address_of(TOPIC_PAGE.path),
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
            has_search=False,  # the page has a form of its own
        )

    def topic(self, card: Card, snippet: Snippet) -> Markup:
        """A topic: its card's head tags, and its text in parts, or as the publisher's template of snippets has it."""
        topic, locale, up = card.topic, self.locale, TOPIC_PAGE.up
        related = [(one, self._related(one)) for one in topic.related.get(locale) or ()]
        values = topic_values(snippet, self.labels, related, lambda found: up + TOPIC_PAGE.at(locale, found.slug))
        own = Markup("")
        if self._has_own_template:
            own = playing(relevel(snippet.html, 1), topic.players.get(locale) or (), self.publisher.base_url)
        toggle = tuple(other for other in self.locales if other in topic.title)
        shown = {
            **values,
            **self._on_topics,
            "own": own,
            "toggle": toggle,
            "share_links": card.share_links(),
            "citation": card.citation().html,
            "groups": [
                (group.slug, group.name[locale], GROUP_PAGE.at(locale, group.slug))
                for group in topic.groups_named_in(locale)
            ],
            "feeds": self._feeds(partial(TOPIC_FEED.at, locale, topic.slug)) if topic.is_syndicated(locale) else {},
        }
        main = within_tree(render(PAGE, "topic.html", locale, self.labels, **shown), self.publisher.base_url, up)
        main = with_relative_links(main, self.publisher.base_url, up)
        offered = (*(one for one, *_ in values["translations"]), *(one for one, _ in values["elsewhere"]))
        start, between, end = self._around_topics(toggle, offered, bool(own))
        page = "".join((start, card.page_html, between.replace(_SLUG, topic.slug), main, end))
        return Markup(page)  # noqa: S704 -- all of it is Markup except the slug

    @cached_property
    def _on_topics(self) -> dict[str, Any]:
        """What the pages of all topics show beside their own values."""
        return {**self._frame.on(TOPIC_PAGE.at(self.locale, _SLUG), {}), "formats": FORMATS, "script": self._script}

    def _around_topics(
        self, toggle: tuple[Locale, ...], offered: tuple[Locale, ...], own: bool
    ) -> tuple[str, str, str]:
        """What stands before, between and after the head tags and the text of a topic, with a mark for its slug.

        It is the same on all pages of topics in the same languages, and made once for them.

        Args:
            toggle: the languages of the site that have the topic.
            offered: those that its text links, from which the names of languages are to be told.
            own: whether the publisher's own template lays out the text.
        """
        key = (toggle, offered, own)
        if key not in self._topic_frames:
            made = self._render(
                "topic-frame.html",
                TOPIC_PAGE.at(self.locale, _SLUG),
                {other: TOPIC_PAGE.at(other, _SLUG) for other in toggle},
                head=_HEAD,
                main=_MAIN,
                own=own,
                elsewhere=offered,
            )
            start, _, rest = str(made).partition(_HEAD)
            between, _, end = rest.partition(_MAIN)
            end = with_relative_links(Markup(end), self.publisher.base_url, TOPIC_PAGE.up)  # noqa: S704
            self._topic_frames[key] = (start, between, end)
        return self._topic_frames[key]

    def _related(self, reference: Reference) -> Topic | None:
        """The topic of the catalog that a reference means, if it has a page in this language."""
        found = self.catalog.find(reference, self.locale)
        return found if found is not None and self.locale in found.title else None

    def _render(self, template: str, here: str, toggle: Mapping[Locale, str], **values: Any) -> Markup:
        frame = self._frame.on(here, toggle)
        if not values.pop("has_search", True):
            frame["search_path"] = None
        shown = {"news": None, **values, **frame, "formats": FORMATS, "script": self._script}
        made = render(PAGE, template, self.locale, self.labels, **shown)
        place = made.find("<main")  # the head has whole addresses
        up = "../" * here.count("/")
        return made[:place] + within_tree(made[place:], self.publisher.base_url, up) if place >= 0 else made

    def _list_picture(self, kind: ArtifactKind, image: CardImage, *values: str) -> tuple[CardImage, str] | None:
        """The picture of a page of lists, with its address, which changes when the picture does."""
        if not self._pictures or not image.is_drawn:
            return None
        return image, f"{self.publisher.url(kind.at(self.locale, *values))}?v={image.digest}"

    def _head(
        self,
        title: Label,
        page: Callable[[Locale], str],
        *,
        name: Label,
        feed: Callable[[Locale, str], str] | None = None,
        titles: Mapping[Locale, Label] | None = None,
        default: str = "",
        fed: Collection[Locale] = (),
        description: Label | None = None,
        picture: tuple[CardImage, str] | None = None,
        way: Sequence[tuple[Label, str]] = (),
        search: str = "",
    ) -> Markup:
        """The head of a page that stands for no topic: its languages, then its feeds, those in its own language first.

        Args:
            title: the page's.
            page, feed: where it and its feed lie in a language.
            name: what it is called beside the publisher's name.
            titles: what the feed is called in each language that the page exists in; none where it has one language.
            default: the page for readers of other languages.
            fed: the languages that have the feed.
            description: what it is about; by default what the site is, or else its title.
            picture: what networks show, and its address.
            way: the name and address of each page above it.
            search: the address of the search, with ``{search_term_string}`` in it.
        """
        titles = titles or {}
        offered = [one for one in titles if one in fed] if self.locale in fed and feed is not None else []
        feeds = []
        for locale in sorted(offered, key=lambda locale: locale != self.locale):
            assert feed is not None
            paths = self._feeds(partial(feed, locale))
            feeds.append((titles[locale], {format: self.publisher.url(path) for format, path in paths.items()}))
        return list_head(
            ListHead(
                publisher=self.publisher,
                locale=self.locale,
                title=title,
                description=description or self.publisher.text("description", self.locale) or title,
                name=name,
                url=self.publisher.url(page(self.locale)),
                languages={locale: self.publisher.url(page(locale)) for locale in titles},
                default=self.publisher.url(default) if default else "",
                feeds=feeds,
                picture=picture,
                way=way,
                search=search,
            )
        )

    def _feeds(self, path: Callable[[str], str]) -> dict[str, str]:
        """The paths of a feed in the formats that it is published in."""
        return written_feeds(path, self._is_written)


def _plurals(locale: Locale) -> dict[str, int]:
    """A number for each form that words take after numbers (CLDR's plural rules); scripts know the forms by name."""
    found: dict[str, int] = {}
    for number in range(200):
        found.setdefault(locale.plural_form(number), number)
    return found


def catalog_titles(publisher: Publisher, locales: Iterable[Locale]) -> dict[Locale, Label]:
    """What the feed of the catalog is called in each language."""
    return {
        locale: publisher.labels(locale)
        .gettext("{publisher}: all topics")
        .format(publisher=publisher.text("name", locale))
        for locale in locales
    }


def written_feeds(path: Callable[[str], str], is_written: Callable[[str], bool]) -> dict[str, str]:
    """The paths of a feed in the formats that it is published in."""
    return {format: path(format) for format in FORMATS if is_written(path(format))}
