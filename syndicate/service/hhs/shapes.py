"""Items, tags, campaigns, sources and languages as HHS's answers show them, without the envelope."""

from __future__ import annotations

import html
from typing import Any, Final

from babel import Locale
from markupsafe import Markup

from syndicate.locales import language_name, tag
from syndicate.locales.iso_639 import iso_639_2
from syndicate.model import Group, Publisher
from syndicate.service.media.facts import DATES, Facts, stated
from syndicate.service.media.matching import ENGLISH
from syndicate.service.snapshot import Item, Tag

__all__ = ["MEDIA_TYPE", "TAG_TYPES", "Shapes"]

MEDIA_TYPE: Final = "Html"
"""The type of all items: texts."""

TAG_TYPES: Final = {"name": {"id": 1, "name": "General"}, "subject": {"id": 2, "name": "Subject"}}
"""The types of tags: a topic's other names, and its subjects in controlled vocabularies."""


class Shapes:
    """Makes them for one tree.

    Args:
        facts: what is known of its items.
        root: the address of the interface, without a slash at its end.
    """

    def __init__(self, facts: Facts, root: str) -> None:
        self._facts = facts
        self._publisher: Publisher = facts.publisher
        self._root = root

    def item(self, item: Item) -> dict[str, Any]:
        """An item."""
        image = item.topic.image.get(item.locale)
        address = f"{self._root}/resources/media/{item.number}"
        return {
            "mediaType": MEDIA_TYPE,
            "id": item.number,
            "name": item.title,
            "description": item.description,
            "sourceUrl": item.url,
            "targetUrl": None,
            **{f"date{name}": stated(self._facts.moment(item, name)) for name in DATES},
            "language": self.language(item.locale),
            "externalGuid": self._publisher.entry_id("topic", item.topic.ids[item.locale], item.locale),
            "contentHash": self._facts.content_hash(item),
            "source": self.source(item.locale),
            "createdBy": self._facts.author(item.locale),
            "campaigns": [
                {"id": number, "name": self._facts.group_name(group, item.locale)}
                for number, group in self._facts.groups(item)
            ],
            "tags": [self.tag(one) for one in self._facts.tags.get(item.number, ())],
            "tinyUrl": None,
            "tinyToken": None,
            "thumbnailUrl": f"{address}/thumbnail.jpg",
            "previewUrl": f"{address}/preview.jpg",
            "alternateImages": [] if image is None else [self.image(item)],
            "attribution": html.escape(str(self._attribution(item.locale))),
            "extendedAttributes": self._facts.rights(item),
            "customThumbnailUrl": None,
            "customPreviewUrl": None,
            "mediaItems": [],
        }

    def image(self, item: Item) -> dict[str, Any]:
        """The picture of an item that has one."""
        image = item.topic.image[item.locale]
        return {"id": item.number, "name": image.alt, "url": image.url, "width": None, "height": None}

    def language(self, locale: Locale) -> dict[str, Any]:
        """A language."""
        return {
            "id": self._facts.language_ids[locale],
            "name": language_name(locale, ENGLISH),
            "isoCode": iso_639_2(locale),
        }

    def tag(self, one: Tag) -> dict[str, Any]:
        """A tag."""
        language = {**self.language(one.locale), "isActive": True}
        return {"id": one.id, "name": one.name, "language": language, "type": TAG_TYPES[one.kind]}

    def source(self, locale: Locale) -> dict[str, Any]:
        """The one source: the publisher, as readers of a language call it."""
        return {
            "id": 1,
            "name": str(self._publisher.text("name", locale)),
            "acronym": None,
            "websiteUrl": self._publisher.base_url,
            "contactEmail": None,
            "largeLogoUrl": self._publisher.logo_url,
            "smallLogoUrl": self._publisher.icon,
        }

    def campaign(self, number: int, group: Group) -> dict[str, Any]:
        """A campaign: a group of topics."""
        locale = self._publisher.default_locale
        return {
            "id": number,
            "name": self._facts.group_name(group, locale),
            "description": None,
            "startDate": None,
            "endDate": None,
            "source": self.source(locale),
        }

    def _attribution(self, locale: Locale) -> Markup:
        """The credit line with a link to the publisher; partners take it as escaped HTML."""
        credit = self._publisher.text("attribution", locale) or self._publisher.text("name", locale)
        return Markup('<div class="syndicate-attribution" lang="{}"><a href="{}">{}</a></div>').format(
            tag(credit.locale), self._publisher.base_url, credit
        )
