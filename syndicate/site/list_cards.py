"""The pictures that networks show for pages of lists, drawn like those of topics. No page is made here."""

from __future__ import annotations

from babel import Locale

from syndicate.cards.image import CardImage, card_image
from syndicate.locales.identifiers import same_language
from syndicate.model import Group, Publisher, Topic

__all__ = ["group_card", "locale_card"]


def locale_card(publisher: Publisher, locale: Locale) -> CardImage:
    """The picture of the pages of a language."""
    name, about = publisher.text("name", locale), publisher.text("description", locale)
    title = publisher.labels(locale).gettext("All topics")
    shown = next((text for text in (about, title) if text and same_language(text.locale, locale)), "")
    return _image(publisher, locale, "home", str(shown), str(name))


def group_card(group: Group, publisher: Publisher, locale: Locale) -> CardImage:
    """The picture of the page of a group."""
    about = group.description.get(locale) or publisher.text("name", locale)
    return _image(publisher, locale, group.slug, about, group.name[locale], group.color or "")


def _image(publisher: Publisher, locale: Locale, name: str, description: str, title: str, color: str = "") -> CardImage:
    about = {locale: description} if description else {}
    topic = Topic(slug=name, ids={locale: name}, title={locale: title}, description=about)
    return card_image(topic, publisher, locale, color=color)
