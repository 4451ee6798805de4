"""Asking the service as partners do: in this process, or over a socket. No test lives here."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from asgi import Answer, Client

import syndicate
from syndicate.service import app

__all__ = ["Answer", "Service", "example_numbers", "served"]

_SAFE = "!#$%&'()*+,/:;=?@~[]"


class Service:
    """The service of a tree.

    Args:
        tree: the published folder.
        under: what the paths of requests are relative to.
    """

    def __init__(self, tree: Path, under: str = "") -> None:
        self._app = app(tree)
        self._under = under

    def get(self, target: str, **options: str) -> Answer:
        """Ask for a path with its query; options are those of the client."""
        with self._client() as client:
            return client.get(self._sent(target), **options)

    def each(self, targets: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Ask for many, in one event loop."""
        with self._client() as client:
            for target in targets:
                yield target, client.get(self._sent(target))

    def _client(self) -> Client:
        return Client(self._app, "topics.example.org", "https")

    def _sent(self, target: str) -> str:
        path, _, query = target.partition("?")
        return f"{quote(self._under + path)}?{quote(query, safe=_SAFE)}"


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
