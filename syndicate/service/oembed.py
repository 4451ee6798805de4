"""The oEmbed endpoint (https://oembed.com/): how to embed the text at an address, in the room that there is."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Final

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.embeds import Embeds
from syndicate.embeds.codes import Codes
from syndicate.embeds.oembed import as_json, as_xml, document, with_thumbnail
from syndicate.locales.catalogs import marked
from syndicate.model import Publisher
from syndicate.service.adapters import Adapter, snapshot_of
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query
from syndicate.service.responses import respond

__all__ = ["ADAPTER"]

_WRITERS: Final = {"json": (as_json, "application/json"), "xml": (as_xml, "text/xml")}


@lru_cache(maxsize=4)
def _codes(publisher: Publisher, locales: tuple[Locale, ...]) -> Codes:
    return Embeds(publisher, locales).codes


async def _embed(request: Request) -> Response:
    """The answer of section 2.3; 404, 501 and 401 are its statuses for what cannot be answered."""
    query, snapshot = Query(request), snapshot_of(request)
    format = query.text("format", "json").lower()
    if format not in _WRITERS:
        message = marked("There is no oEmbed in this format: the formats are {formats}.")
        raise Refusal(501, message, field="format", formats=", ".join(_WRITERS))
    most = tuple(query.integer(name, sys.maxsize, least=1) for name in ("maxwidth", "maxheight"))
    url = query.text("url")
    if not url:
        raise Refusal.invalid("url", marked("{field} must be the address of a page."))
    item = snapshot.at_url(url)
    if item is None or not item.topic.is_syndicated(item.locale):
        raise Refusal(404, marked("There is nothing to embed at this address."), field="url")
    room = (most[0], most[1])
    codes = _codes(snapshot.publisher, snapshot.locales)
    answer = document(item.topic, item.publisher, item.locale, codes, most=room)
    answer = with_thumbnail(
        answer, item.topic, item.publisher, item.locale, room, lambda path: snapshot.tree.key(path) is not None
    )
    write, media_type = _WRITERS[format]
    return respond(request, write(answer), media_type, language=item.locale)


ADAPTER: Final = Adapter(prefixes=("/oembed",), routes=[Route("/", _embed)])
