"""The published tree as it is now, and each of its versions, held open: what is read through one is of one build.

A build replaces the tree whole. That is seen by two calls of the system for each request; what a service has to read of
the new tree is read beside the loop, while requests are still answered from the old one.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import stat
import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

import attrs

from syndicate.errors import SyndicateError
from syndicate.layout import CATALOG_JSON, REDIRECTS_FILE
from syndicate.locales.catalogs import marked
from syndicate.service.refusals import Refusal

__all__ = ["File", "Kept", "OpenTree", "Replaced", "Versions"]

_LOG: Final = logging.getLogger("syndicate.service")
_OPEN: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_MOST_KEPT: Final = 64 * 1024**2
_LARGEST_KEPT: Final = _MOST_KEPT // 4

Mark = tuple[Any, ...]
"""What tells one version of a tree from another: the folder, and the file that every build writes."""


class Replaced(Exception):
    """A file of a tree is gone because another tree has come: the request is to be answered from that one."""


@attrs.frozen
class File:
    """A file of the tree as it was read.

    Attributes:
        body: its bytes.
        key: changes with the file.
        modified: its date, in seconds.
    """

    body: bytes = attrs.field(repr=False)
    key: Mark
    modified: float


class _Sized(Protocol):
    @property
    def size(self) -> int: ...


R = TypeVar("R", bound=_Sized)


class Kept(Generic[R]):
    """The answers that were given last, as many as memory is set apart for."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, tuple[R, int]] = OrderedDict()
        self._sum = 0

    def get(self, key: Hashable) -> R | None:
        """What is kept under a key, if it still is."""
        if (found := self._found.get(key)) is None:
            return None
        self._found.move_to_end(key)
        return found[0]

    def put(self, key: tuple[Hashable, ...], reply: R) -> None:
        """Keep something in place of what was asked for the longest ago; what is very large is not kept."""
        size = reply.size * 2  # since the compressed form comes with the first to take it
        size += sum(map(sys.getsizeof, key))
        if size > _LARGEST_KEPT:
            return
        if (old := self._found.pop(key, None)) is not None:
            self._sum -= old[1]
        self._found[key] = reply, size
        self._sum += size
        while self._sum > self._most:
            self._sum -= self._found.popitem(last=False)[1][1]


class OpenTree:
    """One version of a published tree: its folder is held open, so that all that is read is of one build.

    Args:
        place: the folder.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._handle: int | None = None
        if os.open in os.supports_dir_fd:
            self._handle = os.open(place, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
            weakref.finalize(self, os.close, self._handle)
        self.mark = _mark(os.fstat(self._handle) if self._handle is not None else place.stat(), self._stat)
        self.replies: Kept[Any] = Kept()
        """What was answered from this tree."""

    def _stat(self, path: str) -> os.stat_result:
        if self._handle is None:
            return (self.place / path).stat()
        return os.stat(path, dir_fd=self._handle)

    def key(self, path: str) -> Mark | None:
        """What changes with a file; None where there is none."""
        try:
            found = self._stat(path)
        except (OSError, ValueError):
            return None
        return _key(found) if stat.S_ISREG(found.st_mode) else None

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """The slugs of topics that moved, by the path of the folder that they had: what `_redirects` says."""
        file = self.read(REDIRECTS_FILE.path)
        rows = [line.split() for line in file.body.decode().splitlines()] if file is not None else []
        paths = ((old.split("/")[-4:-1], new.split("/")[-2]) for old, new, _ in rows)
        return {"/".join(folder): slug for folder, slug in paths}

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder at a path."""
        try:
            return stat.S_ISDIR(self._stat(path or ".").st_mode)
        except (OSError, ValueError):
            return False

    def read(self, path: str) -> File | None:
        """A file; None where there is none, or a link leads out of the tree.

        Args:
            path: from the root of the tree, without steps upwards.
        """
        try:
            if self._leads_out(path):
                return None
            if self._handle is None:
                handle = os.open(self.place / path, _OPEN)
            else:
                handle = os.open(path, _OPEN, dir_fd=self._handle)
            with os.fdopen(handle, "rb") as file:
                found = os.fstat(handle)
                if not stat.S_ISREG(found.st_mode):
                    return None
                return File(file.read(), _key(found), found.st_mtime)
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
                raise  # which does not mean that there is no such file
            return None

    def _leads_out(self, path: str) -> bool:
        """Whether a link on the way to a file leads out of the tree."""
        steps = path.split("/")
        for count in range(1, len(steps) + 1):
            part = "/".join(steps[:count])
            found = (
                os.lstat(self.place / part)
                if self._handle is None
                else os.stat(part, dir_fd=self._handle, follow_symlinks=False)
            )
            if stat.S_ISLNK(found.st_mode):
                return not (self.place / path).resolve().is_relative_to(self.place.resolve())
        return False

    @property
    def is_current(self) -> bool:
        """Whether it is still what lies at its place."""
        return mark_at(self.place) in (self.mark, None)


