"""Share cards: what a network or search engine reads of a topic's page, in the page's language. No page is written here."""

from syndicate.cards.card import Card, card
from syndicate.cards.head import HeadTag, render_tags

__all__ = ["Card", "HeadTag", "card", "render_tags"]
