"""Signals that stop a build: which they are, and how what must not be cut short is kept whole. None is handled here."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["STOPPING", "uninterrupted"]

STOPPING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals by which a person, a system, or a terminal that closes ends a program in good order."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let these signals wait until what is within is done: a swap of trees, or the removal of one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
