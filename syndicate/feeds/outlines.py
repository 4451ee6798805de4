"""OPML 2.0 lists of feeds (http://opml.org/spec2.opml), for one language or for the whole site."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from syndicate.explained import explained
from syndicate.feeds.engine import XML_LANG
from syndicate.layout import CATALOG_FEED, GROUP_FEED, GROUP_PAGE, LOCALE_PAGE, WHATS_NEW_FEED
from syndicate.locales import Label, LocaleLike, parse, tag
from syndicate.locales.identifiers import same_language
from syndicate.locales.names import language_label
from syndicate.model import Catalog, Publisher
from syndicate.model.arguments import check
from syndicate.model.fields import expect_list

__all__ = ["opml"]


@explained
def opml(catalog: Catalog, publisher: Publisher, locales: Sequence[LocaleLike]) -> bytes:
    """The feeds of the catalog, of what is new and of the groups, an outline a language; their Atom form is listed.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        locales: the languages; the first is that of the list's own title.
    """
    check(catalog=catalog, publisher=publisher)
    expect_list(locales=locales)
    locales = list(locales)
    main = parse(locales[0])
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    name = publisher.text("name", main)
    title = publisher.labels(main).gettext("Feeds of {publisher}").format(publisher=name)
    etree.SubElement(head, "title", _lang(title, main if len(locales) == 1 else None)).text = title
    body = etree.SubElement(root, "body")
    for locale in map(parse, locales):
        parent = body
        if len(locales) > 1:
            parent = etree.SubElement(body, "outline", text=language_label(locale), language=tag(locale))
        _outlines(parent, catalog, publisher, locale)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _outlines(parent: etree._Element, catalog: Catalog, publisher: Publisher, locale: LocaleLike) -> None:
    labels = publisher.labels(locale)

    def outline(title: Label, page: str, path: str) -> None:
        etree.SubElement(
            parent,
            "outline",
            _lang(title, locale),
            text=title,
            title=title,
            type="rss",
            version="ATOM",
            language=tag(locale),
            htmlUrl=publisher.url(page),
            xmlUrl=publisher.url(path),
        )

    # The feeds' own titles: in a reader they appear among those of other publishers.
    name = publisher.text("name", locale)
    page = LOCALE_PAGE.at(locale)
    title = labels.gettext("{publisher}: all topics").format(publisher=name)
    outline(title, page, CATALOG_FEED.at(locale, "atom"))
    title = labels.gettext("{publisher}: what’s new").format(publisher=name)
    outline(title, page, WHATS_NEW_FEED.at(locale, "atom"))
    for group in catalog.groups_in(locale):
        page, path = GROUP_PAGE.at(locale, group.slug), GROUP_FEED.at(locale, group.slug, "atom")
        outline(Label(f"{name}: {group.name[locale]}", parse(locale)), page, path)


def _lang(text: Label, around: LocaleLike | None) -> dict[str, str]:
    """The attribute of XML for a text in another language than the feed or list it names; OPML has none of its own."""
    return {} if around is not None and same_language(text.locale, around) else {XML_LANG: tag(text.locale)}
