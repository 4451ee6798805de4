"""The static files of the tree over HTTP, each with its media type and headers; what a lean tree leaves out is made."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette._utils import get_route_path
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from syndicate.embeds.http_headers import IMMUTABLE, headers
from syndicate.errors import LocaleError
from syndicate.layout import ASSET, NOT_FOUND_PAGE, STYLESHEET, Place, artifact_at, is_kind, media_type, page_path
from syndicate.layout import Scope as Extent
from syndicate.locales.catalogs import marked
from syndicate.service.left_out import can_be_made
from syndicate.service.refusals import Refusal
from syndicate.service.requests import check_request
from syndicate.service.responses import Reply, etag_of, preflight, problem
from syndicate.service.snapshot import Snapshot
from syndicate.service.versions import OpenTree, Replaced, Versions

__all__ = ["Files"]

_HISTORY: Final = re.compile(r"\.history(-journal|-wal|-shm)?(/|$)")
"""What a history is called, and the files that SQLite puts beside it."""
_LARGE: Final = 4 * 1024**2
"""A file of this many bytes or more is not held in memory."""
_NOT_FOUND_PAGE: Final = NOT_FOUND_PAGE.at()
_ROOT: Final = re.compile(rf'<link rel="stylesheet" href="(/[^"]*){re.escape(STYLESHEET.at())}"'.encode())
"""Where the tree begins for the links of that page."""


class Files:
    """The files of the tree as an ASGI application.

    Args:
        versions: the tree.
        fresh: whether browsers are to ask each time, as an editor wants who builds again and again.
    """

    def __init__(self, versions: Versions[Snapshot], *, fresh: bool = False) -> None:
        self._versions = versions
        self._fresh = fresh

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        if scope["type"] == "http":
            await (await self._answer(scope))(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        try:
            check_request(scope)
            if scope["method"] == "OPTIONS":
                return preflight()
            asked = get_route_path(scope)
            path = re.sub("/{2,}", "/", asked).removeprefix("/")
            if is_private(path):
                raise Refusal(404, marked("There is nothing at this address."))
            if "//" in asked:
                return _moved(scope, f"/{path}")
            tree = self._versions.tree()
            if (place := _place_now(tree, path)) is not None:
                query = scope["query_string"].decode("latin-1")
                return RedirectResponse(quote(place) + (f"?{query}" if query else ""), 308)
            reply = self._found(tree, path, scope)
            if reply is None and not tree.is_current:  # a build ended between the two checks
                tree = self._versions.tree()
                reply = self._found(tree, path, scope)
            return reply or await self._left_out(path, scope) or self._page_for_nothing(tree, path)
        except Refusal as refusal:
            return problem(Request(scope), refusal)

    def _found(self, tree: OpenTree, path: str, scope: Scope) -> Response | None:
        if not path or path.endswith("/"):
            page = self._file(tree, page_path(path))
            return page or (_moved(scope, f"/{path[:-1]}") if path and tree.key(path[:-1]) is not None else None)
        if (reply := self._file(tree, path)) is not None:
            return reply
        if tree.is_folder(path) and tree.key(page_path(f"{path}/")) is not None:
            return _moved(scope, f"/{path}/")  # relative links of an index page need the slash
        return None

    def _file(self, tree: OpenTree, path: str) -> Response | None:
        key = tree.key(path)
        if key is None:
            return None
        if is_kind(path, ASSET) and (large := _streamed(tree.place, path)) is not None:
            return large
        kept: Reply | None = tree.replies.get(("file", path, key))
        if kept is not None:
            return kept
        if (file := tree.read(path)) is None:
            return None
        reply = self._reply(path, file.body, file.modified)
        tree.replies.put(("file", path, file.key), reply)
        return reply

    def _reply(self, path: str, body: bytes, modified: float | None, status: int = 200) -> Reply:
        sent = dict(headers(path))
        # A cached file would hide the next build from an editor who previews it.
        if status == 200 and self._fresh and sent.get("Cache-Control") != IMMUTABLE:
            sent["Cache-Control"] = "no-cache"
        return Reply(body, media_type(path), status=status, headers=sent, modified=modified, etag=etag_of(body))

    async def _left_out(self, path: str, scope: Scope) -> Response | None:
        """What lies at a path in a tree that leaves nothing out, as far as it can be made."""
        plain = path.removesuffix("/")
        for file, own in ((plain, plain), (page_path(f"{plain}/"), f"{plain}/")):
            if (reply := await self._made(file, scope)) is not None:
                return reply if own == path or reply.status_code != HTTPStatus.OK else _moved(scope, f"/{own}")
        return None

    async def _made(self, path: str, scope: Scope) -> Reply | None:
        """An artifact of a topic that the tree leaves out."""
        place = artifact_at(path)
        if place is None or not can_be_made(place):
            return None
        for than in (None, self._versions.loaded):
            try:
                snapshot = await self._versions.snapshot(than)
                reply: Reply | None = snapshot.tree.replies.get(("made", path))
                if reply is None:
                    reply = self._reply(path, (await snapshot.artifact(path)).body, None)
                    snapshot.tree.replies.put(("made", path), reply)
                return reply
            except Replaced:
                continue
            except Refusal as refusal:
                if refusal.status == 503:
                    return None
                return self._withdrawn(snapshot, place, path, get_route_path(scope).removeprefix("/"))
        return None

    def _withdrawn(self, snapshot: Snapshot, place: Place, path: str, asked: str) -> Reply | None:
        """410 for a withdrawn text: with the page for what is not there, or the reason for programs."""
        if place.kind.scope is not Extent.TOPIC:
            return None
        try:
            snapshot.text(place.values["slug"], place.values["locale"])
        except LocaleError:
            return None
        except Refusal as refusal:
            if refusal.status != HTTPStatus.GONE:
                return None
            if not _is_page(path) or (file := snapshot.tree.read(_NOT_FOUND_PAGE)) is None:
                raise
            return self._reply(_NOT_FOUND_PAGE, _seen_from(asked, file.body), None, refusal.status)
        return None

    def _page_for_nothing(self, tree: OpenTree, path: str) -> Response:
        """404, with the tree's own page for it if it has one and the address may be of a page; programs get JSON."""
        if _is_page(path) and (file := tree.read(_NOT_FOUND_PAGE)) is not None:
            return self._reply(_NOT_FOUND_PAGE, _seen_from(path, file.body), None, 404)
        raise Refusal(404, marked("There is nothing at this address."))


