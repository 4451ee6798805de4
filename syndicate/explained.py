"""Public functions that say which argument has the wrong type."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, wraps
from types import FunctionType, NoneType, UnionType
from typing import Any, Final, Literal, NoReturn, ParamSpec, TypeVar, Union, get_args, get_origin

from markupsafe import Markup

from syndicate.errors import InvalidValueError, Message, SyndicateError

__all__ = ["checking", "described", "explained", "explained_making", "explained_methods", "noun_of"]

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

_LONGEST: Final = 60
_LISTS: Final = (list, tuple, set, frozenset, Collection, Iterable, Iterator, Sequence)
_NOUNS: Final[Mapping[str, Message]] = {
    "str": Message("a text"),
    "bytes": Message("bytes"),
    "int": Message("a whole number"),
    "float": Message("a number"),
    "bool": Message("True or False"),
    "date": Message("a date"),
    "datetime": Message("a date and time"),
    "Path": Message("a path"),
    "Locale": Message("a locale"),
    "Mapping": Message("a mapping"),
    "dict": Message("a mapping"),
    "Callable": Message("a function"),
    "BinaryIO": Message("an open binary file"),
    "Markup": Message("HTML"),
}
"""What values of a type are called; other types go by their names. Any iterable is a list."""
_LIST: Final = Message("a list")


def described(value: Any) -> str:
    """A short text as it is; anything else by its class."""
    return repr(value) if isinstance(value, str) and len(value) <= _LONGEST else type(value).__name__


def explained(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function say, if it fails, which argument does not have the annotated type.

    A check beforehand would slow down each of a million calls. Other failures stay as they are.

    >>> @explained
    ... def first(word: str) -> str:
    ...     return word[0]
    >>> first(3)
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: a text expected, not int (field word)
    """

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
            if not isinstance(error, SyndicateError):
                _explain(function, args, kwargs, error)
            raise

    return called


def checking(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function check its arguments first, for functions that would not fail with a wrong type.

    >>> @checking
    ... def twice(word: str) -> str:
    ...     return word * 2
    >>> twice(3)
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: a text expected, not int (field word)
    """
    written: Any = _unwrapped(function)
    names: Final = written.__code__.co_varnames
    fitting: Final[set[tuple[Any, ...]]] = set()  # the classes of arguments that were found to fit, whatever they hold

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        kinds = (*map(type, args), *kwargs, *map(type, kwargs.values()))
        if kinds not in fitting:
            hints, given = _hints(written), {**dict(zip(names, args, strict=False)), **kwargs}
            for name, value in given.items():
                if not _fits(value, hints.get(name, Any)):
                    _refuse(name, value, hints[name])
            if all(_is_simple(hints.get(name, Any)) for name in given):
                fitting.add(kinds)
        return function(*args, **kwargs)

    return called


def explained_methods(kind: C) -> C:
    """Have all public methods of a class :func:`explained`, and its ``__init__``, if it has its own."""
    made = [] if hasattr(kind, "__attrs_attrs__") else ["__init__"]
    for name, value in list(vars(kind).items()):
        if not name.startswith("_") or name in made:
            if isinstance(value, FunctionType):
                setattr(kind, name, explained(value))
            elif isinstance(value, (classmethod, staticmethod)):
                setattr(kind, name, type(value)(explained(value.__func__)))
    return kind


def explained_making(kind: C) -> C:
    """Have the constructor of an attrs class :func:`explained`, whose converters fail with wrong types."""
    init: Any = kind.__init__  # type: ignore[misc]
    init.__annotations__.update({field.alias: field.type for field in kind.__attrs_attrs__})  # type: ignore[attr-defined]
    kind.__init__ = explained(init)  # type: ignore[misc]
    return kind


def _explain(function: Callable[..., Any], args: Any, kwargs: Any, error: Exception) -> None:
    """Raise an error for the arguments of a failed call, if one of them is wrong."""
    import inspect

    try:
        bound = inspect.signature(function).bind(*args, **kwargs).arguments
    except TypeError:  # too few or too many, for which Python's own message is clear
        return
    hints = _hints(_unwrapped(function))
    for name, value in bound.items():
        if not _fits(value, hints.get(name, Any)):
            _refuse(name, value, hints[name], error)


def _unwrapped(function: Any) -> Any:
    """A function without a cache or another wrapper around it."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


@cache
def _hints(function: Any) -> Mapping[str, Any]:
    """The types of a function's arguments, except those that are imported for type checkers alone."""
    names, found = vars(sys.modules[function.__module__]), {}
    for name, hint in function.__annotations__.items():
        with suppress(NameError):
            found[name] = eval(hint, names) if isinstance(hint, str) else hint  # noqa: S307 -- it is ours
    return found


def _is_simple(hint: Any) -> bool:
    """Whether a value fits by its class, or that of one of a union, whatever it holds."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return all(isinstance(part, type) and part not in _LISTS and not get_args(part) for part in parts)


def _refuse(name: str, value: Any, expected: Any, error: Exception | None = None) -> NoReturn:
    if noun_of(expected) == _LIST and _fits(value, list):  # one of its items has another type
        expected = get_args(expected)[0]
        value = next(one for one in value if not _fits(one, expected))
        problem = Message("{noun} expected in the list, not {value}", noun=noun_of(expected), value=described(value))
        raise InvalidValueError(problem, field=name) from error
    problem = Message("{noun} expected, not {value}", noun=noun_of(expected), value=described(value))
    raise InvalidValueError(problem, field=name) from error


def _fits(value: Any, expected: Any) -> bool:
    """Whether a value may have an annotated type; true where that cannot be decided."""
    origin = get_origin(expected)
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in get_args(expected))
    if origin is Literal:
        return value in get_args(expected)
    if expected is None or expected is NoneType:
        return value is None
    kind = origin or expected
    if kind is Any or not isinstance(kind, type):
        return True
    if isinstance(value, (str, bytes)) and issubclass(kind, Iterable) and not issubclass(kind, (str, bytes)):
        return False  # it would be read letter by letter
    if kind is float:
        return isinstance(value, (int, float))
    if kind is Markup:  # a text may be given as HTML
        return isinstance(value, str)
    if not isinstance(value, Iterable if kind in _LISTS else kind):  # any iterable will do where a list is expected
        return False
    items = get_args(expected)
    if kind in _LISTS and items and isinstance(value, Collection):
        return all(_fits(one, items[0]) for one in value)
    if kind is Mapping and items and isinstance(value, Mapping):
        return all(_fits(one, items[1]) for one in value.values())
    return True


def noun_of(expected: Any) -> Message:
    """What is expected, in words; None is not mentioned."""
    if get_origin(expected) in (Union, UnionType):
        nouns = dict.fromkeys(noun_of(one) for one in get_args(expected) if one is not NoneType)
        if nouns.keys() & {_NOUNS["Locale"], _NOUNS["Path"]}:
            nouns.pop(_NOUNS["str"], None)
        return _either(list(nouns))
    if get_origin(expected) is Literal:
        return _either([Message("{value}", value=repr(one)) for one in get_args(expected)])
    kind = get_origin(expected) or expected
    name = getattr(kind, "__name__", str(kind))
    if name in _NOUNS:
        return _NOUNS[name]
    if kind in _LISTS:
        return _LIST
    return Message("an {kind}", kind=name) if name[0] in "AEIOU" else Message("a {kind}", kind=name)


def _either(nouns: Sequence[Message]) -> Message:
    """One noun or another."""
    found = nouns[0]
    for noun in nouns[1:]:
        found = Message("{noun} or {other}", noun=found, other=noun)
    return found
