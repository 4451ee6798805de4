"""The sitemap (https://www.sitemaps.org/protocol.html) with the languages of each page as Google reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from babel import Locale

from syndicate.layout import GROUP_PAGE, LOCALE_PAGE, SITEMAP, TOPIC_PAGE
from syndicate.locales import tag
from syndicate.model import Catalog, Publisher
from syndicate.model.addresses import canonical_url
from syndicate.text import uri

__all__ = ["sitemaps"]

_URLS_PER_FILE: Final = 25_000  # the protocol allows 50,000 and 50 MB; the language links make an entry long
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(catalog: Catalog, publisher: Publisher, locales: Sequence[Locale]) -> Iterator[tuple[str, bytes]]:
    """The path and bytes of ``sitemap.xml``; of a large catalog it is an index, and its parts follow."""
    urls = list(_urls(catalog, publisher, locales))
    if len(urls) <= _URLS_PER_FILE:
        yield SITEMAP.path, _urlset(urls)
        return
    parts = [urls[start : start + _URLS_PER_FILE] for start in range(0, len(urls), _URLS_PER_FILE)]
    paths = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    entries = "".join(f"<sitemap><loc>{escape(publisher.url(path))}</loc></sitemap>\n" for path in paths)
    yield SITEMAP.path, f'{_HEAD}<sitemapindex xmlns="{_XMLNS}">\n{entries}</sitemapindex>\n'.encode()
    for path, part in zip(paths, parts, strict=True):
        yield path, _urlset(part)


def _urlset(urls: list[str]) -> bytes:
    return (
        f'{_HEAD}<urlset xmlns="{_XMLNS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(urls)}</urlset>\n'
    ).encode()


def _urls(catalog: Catalog, publisher: Publisher, locales: Sequence[Locale]) -> Iterator[str]:
    yield from _family({locale: publisher.url(LOCALE_PAGE.at(locale)) for locale in locales}, {})
    named_in = {locale: set(catalog.groups_in(locale)) for locale in locales}
    for group in catalog.groups.values():
        pages = {
            locale: publisher.url(GROUP_PAGE.at(locale, group.slug)) for locale in locales if group in named_in[locale]
        }
        yield from _family(pages, {})
    for topic in catalog.values():
        pages = {locale: canonical_url(topic, publisher, locale) for locale in locales if locale in topic.title}
        changed = {locale: topic.updated.get(locale) or catalog.snapshot for locale in pages}
        # A sitemap lists canonical pages alone (Google, "Build and submit a sitemap"): what is read elsewhere is only
        # linked from its translations here.
        own = [locale for locale, url in pages.items() if url == publisher.url(TOPIC_PAGE.at(locale, topic.slug))]
        yield from _family({**pages, **topic.elsewhere}, changed, own)


def _family(
    pages: Mapping[Locale, str], changed: Mapping[Locale, datetime | None], listed: Iterable[Locale] | None = None
) -> Iterator[str]:
    """One ``<url>`` for each language of a page, or those that are listed; each names all of them, itself too."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag(locale)}" href="{escape(uri(url))}"/>'
        for locale, url in pages.items()
    )
    for locale in pages if listed is None else listed:
        url = pages[locale]
        moment = changed.get(locale)
        lastmod = f"<lastmod>{moment.date().isoformat()}</lastmod>" if moment else ""
        yield f"<url><loc>{escape(uri(url))}</loc>{lastmod}{links}</url>\n"
