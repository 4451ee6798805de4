"""The one endpoint of Connect. No match is an empty list, and no error: the EHR shows that there is nothing."""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.service.adapters import Adapter, snapshot_of
from syndicate.service.connect.criteria import criteria, language, response_type
from syndicate.service.connect.documents import Answer
from syndicate.service.connect.matching import MOST, Matches
from syndicate.service.requests import Query, address
from syndicate.service.responses import respond, respond_json
from syndicate.service.snapshot import Snapshot

__all__ = ["ADAPTER"]

_MATCHES: Final[WeakKeyDictionary[Snapshot, Matches]] = WeakKeyDictionary()
_PROVIDER: Final = "PROV"


async def _connect(request: Request) -> Response:
    query, snapshot = Query(request, any_case=True), snapshot_of(request)
    asked = criteria(query)
    form = response_type(query)
    callback = query.callback() if form == "javascript" else None
    if (matches := _MATCHES.get(snapshot)) is None:
        matches = _MATCHES[snapshot] = await run_in_threadpool(Matches, snapshot.catalog)
    locale = language(query, snapshot.locales, snapshot.catalog.default_locale)
    topics = {topic.slug: topic for one in asked for topic in matches.of(one, locale)}
    answer = Answer(
        publisher=snapshot.publisher,
        locale=locale,
        criteria=asked,
        recipient=_PROVIDER if query.text("informationrecipient").upper() == _PROVIDER else "PAT",
        items=[snapshot.of(topic, locale) for topic in list(topics.values())[:MOST]],
        date=snapshot.date,
        address=address(request),
    )
    if form == "xml":
        return respond(request, answer.as_atom().encode(), "text/xml", language=locale)
    return respond_json(request, answer.as_json(), language=locale, callback=callback)


ADAPTER: Final = Adapter(prefixes=("/service",), routes=[Route("/", _connect)])
