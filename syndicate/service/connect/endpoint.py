"""The one endpoint of Connect. No match is an empty list, not an error: the EHR shows that there is nothing."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.locales import tag
from syndicate.service.adapters import Adapter, snapshot_of
from syndicate.service.connect.criteria import criteria, language, response_type
from syndicate.service.connect.documents import Answer
from syndicate.service.connect.matching import MOST, Matches
from syndicate.service.connect.page import page
from syndicate.service.requests import Query, address
from syndicate.service.responses import CSP, respond, respond_json
from syndicate.service.snapshot import Snapshot

__all__ = ["ADAPTER"]

_MATCHES: Final[WeakKeyDictionary[Snapshot, Matches]] = WeakKeyDictionary()
_PROVIDER: Final = "PROV"
_LANGUAGE: Final = "informationRecipient.languageCode.c"


async def _connect(request: Request) -> Response:
    query = Query(request, any_case=True)
    form = response_type(query)
    callback = query.callback() if form == "javascript" else None
    answer = await _answer(request, query)
    if form == "xml":
        return respond(request, answer.as_atom().encode(), "text/xml", language=answer.locale)
    return respond_json(request, answer.as_json(), language=answer.locale, callback=callback)


async def _application(request: Request) -> Response:
    """The same as a page: EHRs that have no place for an answer open it."""
    if not request.scope["syndicate.bare"]:  # the links of the page are relative
        to = f"../application?{request.scope['query_string'].decode('latin-1')}"
        return respond(request, b"", "text/plain", status=308, headers={"location": to})
    query, snapshot = Query(request, any_case=True), snapshot_of(request)
    answer = await _answer(request, query)
    given = [pair for pair in request.query_params.multi_items() if pair[0].lower() != _LANGUAGE.lower()]
    toggle = {one: f"application?{urlencode([*given, (_LANGUAGE, tag(one))])}" for one in snapshot.locales}
    headers = {"content-security-policy": CSP}
    return respond(request, page(answer, toggle).encode(), "text/html", language=answer.locale, headers=headers)


async def _answer(request: Request, query: Query) -> Answer:
    snapshot = snapshot_of(request)
    asked = criteria(query)
    if (matches := _MATCHES.get(snapshot)) is None:
        matches = _MATCHES[snapshot] = await run_in_threadpool(Matches, snapshot.catalog)
    locale = language(query, snapshot.locales, snapshot.catalog.default_locale)
    topics = {topic.slug: topic for one in asked for topic in matches.of(one, locale)}
    return Answer(
        publisher=snapshot.publisher,
        locale=locale,
        criteria=asked,
        recipient=_PROVIDER if query.text("informationrecipient").upper() == _PROVIDER else "PAT",
        items=[snapshot.of(topic, locale) for topic in list(topics.values())[:MOST]],
        date=snapshot.date,
        address=address(request),
    )


async def _by_prefix(request: Request) -> Response:
    return await (_connect if request.scope["syndicate.prefix"] == "/service" else _application)(request)


ADAPTER: Final = Adapter(prefixes=("/service", "/application"), routes=[Route("/", _by_prefix)])