def _is_page(path: str) -> bool:
    """Whether somebody who reads may have asked for a path, rather than a program."""
    return path.endswith("/") or media_type(path) in (media_type(_NOT_FOUND_PAGE), media_type(""))


def _seen_from(path: str, page: bytes) -> bytes:
    """The page for what is not there with links that hold at a path, wherever the tree is served.

    The file itself, which a server shows at any address, can only name the folder that ``base_url`` has.
    """
    root = _ROOT.search(page)
    up = "../" * path.count("/") or "./"
    return page if root is None else page.replace(b'="' + root[1], f'="{up}'.encode())


def _moved(scope: Scope, to: str) -> Response:
    """308 to the path that is meant, from one that has a slash too many or too few.

    From a path with doubled slashes it is absolute, which clients resolve in different ways if it is not, and can lead
    to no other site, as `//evil.example` would; else relative, since a proxy may have put the tree below another path.
    """
    asked = get_route_path(scope)
    query = scope["query_string"].decode("latin-1")
    if "//" in asked:
        place = scope.get("root_path", "").rstrip("/") + to
    else:
        last = to.rstrip("/").rpartition("/")[2]
        place = f"../{last}" if asked.endswith("/") else f"./{last}/"
    return RedirectResponse(quote(place) + (f"?{query}" if query else ""), 308)


def _place_now(tree: OpenTree, path: str) -> str | None:
    """Where a file of a topic that moved is now, as a relative address; None if the path is of no such topic."""
    if not tree.moved:
        return None
    *folder, rest = path.split("/", 3) if path.count("/") > 2 else (*path.split("/"), None)
    slug = tree.moved.get("/".join(map(str, folder)))
    if slug is None:
        return None
    return f"./{slug}/" if rest is None else "../" * (rest.count("/") + 1) + f"{slug}/{rest}"


def _streamed(place: Path, path: str) -> Response | None:
    """A large file beside topics, sent in pieces, of which players ask for some; None for one that is not large."""
    file = (place / path).resolve()
    try:
        found = file.stat()
    except OSError:
        return None
    if found.st_size < _LARGE or not file.is_relative_to(place.resolve()):
        return None
    kind = media_type(path)
    return FileResponse(file, headers=headers(path), media_type=kind, stat_result=found)


def is_private(path: str) -> bool:
    """Whether a path is of what no visitor should see: the list of files, a history, a ``.git``; or no path at all."""
    parts = path.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") for part in (parts[1:] if parts[0] == ".well-known" else parts))
    return hidden or "\0" in path or path.startswith("/") or _HISTORY.search(path) is not None
