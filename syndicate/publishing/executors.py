"""Calls on an executor of any kind, whose answers come in order. What is called is in `work`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from itertools import count, islice
from queue import SimpleQueue
from typing import Final, TypeVar

from syndicate.errors import Message, PublishError, SyndicateError
from syndicate.interrupts import uninterrupted

__all__ = ["results"]

T = TypeVar("T")
U = TypeVar("U")

_AT_A_TIME: Final = 128
"""How many calls an executor is given at a time: enough for as many workers, few enough to be held in memory."""


def results(executor: Executor, calls: Iterable[tuple[Callable[[], U] | None, Callable[[U | None], T]]]) -> Iterator[T]:
    """The results of calls, in order.

    A signal may end the build at any moment, with an exception in the main thread. If that thread holds a lock of the
    executor then, the executor's threads wait for it forever. So signals wait while a call is submitted and its answer
    is fetched, and the main thread waits for answers in a queue without locks.

    Args:
        executor: who makes the calls.
        calls: each with what is done here with its answer, as soon as there is one. Where there is nothing to call,
            None has the place of both.

    Raises:
        PublishError: a call could not be made.
    """
    finished: SimpleQueue[Future[U]] = SimpleQueue()
    waiting = enumerate(calls)
    open_calls: dict[Future[U], tuple[int, Callable[[U | None], T]]] = {}
    done: dict[int, T] = {}
    try:
        for place in count():
            while place not in done:
                for number, (call, finish) in islice(waiting, _AT_A_TIME - len(open_calls)):
                    if call is None:
                        done[number] = finish(None)
                        continue
                    with uninterrupted():
                        with _faults_named():
                            future = executor.submit(call)
                        open_calls[future] = (number, finish)
                        future.add_done_callback(finished.put)
                if open_calls:
                    number, finish = open_calls.pop(future := finished.get())
                    done[number] = finish(_answer(future))
                elif place not in done:
                    return
            yield done.pop(place)
    finally:
        with uninterrupted():
            for future in open_calls:
                future.cancel()


def _answer(future: Future[U]) -> U:
    with _faults_named(), uninterrupted():
        return future.result()


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except SyndicateError:
        raise
    except CancelledError as error:
        raise PublishError(
            Message("the executor failed: it has canceled a call"), hint=Message("keep it until the build ends")
        ) from error
    except Exception as error:
        raise PublishError(
            Message("the executor failed: {name}: {error}", name=type(error).__name__, error=error)
        ) from error
