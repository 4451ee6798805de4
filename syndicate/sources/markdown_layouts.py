"""The layouts of Markdown sites: where a file's language stands, and what it has in common with its translations.

A layout is recognized by the paths of all files; the languages of a site are those its own folders and settings show.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, LocaleError, Message
from syndicate.locales import locale_id, parse
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.sources.language_marks import is_plain
from syndicate.sources.site_files import Unread, names_in, site_folder, text_of

__all__ = ["LAYOUTS", "SUFFIXES", "Laid", "Placed", "layout_of", "reading_as"]

SUFFIXES: Final = "suffixes"
_HIGHEST_ROOT: Final = 6
_INDEX: Final = "index"
_DOCUSAURUS = re.compile(
    r"(?:.*/)?i18n/(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)/docusaurus-plugin-content-"
    r"(?P<kind>docs|blog|pages)(?P<name>-[\w-]+)?/(?P<below>.+)"
)
_ORIGINALS: Final = (
    ("docs/", "docs/current/"),
    ("versioned_docs/", "docs/"),
    ("blog/", "blog/"),
    ("src/pages/", "pages/"),
)
_SETTINGS = re.compile(
    r"(?:hugo|config|mkdocs|_config)\.(?:ya?ml|toml|json)|(?:docusaurus|astro)\.config\.[cm]?[jt]s|hugo\.toml"
)
_DEFAULT = re.compile(
    r"""\b(?:defaultContentLanguage|defaultLocale|default_lang|default_language)["']?\s*[:=]\s*["']?([A-Za-z][\w-]*)"""
    r"""|\broot\s*:\s*\{[^{}]*\blang\s*:\s*["']([\w-]+)""",
)


@attrs.frozen
class Placed:
    """Where a file stands in a layout.

    Attributes:
        locale: its language.
        place: the folders below the root of its language; None where that is the folder that is read.
        stem: what its name has in common with those of its translations.
    """

    locale: Locale
    place: tuple[str, ...] | None
    stem: str


@attrs.frozen
class Laid:
    """The layout of a folder.

    Attributes:
        name: of the layout.
        files: where each file stands that has a language in it.
    """

    name: str
    files: dict[Path, Placed]


_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?")


@lru_cache(maxsize=1024)
def _language(part: str) -> str:
    """The locale that the name of a folder is the code of; empty for none. Whether it is one there, its files show."""
    with suppress(LocaleError):
        return locale_id(parse(part.replace("_", "-"))) if _CODE.fullmatch(part) else ""
    return ""


_stated: ContextVar[str | None] = ContextVar("layout", default=None)


@contextmanager
def reading_as(name: str | None) -> Iterator[None]:
    """Read folders of Markdown in a layout; None recognizes it.

    Raises:
        InvalidValueError: there is no layout of that name.
    """
    if name is not None and name not in LAYOUTS:
        raise InvalidValueError(
            Message("there is no layout {name!r}", name=name),
            field="layout",
            hint=Message("the layouts are {names}", names=", ".join(LAYOUTS)),
        )
    token = _stated.set(name)
    try:
        yield
    finally:
        _stated.reset(token)


def layout_of(root: Path, files: Sequence[Path], named: dict[Path, Placed], main: Locale | None) -> Laid:
    """The layout of a folder: the one that is stated, else the first that most files fit.

    Args:
        root: the folder.
        files: its Markdown files.
        named: those whose names say a language beyond doubt.
        main: the main language, if somebody says so.
    """
    site = _Site(root, files, named, main)
    if (stated := _stated.get()) is not None:
        return Laid(stated, LAYOUTS[stated](site))
    for name, recognized in LAYOUTS.items():
        if name != SUFFIXES and (found := recognized(site)):
            return Laid(name, found)
    return Laid(SUFFIXES, {})


class _Site:
    """The files of a folder, as layouts look at them."""

    def __init__(self, root: Path, files: Sequence[Path], named: dict[Path, Placed], main: Locale | None) -> None:
        self.root = root
        self.paths = {file: file.relative_to(root).as_posix() for file in files}
        self.named = named
        self._main = main

    @property
    def main(self) -> Locale:
        """The language of files that name none: as the settings of the site say, else the main one, else English."""
        top = site_folder(self.root)
        places = [top, top / "config" / "_default", *self.root.resolve().parents[:_HIGHEST_ROOT]]
        for path in (place / name for place in places for name in sorted(names_in(place)) if _SETTINGS.fullmatch(name)):
            try:
                match = _DEFAULT.search(text_of(path))
            except Unread:
                continue
            if match is not None and (language := _language(match[1] or match[2])):
                return parse(language)
        return self._main or MESSAGE_LOCALE

    def placed(self, files: dict[Path, tuple[str, Locale]]) -> dict[Path, Placed]:
        """Where files stand, by their paths below the roots of their languages; index files are called by folders."""
        parts = {
            file: unicodedata.normalize("NFC", path).rpartition(".")[0].split("/") for file, (path, _) in files.items()
        }
        pages = {tuple(found) for found in parts.values() if found[-1] != _INDEX}
        for found in parts.values():
            if found[-1] == _INDEX and len(found) > 1 and tuple(found[:-1]) not in pages:
                found.pop()
        return {
            file: Placed(files[file][1], tuple(found[:-1]), found[-1]) for file, found in parts.items() if found[-1]
        }


