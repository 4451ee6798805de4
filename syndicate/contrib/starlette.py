"""A router for Starlette and FastAPI: a site's artifacts, made when they are asked for, without a published tree.

Partners' APIs need a tree: :func:`syndicate.service.app` serves them.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, Router

from syndicate.embeds import headers
from syndicate.errors import LocaleError, NotFoundError
from syndicate.layout import NOT_FOUND_PAGE, artifact_at, page_path
from syndicate.locales import locale_id
from syndicate.site import Artifact, Site

__all__ = ["router"]


def router(site: Site, *, kept: int = 256, withdrawn: Iterable[tuple[str, str]] = ()) -> Router:
    """The artifacts of a site, below the path that the router is mounted at; ``base_url`` has to name that.

    Args:
        site: what is served. Make another router when the catalog changes.
        kept: how many artifacts are kept once they are made.
        withdrawn: the slug and the locale identifier of each text that has left, such as ``Topics.withdrawn``: their
            addresses answer 410.

    >>> import syndicate
    >>> catalog = syndicate.read("examples/health-topics")
    >>> publisher = syndicate.Publisher.load("examples/health-topics/publisher.toml")
    >>> len(router(syndicate.Site(catalog, publisher)).routes)
    1
    """

    gone = frozenset(withdrawn)

    @lru_cache(maxsize=kept)
    def made(path: str) -> tuple[Artifact, str]:
        artifact = site.get(path)
        return artifact, f'"{sha256(artifact.body).hexdigest()[:32]}"'

    async def answer(request: Request) -> Response:
        path = request.path_params["path"]
        page = page_path(f"{path}/")
        for place in (page_path(path),) if path == "" or path.endswith("/") else (path, page):
            try:
                artifact, etag = await run_in_threadpool(made, place)
            except NotFoundError:
                continue
            if place == page:
                return RedirectResponse(request.url.replace(path=f"{request.url.path}/"), 308)
            return _response(request, artifact, etag)
        is_gone = _text_at(path) in gone
        if _is_page(path):
            with suppress(NotFoundError):
                artifact, _ = await run_in_threadpool(made, NOT_FOUND_PAGE.at())
                return Response(artifact.body, 410 if is_gone else 404, media_type=artifact.media_type)
        message = "This text has been withdrawn.\n" if is_gone else "There is nothing at this address.\n"
        return Response(message, 410 if is_gone else 404, media_type="text/plain")

    return Router([Route("/{path:path}", answer)])


def _text_at(path: str) -> tuple[str, str] | None:
    """The slug and the locale of the text that would have something at a path."""
    for one in (path, page_path(f"{path.rstrip('/')}/")):
        place = artifact_at(one)
        if place is not None and {"slug", "locale"} <= place.values.keys():
            with suppress(LocaleError):
                return place.values["slug"], locale_id(place.values["locale"])
    return None


def _is_page(path: str) -> bool:
    """Whether a person may have asked for a path, rather than a program."""
    return path.endswith((".html", "/")) or "." not in path.rpartition("/")[2]


def _response(request: Request, artifact: Artifact, etag: str) -> Response:
    sent = {**headers(artifact.path), "ETag": etag}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if known & {etag, "*"}:
        return Response(status_code=304, headers=sent)
    return Response(artifact.body, headers=sent, media_type=artifact.media_type)
