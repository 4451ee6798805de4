"""Serving a tree from this process, until a signal ends it. What is answered is said in `application`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn

from syndicate.errors import PublishError
from syndicate.model import Publisher
from syndicate.service import app

__all__ = ["serve"]

_LONGEST_GOODBYE: Final = 10  # seconds that requests under way have when the server is told to end


def serve(
    directory: str | Path,
    port: int = 8000,
    host: str = "127.0.0.1",
    *,
    publisher: Publisher | None = None,
    counts: Path | None = None,
) -> None:
    """Serve a published tree and its APIs at ``http://HOST:PORT/`` until interrupted.

    On a loopback address it is a preview: browsers ask each time, and only this machine's own names are answered.
    Addresses of readers are not logged.

    Args:
        directory: the published folder.
        port: the port; 0 for any that is free.
        host: the address to listen on.
        publisher, counts: as for :func:`syndicate.service.app`.

    Raises:
        PublishError: the port is taken, or the address is none of this machine's.
    """
    application = app(directory, publisher=publisher, local=_is_loopback(host), counts=counts)
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
    server = uvicorn.Server(config)
    try:
        with _hanging_up(server):
            server.run()
    except SystemExit as stop:
        if stop.code:
            raise PublishError(f"cannot listen on port {port}", hint="give another --port or --host") from stop


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name
        return False


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
