"""Asking the service as partners do: in this process, or over a socket. No test lives here."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs

import syndicate
from syndicate.service import app

__all__ = ["Answer", "Service", "example_numbers", "served"]


@attrs.frozen
class Answer:
    """What the service sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def results(self) -> Any:
        """What either envelope holds."""
        return self.json["results"]

    @property
    def media_type(self) -> str:
        """The type of the body."""
        return self.headers.get("content-type", "").partition(";")[0]


class Service:
    """The service of a tree.

    Args:
        tree: the published folder.
        under: what the paths of requests are relative to.
    """

    def __init__(self, tree: Path, under: str = "") -> None:
        self._app = app(tree)
        self._under = under

    def get(self, target: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path with its query; headers by their names, with ``_`` for ``-``."""
        return asyncio.run(self._answer(target, method, headers))

    def each(self, targets: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Ask for many, in one event loop."""

        async def ask() -> list[tuple[str, Answer]]:
            return [(target, await self._answer(target, "GET", {})) for target in targets]

        yield from asyncio.run(ask())

    async def _answer(self, target: str, method: str, headers: Mapping[str, str]) -> Answer:
        path, _, query = target.partition("?")
        path = self._under + path
        fields = {"host": "topics.example.org", **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": quote(query, safe="!#$%&'()*+,/:;=?@~[]").encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in fields.items()],
            "server": ("topics.example.org", 443),
            "client": ("127.0.0.1", 50000),
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        return Answer(
            sent[0]["status"],
            {name.decode().lower(): value.decode("latin-1") for name, value in sent[0]["headers"]},
            b"".join(message.get("body", b"") for message in sent[1:]),
        )


@contextmanager
def served(tree: Path, **options: Any) -> Iterator[str]:
    """The address at which a tree is served over a socket, without a slash at its end; options are those of the app."""
    import uvicorn

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # so that who asks before the server has started waits for it
    server = uvicorn.Server(uvicorn.Config(app(tree, **options), log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def example_numbers(service: Service) -> dict[tuple[str, str], int]:
    """The numbers of the texts of a tree that HHS's interface lists, by title and the code of the language."""
    listed = service.get("/hhs/api/v2/resources/media.json?max=1000").results
    return {(item["name"], item["language"]["isoCode"]): item["id"] for item in listed}


def build(catalog: syndicate.Catalog, publisher: syndicate.Publisher, out: Path) -> Path:
    """A tree with no more than the service needs."""
    syndicate.build(catalog, publisher, out, only=["snippets"])
    return out
