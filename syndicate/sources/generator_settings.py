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
from syndicate.sources.key_words import folded
from syndicate.sources.site_files import Unread, names_in, site_folder, table_of, text_of

__all__ = ["folders_of_languages", "generator_of", "main_language"]

_HIGHEST_ROOT: Final = 6
_SETTINGS = re.compile(
    r"(?:hugo|config|mkdocs|_config|languages)\.(?:ya?ml|toml|json)|(?:docusaurus|astro|next-i18next)\.config\.[cm]?[jt]s"
    r"|pelicanconf\.py"
)
_DEFAULT = re.compile(
    r"""\b(?:defaultContentLanguage|defaultLocale|default_lang|default_language)["']?\s*[:=]\s*["']?([A-Za-z][\w-]*)"""
    r"""|\broot\s*:\s*\{[^{}]*\blang\s*:\s*["']([\w-]+)"""
    r"""|-\s+locale:\s*["']?([\w-]+)["']?\s*\n(?:[ \t]+(?!-)\S.*\n)*?[ \t]+default:\s*true""",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"""^(?:lang|language|locale|languageCode|default-lang)\s*[:=]\s*["']?([A-Za-z][\w-]*)""", re.M | re.I
)
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


def _places(root: Path) -> Iterator[Path]:
    """The folders in which settings of a site may be, the nearest first; none is above the folder of its repository."""
    top = site_folder(root)
    found = [top, top / "config" / "_default", root.resolve(), *root.resolve().parents[:_HIGHEST_ROOT]]
    for place in dict.fromkeys(found):
        yield place
        if (place / ".git").exists() and place in root.resolve().parents:
            return


def _texts(root: Path) -> Iterator[tuple[Path, str]]:
    for place in _places(root):
        for name in sorted(names_in(place)):
            if _SETTINGS.fullmatch(name):
                try:
                    yield place / name, text_of(place / name)
                except Unread:
                    continue


def main_language(root: Path) -> str:
    """The language that the site of a folder is in by its settings, as they write it; empty where they say none."""
    texts = list(_texts(root))
    for pattern in (_DEFAULT, _OWN):
        for _, text in texts:
            if (match := pattern.search(text)) is not None:
                return next(found for found in match.groups() if found)
    return ""


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
    for place in _places(root):
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
