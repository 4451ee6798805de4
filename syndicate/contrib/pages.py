"""Pages that another program renders, as a catalog: the head tags of each, and the feeds and pictures of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

import attrs
from markupsafe import Markup

from syndicate.cards import card
from syndicate.cards.head import joined, read_tag
from syndicate.cards.tags import head_tags
from syndicate.contrib.topics import Topics
from syndicate.errors import LocaleError, Message
from syndicate.feeds import feed
from syndicate.layout import CARD_IMAGE, CARD_SQUARE, CATALOG_FEED, is_kind
from syndicate.locales import LocaleLike, labels, parse
from syndicate.markup import sanitize
from syndicate.model import Catalog, Publisher, Record
from syndicate.pairing import pair
from syndicate.site import Site
from syndicate.text import one_line, slugify

__all__ = ["UNDATED", "Head", "Page", "Pages", "not_a_date", "translated"]

UNDATED: Final = Message("no page states a date, so the site has no feeds: write one, such as 2025-02-03, as `date`")
"""The warning about a site without dates."""


def translated(message: Message, locale: str) -> str:
    """A message of a plug-in in the language of the site; in English if there is no translation.

    >>> translated(UNDATED, "es")[:34]
    'ninguna página indica una fecha, p'
    """
    try:
        return message.said(labels(locale).gettext)
    except LocaleError:
        return message


def not_a_date(page: str, written: object) -> Message:
    """The error for a page whose ``date`` is not a date."""
    return Message("{page}: {value!r} is not a date: write it as 2025-02-03", page=page, value=written)


_HEADING: Final = re.compile(r"\s*<h1\b.*?</h1>", re.DOTALL)
_MARK: Final = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_DESCRIBED: Final = re.compile(r"""<meta\s[^>]*\bname\s*=\s*["']?description\b""", re.IGNORECASE)
_OWN: Final = ("robots", "viewport")
"""What the other program writes itself, besides the title and the canonical address."""


@attrs.frozen
class Head:
    """The tags for the head of a page.

    Attributes:
        tags: those that the other program never writes.
        description: the description for search engines, which many themes write, but not all.
        languages: the addresses of the page in each language, which plug-ins for languages write too.
    """

    tags: Markup = Markup()
    description: Markup = Markup()
    languages: Markup = Markup()

    def beside(self, written: str) -> Markup:
        """The tags that are missing.

        Args:
            written: the head, or the part of it, that the other program has made.
        """
        description = Markup() if _DESCRIBED.search(written) else self.description
        return description + (Markup() if "hreflang" in written else self.languages) + self.tags


@attrs.frozen(kw_only=True)
class Page:
    """A page that another program renders.

    Attributes:
        name: what the program calls it, such as ``guide/install``; the same in all languages.
        locale: its language.
        title: its title.
        url: its address.
        description: a sentence about it; may be empty.
        html: its content; empty where feeds have the description alone.
        updated: the day of its text, if one is stated.
    """

    name: str
    locale: LocaleLike
    title: str
    url: str
    description: str = ""
    html: str = ""
    updated: date | None = None


class Pages:
    """All pages of a site.

    Args:
        publisher: who publishes them; ``base_url`` is the address of the site.
        pages: the pages.
    """

    def __init__(self, publisher: Publisher, pages: Mapping[str, Page] | None = None) -> None:
        self.publisher = publisher
        self.pages = dict(pages or {})

    def add(self, key: str, page: Page) -> None:
        """Add a page, under the key by which its head is looked up."""
        self.pages[key] = page

    @property
    def catalog(self) -> Catalog:
        """The pages as topics, those of one name in several languages as one."""
        return pair([_record(page) for page in self.pages.values()], default_locale=self.publisher.default_locale)

    @property
    def is_dated(self) -> bool:
        """Whether any page states a date; without one there are no feeds, since each entry needs a date."""
        return any(page.updated for page in self.pages.values())

    def heads(self) -> Iterator[tuple[str, Head]]:
        """The key of each page with the tags for its head: its share card, its languages, and the feeds of the site."""
        topics = Topics(self.catalog, self.publisher)
        # Not by the slug, since "guide/sleep" and "guide-sleep" have the same until they are told apart.
        of_page = {(id, locale): topic for topic in topics.catalog.values() for locale, id in topic.ids.items()}
        for key, page in self.pages.items():
            made = card(of_page[_id(page), parse(page.locale)], self.publisher, page.locale)
            lines = sorted(head_tags(made), key=_use)
            by_use = {use: joined(group) for use, group in groupby(lines, _use)}
            feeds = topics.head(locale=page.locale) if self.is_dated else Markup()
            yield (
                key,
                Head(by_use["tags"] + feeds, by_use.get("description", Markup()), by_use.get("languages", Markup())),
            )

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The feed of each language and the pictures of share cards, by their paths in the site."""
        catalog = self.catalog
        for locale in catalog.locales if self.is_dated else ():
            home = next(
                (one.url for one in self.pages.values() if one.name == "index" and parse(one.locale) == locale), ""
            )
            home = home or self.publisher.base_url
            made = attrs.evolve(feed(catalog, self.publisher, locale), home_page=home, author_url=home)
            for name, write in (("rss", made.rss), ("atom", made.atom), ("json", made.json)):
                yield CATALOG_FEED.at(locale, name), write()
        site = Site(catalog, self.publisher, kinds=["cards"])
        for piece in site.pieces():
            for artifact in site.artifacts(piece):
                if is_kind(artifact.path, CARD_IMAGE) or is_kind(artifact.path, CARD_SQUARE):
                    yield artifact.path, artifact.body

    def write(self, folder: Path) -> None:
        """Write these files into the folder of the site."""
        for path, body in self.files():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)


def _id(page: Page) -> str:
    return page.name or "index"


def _record(page: Page) -> Record:
    html = _MARK.sub("", _HEADING.sub("", page.html, count=1))
    return Record(
        id=_id(page),
        locale=page.locale,
        title=one_line(page.title),
        slug=slugify(page.name) or "index",
        url=page.url,
        description=one_line(page.description),
        summary=sanitize(html, page.url),
        updated=page.updated,
        translation_key=_id(page),
    )


def _use(html: str) -> str:
    """Which part of a head a tag belongs to; ``""`` if the other program writes it, or if it names a missing file."""
    tag = read_tag(html)
    written = dict(tag.attributes)
    if written.get("name") == "description":
        return "description"
    if "hreflang" in written:
        return "languages"
    is_own = tag.element == "title" or written.get("rel") == "canonical" or written.get("name") in _OWN
    return "" if is_own or (written.get("rel") == "alternate" and "type" in written) else "tags"
