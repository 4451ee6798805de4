"""The picture of a share card: typeset, rasterized and encoded without a browser. Head tags are in `cards.tags`."""

from syndicate.bounded import file_digest
from syndicate.cards.image.characters import named
from syndicate.cards.image.fonts import leftward, unread_fonts
from syndicate.cards.image.photograph import photograph_of
from syndicate.cards.image.share_image import CardImage, card_image, has_picture

__all__ = [
    "CardImage",
    "card_image",
    "file_digest",
    "has_picture",
    "leftward",
    "named",
    "photograph_of",
    "unread_fonts",
]
