"""The work of a build: its tasks, in one process or several, and what becomes of a topic that fails."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count, groupby, islice
from multiprocessing.process import BaseProcess
from operator import attrgetter, methodcaller
from queue import SimpleQueue
from typing import Final, TypeVar

import attrs
from babel import Locale

from syndicate.errors import PublishError
from syndicate.interrupts import STOPPING, uninterrupted
from syndicate.layout import CARD_IMAGE, CARD_SQUARE, CATALOG_JSON, FORMATS, TOPIC_FEED, Scope
from syndicate.locales import locale_id
from syndicate.model import Finding, Topic
from syndicate.model.failure import failed
from syndicate.publishing.reuse import Made, Reuse, Written, content_digest
from syndicate.publishing.tree import Tree
from syndicate.site import Artifact, Piece, Site

__all__ = ["Result", "Work", "run"]

T = TypeVar("T")
Lacking = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]
"""What could not be made: cards' pictures, entries of feeds."""

_PER_TASK: Final = {Scope.TOPIC: 50, Scope.ARCHIVE: 10}
"""How many pieces a task has; else one."""


@attrs.define
class Result:
    """What a task did.

    Attributes:
        written: the files that it put into the tree.
        made: how those of each piece came about; one that lacks something is left out, so that it is made again.
        findings: what could not be made, and what was made without its photograph.
        undrawn: the cards whose pictures could not be made: slug and locale identifier.
        unfed: the topics whose entries could not be made, likewise.
    """

    written: list[Written] = attrs.field(factory=list)
    made: dict[str, Made] = attrs.field(factory=dict)
    findings: list[Finding] = attrs.field(factory=list)
    undrawn: set[tuple[str, str]] = attrs.field(factory=set)
    unfed: set[tuple[str, str]] = attrs.field(factory=set)

    def __iadd__(self, other: Result) -> Result:
        self.written += other.written
        self.made |= other.made
        self.findings += other.findings
        self.undrawn |= other.undrawn
        self.unfed |= other.unfed
        return self

    @property
    def lacking(self) -> Lacking:
        """What the work after it must not name."""
        return frozenset(self.undrawn), frozenset(self.unfed)


class Work:
    """The work of a build, in tasks that can be done in any process and any order."""

    def __init__(self, site: Site, tree: Tree) -> None:
        self._site = site
        self._tree = tree
        self._reuse = Reuse(site, tree)

    def tasks(self) -> tuple[list[Task], list[Task]]:
        """The work on topics, which comes first, since the rest names what could be made; and the rest."""
        topics: list[Task] = []
        others: list[Task] = []
        for (scope, _), pieces in groupby(self._site.pieces(), key=attrgetter("scope", "locale")):
            for some in _batched(pieces, _PER_TASK.get(scope, 1)):
                (topics if scope is Scope.TOPIC else others).append(methodcaller("make", some))
        return topics, others

    def knowing(self, lacking: Lacking) -> Work:
        """The same work, which knows what other processes could not make."""
        undrawn, unfed = lacking
        self._site.undrawn |= undrawn
        self._site.unfed |= unfed
        return self

    def make(self, pieces: Iterable[Piece]) -> Result:
        """The files of pieces: those of the last build, where nothing has changed that decides them."""
        done = Result()
        for piece in pieces:
            key = self._reuse.key(piece)
            taken = self._reuse.take(piece, key) if key else None
            if taken is not None:
                done += Result(taken[0], {piece.path: taken[1]})
            elif piece.scope is Scope.TOPIC and piece.locale is not None:
                done += self._topic(piece, self._site.catalog[piece.name], piece.locale, key)
            else:
                done += self._parts(piece, key)
        return done

    def _parts(self, piece: Piece, key: str) -> Result:
        """The files that no topic has for itself; what cannot be made is left out and reported."""
        artifacts: list[Artifact] = []
        done = Result()
        for part in self._site.parts(piece):
            try:
                made = list(part.make())
            except Exception as error:  # whatever it is, the rest is to be published
                done.findings.append(failed(part.path, error, piece.locale))
                continue
            if key:
                artifacts += made
            else:
                done.written += self.wrote(made)
        if key:
            done += self._made(piece, key, artifacts)
        if piece.scope is Scope.SITE:
            for slug, reason in self._site.unlisted.items():
                topic = self._site.catalog[slug]
                done.findings.append(failed(CATALOG_JSON.path, reason, topic.locales[0], topic))
        if done.findings:
            done.made.clear()
        return done

    def _topic(self, piece: Piece, topic: Topic, locale: Locale, key: str) -> Result:
        """The files of a topic in a language, anew; what cannot be made is left out and reported."""
        identity = (topic.slug, locale_id(locale))
        artifacts: list[Artifact] = []
        lacking = Result()
        feeds = [TOPIC_FEED.at(locale, topic.slug, format) for format in FORMATS]
        pictures = [kind.at(locale, topic.slug) for kind in (CARD_IMAGE, CARD_SQUARE)]
        for part in self._site.parts(piece):
            if part.path in pictures and identity in self._site.undrawn:
                continue
            try:
                artifacts += list(part.make())
            except Exception as error:  # whatever it is, it is of one topic, and the others are to be published
                lacking.findings.append(failed(part.path, error, locale, topic))
                if part.path in pictures:  # both are published, or none
                    artifacts = [artifact for artifact in artifacts if artifact.path not in pictures]
                    self._site.undrawn.add(identity)
                    lacking.undrawn.add(identity)
                if part.path in feeds and not self._site.has_entry(topic, locale):
                    lacking.unfed.add(identity)
        with suppress(Exception):  # its card has failed for the same reason
            lacking.findings += self._site.photograph_findings(topic, locale)
        done = self._made(piece, key, artifacts)
        if lacking.findings:
            done.made.clear()
        done += lacking
        return done

    def _made(self, piece: Piece, key: str, artifacts: Sequence[Artifact]) -> Result:
        """Write the files of a piece."""
        digest = content_digest((artifact.path, artifact.body) for artifact in artifacts)
        return Result(self.wrote(artifacts), {piece.path: (key, digest)})

    def wrote(self, artifacts: Iterable[Artifact]) -> list[Written]:
        """Write artifacts into the new tree."""
        return [
            (artifact.kind, artifact.path, len(artifact.body), self._tree.write(artifact.path, artifact.body))
            for artifact in artifacts
        ]


