"""The layouts of Markdown sites: where a file's language stands, and what it has in common with its translations.

A layout is recognized by the paths of all files; the languages of a site are those its own folders and settings show.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import InvalidValueError, Message
from syndicate.locales import locale_id, parse
from syndicate.locales.catalogs import MESSAGE_LOCALE
from syndicate.locales.identifiers import LOOSE_LANGUAGE_CODE
from syndicate.sources.generator_settings import folders_of_languages, languages_listed, main_language
from syndicate.sources.language_folders import home_above, is_code, is_language, is_readme, language_named, with_folders
from syndicate.sources.marked_names import marked
from syndicate.sources.placement import Placed, Placement
from syndicate.sources.reading import while_set
from syndicate.sources.stated_languages import Stated, stated_in

__all__ = ["LAYOUTS", "SUFFIXES", "SUFFIX_BESIDE", "layout_of", "with_layout"]

SUFFIXES: Final = "suffixes"
SUFFIX_BESIDE: Final = "suffix-beside"
_MARKED: Final = "marked-names"
_INDEX: Final = "index"
_DOCUSAURUS = re.compile(
    rf"(?:.*/)?i18n/(?P<language>{LOOSE_LANGUAGE_CODE})/docusaurus-plugin-content-"
    r"(?P<kind>docs|blog|pages)(?P<name>-[\w-]+)?/(?P<below>.+)"
)
_ORIGINALS: Final = (
    ("docs/", "docs/current/"),
    ("versioned_docs/", "docs/"),
    ("blog/", "blog/"),
    ("src/pages/", "pages/"),
)


_stated: ContextVar[str | None] = ContextVar("layout", default=None)


def with_layout(name: str | None) -> AbstractContextManager[None]:
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
    return while_set(_stated, name)


def layout_of(root: Path, files: Sequence[Path], named: dict[Path, Placed], main: Locale | None) -> Placement:
    """The layout of a folder: the one that is stated, else the first that most files fit.

    Args:
        root: the folder.
        files: its Markdown files.
        named: those whose names say a language beyond doubt.
        main: the main language, if somebody says so.
    """
    site = _Site(root, files, named, main)
    if (stated := _stated.get()) is not None:
        return _laid(stated, site, LAYOUTS[stated](site))
    for name, recognized in LAYOUTS.items():
        if name != SUFFIXES and (found := recognized(site)):
            return _laid(name, site, found)
    found = _named_in_any_way(site, least=0)
    return _laid(_MARKED, site, found) if found else Placement(SUFFIXES, {})


def _laid(name: str, site: _Site, files: dict[Path, Placed]) -> Placement:
    found = _with_stated(site, files)
    return Placement(name, found, {file: site.stated[file].addresses for file in found})


class _Site:
    """The files of a folder, as layouts look at them."""

    def __init__(self, root: Path, files: Sequence[Path], named: dict[Path, Placed], main: Locale | None) -> None:
        self.root = root
        self.paths = with_folders({file: file.relative_to(root).as_posix() for file in files})
        self.named = named
        self._main = main

    @cached_property
    def listed(self) -> list[Locale]:
        """The languages that the settings of the site list."""
        return languages_listed(self.root)

    def main_beside(self, others: Iterable[Locale] = ()) -> Locale:
        """The language of files that name none, by the settings of the site; else the main one, else English.

        Args:
            others: languages that it is not, as they have folders of their own.
        """
        if (stated := main_language(self.root)) and (language := language_named(stated)):
            return parse(language)
        known = {locale.language for locale in others}
        rest = [locale for locale in self.listed if locale.language not in known]
        return rest[0] if known and len(rest) == 1 else self._main or MESSAGE_LOCALE

    @cached_property
    def stated(self) -> dict[Path, Stated]:
        """What the front matter of each file says."""
        return {file: stated_in(file) for file in self.paths}

    @cached_property
    def folders(self) -> dict[str, str]:
        """The folders that settings give to languages, below the folder that is read."""
        inside = self.root.resolve()
        return {
            folder.relative_to(inside).as_posix(): locale_id(locale)
            for folder, locale in folders_of_languages(self.root).items()
            if folder != inside and folder.is_relative_to(inside)
        }

    def language_of(self, prefix: str, part: str) -> str:
        """The locale of the folder of a name below another; empty for one that is of no language."""
        return self.folders.get(f"{prefix}{part}", "") or language_named(part)

    def placed(self, files: dict[Path, tuple[str, Locale]]) -> dict[Path, Placed]:
        """Where files stand, by their paths below the roots of their languages; index files are called by folders."""
        parts = {
            file: unicodedata.normalize("NFC", path).rpartition(".")[0].split("/") for file, (path, _) in files.items()
        }
        for file, found in parts.items():
            if is_readme(file):
                found[-1] = _INDEX
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
        if match is not None and (language := language_named(match["language"])):
            found[file] = f"{match['kind']}{match['name'] or ''}/{match['below']}", parse(language)
            tops.add(path[: path.index("i18n/")])
    if not found:
        return {}
    main = site.main_beside()
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
        more: files in such folders elsewhere in the site, with their paths and languages.
        places: the folders that those folders are in.
        home: the folder of originals in the main language.
    """

    prefix: str
    languages: dict[str, dict[str, Path]]
    others: dict[str, Path]
    more: dict[Path, tuple[str, str]]
    places: list[str]
    home: str


