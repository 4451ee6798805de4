"""The values of front matter, taken by key and type; what the keys mean is not known here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from difflib import get_close_matches
from typing import Any, Final

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.sources.dates import day_or_moment
from syndicate.sources.key_words import folded, translated

__all__ = ["Values"]

_KINDS: Final = {
    str: Message("a text"),
    bool: Message("a truth value"),
    list: Message("a list"),
    dict: Message("a mapping"),
}
_FORMS: Final = {
    str: Message("write one text, without brackets or lines below it"),
    bool: Message("write true or false, without quotes"),
    list: Message("write [one, two]"),
    dict: Message("write keys and values, indented below it"),
}


@attrs.frozen
class Values:
    """The values of one mapping, taken by key and type; every error names the place, such as ``image.alt``.

    Attributes:
        mapping: key to value.
        place: where the mapping itself stands; empty for the whole.
        zone: the time zone of moments that state none, and in which days begin.
        bare_zone: that of moments that state none, if it is another.
    """

    mapping: dict[Any, Any]
    place: str = ""
    zone: tzinfo | None = None
    bare_zone: tzinfo | None = None

    def at(self, key: str) -> str:
        """The place of a key."""
        return f"{self.place}.{key}" if self.place else key

    def _get(self, key: str, kind: type, hint: Message | None = None) -> Any:
        return _typed(self.mapping.get(key), self.at(key), kind, hint)

    def text(self, key: str) -> str | None:
        """A text; None where the key is missing or has no value."""
        is_word = isinstance(self.mapping.get(key), bool)
        value: str | None = self._get(key, str, Message("put a text such as true in quotes") if is_word else None)
        return value

    def required(self, key: str) -> str:
        """A text that must be there."""
        value = self.text(key)
        if value is None or not value.strip():
            near = next((name for name, meant in self.unknown_keys(frozenset({key})) if meant == key), None)
            hint = (
                Message("add `{key}: ...`", key=key)
                if near is None
                else Message("write the key {near!r} as `{key}`", near=near, key=key)
            )
            raise InvalidValueError(Message("there is no {key}", key=key), field=self.at(near or key), hint=hint)
        return value

    def flag(self, key: str) -> bool:
        """``true`` or ``false``; false where the key is missing."""
        return bool(self._get(key, bool))

    def items(self, key: str) -> Iterator[tuple[str, Any]]:
        """The items of a list, each with its place; a text with commas is a list, and so is a mapping by itself."""
        stated = self.mapping.get(key)
        if isinstance(stated, str):
            stated = [text for part in stated.split(",") if (text := part.strip())]
        elif isinstance(stated, dict):
            stated = [stated]
        for index, item in enumerate(_typed(stated, self.at(key), list) or ()):
            yield (f"{self.at(key)}[{index}]" if stated is self.mapping.get(key) else self.at(key)), item

    def typed(self, item: Any, place: str, kind: type, hint: Message | None = None) -> Any:
        """An item of a kind that stands at a place; a mapping as values.

        Raises:
            InvalidValueError: it is of another kind, or empty.
        """
        if (found := _typed(item, place, kind, hint)) is None:
            raise InvalidValueError(Message("the item is empty"), field=place, hint=Message("remove it"))
        return Values(found, place, self.zone, self.bare_zone) if kind is dict else found

    def table(self, key: str) -> Values | None:
        """A mapping."""
        value = self._get(key, dict)
        return None if value is None else Values(value, self.at(key), self.zone, self.bare_zone)

    def moment(self, key: str) -> date | None:
        """A day, or a moment in its own time zone, or else in :attr:`zone`."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return day_or_moment(text, self.zone, self.bare_zone)
        except InvalidValueError as error:
            error.field = self.at(key)
            raise

    def beginning(self, day: date | None) -> date | None:
        """The moment at which a day begins in :attr:`zone`; a moment, and a day where there is no zone, as it is."""
        if day is None or isinstance(day, datetime) or self.zone is None:
            return day
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)

    def names(self) -> Iterator[str]:
        """The keys.

        Raises:
            InvalidValueError: one of them is not text.
        """
        for key in self.mapping:
            if not isinstance(key, str):
                raise InvalidValueError(
                    Message("the key {key!r} is not text", key=key),
                    field=self.place or None,
                    hint=Message("put it in quotes"),
                )
            yield key

    def unknown_keys(self, known: frozenset[str], others: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
        """The keys that are nearly a known one, each with that; the keys of other programs are not among them.

        Args:
            known: the keys that mean something here.
            others: the keys that are known to mean something elsewhere, folded.
        """
        for key in self.names():
            if key not in known and folded(key) not in others:
                same = [name for name in sorted(known) if folded(name) == folded(key)]
                if not same and (meant := translated().get(folded(key))) in known:
                    same = [meant] if meant is not None else []
                for near in same[:1] or get_close_matches(key, sorted(known), n=1, cutoff=0.8):
                    yield key, near


def _typed(value: Any, place: str, kind: type, hint: Message | None = None) -> Any:
    if value is None or isinstance(value, kind):
        return value
    raise InvalidValueError(
        Message(
            "{expected} expected, not {value}",
            expected=_KINDS[kind],
            value=_KINDS.get(type(value), type(value).__name__),
        ),
        field=place,
        hint=hint or _FORMS[kind],
    )
