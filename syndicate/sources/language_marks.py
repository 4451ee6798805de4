"""Languages in the addresses of pages and the names of files; and what is left of an address without them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from syndicate.errors import LocaleError
from syndicate.locales import language_name, locale_id, parse
from syndicate.locales.catalogs import MESSAGE_LOCALE, spoken
from syndicate.locales.identifiers import LANGUAGE_CODE, SHORT_LANGUAGE_CODE
from syndicate.locales.language_data import all_languages
from syndicate.text import slugify

__all__ = ["in_address", "in_file_name", "is_plain", "language_of_part", "without_language"]

_CODE = re.compile(LANGUAGE_CODE)
_ENDING = re.compile(rf"[._-](?=({SHORT_LANGUAGE_CODE})$)")
_QUERY: Final = ("lang", "language", "locale", "hl")


@lru_cache(maxsize=1024)
def language_of_part(part: str) -> str:
    """The locale that a part of an address or name is the code of; empty for that of no known language."""
    if _CODE.fullmatch(part) is None or part.partition("-")[0].partition("_")[0].lower() not in all_languages():
        return ""
    try:
        return locale_id(parse(part.replace("_", "-")))
    except LocaleError:
        return ""


@lru_cache(maxsize=4096)
def in_address(url: str) -> str:
    """The language that the address of a page names: by its path, its host, or its query; empty where it names none.

    >>> in_address("https://example.org/es/dormir/"), in_address("https://example.org/a?lang=es"), in_address("/sleep")
    ('es', 'es', '')
    """
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name in _QUERY and (found := language_of_part(value)):
            return found
    segments = [part for part in parts.path.split("/") if part]
    for part in (*segments[:2], parts.hostname.partition(".")[0] if parts.hostname else ""):
        if found := language_of_part(part):
            return found
    return ""


def in_file_name(path: Path) -> str:
    """The language that the name of a file, or of its folder, ends in; empty where there is none.

    >>> in_file_name(Path("what-it-is.json"))
    ''
    >>> in_file_name(Path("posts.es.json")), in_file_name(Path("es.xml")), in_file_name(Path("es/posts.json"))
    ('es', 'es', 'es')
    """
    stem = path.stem
    for match in _ENDING.finditer(stem):
        found = language_of_part(match[1])
        if found and (match[0] == "." or is_plain(found)):
            return found
    return language_of_part(stem) or language_of_part(path.parent.name)


@lru_cache(maxsize=256)
def is_plain(language: str) -> bool:
    """Whether a code is of a language that the commands speak: of others, ``no``, ``it``, and ``id`` are words, too.

    >>> is_plain("es"), is_plain("es_MX"), is_plain("it")
    (True, True, False)
    """
    return parse(language).language in {locale.language for locale in spoken()}


@lru_cache(maxsize=256)
def _words_of(locale: str) -> frozenset[str]:
    """What stands for a language in addresses: its codes, and its name, in English and in itself."""
    try:
        names = {language_name(locale, MESSAGE_LOCALE), language_name(locale, locale)}
    except LocaleError:
        names = set()
    return frozenset({locale.lower(), locale.lower().replace("_", "-"), *map(slugify, names)})


def without_language(address: str, locales: Iterable[str]) -> str:
    """An address, or an id like one, without its language, scheme, and the slash at its end: a key of all languages.

    Args:
        address: what is written.
        locales: the languages that count.

    >>> without_language("https://example.org/es/sleep/?lang=es", ["es"])
    'example.org/sleep'
    >>> without_language("https://example.org/spanish/sleep.html", ["es"])
    'example.org/sleep.html'
    """
    known = {word for locale in locales for word in _words_of(locale)}
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if not (name in _QUERY and value.lower() in known)]
    path = "/".join(part for part in parts.path.split("/") if part.lower() not in known).rstrip("/")
    host = (parts.netloc or parts.scheme).removeprefix("www.")
    first, _, rest = host.partition(".")
    host = rest if first.lower() in known and rest else host
    return f"{host}{'/' if path and not path.startswith('/') else ''}{path}{'?' if query else ''}{urlencode(query)}"
