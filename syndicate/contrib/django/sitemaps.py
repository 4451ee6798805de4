"""The sitemap of topics that a Django project shows on pages of its own."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override

from syndicate.contrib.django.topics import topics
from syndicate.locales import tag
from syndicate.model import Topic
from syndicate.model.addresses import canonical_url

__all__ = ["TopicSitemap"]


class TopicSitemap(Sitemap):
    """Each topic in each of its languages, with the date of its text and its twins (``hreflang``).

    Attributes:
        view_name: the name of the view that shows a topic by its ``slug``, in the language that is active; without it,
            the path is that of the topic's own page.
    """

    view_name: str = ""

    def items(self) -> list[tuple[Topic, Locale]]:
        """The texts."""
        return list(topics().texts())

    def location(self, item: tuple[Topic, Locale]) -> str:
        """The path of a text's page."""
        topic, locale = item
        if not self.view_name:
            return urlsplit(canonical_url(topic, topics().publisher, locale)).path
        with override(tag(locale).lower()):
            return str(reverse(self.view_name, kwargs={"slug": topic.slug}))

    def lastmod(self, item: tuple[Topic, Locale]) -> date | None:
        """The day of a text; a moment would become the day before in the time zone of many a project."""
        topic, locale = item
        moment = topic.updated.get(locale) or topic.created.get(locale)
        return moment and moment.date()

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """What Django writes, with the languages of each topic; Django itself knows those of its settings alone."""
        urls: list[dict[str, Any]] = super().get_urls(page, site, protocol)
        domain = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        twins: dict[str, list[dict[str, str]]] = defaultdict(list)
        defaults: dict[str, str] = {}
        for topic, locale in self.items():
            address = f"{domain}{self.location((topic, locale))}"
            twins[topic.slug].append({"location": address, "lang_code": tag(locale)})
            if locale == next((one for one in topics().publisher.fallback_order if one in topic.title), locale):
                defaults.setdefault(topic.slug, address)
        for slug, addresses in twins.items():
            if len(addresses) > 1:  # as in the sitemap of a tree
                addresses.append({"location": defaults[slug], "lang_code": "x-default"})
        for url in urls:
            url["alternates"] = twins[url["item"][0].slug]
        return urls
