"""Folders that are named for languages, also as ``pages.es`` beside ``pages``; and ``README.md`` as a folder's page.

GitBook, MkDocs and VuePress take a ``README.md`` for the index of its folder. Layouts are not known here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from syndicate.errors import LocaleError
from syndicate.locales import from_name, locale_id, parse
from syndicate.locales.identifiers import LANGUAGE_CODE
from syndicate.sources.language_marks import is_plain

__all__ = [
    "home_above",
    "is_code",
    "is_language",
    "is_readme",
    "language_named",
    "readmes_of_languages",
    "with_folders",
]

_MARKED = re.compile(rf"(?P<base>[^._-].*?)[._-](?P<code>{LANGUAGE_CODE})")
_README: Final = "readme"
_CODE = re.compile(LANGUAGE_CODE)


def is_code(name: str) -> bool:
    """Whether the name of a folder is the code of a language that pages have labels in."""
    return _CODE.fullmatch(name) is not None and (found := language_named(name)) != "" and is_plain(found)


def is_language(name: str) -> bool:
    """Whether the name of a folder is the code of a language, or may be a word."""
    return _CODE.fullmatch(name) is not None and language_named(name) != ""


@lru_cache(maxsize=1024)
def language_named(part: str) -> str:
    """The locale that a folder is named for; empty for none. Whether it is one there, its files show."""
    with suppress(LocaleError):
        return locale_id(parse(part.replace("_", "-")) if _CODE.fullmatch(part) else from_name(part))
    return ""


def with_folders(paths: Mapping[Path, str]) -> dict[Path, str]:
    """Paths below the folder that is read, in which ``pages.es/a.md`` is ``pages/es/a.md``.

    A folder is split only if the one without the mark, or those with other marks, have half of its files.

    Args:
        paths: the path of each file, with slashes.
    """
    folders: dict[str, set[str]] = defaultdict(set)
    for path in paths.values():
        parts = path.split("/")
        for depth in range(1, len(parts)):
            folders["/".join(parts[:depth])].add("/".join(parts[depth:]))
    marked: dict[str, tuple[str, str]] = {}
    for folder in folders:
        above, slash, name = folder.rpartition("/")
        match = _MARKED.fullmatch(name)
        if match is not None and is_language(match["code"]):
            marked[folder] = f"{above}{slash}{match['base']}", match["code"]
    families: dict[str, list[str]] = defaultdict(list)
    for folder, (base, _) in marked.items():
        families[base].append(folder)
    split = {}
    for base, family in families.items():
        for folder in family:
            known = folders.get(base, set()).union(*(folders[other] for other in family if other != folder))
            if 2 * len(folders[folder] & known) >= len(folders[folder]):
                split[folder] = "/".join(marked[folder])
    return {file: _moved(path, split) for file, path in paths.items()} if split else dict(paths)


def _moved(path: str, split: Mapping[str, str]) -> str:
    """A path whose first marked folder is two folders."""
    parts = path.split("/")
    for depth in range(1, len(parts)):
        if (found := split.get("/".join(parts[:depth]))) is not None:
            return "/".join((found, *parts[depth:]))
    return path


_CONTAINER = re.compile(r"(?<![^/])(?:translations?|i18n|l10n|locales?|localized|lang|languages)/$")
"""The end of the path of a folder that only has translations, beside their originals."""


def home_above(prefix: str, paths: Collection[str], everything: Iterable[str]) -> str:
    """The folder of the originals: the one with the folders of languages, or the one above it where most of them are.

    Args:
        prefix: the folder with those of the languages.
        paths: what is in these, without endings.
        everything: the paths of all files.
    """
    if _CONTAINER.search(prefix):
        return _CONTAINER.sub("", prefix)
    above = prefix[: prefix.rfind("/", 0, -1) + 1]
    stems = {path.rpartition(".")[0] for path in everything if not path.startswith(prefix)}
    return above if 2 * sum(f"{above}{path}" in stems for path in paths) > len(paths) else prefix


def is_readme(path: Path) -> bool:
    """Whether a file tells about its folder, or is its page."""
    return path.stem.casefold() == _README


def readmes_of_languages(paths: Iterable[Path], root: Path) -> set[Path]:
    """The files called README that have a translation in the same place below another language's folder.

    One of the folders has to be of a language beyond doubt.

    Args:
        paths: all files.
        root: the folder that is read.
    """
    twins: dict[tuple[str, ...], list[tuple[Path, str]]] = defaultdict(list)
    for path in filter(is_readme, paths):
        folders = path.parent.relative_to(root).parts
        for depth, name in enumerate(folders):
            if is_language(name):
                twins[(*folders[:depth], "*", *folders[depth + 1 :])].append((path, name))
    families = (found for found in twins.values() if len(found) > 1 and any(is_code(name) for _, name in found))
    return {path for found in families for path, _ in found}