def _docusaurus(site: _Site) -> dict[Path, Placed]:
    """``docs/a.md`` beside ``i18n/es/docusaurus-plugin-content-docs/current/a.md``."""
    found: dict[Path, tuple[str, Locale]] = {}
    tops = set()
    for file, path in site.paths.items():
        match = _DOCUSAURUS.fullmatch(path)
        if match is not None and (language := _language(match["language"])):
            found[file] = f"{match['kind']}{match['name'] or ''}/{match['below']}", parse(language)
            tops.add(path[: path.index("i18n/")])
    if not found:
        return {}
    main = site.main
    for file, path in site.paths.items():
        for top in tops:
            for folder, kind in _ORIGINALS:
                if file not in found and path.startswith(top + folder):
                    found[file] = kind + path.removeprefix(top + folder), main
    return site.placed(found)


@attrs.frozen
class _Root:
    """A folder that holds folders of languages.

    Attributes:
        prefix: its path below the folder that is read.
        languages: the folder of each, with the paths of files below it.
        others: the paths of the files that are in none of them.
    """

    prefix: str
    languages: dict[str, dict[str, Path]]
    others: dict[str, Path]


def _root_of(site: _Site) -> _Root | None:
    """The folder with folders of languages that hold most files."""
    below: dict[str, dict[str, dict[str, Path]]] = defaultdict(lambda: defaultdict(dict))
    for file, path in site.paths.items():
        parts = path.split("/")
        for depth, part in enumerate(parts[:-1]):
            if _language(part):
                prefix = "".join(f"{folder}/" for folder in parts[:depth])
                below[prefix][part]["/".join(parts[depth + 1 :]).rpartition(".")[0]] = file
                break
    best: _Root | None = None
    for prefix in sorted(below, key=lambda prefix: -sum(map(len, below[prefix].values()))):
        inside = {file: path for file, path in site.paths.items() if path.startswith(prefix)}
        languages = below[prefix]
        held = {file for files in languages.values() for file in files.values()}
        others = {
            path.removeprefix(prefix).rpartition(".")[0]: file for file, path in inside.items() if file not in held
        }
        root = _Root(prefix, _real(languages, others), others)
        if root.languages:
            best = root
            break
    return best


def _real(languages: dict[str, dict[str, Path]], others: dict[str, Path]) -> dict[str, dict[str, Path]]:
    """The folders of languages, without those like ``it`` and ``id`` that no other language has the files of."""
    counts = Counter(path for files in languages.values() for path in files)
    return {
        name: files
        for name, files in languages.items()
        if (is_plain(_language(name)) and len(languages) > 1)
        or 2 * sum(counts[path] > 1 or path in others for path in files) >= len(files)
    }


def _in_folders(site: _Site, root: _Root) -> dict[Path, tuple[str, Locale]]:
    found = {}
    for name, files in root.languages.items():
        start = f"{root.prefix}{name}/"
        for file in files.values():
            found[file] = site.paths[file].removeprefix(start), parse(_language(name))
    return found


def _outweighs(site: _Site, root: _Root) -> bool:
    """Whether more files are told by folders than by their names; one that is told by both is told by its name."""
    held = [file for files in root.languages.values() for file in files.values()]
    return sum(file not in site.named for file in held) > len(site.named)


def _has_originals(root: _Root) -> bool:
    files = {path for found in root.languages.values() for path in found}
    return bool(files) and 2 * sum(path in root.others for path in files) >= len(files)


def _folders(site: _Site) -> dict[Path, Placed]:
    """``en/a.md`` beside ``es/a.md``, at any depth: ``content/en/a.md``."""
    root = _root_of(site)
    if root is None or len(root.languages) < 2 or (_stated.get() is None and not _outweighs(site, root)):
        return {}
    return site.placed(_in_folders(site, root))


def _folders_beside(site: _Site) -> dict[Path, Placed]:
    """``a.md`` in the main language beside ``es/a.md``."""
    root = _root_of(site)
    if root is None or not _has_originals(root) or (_stated.get() is None and not _outweighs(site, root)):
        return {}
    main, found = site.main, _in_folders(site, root)
    if main.language in {
        locale.language for _, locale in found.values() if locale.language == main.language and not locale.territory
    }:
        return {}
    found |= {file: (site.paths[file].removeprefix(root.prefix), main) for file in root.others.values()}
    return site.placed(found)


def _suffix_beside(site: _Site) -> dict[Path, Placed]:
    """``a.md`` in the main language beside ``a.es.md``."""
    twins = {(file.parent, placed.stem) for file, placed in site.named.items()}
    plain = [file for file in site.paths if file not in site.named]
    originals = {(file.parent, _plain_stem(file, site.root)) for file in plain} & twins
    main = site.main
    if not twins or 2 * len(originals) < len(twins):
        return {}
    if any(placed.locale.language == main.language for placed in site.named.values()):
        return {}
    return dict(site.named) | {file: Placed(main, (), _plain_stem(file, site.root)) for file in plain}


def _plain_stem(file: Path, root: Path) -> str:
    is_bundle = file.stem == _INDEX and file.parent != root
    return unicodedata.normalize("NFC", file.parent.resolve().name if is_bundle else file.stem)


LAYOUTS: Final[dict[str, Callable[[_Site], dict[Path, Placed]]]] = {
    "docusaurus": _docusaurus,
    "folders-beside": _folders_beside,
    "folders": _folders,
    "suffix-beside": _suffix_beside,
    SUFFIXES: lambda site: {},
}
"""The layouts by name, in the order in which they are tried, each with what recognizes it."""
