"""Serving a tree from this process, until a signal ends it. What is answered is said in `application`."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Final, Protocol

import uvicorn
from starlette.applications import Starlette

from syndicate.errors import Message, PublishError
from syndicate.model import Publisher
from syndicate.reasons import of_words
from syndicate.service import app
from syndicate.service.preview import Preview

__all__ = ["serve"]

_LONGEST_GOODBYE: Final = 10  # seconds that running requests have at shutdown


def serve(
    directory: str | Path,
    port: int = 8000,
    host: str = "127.0.0.1",
    *,
    publisher: Publisher | None = None,
    counts: Path | None = None,
    rebuilding: Rebuilding | None = None,
) -> None:
    """Serve a published tree and its APIs at ``http://HOST:PORT/`` until interrupted.

    On a loopback address it is a preview: browsers ask each time, and only this machine's own names are answered.
    Addresses of readers are not logged.

    Args:
        directory: the published folder.
        port: the port; 0 for any that is free.
        host: the address to listen on.
        publisher, counts: as for :func:`syndicate.service.app`.
        rebuilding: what rebuilds the tree meanwhile, and knows the publisher; pages then reload themselves.

    Raises:
        PublishError: the port is taken, or the address is not one of this machine's.
    """
    _check_free(host, port)
    make = partial(_made, directory, host, counts)
    preview = Preview(Path(directory), rebuilding.publisher, make) if rebuilding is not None else None
    if rebuilding is not None and preview is not None:
        rebuilding.follow(preview.changed)
    application = preview or make(publisher)
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        log_level="info",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_LONGEST_GOODBYE,
    )
    server = _Server(config, preview)
    try:
        with _hanging_up(server):
            server.run()
    except SystemExit as stop:
        if stop.code:
            raise PublishError(
                Message("cannot listen on port {port}", port=port), hint=Message("give another --port or --host")
            ) from stop


def _made(directory: str | Path, host: str, counts: Path | None, publisher: Publisher | None) -> Starlette:
    return app(directory, publisher=publisher, local=_is_loopback(host), counts=counts)


class Rebuilding(Protocol):
    """Who builds the tree again while it is served."""

    def follow(self, listener: Callable[[], None]) -> None:
        """Call a function after each build that ends well."""

    def publisher(self) -> Publisher | None:
        """Who publishes it, as the last build knew."""


class _Server(uvicorn.Server):
    """The server; before it ends, browsers that wait for changes are let go."""

    def __init__(self, config: uvicorn.Config, preview: Preview | None) -> None:
        super().__init__(config)
        self._preview = preview

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        if self._preview is not None:
            self._preview.end()
        await super().shutdown(sockets)


def _check_free(host: str, port: int) -> None:
    """Say why an address cannot be listened on, before anything is started.

    Raises:
        PublishError: another program listens there, the address is not one of this machine's, or the port needs rights.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            if os.name == "posix":  # where it means that a port just left may be taken; as the server does
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except OSError as error:
        why = of_words((error.strerror or str(error)).lower())
        hint = Message("give another --port; 0 takes any that is free")
        if error.errno != errno.EADDRINUSE:
            hint = Message("give another --port or --host")
        raise PublishError(
            Message("cannot listen on {host}, port {port}: {why}", host=host, port=port, why=why), hint=hint
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name
        return False


@contextmanager
def _hanging_up(server: uvicorn.Server) -> Iterator[None]:
    """Shut down cleanly also when the terminal is closed, a signal that uvicorn does not handle."""
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
