"""How every answer is sent: strong ETags, 304, HEAD, ranges, gzip, caching, CORS, JSONP, problems. No path is here.

A :class:`Reply` depends on nothing but what it is made of, so it can be kept; what the client has or takes is looked at
when it is sent.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from zlib_ng import zlib_ng

from syndicate.embeds.http_headers import cache_control
from syndicate.json_writer import compact
from syndicate.layout import Caching
from syndicate.locales import LocaleLike, negotiate, packaged, tag
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.service.refusals import Refusal

__all__ = ["CSP", "Reply", "etag_of", "preflight", "problem", "quality", "respond", "respond_json"]

CSP: Final = "default-src 'none'; style-src 'self'; img-src https: http: data:; form-action 'self'"
"""Of the pages that the service makes: they have the publisher's logo, and no script."""
_LEVEL: Final = 6
_KEPT: Final = 256
"""The longest header whose parsed value is cached, in bytes."""
_LEAST_ZIPPED: Final = 512  # bytes; below, the headers weigh more than what is saved
_MOST_AT_ONCE: Final = 256 * 1024  # bytes; more is compressed in a thread
_ZIPPED: Final = re.compile(r"text/|application/(?:[a-z.-]+\+)?(?:json|xml)|application/javascript|image/svg")
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_WEIGHT: Final = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII)
_LONGEST_ACCEPT: Final = 4096
_ASKED: Final = frozenset((b"if-none-match", b"if-modified-since", b"accept-encoding", b"range", b"if-range"))


class Reply(Response):
    """An answer whose bytes are known, and do not depend on who asks.

    Args:
        body: the whole of it.
        media_type: of the body; text gets its character set.
        status: the HTTP status.
        headers: further headers.
        etag: of the body; by default made of it.
        modified: the date of a file.
    """

    def __init__(
        self,
        body: bytes,
        media_type: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        modified: float | None = None,
    ) -> None:
        self.background = None
        self.body: bytes = body
        self.status_code = status
        self.media_type = media_type
        self.etag = etag or etag_of(body)
        self.modified = modified
        self.counted: Sequence[tuple[int, str]] = ()
        """What is counted when it is sent: numbers of texts, and in which form."""
        self._zips = _ZIPPED.match(media_type) is not None and len(body) >= _LEAST_ZIPPED
        self._zipped: bytes | None = None
        kind = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
        common = {name.lower(): value for name, value in (headers or {}).items()}
        common.setdefault("x-content-type-options", "nosniff")
        if self._zips:
            common["vary"] = ", ".join(filter(None, (common.get("vary"), "Accept-Encoding")))
        if modified is not None:
            common["last-modified"] = _http_date(int(modified))
        self._common = _raw(common)
        self._about = _raw({"content-type": kind})
        self.raw_headers = [*self._about, *self._common]

    @property
    def size(self) -> int:
        """How much memory it takes, about."""
        return len(self.body) + len(self._zipped or b"") + 1024

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        asked = {name: value for name, value in scope["headers"] if name in _ASKED}
        head = scope["method"] == "HEAD"
        zipped = self._zips and _takes_gzip(asked.get(b"accept-encoding", b""))
        if self.status_code != HTTPStatus.OK:
            await self._send(send, self.status_code, self.body, [], head)
            return
        etag = f'"{self.etag}-gzip"' if zipped else f'"{self.etag}"'
        tagged = [(b"etag", etag.encode())]
        if self._is_known(asked):
            await send({"type": "http.response.start", "status": 304, "headers": [*tagged, *self._common]})
            await send({"type": "http.response.body", "body": b""})
            return
        if zipped:
            body = await self._compressed()
            await self._send(send, 200, body, [*tagged, (b"content-encoding", b"gzip")], head)
            return
        part = self._part(asked) if b"range" in asked and not head else None
        if part is None:
            await self._send(send, 200, self.body, [*tagged, (b"accept-ranges", b"bytes")], head)
        elif not part:
            unsatisfied = (b"content-range", f"bytes */{len(self.body)}".encode())
            await self._send(send, 416, b"", [*tagged, unsatisfied], head)
        else:
            told = (b"content-range", f"bytes {part.start}-{part.stop - 1}/{len(self.body)}".encode())
            await self._send(send, 206, self.body[part.start : part.stop], [*tagged, told], head)

    async def _send(self, send: Send, status: int, body: bytes, more: list[tuple[bytes, bytes]], head: bool) -> None:
        about = [*self._about, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": [*about, *more, *self._common]})
        await send({"type": "http.response.body", "body": b"" if head else body})

    async def _compressed(self) -> bytes:
        made = self._zipped
        if made is None:
            large = len(self.body) > _MOST_AT_ONCE
            made = self._zipped = await asyncio.to_thread(_gzip, self.body) if large else _gzip(self.body)
        return made

    def _is_known(self, asked: Mapping[bytes, bytes]) -> bool:
        """Whether the client has it already (RFC 9110 section 13.2.2)."""
        if (known := asked.get(b"if-none-match")) is not None:
            return known.strip() == b"*" or self.etag in _etags(known)
        if self.modified is not None and (since := asked.get(b"if-modified-since")) is not None:
            moment = _moment(since)
            return moment is not None and int(self.modified) <= moment.timestamp()
        return False

    def _part(self, asked: Mapping[bytes, bytes]) -> range | None:
        """The part that is asked for; empty if there is no such part, None if it is the whole (RFC 9110 section 14)."""
        found = _RANGE.fullmatch(asked[b"range"].decode("latin-1").strip())
        only_if = asked.get(b"if-range")
        if found is None or (only_if is not None and only_if.decode("latin-1").strip() != f'"{self.etag}"'):
            return None
        first, last = found.groups()
        size = len(self.body)
        if not first:
            return range(max(size - int(last), 0), size) if last else None
        if last and int(last) < int(first):
            return None
        return range(int(first), min(int(last) + 1 if last else size, size))


def quality(accept: str, media_type: str) -> float:
    """A client's preference for a media type, from 0 to 1 (RFC 9110 section 12.5.1); the closest range counts.

    >>> browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    >>> quality(browser, "text/html"), quality(browser, "application/json"), quality("text/*;q=0.5", "text/html")
    (1.0, 0.8, 0.5)
    """
    closest = {media_type: 2, f"{media_type.partition('/')[0]}/*": 1, "*/*": 0}
    found, best = 0.0, -1
    for part in accept[:_LONGEST_ACCEPT].split(","):
        name, *parameters = (one.strip().lower() for one in part.split(";"))
        stated = next((one for one in parameters if one.startswith("q=")), "q=1").removeprefix("q=").strip()
        place = closest.get(name, -1)
        if place > best and (weight := _WEIGHT.fullmatch(stated)) is not None:
            found, best = float(weight[0]), place
    return found


def etag_of(body: bytes) -> str:
    """What a strong ETag is made of: the bytes, so that it is the same on every machine."""
    return sha256(body).hexdigest()[:32]


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _gzip(body: bytes) -> bytes:
    return zlib_ng.compress(body, _LEVEL, wbits=31)  # with the frame of gzip


def _takes_gzip(header: bytes) -> bool:
    """Whether a client takes gzip (RFC 9110 section 12.5.3)."""
    # What is long is not kept: clients that send another field each time would fill the memory.
    return (_knows_gzip if len(header) < _KEPT else _knows_gzip.__wrapped__)(header)


@lru_cache(maxsize=256)
def _knows_gzip(header: bytes) -> bool:
    weights: dict[str, bool] = {}
    for coding in header.decode("latin-1").lower().split(","):
        name, _, weight = coding.partition(";")
        weights[name.strip()] = re.fullmatch(r"\s*q=0(?:\.0{0,3})?\s*", weight) is None
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _etags(header: bytes) -> frozenset[str]:
    """The ETags that a client has, whichever coding they are of; a cache may have made them weak."""
    return (_named_etags if len(header) < _KEPT else _named_etags.__wrapped__)(header)


@lru_cache(maxsize=256)
def _named_etags(header: bytes) -> frozenset[str]:
    found = re.findall(r'"([^"]*)"', header.decode("latin-1"))
    return frozenset(one.removesuffix("-gzip") for one in found)


@lru_cache(maxsize=256)
def _http_date(moment: int) -> str:
    return format_datetime(datetime.fromtimestamp(moment, UTC), usegmt=True)


def _moment(header: bytes) -> datetime | None:
    try:
        found = parsedate_to_datetime(header.decode("latin-1"))
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError):
        return None


