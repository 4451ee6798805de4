"""The work of a build: its tasks, and who does them: this process, several, or an executor."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import Final, TypeVar

import attrs

from syndicate.errors import PublishError
from syndicate.feeds.value import written_formats
from syndicate.layout import FeedFormat, Scope
from syndicate.model import Finding
from syndicate.publishing.executors import results
from syndicate.publishing.making import Outcome, make
from syndicate.publishing.processes import in_processes
from syndicate.publishing.reuse import Keys, Made, Reuse, Written, content_digest
from syndicate.publishing.tree import Tree
from syndicate.site import Artifact, Piece
from syndicate.site.omissions import Omissions
from syndicate.site.parts import SiteParts

__all__ = ["Result", "Work", "run", "subset"]

T = TypeVar("T")
_PER_TASK: Final = {Scope.TOPIC: 50, Scope.ARCHIVE: 10}
"""How many pieces a task has; else one."""


@attrs.define
class Result:
    """What a task did.

    Attributes:
        written: the files that it put into the tree.
        made: how those of each piece came about; one that lacks something is left out, so that it is made again.
        findings: what could not be made, and what was made without its photograph.
        omitted: what the work after it must not name.
    """

    written: list[Written] = attrs.field(factory=list)
    made: dict[str, Made] = attrs.field(factory=dict)
    findings: list[Finding] = attrs.field(factory=list)
    omitted: Omissions = attrs.field(factory=Omissions)

    def __iadd__(self, other: Result) -> Result:
        self.written += other.written
        self.made |= other.made
        self.findings += other.findings
        self.omitted |= other.omitted
        return self


class Work:
    """The work of a build, in tasks that can be done in any process and any order."""

    def __init__(self, site: SiteParts, tree: Tree) -> None:
        self.site = site
        self._tree = tree
        self._reuse = Reuse(site, tree)
        self.formats = written_formats()

    def tasks(self) -> tuple[list[Task], list[Task]]:
        """The work on topics, which comes first, since the rest names what could be made; and the rest."""
        topics: list[Task] = []
        others: list[Task] = []
        for (scope, _), pieces in groupby(self.site.pieces(), key=attrgetter("scope", "locale")):
            (topics if scope is Scope.TOPIC else others).extend(_batched(pieces, _PER_TASK.get(scope, 1)))
        return topics, others

    def knowing(self, omitted: Omissions) -> Work:
        """The same work, which knows what other processes could not make."""
        self.site.omitted |= omitted
        return self

    def do(self, task: Task) -> Result:
        """Write the files of a task into the tree: those of the last build, where nothing has changed."""
        done = Result()
        for piece in task:
            key = self._reuse.keys.of(piece)
            taken = self._taken(piece, key)
            done += taken if taken is not None else self._keep(piece, key, make(self.site, piece))
        return done

    def order(self, task: Task) -> Order:
        """The same, with what has changed made elsewhere."""
        keys = {piece: self._reuse.keys.of(piece) for piece in task}
        taken = {piece: self._taken(piece, key) for piece, key in keys.items()}
        changed = {piece: keys[piece] for piece in task if taken[piece] is None}

        def finish(outcomes: list[Outcome] | None) -> Result:
            made = dict(zip(changed, outcomes or (), strict=True))
            done = Result()
            for piece, result in taken.items():
                done += result if result is not None else self._keep(piece, keys[piece], made[piece])
            return done

        if not changed:
            return None, finish
        # As bytes, since executors look into all else that they are given, which takes longer than the work.
        return partial(_make_all, pickle.dumps((self.formats, subset(self.site, changed), changed))), finish

    def _taken(self, piece: Piece, key: str) -> Result | None:
        taken = self._reuse.take(piece, key) if key else None
        return Result(taken[0], {piece.path: taken[1]}) if taken is not None else None

    def _keep(self, piece: Piece, key: str, outcome: Outcome) -> Result:
        """Write the files of a piece."""
        made: dict[str, Made] = {}
        if key and not outcome.findings:
            digest = content_digest((artifact.path, artifact.body) for artifact in outcome.artifacts)
            made = {piece.path: (key, digest)}
        return Result(self.wrote(outcome.artifacts), made, outcome.findings, outcome.omitted)

    def wrote(self, artifacts: Iterable[Artifact]) -> list[Written]:
        """Write artifacts into the new tree."""
        return [
            (artifact.kind, artifact.path, len(artifact.body), self._tree.write(artifact.path, artifact.body))
            for artifact in artifacts
        ]


Task = Sequence[Piece]
"""A part of the work."""

Order = tuple[Callable[[], list[Outcome]] | None, Callable[[list[Outcome] | None], Result]]
"""A call to be sent elsewhere, if there is anything to make, and what to do with its answer."""


def _batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch


def subset(site: SiteParts, pieces: Iterable[Piece]) -> SiteParts:
    """As much of a site as makes some topics' pieces, small enough to be sent to another process."""
    catalog = site.catalog
    slugs: dict[str, None] = {}
    named: dict[str, None] = {}
    for piece in pieces:
        locale = piece.locale or site.locales[0]
        slugs[piece.name] = None
        for reference in catalog[piece.name].related.get(locale) or ():
            if (found := catalog.find(reference, locale)) is not None:
                named[found.slug] = None
    made = SiteParts(site.changes.only(catalog.subset(slugs, named)), site.publisher, site.locales, site.kinds)
    made.omitted |= site.omitted
    return made