def _key(found: os.stat_result) -> Mark:
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def _mark(folder: os.stat_result, listed: Callable[[str], os.stat_result]) -> Mark:
    try:
        catalog = _key(listed(CATALOG_JSON.path))
    except OSError:
        catalog = None
    return (folder.st_dev, folder.st_ino, catalog)


def mark_at(place: Path) -> Mark | None:
    """The mark of the tree that lies at a place; None where none does, as between two renames."""
    try:
        return _mark(os.stat(place), lambda path: os.stat(f"{place}/{path}"))  # noqa: PTH116 -- for every request
    except OSError:
        return None


class _Loaded(Protocol):
    @property
    def tree(self) -> OpenTree: ...


S = TypeVar("S", bound=_Loaded)


class Versions(Generic[S]):
    """The tree at a place, and what is read of it.

    Args:
        place: the folder.
        load: reads what a service needs of a tree.
    """

    def __init__(self, place: Path, load: Callable[[OpenTree], S]) -> None:
        self._place = place
        self._load = load
        self._tree: OpenTree | None = None
        self._loaded: S | None = None
        self._failed: tuple[Mark, Exception] | None = None
        self._loading: tuple[Mark, Future[None]] | None = None
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="syndicate-tree")

    def tree(self) -> OpenTree:
        """The tree that lies there now.

        Raises:
            Refusal: there is none.
        """
        mark = mark_at(self._place)
        if self._tree is None or mark not in (self._tree.mark, None):
            try:
                self._tree = OpenTree(self._place)
            except OSError as error:
                if self._tree is None:
                    raise _unready() from error
        return self._tree

    @property
    def loaded(self) -> S | None:
        """What was read last, whatever lies there now; None before anything was."""
        return self._loaded

    async def snapshot(self, than: S | None = None) -> S:
        """What is read of the tree; of the one before, while that of a new one is not ready.

        Args:
            than: one that will not do, since its tree has been replaced.

        Raises:
            Refusal: nothing can be read of the tree.
        """
        while True:
            tree = self.tree()
            if self._loaded is not None and self._loaded.tree.mark == tree.mark and self._loaded is not than:
                return self._loaded
            if self._failed is not None and self._failed[0] == tree.mark:
                if self._loaded is not None and self._loaded is not than:
                    return self._loaded
                raise _unready() from self._failed[1]
            if self._loading is None or self._loading[1].done():
                self._loading = tree.mark, self._threads.submit(self._read, tree)
            if self._loaded is not None and self._loaded is not than:
                return self._loaded
            await asyncio.shield(asyncio.wrap_future(self._loading[1]))

    def _read(self, tree: OpenTree) -> None:
        try:
            self._loaded = self._load(tree)
        except Exception as error:  # whatever it is, the tree before is still served
            if tree.is_current:
                self._failed = tree.mark, error
                told = error.format_message() if isinstance(error, SyndicateError) else repr(error)
                _LOG.error("the catalog of the tree cannot be read: %s", told)


def _unready() -> Refusal:
    message = marked("The catalog is missing or cannot be read: try again later.")
    return Refusal(503, message, headers={"Retry-After": "30"})
