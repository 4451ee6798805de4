"""The JSON-LD of a topic's page, in the words of schema.org. The head tags beside it are in `tags`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from babel import Locale
from markupsafe import Markup

from syndicate.cards.facts import CardFacts
from syndicate.cards.image import CardImage
from syndicate.json_writer import compact
from syndicate.layout import GROUP_PAGE, LOCALE_PAGE
from syndicate.locales import Label, tag
from syndicate.locales.identifiers import same_language
from syndicate.model import Localized, Publisher, Subject
from syndicate.model.media import image_type
from syndicate.text import rfc3339, truncate

__all__ = ["drawn_picture", "graph", "localized", "of_copy", "organization", "script", "website"]

_DESCRIPTION: Final = 300
"""No reader of it shows more; a topic without a description is described by its whole summary."""


def graph(card: CardFacts) -> dict[str, Any]:
    """The topic's page, its publisher and site, its place there, and its pictures, linked by ``@id``.

    Args:
        card: the facts of the page.
    """
    publisher, locale, images = card.publisher, card.locale, _images(card)
    page = _page(card, images)
    nodes = [page, organization(publisher, locale), website(publisher, locale), _breadcrumb(card), *images]
    return {"@context": "https://schema.org", "@graph": nodes}


def of_copy(document: dict[str, Any], card: CardFacts, address: str) -> dict[str, Any]:
    """The same for a copy of a page that is published elsewhere first.

    Args:
        document: what :func:`graph` gives for the card.
        card: the facts of the page.
        address: that of the copy.
    """
    page, *others = document["@graph"]
    return document | {"@graph": [page | _copied(card, address), *others]}


def _page(card: CardFacts, images: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    topic, locale, url, base = card.topic, card.locale, card.url, card.publisher.base_url
    page: dict[str, Any] = {
        "@type": card.publisher.page_type,
        "@id": f"{url}#page",
        "url": url,
        "name": card.title,
        "inLanguage": tag(locale),
        "isPartOf": {"@id": f"{base}#website"},
        "publisher": {"@id": f"{base}#publisher"},
        "breadcrumb": {"@id": f"{url}#breadcrumb"},
    }
    if card.description:
        page["description"] = truncate(card.description, _DESCRIPTION, card.language)
    if names := topic.also_called.get(locale):
        page["alternateName"] = list(names)
    for key, dates in (("dateCreated", topic.created), ("dateModified", topic.updated)):
        if moment := dates.get(locale):
            page[key] = rfc3339(moment)
    if reviewed := topic.reviewed.get(locale):
        page["lastReviewed"] = reviewed.date().isoformat()
    license, notice, credit = card.rights
    stated = {"license": license, "copyrightNotice": notice and localized(notice, locale), "creditText": credit}
    page |= {key: value for key, value in stated.items() if value}
    if topic.subjects:
        medical = card.publisher.page_type.startswith("Medical")
        page["about"] = [_subject(subject, locale, medical=medical) for subject in topic.subjects_in(locale)]
    if pictures := [{"@id": picture["@id"]} for picture in images]:
        page |= {"primaryImageOfPage": pictures[0 if card.shows_card else -1], "image": pictures}
    return page | _translations(card)


def _copied(card: CardFacts, copy: str) -> dict[str, Any]:
    """What a copy says otherwise: its own address, what it is a copy of, and who published that.

    An ``@id`` then means one page: that of the source, or the copy of it.
    """
    source = urlsplit(card.url)
    home = f"{source.scheme}://{source.netloc}/"
    own = home == "{0.scheme}://{0.netloc}/".format(urlsplit(card.publisher.base_url))
    name = card.topic.credit.get(card.locale) or source.netloc
    return {
        "@id": f"{copy}#page",
        "url": copy,
        "isBasedOn": {"@id": f"{card.url}#page", "@type": card.publisher.page_type, "url": card.url},
        "publisher": {"@id": f"{card.publisher.base_url}#publisher"}
        if own
        else {"@type": "Organization", "@id": f"{home}#publisher", "name": name, "url": home},
    }


def _translations(card: CardFacts) -> dict[str, Any]:
    """The first language of a topic is the work, the others are translations of it; each names the other."""
    pages = {locale: {"@id": f"{url}#page"} for locale, url in card.pages.items()}
    original = card.topic.locales[0]
    if card.locale != original:
        return {"translationOfWork": pages[original]}
    others = [page for locale, page in pages.items() if locale != original]
    return {"workTranslation": others} if others else {}


def _subject(subject: Subject, page: Locale, *, medical: bool) -> dict[str, Any]:
    """A term of a vocabulary: of medicine where the page is, else of any. A name alone is not a code."""
    found: dict[str, Any] = {"@type": "MedicalEntity" if medical else "DefinedTerm"}
    if subject.name != subject.code:
        code = {"@type": "MedicalCode", "codeValue": subject.code, "codingSystem": subject.scheme}
        found |= {"code": code} if medical else {"termCode": subject.code}
    if not medical:
        found["inDefinedTermSet"] = subject.scheme
    name = Label(subject.name, subject.name_locale or page)
    return found | ({"name": localized(name, page)} if subject.name else {})


def organization(publisher: Publisher, locale: Locale) -> dict[str, Any]:
    """Who publishes the site; the same on every page, except for the language that its name comes in first.

    Args:
        publisher: the publisher.
        locale: the language of the page.
    """
    base = publisher.base_url
    names = publisher.organization or publisher.name
    found = {"@type": "Organization", "@id": f"{base}#publisher", **_names(names, publisher, locale), "url": base}
    if logo := publisher.logo_url:
        found["logo"] = {"@type": "ImageObject", "@id": f"{base}#logo", "url": logo}
    if publisher.same_as:
        found["sameAs"] = list(publisher.same_as)
    return found


def website(publisher: Publisher, locale: Locale, search: str = "") -> dict[str, Any]:
    """The site.

    Args:
        publisher: whose it is.
        locale: the language of the page.
        search: the address of its search, with ``{search_term_string}`` in it (schema.org, SearchAction).
    """
    base = publisher.base_url
    site: dict[str, Any] = {
        "@type": "WebSite",
        "@id": f"{base}#website",
        **_names(publisher.name, publisher, locale),
        "url": base,
        "publisher": {"@id": f"{base}#publisher"},
        "inLanguage": [tag(key) for key in publisher.name],
    }
    if search:
        site["potentialAction"] = {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        }
    return site


def _names(names: Localized[str], publisher: Publisher, locale: Locale) -> dict[str, Any]:
    """A name in the language of the page, and in the others."""
    found = names.resolve(locale, publisher.fallback_order)
    others = [localized(Label(name, other), locale) for other, name in names.items() if name != found.value]
    name = localized(Label(found.value, found.locale), locale)
    return {"name": name, **({"alternateName": others} if others else {})}


def localized(text: Label, page: Locale) -> Any:
    """A text; with its language, as JSON-LD 1.1 section 4.2.4 has it, where that is not the page's."""
    if same_language(text.locale, page):
        return text
    return {"@value": text, "@language": tag(text.locale)}


