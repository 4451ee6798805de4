"""The work of a build: its tasks, and who does them: this process, several, or an executor."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from hashlib import sha256
from importlib import import_module
from itertools import groupby, islice
from operator import attrgetter
from typing import Final, TypeVar

import attrs

from syndicate.errors import Message, PublishError
from syndicate.feeds.value import writer_modules, written_formats
from syndicate.layout import FeedFormat, Scope
from syndicate.model import Finding
from syndicate.model.failure import failed
from syndicate.publishing.executors import results
from syndicate.publishing.making import Outcome, make
from syndicate.publishing.processes import in_processes
from syndicate.publishing.reuse import Keys, Made, Reuse, Written, content_digest
from syndicate.publishing.tree import Tree
from syndicate.site import Artifact, Piece
from syndicate.site.artifact import LongArtifact
from syndicate.site.omissions import Omissions
from syndicate.site.parts import SiteParts

__all__ = ["Result", "Work", "run", "subset", "write_all"]

T = TypeVar("T")
_PER_TASK: Final = {Scope.TOPIC: 50, Scope.ARCHIVE: 10, Scope.ASSET: 10}
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
        self.tree = tree
        self._reuse = Reuse(site, tree)
        self.formats = written_formats()

    def tasks(self, *, shared: frozenset[Scope] = frozenset({Scope.TOPIC})) -> tuple[list[Task], list[Task]]:
        """The work that is shared, and the rest. That on topics comes first, since the rest names what could be made.

        Args:
            shared: what is shared.
        """
        topics: list[Task] = []
        others: list[Task] = []
        for (scope, _), pieces in groupby(self.site.pieces(), key=attrgetter("scope", "locale")):
            (topics if scope in shared else others).extend(_batched(pieces, _PER_TASK.get(scope, 1)))
        return topics, others

    def do(self, task: Task) -> Result:
        """Write the files of a task into the tree: those of the last build, where nothing has changed."""
        done = Result()
        for piece in task:
            key = self._reuse.keys.of(piece)
            taken = self._taken(piece, key)
            done += taken if taken is not None else _kept(self.tree, piece, key, make(self.site, piece))
        return done

    def order(self, task: Task) -> Order[Outcome]:
        """The same, with what has changed made on another machine, and written here."""

        def finish(piece: Piece, key: str, outcome: Outcome) -> Result:
            return _kept(self.tree, piece, key, outcome)

        request, finished = self._order(task, finish)
        # As bytes, since executors look into all else that they are given, which takes longer than the work.
        return partial(_made_elsewhere, request) if request is not None else None, finished

    def delegate(self, task: Task) -> tuple[bytes | None, Callable[[list[Result] | None], Result]]:
        """As :meth:`order`, but another process of this machine makes and also writes what has changed."""
        return self._order(task, lambda piece, key, result: result)

    def _order(
        self, task: Task, finish: Callable[[Piece, str, T], Result]
    ) -> tuple[bytes | None, Callable[[list[T] | None], Result]]:
        """What has changed of a task with all that it needs, pickled; and what to do with what came of it."""
        keys = {piece: self._reuse.keys.of(piece) for piece in task}
        taken = {piece: self._taken(piece, key) for piece, key in keys.items()}
        changed = {piece: keys[piece] for piece in task if taken[piece] is None}

        def finished(answers: list[T] | None) -> Result:
            made = dict(zip(changed, answers or (), strict=True))
            done = Result()
            for piece, result in taken.items():
                done += result if result is not None else finish(piece, keys[piece], made[piece])
            return done

        if not changed:
            return None, finished
        return pickle.dumps((writer_modules(), self.formats, subset(self.site, changed), changed)), finished

    def _taken(self, piece: Piece, key: str) -> Result | None:
        taken = self._reuse.take(piece, key) if key else None
        return Result(taken[0], {piece.path: taken[1]}) if taken is not None else None


def write_all(tree: Tree, artifacts: Iterable[Artifact]) -> list[Written]:
    """Write artifacts into a new tree."""
    return [
        (artifact.kind, artifact.path, len(artifact.body), tree.write(artifact.path, artifact.body))
        for artifact in artifacts
    ]


def _kept(tree: Tree, piece: Piece, key: str, outcome: Outcome) -> Result:
    """Write the files of a piece."""
    written: list[Written] = []
    digests: list[tuple[str, str]] = []
    for artifact in outcome.artifacts:
        if isinstance(artifact, LongArtifact):
            try:
                size, differs, digest = _write_long(tree, artifact)
            except _UnmadeError as error:
                outcome.findings.append(failed(artifact.path, error.reason, piece.locale))
                continue
            written.append((artifact.kind, artifact.path, size, differs))
        else:
            written += write_all(tree, [artifact])
            digest = sha256(artifact.body).hexdigest() if key else ""
        digests.append((artifact.path, digest))
    is_whole = key and not outcome.findings and not outcome.again
    made = {piece.path: (key, content_digest(digests))} if is_whole else {}
    return Result(written, made, outcome.findings, outcome.omitted)


class _UnmadeError(Exception):
    """An artifact cannot be made; other errors are those of the tree that it is written to."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _write_long(tree: Tree, artifact: LongArtifact) -> tuple[int, bool, str]:
    """Write an artifact piece by piece; its bytes, whether it differs from that of the old tree, and its SHA-256."""

    def chunks() -> Iterator[bytes]:
        try:
            yield from artifact.chunks()
        except Exception as error:
            raise _UnmadeError(error) from error

    try:
        return tree.write_long(artifact.path, chunks())
    except _UnmadeError:
        if not artifact.mend():
            raise
    return tree.write_long(artifact.path, chunks())


