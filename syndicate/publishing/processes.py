"""Processes that share work which they all have. What the work is, is in `work`.

Each has a pipe of its own, and the main process no thread and no lock: :class:`concurrent.futures.ProcessPoolExecutor`
may wait for ever for a worker that is killed while it writes its answer, or while it waits for its next task.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from syndicate.errors import PublishError
from syndicate.interrupts import STOPPING, uninterrupted

__all__ = ["in_processes"]

T = TypeVar("T")
U = TypeVar("U")


@contextmanager
def in_processes(do: Callable[[T], U], count: int) -> Iterator[Callable[[Sequence[T]], Iterator[U]]]:
    """A function that answers requests in several processes; the answers come in the order of the requests.

    On leaving the processes are killed, since what they still write would be left beside a tree that is being removed.

    Args:
        do: answers one request. Forked processes have it, and all that belongs to it, at once.
        count: how many processes.

    Raises:
        PublishError: a process was ended from outside.
    """
    workers: list[tuple[BaseProcess, Connection]] = []
    try:
        with uninterrupted():
            workers += (_started(do) for _ in range(count))
        pipes = [pipe for _, pipe in workers]
        yield lambda requests: _answers(pipes, requests)
    finally:
        try:
            with uninterrupted():
                _end(workers)
        except KeyboardInterrupt:  # that came before the signals waited, or while they did
            _end(workers)
            raise


def _answers(pipes: Sequence[Connection], requests: Sequence[Any]) -> Iterator[Any]:
    waiting = iter(enumerate(requests))
    places: dict[Any, int] = {}
    done: dict[int, Any] = {}

    def ask(pipe: Connection) -> None:
        places.pop(pipe, None)
        if (request := next(waiting, None)) is not None:
            places[pipe] = request[0]
            pipe.send(request[1])

    try:
        for pipe in pipes:
            ask(pipe)
        for place in range(len(requests)):
            while place not in done:
                for pipe in wait(list(places)):  # type: ignore[assignment]
                    answer, error = pipe.recv()
                    if error is not None:
                        raise error
                    done[places[pipe]] = answer
                    ask(pipe)
            yield done.pop(place)
    except (EOFError, ConnectionError) as error:
        raise PublishError("a process of the build was ended from outside", hint="try fewer --jobs") from error


def _end(workers: Sequence[tuple[BaseProcess, Connection]]) -> None:
    for worker, pipe in workers:
        worker.kill()
        pipe.close()
    for worker, _ in workers:
        worker.join()


def _started(do: Callable[[Any], Any]) -> tuple[BaseProcess, Connection]:
    # Forked workers need no pickles, and a script no `if __name__ == "__main__"` for them.
    context: Any = multiprocessing.get_context("fork" if sys.platform.startswith("linux") else "spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(do, theirs, os.getpid()), daemon=True)
    worker.start()
    theirs.close()
    return worker, ours


def _work(do: Callable[[Any], Any], pipe: Connection, parent: int) -> None:
    for number in STOPPING:  # the build itself is stopped, and ends its workers
        signal.signal(number, signal.SIG_IGN)
    _end_with(parent)
    gc.freeze()  # a collection would write to every object of the catalog, and so copy the memory that forks share
    with suppress(EOFError):  # the build has ended
        while True:
            answer: tuple[Any, Exception | None]
            request = pipe.recv()
            try:
                answer = (do(request), None)
            except Exception as error:  # which ends the build
                answer = (None, _sendable(error))
            pipe.send(answer)


def _sendable(error: Exception) -> Exception:
    """The error with the traceback of this process, which a pickle does not have; another where it has no pickle."""
    problem, trace = traceback.format_exception_only(error)[-1].strip(), "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 -- made in this line; some errors fail only when they are read
    except Exception:
        error = PublishError(f"a process of the build failed: {problem}")
    error.add_note(f"In a process of the build:\n{trace}")
    return error


def _end_with(parent: int) -> None:
    """End this process when the build is killed: it would write on beside a tree that another build makes."""
    if sys.platform.startswith("linux"):
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
