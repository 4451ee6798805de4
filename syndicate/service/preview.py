"""The local preview: a published tree over HTTP on this machine alone, each artifact with its media type."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from syndicate.embeds.headers import IMMUTABLE, headers
from syndicate.errors import PublishError
from syndicate.model.layout import media_type

__all__ = ["app", "serve"]


class _Tree(StaticFiles):
    """Static files with the media types and headers of the tree's own tables."""

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


def app(directory: str | Path) -> Starlette:
    """The preview as an ASGI application.

    Args:
        directory: the published tree; a build that replaces it is seen at once.
    """
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
    config: dict[str, Any] = {"host": "127.0.0.1", "port": port, "log_level": "info", "access_log": False}
    try:
        uvicorn.run(app(directory), **config)
    except SystemExit as stop:
        if stop.code:
            raise PublishError(f"cannot listen on port {port}", hint="give another --port") from stop