def _below(site: _Site) -> dict[str, dict[str, dict[str, Path]]]:
    """The files in folders that are named like languages: by the folder those are in, their names, and the paths.

    A name such as ``src``, which is a code too, is of a language only if nothing further down is of one beyond doubt.
    """
    places: dict[Path, list[tuple[str, str, str]]] = {}
    sure = set()
    for file, path in site.paths.items():
        *folders, name = path.split("/")
        found = places[file] = []
        for depth, part in enumerate(folders):
            prefix = "".join(f"{folder}/" for folder in folders[:depth])
            if site.language_of(prefix, part):
                found.append((prefix, part, "/".join((*folders[depth + 1 :], name)).rpartition(".")[0]))
                if f"{prefix}{part}" in site.folders or is_code(part):
                    sure.add(prefix)
    below: dict[str, dict[str, dict[str, Path]]] = defaultdict(lambda: defaultdict(dict))
    for file, found in places.items():
        if found:
            prefix, part, rest = next((place for place in found if place[0] in sure), found[0])
            below[prefix][part][rest] = file
    return below


def _root_of(site: _Site) -> _Root | None:
    """The folder with folders of languages that hold most files."""
    below = _below(site)
    for prefix in sorted(below, key=lambda prefix: -sum(map(len, below[prefix].values()))):
        home = home_above(prefix, {path for files in below[prefix].values() for path in files}, site.paths.values())
        held = {file for files in below[prefix].values() for file in files.values()}
        others = {
            path.removeprefix(home).rpartition(".")[0]: file
            for file, path in site.paths.items()
            if path.startswith(home) and file not in held and not (home != prefix and path.startswith(prefix))
        }
        languages = _real(site, prefix, below[prefix], others)
        if languages:
            more = _elsewhere(site, prefix, languages, below)
            places = [
                place for place, found in below.items() if more.keys() & {*chain(*map(dict.values, found.values()))}
            ]
            return _Root(prefix, languages, others, more, places, home)
    return None


def _elsewhere(
    site: _Site, best: str, languages: dict[str, dict[str, Path]], below: dict[str, dict[str, dict[str, Path]]]
) -> dict[Path, tuple[str, str]]:
    """The files in other folders of the same languages, such as those of the posts beside those of the pages."""
    known = {site.language_of(best, name) for name in languages}
    found: dict[Path, tuple[str, str]] = {}
    for prefix, folders in below.items():
        home = home_above(prefix, set(chain(*folders.values())), site.paths.values()) if prefix != best else ""
        for name, files in folders.items() if prefix != best else ():
            if (language := site.language_of(prefix, name)) in known:
                found |= {file: (f"{home}{path}", language) for path, file in files.items()}
    return found


def _real(
    site: _Site, prefix: str, languages: dict[str, dict[str, Path]], others: dict[str, Path]
) -> dict[str, dict[str, Path]]:
    """The folders of languages, without those like ``it`` and ``id`` that no other language has the files of."""
    counts = Counter(path for files in languages.values() for path in files)
    return {
        name: files
        for name, files in languages.items()
        if f"{prefix}{name}" in site.folders
        or (len(languages) > 1 and is_code(name))
        or 2 * sum(counts[path] > 1 or path in others for path in files) >= len(files)
        or parse(language_named(name)) in site.listed
        or any(_is_of(site.stated[file], language_named(name)) for file in files.values())
    }


def _is_of(stated: Stated, language: str) -> bool:
    return stated.locale is not None and stated.locale.language == parse(language).language


def _in_folders(site: _Site, root: _Root) -> dict[Path, tuple[str, Locale]]:
    found = {}
    for name, files in root.languages.items():
        start = f"{root.prefix}{name}/"
        for file in files.values():
            found[file] = site.paths[file].removeprefix(start), parse(site.language_of(root.prefix, name))
    for file, (path, language) in root.more.items():
        ending = site.paths[file].rpartition(".")[2]
        found[file] = f"{path}.{ending}".removeprefix(root.prefix), parse(language)
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
    found = _in_folders(site, root)
    missing = {path for file, (path, _) in found.items() if file in root.more}
    missing -= {path for path, locale in found.values() if locale.language == site.main_beside().language}
    found |= {file: (path, site.main_beside()) for file, path in site.paths.items() if path in missing}
    return site.placed(found)


