"""The envelope of the CDC's answers: results, pages, messages. What the results are is in `shapes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from syndicate.locales import LocaleLike, negotiate, packaged
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.service.media.paging import Order, Page
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query, address
from syndicate.service.responses import respond_json

__all__ = ["answer", "answer_one", "refused"]

_KEPT: Final = (405, 414, 429)
"""The statuses of errors that are not sent as 400, as all others that a request causes are."""


def answer(
    request: Request,
    results: Any,
    page: Page,
    *,
    sort: Order | str = "id",
    result_set: str = "",
    language: LocaleLike | None = None,
) -> Response:
    """An answer.

    Args:
        request: what it answers.
        results: one page of a list, or the one thing.
        page: where the page stands in the list.
        sort: the order of the list.
        result_set: what tells this version of the list from others.
        language: that of the results, if they are in one.
    """

    def at(offset: int | None) -> str | None:
        if offset is None:
            return None
        taken_out = dict.fromkeys(name for name in request.query_params if name.lower() in ("offset", "pagenum"))
        return address(request, **{**taken_out, "offset": str(offset)})

    pagination = {
        "total": page.total,
        "count": page.count,
        "max": page.max,
        "offset": page.offset,
        "pageNum": page.number,
        "totalPages": page.pages,
        "sort": str(sort),
        "previousUrl": at(page.previous),
        "currentUrl": address(request),
        "nextUrl": at(page.next),
    }
    meta = {"status": 200, "message": [], "resultSet": {"id": result_set}, "pagination": pagination}
    callback = Query(request, any_case=True).callback()
    return respond_json(request, {"meta": meta, "results": results}, callback=callback, language=language)


def answer_one(request: Request, result: Any, **how: Any) -> Response:
    """An answer with one thing; further arguments are those of :func:`answer`."""
    return answer(request, result, Page(max=1, offset=0, total=1), **how)


def refused(request: Request, refusal: Refusal) -> Response:
    """An error as the CDC's clients know it: status 400 for what a request has wrong, and a message."""
    language = negotiate(request.headers.get("accept-language"), packaged(), MESSAGE_LOCALE)
    status = refusal.status if refusal.status in _KEPT or refusal.status in (500, 503) else 400
    message = {
        "type": "Error",
        "code": str(refusal.status),
        "id": refusal.field,
        "userMessage": refusal.text(language),
        "developerMessage": str(refusal),
    }
    page: Mapping[str, Any] = {"total": 0, "count": 0, "max": 0, "offset": 0, "pageNum": 1, "totalPages": 1}
    addresses = {"sort": "id", "previousUrl": None, "currentUrl": address(request), "nextUrl": None}
    meta = {"status": status, "message": [message], "resultSet": {"id": ""}, "pagination": {**page, **addresses}}
    try:
        callback = Query(request, any_case=True).callback()
    except Refusal:  # it may be what is wrong
        callback = None
    body = {"meta": meta, "results": []}
    headers = {"vary": "Accept-Language", **refusal.headers}
    return respond_json(request, body, status=status, callback=callback, language=language, headers=headers)
