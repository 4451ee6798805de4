"""The build: every artifact of a catalog into one tree, in one process or several, to the same bytes."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import partial
from itertools import islice
from operator import methodcaller
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, NotFoundError, PublishError
from syndicate.locales import LocaleLike, parse
from syndicate.model import Catalog, Localized, Publisher, Topic
from syndicate.moments import moment_of_build
from syndicate.publishing.artifacts import KINDS, Artifact, Renderer
from syndicate.publishing.memory import default_history, kept_assets, opened, published_catalog, refuse_losses
from syndicate.publishing.report import Report, report
from syndicate.publishing.reuse import Made, Reuse, Written, content_digest, piece
from syndicate.publishing.tree import Tree

__all__ = ["Progress", "Report", "build", "default_history"]

T = TypeVar("T")

_TOPICS_PER_TASK: Final = 50
_ARCHIVES_PER_TASK: Final = 10

Progress = Callable[[int, int], None]
"""Called with the number of steps done and of all steps."""


def build(
    catalog: Catalog,
    publisher: Publisher,
    out: str | Path,
    *,
    only: Sequence[str] | None = None,
    locales: Sequence[LocaleLike] | None = None,
    history: str | Path | None = None,
    new_history: bool = False,
    allow_removals: bool = False,
    now: date | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Publish a catalog as a tree of static files.

    The tree is built beside the old one and swapped in whole; a file whose bytes are the same stays the same file. The
    tree holds what this build made, and what others put into the folder by hand.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        out: the folder; made if need be.
        only: the kinds of artifacts to publish, of :data:`KINDS`; all by default.
        locales: the languages to publish; all of the catalog's by default.
        history: the file that remembers what earlier builds published; by default beside the folder, under its name
            with ``.history`` after it.
        new_history: whether to begin a new history where the folder shows an earlier build and there is none.
        allow_removals: whether to go on where a source has lost more than a tenth of its topics and more than ten, a
            whole language, or some of those it says it has.
        now: the moment of the build, which dates what happened since the last one where the source states no
            snapshot; by default ``SOURCE_DATE_EPOCH``, where it is set, else the clock. What is withheld at that moment
            is decided when the catalog is read: give it to :func:`syndicate.read` too.
        jobs: how many processes share the work; the bytes are the same with any number.
        progress: called as the work goes on.

    Raises:
        PublishError: the folder cannot be written; the old tree is untouched.
        HistoryError: the history is damaged, lost, is none or another publisher's, or cannot be written; the old tree
            is untouched.
        SourceError: a source has lost much of what it had.
        NotFoundError: a language has no topic.
        InvalidValueError: a kind is unknown, or a topic has no date for its feeds.
    """
    kinds = _kinds(only)
    chosen = _locales(catalog, publisher, locales)
    catalog = _narrowed(catalog, chosen)
    place = Tree(Path(out))
    store = opened(history, place, publisher, new_history)
    changes = store.compare(
        catalog, chosen if locales else None, now=moment_of_build(now), published=published_catalog(store, place)
    )
    if not allow_removals:
        refuse_losses(changes.catalog.findings)
    torn = place.manifest().torn
    renderer = Renderer(changes, store, publisher, chosen, kinds)
    written: list[Written] = []
    made: dict[str, Made] = {}
    with place.building() as tree:
        work = _Work(renderer, tree)
        tasks = list(work.tasks())
        for done, (files, pieces) in enumerate(_run(work, tasks, jobs), 1):
            written += files
            made |= pieces
            if progress is not None:
                progress(done, len(tasks))
        assets: dict[str, bytes | None] = {}
        if "embeds" in kinds:
            new = {path for _, path, _, _ in written}
            assets = kept_assets(store, tree, renderer.assets)
            kept = ((path, body) for path, body in assets.items() if body is not None and path not in new)
            written += work.wrote(Artifact("embeds", *file) for file in kept)
        paths = [path for _, path, _, _ in written]
        tree.finish(paths, made, store.mark(changes, assets))
        tree.flush(path for _, path, _, changed in written if changed)
        removed = tree.removed(paths)
        # Written before the trees are swapped, so that an error leaves both as they were; made to hold after it, and
        # if the build is killed between, the next one sees by the mark in the tree that it does.
        tree.around = store.remembering(changes, renderer.packed(), assets)
    return report(changes, chosen, written, removed, changes.catalog.findings, torn)


def _kinds(only: Sequence[str] | None) -> tuple[str, ...]:
    for kind in only or ():
        if kind not in KINDS:
            raise InvalidValueError(
                f"there is no kind {kind!r}", field="only", hint=f"the kinds are {', '.join(KINDS)}"
            )
    return tuple(only or KINDS)


