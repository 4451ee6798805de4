"""Real servers for tests, on this machine: an ASGI application under uvicorn, in a thread, on a port that is free."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def served(application: Any, port: int = 0) -> Iterator[str]:
    """The address at which an application answers while the block runs; on any port, or a certain one."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < until
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
