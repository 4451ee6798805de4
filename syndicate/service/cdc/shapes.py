"""Items, topics, tags, languages and sources as both versions of the CDC's answers show them, without the envelope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from babel import Locale

from syndicate.locales import language_name
from syndicate.locales.catalogs import Label
from syndicate.locales.iso_639 import iso_639_2
from syndicate.model import Group
from syndicate.service.media.facts import DATES, Facts, stated
from syndicate.service.media.matching import ENGLISH
from syndicate.service.snapshot import Item, Tag

__all__ = ["MEDIA_TYPE", "TAG_TYPES", "Shapes"]

MEDIA_TYPE: Final = "Html"
"""The type of all items: texts."""

TAG_TYPES: Final[Mapping[str, tuple[int, str]]] = {
    "name": (1, "General"),
    "subject": (2, "Subject"),
    "group": (3, "Topic"),
}
"""The types of tags: other names of topics, subjects of vocabularies, and groups, which the CDC calls topics."""


class Shapes:
    """Makes them for one tree.

    Args:
        facts: what is known of its items.
        root: the address of the interface, up to its version, without a slash at its end.
    """

    def __init__(self, facts: Facts, root: str) -> None:
        self._facts = facts
        self._publisher = facts.publisher
        self._root = root
        self.version = 1 if root.endswith("v1") else 2

    def item(self, item: Item) -> dict[str, Any]:
        """An item."""
        return self._item_of_1(item) if self.version == 1 else self._item_of_2(item)

    def _item_of_2(self, item: Item) -> dict[str, Any]:
        locale, image = item.locale, item.topic.image.get(item.locale)
        return {
            "id": item.number,
            "url": self._address(item),
            "name": item.title,
            "description": item.description,
            "mediaType": MEDIA_TYPE,
            "language": self.language(locale),
            "tags": self.tags(item),
            "geoTags": [],
            "campaigns": [
                {"id": number, "name": self._facts.group_name(group, locale)}
                for number, group in self._facts.groups(item)
            ],
            "source": self.source(locale),
            "attribution": str(self._publisher.text("attribution", locale)),
            **self._organization(locale),
            "sourceUrl": item.url,
            "targetUrl": "",
            "persistentUrlToken": None,
            "persistentUrl": item.url,
            **self._addresses(item),
            "alternateImages": [] if image is None else [self._image(item)],
            "alternateText": image.alt if image is not None else None,
            "noScriptText": self.no_script(item),
            "featuredText": None,
            "embedCode": None,
            "author": self._facts.author(locale),
            "length": None,
            "size": None,
            "height": None,
            "width": None,
            **self._relatives(),
            "status": "Published",
            **self._dates(item),
            **{f"date{name}": stated(self._facts.moment(item, name)) for name in DATES},
            "extendedAttributes": self._facts.rights(item),
            "extension": None,
            "pageCount": None,
            "dataSize": None,
            "enclosures": [],
        }

    def _item_of_1(self, item: Item) -> dict[str, Any]:
        locale = item.locale
        topics = [
            {"id": number, "name": self._facts.group_name(one, locale)} for number, one in self._facts.groups(item)
        ]
        return {
            "mediaId": str(item.number),
            "url": self._address(item),
            "title": item.title,
            "description": item.description,
            "mediaType": MEDIA_TYPE,
            "tags": {"topic": topics, "audience": []},
            "language": language_name(locale, ENGLISH),
            "sourceUrl": item.url,
            "targetUrl": "",
            "persistentUrlToken": None,
            "persistentUrl": item.url,
            **self._addresses(item),
            "embedCode": None,
            "attribution": str(self._publisher.text("attribution", locale)),
            "status": "Published",
            **self._dates(item),
            **self._relatives(),
            "sourceCode": str(self._publisher.text("name", locale)),
            **self._organization(locale),
            "enclosures": [],
        }

    def _address(self, item: Item) -> str:
        return f"{self._root}/resources/media/{item.number}"

    def _addresses(self, item: Item) -> dict[str, str]:
        parts = {"embed": "embed", "syndicate": "syndicate", "content": "content.html", "thumbnail": "thumbnail.png"}
        return {f"{name}Url": f"{self._address(item)}/{part}" for name, part in parts.items()}

    def _dates(self, item: Item) -> dict[str, str | None]:
        published = self._facts.moment(item, "ContentPublished") or item.updated
        return {"datePublished": stated(published), "dateModified": stated(item.updated)}

    def _organization(self, locale: Locale) -> dict[str, Any]:
        name = self._facts.author(locale)
        return {
            "domainName": urlsplit(self._publisher.base_url).hostname,
            "owningOrgName": name,
            "owningOrgId": 1,
            "maintainingOrgName": name,
            "maintainingOrgId": 1,
        }

    @staticmethod
    def _relatives() -> dict[str, Any]:
        """What says that an item is neither in a collection nor one, and that nobody rates it."""
        ratings = dict.fromkeys(("rating", "ratingCount", "ratingCommentCount"))
        return {"childCount": 0, "children": [], "parentCount": 0, "parents": [], **ratings}

    def _image(self, item: Item) -> dict[str, Any]:
        image = item.topic.image[item.locale]
        return {"id": item.number, "name": image.alt, "width": None, "height": None, "url": image.url}

    def no_script(self, item: Item) -> Label:
        """What readers without scripts are told instead of an item."""
        label = self._publisher.labels(item.locale).gettext("Read “{title}” at its source; here it needs JavaScript.")
        return label.format(title=item.title)

    def syndicated(self, item: Item, content: str) -> dict[str, Any]:
        """The text of an item."""
        names = {"mediaId": str(item.number)} if self.version == 1 else {"mediaId": item.number}
        return {
            **names,
            "mediaType": MEDIA_TYPE,
            "title" if self.version == 1 else "name": item.title,
            "description": item.description,
            "sourceUrl": item.url,
            "targetUrl": "",
            "content": content,
        }

    def language(self, locale: Locale, ordinal: int = 0) -> dict[str, Any]:
        """A language."""
        if self.version == 1:
            name = language_name(locale, ENGLISH)
            return {"name": name, "description": language_name(locale), "displayOrdinal": ordinal}
        return {"name": language_name(locale, ENGLISH), "isoCode": iso_639_2(locale)}

    def tags(self, item: Item) -> list[dict[str, Any]]:
        """The tags of an item: its groups, subjects and other names."""
        groups = [self.group_tag(number, group, item.locale) for number, group in self._facts.groups(item)]
        return groups + [self.tag(one) for one in self._facts.tags.get(item.number, ())]

    def tag(self, one: Tag) -> dict[str, Any]:
        """A tag that is a subject or a name."""
        return self._tag(one.id, one.name, one.locale, one.kind)

    def group_tag(self, number: int, group: Group, locale: Locale) -> dict[str, Any]:
        """A tag that is a group, for readers of a language."""
        named = group.name.resolve(locale, self._publisher.fallback_order)
        return self._tag(number, named.value, named.locale, "group")

    @staticmethod
    def _tag(number: int, name: str, locale: Locale, kind: str) -> dict[str, Any]:
        return {"id": number, "name": name, "language": language_name(locale, ENGLISH), "type": TAG_TYPES[kind][1]}

    def topic(self, number: int, group: Group, locale: Locale, ordinal: int) -> dict[str, Any]:
        """A group, which the CDC calls a topic, for readers of a language."""
        named = group.name.resolve(locale, self._publisher.fallback_order)
        return {
            "id": number,
            "name": named.value,
            "description": None,
            "language": language_name(named.locale, ENGLISH),
            "mediaUsageCount": len(self._facts.members(group)),
            "displayOrdinal": ordinal,
            "items": [],
        }

    def source(self, locale: Locale) -> dict[str, Any]:
        """The one source: the publisher, as readers of a language call it."""
        return {
            "name": str(self._publisher.text("name", locale)),
            "acronym": None,
            "websiteUrl": self._publisher.base_url,
            "largeLogoUrl": self._publisher.logo_url,
            "smallLogoUrl": self._publisher.icon,
        }
