"""What authors call the keys and values of front matter in their languages. Their meaning is not decided here.

The words are in ``[front_matter]`` of ``locales/languages/LANG.toml``, folded as
:func:`syndicate.sources.front_matter.folded` folds names. Authors mix languages, so those of all languages are known
together: ``is_publicado`` is a key as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from syndicate.locales.language_data import all_languages

__all__ = ["expanded", "translated", "within", "words"]


@cache
def words(name: str) -> frozenset[str]:
    """The words of all languages that have a purpose, such as ``drafts``.

    >>> "borrador" in words("drafts"), "draft" in words("drafts")
    (True, True)
    """
    return frozenset(word for table in _tables() for word in table.get(name, "").split())


@cache
def translated() -> dict[str, str]:
    """The keys that are read, by what authors call them in their languages.

    >>> translated()["titulo"]
    'title'
    """
    keys = (table.get("keys", {}) for table in _tables())
    return {word: key for table in keys for key, named in table.items() for word in named.split()}


@cache
def expanded(pattern: str) -> str:
    """A regular expression in which names in braces stand for what the languages have under them.

    A name is one of ``parts`` or, where there is none, of ``patterns``, or of words.

    >>> import re
    >>> re.fullmatch(expanded("{not}{published}"), "nopublicar") is not None
    True
    """
    return re.sub(r"\{(\w+)\}", lambda match: f"(?:{_alternatives(match[1])})", pattern)


@cache
def _alternatives(name: str) -> str:
    for kind in ("parts", "patterns"):
        if found := [table[kind][name] for table in _tables() if name in table.get(kind, {})]:
            return "|".join(expanded(re.sub(r"\s+", "", pattern)) for pattern in found)
    return "|".join(sorted(words(name))) or "(?!)"


@cache
def within(name: str) -> re.Pattern[str]:
    """What names have in them that are, for example, about ``publishing``.

    >>> within("embargo").search("embargado") is not None
    True
    """
    found = (table["within"][name] for table in _tables() if name in table.get("within", {}))
    return re.compile("|".join(map(expanded, found)))


def _tables() -> Iterator[Any]:
    return (language.front_matter for language in all_languages().values() if language.front_matter)
