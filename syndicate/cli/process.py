"""The process around a command: its standard streams and the signals that stop it. No command is here."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

import click

from syndicate.cli.language import gettext
from syndicate.interrupts import STOPPING
from syndicate.reasons import of_system

__all__ = ["Stops", "end_by", "finish", "hold_streams", "reason", "say"]


def hold_streams() -> None:
    """Put something in place of each standard stream that is closed, as after ``>&-``.

    Otherwise the next file that is opened would get its number, and writes to the stream would go into the file.
    Reading from a closed input and writing to a closed output fail, as they should; messages go nowhere.
    """
    for number, flags in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # the lowest free number: this one
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def say(message: str) -> None:
    """Print a message to stderr, if it is open."""
    with suppress(OSError, ValueError):
        click.echo(f"syndicate: {message}", err=True)


def finish(code: int) -> int:
    """Flush the streams, and return the exit code: 1 where that fails.

    The interpreter would try at its end, and fail with a traceback and a code of its own.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            if code == 0 and not isinstance(error, BrokenPipeError):
                say(reason(error))
            code = code or 1
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return code


def reason(error: Exception) -> str:
    """Why something could not be read or written."""
    if isinstance(error, OSError) and error.errno == errno.EBADF and error.filename is None:
        return gettext("standard input or output is closed")
    if isinstance(error, OSError):
        return f"{of_system(error).said(gettext)}{f': {error.filename}' if error.filename else ''}"
    return str(error)


class Stops:
    """Turns the signals that end a program into one exception, so that what was begun is cleaned up.

    Attributes:
        number: the signal that came; None if none did.
    """

    def __init__(self) -> None:
        self.number: int | None = None

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Handle them within; one that the parent process ignores, as ``nohup`` does, stays ignored."""
        before: dict[signal.Signals, Any] = {}
        for number in STOPPING:
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                with suppress(ValueError):  # not the main thread
                    before[number] = signal.signal(number, self._stop)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> NoReturn:
        self.number = number
        for other in STOPPING:  # a second one would interrupt the cleaning up
            signal.signal(other, signal.SIG_IGN)
        raise KeyboardInterrupt


def end_by(number: int) -> int:
    """End this process as the signal would have, so that the parent process knows."""
    _end_tracker()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number  # if the signal is blocked


def _end_tracker() -> None:
    """End the process that :mod:`multiprocessing` starts beside its first, which would end some time after this one."""
    if tracker := sys.modules.get("multiprocessing.resource_tracker"):
        with suppress(AttributeError, OSError):  # there is no public function for it
            tracker._resource_tracker._stop()
