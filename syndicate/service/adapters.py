"""An adapter: the paths and the errors of one API, over the one snapshot. What each answers is in its own module.

A module of an adapter exports ``ADAPTER``, and :mod:`syndicate.service.application` lists it. Its endpoints are
``async def endpoint(request) -> Response``; they take what they show from ``snapshot_of(request)``, which is one
version of the tree for the whole request, and raise :class:`Refusal` for what they cannot answer. What they answer may
depend on the path, the query, and the name that a machine has for itself (:func:`.own_host`), and on ``Accept`` and
``Accept-Language`` where their ``Vary`` says so, and on nothing else, since it is kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import attrs
from starlette._utils import get_route_path
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from syndicate.locales.catalogs import marked
from syndicate.service.counting import Counts
from syndicate.service.refusals import Refusal
from syndicate.service.requests import check_request, own_host, plain_path
from syndicate.service.responses import Reply, preflight, problem
from syndicate.service.snapshot import Snapshot
from syndicate.service.versions import Replaced, Versions

__all__ = ["Adapter", "Endpoints", "prefix_pattern", "snapshot_of"]

_LOG: Final = logging.getLogger("syndicate.service")
_NEGOTIATED: Final = ("accept", "accept-language")
_LONGEST_KEPT: Final = 255
"""Characters of a field; what is answered to a longer one is not kept, since clients could fill memory."""
_ATTEMPTS: Final = 3


@attrs.frozen(kw_only=True)
class Adapter:
    """The paths of one API, and how it says that something is wrong.

    Attributes:
        prefixes: where it is mounted; several where several versions have the same paths.
        routes: Starlette's routes, relative to the prefix; the first that fits is taken.
        refused: the answer to a request that is refused, in the form that its clients know.
        any_case: whether paths are the same in any case; they are routed in lower case then.
    """

    prefixes: Sequence[str]
    routes: Sequence[BaseRoute]
    refused: Callable[[Request, Refusal], Response] = problem
    any_case: bool = False


def prefix_pattern(prefix: str) -> str:
    """The regular expression of a prefix, whose slashes may be doubled.

    >>> prefix_pattern("/cdc/api/v2")
    '/+cdc/+api/+v2'
    """
    return re.escape(prefix).replace("/", "/+")


def snapshot_of(request: Request) -> Snapshot:
    """The version of the tree that a request is answered from: the same for all of it."""
    found: Snapshot = request.scope["syndicate.snapshot"]
    return found


class Endpoints:
    """An adapter as an ASGI application.

    Args:
        adapter: the adapter.
        prefix: where it is mounted.
        versions: the tree.
        counts: counts what is asked for, if anything does.
        bare: whether it answers at the prefix itself, which is its ``/``; a mount begins after the prefix.
    """

    def __init__(
        self,
        adapter: Adapter,
        prefix: str,
        versions: Versions[Snapshot],
        counts: Counts | None,
        *,
        bare: bool = False,
    ) -> None:
        self._adapter = adapter
        self._prefix = prefix
        self._versions = versions
        self._counts = counts
        self._bare = bare
        self._mounted = re.compile(f"{prefix_pattern(prefix)}$", re.IGNORECASE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        if scope["type"] != "http":
            return
        path = "/" if self._bare else plain_path(get_route_path(scope))
        root = scope.get("root_path", "")
        above = root if self._bare else self._mounted.sub("", root)
        if self._adapter.any_case:
            path = path.lower()
        # The one way to write the path, by which it is routed and kept, and which the addresses in answers have.
        own = f"{above}{self._prefix}"
        scope = {**scope, "path": own + path, "root_path": own}
        scope |= {"syndicate.prefix": self._prefix, "syndicate.bare": self._bare}
        response = await self._answer(scope, path)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, path: str) -> Response:
        try:
            check_request(scope)
            if scope["method"] == "OPTIONS":
                return preflight()
            snapshot = await self._versions.snapshot()
            for _ in range(_ATTEMPTS):
                try:
                    return await self._from(snapshot, scope, path)
                except Replaced:  # by a build that ended during this request
                    snapshot = await self._versions.snapshot(than=snapshot)
            raise Refusal(503, marked("The tree is being replaced: try again."), headers={"Retry-After": "1"})
        except Refusal as refusal:
            return self._refused(scope, refusal)
        except Exception:
            _LOG.exception("a request to %s failed", self._prefix)
            return self._refused(scope, Refusal(500, marked("Something went wrong on our side; we have noted it.")))

    def _refused(self, scope: Scope, refusal: Refusal) -> Response:
        scope.setdefault("syndicate.snapshot", self._versions.loaded)
        response = self._adapter.refused(Request(scope), refusal)
        for name, value in refusal.headers.items():
            if name.lower() not in response.headers:
                response.raw_headers.append((name.lower().encode(), value.encode()))
        return response

    async def _from(self, snapshot: Snapshot, scope: Scope, path: str) -> Response:
        headers = Headers(scope=scope)
        host, *fields = (headers.get(name, "") for name in ("host", *_NEGOTIATED))
        asked = (self._prefix, self._bare, path, scope["query_string"])
        key = (*asked, scope["scheme"], scope["root_path"], own_host(host))
        replies = snapshot.tree.replies
        reply: Response | None = replies.get(key) or replies.get((*key, *fields))
        if reply is None:
            scope["syndicate.snapshot"] = snapshot
            scope["syndicate.counted"] = []
            reply = await self._routed(scope)
            if isinstance(reply, Reply):
                reply.counted = tuple(scope["syndicate.counted"])
                varying = any(name in reply.headers.get("vary", "").lower().split(", ") for name in _NEGOTIATED)
                if not varying or max(map(len, fields)) <= _LONGEST_KEPT:
                    replies.put((*key, *fields) if varying else key, reply)
        if self._counts is not None and isinstance(reply, Reply):
            self._counts.add(reply.counted)
        return reply

    async def _routed(self, scope: Scope) -> Response:
        for route in self._adapter.routes:
            matched, child = route.matches({**scope, "method": "GET"})
            if matched is Match.FULL and isinstance(route, Route):
                found: Any = await route.endpoint(Request({**scope, **child}))
                assert isinstance(found, Response)
                return found
        raise Refusal(404, marked("There is nothing at this address."))
