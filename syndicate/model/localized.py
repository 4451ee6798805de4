"""A value in several languages, and which of them a reader gets. No texts of the package itself live here."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from typing import Any, Generic, TypeVar

import attrs
from babel import Locale

from syndicate.errors import LocaleError, NotFoundError
from syndicate.locales import LocaleLike, locale_id, parents, parse
from syndicate.locales.identifiers import same_language

__all__ = ["EMPTY", "Localized", "PerLocale", "Resolved"]

T = TypeVar("T")
U = TypeVar("U")

PerLocale = Mapping[str, T] | Mapping[Locale, T] | Mapping[LocaleLike, T]
"""What a :class:`Localized` is made of: a mapping whose keys are locales, or identifiers of them."""


@attrs.frozen
class Resolved(Generic[T]):
    """What a lookup found, and in which language, so that what is emitted carries the true ``lang``.

    Attributes:
        value: the value.
        locale: the locale it is really in.
        is_fallback: whether that is another language than the one asked for (``es`` for ``es_MX`` is none).
    """

    value: T
    locale: Locale
    is_fallback: bool

    def __str__(self) -> str:
        return str(self.value)


class Localized(Mapping[Locale, T]):
    """An immutable mapping from locale to value; keys are whatever :func:`syndicate.locales.parse` takes.

    >>> title = Localized({"en": "Genes", "es": "Los genes"})
    >>> title["es"], title.get("fr"), [str(locale) for locale in title]
    ('Los genes', None, ['en', 'es'])
    """

    __slots__ = ("_values",)
    _values: dict[str, T]

    def __init__(self, values: PerLocale[T] | None = None) -> None:
        self._values = {locale_id(locale): value for locale, value in (values or {}).items()}

    @classmethod
    def from_identifiers(cls, values: dict[str, T]) -> Localized[T]:
        """The mapping over ``values`` itself, whose keys are canonical identifiers (``str(locale)``); for bulk use."""
        made = cls.__new__(cls)
        made._values = values
        return made

    def __getitem__(self, locale: LocaleLike) -> T:
        identifier = locale_id(locale)
        try:
            return self._values[identifier]
        except KeyError:
            has = ", ".join(self._values) or "no language"
            raise NotFoundError("there is no value in this language", locale=identifier, hint=f"it has {has}") from None

    def __iter__(self) -> Iterator[Locale]:
        return map(parse, self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, locale: object) -> bool:
        try:
            return isinstance(locale, (str, Locale)) and locale_id(locale) in self._values
        except LocaleError:
            return False

    def get(self, locale: LocaleLike, default: U = None) -> T | U:  # type: ignore[assignment]
        """The value in exactly that locale, or the default."""
        try:
            return self._values.get(locale_id(locale), default)
        except LocaleError:
            return default

    def items(self) -> ItemsView[Locale, T]:
        """The locales and their values."""
        return _Items(self)

    def values(self) -> ValuesView[T]:
        """The values alone."""
        return self._values.values()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Localized):
            return self._values == other._values
        return NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Localized({self._values!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return Localized.from_identifiers, (self._values,)

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
        language = parse(locale).language
        for asked in (locale, *fallback):
            if (found := self.nearest(asked)) is not None:
                return Resolved(self._values[locale_id(found)], found, found.language != language)
        for found, value in self.items():
            return Resolved(value, found, found.language != language)
        raise NotFoundError("there is no value in any language", locale=str(locale))

    def nearest(self, locale: LocaleLike) -> Locale | None:
        """The locale of these in a reader's language and script: theirs, a CLDR parent's, then any region's; else None.

        >>> titles = Localized({"en": "Genes", "es_MX": "Los genes"})
        >>> str(titles.nearest("es_MX")), str(titles.nearest("es_AR")), titles.nearest("fr")
        ('es_MX', 'es_MX', None)
        """
        for parent in parents(locale):
            if locale_id(parent) in self._values:
                return parent
        return next((found for found in map(parse, self._values) if same_language(found, locale)), None)

    def map(self, function: Callable[[T], U]) -> Localized[U]:
        """The same locales with each value put through a function."""
        return Localized.from_identifiers({locale: function(value) for locale, value in self._values.items()})

    def identifiers(self) -> Mapping[str, T]:
        """The values by canonical identifier, as files hold them; the mapping itself, to be read only."""
        return self._values


class _Items(ItemsView[Locale, T]):
    """The items without a look-up for each."""

    _mapping: Localized[T]

    def __iter__(self) -> Iterator[tuple[Locale, T]]:
        return ((parse(locale), value) for locale, value in self._mapping.identifiers().items())


EMPTY: Localized[Any] = Localized()
"""No value in any language; the default of every field that differs by language."""