def respond(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    status: int = 200,
    caching: Caching = Caching.SHORT,
    language: LocaleLike | None = None,
    headers: Mapping[str, str] | None = None,
    etag: str | None = None,
    callback: str | None = None,
) -> Reply:
    """Anything that pages of others may read.

    Args:
        request: what it answers.
        body: its bytes.
        media_type: of these.
        status: the HTTP status; what is not a success is not kept by caches.
        caching: how long caches may keep it.
        language: which language it is in, if it is in one.
        headers: further headers.
        etag: a digest of the content, where one is known.
        callback: the function that JSON is handed to (JSONP), as :meth:`.Query.callback` checked it.
    """
    kept = cache_control(caching) if status < HTTPStatus.BAD_REQUEST else "no-store"
    sent = {
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": kept.replace("public", "private") if "syndicate.private" in request.scope else kept,
    }
    if language is not None:
        sent["content-language"] = tag(language)
    sent.update((name.lower(), value) for name, value in (headers or {}).items())
    if callback is not None:
        # The comment keeps the file from beginning with what the address says (Rosetta Flash). JSON has these two line
        # ends in texts, scripts before ECMAScript 2019 have not.
        text = body.replace("\u2028".encode(), b"\\u2028").replace("\u2029".encode(), b"\\u2029")
        body, media_type, etag = b"/**/" + callback.encode() + b"(" + text + b");", "application/javascript", None
        # Script elements do not run what comes with an error; clients of JSONP read the status in the envelope.
    return Reply(body, media_type, status=status, headers=sent, etag=etag)


def respond_json(request: Request, value: Any, *, media_type: str = "application/json", **how: Any) -> Reply:
    """JSON in UTF-8; further arguments are those of :func:`respond`."""
    return respond(request, compact(value), media_type, **how)


def problem(request: Request, refusal: Refusal) -> Reply:
    """A refusal as RFC 9457 has it, in the language of the client."""
    offered = packaged()
    language = negotiate(request.headers.get("accept-language"), offered, MESSAGE_LOCALE)
    value: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.text(language),
    }
    if refusal.field:
        value["parameter"] = refusal.field
    if refusal.withdrawn:
        texts = [text.as_json() for text in refusal.withdrawn]
        value["withdrawn"] = {"slug": texts[0].get("slug", texts[0]["id"]), "texts": texts}
    return respond_json(
        request,
        value,
        media_type="application/problem+json",
        status=refusal.status,
        language=language,
        headers={"vary": "Accept-Language", **refusal.headers},
    )


def preflight() -> Response:
    """The answer to a browser that asks whether a page may ask (the CORS protocol of the Fetch standard)."""
    headers = {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD, OPTIONS",
        "access-control-allow-headers": "*",
        "access-control-max-age": "86400",
        "allow": "GET, HEAD, OPTIONS",
    }
    return Response(status_code=204, headers=headers)
