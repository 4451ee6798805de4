"""The files in a publisher's folder of labels and their state, as keys for caches. None is read here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from syndicate.locales.identifiers import LocaleLike, parents

__all__ = ["LANGUAGE_FILE", "FileState", "HeldFolder", "files_of", "language_files"]

LANGUAGE_FILE = "language.toml"
"""What differs by language, in the folder of each."""

FileState = tuple[str, int, int]
"""A file with its modification time and size, which an edit changes."""


_Folder: type[Path] = type(Path())  # Python 3.11 has no subclasses of Path itself


class HeldFolder(_Folder):  # type: ignore[misc, valid-type]  # its base differs by system
    """A folder of labels that keeps the state in which each file was first found; otherwise an ordinary path.

    Every page looks up its labels several times, and ``stat`` of a file takes longer than all else. What is
    made together, such as a site, also has to be consistent.
    """

    @cached_property
    def found(self) -> dict[tuple[object, ...], tuple[FileState, ...]]:
        """The files, by what was asked for."""
        return {}


def files_of(locale: LocaleLike, directory: Path | None, *names: str) -> tuple[FileState, ...]:
    """Those of the named files that a folder of labels has for a locale and its CLDR parents."""
    if directory is None or not locale:
        return ()
    found = directory.found if isinstance(directory, HeldFolder) else {}
    if (asked := (locale, *names)) not in found:
        found[asked] = _states(_paths(locale, directory, names))
    return found[asked]


def language_files(directory: Path | None) -> tuple[FileState, ...]:
    """The files of all languages in a folder of labels."""
    if directory is None:
        return ()
    found = directory.found if isinstance(directory, HeldFolder) else {}
    if () not in found:
        try:
            folders = sorted(directory.iterdir())
        except OSError:
            folders = []
        found[()] = _states(folder / LANGUAGE_FILE for folder in folders)
    return found[()]


# Making paths takes longer than asking for the state of files.
@lru_cache(maxsize=1024)
def _paths(locale: LocaleLike, directory: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(Path(directory, str(parent), name) for parent in parents(locale) for name in names)


def _states(paths: Iterable[Path]) -> tuple[FileState, ...]:
    found = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_mtime_ns, state.st_size))
    return tuple(found)
