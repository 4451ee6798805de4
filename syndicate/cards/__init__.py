"""Share cards: what networks and search engines read of a topic's page, in its language. No page is written here."""

from syndicate.cards.card import Card, card
from syndicate.cards.head import HeadTag, render_tags

__all__ = ["Card", "HeadTag", "card", "render_tags"]
