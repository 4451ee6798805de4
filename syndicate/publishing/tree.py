"""A tree of files that is replaced whole: built beside the old one, then swapped in. Artifacts are made in `site`.

However the process ends, the published folder is the whole old tree or the whole new one: the swap is one call of the
kernel where it has one (Linux, macOS), elsewhere two renames, whose gap the next build mends.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from filecmp import cmp
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from syndicate.errors import Message, PublishError
from syndicate.interrupts import uninterrupted
from syndicate.json_writer import indented
from syndicate.layout import MANIFEST, artifact_at
from syndicate.publishing.places import is_home, place_of
from syndicate.reasons import of_system

__all__ = ["Manifest", "Tree", "check_place"]

_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

_OLD_FILE: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_MOST_AT_ONCE: Final = 1 << 16

_FILES_ONE_BY_ONE: Final = 100
"""So many files are written to the disk one by one; of more, the whole file system is, which is faster then."""


class Manifest(NamedTuple):
    """What a build made.

    Attributes:
        files: the paths of all its files, its own too.
        made: by piece of the tree, what its files were made of and what they are, as digests.
        tree: the mark by which the history knows the tree; empty where it has none.
        torn: the path of the list, where it is damaged: then files that look like ours are taken for ours.
    """

    files: frozenset[str]
    made: Mapping[str, tuple[str, str]]
    tree: str = ""
    torn: str = ""


class Tree:
    """The new tree while it is being built.

    Args:
        out: the published folder; a symbolic link is followed.

    Raises:
        PublishError: the folder cannot be replaced, or holds files that no build made and no manifest.
    """

    def __init__(self, out: Path) -> None:
        self.out = place_of(out)
        self.folder = self.out.with_name(f".{self.out.name}.building")
        self._before = self.out.with_name(f".{self.out.name}.before")
        self.around: AbstractContextManager[None] = nullcontext()
        """What has to be done just before and just after the new tree is put in its place."""
        self._is_new = True
        self._has_old = True

    @contextmanager
    def building(self) -> Iterator[Tree]:
        """The empty new tree; on leaving it is swapped in, on an error it is removed and the old one stays.

        The old one stays too where :meth:`finish` has found that the new one would be the same.

        Raises:
            PublishError: the folder cannot be written, holds files that no build made and no manifest, or another
                build is at work on it.
        """
        try:
            locks = self._begin()
        except OSError as error:
            raise _failed(error, self.out) from error
        try:
            self.check()
            self._clear()
            yield self
            if self._is_new:
                self._keep_foreign()
            with uninterrupted(), self.around:
                if self._is_new:
                    self._swap()
        except OSError as error:
            if isinstance(error, PublishError):
                raise
            raise _failed(error, self.out) from error
        finally:
            try:
                with uninterrupted():
                    self._end(locks)
            except KeyboardInterrupt:  # that came before the signals waited, or while they did
                self._end(locks)
                raise

    def write(self, path: str, body: bytes) -> bool:
        """Put a file into the new tree, unless the old tree has the same bytes: :meth:`finish` takes that very file.

        Returns:
            Whether it differs from the old tree's.
        """
        # Plain strings and handles: with tens of thousands of small files, pathlib would cost as much as the system.
        old, new = f"{self.out}/{path}", f"{self.folder}/{path}"
        if self._has_old and _same(old, body):
            return False
        try:
            handle = os.open(new, _NEW_FILE, 0o666)
        except FileNotFoundError:
            os.makedirs(new.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
            handle = os.open(new, _NEW_FILE, 0o666)
        try:
            rest = memoryview(body)
            while rest:
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
        return True

    def write_long(self, path: str, chunks: Iterable[bytes]) -> tuple[int, bool, str]:
        """:meth:`write` piece by piece: how many bytes, whether they differ from the old tree's, and their SHA-256."""
        size, digest = 0, sha256()
        old, new = Path(f"{self.out}/{path}"), Path(f"{self.folder}/{path}")
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            with new.open("xb", buffering=_MOST_AT_ONCE) as stream:
                for chunk in chunks:
                    size += stream.write(chunk)
                    digest.update(chunk)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        if not (differs := not (old.is_file() and cmp(old, new, shallow=False))):
            new.unlink()
        return size, differs, digest.hexdigest()

    def old(self, path: str) -> bytes | None:
        """A file of the old tree; None if it is not there."""
        try:
            handle = os.open(f"{self.out}/{path}", _OLD_FILE)
        except OSError:
            return None
        try:
            parts = [os.read(handle, _MOST_AT_ONCE)]
            while len(parts[-1]) == _MOST_AT_ONCE:
                parts.append(os.read(handle, _MOST_AT_ONCE))
            return parts[0] if len(parts) == 1 else b"".join(parts)
        except OSError:
            return None
        finally:
            os.close(handle)

    def published(self, path: str) -> Path | None:
        """The place of a file of the published tree; None if it is not there."""
        place = self._published / path
        return place if place.is_file() else None

    def finish(
        self, files: Iterable[tuple[str, bool]], made: Mapping[str, Sequence[str]] | None = None, tree: str = ""
    ) -> None:
        """Write the manifest, and take over what is the same from the old tree: those very files, with their dates.

        Args:
            files: the path of each file the build made, and whether it differs from the old tree's.
            made: by piece of the tree, what its files were made of and what they are, as digests.
            tree: the mark by which the history knows the tree.
        """
        found = sorted(files)
        same = [path for path, differs in found if not differs]
        document: dict[str, Any] = {"format": "syndicate-tree", "files": [path for path, _ in found]}
        if tree:
            document["tree"] = tree
        if made:
            document["made"] = {name: list(made[name]) for name in sorted(made)}
        if not self.write(MANIFEST.path, indented(document, by=0, ascii=True)):
            same.append(MANIFEST.path)
        self._is_new = len(same) <= len(found)
        for path in same if self._is_new else ():
            self._take(path)

    def _take(self, path: str) -> None:
        """Put a file of the old tree into the new one: that very file, with its date."""
        old, new = f"{self.out}/{path}", f"{self.folder}/{path}"
        try:
            os.link(old, new)
        except OSError:
            _link(Path(old), Path(new))

    def removed(self, files: Iterable[str]) -> int:
        """How many files of the old tree's build the new one no longer has."""
        return len(self.manifest().files - set(files) - {MANIFEST.path})

    def manifest(self) -> Manifest:
        """The manifest of the old tree; an empty one if there is none."""
        path = self._published / MANIFEST.path
        try:
            document = json.loads(path.read_bytes())
            if not all(isinstance(file, str) for file in document["files"]):
                raise TypeError(path)
            files = frozenset((*document["files"], MANIFEST.path))
        except (FileNotFoundError, NotADirectoryError):
            return Manifest(frozenset(), {})
        except OSError as error:
            raise _failed(error, self.out) from error
        except (ValueError, KeyError, TypeError, RecursionError):
            return Manifest(frozenset((*_alike(self._published), MANIFEST.path)), {}, torn=str(path))
        mark = document.get("tree")
        mark = mark if isinstance(mark, str) else ""
        try:
            made = {name: (key, digest) for name, (key, digest) in document["made"].items()}
            return Manifest(files, made, mark)
        except (ValueError, KeyError, TypeError, AttributeError):  # of an earlier version
            return Manifest(files, {}, mark)

    @property
    def _published(self) -> Path:
        """Where the published tree is: of a build that was killed between two renames, under another name."""
        return self._before if not self.out.exists() and self._before.exists() else self.out

    def flush(self, paths: Iterable[str]) -> None:
        """See that the files are on the disk, under their names, before anything depends on it."""
        some = list(islice(paths, _FILES_ONE_BY_ONE + 1))
        if len(some) > _FILES_ONE_BY_ONE and _flush_file_system(self.folder):
            return
        files = [f"{self.folder}/{path}" for path in (*some, *paths, MANIFEST.path)]
        for place in (*files, *sorted({file.rpartition("/")[0] for file in files}), str(self.folder)):
            _flush(place)

    def _begin(self) -> list[int]:
        """The locks of both folders: once they are swapped, the old tree is still being removed under its new name."""
        self.out.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(exist_ok=True)
        locks = [_locked(self.folder, self.out)]
        try:
            self._recover()
            self._has_old = self.out.exists()
            if self._has_old:
                locks.append(_locked(self.out, self.out))
        except OSError:
            with suppress(OSError):
                self.folder.rmdir()
            os.close(locks[0])
            raise
        return locks

    def _end(self, locks: list[int]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        while locks:
            os.close(locks.pop())

    def _recover(self) -> None:
        """Mend what a build left that was killed between the renames of a system without an exchange."""
        if self._before.exists():
            if self.out.exists():
                shutil.rmtree(self._before)
            else:
                self._before.rename(self.out)

    def check(self) -> None:
        """Refuse a folder that no build made.

        Raises:
            PublishError: it holds files, and no list of those that a build made.
        """
        if not self.out.exists() or (self.out / MANIFEST.path).exists():
            return
        foreign = sorted(entry.name for entry in self.out.iterdir() if not entry.name.startswith("."))
        if is_home(self.out):
            raise PublishError(
                Message("{out} is a home folder", out=self.out),
                hint=Message("give --out a folder of its own, such as public"),
            )
        if foreign:
            raise PublishError(
                Message("{out} was not built by syndicate and holds {value!r}", out=self.out, value=foreign[0]),
                hint=Message("give --out an empty folder, or a new one"),
            )

    def _clear(self) -> None:
        """Remove what a build that was killed left in the new tree's folder."""
        for leftover in self.folder.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() and not leftover.is_symlink() else leftover.unlink()

    def _keep_foreign(self) -> None:
        """Carry over what others put into the published folder, such as ``CNAME``, ``.well-known`` or a ``.git``."""
        if not self.out.exists():
            return
        ours = self.manifest().files
        for place, folders, names in os.walk(self.out, topdown=False, onerror=_raise):
            # Strings, as in `write`: there are tens of thousands of our own files.
            within = place[len(str(self.out)) + 1 :].replace(os.sep, "/")
            new_place = self.folder / within
            for name in (*names, *(name for name in folders if os.path.islink(f"{place}/{name}"))):  # noqa: PTH114
                if (f"{within}/{name}" if within else name) in ours:
                    continue
                old, new = Path(place, name), new_place / name
                if new.exists():
                    raise PublishError(
                        Message("{old} was not built by syndicate, and a file of the new tree has its place", old=old),
                        hint=Message("move it away, or give another --out"),
                    )
                new_place.mkdir(parents=True, exist_ok=True)
                _link(old, new)
            if not names and not folders:
                new_place.mkdir(parents=True, exist_ok=True)
            if new_place.is_dir():
                shutil.copymode(place, new_place)

    def _swap(self) -> None:
        """Put the new tree in place of the old one, and make sure that it is there even if the power fails."""
        self._exchange()
        _flush(str(self.out.parent))

    def _exchange(self) -> None:
        if not self.out.exists():
            self.folder.rename(self.out)
        elif not _exchange(self.folder, self.out):
            self.out.rename(self._before)
            self.folder.rename(self.out)
            self._before.rename(self.folder)


def check_place(out: Path) -> None:
    """Refuse a folder that no tree can be published into, before any work is done.

    Args:
        out: the folder.

    Raises:
        PublishError: it cannot be replaced, or holds files that no build made.
    """
    try:
        Tree(out).check()
    except OSError as error:
        raise _failed(error, out) from error


def _alike(folder: Path) -> Iterator[str]:
    """The files of a published tree whose names are those that a build gives, where the list of them is damaged."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not os.path.islink(f"{place}/{name}")]  # noqa: PTH114
        within = place[len(str(folder)) + 1 :].replace(os.sep, "/")
        for name in names:
            path = f"{within}/{name}" if within else name
            if artifact_at(path) is not None:
                yield path


def _flush_file_system(folder: Path) -> bool:
    """Write all of a file system to its disk, where the kernel can (``syncfs`` on Linux); whether it did."""
    with suppress(AttributeError, OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            return sys.platform.startswith("linux") and bool(ctypes.CDLL(None, use_errno=True).syncfs(handle) == 0)
        finally:
            os.close(handle)
    return False


def _flush(place: str) -> None:
    """Write a file or folder to the disk (POSIX ``fsync``); where a system or file system cannot, nothing is lost."""
    with suppress(OSError):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _raise(error: OSError) -> None:
    raise error


def _failed(error: OSError, out: Path) -> PublishError:
    if isinstance(error, PublishError):
        return error
    place = error.filename or out
    return PublishError(
        Message("cannot write {place}: {reason}", place=place, reason=of_system(error)),
        hint=Message("the published tree is as it was"),
    )


def _same(path: str, body: bytes) -> bool:
    try:
        return os.stat(path).st_size == len(body) and Path(path).read_bytes() == body  # noqa: PTH116
    except OSError:
        return False


def _link(old: Path, new: Path) -> None:
    """The same file at another place; a copy with its date where the file system has no hard links."""
    try:
        os.link(old, new, follow_symlinks=False)
    except FileNotFoundError:
        new.parent.mkdir(parents=True, exist_ok=True)
        _link(old, new)
    except FileExistsError:  # to write into it would change the published tree, if it is one of its files
        raise
    except OSError:
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(old, new, follow_symlinks=False)


def _locked(folder: Path, out: Path) -> int:
    """An open handle of a folder that no other build holds; the kernel lets go of it when the process ends."""
    if sys.platform == "win32":
        return os.open(os.devnull, os.O_RDONLY)
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = os.path.samestat(os.fstat(handle), folder.stat())  # another build may have moved it just now
    except (BlockingIOError, FileNotFoundError):
        ours = False
    except OSError:  # a file system without locks
        ours = True
    if not ours:
        os.close(handle)
        raise PublishError(Message("another build is writing {out}", out=out), hint=Message("wait for it to end"))
    return handle


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step, where the kernel can: ``renameat2`` on Linux, ``renamex_np`` on macOS."""
    a, b = os.fsencode(first), os.fsencode(second)
    at_cwd, linux_exchange, macos_swap = -100, 2, 2
    with suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform.startswith("linux"):
            return bool(libc.renameat2(at_cwd, a, at_cwd, b, linux_exchange) == 0)
        if sys.platform.startswith("darwin"):
            return bool(libc.renamex_np(a, b, macos_swap) == 0)
    return False
