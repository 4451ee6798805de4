"""Share cards: what networks and search engines read from a topic's page, in its language. No page is written here."""

from syndicate.cards.citation import Citation
from syndicate.cards.consumers import Appearance, Picture, Remark, RemarkKind, appearances
from syndicate.cards.head import HeadTag
from syndicate.cards.image import CardImage
from syndicate.cards.share_card import Card, card
from syndicate.cards.sharing import ShareLink

__all__ = [
    "Appearance",
    "Card",
    "CardImage",
    "Citation",
    "HeadTag",
    "Picture",
    "Remark",
    "RemarkKind",
    "ShareLink",
    "appearances",
    "card",
]
