"""The archive documents of a catalog's feed (RFC 5005 section 4): their number and paths. `archive` has the content."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from babel import Locale

from syndicate.errors import InvalidValueError, Message
from syndicate.history import Changes, Text
from syndicate.history.changes import ARCHIVE_SIZE
from syndicate.layout import ARCHIVE_FEED, FORMATS
from syndicate.locales import locale_id
from syndicate.model import Catalog, Publisher

__all__ = ["DEFAULT_LIMIT", "ArchiveSeries", "archives"]

DEFAULT_LIMIT: Final = ARCHIVE_SIZE


def archives(catalog: Catalog, changes: Changes | None, locale: Locale) -> int:
    """How many archive documents the feed of a catalog has in a language; 0 while the feed is complete."""
    if changes is None or len(catalog.written_in(locale)) <= DEFAULT_LIMIT:
        return 0
    return len(changes.archived.get(locale_id(locale), ()))


class ArchiveSeries:
    """The archive documents in one language.

    Args:
        catalog: what there is.
        publisher: where it is published.
        locale: the language.
        changes: what the history knows of the catalog, if one is kept.
    """

    def __init__(self, catalog: Catalog, publisher: Publisher, locale: Locale, changes: Changes | None) -> None:
        self._catalog = catalog
        self._publisher = publisher
        self._locale = locale
        self._name = locale_id(locale)
        self._changes = changes

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return archives(self._catalog, self._changes, self._locale)

    def path(self, format: str, number: int) -> str:
        """The path of one in the tree."""
        names = self._changes.archived[self._name] if self._changes is not None else ()
        return ARCHIVE_FEED.at(self._locale, names[number - 1], format)

    def urls(self, number: int) -> dict[str, str]:
        """The address of one in each format."""
        return {format: self._publisher.url(self.path(format, number)) for format in FORMATS}

    def paging(self, prev_archive: int = 0, next_archive: int = 0) -> dict[str, dict[str, str]]:
        """The links to archive documents by their number; 0 stands for no document."""
        numbers = {"prev-archive": prev_archive, "next-archive": next_archive}
        return {relation: self.urls(number) for relation, number in numbers.items() if number}

    def loose(self, limit: int | None) -> frozenset[str] | None:
        """The ids of the texts whose change is in none yet; None if a feed of that many entries cannot be complete."""
        if self._changes is None or not self.count or limit is None:
            return None
        loose = frozenset(text.id for text in self._changes.tail(self._locale) if not text.is_gone)
        return loose if len(loose) <= limit else None

    def added(self, number: int) -> tuple[Sequence[Text], bool]:
        """The changes in a document that this build adds to the history, and whether it adds the next one too."""
        if self._changes is None:
            raise InvalidValueError(
                Message("archives are known from a history alone"),
                hint=Message("pass `changes=syndicate.History(path).compare(catalog)`"),
            )
        fresh = self._changes.fresh
        return fresh[self._name, number], (self._name, number + 1) in fresh
