"""The files beside topics, by the addresses that texts have for them. What the files are is told by `assets`.

An address is read as authors write it on any system: in another case, with a backslash, in either form of an accent,
escaped or not. It never leads out of the folder that is the source, nor does a symbolic link.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import attrs

from syndicate.assets.reading import is_asset
from syndicate.layout import ASSET_TYPES, AUDIO, VIDEO

__all__ = ["AssetFiles", "Sought", "paths_of"]

_ALIKE: Final = 0.8
"""How much names have to have in common to be mistaken for each other: `asthma.jpg` and `astma.jpeg` do."""
_NAMED: Final = re.compile(rf"""([^\s"'()<>\[\]{{}}=,|]+\.(?:{"|".join(ASSET_TYPES)})\b)""", re.IGNORECASE)
_NAMED_WITH_SPACES: Final = re.compile(
    rf"""[<"']([^"'<>|\n]*[ ()][^"'<>|\n]*\.(?:{"|".join(ASSET_TYPES)}))[>"']""", re.IGNORECASE
)


@attrs.frozen
class Sought:
    """What an address leads to.

    Attributes:
        file: the file; None where there is none.
        reason: why it is not one that may be read, as findings name it.
        near: the name of a file that is nearly called so.
    """

    file: Path | None = None
    reason: str = ""
    near: str = ""


def paths_of(address: str) -> Iterator[str]:
    """The paths that an address may mean: without what follows its path, or as a name with such marks.

    >>> list(paths_of("a%20b.png?v=2"))
    ['a b.png', 'a%20b.png', 'a b.png?v=2', 'a%20b.png?v=2']
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    return iter(dict.fromkeys(one.replace("\\", "/") for one in (unquote(path), path, unquote(address), address)))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


class AssetFiles:
    """The files below the folder that is the source.

    Args:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.normpath(root.absolute()))
        self._inside = root.resolve()
        self._names: dict[Path, dict[str, list[str]]] = {}
        self.used: set[Path] = set()

    def seek(self, folder: Path, address: str) -> Sought | None:
        """What an address leads to; None for what is a folder, or no path in a folder at all.

        Args:
            folder: that of the text.
            address: as it is written, relative.
        """
        first: Sought | None = None
        for path in paths_of(address):
            if not path or path.startswith("/") or "\0" in path:
                continue
            found = self._at(folder, path)
            if found is None or found.file is not None or found.reason:
                return found
            first = first or found
        return first

    def _at(self, folder: Path, path: str) -> Sought | None:
        place = Path(os.path.normpath(folder.absolute() / path))
        if not place.is_relative_to(self._root):
            return Sought()
        current = self._root
        for step in place.relative_to(self._root).parts:
            name = self._name(current, step)
            if name is None:
                return Sought(near=self._near(current, folder, place.name))
            current /= name
        if current.is_dir():
            return None
        if any(part.startswith(".") for part in current.relative_to(self._root).parts):
            return Sought(reason="hidden-file")
        if not current.resolve().is_relative_to(self._inside):
            return Sought(reason="leads-out")
        return Sought(current) if current.is_file() else Sought(reason="leads-nowhere")

    def _listed(self, folder: Path) -> dict[str, list[str]]:
        """The names in a folder by what they are in any case and form."""
        if folder not in self._names:
            names: dict[str, list[str]] = defaultdict(list)
            try:
                for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
                    names[_folded(entry.name)].append(entry.name)
            except OSError:  # it is a file, or closed
                pass
            self._names[folder] = names
        return self._names[folder]

    def _name(self, folder: Path, step: str) -> str | None:
        """What a file or folder is really called; of several that differ in case alone, the one that is meant."""
        names = self._listed(folder).get(_folded(step), ())
        same = unicodedata.normalize("NFC", step)
        exact = (name for name in names if unicodedata.normalize("NFC", name) == same)
        return next(exact, names[0] if len(names) == 1 else None)

    def _near(self, folder: Path, beside: Path, name: str) -> str:
        """The name of a file that may have been meant: in the folder that the address names, or beside the text."""
        beside = Path(os.path.normpath(beside.absolute()))
        if (same := self._everywhere.get(_folded(name))) is not None:
            return Path(os.path.relpath(same, beside)).as_posix()
        for place in dict.fromkeys((folder, beside)):
            names = {folded: shown[0] for folded, shown in self._listed(place).items() if is_asset(shown[0])}
            if found := get_close_matches(_folded(name), names, n=1, cutoff=_ALIKE):
                return Path(os.path.relpath(place / names[found[0]], beside)).as_posix()
        return ""

    @cached_property
    def _everywhere(self) -> dict[str, Path]:
        """The files of all folders by their names; of several of one name the first."""
        found: dict[str, Path] = {}
        for place, folders, names in os.walk(self._root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(filter(is_asset, names)):
                found.setdefault(_folded(name), Path(place, name))
        return found

    def anywhere(self, folder: Path, address: str) -> str | None:
        """The relative address of a file that a text names without saying where it is; None where none is called so.

        Args:
            folder: that of the text.
            address: the name, escaped; what follows ``#`` is kept.
        """
        if (sought := self.seek(folder, address)) is not None and sought.file is not None:
            return None  # it stands where it is expected
        path, mark, fragment = address.partition("#")
        whole = self.seek(self._root, path)
        found = whole.file if whole is not None and whole.file is not None else None
        found = found or self._everywhere.get(_folded(unquote(path)))
        if found is None:
            return None
        below = os.path.relpath(found, os.path.normpath(folder.absolute()))
        return f"{quote(Path(below).as_posix())}{mark}{fragment}"

    def mention(self, folder: Path, text: str) -> None:
        """Take the files that a text names for used, though it is not published: nobody is to move them away.

        Args:
            folder: that of the text.
            text: the text, as it is written.
        """
        self.used.update(self.named(folder, text))

    def named(self, folder: Path, text: str) -> Iterator[Path]:
        """The files that a text names.

        Args:
            folder: that of the text.
            text: the text, as it is written.
        """
        for match in (*_NAMED.finditer(text), *_NAMED_WITH_SPACES.finditer(text)):
            found = self.seek(folder, match[1])
            if found is not None and found.file is not None:
                yield found.file

    def captions(self, file: Path) -> Iterator[tuple[Path, str]]:
        """The captions beside a recording: ``talk.vtt``, ``talk.es.vtt``; each with the language in its name."""
        pattern = re.compile(rf"{re.escape(_folded(file.stem))}(?:[._-]([a-z]{{2,3}}(?:-[a-z0-9]{{2,8}})*))?\.vtt")
        if file.suffix[1:].lower() in AUDIO.keys() | VIDEO.keys():
            for folded, names in self._listed(file.parent).items():
                if (match := pattern.fullmatch(folded)) is not None:
                    yield file.parent / names[0], match[1] or ""

    def unused(self, folders: Iterable[Path], kept: Iterable[Path] = ()) -> Iterator[tuple[Path, list[str]]]:
        """The files in folders of topics that no text refers to, folder by folder.

        Args:
            folders: those of topics; those of the files that are used are looked at too.
            kept: files, and folders of files, that are used otherwise: a logo, the photographs of share cards.
        """
        apart = {Path(os.path.normpath(path.absolute())) for path in kept}
        places = {Path(os.path.normpath(folder.absolute())) for folder in folders} | {path.parent for path in self.used}
        for folder in sorted(places):
            if folder in apart or not folder.is_relative_to(self._root):
                continue
            names = [name for names in self._listed(folder).values() for name in names]
            found = [
                name
                for name in sorted(names)
                if is_asset(name)
                and not name.startswith((".", "~"))
                and folder / name not in self.used | apart
                and (folder / name).is_file()
            ]
            if found:
                yield folder, found
