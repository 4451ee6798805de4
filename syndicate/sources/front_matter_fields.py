"""Reading front matter without failing: a wrong value costs its own key, and is noted. What the keys mean is not known.

Dates are here too: they have many names, and withheld texts need them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

import attrs

from syndicate.errors import InvalidValueError, Message, SyndicateError
from syndicate.locales import locale_id
from syndicate.model import FindingKind
from syndicate.model.fields import is_line, is_slug, is_url
from syndicate.sources.dates import HINT
from syndicate.sources.file_dates import Span
from syndicate.sources.front_matter import YamlDocument
from syndicate.sources.front_matter_values import Values
from syndicate.sources.key_words import folded
from syndicate.sources.markdown_folder import Folder, slug_in
from syndicate.sources.markdown_links import Addresses
from syndicate.sources.markdown_text import Note
from syndicate.sources.reading import Repairs
from syndicate.sources.topic_file import TopicFile
from syndicate.sources.topic_keys import CREATED, PUBLISHED, REVIEWED, UPDATED, UPDATED_IF_DATE

__all__ = ["FieldReader"]

T = TypeVar("T")

_OWN: Final = frozenset({"created", "date", "lastmod", "reviewed", "updated"})
"""The keys of dates that are read by their own names, before those of other programs."""


@attrs.define
class FieldReader:
    """Reads the values of one file, and remembers what is wrong with them.

    Attributes:
        file, folder, front, repairs: the file, and what cleans its texts.
        addresses: those of the file.
        refused: the links that could not be read: their titles, why, and their lines.
        notes: the rest of what was found; their lines are those of the file, from 1.
    """

    file: TopicFile
    folder: Folder
    front: YamlDocument
    repairs: Repairs
    addresses: Addresses
    refused: list[tuple[str, SyndicateError, int]] = attrs.field(factory=list)
    notes: list[Note] = attrs.field(factory=list)

    @property
    def locale(self) -> str:
        """The language of the file, as an identifier."""
        return locale_id(self.file.locale)

    def _wrong(self, error: SyndicateError, place: str) -> None:
        """Note a value that cannot be used; the topic is shown without it."""
        field = error.field or place
        problem = SyndicateError(error.problem, hint=error.hint).format_message()
        self.notes.append(Note(FindingKind.WRONG_VALUE, self.front.line(field), {"key": field, "problem": problem}))

    def _kept(self, place: str, read: Callable[[], T], default: T) -> T:
        try:
            return read()
        except InvalidValueError as error:
            self._wrong(error, place)
            return default

    def _items(self, values: Values, key: str, kind: type) -> Iterator[tuple[str, Any]]:
        """The items of a list that are of a kind, with their places; a mapping is given as :class:`Values`."""
        nothing: list[tuple[str, Any]] = []
        for place, item in self._kept(values.at(key), lambda: list(values.items(key)), nothing):
            if (found := self._kept(place, partial(values.typed, item, place, kind), None)) is not None:
                yield place, found

    def _each(self, values: Values, key: str, kind: type, read: Callable[[Any], T]) -> Iterator[T]:
        """What the items of a list are read as; those that cannot be are left out."""
        for place, item in self._items(values, key, kind):
            try:
                found = read(item)
            except InvalidValueError as error:
                self._wrong(error, place)
            else:
                yield found

    def check_keys(self, values: Values, known: frozenset[str], others: frozenset[str] = frozenset()) -> None:
        """Note the keys that are nearly known ones."""
        for key, near in values.unknown_keys(known, others):
            line = self.front.line(values.at(key))
            self.notes.append(Note(FindingKind.UNKNOWN_KEY, line, {"key": key, "near": near}))

    def plain(self, values: Values) -> Values:
        """The values whose keys are texts; the others are not keys of ours."""
        odd = [key for key in values.mapping if not isinstance(key, str)]
        for key in odd:
            self._wrong(
                InvalidValueError(Message("the key {key!r} is not text", key=key), hint=Message("put it in quotes")),
                str(key).lower(),
            )
        rest = {key: value for key, value in values.mapping.items() if isinstance(key, str)}
        return attrs.evolve(values, mapping=rest) if odd else values

    def line(self, values: Values, key: str) -> str:
        """A text in one line, or nothing."""

        def read() -> str:
            found = self.repairs.line(values.text(key), key)
            if found:
                is_line(found, key)
            return found

        return self._kept(values.at(key), read, "")

    def slug(self, values: Values) -> str | None:
        """The slug that is stated; the path of a home page is that of its file."""
        stated = values.mapping.get("slug")
        if isinstance(stated, str) and stated and (found := slug_in(values)) is not None:
            return found
        return None if stated == "/" else self._checked(values, "slug", is_slug)

    def url(self, values: Values) -> str | None:
        """The address that is stated."""
        return self._checked(values, "url", is_url)

    def _checked(self, values: Values, key: str, check: Callable[[Any, str], None]) -> str | None:
        def read() -> str | None:
            found = values.text(key)
            if found:
                check(found, values.at(key))
            return found or None

        return self._kept(values.at(key), read, None)

    def dates(self, values: Values, named: date | None) -> Span:
        """When the text was made and last changed, by any name that programs have for that, or by its file's name."""
        created = self.moment(values, "created") or self.moment(values, "date") or self._dated(values, CREATED)
        created = created or self._dated(values, PUBLISHED, is_optional=True)
        updated = self.moment(values, "updated") or self.moment(values, "lastmod") or self._dated(values, UPDATED)
        updated = updated or self._dated(values, UPDATED_IF_DATE, is_optional=True)
        return Span(named, None) if created is None and updated is None else Span(created, updated)

    def reviewed(self, values: Values) -> date | None:
        """When somebody last checked the text, by any name that programs have for that."""
        return self.moment(values, "reviewed") or self._dated(values, REVIEWED)

    def moment(self, values: Values, key: str) -> date | None:
        """A day or a moment."""

        def read() -> date | None:
            if isinstance(values.mapping.get(key), bool):
                raise InvalidValueError(Message("it is not a date"), field=values.at(key), hint=HINT)
            return values.moment(key)

        return self._kept(values.at(key), read, None)

    def _dated(self, values: Values, names: frozenset[str], *, is_optional: bool = False) -> date | None:
        """The first date under keys of other programs, which may have it in a table: Docusaurus has `last_update`.

        Args:
            values: the front matter.
            names: of the keys, folded.
            is_optional: whether they may have something else than a date.
        """
        for key, value in values.mapping.items():
            if folded(key) in names and not isinstance(value, bool) and (key not in _OWN or isinstance(value, dict)):
                table = (
                    Values(value, values.at(key), values.zone, values.bare_zone) if isinstance(value, dict) else values
                )
                name = key if table is values else "date"
                with suppress(InvalidValueError):
                    found = table.moment(name) if is_optional else self.moment(table, name)
                    if found is not None:
                        return found
        return None
