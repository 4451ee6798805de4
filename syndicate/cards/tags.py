"""Which head tags a topic's page has, in one ordered list. How a tag is written as HTML is said in `head`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from syndicate.cards.facts import CardFacts
from syndicate.cards.head import feed_links, lang_of, link, named, property_, title_tag
from syndicate.layout import FORMATS, OEMBED_JSON, OEMBED_XML, TOPIC_FEED, TOPIC_PAGE
from syndicate.locales import Label, tag
from syndicate.namespaces import NAMESPACES
from syndicate.text import rfc3339, truncate, truncate_to_width

__all__ = ["ROBOTS", "head_tags"]

SEARCH_DESCRIPTION: Final = 160
"""What search engines show of a description, about."""

TWITTER_TITLE: Final = 70
IMAGE_ALT: Final = 420
"""What X takes (Cards markup reference); the others show less and cut by themselves."""


ROBOTS: Final = named("robots", "max-image-preview:large")


def head_tags(card: CardFacts) -> list[str]:
    """The head tags of a card's page as HTML, in order.

    Args:
        card: the facts of the page.
    """
    return [
        *_search(card),
        ROBOTS,
        *_addresses(card),
        *_feeds(card),
        *_oembed(card),
        *_icons(card),
        *_open_graph(card),
        *_twitter(card),
        *_dublin_core(card),
    ]


def _search(card: CardFacts) -> Iterator[str]:
    """What search engines show."""
    yield title_tag(f"{card.title} | {card.site_name}")
    if card.description:
        yield named("description", truncate_to_width(card.description, SEARCH_DESCRIPTION, card.language))


def _addresses(card: CardFacts) -> Iterator[str]:
    """The canonical page and, each naming all, its languages (BCP 47) with the default one as ``x-default``."""
    yield link("canonical", card.url)
    pages = card.pages
    for locale, url in [*pages.items(), *card.topic.elsewhere.items()]:
        yield link("alternate", url, hreflang=tag(locale))
    default = next((locale for locale in card.publisher.fallback_order if locale in pages), card.topic.locales[0])
    yield link("alternate", pages[default], hreflang="x-default")


def _feeds(card: CardFacts) -> Iterator[str]:
    """Autodiscovery of the topic's feeds, those in this language first."""
    topic = card.topic
    if not topic.is_syndicated(card.locale):  # readers would take the first that is offered for the page's own
        return
    for locale in sorted(filter(topic.is_syndicated, topic.locales), key=lambda locale: locale != card.locale):
        paths = {format: TOPIC_FEED.at(locale, topic.slug, format) for format in FORMATS}
        urls = {format: card.publisher.url(path) for format, path in paths.items() if path not in card.unwritten}
        yield from feed_links(Label(topic.title[locale], locale), urls, card.locale)


def _oembed(card: CardFacts) -> Iterator[str]:
    """Discovery of the documents that say how to embed the topic (oEmbed 1.0, section 4)."""
    if not card.topic.is_syndicated(card.locale):
        return
    publisher, topic = card.publisher, card.topic
    for format, document, media_type in _OEMBED:
        address = publisher.url(document.at(card.locale, topic.slug))
        if publisher.service_url:  # which takes the size that is asked for into account
            page = publisher.url(TOPIC_PAGE.at(card.locale, topic.slug))
            query = urlencode({"url": page, "format": format})
            address = f"{publisher.service_url.rstrip('/')}/oembed?{query}"
        yield link("alternate", address, type=media_type, title=card.title)


_OEMBED: Final = (
    ("json", OEMBED_JSON, "application/json+oembed"),
    ("xml", OEMBED_XML, "text/xml+oembed"),
)


def _icons(card: CardFacts) -> Iterator[str]:
    if card.publisher.icon:
        yield link("icon", card.publisher.icon)
    if card.publisher.touch_icon:
        yield link("apple-touch-icon", card.publisher.touch_icon)


