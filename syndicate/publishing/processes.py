"""Processes that are sent their work, request by request. What the work is, is in `work`.

They are spawned rather than forked, which would give each of them the whole catalog. Each has a pipe of its own,
and the main process no thread and no lock: :class:`concurrent.futures.ProcessPoolExecutor` may wait forever for a
worker that is killed while it writes its answer, or while it waits for its next task.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, Final, TypeVar

from syndicate.errors import Message, PublishError
from syndicate.interrupts import STOPPING, uninterrupted

__all__ = ["in_processes", "refuse_while_starting"]

T = TypeVar("T")
U = TypeVar("U")
Errand = tuple[bytes | None, Callable[[U | None], T]]
"""A request, and what is done here with its answer; None where there is nothing to ask."""
Worker = tuple[BaseProcess, Connection]
"""A process, and the pipe to it."""

_NAME: Final = "syndicate-build"
_UNGUARDED: Final = 78
"""What a worker exits with whose main module builds again."""
_GUARD: Final = Message(
    'put the build below `if __name__ == "__main__":`; formats and writers that are registered stay above it'
)


@contextmanager
def in_processes(
    do: Callable[[bytes], U], number: int, *, with_main: bool = False
) -> Iterator[Callable[[Iterable[Errand[U, T]]], Iterator[T]]]:
    """A function that has several processes answer requests, and yields the results in order.

    On leaving the processes are killed, since what they still write would be left beside a tree that is being removed.

    Args:
        do: answers one request; it is pickled.
        number: how many processes.
        with_main: whether they import the main module, as they must if the requests need what is in it. A script has
            to guard what it does against that, by ``if __name__ == "__main__"``.

    Raises:
        PublishError: a process was ended from outside, or could not start.
    """
    workers: list[Worker] = []
    try:
        with uninterrupted():
            workers += (_started(do, with_main) for _ in range(number))
        yield lambda errands: _answers(workers, errands)
    finally:
        try:
            with uninterrupted():
                _end(workers)
        except KeyboardInterrupt:  # that came before the signals waited, or while they did
            _end(workers)
            raise


def refuse_while_starting() -> None:
    """Refuse a build in a process that is still importing the script that has started it.

    A process of a build ends in silence, since the build tells why; one that others started says it itself.

    Raises:
        PublishError: this process is still starting.
    """
    process = multiprocessing.current_process()
    if not getattr(process, "_inheriting", False):  # as multiprocessing itself asks before it starts a process
        return
    if process.name == _NAME:
        raise SystemExit(_UNGUARDED)
    raise PublishError(
        Message("a build begins in a process that is still starting, which runs the whole script again"), hint=_GUARD
    )


def _answers(workers: Sequence[Worker], errands: Iterable[Errand[U, T]]) -> Iterator[T]:
    pipes = [pipe for _, pipe in workers]
    waiting = enumerate(errands)
    ready: deque[tuple[int, bytes, Callable[[U | None], T]]] = deque()
    asked: dict[Any, tuple[int, Callable[[U | None], T]]] = {}
    done: dict[int, T] = {}

    def prepare() -> bool:
        """Make the next request, ahead of the process that asks for it; whether there was one."""
        for number, (request, finish) in waiting:
            if request is not None:
                ready.append((number, request, finish))
                return True
            done[number] = finish(None)
        return False

    def ask(pipe: Connection) -> None:
        if ready or prepare():
            number, request, finish = ready.popleft()
            asked[pipe] = number, finish
            pipe.send_bytes(request)

    try:
        for pipe in pipes:
            ask(pipe)
        for place in count():
            while place not in done:
                more = len(ready) < len(pipes) and prepare()
                if not asked and place not in done:
                    return
                for pipe in wait(list(asked), 0 if more else None) if asked else ():  # type: ignore[assignment]
                    answer, error = pipe.recv()
                    if error is not None:
                        raise error
                    number, finish = asked.pop(pipe)
                    ask(pipe)
                    done[number] = finish(answer)
            yield done.pop(place)
    except (EOFError, ConnectionError):
        raise _ended([worker for worker, _ in workers]) from None


def _ended(workers: Sequence[BaseProcess]) -> PublishError:
    """Why a process has ended before the build did."""
    gone = wait([worker.sentinel for worker in workers], 5)
    for worker in workers:
        if worker.sentinel in gone:  # its pipes close before its exit code is known
            worker.join(5)
    codes = [worker.exitcode for worker in workers]
    if _UNGUARDED in codes:
        return PublishError(
            Message("each process of the build runs the whole script, and would build again"), hint=_GUARD
        )
    if any(code is not None and code > 0 for code in codes):  # a signal has a negative one
        return PublishError(
            Message("a process of the build ended as it ran the script that has started it"), hint=_GUARD
        )
    return PublishError(Message("a process of the build was ended from outside"), hint=Message("try fewer --jobs"))


def _end(workers: Sequence[Worker]) -> None:
    for worker, pipe in workers:
        worker.kill()
        pipe.close()
    for worker, _ in workers:
        worker.join()


def _started(do: Callable[[bytes], Any], with_main: bool) -> Worker:
    context: Any = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(do, theirs, os.getpid()), name=_NAME, daemon=True)
    main = sys.modules["__main__"]
    try:
        if not with_main:  # so that a script needs no guard for its main module
            sys.modules["__main__"] = ModuleType("__main__")
        worker.start()
    finally:
        sys.modules["__main__"] = main
    theirs.close()
    return worker, ours


def _work(do: Callable[[bytes], Any], pipe: Connection, parent: int) -> None:
    for number in STOPPING:  # the build itself is stopped, and ends its workers
        signal.signal(number, signal.SIG_IGN)
    _end_with(parent)
    with suppress(EOFError):  # the build has ended
        while True:
            answer: tuple[Any, Exception | None]
            request = pipe.recv_bytes()
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
        error = PublishError(Message("a process of the build failed: {problem}", problem=problem))
    error.add_note(f"In a process of the build:\n{trace}")
    return error


def _end_with(parent: int) -> None:
    """End this process when the build is killed: it would write beside a tree of another build."""
    if sys.platform.startswith("linux"):
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
