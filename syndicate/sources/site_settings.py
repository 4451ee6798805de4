"""What the settings of a site withhold of the texts below: Hugo's cascade, Jekyll's defaults, Eleventy's data files.

Site generators let a publisher state values for whole folders, and list what is not built. What a text states itself
goes before that. The names of the keys are known in `withheld_keys`, the forms of the files in `site_files`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.errors import LocaleError
from syndicate.locales import from_name, parse, tag
from syndicate.locales.identifiers import LOOSE_LANGUAGE_CODE
from syndicate.model import Finding, FindingKind
from syndicate.sources.globs import is_matched, is_named_by
from syndicate.sources.key_words import folded, words
from syndicate.sources.site_files import (
    Unread,
    front_of,
    lists_of,
    names_in,
    site_folder,
    stated_in_code,
    table_of,
    text_of,
)
from syndicate.sources.withheld_keys import withholds

__all__ = ["Handed", "Site"]

_HUGO = re.compile(r"(?:hugo|config)\.(?:ya?ml|toml|json)")
_HUGO_KEYS: Final = frozenset(
    "baseurl cascade languagecode disablelanguages defaultcontentlanguage theme module contentdir".split()
)
_HUGO_PARTS: Final = ("cascade", "languages")  # which may have files of their own
_JEKYLL: Final = ("_config.yml", "_config.yaml", "_config.toml")
_MKDOCS: Final = ("mkdocs.yml", "mkdocs.yaml")
_CODE = re.compile(r"\.eleventy\.[cm]?js|(?:eleventy|docusaurus)\.config\.[cm]?[jt]s|(?:pelicanconf|conf)\.py")
_SECTION = re.compile(rf"_index(?:\.(?P<locale>{LOOSE_LANGUAGE_CODE}))?\.(?:md|markdown|mdown|html)")
_DATA = re.compile(r"(?P<name>.+?)(?P<mark>\.11tydata)?\.(?P<ending>json|[cm]?js)")
_WORDS = re.compile(r"\b(?:permalink|draft|eleventyExclude|unlisted|published|exclude|ignore)", re.IGNORECASE)
_ENTRY: Final = frozenset({"target", "_target", "params"})


def _is_in(language: Locale, _path: Path, locale: Locale) -> bool:
    return locale == language


def _is_for_all(path: Path, locale: Locale) -> bool:
    return True


def _is_listed(lines: list[str], below: str) -> bool:
    return is_named_by(below, lines)


def _is_any(patterns: list[str], below: str) -> bool:
    return any(is_matched(below, pattern) for pattern in patterns)


def _is_sought(pattern: re.Pattern[str], below: str) -> bool:
    return pattern.search(f"/{below}") is not None


@attrs.frozen
class Handed:
    """Values that texts are given by something outside of them.

    Attributes:
        place: what that is, as findings name it: a file, seen from the folder that is read, and the key in it.
        values: the values.
        is_for: whether they are for a file in a language.
    """

    place: str
    values: dict[str, Any]
    is_for: Callable[[Path, Locale], bool]


class Site:
    """The settings that count for the texts of a folder.

    Args:
        root: the folder that is read; settings above it count too, up to where the site begins.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._inside = root.resolve()
        self.top = site_folder(root)
        self._names: dict[Path, frozenset[str]] = {}
        self._by_folder: dict[Path, list[Handed]] = {}
        self._handed: dict[Path, list[Handed]] = {}
        self._findings: dict[Path, Finding] = {}

    @property
    def findings(self) -> Iterator[Finding]:
        """The settings that could not be read."""
        return iter(self._findings.values())

    def handed_to(self, path: Path, locale: Locale) -> list[Handed]:
        """What a file is given, the strongest first."""
        if path not in self._handed:
            inside = self._resolved(path)
            folders = (handed for folder in self._chain(inside.parent) for handed in self._of_folder(folder))
            found = (*self._of_file(inside), *folders, *self._settings.handed)
            self._handed[path] = [handed for handed in found if handed.is_for(inside, locale)]
        return self._handed[path]

    def excluding(self, path: Path) -> str:
        """The place of the list or name by which a file is not built; empty where none is."""
        if self._settings.excluded:
            path = self._resolved(path)
            for place, base, is_excluded in self._settings.excluded:
                if path.is_relative_to(base):
                    below = path.relative_to(base).as_posix()
                    if is_excluded(below) or is_excluded(_without_language(below)):
                        return place
        return ""

    def is_built(self, name: str) -> bool:
        """Whether the site publishes what lies in a folder or file of a name that begins with an underscore."""
        return name == "_posts" or self._settings.takes_underscores or name in self._settings.collections

    @property
    def zone(self) -> str:
        """The time zone that the site states; empty where it states none."""
        return self._settings.zone

    def _resolved(self, path: Path) -> Path:
        return self._inside / path.relative_to(self._root)

    def _listed(self, folder: Path) -> frozenset[str]:
        if folder not in self._names:
            self._names[folder] = names_in(folder)
        return self._names[folder]

    def _chain(self, folder: Path) -> Iterator[Path]:
        """The folders from one to the top of the site."""
        yield folder
        if folder != self.top and self.top in folder.parents:
            for parent in folder.parents:
                yield parent
                if parent == self.top:
                    return

    def _label(self, path: Path) -> str:
        return PurePosixPath(os.path.relpath(path, self._inside)).as_posix()

    def _of_file(self, path: Path) -> Iterator[Handed]:
        names = self._listed(path.parent)
        bases = {path.name.rpartition(".")[0], path.name.partition(".")[0]}
        for name in sorted(f"{base}{ending}" for base in bases for ending in _DATA_ENDINGS):
            if name in names:
                yield from self._data(path.parent / name)

    def _of_folder(self, folder: Path) -> list[Handed]:
        if folder not in self._by_folder:
            self._by_folder[folder] = list(self._found_in(folder))
        return self._by_folder[folder]

    def _found_in(self, folder: Path) -> Iterator[Handed]:
        names = self._listed(folder)
        stems = {name.partition(".")[0] for name in names if name.endswith((".md", ".markdown", ".html", ".njk"))}
        sections = {name: match for name in names if (match := _SECTION.fullmatch(name)) is not None}
        own = {match["locale"].lower().replace("_", "-") for match in sections.values() if match["locale"]}
        for name in sorted(sections):
            yield from self._cascade(folder / name, sections[name]["locale"], own)
        for name in sorted(names):
            match = _DATA.fullmatch(name)
            if match is None or (match["mark"] is None and match["ending"] != "json"):
                continue
            if match["name"] == folder.name or (match["mark"] and match["name"].partition(".")[0] not in stems):
                yield from self._data(folder / name)

    def _data(self, path: Path) -> Iterator[Handed]:
        """What one of Eleventy's data files hands down: https://www.11ty.dev/docs/data-template-dir/."""
        try:
            if path.suffix == ".json":
                values = table_of(path)
            else:
                values, code = stated_in_code(path)
                if not _withholding(values) and _WORDS.search(code):
                    self._skip(path, "site-code")
        except Unread as error:
            self._skip(path, "site-settings", problem=error.problem)
            return
        if values := _withholding(values):
            yield Handed(self._label(path), values, _is_for_all)

    def _cascade(self, path: Path, suffix: str | None, own: set[str]) -> Iterator[Handed]:
        """What one of Hugo's pages about sections hands down; one without a language, to those that have none."""
        try:
            front = front_of(path)
        except Unread as error:
            self._skip(path, "site-settings", problem=error.problem)
            return

        def is_for(file: Path, locale: Locale) -> bool:
            name = tag(locale).lower()
            if suffix:
                return suffix.lower().replace("_", "-") in (name, locale.language)
            return name not in own and locale.language not in own

        yield from self._entries(front.get("cascade"), self._label(path), path.parent, is_for)

    def _entries(
        self, cascade: Any, place: str, base: Path, is_for: Callable[[Path, Locale], bool]
    ) -> Iterator[Handed]:
        for entry in cascade if isinstance(cascade, list) else [cascade]:
            if isinstance(entry, dict):
                params = entry.get("params")
                values = {key: value for key, value in entry.items() if key not in _ENTRY}
                values |= params if isinstance(params, dict) else {}
                target = entry.get("target") or entry.get("_target") or {}
                if (values := _withholding(values)) and isinstance(target, dict):
                    yield Handed(f"{place}: cascade", values, _Target(target, base, is_for))

    def _skip(self, path: Path, reason: str, **details: str) -> None:
        details = {"file": self._label(path), "reason": reason, **details}
        source = os.path.normpath(self._root / os.path.relpath(path, self._inside))
        self._findings[path] = Finding(kind=FindingKind.SKIPPED_FILE, source=source, details=details)

    @cached_property
    def _settings(self) -> _Settings:
        found = _Settings()
        names = self._listed(self.top)
        for name in sorted(names):
            path = self.top / name
            try:
                if name in _JEKYLL:
                    self._jekyll(found, path, table_of(path))
                elif _HUGO.fullmatch(name):
                    self._hugo(found, path, table_of(path))
                elif name in _MKDOCS:
                    self._mkdocs(found, path)
                elif name == ".eleventyignore":
                    lines = text_of(path).splitlines()
                    found.excluded.append((name, self.top, partial(_is_listed, lines)))
                elif _CODE.fullmatch(name):
                    self._code(found, path)
            except Unread as error:
                self._skip(path, "site-settings", problem=error.problem)
        defaults = self.top / "config" / "_default"
        if "config" in names and not (self.top / "config").is_file():
            for name in sorted(names_in(defaults)):
                part = name.partition(".")[0]
                if _HUGO.fullmatch(name) or part in _HUGO_PARTS:
                    try:
                        table = table_of(defaults / name)
                    except Unread as error:
                        self._skip(defaults / name, "site-settings", problem=error.problem)
                        continue
                    self._hugo(found, defaults / name, {part: table} if part in _HUGO_PARTS else table)
        return found

    def _hugo(self, found: _Settings, path: Path, table: dict[str, Any]) -> None:
        """https://gohugo.io/configuration/cascade/ and https://gohugo.io/configuration/all/#ignorefiles."""
        stated = {folded(key): value for key, value in table.items()}
        is_part = path.name.startswith(_HUGO_PARTS)
        if not is_part and not path.name.startswith("hugo.") and not stated.keys() & _HUGO_KEYS:
            return  # of another program
        found.takes_underscores = True
        content = stated.get("contentdir")
        base = self.top / (content if isinstance(content, str) else "content")
        found.handed += self._entries(stated.get("cascade"), self._label(path), base, _is_for_all)
        found.handed += _disabled(stated, self._label(path))
        ignored = stated.get("ignorefiles")
        for pattern in ignored if isinstance(ignored, list) else [ignored]:
            if isinstance(pattern, str):
                try:
                    seek = re.compile(pattern)
                except re.error:
                    self._skip(path, "site-settings", problem=pattern)
                    continue
                place = f"{self._label(path)}: ignoreFiles"
                found.excluded.append((place, self.top, partial(_is_sought, seek)))
        if isinstance(zone := stated.get("timezone"), str):
            found.zone = zone

    def _jekyll(self, found: _Settings, path: Path, table: dict[str, Any]) -> None:
        """https://jekyllrb.com/docs/configuration/front-matter-defaults/ and .../options/#global-configuration."""
        label = self._label(path)
        collections = table.get("collections")
        names = collections if isinstance(collections, dict) else {}
        found.collections |= {
            f"_{name}" for name, options in names.items() if isinstance(options, dict) and options.get("output") is True
        }
        defaults = table.get("defaults")
        entries = [entry for entry in defaults if isinstance(entry, dict)] if isinstance(defaults, list) else []
        entries.sort(key=lambda entry: len(_Scope.of(entry).path), reverse=True)
        for entry in entries:
            values = entry.get("values")
            if isinstance(values, dict) and (values := _withholding(values)):
                found.handed.append(Handed(f"{label}: defaults", values, _Scope.of(entry).within(self.top)))
        excluded = table.get("exclude")
        if isinstance(excluded, list):
            lines = [f"/{pattern.lstrip('/')}" for pattern in excluded if isinstance(pattern, str)]
            found.excluded.append((f"{label}: exclude", self.top, partial(_is_any, lines)))
        if isinstance(zone := table.get("timezone"), str):
            found.zone = zone

    def _mkdocs(self, found: _Settings, path: Path) -> None:
        """https://www.mkdocs.org/user-guide/configuration/#exclude_docs; its files hold tags that are not read here."""
        found.takes_underscores = True
        text = text_of(path)
        folder = re.search(r"^docs_dir:[ \t]*[\"']?([^\"'#\n]+)", text, re.MULTILINE)
        base = self.top / (folder[1].strip() if folder else "docs")
        for key in ("exclude_docs", "draft_docs"):
            match = re.search(rf"^{key}:[ \t]*[|>][-+]?[ \t]*\n((?:[ \t]+.*\n?|[ \t]*\n)*)", text, re.MULTILINE)
            if match is not None:
                rule = partial(_is_listed, match[1].splitlines())
                found.excluded.append((f"{self._label(path)}: {key}", base, rule))

    def _code(self, found: _Settings, path: Path) -> None:
        """Programs of settings, as far as they are literal."""
        found.takes_underscores |= path.suffix == ".py"
        for name, value in lists_of(path):
            if name == "DEFAULT_METADATA" and isinstance(value, dict) and (values := _withholding(value)):
                found.handed.append(Handed(f"{self._label(path)}: {name}", values, _is_for_all))
            elif name in _LISTS and isinstance(value, list):
                # Seen from the folder of the documents, which is stated elsewhere in the program.
                lines = [place for line in value if isinstance(line, str) for place in (line, f"**/{line}")]
                found.excluded.append((f"{self._label(path)}: {name}", self.top, partial(_is_any, lines)))


