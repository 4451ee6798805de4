"""The picture of a share card: set, rasterized and written without a browser. Head tags live next door."""

from syndicate.cards.image.card_image import CardImage, card_image
from syndicate.cards.image.fonts import file_digest
from syndicate.cards.image.photograph import photograph_of

__all__ = ["CardImage", "card_image", "file_digest", "photograph_of"]
