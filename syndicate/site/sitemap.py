"""The sitemap (https://www.sitemaps.org/protocol.html) with the languages of each page as Google reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from babel import Locale

from syndicate.layout import (
    GROUP_PAGE,
    LOCALE_PAGE,
    ROOT_PAGE,
    SITEMAP,
    SITEMAP_PART,
    TOPIC_PAGE,
    WHATS_NEW_PAGE,
    is_kind,
)
from syndicate.locales import tag
from syndicate.model import Catalog, Publisher
from syndicate.model.addresses import canonical_url
from syndicate.namespaces import NAMESPACES
from syndicate.text import uri

__all__ = ["Sitemap"]

_URLS_PER_FILE: Final = 25_000  # the protocol allows 50,000 and 50 MB; the language links make an entry long
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS: Final = NAMESPACES["sitemap"]
_XHTML: Final = NAMESPACES["xhtml"]


class _Family(NamedTuple):
    """A page in its languages.

    Attributes:
        pages: its address in each language.
        changed: when it changed, in each.
        listed: the languages in which the sitemap lists it.
        default: the address for readers of other languages; empty where there is none.
        images: the address of its picture, in each.
    """

    pages: Mapping[Locale, str]
    changed: Mapping[Locale, datetime | None]
    listed: Collection[Locale]
    default: str = ""
    images: Mapping[Locale, str] = {}


class Sitemap:
    """``sitemap.xml``; of a large catalog it is an index, and its parts are files of their own.

    Args:
        catalog, publisher, locales: what is listed, and where it lies.
        letters: the paths of the pages of letters, by language.
    """

    def __init__(
        self,
        catalog: Catalog,
        publisher: Publisher,
        locales: Sequence[Locale],
        letters: Mapping[Locale, Sequence[str]] | None = None,
    ) -> None:
        self._catalog = catalog
        self._publisher = publisher
        self._locales = locales
        self._letters = letters or {}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The path and bytes of each file, in one walk; an index comes last."""
        urls = chain.from_iterable(map(_written, self._families()))
        part = list(islice(urls, _URLS_PER_FILE))
        following = next(urls, None)
        if following is None:
            yield SITEMAP.path, _urlset(part)
            return
        count = 1
        yield _part(count), _urlset(part)
        while following is not None:
            part = [following, *islice(urls, _URLS_PER_FILE - 1)]
            following, count = next(urls, None), count + 1
            yield _part(count), _urlset(part)
        yield SITEMAP.path, self._index(count)

    def get(self, path: str) -> bytes | None:
        """The file at a path, made without the others; None where there is none."""
        if path != SITEMAP.path and not is_kind(path, SITEMAP_PART):
            return None
        families = list(self._families())
        count = -(-sum(len(family.listed) for family in families) // _URLS_PER_FILE)
        if path == SITEMAP.path:
            return self._index(count) if count > 1 else _urlset(_urls(families, 0))
        numbers = {_part(number): number for number in range(1, count + 1)} if count > 1 else {}
        return _urlset(_urls(families, (numbers[path] - 1) * _URLS_PER_FILE)) if path in numbers else None

    def _index(self, count: int) -> bytes:
        urls = (escape(self._publisher.url(_part(number))) for number in range(1, count + 1))
        entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>\n" for url in urls)
        return f'{_HEAD}<sitemapindex xmlns="{_XMLNS}">\n{entries}</sitemapindex>\n'.encode()

    def _families(self) -> Iterator[_Family]:
        catalog, publisher, locales = self._catalog, self._publisher, self._locales
        pages = {locale: publisher.url(LOCALE_PAGE.at(locale)) for locale in locales}
        yield _Family(pages, {}, pages, publisher.url(ROOT_PAGE.path))
        news = {locale: publisher.url(WHATS_NEW_PAGE.at(locale)) for locale in locales}
        yield _Family(news, {}, news, next(iter(news.values()), ""))
        for locale, paths in self._letters.items():
            for path in paths:
                yield _Family({locale: publisher.url(path)}, {}, [locale])
        named_in = {locale: set(catalog.groups_in(locale)) for locale in locales}
        for group in catalog.groups.values():
            there = [locale for locale in locales if group in named_in[locale]]
            pages = {locale: publisher.url(GROUP_PAGE.at(locale, group.slug)) for locale in there}
            yield _Family(pages, {}, pages, next(iter(pages.values()), ""))
        for topic in catalog.values():
            pages = {locale: canonical_url(topic, publisher, locale) for locale in locales if locale in topic.title}
            changed = {locale: topic.updated.get(locale) or catalog.snapshot for locale in pages}
            # A sitemap lists canonical pages alone (Google, "Build and submit a sitemap"): what is read elsewhere is
            # only linked from its translations here.
            own = [locale for locale, url in pages.items() if url == publisher.url(TOPIC_PAGE.at(locale, topic.slug))]
            images = {locale: image.url for locale, image in topic.image.items()}
            default = next((one for one in publisher.fallback_order if one in pages), next(iter(pages), None))
            first = pages[default] if default is not None else ""
            yield _Family({**pages, **topic.elsewhere}, changed, own, first, images)


def _urls(families: Iterable[_Family], start: int) -> Iterator[str]:
    """The ``<url>`` elements of a file; those before its first are counted, not written."""
    place, stop = 0, start + _URLS_PER_FILE
    for family in families:
        if place >= stop:
            return
        if place + len(family.listed) > start:
            yield from islice(_written(family), max(0, start - place), stop - place)
        place += len(family.listed)


def _part(number: int) -> str:
    return SITEMAP_PART.at(None, str(number))


_URLSET: Final = f'<urlset xmlns="{_XMLNS}" xmlns:xhtml="{NAMESPACES["xhtml"]}" xmlns:image="{NAMESPACES["image"]}">'


def _urlset(urls: Iterable[str]) -> bytes:
    return f"{_HEAD}{_URLSET}\n{''.join(urls)}</urlset>\n".encode()


def _written(family: _Family) -> Iterator[str]:
    """One ``<url>`` for each language in which a page is listed; each names all languages, its own too."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag(locale)}" href="{escape(uri(url))}"/>'
        for locale, url in family.pages.items()
    )
    if family.default and len(family.pages) > 1:
        links += f'<xhtml:link rel="alternate" hreflang="x-default" href="{escape(uri(family.default))}"/>'
    for locale in family.listed:
        url = family.pages[locale]
        moment = family.changed.get(locale)
        lastmod = f"<lastmod>{moment.date().isoformat()}</lastmod>" if moment else ""
        image = family.images.get(locale)
        shown = f"<image:image><image:loc>{escape(uri(image))}</image:loc></image:image>" if image else ""
        yield f"<url><loc>{escape(uri(url))}</loc>{lastmod}{links}{shown}</url>\n"
