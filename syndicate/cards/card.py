"""The card of a topic: which head tags its page has in one language, in one ordered list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Final

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.cards.head import HeadTag, feed_links, link, named, property_, render_tags
from syndicate.cards.json_ld import graph, script
from syndicate.locales import LocaleLike, parse, tag
from syndicate.markup import plain_text
from syndicate.model import Publisher, Topic, layout
from syndicate.model.addresses import canonical_url, translations
from syndicate.text import rfc3339, truncate

__all__ = ["Card", "card"]

_DESCRIPTION_LIMIT: Final = 200  # what Twitter cards show; the others show less or cut by themselves
_TITLE_LIMIT: Final = 70
_ALT_LIMIT: Final = 420


@attrs.frozen(kw_only=True)
class Card:
    """What a topic's page says of itself to machines, in one language.

    Attributes:
        topic, publisher: what it is of, and whose.
        locale: the language the text is in.
    """

    topic: Topic
    publisher: Publisher
    locale: Locale

    @cached_property
    def description(self) -> str:
        """The topic's description, or the beginning of its summary, at most 200 characters."""
        stated = self.topic.description.get(self.locale)
        return truncate(stated or plain_text(self.topic.summary.get(self.locale) or Markup("")), _DESCRIPTION_LIMIT)

    @property
    def html(self) -> Markup:
        """The head tags and the JSON-LD, one a line."""
        document = graph(self.topic, self.publisher, self.locale, self.description)
        return render_tags(self.tags()) + script(document)

    def json_ld(self) -> bytes:
        """The JSON-LD alone, in UTF-8."""
        document = graph(self.topic, self.publisher, self.locale, self.description)
        return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"

    def tags(self) -> Iterator[HeadTag]:
        """The head tags, in order."""
        name = self.publisher.name.resolve(self.locale, self.publisher.fallback_order).value
        title = self.topic.title[self.locale]
        yield HeadTag("title", text=f"{title} | {name}")
        if self.description:
            yield named("description", self.description)
        yield from self._addresses()
        yield from self._feeds()
        yield from self._oembed(title)
        yield from self._open_graph(title, name)
        yield from self._twitter(title)
        yield from self._dublin_core(title, name)

    def _addresses(self) -> Iterator[HeadTag]:
        """The canonical page and, each naming all, its languages (BCP 47) with the default one as ``x-default``."""
        yield link("canonical", canonical_url(self.topic, self.publisher, self.locale))
        pages = translations(self.topic, self.publisher)
        for locale, url in pages.items():
            yield link("alternate", url, hreflang=tag(locale))
        default = next((locale for locale in self.publisher.fallback_order if locale in pages), self.topic.locales[0])
        yield link("alternate", pages[default], hreflang="x-default")

    def _feeds(self) -> Iterator[HeadTag]:
        """Autodiscovery of the topic's feeds, those in this language first."""
        topic = self.topic
        for locale in sorted(topic.locales, key=lambda locale: locale != self.locale):
            yield from feed_links(
                topic.title[locale],
                {
                    format: self.publisher.url(layout.topic_feed(locale, topic.slug, format))
                    for format in layout.FEED_FORMATS
                },
            )

    def _oembed(self, title: str) -> Iterator[HeadTag]:
        """Discovery of the documents that say how to embed the topic (oEmbed 1.0, section 4)."""
        for name, kind in ((layout.OEMBED_JSON, "application/json+oembed"), (layout.OEMBED_XML, "text/xml+oembed")):
            address = self.publisher.url(layout.topic_file(self.locale, self.topic.slug, name))
            yield link("alternate", address, type=kind, title=title)

    def _open_graph(self, title: str, name: str) -> Iterator[HeadTag]:
        yield property_("og:type", "article")
        yield property_("og:site_name", name)
        yield property_("og:title", title)
        if self.description:
            yield property_("og:description", self.description)
        yield property_("og:url", canonical_url(self.topic, self.publisher, self.locale))
        territories = self.publisher.open_graph_locale
        if own := territories.get(self.locale):
            yield property_("og:locale", own)
        for locale in self.topic.locales:
            if locale != self.locale and (other := territories.get(locale)):
                yield property_("og:locale:alternate", other)
        if image := self.topic.image.get(self.locale):
            yield property_("og:image", image.url)
            if image.alt:
                yield property_("og:image:alt", truncate(image.alt, _ALT_LIMIT))
        for key, dates in (("published_time", self.topic.created), ("modified_time", self.topic.updated)):
            if moment := dates.get(self.locale):
                yield property_(f"article:{key}", rfc3339(moment))
        for other_name in self.topic.also_called.get(self.locale) or ():
            yield property_("article:tag", other_name)
        if self.publisher.facebook_app_id:
            yield property_("fb:app_id", self.publisher.facebook_app_id)

    def _twitter(self, title: str) -> Iterator[HeadTag]:
        image = self.topic.image.get(self.locale)
        yield named("twitter:card", "summary_large_image" if image else "summary")
        if self.publisher.twitter:
            yield named("twitter:site", self.publisher.twitter)
        yield named("twitter:title", truncate(title, _TITLE_LIMIT))
        if self.description:
            yield named("twitter:description", self.description)
        if image:
            yield named("twitter:image", image.url)
            if image.alt:
                yield named("twitter:image:alt", truncate(image.alt, _ALT_LIMIT))

    def _dublin_core(self, title: str, name: str) -> Iterator[HeadTag]:
        """Dublin Core in the spelling of the old element set and of DCTERMS, since readers know one or the other."""
        yield link("schema.DC", "http://purl.org/dc/elements/1.1/")
        yield link("schema.DCTERMS", "http://purl.org/dc/terms/")
        values = [("title", title), ("language", tag(self.locale)), ("publisher", name), ("type", "Text")]
        values.append(("identifier", canonical_url(self.topic, self.publisher, self.locale)))
        for key, value in values:
            yield named(f"DC.{key}", value)
            yield named(f"DCTERMS.{key}", value)
        for other_name in self.topic.also_called.get(self.locale) or ():
            yield named("DCTERMS.alternative", other_name)
        for subject in self.topic.subjects:
            yield named(f"DC.subject.{subject.scheme}", subject.name or subject.code)
        for key, dates in (("created", self.topic.created), ("modified", self.topic.updated)):
            if moment := dates.get(self.locale):
                yield named(f"DCTERMS.{key}", moment.date().isoformat())


def card(topic: Topic, publisher: Publisher, locale: LocaleLike) -> Card:
    """The share card of a topic; where it lacks the language asked for, in the one the fallback order gives.

    Args:
        topic: the topic.
        publisher: who publishes it.
        locale: the reader's language.

    >>> sleep = Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> print(card(sleep, publisher, "en").html.splitlines()[1])
    <link rel="canonical" href="https://example.org/en/topics/sleep/">
    """
    found = topic.title.resolve(parse(locale), publisher.fallback_order)
    return Card(topic=topic, publisher=publisher, locale=found.locale)
