"""The page on which an editor sees what each network shows of a topic. What they show is foreseen in `consumers`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from babel import Locale
from markupsafe import Markup

from syndicate.cards.consumers import CONSUMERS, Appearance, Consumer
from syndicate.cards.share_card import Card
from syndicate.layout import CARD_IMAGE, CARD_PREVIEW, TOPIC_PAGE
from syndicate.locales import Label
from syndicate.page_frame import PageFrame
from syndicate.templating import render

__all__ = ["page"]

_PACKAGE: Final = "syndicate.cards"


class _Shown(NamedTuple):
    """A card in one language as a consumer shows it."""

    locale: Locale
    appearance: Appearance
    image: str
    alt: str
    remarks: tuple[Label, ...]


def page(cards: Sequence[Card], locale: Locale) -> Markup:
    """The page of a topic: every consumer, with the cards of all languages side by side.

    Args:
        cards: the topic's, one for each language; that of the page's own language among them.
        locale: the language of the page.
    """
    own = next(card for card in cards if card.locale == locale)
    publisher, slug = own.publisher, own.topic.slug
    found = {card.locale: card.appearances() for card in sorted(cards, key=lambda card: card.locale != locale)}
    by_locale = {card.locale: card for card in cards}
    rows: list[tuple[Consumer, list[_Shown]]] = [
        (consumer, [_shown(by_locale[language], shown[number], locale) for language, shown in found.items()])
        for number, consumer in enumerate(CONSUMERS)
    ]
    toggle = {one: CARD_PREVIEW.at(one, slug) for one in own.topic.locales if one in by_locale}
    return render(
        _PACKAGE,
        "preview.html",
        locale,
        publisher.labels(locale),
        topic_title=own.title,
        **PageFrame(publisher, locale).on(CARD_PREVIEW.at(locale, slug), toggle),
        here=publisher.url(CARD_PREVIEW.at(locale, slug)),
        topic_path=TOPIC_PAGE.at(locale, slug),
        addresses={language: publisher.url(place) for language, place in toggle.items()},
        rows=rows,
    )


def _shown(card: Card, appearance: Appearance, locale: Locale) -> _Shown:
    """An appearance with its picture, the card's as a file of the tree, and its remarks in the editor's language."""
    remarks = tuple(remark.message(locale) for remark in appearance.remarks)
    own = card.topic.image.get(card.locale)
    if card.has_picture and appearance.image:
        image = CARD_PREVIEW.up + CARD_IMAGE.at(card.locale, card.topic.slug)
        return _Shown(card.locale, appearance, image, card.image.alt, remarks)
    return _Shown(card.locale, appearance, appearance.image, own.alt if own else "", remarks)
