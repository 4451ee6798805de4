"""Whether a feed may be marked complete (RFC 5005 section 2): whether nothing that belongs in it is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Final

from babel import Locale

from syndicate.locales import locale_id
from syndicate.model import Finding, FindingKind, Topic

__all__ = ["Completeness"]

_LACKING: Final = frozenset({FindingKind.BROKEN, FindingKind.UNREADABLE, FindingKind.DUPLICATE, FindingKind.INCOMPLETE})
"""The findings by which a text of the source is missing, from an unknown feed."""


class Completeness:
    """What is known to be missing in some languages.

    Args:
        findings: those of the catalog.
        locales: the languages.
        lacking: topics without an entry, as slug and locale identifier.
    """

    def __init__(
        self, findings: Sequence[Finding], locales: Iterable[Locale], *lacking: Collection[tuple[str, str]]
    ) -> None:
        self._findings = findings
        self._locales = frozenset(map(locale_id, locales))
        self._lacking = lacking

    @cached_property
    def is_read(self) -> bool:
        """Whether all texts could be read, and have an entry."""
        languages = {"", *self._locales}
        broken = any(one.kind in _LACKING and one.locale in languages for one in self._findings)
        return not broken and not any(locale in languages for keys in self._lacking for _, locale in keys)

    @cached_property
    def _cut(self) -> frozenset[tuple[str, str]]:
        """The texts that lack a link which could not be read, by locale identifier and id."""
        return frozenset((one.locale, one.topic) for one in self._findings if one.kind is FindingKind.BROKEN_LINK)

    def has_all_of(self, topics: Iterable[Topic]) -> bool:
        """Whether nothing of some topics is missing."""
        ids = ((locale, name) for topic in topics for locale, name in topic.ids.identifiers().items())
        return self._cut.isdisjoint(one for one in ids if one[0] in self._locales)
