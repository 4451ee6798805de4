"""What a site has once: the choice of language, the page for unknown addresses, icons, its style."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from babel import Locale
from markupsafe import Markup

from syndicate.cards.image import CardImage
from syndicate.cards.image.icon import ico, icon
from syndicate.json_writer import indented
from syndicate.layout import (
    APP_ICON,
    APP_MANIFEST,
    CATALOG_FEED,
    GROUP_PAGE,
    ICON,
    LIST_CARD,
    LOCALE_PAGE,
    NOT_FOUND_PAGE,
    PAGE_SCRIPT,
    ROOT_PAGE,
    SEARCH_PAGE,
    SITEMAP,
    STYLESHEET,
    TOUCH_ICON,
)
from syndicate.locales import Label, direction, joined, sort_key, tag
from syndicate.locales.names import distinct_name
from syndicate.markup.languages import title_language
from syndicate.model import Group, Publisher
from syndicate.model.card_style import night_color, page_color
from syndicate.page_frame import PageFrame, footer_links
from syndicate.site.list_cards import locale_card
from syndicate.site.page_heads import ListHead, list_head
from syndicate.site.pages import PAGE, catalog_titles, written_feeds
from syndicate.templating import environment, render
from syndicate.templating.typography import styles_of

__all__ = ["app_manifest", "shared_files", "not_found", "page_script", "robots", "root", "stylesheet"]

_SCRIPT: Final = "page.js"
_FEW_GROUPS: Final = 12
"""So many groups are listed on the page at the root; more of them are for the page of a language."""


def root(
    publisher: Publisher,
    locales: Sequence[Locale],
    fed: Collection[Locale],
    is_written: Callable[[str], bool] = lambda path: True,
    groups: Callable[[Locale], Sequence[Group]] = lambda locale: (),
    *,
    pictures: bool = True,
) -> Markup:
    """The page at the root of the tree: what the site is, and the choice of language, each in its own words.

    The main language comes first for everybody: a file is the same for all readers, and only a server could order the
    languages by what a browser asks for.

    Args:
        publisher: who publishes it.
        locales: the languages.
        fed: those that have feeds.
        is_written: whether the feed at a path is published.
        groups: those of a language that have a page.
        pictures: whether the pictures of cards are.
    """
    main = locales[0]
    feeds = []
    for locale, title in catalog_titles(publisher, [one for one in locales if one in fed and main in fed]).items():
        paths = written_feeds(partial(CATALOG_FEED.at, locale), is_written)
        feeds.append((title, {format: publisher.url(path) for format, path in paths.items()}))
    name = publisher.text("name", main)
    head = ListHead(
        publisher=publisher,
        locale=main,
        title=name,
        description=_description(publisher, main, locales),
        name=name,
        url=publisher.url(ROOT_PAGE.path),
        languages={locale: publisher.url(LOCALE_PAGE.at(locale)) for locale in locales},
        default=publisher.url(ROOT_PAGE.path),
        feeds=feeds,
        picture=_picture(publisher, main) if pictures else None,
    )
    return render(
        PAGE,
        "choice.html",
        main,
        publisher.labels(main),
        **PageFrame(publisher, main).on(ROOT_PAGE.path, {}),
        head=list_head(head),
        languages=[
            _choice(
                publisher,
                locale,
                publisher.text("name", locale),
                _description(publisher, locale, locales),
                groups(locale),
            )
            for locale in locales
        ],
    )


def _choice(
    publisher: Publisher, locale: Locale, title: Label, text: Label, groups: Sequence[Group] = ()
) -> dict[str, Any]:
    """What pages in all languages show of one: where its topics are, its search, and its groups if they are few."""
    labels = publisher.labels(locale)
    alphabet = labels.alphabet
    few = sorted(groups, key=lambda group: sort_key(group.name[locale], alphabet)) if len(groups) <= _FEW_GROUPS else ()
    return {
        "locale": locale,
        "title": title,
        "text": text,
        "path": LOCALE_PAGE.at(locale),
        "browse": labels.gettext("Browse all topics"),
        "search_path": SEARCH_PAGE.at(locale),
        "question": labels.gettext("Search all topics"),
        "search": labels.gettext("Search"),
        "grouped": labels.gettext("Topics by group"),
        "groups": [(group, GROUP_PAGE.at(locale, group.slug)) for group in few],
        "links": footer_links(publisher, locale),
    }


def _picture(publisher: Publisher, locale: Locale) -> tuple[CardImage, str] | None:
    image = locale_card(publisher, locale)
    return (image, f"{publisher.url(LIST_CARD.at(locale))}?v={image.digest}") if image.is_drawn else None


def _description(publisher: Publisher, locale: Locale, locales: Iterable[Locale]) -> Label:
    """What the site is: in the publisher's words, or else in ours."""
    if found := publisher.text("description", locale):
        return found
    labels = publisher.labels(locale)
    said = labels.gettext("Topics to read, to share, and to put on other sites, in {languages}.")
    names = [distinct_name(one, said.locale, locales) for one in locales]
    return said.format(languages=joined(names, said.locale, publisher.translations))