def _folders_beside(site: _Site) -> dict[Path, Placed]:
    """``a.md`` in the main language beside ``es/a.md``."""
    root = _root_of(site)
    if root is None or not _has_originals(root) or (_stated.get() is None and not _outweighs(site, root)):
        return {}
    found = _in_folders(site, root)
    main = site.main_beside(locale for _, locale in found.values())
    if main.language in {
        locale.language for _, locale in found.values() if locale.language == main.language and not locale.territory
    }:
        return {}
    homes = [root.home, *(place for place in root.places if place)]
    for file, path in site.paths.items():
        if any(map(path.startswith, homes)) and not (homes[0] != root.prefix and path.startswith(root.prefix)):
            found.setdefault(file, (path.removeprefix(homes[0]), main))
    return site.placed(found)


def _suffix_beside(site: _Site) -> dict[Path, Placed]:
    """``a.md`` in the main language beside ``a.es.md``."""
    twins = {(file.parent, placed.stem) for file, placed in site.named.items()}
    plain = [file for file in site.paths if file not in site.named]
    originals = {(file.parent, _plain_stem(file, site.root)) for file in plain} & twins
    main = site.main_beside()
    if not twins or 2 * len(originals) < len(twins):
        return {}
    if any(placed.locale.language == main.language for placed in site.named.values()):
        return {}
    return dict(site.named) | {file: Placed(main, (), _plain_stem(file, site.root)) for file in plain}


def _plain_stem(file: Path, root: Path) -> str:
    is_bundle = file.stem == _INDEX and file.parent != root
    return unicodedata.normalize("NFC", file.parent.resolve().name if is_bundle else file.stem)


def _named_in_any_way(site: _Site, least: float = 0.5) -> dict[Path, Placed]:
    """``a-english.md`` beside ``a-spanish.md``, ``a_EN.md`` beside ``a_ES.md``, ``en-a.md`` beside ``es-a.md``.

    Args:
        site: the files.
        least: how many of them have to be named so.
    """
    stated = {file: stated.locale for file, stated in site.stated.items()}
    found = marked(site.paths, site.listed, site.main_beside(), stated)
    others = len(found.keys() - site.named.keys())
    if not found or (_stated.get() is None and (others <= len(site.named) or others < least * len(site.paths))):
        return {}
    return site.placed(found)


def _front_matter(site: _Site) -> dict[Path, Placed]:
    """Files that say their language in their front matter, wherever they are; the others are in the main one."""
    stating = {file: stated.locale for file, stated in site.stated.items() if stated.locale is not None}
    if not stating or (_stated.get() is None and len(stating.keys() - site.named.keys()) <= len(site.named)):
        return {}
    main = site.main_beside()
    known = {locale.language for locale in stating.values()} | {main.language}
    if len(known) < 2 and _stated.get() is None:
        return {}
    found = {}
    for file, path in site.paths.items():
        locale = stating.get(file) or (site.named[file].locale if file in site.named else main)
        *folders, name = path.split("/")
        kept = [part for part in folders if not (is_language(part) and language_named(part) == locale_id(locale))]
        stem, _, ending = name.rpartition(".")
        stem = re.sub(rf"(?i)[-_. ]({re.escape(locale_id(locale))}|{re.escape(locale.language)})$", "", stem) or stem
        found[file] = "/".join((*kept, f"{stem}.{ending}")), locale
    return site.placed(found)


_LOOSE_KEY: Final = "reference="
"""A key of some blogs. Elsewhere it is a source of the text, which others may have too."""


def _with_stated(site: _Site, found: dict[Path, Placed]) -> dict[Path, Placed]:
    """A layout with the files that it says nothing of and that state their language; and with keys of translations.

    A key counts only where texts of several languages have it. It goes before the paths of files.
    """
    for file in site.paths.keys() - found.keys() if found else ():
        if (locale := site.stated[file].locale) is not None:
            found |= site.placed({file: (site.paths[file], locale)})
    sharing: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(found):
        for key in site.stated[file].keys:
            sharing[key].append(file)
    main = site.main_beside() if sharing else None
    places = {(locale_id(placed.locale), placed.place, placed.stem): file for file, placed in found.items()}
    for key, files in sharing.items():
        languages = {found[file].locale for file in files}
        if len(languages) < 2 or (key.startswith(_LOOSE_KEY) and len(languages) < len(files)):
            continue
        first = min(files, key=lambda file: (found[file].locale != main, locale_id(found[file].locale)))
        placed = found[first]
        taken = {
            places.get((locale_id(found[file].locale), placed.place, placed.stem)) for file in files if file != first
        }
        whole = "/".join((*(placed.place or (site.paths[first].rpartition("/")[0],)), placed.stem)).strip("/")
        whole = placed.key or (whole if taken <= {None, *files} else f"{whole} ({key})")
        for file in files:
            if not found[file].key:
                found[file] = attrs.evolve(found[file], key=whole)
    return found


LAYOUTS: Final[dict[str, Callable[[_Site], dict[Path, Placed]]]] = {
    "docusaurus": _docusaurus,
    "folders-beside": _folders_beside,
    "folders": _folders,
    SUFFIX_BESIDE: _suffix_beside,
    _MARKED: _named_in_any_way,
    "front-matter": _front_matter,
    SUFFIXES: lambda site: {},
}
"""The layouts by name, in the order in which they are tried, each with what recognizes it."""
