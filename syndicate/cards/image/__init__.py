"""The picture of a share card: typeset, rasterized and encoded without a browser. Head tags are in `cards.tags`."""

from syndicate.bounded import file_digest
from syndicate.cards.image.characters import named
from syndicate.cards.image.photograph import photograph_of
from syndicate.cards.image.share_image import CardImage, card_image, has_picture
from syndicate.cards.image.typefaces import is_brought, unread_fonts

__all__ = [
    "CardImage",
    "card_image",
    "file_digest",
    "has_picture",
    "is_brought",
    "named",
    "photograph_of",
    "unread_fonts",
]
