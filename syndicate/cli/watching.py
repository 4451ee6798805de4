"""Building again whenever a source changes, beside a server that shows the tree. Builds are made in `publishing`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Final

import attrs
from watchfiles import watch

from syndicate.cli.language import gettext, language
from syndicate.cli.process import say
from syndicate.errors import SyndicateError
from syndicate.model import Publisher
from syndicate.sources.codes import codes_beside

if TYPE_CHECKING:
    from watchfiles import Change

__all__ = ["Rebuilding"]

_GATHERED: Final = 400  # ms within which changes count as one: editors and version control write several files
_STEP: Final = 100  # ms
_RETRY: Final = 1.0  # seconds until what was removed is looked for again


class Rebuilding:
    """Builds a tree, and again after every change of what it is made of, while the block runs.

    A build is a process of its own, so that the server goes on answering; a failed build is only reported. The
    operating system reports changes, so nothing is polled.

    Args:
        tree: the published folder.
        sources: what is built.
        publisher_file: who publishes it, if a file says so.
    """

    def __init__(self, tree: Path, sources: Sequence[Path], publisher_file: Path | None) -> None:
        self._tree = tree.resolve()
        self._sources = tuple(sources)
        self._publisher_file = publisher_file
        self._changed, self._stopping = Event(), Event()
        self._told: list[Callable[[], None]] = []
        self._watching: _Watching | None = None
        self._thread = Thread(target=self._build_again, daemon=True)

    def follow(self, listener: Callable[[], None]) -> None:
        """Call a function after each successful build, from another thread."""
        self._told.append(listener)

    def publisher(self) -> Publisher | None:
        """The publisher as the file says now; None where it is missing or cannot be read, which the build reports."""
        try:
            return Publisher.load(self._publisher_file) if self._publisher_file is not None else None
        except SyndicateError:
            return None

    def __enter__(self) -> Rebuilding:
        self._watch()
        self._build()
        while not self._tree.is_dir():
            say(gettext("waiting for a change: there is no tree to show"))
            self._changed.wait()
            self._changed.clear()
            self._build()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._watching is not None:
            self._watching.stop()

    def _build_again(self) -> None:
        while not self._stopping.is_set():
            self._changed.wait()
            self._changed.clear()
            if not self._stopping.is_set():
                self._watch()  # the publisher's file may name other folders now
                self._build()

    def _build(self) -> None:
        named = ["--publisher", str(self._publisher_file)] if self._publisher_file is not None else []
        arguments = [*map(str, self._sources), *named, "--out", str(self._tree)]
        command = [sys.executable, "-m", "syndicate", "--language", language(), "build", *arguments]
        with subprocess.Popen(command) as build:  # noqa: S603 -- this program itself
            try:
                while build.poll() is None and not self._stopping.wait(0.1):
                    pass
            finally:
                build.terminate()  # if it still runs; the old tree stays in place
        if self._stopping.is_set():
            return
        if build.returncode == 0:
            for tell in self._told:
                tell()
        elif self._tree.is_dir():
            say(gettext("the build failed: the pages are those of the last one that did not"))

    def _watch(self) -> None:
        """Watch what the tree is made of, if that is not watched yet."""
        wanted = frozenset(self._watched())
        if self._watching is None or self._watching.paths != wanted:
            before, self._watching = self._watching, _Watching(wanted, self._tree, self._changed)
            self._watching.start()
            if before is not None:
                before.stop()

    def _watched(self) -> Iterator[Path]:
        """The sources, the publisher's file and the files and folders that it names, and codes beside it."""
        yield from self._sources
        yield from filter(None, [self._publisher_file, codes_beside(self._publisher_file or self._sources[0])])
        if (publisher := self.publisher()) is not None:
            for value in (publisher, publisher.card):
                named = (getattr(value, field.name) for field in attrs.fields(type(value)))
                yield from (path for path in named if isinstance(path, Path))


class _Watching:
    """Watches files and folders, in threads.

    Args:
        paths: which. A file is watched through its folder, since editors put another in its place.
        tree: what a build writes, which is not watched.
        changed: is set when one of them changes.
    """

    def __init__(self, paths: frozenset[Path], tree: Path, changed: Event) -> None:
        self.paths = paths
        self._changed = changed
        self._written = re.compile(rf"{re.escape(str(tree))}(?:[/\\]|\.(?:history|search|notified)|$)")
        self._stop = Event()
        self._folders = {path.resolve() for path in paths if path.is_dir()}
        self._files = {path.resolve() for path in paths if not path.is_dir()}
        self._threads = [
            Thread(target=self._follow, args=(found, recursive), daemon=True)
            for found, recursive in ((self._folders, True), ({file.parent for file in self._files}, False))
            if found
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, some time soon."""
        self._stop.set()

    def _follow(self, folders: Iterable[Path], recursive: bool) -> None:
        wanted = self._is_text if recursive else self._is_file
        while not self._stop.is_set():
            try:
                for _ in watch(
                    *folders,
                    watch_filter=wanted,
                    debounce=_GATHERED,
                    step=_STEP,
                    stop_event=self._stop,
                    recursive=recursive,
                    raise_interrupt=False,
                ):
                    self._changed.set()
                return
            except OSError:  # a folder was removed, and may come back
                self._changed.set()
                self._stop.wait(_RETRY)

    def _is_file(self, change: Change, path: str) -> bool:
        return Path(path) in self._files

    def _is_text(self, change: Change, path: str) -> bool:
        """Whether a path may be of a source: none that a build writes, that is hidden, or an editor's copy."""
        place = Path(path)
        if self._written.match(path) or path.endswith("~"):
            return False
        within = next((place.relative_to(root) for root in self._folders if place.is_relative_to(root)), place)
        return not any(part.startswith(".") for part in within.parts)
