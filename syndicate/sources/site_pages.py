"""The pages of a site by the addresses that its texts link to; where they are published here is not known.

Texts link to pages from the root of the site on, or seen from the page that they are on, with or without a language,
an ending, and a slash.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Generic, TypeVar

from babel import Locale

from syndicate.locales import locale_id, parse
from syndicate.sources.language_marks import language_of_part

__all__ = ["PagesOfSite"]

T = TypeVar("T")

_HOME: Final = "index"
_ENDING: Final = re.compile(r"(?:/index)?(?:\.(?:html?|mdx?|markdown))?/?$", re.IGNORECASE)
_NOT_IN_ADDRESSES: Final = re.compile(r"(?:^|(?<=/))(?:_[a-z]+/|current/)")
"""The folders of Jekyll's collections, and of Docusaurus' current version."""


class PagesOfSite(Generic[T]):
    """Files by the addresses of their pages.

    Args:
        files: each with its language, its key, and its address on the site, if it states one; the main language first.
    """

    def __init__(self, files: Iterable[tuple[T, Locale, str, str]]) -> None:
        self._files: dict[str, list[tuple[T, Locale]]] = defaultdict(list)
        self._languages = set()
        for file, locale, key, address in files:
            self._languages.add(locale_id(locale))
            for name in {_plain(key), _plain(address or key)}:
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
        first, _, rest = name.partition("/")
        if (language := language_of_part(first)) and language in self._languages:
            return _chosen(self._files.get(rest or _HOME, []), parse(language))
        return None

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


def _plain(path: str) -> str:
    """What the addresses of a page have in common, however it is linked to: ``/docs/Sleep/index.html``."""
    name = _ENDING.sub("", path.strip("/"))
    return _NOT_IN_ADDRESSES.sub("", f"{name}/").strip("/").casefold() or _HOME
