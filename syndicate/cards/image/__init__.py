"""The picture of a share card: set, rasterized and written without a browser. Head tags live next door."""

from syndicate.cards.image.card_image import CardImage, card_image

__all__ = ["CardImage", "card_image"]