def _breadcrumb(card: CardFacts) -> dict[str, Any]:
    """The way to the page: the catalog, the topic's main group, the page itself."""
    publisher, locale = card.publisher, card.locale
    steps: list[tuple[Any, str]] = [(localized(card.site_name, locale), publisher.url(LOCALE_PAGE.at(locale)))]
    if card.groups:
        steps.append((card.section, publisher.url(GROUP_PAGE.at(locale, card.groups[0].slug))))
    steps.append((card.title, card.url))
    return {
        "@type": "BreadcrumbList",
        "@id": f"{card.url}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": address}
            for position, (title, address) in enumerate(steps, 1)
        ],
    }


def drawn_picture(identifier: str, address: str, image: CardImage) -> dict[str, Any]:
    """A share picture of ours, by the id and the address it has in a page."""
    return {
        "@type": "ImageObject",
        "@id": identifier,
        "url": address,
        "contentUrl": address,
        "encodingFormat": "image/png",
        "width": image.width,
        "height": image.height,
        "caption": image.alt,
    }


def _images(card: CardFacts) -> list[dict[str, Any]]:
    """The card's pictures with their sizes, where they are published, and the topic's own."""
    files = []
    if card.has_picture:
        files = [("card", card.image_url, card.image), ("card-square", card.square_url, card.square)]
    found: list[dict[str, Any]] = [
        {**drawn_picture(f"{card.url}#{name}", address, image), "inLanguage": tag(card.locale)}
        for name, address, image in files
    ]
    if picture := card.topic.image.get(card.locale):
        own = {"@type": "ImageObject", "@id": f"{card.url}#picture", "url": picture.url, "contentUrl": picture.url}
        stated = {
            "encodingFormat": image_type(picture.url) if picture.width else None,
            "width": picture.width,
            "height": picture.height,
            "caption": picture.alt,
            "license": picture.license,
            "copyrightNotice": picture.rights,
            "creditText": picture.credit,
        }
        found.append(own | {key: value for key, value in stated.items() if value})
    return found


def script(document: dict[str, Any]) -> Markup:
    """The document as a ``<script>`` element; ``<``, ``>`` and ``&`` are escaped so that no text can end it.

    >>> script({"name": "</script>"})
    Markup('<script type="application/ld+json">{"name":"\\\\u003c/script\\\\u003e"}</script>\\n')
    """
    text = compact(document).decode()
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{text}</script>\n')  # noqa: S704 -- escaped just now
