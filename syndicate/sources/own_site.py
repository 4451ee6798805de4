"""The pages of the site that texts are of: what an address on it leads to, and whether there can be such a page at all.

Site generators also make pages of templates, tags, and redirects, which are not texts. So an address is said to lead
nowhere only where texts have addresses beside it, and nothing else of the site has its name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeVar
from urllib.parse import unquote

from babel import Locale

from syndicate.model import Publisher
from syndicate.sources.generator_settings import generator_of, places_of_settings
from syndicate.sources.language_folders import is_language
from syndicate.sources.site_address import SiteAddress, addresses_of
from syndicate.sources.site_files import OF_PROGRAMS, Unread, names_in, site_folder, text_of
from syndicate.sources.site_pages import PagesOfSite

__all__ = ["OwnSite"]

T = TypeVar("T")

_CONTAINER = re.compile(r"^(?:src/content/docs/|src/content/|src/pages/|(?:contents?|src|source|input|docs)/)")
"""The folders that generators have texts in, and that addresses lack."""
_ENDING = re.compile(r"\.(?!html?$|mdx?$|markdown$|php$|aspx?$)[A-Za-z][A-Za-z0-9]{0,5}$", re.IGNORECASE)
_MADE: Final = frozenset(
    "404 archive archives author authors blog categories category feed index news page rss search series sitemap tag "
    "tags topics".split()
)
"""What generators call the pages that they make themselves."""
_SETTINGS = re.compile(
    r"(?:_config|hugo|config|mkdocs|menus?|languages|params|netlify|vercel|staticwebapp\.config|firebase)"
    r"(?:\.[\w-]+)?\.(?:ya?ml|toml|json)|_redirects|\.htaccess|nginx\.conf|.*\.config\.[cm]?[jt]s|\.eleventy\.[cm]?js"
    r"|(?:pelicanconf|publishconf|conf)\.py"
)
_MOST_FILES: Final = 50_000
_NOT_OF_SITES: Final = OF_PROGRAMS | {"vendor", "public", "_site", "dist", "build"}


class OwnSite(Generic[T]):
    """The site that the texts of a folder are of.

    Args:
        root: the folder.
        pages: its texts, by the addresses of their pages; called when it is needed.
        publisher: whose ``base_url`` is an address of the site too.
    """

    def __init__(self, root: Path, pages: Callable[[], PagesOfSite[T]], publisher: Publisher | None = None) -> None:
        self._root = root
        self._made = pages
        self._publisher = publisher

    @cached_property
    def _pages(self) -> PagesOfSite[T]:
        return self._made()

    @cached_property
    def addresses(self) -> list[SiteAddress]:
        """Where the site is on the web."""
        own = [SiteAddress.of(self._publisher.base_url)] if self._publisher is not None else []
        return [*addresses_of(self._root), *own]

    def path_of(self, url: str) -> str | None:
        """The path of an absolute address on the site, from its root on; None for an address of another site."""
        return next((path for address in self.addresses if (path := address.below(url)) is not None), None)

    def at(self, path: str, near: Locale) -> T | None:
        """The text whose page is at a path from the root of the site on, or of its host; None where there is none."""
        for start in self._paths(path):
            if (found := self._pages.at(start, near)) is not None:
                return found
        return None

    def lacks(self, path: str) -> bool:
        """Whether the site cannot have a page at a path: one is expected among the texts, and there is none."""
        path = unquote(path)
        if _ENDING.search(path.rstrip("/")) is not None or self._scope is None:
            return False
        *folders, name = self._pages.steps(self._below_base(path)) or [""]
        scope = self._scope
        if not name or any(step in _MADE or step.isdecimal() for step in (*folders, name)):
            return False
        if tuple(folders[: len(scope)]) != scope:
            return False
        if not self._pages.has_beside(folders) and not (scope and self._pages.has_beside(folders[len(scope) :])):
            return False
        return not self._pages.has_name(name) and name not in self._other_names and not self._is_in_settings(name)

    def _paths(self, path: str) -> Iterator[str]:
        """A path, seen from the root of the site and from the folder that is read."""
        below = self._below_base(path)
        yield below
        if below != path:
            yield path
        if scope := self._scope:
            steps = [step for step in below.split("/") if step]
            start = 1 if steps and is_language(steps[0]) and steps[0] != scope[0] else 0
            if tuple(steps[start : start + len(scope)]) == scope:
                yield "/".join(("", *steps[:start], *steps[start + len(scope) :]))

    def _below_base(self, path: str) -> str:
        """A path from the root of the host on, seen from that of the site."""
        for address in self.addresses:
            if address.base != "/" and f"{path}/".startswith(address.base):
                return path[len(address.base) - 1 :] or "/"
        return path

    @cached_property
    def _scope(self) -> tuple[str, ...] | None:
        """The beginning of the addresses, where only a part of the site is read; None if nobody knows it."""
        top = site_folder(self._root)
        steps = self._root.resolve().relative_to(top).parts if self._root.resolve().is_relative_to(top) else ()
        generator = generator_of(self._root)
        if not generator and self._publisher is None:
            return None
        below = "".join(f"{step.casefold()}/" for step in steps if not is_language(step))
        if generator != "Docusaurus":
            below = _CONTAINER.sub("", below)
        return None if below.startswith("_") else tuple(below.split("/")[:-1])

    @cached_property
    def _other_names(self) -> frozenset[str]:
        """What else of the site pages may be made of: the names of its files and folders."""
        found: set[str] = set()
        for _, folders, names in os.walk(site_folder(self._root)):
            folders[:] = [name for name in folders if not name.startswith(".") and name not in _NOT_OF_SITES]
            found.update(name.casefold() for name in folders)
            found.update(name.partition(".")[0].casefold() for name in names)
            found.update(Path(name).stem.casefold() for name in names)
            if len(found) > _MOST_FILES:
                break
        return frozenset(found)

    def _is_in_settings(self, name: str) -> bool:
        return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", self._settings, re.IGNORECASE) is not None

    @cached_property
    def _settings(self) -> str:
        """The texts of settings and redirects, in which pages may be named."""
        return "\n".join(_texts_in(folder) for folder in _folders_of(self._root))


def _folders_of(root: Path) -> Iterable[Path]:
    for place in places_of_settings(root):
        yield from (place, place / "static", place / "public", place / "source", place / "src")


def _texts_in(folder: Path) -> str:
    found = []
    for name in sorted(names_in(folder)):
        if _SETTINGS.fullmatch(name):
            try:
                found.append(text_of(folder / name))
            except Unread:
                continue
    return "\n".join(found)
