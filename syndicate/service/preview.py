"""A tree as its editor sees it, who builds it again and again: pages reload themselves when the tree has changed.

What does so is added to each page when it is sent, and is in no file of the tree. Frames for partners' pages get
nothing: their policy lets them load no data, and the page around them is reloaded.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from syndicate.layout import MANIFEST, STYLESHEET
from syndicate.model import Publisher

__all__ = ["Preview"]

_EVENTS: Final = "/.syndicate/changes"  # a path that no tree has: what begins with a dot is not served
_SCRIPT: Final = "/.syndicate/reload.js"
_WITHHELD: Final = (b"if-none-match", b"if-modified-since", b"accept-encoding", b"range")
_RELOAD: Final = b"""// Reloads the page when the tree is another than the one it was made of.
const mine = new URL(import.meta.url).search.slice(1);
new EventSource("/.syndicate/changes").addEventListener("message", ({ data }) => {
  if (data !== mine) location.reload();
});
"""
_LOOKS: Final = 0.3  # seconds between checks whether the server is shutting down


class Preview:
    """An application whose pages reload themselves after each build.

    Args:
        tree: the published folder.
        publisher: who publishes it now.
        make: makes the application for a publisher.
    """

    def __init__(
        self, tree: Path, publisher: Callable[[], Publisher | None], make: Callable[[Publisher | None], ASGIApp]
    ) -> None:
        self._tree = tree
        self._load = publisher
        self._make = make
        self._publisher = publisher()
        self._application = make(self._publisher)
        self._version = _version(tree)
        self._ending = False

    def changed(self) -> None:
        """Tell the pages that a build has ended well; from any thread."""
        if (publisher := self._load()) != self._publisher:
            self._publisher, self._application = publisher, self._make(publisher)
        self._version = _version(self._tree)

    def end(self) -> None:
        """Release the browsers that wait for changes, so that the server can end."""
        self._ending = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._application(scope, receive, send)
        elif scope["path"] == _EVENTS:
            await StreamingResponse(self._changes(), media_type="text/event-stream")(scope, receive, send)
        elif scope["path"] == _SCRIPT:
            await Response(_RELOAD, media_type="text/javascript")(scope, receive, send)
        else:
            await self._application(_asking_for_all(scope), receive, _Extending(send, self._version).send)

    async def _changes(self) -> AsyncIterator[str]:
        """The version of the tree now, and each that it gets (server-sent events)."""
        told = ""
        yield "retry: 1000\n\n"
        while not self._ending:
            if told != self._version:
                told = self._version
                yield f"data: {told}\n\n"
            await asyncio.sleep(_LOOKS)


class _Extending:
    """Sends an answer, with a script at its end if it is a page.

    Args:
        send: where to.
        version: of the tree.
    """

    def __init__(self, send: Send, version: str) -> None:
        self._send = send
        self._script = f'<script type="module" src="{_SCRIPT}?{version}"></script>\n'.encode()
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        """A message of the application."""
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            start, self._start = self._start, None
            body, end, after = message.get("body", b"").rpartition(b"</body>")
            if end:
                body += self._script
                others = [header for header in start["headers"] if header[0] != b"content-length"]
                length = str(len(body) + len(end) + len(after)).encode()
                start = {**start, "headers": [*others, (b"content-length", length)]}
            await self._send(start)
            await self._send({**message, "body": body + end + after})


def _is_page(start: Message) -> bool:
    headers = dict(start["headers"])
    policy = headers.get(b"content-security-policy", b"")
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"default-src 'none'" not in policy


def _asking_for_all(scope: Scope) -> Scope:
    """A request that says nothing of what the browser has, where it asks for a page: that may lack the script."""
    accepted = dict(scope["headers"]).get(b"accept", b"")
    if b"text/html" not in accepted:
        return scope
    return {**scope, "headers": [header for header in scope["headers"] if header[0] not in _WITHHELD]}


def _version(tree: Path) -> str:
    """The version of a tree: its manifest has digests of what files are made of."""
    found = sha256()
    for name in (MANIFEST.path, STYLESHEET.path):
        try:
            found.update((tree / name).read_bytes())
        except OSError:
            found.update(b"-")
    return found.hexdigest()[:16]