def _make_all(order: bytes) -> list[Outcome]:
    """Make pieces in a process that may be on another machine.

    Args:
        order: pickled, the formats of feeds, as much of the site as they need, and the pieces, with the keys they
            have where they are published.

    Raises:
        PublishError: they would be other files here.
    """
    formats, site, pieces = pickle.loads(order)  # noqa: S301 -- of the executor's user, as is all that it calls
    _check_formats(formats)
    keys = Keys(site)
    for piece, key in pieces.items():
        if keys.of(piece) != key:
            raise PublishError(
                f"a worker would make other files of {piece.path!r}",
                hint="give all workers the same versions of Python and of all packages, and the publisher's files at "
                "the same paths",
            )
    return [make(site, piece) for piece in pieces]


def _check_formats(formats: tuple[FeedFormat, ...]) -> None:
    """Refuse to work in a process that would leave out files, or make others."""
    own = written_formats()
    if own != formats:
        differing = sorted({format.name for format in (*formats, *own) if (format in formats) != (format in own)})
        raise PublishError(
            f"a worker does not have the same feed formats: {', '.join(differing) or 'their order differs'}",
            hint="register formats and writers in a module that all workers import, not below "
            '`if __name__ == "__main__"`',
        )


def run(
    work: Work, jobs: int, executor: Executor | None = None, progress: Callable[[int, int], None] | None = None
) -> Result:
    """Do all the work; the results are combined in the same order, whoever does it.

    Args:
        work: what there is to do.
        jobs: how many processes share it.
        executor: who makes the topics' files, in the place of these processes. The rest is made here, where the whole
            catalog is: to send it would take longer than to make it.
        progress: called with the number of tasks done and of all.

    Raises:
        PublishError: one of the processes was ended from outside, or the executor cannot do the work.
    """
    first, rest = work.tasks()
    done, steps = Result(), 0

    def combine(found: Iterable[Result]) -> None:
        nonlocal done, steps
        for result in found:
            done += result
            steps += 1
            if progress is not None:
                progress(steps, len(first) + len(rest))

    def here(task: Task) -> Result:
        return work.knowing(done.omitted).do(task)

    if executor is not None:
        combine(results(executor, map(work.order, first)))
        combine(map(here, rest))
    elif jobs > 1:
        with in_processes(partial(_do, work), jobs) as answers:
            for tasks in (first, rest):
                combine(answers([(task, done.omitted) for task in tasks]))
    else:
        combine(map(here, (*first, *rest)))
    work.knowing(done.omitted)
    return done


def _do(work: Work, request: tuple[Task, Omissions]) -> Result:
    task, omitted = request
    _check_formats(work.formats)  # a spawned process has only what is registered at import
    return work.knowing(omitted).do(task)