def not_found(publisher: Publisher, locales: Sequence[Locale]) -> Markup:
    """The page for what is not there, in all languages.

    Servers show it at any address, so its own links begin at the root of the host (RFC 3986, section 4.2).
    """
    main = locales[0]
    labels = {locale: publisher.labels(locale) for locale in locales}
    title = labels[main].gettext("Page not found")
    shown = [
        _choice(
            publisher,
            locale,
            words.gettext("Page not found"),
            words.gettext("The page may have moved, or its address may have been mistyped."),
        )
        for locale, words in labels.items()
    ]
    head = Markup('<meta name="robots" content="noindex">\n<title{}>{} | {}</title>\n').format(
        title_language(title.locale, main),
        title,
        publisher.text("name", main),
    )
    frame = PageFrame(publisher, main).on(NOT_FOUND_PAGE.path, {}, urlsplit(publisher.base_url).path)
    return render(PAGE, "choice.html", main, labels[main], **frame, head=head, languages=shown)


def robots(publisher: Publisher) -> str:
    """``robots.txt`` (RFC 9309): all may be read, and the sitemap names it. It counts at the root of a host alone."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {publisher.url(SITEMAP.path)}\n"


def app_manifest(publisher: Publisher, locale: Locale) -> bytes:
    """The manifest by which phones put the site on a home screen (W3C, Web Application Manifest)."""
    name = publisher.text("name", locale)
    color = publisher.card.link_color
    return indented(
        {
            "name": str(name),
            "lang": tag(name.locale),
            "dir": direction(name.locale),
            "start_url": "./",
            "display": "browser",
            "theme_color": color,
            "background_color": "#ffffff",
            "icons": [
                {"src": TOUCH_ICON.path, "sizes": "180x180", "type": "image/png"},
                {"src": APP_ICON.path, "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
            ],
        }
    )


def shared_files(
    publisher: Publisher, locales: Sequence[Locale], groups: Iterable[Group]
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files that all pages load: their path, and what makes them.

    Args:
        publisher: whose they are.
        locales: the languages of the site; the first is that of the publisher's name on icons.
        groups: those whose colors the style knows.
    """
    language = next(iter(locales), publisher.default_locale)
    yield STYLESHEET.path, lambda: stylesheet(publisher, groups, locales).encode()
    yield ICON.path, lambda: ico(icon(publisher, language, 32), 32)
    yield TOUCH_ICON.path, lambda: icon(publisher, language, 180)
    yield APP_ICON.path, lambda: icon(publisher, language, 512)
    yield APP_MANIFEST.path, lambda: app_manifest(publisher, language)
    path, body = page_script()
    yield path, lambda: body


@cache
def page_script() -> tuple[str, bytes]:
    """The script of pages, which copies addresses and opens what a link leads to, and its path."""
    body = files("syndicate.site").joinpath("script", _SCRIPT).read_bytes()
    return PAGE_SCRIPT.at(None, _SCRIPT.partition(".")[0], sha256(body).hexdigest()[:16]), body


def stylesheet(publisher: Publisher, groups: Iterable[Group] = (), locales: Iterable[Locale] = ()) -> str:
    """The one stylesheet, in the colors of the publisher and of groups, with the fonts of languages.

    Args:
        publisher: whose color text and links have.
        groups: what topics are listed under.
        locales: the languages of the site.
    """
    style = publisher.card
    colors = [(one.slug, page_color(one.color), night_color(one.color)) for one in groups if one.color]
    template = environment(PAGE).get_template("style.css")
    return template.render(accent=style.link_color, light=style.light_link_color, groups=colors) + styles_of(locales)
