"""The service as one ASGI application: its adapters, and the files of the tree. What each answers is its own."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from syndicate.errors import Message, NotFoundError
from syndicate.layout import CATALOG_JSON, MANIFEST
from syndicate.model import Publisher
from syndicate.moments import moment_of_build
from syndicate.service import cdc, connect, hhs, medlineplus_search, oembed, v1
from syndicate.service.adapters import Adapter, Endpoints, prefix_pattern
from syndicate.service.counting import Counts
from syndicate.service.files import Files
from syndicate.service.refusals import Refusal
from syndicate.service.responses import preflight, problem, respond_json
from syndicate.service.snapshot import Snapshot
from syndicate.service.versions import Versions
from syndicate.text import rfc3339

__all__ = ["make"]

_ADAPTERS: Final[tuple[Adapter, ...]] = tuple(
    module.ADAPTER for module in (v1, connect, medlineplus_search, oembed, hhs, cdc)
)

_HEAD: Final = 64 * 1024
"""Of a catalog, the bytes before its topics."""
_LOCAL: Final = ("localhost", "127.0.0.1", "[::1]", "testserver")


def make(tree: Path, publisher: Publisher | None, local: bool, counts: Path | None) -> Starlette:
    """The application; see :func:`syndicate.service.app`.

    Raises:
        NotFoundError: there is no such folder, or it is that of a source.
        PublishError: the counts cannot be written.
    """
    _check_published(tree)
    versions: Versions[Snapshot] = Versions(tree, lambda opened: Snapshot(opened, publisher))
    kept = Counts(counts) if counts is not None else None

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        with suppress(Refusal):  # without a catalog, the files of the tree are still served
            await versions.snapshot()  # before the first request, which would wait for it
        yield
        if kept is not None:
            kept.flush()

    # Without this, a page of any site could read a local preview by pointing its own name at 127.0.0.1.
    guard = [Middleware(TrustedHostMiddleware, allowed_hosts=list(_LOCAL))] if local else []
    watched = Route("/healthz", partial(_health, versions), methods=["GET", "OPTIONS"])
    watched.path_regex = re.compile("/+healthz/*$")
    return Starlette(
        routes=[watched, *_adapter_routes(versions, kept), Mount("/", app=Files(versions, fresh=local))],
        middleware=guard,
        lifespan=lifespan,
    )


def _check_published(tree: Path) -> None:
    if not tree.is_dir():
        raise NotFoundError(
            Message("there is no folder {tree!r}", tree=str(tree)),
            hint=Message("name one that `syndicate build` wrote"),
        )
    if not _is_published(tree):
        raise NotFoundError(
            Message("{tree!r} is not a published tree, and its files may not be meant for readers", tree=str(tree)),
            hint=Message("run `syndicate build {tree} --out public`, and serve `public`", tree=tree),
        )


def _adapter_routes(versions: Versions[Snapshot], counts: Counts | None) -> Iterator[BaseRoute]:
    for adapter in _ADAPTERS:
        for prefix in adapter.prefixes:
            yield from _routes(
                adapter,
                prefix,
                Route(prefix, Endpoints(adapter, prefix, versions, counts, bare=True)),
                Mount(prefix, app=Endpoints(adapter, prefix, versions, counts)),
            )


async def _health(versions: Versions[Snapshot], request: Request) -> Response:
    """Which build is served, and how old its source is, for monitoring."""
    if request.method == "OPTIONS":
        return preflight()
    try:
        snapshot = await versions.snapshot()
    except Refusal as refusal:
        return problem(request, refusal)
    value = {
        "status": "ok",
        "digest": snapshot.digest,
        "build": snapshot.build,
        "snapshot": rfc3339(snapshot.date) if snapshot.date is not None else None,
        "age": _age(snapshot.date),
        "current": snapshot.tree.is_current,
        "texts": len(snapshot.items),
    }
    return respond_json(request, value, headers={"cache-control": "no-store"})


def _is_published(tree: Path) -> bool:
    """Whether a build has written a folder, or may do so yet: one that is empty is served as soon as it has."""
    if (tree / MANIFEST.path).is_file() or next(tree.iterdir(), None) is None:
        return True
    try:  # copies of a tree may lack hidden files
        with (tree / CATALOG_JSON.path).open("rb") as file:
            return b'"builds"' in file.read(_HEAD)
    except OSError:
        return False


def _age(date: datetime | None) -> int | None:
    """How many seconds old the source is; the one thing that depends on the clock, for monitoring."""
    return None if date is None else max(0, int((moment_of_build() - date).total_seconds()))


def _routes(adapter: Adapter, prefix: str, *routes: Route | Mount) -> Iterator[BaseRoute]:
    """The routes to an adapter: in any case where its paths are, and with doubled slashes."""
    for route in routes:
        pattern = route.path_regex.pattern.replace(re.escape(prefix), prefix_pattern(prefix), 1)
        route.path_regex = re.compile(pattern, re.IGNORECASE if adapter.any_case else 0)
        yield route