def _disabled(stated: dict[str, Any], label: str) -> Iterator[Handed]:
    """The languages that Hugo does not build: https://gohugo.io/configuration/languages/#disabled."""
    listed, tables = stated.get("disablelanguages"), stated.get("languages")
    codes = dict.fromkeys(listed if isinstance(listed, list) else (), f"{label}: disableLanguages")
    for code, options in tables.items() if isinstance(tables, dict) else ():
        if isinstance(options, dict) and {folded(key): value for key, value in options.items()}.get("disabled") is True:
            codes[code] = f"{label}: languages.{code}"
    for code, place in codes.items():
        try:
            disabled = from_name(str(code))
        except LocaleError:
            continue
        yield Handed(place, {"disabled": True}, partial(_is_in, disabled))


_LISTS: Final = frozenset(
    {"exclude", "ignores.add", "exclude_patterns", "IGNORE_FILES", "ARTICLE_EXCLUDES", "PAGE_EXCLUDES"}
)
_DATA_ENDINGS: Final = (".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs")


@attrs.define
class _Settings:
    """What the settings of a whole site say.

    Attributes:
        handed: values for its texts, the strongest first.
        excluded: lists of what is not built: their places, the folders they are for, and their rules.
        collections: folders with an underscore that are built.
        takes_underscores: whether the generator builds all of these.
        zone: the time zone.
    """

    handed: list[Handed] = attrs.field(factory=list)
    excluded: list[tuple[str, Path, Callable[[str], bool]]] = attrs.field(factory=list)
    collections: set[str] = attrs.field(factory=set)
    takes_underscores: bool = False
    zone: str = ""


