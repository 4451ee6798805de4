"""The facts of a topic in one language, from which head tags, JSON-LD, citations, and pictures are made."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import attrs
from babel import Locale

from syndicate.cards.image import CardImage, card_image
from syndicate.layout import CARD_IMAGE, CARD_SQUARE, ArtifactKind
from syndicate.locales import Label
from syndicate.locales.language_data import Language
from syndicate.model import Group, Publisher, Topic
from syndicate.model.addresses import translations
from syndicate.model.rights import Rights, rights_of
from syndicate.text import truncate_to_width
from syndicate.value_type import ValueType

__all__ = ["CardFacts"]

_SHARED: Final = 200


@attrs.frozen(kw_only=True)
class CardFacts(metaclass=ValueType):
    """What a topic's page states about itself, in one language.

    Attributes:
        topic, publisher: its topic, and who publishes it.
        locale: the language the text is in.
        groups: the groups of the topic that have a name in this language, the main one first.
        pictures: whether pictures of cards are published at all. A page without one names the topic's own, if it has
            one.
        unwritten: the paths of the topic's feeds that are not published.
    """

    topic: Topic
    publisher: Publisher
    locale: Locale
    groups: tuple[Group, ...] = ()
    pictures: bool = True
    unwritten: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.topic.slug} in {self.locale}>"

    @property
    def title(self) -> str:
        """The topic's title."""
        return self.topic.title[self.locale]

    @cached_property
    def site_name(self) -> Label:
        """The name of the publisher's site."""
        return self.publisher.text("name", self.locale)

    @cached_property
    def organization(self) -> Label:
        """Who publishes the site."""
        return self.publisher.text("organization", self.locale) or self.site_name

    @cached_property
    def pages(self) -> dict[Locale, str]:
        """The canonical page of every language that the topic exists in."""
        return translations(self.topic, self.publisher)

    @property
    def url(self) -> str:
        """The canonical page."""
        return self.pages[self.locale]

    @cached_property
    def rights(self) -> Rights:
        """The rights in the text."""
        return rights_of(self.topic, self.publisher, self.locale)

    @cached_property
    def language(self) -> Language:
        """The data of its language, such as abbreviations."""
        return self.publisher.language(self.locale)

    @property
    def section(self) -> str:
        """The name of the main group, or nothing."""
        return self.groups[0].name[self.locale] if self.groups else ""

    @cached_property
    def description(self) -> str:
        """What the topic is about, as plain text; each consumer cuts it to size."""
        return self.topic.description_of(self.locale, self.language)

    @cached_property
    def shared_description(self) -> str:
        """As much of it as networks and catalogs show."""
        return truncate_to_width(self.description, _SHARED, self.language)

    @cached_property
    def image(self) -> CardImage:
        """The picture, 1200 by 630 pixels."""
        return self._drawn(square=False)

    @cached_property
    def square(self) -> CardImage:
        """The same, 1080 by 1080 pixels, for those who crop to a square."""
        return self._drawn(square=True)

    def _drawn(self, *, square: bool) -> CardImage:
        color = self.groups[0].color if self.groups else ""
        return card_image(self.topic, self.publisher, self.locale, square=square, group=self.section, color=color or "")

    @cached_property
    def has_picture(self) -> bool:
        """Whether its pictures are published: both or neither."""
        return self.pictures and self.publisher.makes("cards", self.locale) and self.image.is_drawn

    @property
    def shows_card(self) -> bool:
        """Whether networks are to show the card, not a picture of the topic's own."""
        return self.has_picture and (self.publisher.card.picture == "card" or self.locale not in self.topic.image)

    @property
    def image_url(self) -> str:
        """Where the picture is published; the address changes when the picture does."""
        return self._image_url(CARD_IMAGE, self.image)

    @property
    def square_url(self) -> str:
        """Where the square picture is published."""
        return self._image_url(CARD_SQUARE, self.square)

    def _image_url(self, kind: ArtifactKind, image: CardImage) -> str:
        return f"{self.publisher.url(kind.at(self.locale, self.topic.slug))}?v={image.digest}"
