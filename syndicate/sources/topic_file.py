"""The files that hold topics, and which of them a path means."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

__all__ = ["ENDINGS", "PathsOfFiles", "TopicFile"]

ENDINGS: Final = (".md", ".mdx", ".markdown")


@attrs.frozen
class TopicFile:
    """A file that holds a topic in a language.

    Attributes:
        path: where it is.
        stem: what its name has in common with those of its twins.
        locale: the language its name says.
        key: its folder below the root and its stem; its twins have the same.
        first_stem: what version 0.1 took for its stem, and made its id of.
    """

    path: Path
    stem: str
    locale: Locale
    key: str
    first_stem: str


class PathsOfFiles:
    """Files by their paths, with and without language and ending.

    Args:
        files: one language of a topic each.
    """

    def __init__(self, files: Iterable[TopicFile]) -> None:
        self._files = {Path(os.path.normpath(file.path)): file for file in files}

    def at(self, path: Path, near: TopicFile) -> TopicFile | None:
        """The file that a path written in a text means: with its language, or without, then in that of the text."""
        path = Path(os.path.normpath(path))
        if (found := self._files.get(path)) is not None:
            return found
        for name in (_without_ending(path), path / "index"):
            key = (name.parent, unicodedata.normalize("NFC", name.name))
            if twins := self._named.get(key):
                return next((file for file in twins if file.locale == near.locale), twins[0])
        return None

    def in_any_case(self, path: Path, near: TopicFile) -> TopicFile | None:
        """The file that a path means where capital and small letters are one."""
        path = Path(os.path.normpath(path))
        for name in (path, _without_ending(path)):
            if twins := self._in_small_letters.get(_small(name)):
                return next((file for file in twins if file.locale == near.locale), twins[0])
        return None

    @cached_property
    def _in_small_letters(self) -> dict[str, list[TopicFile]]:
        found: dict[str, list[TopicFile]] = defaultdict(list)
        for path, file in self._files.items():
            found[_small(path)].append(file)
        for (folder, stem), files in self._named.items():
            found[_small(folder / stem)] += files
        return found

    @cached_property
    def _named(self) -> dict[tuple[Path, str], list[TopicFile]]:
        """The files by their folder and their name without the language."""
        named: dict[tuple[Path, str], list[TopicFile]] = defaultdict(list)
        for path, file in self._files.items():
            stem = "index" if path.name.startswith(("index.", "index_")) else file.stem
            named[path.parent, stem].append(file)
        return named


def _without_ending(path: Path) -> Path:
    return path.with_suffix("") if path.suffix in ENDINGS else path


def _small(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()
