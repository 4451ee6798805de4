"""The build: every artifact of a catalog into one tree, in one process or several, to the same bytes."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from functools import partial
from itertools import islice
from operator import methodcaller
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
from babel import Locale

from syndicate.embeds import earlier
from syndicate.errors import HistoryError, InvalidValueError, NotFoundError, PublishError
from syndicate.history import Changes, History, State
from syndicate.locales import LocaleLike, parse
from syndicate.model import Catalog, Finding, FindingKind, Localized, Publisher, Topic
from syndicate.publishing.artifacts import KINDS, Artifact, Renderer
from syndicate.publishing.reuse import Made, Reuse, Written, content_digest, piece
from syndicate.publishing.tree import Tree

__all__ = ["Progress", "Report", "build", "default_history"]

T = TypeVar("T")

_TOPICS_PER_TASK: Final = 50
_ARCHIVES_PER_TASK: Final = 10

Progress = Callable[[int, int], None]
"""Called with the number of steps done and of all steps."""


@attrs.frozen(kw_only=True)
class Report:
    """What a build did.

    Attributes:
        files: how many files of each kind the tree has.
        size: how many bytes of each kind.
        changed: how many of all files are new or differ from the old tree's.
        removed: how many files of the old tree are gone.
        topics: how many topics there are in each language.
        texts: how many texts of each language are new, changed, retracted and unchanged since the last build.
        undated: the texts that changed while the date their source states did not, as slug and locale identifier.
        findings: how many findings there are of each kind, those of the catalog and those of the build.
    """

    files: dict[str, int]
    size: dict[str, int]
    changed: int
    removed: int
    topics: dict[str, int]
    texts: Mapping[str, Mapping[str, int]]
    undated: Sequence[tuple[str, str]]
    findings: Mapping[FindingKind, int] = attrs.field(factory=dict)

    def lines(self) -> Iterator[str]:
        """A line for each kind, then the whole."""
        for kind, count in self.files.items():
            yield f"{kind:<9} {count:>7,} files {self.size[kind] / 1e6:>8.1f} MB"
        for locale, counts in self.texts.items():
            yield f"{locale}: " + ", ".join(f"{counts.get(state, 0):,} {state}" for state in (*State, "unchanged"))
        for slug, locale in self.undated:
            yield f"the text of {slug!r} changed in {locale}, but its date did not: give it a new `updated`"
        languages = " + ".join(f"{count:,} {locale}" for locale, count in self.topics.items())
        total = sum(self.files.values())
        yield (
            f"{languages} topics; {total:,} files, {sum(self.size.values()) / 1e6:.1f} MB: {self.changed:,} new or "
            f"changed, {total - self.changed:,} as they were, {self.removed:,} removed"
        )


def build(
    catalog: Catalog,
    publisher: Publisher,
    out: str | Path,
    *,
    only: Sequence[str] | None = None,
    locales: Sequence[LocaleLike] | None = None,
    history: str | Path | None = None,
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
        jobs: how many processes share the work; the bytes are the same with any number.
        progress: called as the work goes on.

    Raises:
        PublishError: the folder cannot be written; the old tree is untouched.
        HistoryError: the history is damaged, is none or another publisher's, or cannot be written; the old tree is
            untouched.
        NotFoundError: a language has no topic.
        InvalidValueError: a kind is unknown, or a topic has no date for its feeds.
    """
    kinds = _kinds(only)
    chosen = _locales(catalog, publisher, locales)
    catalog = _narrowed(catalog, chosen)
    store = History(history if history is not None else default_history(out), authority=publisher.authority)
    if store.path.resolve().is_relative_to(Path(out).resolve()):
        raise HistoryError(
            "the history lies in the folder that is published", source=str(store.path), hint="give another --history"
        )
    changes = store.compare(catalog, chosen if locales else None)
    renderer = Renderer(changes, store, publisher, chosen, kinds)
    written: list[Written] = []
    made: dict[str, Made] = {}
    with ExitStack() as after, Tree(Path(out)).building() as tree:
        work = _Work(renderer, tree)
        tasks = list(work.tasks())
        for done, (files, pieces) in enumerate(_run(work, tasks, jobs), 1):
            written += files
            made |= pieces
            if progress is not None:
                progress(done, len(tasks))
        if "embeds" in kinds:
            new = {path for _, path, _, _ in written}
            written += work.wrote(Artifact("embeds", *file) for file in earlier(tree.out) if file[0] not in new)
        paths = [path for _, path, _, _ in written]
        tree.finish(paths, made)
        removed = tree.removed(paths)
        # Written before the trees are swapped, so that an error leaves both as they were; made to hold after it:
        # if the build is killed between, the next finds the same changes and gives them the same dates.
        after.enter_context(store.remembering(changes, renderer.packed()))
    return _report(changes, chosen, written, removed, catalog.findings)


def default_history(out: str | Path) -> Path:
    """The history beside a published tree.

    >>> default_history("/srv/public").name
    'public.history'
    """
    out = Path(out).resolve()
    return out.with_name(f"{out.name}.history")


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


def _report(
    changes: Changes,
    locales: Sequence[Locale],
    written: Sequence[Written],
    removed: int,
    findings: Iterable[Finding],
) -> Report:
    files: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for kind, _, length, _ in written:
        files[kind] += 1
        size[kind] += length
    order = [kind for kind in (*KINDS, "catalog") if kind in files]
    return Report(
        files={kind: files[kind] for kind in order},
        size={kind: size[kind] for kind in order},
        changed=sum(changed for *_, changed in written),
        removed=removed,
        topics={str(locale): len(changes.catalog.in_locale(locale)) for locale in locales},
        texts=changes.counts,
        undated=changes.undated,
        findings=Counter(finding.kind for finding in findings),
    )