def _locales(catalog: Catalog, publisher: Publisher, locales: Sequence[LocaleLike] | None) -> tuple[Locale, ...]:
    """The languages to publish, the publisher's default first."""
    if not catalog:
        raise NotFoundError("the catalog has no topics", hint="`syndicate check` says what was read")
    chosen = tuple(dict.fromkeys(parse(locale) for locale in locales)) if locales else catalog.locales
    for locale in chosen:
        if locale not in catalog.locales:
            raise NotFoundError(
                "no topic has a text in this language",
                locale=str(locale),
                hint=f"the catalog has {', '.join(map(str, catalog.locales))}",
            )
    return tuple(sorted(chosen, key=lambda locale: locale != publisher.default_locale))


def _narrowed(catalog: Catalog, locales: Sequence[Locale]) -> Catalog:
    """The catalog in those languages alone, so that nothing in the tree points to a text that is not in it."""
    if set(locales) == set(catalog.locales):
        return catalog
    topics = []
    for topic in catalog.values():
        if any(locale in topic.title for locale in locales):
            fields: dict[str, Any] = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
            for name, value in fields.items():
                if isinstance(value, Localized):
                    fields[name] = _only(value, locales)
            topics.append(Topic(**fields))
    main = catalog.default_locale
    return catalog.replaced(topics, default_locale=main if main in locales else locales[0])


def _only(values: Localized[Any], locales: Sequence[Locale]) -> Localized[Any]:
    return Localized({locale: value for locale, value in values.items() if locale in locales})


Result = tuple[list[Written], dict[str, Made]]
"""The files that a task put into the tree, and how those of each topic came about."""


class _Work:
    """The work of a build, in tasks that can be done in any process and any order."""

    def __init__(self, renderer: Renderer, tree: Tree) -> None:
        self._renderer = renderer
        self._tree = tree
        self._reuse = Reuse(renderer, tree)

    def tasks(self) -> Iterator[Task]:
        """All of it."""
        renderer = self._renderer
        yield _Work.site
        for locale in renderer.locales:
            yield methodcaller("language", locale)
        for locale in renderer.locales:
            for numbers in _batched(range(1, renderer.archives(locale) + 1), _ARCHIVES_PER_TASK):
                yield methodcaller("archive", locale, numbers)
        for locale in renderer.locales:
            slugs = [topic.slug for topic in renderer.catalog.in_locale(locale)]
            for some in _batched(slugs, _TOPICS_PER_TASK):
                yield methodcaller("topics", locale, some)

    def site(self) -> Result:
        """What stands at the root of the tree."""
        return self.wrote(self._renderer.site()), {}

    def language(self, locale: Locale) -> Result:
        """The index, group pages and feeds of a language."""
        key = self._reuse.language_key(locale)
        return self._made(piece(locale), key, lambda: self._renderer.language(locale))

    def archive(self, locale: Locale, numbers: Sequence[int]) -> Result:
        """Archive documents of a language."""
        return self.wrote(self._renderer.archive(locale, numbers)), {}

    def topics(self, locale: Locale, slugs: Sequence[str]) -> Result:
        """The files of topics in a language: those of the last build, where nothing has changed that decides them."""
        written: list[Written] = []
        made: dict[str, Made] = {}
        for slug in slugs:
            topic = self._renderer.catalog[slug]
            files, pieces = self._made(
                piece(locale, slug), self._reuse.key(topic, locale), partial(self._renderer.topic, topic, locale)
            )
            written += files
            made |= pieces
        return written, made

    def _made(self, name: str, key: str, render: Callable[[], Iterator[Artifact]]) -> Result:
        """The files of a piece: those of the last build if they would come out the same, else new ones."""
        if (taken := self._reuse.take(name, key)) is not None:
            return taken[0], {name: taken[1]}
        artifacts = list(render())
        digest = content_digest((artifact.path, artifact.body) for artifact in artifacts)
        return self.wrote(artifacts), {name: (key, digest)}

    def wrote(self, artifacts: Iterable[Artifact]) -> list[Written]:
        """Write artifacts into the new tree."""
        return [
            (artifact.kind, artifact.path, len(artifact.body), self._tree.write(artifact.path, artifact.body))
            for artifact in artifacts
        ]


Task = Callable[[_Work], Result]
"""A part of the work."""


def _batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch


_work: _Work


def _start_worker(work: _Work, parent: int) -> None:
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build itself is interrupted, and ends its workers
    _end_with(parent)
    _work = work


def _end_with(parent: int) -> None:
    """End this process when the build is killed: a worker waiting for its next task would hold the lock for ever."""
    if sys.platform.startswith("linux"):
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _perform(task: Task) -> Result:
    return task(_work)


def _run(work: _Work, tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """What each task did, in the order of the tasks."""
    if jobs <= 1:
        for task in tasks:
            yield task(work)
        return
    # Forked workers have the catalog at once, and a script needs no `if __name__ == "__main__"` for them.
    method = "fork" if sys.platform.startswith("linux") else "spawn"
    with ProcessPoolExecutor(
        jobs, multiprocessing.get_context(method), initializer=_start_worker, initargs=(work, os.getpid())
    ) as pool:
        try:
            yield from pool.map(_perform, tasks)
        except BrokenProcessPool as error:
            raise PublishError("a process of the build was ended from outside", hint="try fewer --jobs") from error
