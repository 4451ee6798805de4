"""The envelope of HHS's answers: results, pages, and errors by their codes. What the results are is in `shapes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from syndicate.locales import LocaleLike, labels, negotiate, packaged
from syndicate.locales.catalogs import MESSAGE_LOCALE, marked
from syndicate.service.media.paging import Order, Page
from syndicate.service.media.pictures import NO_PICTURES
from syndicate.service.media.texts import NOT_EXTRACTABLE
from syndicate.service.refusals import Refusal
from syndicate.service.requests import Query, address
from syndicate.service.responses import respond_json

__all__ = ["PAGING", "answer", "answer_one", "refused"]

PAGING: Final = ("max", "offset", "sort", "order", "pageNum")
"""The parameters of the page; a bad value of one has an error of its own."""


class _Error(NamedTuple):
    """An error of HHS: its code and name, and what a person is told."""

    code: str
    name: str
    message: str


_BAD_PAGE: Final = _Error("400", "Bad Request", marked("Bad max, offset or sort input"))
_SERVER: Final = _Error(
    "1", "Generic Server Error", marked("Something went wrong on our side. Please try again later.")
)
_NOT_FOUND: Final = _Error(
    "2", "Record Not Found", marked("There is nothing here: the address or the id is wrong, or it was withdrawn.")
)
_NOT_EXTRACTABLE: Final = _Error(
    "3", "Content Not Extractable", marked("The text has no part that was asked for. Check the class names.")
)
_FIELD: Final = _Error("4", "Field Constraint Violation", marked("A value is missing or wrong. Check the request."))
_WRONG_TYPE: Final = _Error(
    "5", "Invalid Resource for Media Type", marked("This is not available for this kind of content.")
)
_NOT_AUTHORIZED: Final = _Error("6", "Not authorized for resource", marked("This service is read-only."))
_OF_EMBEDS: Final = ("flavor", "width", "height")
_ERRORS: Final[Mapping[int, _Error]] = {
    404: _NOT_FOUND,
    405: _NOT_AUTHORIZED,
    410: _NOT_FOUND,
    415: _WRONG_TYPE,
    NOT_EXTRACTABLE: _NOT_EXTRACTABLE,
    NO_PICTURES: _WRONG_TYPE,
}


def answer(
    request: Request,
    results: Sequence[Any],
    page: Page,
    sort: Order | str = "id",
    *,
    language: LocaleLike | None = None,
) -> Response:
    """An answer with one page of a list.

    Args:
        request: what it answers.
        results: what stands on the page.
        page: where the page stands in the list.
        sort: the order of the list.
        language: that of the results, if they are in one.
    """

    def at(offset: int | None) -> str | None:
        return None if offset is None else address(request, offset=str(offset), max=str(page.max))

    pagination = {
        "count": len(results),
        "currentUrl": address(request),
        "max": page.max,
        "nextUrl": at(page.next),
        "offset": page.offset,
        "pageNum": page.number,
        "previousUrl": at(page.previous),
        "sort": str(sort),
        "total": page.total,
        "totalPages": page.pages,
    }
    body = {"callback": _callback(request), "meta": _meta(200, [], pagination), "results": results}
    return respond_json(request, body, callback=_callback(request), language=language)


def answer_one(request: Request, result: Any, *, language: LocaleLike | None = None) -> Response:
    """An answer with one thing."""
    return answer(request, [result], Page(max=1, offset=0, total=1), language=language)


def _meta(status: int, messages: Sequence[Mapping[str, Any]], pagination: Mapping[str, Any]) -> dict[str, Any]:
    return {"status": status, "messages": messages, "pagination": pagination}


def _callback(request: Request) -> str | None:
    return Query(request).callback()


def refused(request: Request, refusal: Refusal) -> Response:
    """An error as HHS's clients know it: status 400 for all that a request has wrong, with a code in the envelope."""
    language = negotiate(request.headers.get("accept-language"), packaged(), MESSAGE_LOCALE)
    error = _error(refusal)
    ours = refusal.status >= 500 and refusal.status != NO_PICTURES
    status = refusal.status if ours or refusal.status == 429 else 400
    said = {
        "errorMessage": error.name,
        "errorDetail": refusal.text(language),
        "errorCode": error.code,
        "userMessage": str(labels(language).gettext(error.message)),
    }
    page = {"count": 0, "currentUrl": address(request), "max": 0, "nextUrl": None, "offset": 0, "pageNum": 1}
    page |= {"previousUrl": None, "sort": "id", "total": 0, "totalPages": 1}
    try:
        callback = _callback(request)
    except Refusal:  # it may be what is wrong
        callback = None
    body = {"callback": callback, "meta": _meta(status, [said], page), "results": list[Any]()}
    headers = {"vary": "Accept-Language", **refusal.headers}
    return respond_json(request, body, status=status, callback=callback, language=language, headers=headers)


def _error(refusal: Refusal) -> _Error:
    if refusal.status == 400 and refusal.field in PAGING:
        return _BAD_PAGE
    if refusal.status == 400 and refusal.field in _OF_EMBEDS:
        return _Error("400", "Bad Request", refusal.message)
    return _ERRORS.get(refusal.status, _FIELD if refusal.status < 500 else _SERVER)
