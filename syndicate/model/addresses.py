"""The page of a topic, in each language. Paths of the published tree are in `layout`."""

from __future__ import annotations

from babel import Locale

from syndicate.layout import TOPIC_PAGE
from syndicate.locales import LocaleLike, parse
from syndicate.model.publisher import Publisher
from syndicate.model.topic import Topic

__all__ = ["canonical_url", "translations"]


def canonical_url(topic: Topic, publisher: Publisher, locale: LocaleLike) -> str:
    """The page of a topic's text, in the language of the topic that is nearest to a locale.

    It is the publisher's own where the source states one, else the published tree's.
    """
    locale = parse(locale)
    if locale not in topic.title:
        locale = topic.title.nearest(locale) or locale
    return topic.url.get(locale) or publisher.url(TOPIC_PAGE.at(locale, topic.slug))


def translations(topic: Topic, publisher: Publisher) -> dict[Locale, str]:
    """The canonical page of every language the topic exists in; each page announces all of them, itself too."""
    return {locale: canonical_url(topic, publisher, locale) for locale in topic.locales}
