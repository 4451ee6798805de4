"""A value in several languages, and which of them a reader gets. Labels of the package are in `locales`."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, Final, Generic, TypeVar

import attrs
from babel import Locale

from syndicate.errors import LocaleError, Message, NotFoundError
from syndicate.explained import described, explained
from syndicate.locales import LocaleLike, locale_id, parents, parse
from syndicate.locales.identifiers import same_language

__all__ = ["EMPTY", "Localized", "PerLocale", "Resolved", "in_locale", "localized_values"]

T = TypeVar("T")
U = TypeVar("U")

PerLocale = Mapping[str, T] | Mapping[Locale, T] | Mapping[LocaleLike, T]
"""What a :class:`Localized` is made from: a mapping whose keys are locales, or identifiers of them."""


@attrs.frozen
class Resolved(Generic[T]):
    """The result of a lookup and its language, so that output has the right ``lang``.

    Attributes:
        value: the value.
        locale: its actual locale.
        is_fallback: whether that is another language than the one asked for (``es`` for ``es_MX`` is none).
    """

    value: T
    locale: Locale
    is_fallback: bool

    def __str__(self) -> str:
        return str(self.value)


_PLACES: Final[dict[tuple[str, ...], dict[str, int]]] = {}
"""The place of each identifier in a sequence of them; one object for all values in the same languages."""


class Localized(Mapping[Locale, T]):
    """An immutable mapping from locale to value; keys are whatever :func:`syndicate.locales.parse` takes.

    >>> title = Localized({"en": "Genes", "es": "Los genes"})
    >>> title["es"], title.get("fr"), [str(locale) for locale in title]
    ('Los genes', None, ['en', 'es'])
    """

    # Without a `__dict__`, which doubles its size: a catalog has thirty of these for each topic.
    __slots__ = ("_held", "_places")
    _places: dict[str, int]
    _held: tuple[T, ...]

    @explained
    def __init__(self, values: PerLocale[T] | None = None) -> None:
        found = {locale_id(locale): value for locale, value in (values or {}).items()}
        self._places = _places(tuple(found))
        self._held = tuple(found.values())

    @classmethod
    @explained
    def from_identifiers(cls, values: Mapping[str, T]) -> Localized[T]:
        """The mapping of values by canonical identifiers (``str(locale)``), which are not checked; for bulk use."""
        return localized_values(tuple(values), tuple(values.values())) if values else EMPTY

    def __getitem__(self, locale: LocaleLike) -> T:
        identifier = locale_id(locale)
        try:
            return self._held[self._places[identifier]]
        except KeyError:
            has = ", ".join(self._places) or "no language"
            raise NotFoundError(
                Message("there is no value in this language"), locale=identifier, hint=Message("it has {has}", has=has)
            ) from None

    def __iter__(self) -> Iterator[Locale]:
        return map(parse, self._places)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, locale: object) -> bool:
        try:
            return isinstance(locale, (str, Locale)) and locale_id(locale) in self._places
        except LocaleError:
            return False

    def get(self, locale: LocaleLike, default: U = None) -> T | U:  # type: ignore[assignment]
        """The value in exactly that locale, or the default."""
        try:
            return self.at(locale_id(locale), default)
        except LocaleError:
            if isinstance(locale, (str, Locale)):
                return default
            raise

    def at(self, identifier: str, default: U = None) -> T | U:  # type: ignore[assignment]
        """The value by a canonical identifier, or the default; for bulk use."""
        try:
            if identifier in self._places:
                return self._held[self._places[identifier]]
        except TypeError as error:  # it cannot be a key
            raise LocaleError(
                Message("an identifier expected, not {value}", value=described(identifier)),
                hint=Message("such as 'es_MX'"),
            ) from error
        return default

    def names(self) -> KeysView[str]:
        """The canonical identifiers of its locales, in their order; for bulk use."""
        return self._places.keys()

    def held(self) -> tuple[T, ...]:
        """The values alone, in the order of :meth:`names`; for bulk use."""
        return self._held

    def items(self) -> ItemsView[Locale, T]:
        """The locales and their values."""
        return _Items(self)

    def values(self) -> ValuesView[T]:
        """The values alone."""
        return _Values(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Localized):
            return NotImplemented
        if self._places is other._places:
            return self._held == other._held
        return self.identifiers() == other.identifiers()

    def __hash__(self) -> int:
        return hash(frozenset(self.identifiers().items()))

    def __repr__(self) -> str:
        return f"Localized({self.identifiers()!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return localized_values, (tuple(self._places), self._held)

    @explained
    def resolve(self, locale: LocaleLike, fallback: tuple[LocaleLike, ...] = ()) -> Resolved[T]:
        """The value for a reader: in their language (:meth:`nearest`), then by the fallback order, then any.

        Args:
            locale: what the reader asked for.
            fallback: the publisher's order of other languages.

        Raises:
            NotFoundError: there is no value in any language.

        >>> found = Localized({"en": "Genes"}).resolve("es_MX", ("en",))
        >>> found.value, str(found.locale), found.is_fallback
        ('Genes', 'en', True)
        >>> Localized({"es": "Los genes"}).resolve("es_MX").is_fallback
        False
        """
        if isinstance(fallback, str):  # it would be read letter by letter
            raise LocaleError(
                Message("a list of locales expected, not {value}", value=described(fallback)),
                hint=Message("write it in parentheses"),
            )
        language = parse(locale).language
        for asked in (locale, *fallback):
            if (found := self.nearest(asked)) is not None:
                return Resolved(self[found], found, found.language != language)
        for found, value in self.items():
            return Resolved(value, found, found.language != language)
        raise NotFoundError(Message("there is no value in any language"), locale=str(locale))

    @explained
    def nearest(self, locale: LocaleLike) -> Locale | None:
        """The locale of these in a reader's language and script: theirs, a CLDR parent's, then any region's; else None.

        >>> titles = Localized({"en": "Genes", "es_MX": "Los genes"})
        >>> str(titles.nearest("es_MX")), str(titles.nearest("es_AR")), titles.nearest("fr")
        ('es_MX', 'es_MX', None)
        """
        if locale_id(locale) in self._places:
            return parse(locale)
        for parent in parents(locale):
            if locale_id(parent) in self._places:
                return parent
        return next((found for found in self if same_language(found, locale)), None)

    @explained
    def map(self, function: Callable[[T], U]) -> Localized[U]:
        """The same locales with each value put through a function."""
        return localized_values(tuple(self._places), tuple(map(function, self._held)))

    def identifiers(self) -> dict[str, T]:
        """The values by canonical identifier, as files hold them."""
        held = self._held
        return {identifier: held[place] for identifier, place in self._places.items()}


_new = object.__new__


def localized_values(identifiers: tuple[str, ...], values: tuple[T, ...]) -> Localized[T]:
    """The mapping of canonical identifiers and as many values, neither of which is checked; for bulk use."""
    made: Localized[T] = _new(Localized)
    made._places = _PLACES.get(identifiers) or _places(identifiers)
    made._held = values
    return made


def in_locale(identifier: str, *values: Localized[Any]) -> list[Any]:
    """What :meth:`Localized.at` returns for each of several values, in one call; for bulk use.

    >>> in_locale("es", Localized({"en": "Genes", "es": "Los genes"}), Localized())
    ['Los genes', None]
    """
    return [value._held[value._places[identifier]] if identifier in value._places else None for value in values]


def _places(identifiers: tuple[str, ...]) -> dict[str, int]:
    return _PLACES.setdefault(identifiers, {identifier: place for place, identifier in enumerate(identifiers)})


class _Items(ItemsView[Locale, T]):
    """The items without a look-up for each."""

    _mapping: Localized[T]

    def __iter__(self) -> Iterator[tuple[Locale, T]]:
        return zip(self._mapping, self._mapping._held)  # noqa: B905 -- they are of one length


class _Values(ValuesView[T]):
    """The values without a look-up for each."""

    _mapping: Localized[T]

    def __iter__(self) -> Iterator[T]:
        return iter(self._mapping._held)

    def __contains__(self, value: object) -> bool:
        return value in self._mapping._held


EMPTY: Localized[Any] = Localized()
"""No value in any language; the default of every field that differs by language."""
