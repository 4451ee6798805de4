"""What the settings of a site generator say of languages: the main one, and the folders that hold each. And its name.

Settings are data here: of those that are programs, only what stands there literally is read. What is withheld by them
is not known here, but in `site_settings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from babel import Locale

from syndicate.errors import LocaleError
from syndicate.locales import from_name
from syndicate.locales.identifiers import LOOSE_LANGUAGE_CODE
from syndicate.sources.key_words import folded
from syndicate.sources.site_files import Unread, names_in, site_folder, table_of, text_of

__all__ = [
    "folders_of_languages",
    "generator_of",
    "languages_listed",
    "main_language",
    "places_of_settings",
    "texts_of_settings",
]

_HIGHEST_ROOT: Final = 6
_LONGEST_TABLE: Final = 10_000
_SETTINGS = re.compile(
    r"(?:hugo|config|mkdocs|_config|languages)\.(?:ya?ml|toml|json)|(?:docusaurus|astro|next-i18next|eleventy|nuxt)\.config\.[cm]?[jt]s"
    r"|\.eleventy\.[cm]?js|pelicanconf\.py"
)
_DEFAULT = re.compile(
    r"""\b(?:defaultContentLanguage|defaultLocale|defaultLanguage|default_lang|default_language)["']?(?:\s*:\s*string)?"""
    r"""\s*[:=]\s*["']?([A-Za-z][\w-]*)"""
    r"""|\broot\s*:\s*\{[^{}]*\blang\s*:\s*["']([\w-]+)"""
    r"""|-\s+locale:\s*["']?([\w-]+)["']?\s*\n(?:[ \t]+(?!-)\S.*\n)*?[ \t]+default:\s*true""",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"""^(?:lang|language|locale|languageCode|default-lang)\s*[:=]\s*["']?([A-Za-z][\w-]*)""", re.M | re.I
)
_IMPORTED = re.compile(r"""^import\s[^;\n]*\bfrom\s+["'](\.{1,2}/[\w./-]+)["']""", re.MULTILINE)
_IMPORT_ENDINGS: Final = ("", ".ts", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js")
_LISTS = re.compile(
    r"""\b(?:locales|languages)\b["']?\s*(?::\s*\w+\[\])?\s*[:=]\s*(?P<whole>\[(?P<list>[^\]]*)\]|\{)"""
    r"""|^[ \t]*-\s+locale:\s*["']?(?P<item>[\w-]+)"""
    r"""|^languages:\s*\n(?P<lines>(?:[ \t]*-[ \t]*["']?[\w-]+["']?[ \t]*\n)+)""",
    re.MULTILINE,
)
_QUOTED = re.compile(rf"""["']({LOOSE_LANGUAGE_CODE})["']""")
_BARE = re.compile(rf"""["']?\b({LOOSE_LANGUAGE_CODE})\b["']?""")
_KEY = re.compile(r"""["']?([\w-]+)["']?\s*:\s*[\{"']""")
_GENERATORS: Final = (
    (r"docusaurus\.config\.[cm]?[jt]s", "", "Docusaurus"),
    (r"astro\.config\.[cm]?[jt]s", r"\bstarlight\b", "Starlight"),
    (r"astro\.config\.[cm]?[jt]s", "", "Astro"),
    (r"(?:\.eleventy|eleventy\.config)\.[cm]?[jt]s", "", "Eleventy"),
    (r"mkdocs\.ya?ml", "", "MkDocs"),
    (r"pelicanconf\.py", "", "Pelican"),
    (
        r"_config\.(?:ya?ml|toml)",
        r"(?m)^(?:theme:\s*(?:landscape|next|butterfly)\b|new_post_name:|permalink_defaults:)",
        "Hexo",
    ),
    (r"_config\.(?:ya?ml|toml)", "", "Jekyll"),
    (r"hugo\.(?:ya?ml|toml|json)", "", "Hugo"),
    (r"config\.toml", r"(?m)^(?:base_url|compile_sass|build_search_index)\s*=", "Zola"),
    (r"config\.(?:ya?ml|toml|json)", r"(?im)^\W*(?:baseurl|languagecode|defaultcontentlanguage|theme)\W*[:=]", "Hugo"),
    (r"\.vitepress", "", "VitePress"),
    (r"gatsby-config\.[cm]?[jt]s", "", "Gatsby"),
    (r"nuxt\.config\.[cm]?[jt]s", "", "Nuxt"),
    (r"next\.config\.[cm]?[jt]s", "", "Next.js"),
    (r"book\.toml", "", "mdBook"),
    (r"conf\.py", r"\bextensions\b", "Sphinx"),
)
"""A file of settings, what stands in it where others have one of that name, and what the generator is called."""


def places_of_settings(root: Path) -> Iterator[Path]:
    """The folders in which settings of a site may be, the nearest first; none is above the folder of its repository."""
    top = site_folder(root)
    above = [root.resolve(), *root.resolve().parents[:_HIGHEST_ROOT]]
    repository = next((place for place in above if (place / ".git").exists()), None)
    for place in dict.fromkeys((top, top / "config" / "_default", *above)):
        if repository is None or place not in repository.parents:
            yield place


def texts_of_settings(root: Path) -> Iterator[tuple[Path, str]]:
    """The files of settings, each with what those that it imports say, if it is a program."""
    for place in places_of_settings(root):
        for name in sorted(names_in(place)):
            if _SETTINGS.fullmatch(name) and (text := _read(place / name)):
                yield place / name, text
                for match in _IMPORTED.finditer(text):
                    found = (place / f"{match[1]}{ending}" for ending in _IMPORT_ENDINGS)
                    if (path := next((path for path in found if path.is_file()), None)) is not None:
                        yield path, _read(path)


def _read(path: Path) -> str:
    try:
        return text_of(path)
    except Unread:
        return ""


def main_language(root: Path) -> str:
    """The language that the site of a folder is in by its settings, as they write it; empty where they say none."""
    texts = list(texts_of_settings(root))
    for pattern in (_DEFAULT, _OWN):
        for _, text in texts:
            for match in pattern.finditer(text):
                found = next(found for found in match.groups() if found)
                if _locale(found) is not None:  # a program may name a variable instead
                    return found
    return ""


def languages_listed(root: Path) -> list[Locale]:
    """The languages that the settings of a site list as ``locales`` or ``languages``: literally, or as keys of a table.

    Astro, Starlight, Docusaurus, Next.js and Nuxt have ``locales``, Hugo, MkDocs and Jekyll's plug-ins ``languages``.
    """
    found: list[Locale | None] = []
    for path, text in texts_of_settings(root):
        for match in _LISTS.finditer(text):
            if match["list"] is not None:
                names = (_QUOTED if path.suffix.startswith((".m", ".c", ".j", ".t")) else _BARE).findall(match["list"])
            elif match["whole"]:
                names = _keys(text, match.end())
            else:
                names = [match["item"]] if match["item"] else _BARE.findall(match["lines"])
            found += map(_locale, names)
        if re.match(r"(?:hugo|config|languages)\.toml", path.name):
            found += map(_locale, re.findall(r"(?im)^\s*\[languages\.([\w-]+)\]", text))
    return list(dict.fromkeys(locale for locale in found if locale is not None))


def _keys(text: str, start: int) -> list[str]:
    """The keys of a table that begins at a place, without those of tables in it."""
    depth, flat = 1, []
    for mark in text[start : start + _LONGEST_TABLE]:
        depth += (mark == "{") - (mark == "}")
        if not depth:
            break
        flat.append(mark if depth == 1 or (depth == 2 and mark == "{") else " ")
    return _KEY.findall("".join(flat))


def folders_of_languages(root: Path) -> dict[Path, Locale]:
    """The folders that Hugo's ``contentDir`` gives to languages: https://gohugo.io/configuration/languages/."""
    found: dict[Path, Locale] = {}
    top = site_folder(root)
    for place in (top, top / "config" / "_default"):
        for name in sorted(names_in(place)):
            if re.fullmatch(r"(?:hugo|config|languages(?:\.[\w-]+)?)\.(?:ya?ml|toml|json)", name):
                try:
                    table = table_of(place / name)
                except Unread:
                    continue
                parts = name.split(".")
                languages = table if parts[0] == "languages" else _named(table, "languages")
                languages = {parts[1]: table} if len(parts) > 2 and parts[0] == "languages" else languages
                for language, options in languages.items() if isinstance(languages, dict) else ():
                    folder = _named(options, "contentdir") if isinstance(options, dict) else None
                    if isinstance(folder, str) and (locale := _locale(language)) is not None:
                        found[(top / folder).resolve()] = locale
    return found


def _named(table: dict[str, Any], name: str) -> Any:
    return next((value for key, value in table.items() if folded(key) == name), None)


def _locale(name: str) -> Locale | None:
    try:
        return from_name(name)
    except LocaleError:
        return None


def generator_of(root: Path) -> str:
    """The name of the program that makes the site of a folder, by its settings; empty where there are none.

    >>> generator_of(Path("/nowhere"))
    ''
    """
    for place in places_of_settings(root):
        names = names_in(place)
        for pattern, sought, generator in _GENERATORS:
            for name in sorted(names):
                if re.fullmatch(pattern, name) and (not sought or _has(place / name, sought)):
                    return generator
    return ""


def _has(path: Path, sought: str) -> bool:
    try:
        return re.search(sought, text_of(path)) is not None
    except Unread:
        return False
