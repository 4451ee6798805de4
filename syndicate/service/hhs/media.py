"""What HHS's interface answers of items: lists of them, each by itself, its text, its pictures, its embed code."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from syndicate.locales.catalogs import marked
from syndicate.service.counting import counted
from syndicate.service.hhs.asked import Asked
from syndicate.service.hhs.envelope import answer_one
from syndicate.service.hhs.options import embed_code, text_options
from syndicate.service.hhs.shapes import MEDIA_TYPE
from syndicate.service.media.pictures import picture_of
from syndicate.service.media.search import search_items
from syndicate.service.media.texts import text_of
from syndicate.service.refusals import Refusal
from syndicate.service.responses import respond

__all__ = [
    "alternate_images",
    "content",
    "embed",
    "featured",
    "item",
    "items",
    "most_popular",
    "preview",
    "ratings",
    "related_items",
    "search_results",
    "syndicate",
    "tags",
    "thumbnail",
    "video_data",
]

_THUMBNAIL: Final = 250
_PREVIEW: Final = 1024
"""The widths of pictures in pixels, about as HHS has them."""


def items(asked: Asked) -> Response:
    """The items that filters let through."""
    return asked.answer_items(asked.filtered(asked.snapshot.items.values()))


def featured(asked: Asked) -> Response:
    """The items that changed last: the publisher features none."""
    return asked.answer_items(list(asked.snapshot.items.values()), sort="-dateContentUpdated,id")


def most_popular(asked: Asked) -> Response:
    """The items by how many like them: as many of each."""
    return asked.answer_items(list(asked.snapshot.items.values()))


def search_results(asked: Asked) -> Response:
    """The items that words mean, the best first."""
    words = asked.query.text("q")
    if not words:
        raise Refusal.invalid("q", marked("{field} is missing: say what to search for."))
    return asked.answer_items(search_items(asked.snapshot, words), sort="")


def item(asked: Asked) -> Response:
    """One item."""
    one = asked.item()
    counted(asked.request, one, "topic")
    return answer_one(asked.request, asked.shapes.item(one), language=one.locale)


def syndicate(asked: Asked) -> Response:
    """The text of an item, in an envelope or, as ``.html``, by itself."""
    one = asked.item()
    text = text_of(one, asked.snapshot.publisher, text_options(asked.query))
    counted(asked.request, one, "snippet")
    if asked.format == "html":
        return respond(asked.request, text.encode(), "text/html", language=one.locale)
    said = {
        "content": text,
        "description": one.description,
        "id": one.number,
        "mediaType": MEDIA_TYPE,
        "name": one.title,
        "sourceUrl": one.url,
    }
    return answer_one(asked.request, said, language=one.locale)


def content(asked: Asked) -> Response:
    """The text of an item by itself."""
    one = asked.item()
    text = text_of(one, asked.snapshot.publisher, text_options(asked.query))
    counted(asked.request, one, "snippet")
    return respond(asked.request, text.encode(), "text/html", language=one.locale)


def embed(asked: Asked) -> Response:
    """The code that shows an item in a partner's page."""
    one = asked.item()
    address = f"{asked.root}/resources/media/{one.number}"
    code = embed_code(asked.query, address, number=one.number, name=one.title)
    return asked.answer_code(code)


async def _picture(asked: Asked, width: int) -> Response:
    body = await picture_of(asked.snapshot, asked.item(), format="jpeg", width=width)
    return respond(asked.request, body, "image/jpeg")


async def preview(request: Request) -> Response:
    """The picture of an item, large."""
    return await _picture(Asked(request), _PREVIEW)


async def thumbnail(request: Request) -> Response:
    """The picture of an item, small."""
    return await _picture(Asked(request), _THUMBNAIL)


def related_items(asked: Asked) -> Response:
    """The items of the topics that an item's topic names, in its language."""
    one = asked.item()
    catalog = asked.snapshot.catalog
    topics = [catalog.find(reference, one.locale) for reference in one.topic.related.get(one.locale, ())]
    others = [asked.snapshot.of(topic, one.locale) for topic in topics if topic and one.locale in topic.title]
    return asked.answer_items(list({other.number: other for other in others if other is not one}.values()), sort="")


def tags(asked: Asked) -> Response:
    """The tags of an item."""
    return asked.answer_tags(asked.facts.tags.get(asked.item().number, ()))


def alternate_images(asked: Asked) -> Response:
    """The picture of an item's text, if it has one."""
    one = asked.item()
    return asked.answer_plain([asked.shapes.image(one)] if one.locale in one.topic.image else [])


def ratings(asked: Asked) -> Response:
    """How many like an item: nobody is asked."""
    asked.item()
    return answer_one(asked.request, {"likes": 0})


def video_data(asked: Asked) -> Response:
    """What a video's host says of it: no item is a video."""
    asked.item()
    raise Refusal(415, marked("Only videos have this, and there are none."))