@attrs.frozen
class _Scope:
    """Where defaults of Jekyll count: a path, perhaps with stars, and a kind of document."""

    path: str
    kind: str

    @classmethod
    def of(cls, entry: dict[str, Any]) -> _Scope:
        scope = entry.get("scope")
        stated = scope if isinstance(scope, dict) else {}
        return cls(str(stated.get("path") or "").strip("/"), str(stated.get("type") or ""))

    def within(self, top: Path) -> Callable[[Path, Locale], bool]:
        def is_for(path: Path, locale: Locale) -> bool:
            below = path.relative_to(top)
            if self.path and not is_matched(below.as_posix(), f"/{self.path}"):
                return False
            folders = [part for part in below.parts[:-1] if part.startswith("_")]
            kinds = {folder[1:] for folder in folders} or {"pages"}
            return not self.kind or self.kind in kinds or f"{self.kind}s" in kinds

        return is_for


class _Target:
    """Which pages a cascade of Hugo is for: https://gohugo.io/content-management/front-matter/#target."""

    def __init__(self, target: dict[str, Any], base: Path, is_for: Callable[[Path, Locale], bool]) -> None:
        self._target = {str(key).lower(): str(value) for key, value in target.items()}
        self._base = base
        self._is_for = is_for

    def __call__(self, path: Path, locale: Locale) -> bool:
        fits = {
            "kind": lambda pattern: is_matched("page", pattern),
            "lang": lambda pattern: is_matched(tag(locale).lower(), pattern.lower()),
            "environment": lambda pattern: is_matched("production", pattern),
            "path": lambda pattern: any(is_matched(place, pattern) for place in self._places(path)),
        }
        is_all = all(fits[key](pattern) for key, pattern in self._target.items() if key in fits)
        return is_all and self._is_for(path, locale)

    def _places(self, path: Path) -> Iterator[str]:
        """What the page of a file may be called: with and without its ending, language, and folder of its language."""
        inside = path.relative_to(self._base) if path.is_relative_to(self._base) else Path(path.name)
        for place in (inside.as_posix(), inside.relative_to(inside.parts[0]).as_posix()):
            yield place
            plain = _without_language(place)
            yield plain
            yield plain.removesuffix(".md")
            yield plain.removesuffix("/index.md")


def _withholding(values: dict[str, Any]) -> dict[str, Any]:
    """The values that withhold a text, keep it on the publisher's own pages, or tell its language."""
    others = words("language_keys") | words("syndication")
    return {key: value for key, value in values.items() if withholds(key) or folded(key) in others}


def _without_language(place: str) -> str:
    """A path without the suffix of a language before its ending."""
    stem, mark, suffix = place.removesuffix(".md").rpartition(".")
    try:
        parse(suffix)
    except ValueError:
        return place
    return f"{stem}.md" if mark else place