Task = Callable[[Work], Result]
"""A part of the work."""


def _batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch


_shared: Work
"""The work of a process that shares it."""


def _start_worker(work: Work, parent: int) -> None:
    global _shared
    for number in STOPPING:  # the build itself is stopped, and ends its workers
        signal.signal(number, signal.SIG_IGN)
    _end_with(parent)
    _shared = work


def _end_with(parent: int) -> None:
    """End this process when the build is killed: a worker waiting for its next task would hold the lock for ever."""
    if sys.platform.startswith("linux"):
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _perform(task: Task, lacking: Lacking) -> Result:
    return task(_shared.knowing(lacking))


def run(work: Work, jobs: int, progress: Callable[[int, int], None] | None = None) -> Result:
    """Do all the work, in one process or several, in the same order.

    Args:
        work: what there is to do.
        jobs: how many processes share it.
        progress: called with the number of tasks done and of all.

    Raises:
        PublishError: one of the processes was ended from outside.
    """
    first, rest = work.tasks()
    done, steps = Result(), 0
    with _performer(work, jobs) as perform:
        for tasks in (first, rest):
            for result in perform(tasks, done.lacking):
                done += result
                steps += 1
                if progress is not None:
                    progress(steps, len(first) + len(rest))
    work.knowing(done.lacking)
    return done


Performer = Callable[[Sequence[Task], Lacking], Iterator[Result]]
"""Does tasks, with what could not be made before them; their results come in the order of the tasks."""


@contextmanager
def _performer(work: Work, jobs: int) -> Iterator[Performer]:
    if jobs <= 1:
        yield lambda tasks, lacking: (task(work.knowing(lacking)) for task in tasks)
        return
    # Forked workers have the catalog at once, and a script needs no `if __name__ == "__main__"` for them.
    method = "fork" if sys.platform.startswith("linux") else "spawn"
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context(method), initializer=_start_worker, initargs=(work, os.getpid())
    )
    try:
        yield lambda tasks, lacking: _results(pool, [partial(_perform, task, lacking) for task in tasks], 2 * jobs)
    except BaseException as error:
        # Nobody waits for the thread of the pool: it may never end, where a worker was killed while it wrote a result,
        # or left the pipe of tasks full (cpython#94777).
        _end(pool, before, wait=False)
        if isinstance(error, BrokenProcessPool):
            raise PublishError("a process of the build was ended from outside", hint="try fewer --jobs") from error
        raise
    _end(pool, before, wait=True)


def _end(pool: ProcessPoolExecutor, before: Set[BaseProcess], wait: bool) -> None:
    """End the workers of a pool at once: what they still write would be left beside a tree that is being removed."""
    with uninterrupted():
        workers = set(multiprocessing.active_children()) - before
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.join()
        pool.shutdown(wait, cancel_futures=True)


def _results(executor: Executor, calls: Iterable[Callable[[], T]], most: int) -> Iterator[T]:
    """What calls return, in their order.

    A signal may end the build at any moment, with an exception in the main thread. If that holds a lock of an executor
    then, the threads of the executor wait for it for ever, and who waits for them does too. So signals wait while
    calls are submitted and results fetched, also in the threads that are started meanwhile; and the main thread waits
    for results in a queue without locks.

    Args:
        executor: who makes the calls.
        calls: the calls.
        most: how many of them are submitted at a time.
    """
    finished: SimpleQueue[Future[T]] = SimpleQueue()
    waiting = enumerate(calls)
    places: dict[Future[T], int] = {}
    done: dict[int, T] = {}
    for place in count():
        while place not in done:
            with uninterrupted():
                for number, call in islice(waiting, most - len(places)):
                    future = executor.submit(call)
                    places[future] = number
                    future.add_done_callback(finished.put)
            if not places:
                return
            future = finished.get()
            with uninterrupted():
                done[places.pop(future)] = future.result()
        yield done.pop(place)
