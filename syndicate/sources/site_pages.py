"""The pages of a site by the addresses that its texts link to; where they are published here is not known.

Texts link to pages from the root of the site on, or seen from the page that they are on, with or without a language,
an ending, and a slash.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, Generic, TypeVar

from babel import Locale

from syndicate.locales import locale_id, parse
from syndicate.sources.language_marks import language_of_part

__all__ = ["PagesOfSite"]

T = TypeVar("T")

_CONTAINER: Final = re.compile(r"^(?:(?:src/)?content/(?:docs/)?|src/(?:pages/)?|source/|input/)")
"""The folders that generators have texts in, and that addresses lack."""
_DATED: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)-(.+)")

_HOME: Final = "index"
_ENDING: Final = re.compile(r"(?:/index)?(?:\.(?:html?|mdx?|markdown))?/?$", re.IGNORECASE)
_NOT_IN_ADDRESSES: Final = re.compile(r"(?:^|(?<=/))(?:_[a-z]+/|current/)")
"""The folders of Jekyll's collections, and of Docusaurus' current version."""


class PagesOfSite(Generic[T]):
    """Files by the addresses of their pages.

    Args:
        files: each with its language, its key, and the addresses on the site that it states, of which a slug is the
            end; the main language first.
    """

    def __init__(self, files: Iterable[tuple[T, Locale, str, Iterable[str]]]) -> None:
        self._files: dict[str, list[tuple[T, Locale]]] = defaultdict(list)
        self._languages = set()
        for file, locale, key, addresses in files:
            self._languages.add(locale_id(locale))
            for name in dict.fromkeys(_names(key, addresses)):
                self._files[name].append((file, locale))

    def at(self, path: str, near: Locale) -> T | None:
        """The file whose page is at a path from the root of the site on; None where there is none.

        Args:
            path: such as ``/es/docs/sleep/``; without a language, a page in the language of the text comes first.
            near: that language.
        """
        name = _plain(path)
        if (found := self._files.get(name)) is not None:
            return _chosen(found, near)
        language, rest = self._parted(name)
        return _chosen(self._files.get(rest, []), parse(language)) if language else None

    def _parted(self, name: str) -> tuple[str, str]:
        """The language that an address begins with, and the rest of it."""
        first, _, rest = name.partition("/")
        language = language_of_part(first)
        return (language, rest or _HOME) if language in self._languages else ("", name)

    def steps(self, path: str) -> list[str]:
        """The folders and the name of an address, without its language and ending; nothing for the home page."""
        name = self._parted(_plain(path))[1]
        return [] if name == _HOME else name.split("/")

    def has_beside(self, folders: Sequence[str]) -> bool:
        """Whether texts have addresses in a folder of the site."""
        return "/".join(folders) in self._folders

    def has_name(self, name: str) -> bool:
        """Whether a text, or a folder of texts, is called by a name somewhere in the site."""
        return name in self._steps

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(self._parted(name)[1].rpartition("/")[0] for name in self._files)

    @cached_property
    def _steps(self) -> frozenset[str]:
        return frozenset(step for name in self._files for step in name.split("/"))

    def beside(self, path: str, key: str, near: Locale) -> T | None:
        """The file that a relative address means, seen from the file of a key, or from the address of its page."""
        folder, _, stem = key.rpartition("/")
        for start in (folder, f"{folder}/{stem}"):
            place = os.path.normpath(f"/{start}/{path}").strip("/")
            if (found := self._files.get(_plain(place))) is not None:
                return _chosen(found, near)
        return None


def _chosen(files: list[tuple[T, Locale]], locale: Locale) -> T | None:
    return next((file for file, found in files if found == locale), files[0][0] if files else None)


def _names(key: str, addresses: Iterable[str]) -> Iterator[str]:
    """What an address of a file may be, by its key and what it states."""
    yield _plain(key)
    below = _CONTAINER.sub("", key)
    yield _plain(below)
    folder, _, stem = below.rpartition("/")
    if (dated := _DATED.fullmatch(stem)) is not None:  # as Jekyll has it, with and without the day
        for address in (f"{dated[1]}/{dated[2]}/{dated[3]}/{dated[4]}", f"{folder}/{dated[4]}"):
            yield _plain(address)
    for address in addresses:
        yield _plain(address if "/" in address else f"{folder}/{address}")


def _plain(path: str) -> str:
    """What the addresses of a page have in common, however it is linked to: ``/docs/Sleep/index.html``."""
    name = _ENDING.sub("", path.strip("/"))
    return _NOT_IN_ADDRESSES.sub("", f"{name}/").strip("/").casefold() or _HOME
