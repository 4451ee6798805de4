"""Which files a publisher's folder of labels has, and in which state, by which caches know them. None is read here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from syndicate.locales.identifiers import LocaleLike, parents

__all__ = ["LANGUAGE_FILE", "FileState", "files_of", "language_files"]

LANGUAGE_FILE = "language.toml"
"""What differs by language, in the folder of each."""

FileState = tuple[str, int, int]
"""A file, when it was last written, and its size: an edit makes another one."""


def files_of(locale: LocaleLike, directory: Path | None, *names: str) -> tuple[FileState, ...]:
    """Those of the named files that a folder of labels has for a locale and its CLDR parents."""
    return _states(_paths(locale, directory, names)) if directory is not None and locale else ()


def language_files(directory: Path | None) -> tuple[FileState, ...]:
    """The files of all languages in a folder of labels."""
    try:
        folders = sorted(directory.iterdir()) if directory is not None else ()
    except OSError:
        folders = ()
    return _states(folder / LANGUAGE_FILE for folder in folders)


# Every page asks for its labels, and making paths takes longer than asking for the state of files.
@lru_cache(maxsize=1024)
def _paths(locale: LocaleLike, directory: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(directory / str(parent) / name for parent in parents(locale) for name in names)


def _states(paths: Iterable[Path]) -> tuple[FileState, ...]:
    found = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_mtime_ns, state.st_size))
    return tuple(found)
