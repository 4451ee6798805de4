"""What authors call the keys and values of front matter in their languages. Their meaning is not decided here.

The words are in ``[front_matter]`` of ``locales/languages/LANG.toml``, folded as :func:`folded` folds names. Authors
mix languages, so those of all languages are known together: ``is_publicado`` is a key as well. A publisher's own words,
of ``LANG/language.toml`` beside its labels, are added while its texts are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from syndicate.locales.language_data import all_languages, own_front_matter
from syndicate.locales.own_files import FileState, language_files
from syndicate.sources.reading import while_set

__all__ = ["cached", "column_names", "expanded", "folded", "reading_with", "translated", "within", "words"]

P = ParamSpec("P")
R = TypeVar("R")

_own: ContextVar[tuple[FileState, ...]] = ContextVar("_own", default=())
"""The files with the words of the publisher whose texts are read."""

_END: Final = object()


def reading_with(directory: Path | None, items: Iterator[R]) -> Iterator[R]:
    """Go through items that are read with the words of a publisher's folder of labels as well.

    They are set for each step alone: other texts may be read between two items.
    """
    files = language_files(directory)
    while True:
        with while_set(_own, files):
            item: Any = next(items, _END)
        if item is _END:
            return
        yield item


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Cache what a function makes of the words; what it makes of a publisher's own is kept apart."""

    @lru_cache(maxsize=4096)
    def kept(files: tuple[FileState, ...], *args: Any) -> R:
        return function(*args)  # type: ignore[call-arg]

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        return kept(_own.get(), *args)

    return called


def folded(name: str) -> str:
    """A key or word without its spelling: ``publishDate``, ``publish_date`` and ``Publish-Date`` are one.

    >>> folded("Publish-Date"), folded("título")
    ('publishdate', 'titulo')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)  # the accents become marks, which are not letters
    return re.sub(r"[\W_]", "", name).casefold()


@cached
def words(name: str) -> frozenset[str]:
    """The words of all languages that have a purpose, such as ``drafts``.

    >>> "borrador" in words("drafts"), "draft" in words("drafts")
    (True, True)
    """
    found = {word for table in _tables() for word in table.get(name, "").split()}
    own = [word for table in own_front_matter(_own.get()) for word in table.get(name, "").split()]
    return frozenset(found.union(map(folded, own)))  # which need not be written folded


@cached
def translated() -> dict[str, str]:
    """The keys that are read, by what authors call them in their languages.

    >>> translated()["titulo"]
    'title'
    """
    keys = (table.get("keys", {}) for table in _tables())
    return {folded(word): key for table in keys for key, named in table.items() for word in named.split()}


@cached
def column_names() -> dict[str, str]:
    """What columns of tables hold, by what authors call them in their languages, folded.

    >>> column_names()["idioma"], column_names()["body"]
    ('language', 'html')
    """
    tables = (table.get("columns", {}) for table in _tables())
    return {folded(word): field for table in tables for field, named in table.items() for word in named.split()}


@cached
def expanded(pattern: str) -> str:
    """A regular expression in which names in braces stand for what the languages have under them.

    A name is one of ``parts`` or, where there is none, of ``patterns``, or of words.

    >>> import re
    >>> re.fullmatch(expanded("{not}{published}"), "nopublicar") is not None
    True
    """
    return re.sub(r"\{(\w+)\}", lambda match: f"(?:{_alternatives(match[1])})", pattern)


@cached
def _alternatives(name: str) -> str:
    for kind in ("parts", "patterns"):
        if found := [table[kind][name] for table in _tables() if name in table.get(kind, {})]:
            return "|".join(expanded(re.sub(r"\s+", "", pattern)) for pattern in found)
    return "|".join(sorted(words(name))) or "(?!)"


@cached
def within(name: str) -> re.Pattern[str]:
    """What names have in them that are, for example, about ``publishing``.

    >>> within("embargo").search("embargado") is not None
    True
    """
    found = (table["within"][name] for table in _tables() if name in table.get("within", {}))
    return re.compile("|".join(map(expanded, found)))


def _tables() -> Iterator[Mapping[str, Any]]:
    yield from (language.front_matter for language in all_languages().values() if language.front_matter)
    yield from own_front_matter(_own.get())
