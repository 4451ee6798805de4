"""The heads of pages of lists: languages, feeds, Open Graph, JSON-LD. Those of topics are in `cards`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.cards.head import feed_links, joined, lang_of, link, named, property_, title_tag
from syndicate.cards.image import CardImage
from syndicate.cards.json_ld import drawn_picture, localized, organization, script, website
from syndicate.locales import Label, tag
from syndicate.model import Publisher
from syndicate.text import truncate

__all__ = ["ListHead", "list_head"]

_DESCRIPTION = 200


@attrs.frozen(kw_only=True)
class ListHead:
    """What a page that stands for no topic says of itself.

    Attributes:
        publisher: whose it is.
        locale: its language.
        title, description: what it is called, and what it is about.
        name: what it is called where the publisher's name stands beside it.
        url: its address.
        languages: its address in each language that it exists in.
        default: that for readers of other languages; empty where it has no other languages.
        feeds: each feed with its title, by language: its address in each format.
        picture: the picture that networks show, and its address.
        way: the name and address of each page above it.
        search: the address of the search, with ``{search_term_string}`` in it; empty if there is none.
    """

    publisher: Publisher
    locale: Locale
    title: Label
    description: Label
    name: Label
    url: str
    languages: Mapping[Locale, str]
    default: str = ""
    feeds: Sequence[tuple[Label, Mapping[str, str]]] = ()
    picture: tuple[CardImage, str] | None = None
    way: Sequence[tuple[Label, str]] = ()
    search: str = ""


def list_head(page: ListHead) -> Markup:
    """The head tags and the JSON-LD of a page, one a line."""
    return joined(_tags(page)) + script({"@context": "https://schema.org", "@graph": _graph(page)})


def _tags(page: ListHead) -> Iterator[str]:
    title, language = page.title, page.publisher.language(page.description.locale)
    about = Label(truncate(page.description, _DESCRIPTION, language), page.description.locale)
    yield title_tag(title, lang_of(title.locale, page.locale))
    yield named("description", about, lang_of(about.locale, page.locale))
    yield link("canonical", page.url)
    for locale, url in page.languages.items():
        yield link("alternate", url, hreflang=tag(locale))
    if page.default:
        yield link("alternate", page.default, hreflang="x-default")
    for name, urls in page.feeds:
        yield from feed_links(name, urls, page.locale)
    site = page.publisher.text("name", page.locale)
    if page.publisher.facebook_app_id:
        yield property_("fb:app_id", page.publisher.facebook_app_id)
    yield property_("og:type", "website")
    yield property_("og:site_name", site, lang_of(site.locale, page.locale))
    if own := page.publisher.territory(page.locale):
        yield property_("og:locale", own)
    for locale in page.languages:
        if locale != page.locale and (other := page.publisher.territory(locale)):
            yield property_("og:locale:alternate", other)
    yield property_("og:title", page.name, lang_of(page.name.locale, page.locale))
    yield property_("og:description", about, lang_of(about.locale, page.locale))
    yield property_("og:url", page.url)
    if page.picture is not None:
        image, address = page.picture
        yield property_("og:image", address)
        yield property_("og:image:type", "image/png")
        yield property_("og:image:width", str(image.width))
        yield property_("og:image:height", str(image.height))
        yield property_("og:image:alt", image.alt)
    yield named("twitter:card", "summary_large_image" if page.picture is not None else "summary")
    if page.publisher.twitter:
        yield named("twitter:site", page.publisher.twitter)


def _graph(page: ListHead) -> list[dict[str, Any]]:
    base = page.publisher.base_url
    node: dict[str, Any] = {
        "@type": "CollectionPage",
        "@id": f"{page.url}#page",
        "url": page.url,
        "name": localized(page.name, page.locale),
        "description": localized(page.description, page.locale),
        "inLanguage": tag(page.locale),
        "isPartOf": {"@id": f"{base}#website"},
        "publisher": {"@id": f"{base}#publisher"},
    }
    nodes = [node, organization(page.publisher, page.locale), website(page.publisher, page.locale, page.search)]
    if page.picture is not None:
        image, address = page.picture
        node["primaryImageOfPage"] = {"@id": f"{page.url}#card"}
        nodes.append(drawn_picture(f"{page.url}#card", address, image))
    if page.way:
        node["breadcrumb"] = {"@id": f"{page.url}#breadcrumb"}
        steps = [*page.way, (page.name, page.url)]
        nodes.append(
            {
                "@type": "BreadcrumbList",
                "@id": f"{page.url}#breadcrumb",
                "itemListElement": [
                    {"@type": "ListItem", "position": at, "name": localized(name, page.locale), "item": address}
                    for at, (name, address) in enumerate(steps, 1)
                ],
            }
        )
    return nodes