def _open_graph(card: CardFacts) -> Iterator[str]:
    """Open Graph (https://ogp.me); one image, as some readers take the first of several and some the last."""
    topic, publisher = card.topic, card.publisher
    if publisher.facebook_app_id:
        yield property_("fb:app_id", publisher.facebook_app_id)
    yield property_("og:type", "article")
    yield property_("og:site_name", card.site_name, lang_of(card.site_name.locale, card.locale))
    if own := publisher.territory(card.locale):
        yield property_("og:locale", own)
    for locale in topic.locales:
        if locale != card.locale and (other := publisher.territory(locale)):
            yield property_("og:locale:alternate", other)
    yield property_("og:title", card.title)
    if card.description:
        yield property_("og:description", card.shared_description)
    yield property_("og:url", card.url)
    yield from _picture(card)
    for key, dates in (("published_time", topic.created), ("modified_time", topic.updated)):
        if moment := dates.get(card.locale):
            yield property_(f"article:{key}", rfc3339(moment))
    if card.section:
        yield property_("article:section", card.section)
    for other_name in topic.also_called.get(card.locale) or ():
        yield property_("article:tag", other_name)


def _picture(card: CardFacts) -> Iterator[str]:
    """The card's picture; where there is none, or by choice, the topic's own, of which only the address is known."""
    own = card.topic.image.get(card.locale)
    if card.shows_card:
        address, alt = card.image_url, card.image.alt
    elif own is not None:
        address, alt = own.url, own.alt
    else:
        return
    yield property_("og:image", address)
    if address.startswith("https:"):
        yield property_("og:image:secure_url", address)
    if card.shows_card:
        yield property_("og:image:type", "image/png")
        yield property_("og:image:width", str(card.image.width))
        yield property_("og:image:height", str(card.image.height))
    if alt:
        yield property_("og:image:alt", truncate(alt, IMAGE_ALT, card.language))


def _twitter(card: CardFacts) -> Iterator[str]:
    """The card of X; it reads Open Graph too, but readers of it that look for an image of its own do not."""
    own = None if card.shows_card else card.topic.image.get(card.locale)
    chosen = own is not None and card.publisher.card.picture == "topic"
    yield named("twitter:card", "summary_large_image" if card.shows_card or chosen else "summary")
    if card.publisher.twitter:
        yield named("twitter:site", card.publisher.twitter)
        yield named("twitter:creator", card.publisher.twitter)
    yield named("twitter:title", truncate_to_width(card.title, TWITTER_TITLE, card.language))
    if card.description:
        yield named("twitter:description", card.shared_description)
    if own is not None and chosen:
        yield named("twitter:image", own.url)
        if own.alt:
            yield named("twitter:image:alt", truncate(own.alt, IMAGE_ALT, card.language))
    if card.shows_card:
        yield named("twitter:image", card.image_url)
        yield named("twitter:image:alt", truncate(card.image.alt, IMAGE_ALT, card.language))


def _dublin_core(card: CardFacts) -> Iterator[str]:
    """Dublin Core as catalogs of libraries have always had it, then in DCMI terms, since readers know one or the other.

    Languages are written as BCP 47 tags in both (DCMI Metadata Terms, ``language``).
    """
    yield link("schema.DC", NAMESPACES["dc"])
    yield link("schema.DCTERMS", NAMESPACES["dcterms"])
    topic = card.topic
    values = [("Title", "title", card.title)]
    values += [("Title.Alternate", "alternative", name) for name in topic.also_called.get(card.locale) or ()]
    for subject in topic.subjects_in(card.locale):
        said = Label(subject.name, subject.name_locale or card.locale) if subject.name else subject.code
        values.append((f"Subject.{subject.scheme}", "subject", said))
    values += [("Relation.IsPartOf", "isPartOf", group.name[card.locale]) for group in card.groups]
    values.append(("Identifier.URL", "identifier", card.url))
    values += [
        ("Relation.HasVersion", "hasVersion", url) for locale, url in card.pages.items() if locale != card.locale
    ]
    values += [("Publisher", "publisher", card.organization), ("Language", "language", tag(card.locale))]
    values.append(("Type", "type", "Text"))
    if card.rights.license:
        values.append(("Rights", "license", card.rights.license))
    if card.rights.rights:
        values.append(("Rights", "rights", card.rights.rights))
    if card.description:
        values.append(("Description", "description", card.shared_description))
    for old, new, dates in (("Created", "created", topic.created), ("Modified", "modified", topic.updated)):
        if moment := dates.get(card.locale):
            values.append((f"Date.{old}", new, moment.date().isoformat()))
    stated = [
        (old, new, value, lang_of(value.locale, card.locale) if isinstance(value, Label) else "")
        for old, new, value in values
    ]
    yield from [named(f"DC.{old}", value, lang) for old, _, value, lang in stated]
    yield from [named(f"DCTERMS.{new}", value, lang) for _, new, value, lang in stated]
