"""What the front matter of a Markdown file says of its language, and of which texts it is a translation; read quickly.

Only the beginning of a file is read, and only keys of the top level: a site may have thousands of files, and their own
reading comes later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import LocaleError
from syndicate.locales import from_name
from syndicate.sources.front_matter import PLAIN_HEAD
from syndicate.sources.key_words import folded, words
from syndicate.sources.topic_keys import TRANSLATION_KEYS

__all__ = ["Stated", "stated_in"]

_MOST: Final = 16 * 1024
_FENCED = re.compile(
    r"\ufeff?\s*(?P<fence>---|\+\+\+)[ \t]*(?i:yaml|yml|toml|json)?[ \t]*\n(?P<head>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_JSON = re.compile(r"\ufeff?(?P<head>\{.*)", re.DOTALL)
_PAIR = re.compile(
    r"""^[ \t]*["']?(?P<key>[A-Za-z][\w -]*?)["']?[ \t]*[:=][ \t]*(?P<quote>["']?)(?P<value>[^"'\n]+?)(?P=quote)"""
    r"""[ \t]*,?[ \t]*(?:#.*)?$""",
    re.MULTILINE,
)
_SLUG: Final = "slug"
_ADDRESSES: Final = ("permalink", "url", _SLUG)
_TEMPLATE = re.compile(r"[{}]|/:\w")
_OLD = re.compile(r"""^["']?(?:aliases|redirect_?from|redirects)["']?[ \t]*[:=].*(?:\n[ \t-].*)*""", re.M | re.I)
_PATH = re.compile(r"""(?<![\w.:/])/[^\s"',\]]+""")


@attrs.frozen
class Stated:
    """What a file says of itself.

    Attributes:
        locale: its language; None where it says none.
        keys: what it has in common with its translations, each with the name of its key.
        addresses: its addresses on the site, from the root on, former ones included; a slug is the end of one.
    """

    locale: Locale | None = None
    keys: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def stated_in(path: Path) -> Stated:
    """What the front matter of a file says of its language and translations; nothing where it cannot be read."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_MOST).decode("utf-8", "ignore").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return Stated()
    fenced = _FENCED.match(text) or _JSON.match(text)
    head = fenced["head"] if fenced else None
    is_plain = fenced is None and (plain := PLAIN_HEAD.match(text)) is not None
    if is_plain and plain is not None:
        head = plain[0]
    locale: Locale | None = None
    keys = []
    addresses = []
    for key, value in _pairs(head or ""):
        if key in words("language_keys") and locale is None:
            locale = _locale(value)
        elif key in TRANSLATION_KEYS or (is_plain and key == _SLUG):  # https://docs.getpelican.com: translations
            keys.append(f"{key}={value}")
        if key in _ADDRESSES and (value.startswith("/") or key == _SLUG) and not _TEMPLATE.search(value):
            addresses.append(value)
    addresses += [path for match in _OLD.finditer(head or "") for path in _PATH.findall(match[0])]
    return Stated(locale, tuple(keys), tuple(addresses))


def _pairs(head: str) -> Iterator[tuple[str, str]]:
    """The keys of the top level, folded, with their values as far as they are texts."""
    if head.lstrip().startswith("{"):
        with suppress(ValueError, RecursionError):
            found, _ = json.JSONDecoder().raw_decode(head.lstrip())
            yield from ((folded(key), str(value).strip()) for key, value in found.items() if type(value) in (str, int))
        return
    for match in _PAIR.finditer(head):
        if match[0][:1] not in (" ", "\t"):  # of a table within
            yield folded(match["key"]), match["value"].strip()


@lru_cache(maxsize=1024)
def _locale(name: str) -> Locale | None:
    with suppress(LocaleError):
        return from_name(name.replace("_", "-"))
    return None
