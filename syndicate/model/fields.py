"""The one way that values of the model are converted and checked, and errors name their place. No class is here.

A *check* takes a value and the name of its field, and raises for what it refuses. :func:`checked` makes a validator of
one, and :func:`placed` adds to the errors of a class which topic, record, entry or feed they are about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sized
from functools import cache
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import attrs
from markupsafe import Markup

from syndicate.errors import InvalidValueError, LocaleError, Message
from syndicate.explained import described, noun_of
from syndicate.model.localized import Localized
from syndicate.text import find_illegal

__all__ = [
    "MAX_LINE",
    "Check",
    "assembled",
    "assembled_of",
    "at_least",
    "checked",
    "each",
    "expect",
    "expect_list",
    "is_a",
    "is_line",
    "is_markup",
    "is_slug",
    "is_text",
    "is_url",
    "matches",
    "of_locales",
    "placed",
]

T = TypeVar("T")
Check = Callable[[Any, str], None]

MAX_LINE: Final = 10_000
"""The most characters a title, name, description or URL may have; a longer one is a fault of the source."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,198}[a-z0-9_-])?")
_URL = re.compile(
    r"""https?://
    (?: [^\s\x00-\x20/?#@:\[\]"<>\\^`{|}\x7f\ud800-\udfff\ufffe\uffff]+ | \[[0-9a-f:.]+\] )  # host, no user before it
    (?: : (?: [1-9][0-9]{0,3} | [1-5][0-9]{4} | 6[0-4][0-9]{3} | 65[0-4][0-9]{2} | 655[0-2][0-9] | 6553[0-5] ) )?
    (?: [/?#][^\s\x00-\x20"<>\\^`{|}\x7f\ud800-\udfff\ufffe\uffff]* )?""",
    re.IGNORECASE | re.VERBOSE,
)


def is_text(value: Any, field: str) -> None:
    """Refuse what is not text, or holds characters XML 1.0 forbids."""
    if not isinstance(value, str):
        expect(field, value, Message("a text"), str)
    if found := find_illegal(value):
        raise InvalidValueError(
            Message("the character {found} cannot stand in XML", found=found),
            field=field,
            hint=Message("remove it, or use syndicate.text.legal()"),
        )


def is_line(value: Any, field: str) -> None:
    """Refuse a title or name that is empty, over-long or no text."""
    if type(value) is str and value and not value.isspace() and len(value) <= MAX_LINE and value.isprintable():
        return  # nothing printable is forbidden in XML
    is_text(value, field)
    if not value.strip():
        raise InvalidValueError(
            Message("the text is empty"), field=field, hint=Message("give a text, or leave the field out")
        )
    if len(value) > MAX_LINE:
        raise InvalidValueError(
            Message("the text has {count:,} characters", count=len(value)),
            field=field,
            hint=Message("the most is {max_line:,}", max_line=MAX_LINE),
        )


def is_markup(value: Any, field: str) -> None:
    """Refuse HTML that has not been sanitized: a plain ``str`` is never safe HTML."""
    if not isinstance(value, Markup):
        raise InvalidValueError(
            Message("sanitized HTML expected"), field=field, hint=Message("use syndicate.markup.sanitize()")
        )
    is_text(value, field)


def is_url(value: Any, field: str) -> None:
    """Refuse what is not an absolute http(s) URL (RFC 3986 section 4.3)."""
    if not isinstance(value, str) or len(value) > MAX_LINE or _URL.fullmatch(value) is None or not _splits(value):
        raise InvalidValueError(
            Message("not an absolute http(s) URL: {value!r}", value=str(value)[:200]),
            field=field,
            hint=Message("write it out, as in https://example.org/a"),
        )


def _splits(url: str) -> bool:
    """Whether ``urlsplit`` takes the host: it refuses some in brackets, and letters that stand for others (NFKC)."""
    if url.isascii() and "[" not in url:
        return True
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def is_flag(value: Any, field: str) -> None:
    """Refuse what is neither true nor false."""
    if type(value) is not bool:
        raise InvalidValueError(Message("true or false is expected, not {value}", value=described(value)), field=field)


def is_slug(value: Any, field: str) -> None:
    """Refuse anything that cannot be a segment of a URL and of a path on every file system."""
    if not isinstance(value, str) or _SLUG.fullmatch(value) is None:
        raise InvalidValueError(
            Message("not a slug: {value!r}", value=str(value)[:200]),
            field=field,
            hint=Message("use lower-case letters, digits, '-', '_' and '.'"),
        )


def at_least(least: int) -> Check:
    """A check that refuses what is not a whole number of that size."""

    def check(value: Any, field: str) -> None:
        if type(value) is not int or value < least:
            raise InvalidValueError(
                Message("{value!r} is not a whole number of {least} or more", value=value, least=least), field=field
            )

    return check


def matches(pattern: str, expected: str) -> Check:
    """A check that refuses what a regular expression does not match; messages say what was expected."""
    fits = re.compile(pattern).fullmatch

    def check(value: Any, field: str) -> None:
        if not isinstance(value, str) or fits(value) is None:
            raise InvalidValueError(Message("{value!r} is not {expected}", value=value, expected=expected), field=field)

    return check


_LONGEST: Final = 60


def expect(name: str, value: Any, noun: Message, *kinds: type, hint: Message | None = None) -> None:
    """Refuse an argument of another class.

    Args:
        name: that of the argument.
        value: what was given.
        noun: what is expected.
        kinds: its classes.
        hint: how to make one.

    Raises:
        InvalidValueError: it is of none of the classes.
    """
    if not isinstance(value, kinds):
        raise InvalidValueError(
            Message("{noun} expected, not {value}", noun=noun, value=described(value)), field=name, hint=hint
        )


