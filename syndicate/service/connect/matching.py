"""Which topics answer a code: those that have it, a parent of it, or a range that it is in; or that have its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from babel import Locale

from syndicate.locales import locale_id
from syndicate.model import Catalog, Topic
from syndicate.search.words import folded, words
from syndicate.service.connect.criteria import Criterion
from syndicate.service.schemes import normal_code, scheme_of

__all__ = ["MOST", "Matches"]

MOST: Final = 3
"""The most topics that one question gets."""
_CATEGORY: Final = 3
"""Characters of the shortest code of ICD: parents are found by dropping what comes after them."""
_BY_PARENTS: Final = ("ICD-10-CM", "ICD-9-CM")
_DRUGS: Final = ("RxNorm", "NDC", "")
"""Whose names say a strength and a form after the drug; a name alone may be a drug's."""
_RANGE: Final = re.compile(r"([A-Z0-9.]+)\s*(?:-|–|\.\.)\s*([A-Z0-9.]+)", re.IGNORECASE)

_Found = tuple[Topic, Locale | None]


class Matches:
    """The topics of a catalog by their codes and names.

    Args:
        catalog: the catalog.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._exact: dict[tuple[str, str], list[_Found]] = defaultdict(list)
        self._ranges: dict[str, list[tuple[str, str, _Found]]] = defaultdict(list)
        self._named: dict[str, dict[str, Topic]] = defaultdict(dict)
        for topic in catalog.values():
            for subject in topic.subjects:
                self._add(subject.scheme, subject.code, (topic, None))
            for code in topic.codes:
                self._add(code.scheme, code.code, (topic, code.locale))
        for kind in ("title", "also_called", "see_references"):  # a title goes before another topic's other name
            for topic in catalog.values():
                for values in getattr(topic, kind).values():
                    for name in (values,) if isinstance(values, str) else values:
                        self._named[_plain_name(name)].setdefault(topic.slug, topic)

    def _add(self, system: str, code: str, found: _Found) -> None:
        scheme = scheme_of(system) or system
        limits = _RANGE.fullmatch(code.strip()) if scheme in _BY_PARENTS else None
        if limits is None:
            self._exact[scheme.casefold(), plain_code(scheme, code)].append(found)
        else:
            low, high = (plain_code(scheme, limit) for limit in limits.groups())
            self._ranges[scheme].append((low, high, found))

    def of(self, criterion: Criterion, locale: Locale) -> list[Topic]:
        """The topics that answer a question in a language, the nearest first.

        Args:
            criterion: what is asked for.
            locale: a language of the catalog.
        """
        found = self._by_code(criterion, locale) if criterion.code else []
        return found or self._by_name(criterion, locale)

    def _by_code(self, criterion: Criterion, locale: Locale) -> list[Topic]:
        for code in _with_parents(criterion.scheme, plain_code(criterion.scheme, criterion.code)):
            found = [
                *self._exact.get((criterion.scheme.casefold(), code), ()),
                *self._in_ranges(criterion.scheme, code),
            ]
            if topics := _readable((topic for topic, only in found if only in (None, locale)), locale):
                return topics
        return []

    def _in_ranges(self, scheme: str, code: str) -> Iterator[_Found]:
        for low, high, found in self._ranges.get(scheme, ()):
            if len(code) == max(len(low), len(high)) and low <= code[: len(low)] and code[: len(high)] <= high:
                yield found

    def _by_name(self, criterion: Criterion, locale: Locale) -> list[Topic]:
        for name in criterion.names:
            plain = _plain_name(name).split(" ")
            least = 1 if criterion.scheme in _DRUGS else len(plain)
            for length in range(len(plain), least - 1, -1):
                named = self._named.get(" ".join(plain[:length]), {})
                if topics := _readable(named.values(), locale):
                    return topics
        return []


def plain_code(scheme: str, code: str) -> str:
    """A code as codes of its vocabulary are compared; a drug's has eleven digits then, as billing has them.

    >>> plain_code("NDC", "49502-693-03"), plain_code("NDC", "49502069303"), plain_code("ICD-10-CM", "e11.65")
    ('49502069303', '49502069303', 'E1165')
    """
    parts = code.strip().split("-")
    if scheme == "NDC" and len(parts) == _CATEGORY:
        return "".join(part.zfill(length) for part, length in zip(parts, (5, 4, 2), strict=True))
    return normal_code(scheme, code)


def _with_parents(scheme: str, code: str) -> Iterator[str]:
    yield code
    if scheme in _BY_PARENTS:
        yield from (code[:length] for length in range(len(code) - 1, _CATEGORY - 1, -1))


def _plain_name(name: str) -> str:
    return " ".join(folded(word) for word in words(name))


def _readable(topics: Iterable[Topic], locale: Locale) -> list[Topic]:
    """Those that have a text in the language which others may have, each once."""
    name = locale_id(locale)
    found = {topic.slug: topic for topic in topics if name in topic.title.identifiers()}
    return [topic for topic in found.values() if topic.is_syndicated(locale)][:MOST]