Task = Sequence[Piece]
"""A part of the work."""

Order = tuple[Callable[[], list[T]] | None, Callable[[list[T] | None], Result]]
"""A call to be sent elsewhere, if there is anything to make, and what to do with its answer."""


def _batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch


def subset(site: SiteParts, pieces: Iterable[Piece]) -> SiteParts:
    """As much of a site as makes some pieces of topics or assets, small enough to be sent to another process."""
    catalog = site.catalog
    slugs: dict[str, None] = {}
    named: dict[str, None] = {}
    digests = []
    for piece in pieces:
        if piece.scope is Scope.ASSET:
            digests.append(piece.name)
            continue
        locale = piece.locale or site.locales[0]
        slugs[piece.name] = None
        for reference in catalog[piece.name].related.get(locale) or ():
            if (found := catalog.find(reference, locale)) is not None:
                named[found.slug] = None
    made = SiteParts(site.changes.only(catalog.subset(slugs, named)), site.publisher, site.locales, site.kinds)
    made.omitted |= site.omitted
    # Where the files are, and not what they hold; those of the topics are not asked for.
    vars(made)["assets"] = {digest: site.assets[digest] for digest in digests}
    return made


def _unpacked(order: bytes) -> tuple[SiteParts, dict[Piece, str]]:
    """As much of a site as some pieces need, and the pieces, with the keys they have where they are published.

    Raises:
        PublishError: this process has other formats of feeds.
    """
    modules, formats, site, pieces = pickle.loads(order)  # noqa: S301 -- of the user whose process this is
    for name in modules:
        with suppress(ImportError):  # the formats are compared below
            import_module(name)
    _check_formats(formats)
    return site, pieces


def _written_elsewhere(tree: Tree, order: bytes) -> list[Result]:
    """Make pieces in another process of this machine, and write their files into the new tree."""
    site, pieces = _unpacked(order)
    return [_kept(tree, piece, key, make(site, piece)) for piece, key in pieces.items()]


def _made_elsewhere(order: bytes) -> list[Outcome]:
    """Make pieces in a process that may be on another machine.

    Raises:
        PublishError: they would be other files here.
    """
    site, pieces = _unpacked(order)
    keys = Keys(site)
    for piece, key in pieces.items():
        if keys.of(piece) != key:
            raise PublishError(
                Message("a worker would make other files of {path!r}", path=piece.path),
                hint=Message(
                    "give all workers the same versions of Python and of all packages, and the "
                    "publisher's files at the same paths"
                ),
            )
    return [make(site, piece) for piece in pieces]


def _check_formats(formats: tuple[FeedFormat, ...]) -> None:
    """Refuse to work in a process that would leave out files, or make others."""
    own = written_formats()
    if own != formats:
        differing = sorted({format.name for format in (*formats, *own) if (format in formats) != (format in own)})
        raise PublishError(
            Message(
                "a worker does not have the same feed formats: {value}",
                value=", ".join(differing) or "their order differs",
            ),
            hint=Message(
                "register formats and writers in a module that all workers import, not below `if "
                '__name__ == "__main__"`'
            ),
        )


def run(
    work: Work, jobs: int, executor: Executor | None = None, progress: Callable[[int, int], None] | None = None
) -> Result:
    """Do all the work; the results are combined in the same order, whoever does it.

    Args:
        work: what there is to do.
        jobs: how many processes share the topics' files, and those beside them. The rest is made here, where the whole
            catalog is: to send it would take longer than to make it.
        executor: what makes them instead of these processes.
        progress: called with the number of tasks done and of all.

    Raises:
        PublishError: one of the processes was ended from outside, or the executor cannot do the work.
    """
    # The files beside topics are on this machine alone, perhaps.
    first, rest = work.tasks(shared=frozenset({Scope.TOPIC} if executor is not None else {Scope.TOPIC, Scope.ASSET}))
    done, steps = Result(), 0

    def combine(found: Iterable[Result]) -> None:
        nonlocal done, steps
        for result in found:
            done += result
            steps += 1
            if progress is not None:
                progress(steps, len(first) + len(rest))

    if executor is not None:
        combine(results(executor, map(work.order, first)))
    elif jobs > 1:
        with_main = "__main__" in writer_modules()
        with in_processes(
            partial(_written_elsewhere, work.tree), min(jobs, len(first)), with_main=with_main
        ) as answers:
            combine(answers(map(work.delegate, first)))
    else:
        combine(map(work.do, first))
    work.site.omitted |= done.omitted
    combine(map(work.do, rest))
    work.site.omitted |= done.omitted
    return done
