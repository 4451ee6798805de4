"""Signals that stop a build: which they are, and how to defer them in a critical section. None is handled here."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Final

__all__ = ["STOPPING", "uninterrupted"]

STOPPING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals by which a user, the system, or a closing terminal asks a program to end."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Defer these signals until the block is done, for example a swap of trees.

    They are blocked, so that threads and processes that are started within leave them to the main thread. That alone
    is not enough: where another thread does not block a signal, its handler still runs, in the main thread. So the
    handlers are replaced too.
    """
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in STOPPING} if current_thread() is main_thread() else {}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING) if hasattr(signal, "pthread_sigmask") else None
    try:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, lambda number, frame: came.append(number))
        yield
    finally:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