def expect_list(**arguments: Any) -> None:
    """Refuse arguments that are not lists: a text would be read letter by letter.

    Raises:
        InvalidValueError: naming the argument; None is not a list either.

    >>> expect_list(locales="es")
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: a list expected, not 'es' (field locales): write `locales=['es']`
    """
    for name, value in arguments.items():
        if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            short = isinstance(value, str) and len(value) <= _LONGEST
            hint = (
                Message("write `{name}=[{value!r}]`", name=name, value=value)
                if short
                else Message("put a single one into a list")
            )
            raise InvalidValueError(
                Message("a list expected, not {value}", value=described(value)), field=name, hint=hint
            )


def expect_some(**arguments: Any) -> None:
    """Refuse arguments that are not lists, or empty ones, which would not mean all, as None does.

    Raises:
        InvalidValueError: naming the argument.

    >>> expect_some(locales=[])
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: the list is empty (field locales): leave it out for all there are
    """
    for name, value in arguments.items():
        if value is not None:
            expect_list(**{name: value})
            if isinstance(value, Sized) and not value:
                raise InvalidValueError(
                    Message("the list is empty"), field=name, hint=Message("leave it out for all there are")
                )


def is_a(kind: type) -> Check:
    """A check that refuses values of other classes."""

    def check(value: Any, field: str) -> None:
        if not isinstance(value, kind):
            expect(field, value, noun_of(kind), kind)

    return check


is_string: Final = is_a(str)


def each(check: Check) -> Check:
    """A check for every item of a tuple."""

    def check_items(value: Iterable[Any], field: str) -> None:
        if not isinstance(value, tuple):
            raise InvalidValueError(Message("a tuple expected, not {name}", name=type(value).__name__), field=field)
        for item in value:
            check(item, field)

    return check_items


def of_locales(check: Check) -> Check:
    """A check for every value of a :class:`Localized`; an error names the locale."""

    def check_values(value: Localized[Any], field: str) -> None:
        for place, item in enumerate(value.held()):
            try:
                check(item, field)
            except InvalidValueError as error:
                error.locale = error.locale or list(value.names())[place]
                raise

    return check_values


def checked(check: Check, *, optional: bool = False) -> Callable[[Any, Any, Any], None]:
    """An attrs validator from a check; the default of a field is never refused.

    Args:
        check: raises for a value, given the name of its field.
        optional: whether the empty text is allowed too.
    """

    def validate(instance: Any, attribute: Any, value: Any) -> None:
        if value is attribute.default:
            return
        try:
            check(value, attribute.name)
        except InvalidValueError:  # what is not the default itself, but equal to it, is rare: it is compared last
            if value != attribute.default and not (optional and value == ""):
                raise

    return validate


def placed(name: str = "") -> Callable[[type, list[Any]], list[Any]]:
    """A ``field_transformer`` of attrs: what converters and validators refuse says of which topic or entry it is.

    Args:
        name: the field that errors name an instance by: ``id`` or ``slug``. Their locale is that of the instance.
    """

    def place(error: InvalidValueError | LocaleError, instance: Any, field: str) -> None:
        named, locale = getattr(instance, name, None) if name else None, getattr(instance, "locale", None)
        error.topic = error.topic or (named if isinstance(named, str) else None)
        error.field = error.field or field
        error.locale = error.locale or (str(locale) if locale is not None else None)

    def converter(convert: Callable[[Any], Any], default: Any) -> attrs.Converter[Any, Any]:
        def converted(value: Any, instance: Any, attribute: Any) -> Any:
            if value is default:  # which is always valid
                return value
            try:
                return convert(value)
            except (InvalidValueError, LocaleError) as error:
                place(error, instance, attribute.name)
                raise

        return attrs.Converter(converted, takes_self=True, takes_field=True)

    def validator(validate: Callable[[Any, Any, Any], None], default: Any) -> Callable[[Any, Any, Any], None]:
        def validated(instance: Any, attribute: Any, value: Any) -> None:
            if value is default:
                return
            try:
                validate(instance, attribute, value)
            except InvalidValueError as error:
                place(error, instance, attribute.name)
                raise

        return validated

    def transformed(kind: type, fields: list[Any]) -> list[Any]:
        return [
            field.evolve(
                converter=field.converter and converter(field.converter, field.default),
                validator=field.validator and validator(field.validator, field.default),
            )
            for field in fields
        ]

    return transformed


_new, _put = object.__new__, object.__setattr__


def assembled(kind: type[T], **values: Any) -> T:
    """An instance of a model class made of parts that were validated when they were made; none is checked again.

    Args:
        kind: the class.
        values: a value for every field.
    """
    if kind.__dictoffset__:
        return assembled_of(kind, values)
    made = _new(kind)
    for name, put in _slots(kind):  # type: ignore[arg-type]
        put(made, values[name])
    return made


def assembled_of(kind: type[T], values: dict[str, Any]) -> T:
    """The same for a class without slots.

    Args:
        kind: the class.
        values: a value for every field; the instance keeps the mapping itself, since to copy it takes longer than all
            the rest.
    """
    made = _new(kind)
    _put(made, "__dict__", values)
    return made


@cache
def _slots(kind: Any) -> tuple[tuple[str, Callable[[Any, Any], None]], ...]:
    """The setter of each field of a slotted attrs class, frozen or not."""
    return tuple((field.name, getattr(kind, field.name).__set__) for field in attrs.fields(kind))
