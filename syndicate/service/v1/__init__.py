"""Our own API, ``/v1``: the catalog as data, with the errors of RFC 9457. Its description is made of its operations."""

from __future__ import annotations

from typing import Any, Final

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.errors import LocaleError
from syndicate.locales import negotiate, packaged, parse
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.service.adapters import Adapter, snapshot_of
from syndicate.service.requests import Query, base
from syndicate.service.responses import CSP, respond, respond_json
from syndicate.service.v1 import catalog, forms, lists
from syndicate.service.v1.described import page
from syndicate.service.v1.openapi import document

__all__ = ["ADAPTER"]

PREFIX: Final = "/v1"
_AT: Final = f"{PREFIX.removeprefix('/')}/"


def _described(request: Request) -> tuple[dict[str, Any], Locale]:
    """The description in the language that is asked for, else in that which the client prefers."""
    snapshot = snapshot_of(request)
    try:
        stated = parse(Query(request).text("locale"))
    except LocaleError:
        stated = None
    header = str(stated).replace("_", "-") if stated is not None else request.headers.get("accept-language")
    language = negotiate(header, packaged(), MESSAGE_LOCALE)
    server = base(request) + PREFIX
    operations = (*catalog.OPERATIONS, *forms.operations(), *lists.OPERATIONS)
    name = str(snapshot.publisher.text("name", language))
    return document(operations, name, server, language), language


async def _openapi(request: Request) -> Response:
    described, language = _described(request)
    return respond_json(request, described, language=language, headers={"vary": "Accept-Language"})


async def _page(request: Request) -> Response:
    if request.scope["syndicate.bare"]:  # the links of the page are relative
        query = request.scope["query_string"].decode("latin-1")
        to = _AT + (f"?{query}" if query else "")
        return respond(request, b"", "text/plain", status=308, headers={"location": to})
    described, language = _described(request)
    made = page(snapshot_of(request), described, _AT, language, packaged())
    headers = {"vary": "Accept-Language", "content-security-policy": CSP}
    return respond(request, made.encode(), "text/html", language=language, headers=headers)


ADAPTER = Adapter(
    prefixes=(PREFIX,),
    routes=[
        *(one.route for one in (*catalog.OPERATIONS, *forms.operations(), *lists.OPERATIONS)),
        Route("/openapi.json", _openapi),
        Route("/", _page),
    ],
)
