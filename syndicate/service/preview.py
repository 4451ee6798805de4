"""The local preview: a published tree over HTTP on this machine alone, each artifact with its media type."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from syndicate.embeds.http_headers import IMMUTABLE, headers
from syndicate.errors import NotFoundError, PublishError
from syndicate.layout import media_type
from syndicate.model.arguments import check

__all__ = ["app", "serve"]

_HISTORY = re.compile(r"\.history(-journal|-wal|-shm)?(/|$)")
"""What a history is called, and the files that SQLite puts beside it."""


class _Tree(StaticFiles):
    """Static files with the media types and headers of the tree's own tables."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return ("", None) if _is_private(path) else super().lookup_path(path)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        path = Path(full_path).relative_to(Path(self.directory or "").resolve()).as_posix()
        response.headers.update(headers(path))
        if isinstance(response, FileResponse):
            kind = media_type(path)
            response.headers["content-type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        # What a host may keep for minutes would hide the next build from who looks at it here.
        if response.headers.get("cache-control") != IMMUTABLE:
            response.headers["cache-control"] = "no-cache"
        return response


def _is_private(path: str) -> bool:
    """Whether a path is of what no visitor should see: the list of files, a history, a ``.git``; or no path at all."""
    parts = path.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") and part != "." for part in (parts[1:] if parts[0] == ".well-known" else parts))
    return hidden or "\0" in path or _HISTORY.search(path) is not None


def app(directory: str | Path) -> Starlette:
    """The preview as an ASGI application.

    Args:
        directory: the published tree; a build that replaces it is seen at once.

    Raises:
        NotFoundError: there is no such folder.
    """
    check(directory=directory)
    if not Path(directory).is_dir():
        raise NotFoundError(f"there is no folder {str(directory)!r}", hint="name one that `syndicate build` wrote")
    return Starlette(
        routes=[Mount("/", _Tree(directory=directory, html=True))],
        # Without this, a page of any site could read the preview by pointing its own name at 127.0.0.1.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", "testserver"])],
    )


def serve(directory: str | Path, port: int = 8000) -> None:
    """Serve a published tree at ``http://127.0.0.1:PORT/`` until interrupted.

    Raises:
        PublishError: the port is taken.
    """
    config = uvicorn.Config(app(directory), host="127.0.0.1", port=port, log_level="info", access_log=False)
    server = uvicorn.Server(config)
    try:
        with _hanging_up(server):
            server.run()
    except SystemExit as stop:
        if stop.code:
            raise PublishError(f"cannot listen on port {port}", hint="give another --port") from stop


@contextmanager
def _hanging_up(server: uvicorn.Server) -> Iterator[None]:
    """End in good order too when the terminal is closed, which uvicorn does not heed."""
    number = getattr(signal, "SIGHUP", None)
    if number is None or signal.getsignal(number) in (signal.SIG_IGN, None):
        yield
        return
    heard: list[int] = []

    def stop(given: int, frame: FrameType | None) -> None:
        heard.append(given)
        server.should_exit = True

    before = signal.signal(number, stop)
    try:
        yield
    finally:
        signal.signal(number, before)
    if heard:
        signal.raise_signal(number)
