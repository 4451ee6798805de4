"""The picture of an item, made of its share card, in the sizes and formats that partners ask for."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from io import BytesIO

from syndicate.layout import CARD_IMAGE, CARD_SIZE
from syndicate.locales.catalogs import marked
from syndicate.service.refusals import Refusal
from syndicate.service.snapshot import Item, Snapshot

__all__ = ["NO_PICTURES", "picture_of"]

NO_PICTURES = 501
"""The status of the refusal where pictures cannot be converted."""


async def picture_of(snapshot: Snapshot, item: Item, *, format: str, width: int = 0, height: int = 0) -> bytes:
    """The picture of an item.

    Args:
        snapshot: the tree.
        item: the item.
        format: ``jpeg`` or ``png``.
        width, height: the most it may measure, in pixels; 0 for as it is. Its shape stays, and it never grows.

    Raises:
        Refusal: it has none, or Pillow is missing, which alone can make another size or format.
    """
    card = (await snapshot.artifact(item.path(CARD_IMAGE))).body
    size = (width or CARD_SIZE[0], height or CARD_SIZE[1])
    if format == "png" and size[0] >= CARD_SIZE[0] and size[1] >= CARD_SIZE[1]:
        return card
    return await asyncio.to_thread(_made, card, format, size)


@lru_cache(maxsize=64)
def _made(card: bytes, format: str, size: tuple[int, int]) -> bytes:
    try:
        from PIL import Image
    except ImportError:
        message = marked("Pictures of other sizes or formats need the extra `photographs` of syndicate on the server.")
        raise Refusal(NO_PICTURES, message) from None
    with Image.open(BytesIO(card)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail(size)
    written = BytesIO()
    picture.save(written, format.upper(), optimize=True, quality=85)
    return written.getvalue()
