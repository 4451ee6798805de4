"""The addresses on other sites that a catalog names, and where it names them. None is asked for here."""

from __future__ import annotations

import html
from collections.abc import Iterator

import attrs
from babel import Locale

from syndicate.locales import locale_id
from syndicate.markup.tokens import TAG, attributes_of
from syndicate.markup.urls import WEB, addresses
from syndicate.model import Catalog, Topic

__all__ = ["Mention", "mentions"]


@attrs.frozen
class Mention:
    """One place that names an address.

    Attributes:
        url: the address, without a place in its page.
        topic: the id of the text.
        locale: its language.
        title: its title.
        source: its file and line, if known.
        language: the language that the page is said to be in; empty where nothing is said of it.
    """

    url: str
    topic: str
    locale: str
    title: str
    source: str
    language: str = ""


def mentions(catalog: Catalog, base_url: str = "") -> Iterator[Mention]:
    """Each address on another site, once for each text that names it.

    Args:
        catalog: the topics.
        base_url: the publisher's own site, whose pages are not asked for: a build may not have made them yet.
    """
    for topic in catalog.values():
        for locale in topic.locales:
            seen: dict[str, str] = {}
            for url, language in _addresses_of(topic, locale):
                page = url.partition("#")[0]
                if page.startswith(WEB) and not (base_url and page.startswith(base_url)):
                    seen[page] = seen.get(page) or language
            for page, language in seen.items():
                yield Mention(
                    page,
                    topic.ids.get(locale, topic.slug),
                    locale_id(locale),
                    topic.title[locale],
                    topic.origin.get(locale, ""),
                    language,
                )


def _addresses_of(topic: Topic, locale: Locale) -> Iterator[tuple[str, str]]:
    """The addresses that a text names, each with the language it is said to be in."""
    for section in topic.sections.get(locale, ()):
        for link in section.links:
            for other in link.url:
                yield link.url[other], locale_id(other)
    yield from _in_markup(topic.summary.get(locale, ""))
    for reference in (*topic.related.get(locale, ()), *filter(None, [topic.institute.get(locale)])):
        yield reference.url or "", ""
    for further in topic.other_languages.get(locale, ()):
        yield further.url, ""
    if elsewhere := topic.elsewhere.get(locale):
        yield elsewhere, locale_id(locale)
    if image := topic.image.get(locale):
        yield image.url, ""
    for player in topic.players.get(locale, ()):
        yield player.url, ""


def _in_markup(markup: str) -> Iterator[tuple[str, str]]:
    """The addresses in sanitized HTML: of links, pictures, and media."""
    for closing, _, written in TAG.findall(markup):
        if closing or "=" not in written:
            continue
        found = {name: html.unescape(value) for name, value in attributes_of(written).items()}
        for name in ("href", "src", "poster"):
            yield found.get(name, ""), found.get("hreflang", "") if name == "href" else ""
        for url in addresses(found.get("srcset", "")):
            yield url, ""
