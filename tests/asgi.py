"""A client of ASGI applications for tests: it asks as a server would that has decoded the URL."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

import attrs
from lxml import etree


@attrs.frozen
class Answer:
    """What an application sent."""

    status: int
    headers: dict[str, str]
    body: bytes = attrs.field(repr=lambda body: repr(body[:500]))

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def xml(self) -> etree._Element:
        """The root of the body as XML."""
        return etree.fromstring(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def media_type(self) -> str:
        """The type of the body."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def results(self) -> Any:
        """What the envelopes of HHS and of the CDC hold."""
        return self.json["results"]


class Client:
    """Asks an application, all in one event loop, as a server does.

    Args:
        application: what is asked.
        host: the name that it is asked by.
        scheme: that of the address.
    """

    def __init__(self, application: Any, host: str = "127.0.0.1:8000", scheme: str = "http") -> None:
        self._application = application
        self._host = host
        self._scheme = scheme
        self._runner = asyncio.Runner()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._runner.close()

    def get(self, target: str, *, method: str = "GET", root_path: str = "", **headers: str) -> Answer:
        """The answer to a request.

        Args:
            target: path and query, as in an address.
            method: the HTTP method.
            root_path: below which path a proxy has put the application.
            headers: fields of the request, with ``_`` for ``-``.
        """
        return self._runner.run(self.ask(target, method=method, root_path=root_path, **headers))

    async def ask(self, target: str, *, method: str = "GET", root_path: str = "", **headers: str) -> Answer:
        """The same within a loop."""
        path, _, query = target.partition("?")
        fields = {"host": self._host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": self._scheme,
            "path": root_path + unquote_to_bytes(path).decode(errors="replace"),
            "raw_path": (root_path + path).encode(),
            "root_path": root_path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in fields.items()],
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 50000),
        }

        body = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, Any]:
            if (message := next(body, None)) is None:
                await asyncio.Event().wait()  # the client neither sends more nor leaves
            return message or {}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._application(scope, receive, send)
        return Answer(
            sent[0]["status"],
            {name.decode().lower(): value.decode("latin-1") for name, value in sent[0]["headers"]},
            b"".join(message.get("body", b"") for message in sent[1:]),
        )


def ask(application: Any, path: str, query: Mapping[str, object] | str = "", **options: str) -> Answer:
    """The answer to one request.

    Args:
        application: what is asked.
        path: as a server has decoded it.
        query: the parameters, or the query as it is sent.
        options: those of :meth:`Client.get`.
    """
    sent = query if isinstance(query, str) else urlencode(query)
    with Client(application) as client:
        return client.get(f"{quote(path)}?{sent}", **options)
