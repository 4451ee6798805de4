"""How tests ask the service: one request, in a loop of its own, as a server passes it on. No test lives here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import attrs
from lxml import etree


@attrs.frozen
class Answer:
    """What was sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def xml(self) -> etree._Element:
        """The root of the body as XML."""
        return etree.fromstring(self.body)


def ask(application: Any, path: str, query: Mapping[str, object] | str = "", **headers: str) -> Answer:
    """The answer of an ASGI application to a GET request.

    Args:
        application: the application.
        path: the path.
        query: the parameters, or the query as it is sent.
        headers: fields of the request, with ``_`` for ``-``.
    """
    sent: list[dict[str, Any]] = []
    fields = {"host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": (query if isinstance(query, str) else urlencode(query)).encode(),
        "headers": [(name.encode(), value.encode()) for name, value in fields.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    told = {name.decode().lower(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:]))
