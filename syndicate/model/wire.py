"""The one converter between JSON values and the model, and its errors as flat lines. No file is read here.

It is strict: cattrs alone would turn a number into text, and a text into a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

import attrs
from babel import Locale
from markupsafe import Markup

from syndicate.errors import InvalidValueError, Message, SyndicateError
from syndicate.locales import locale_id, parse, tag
from syndicate.model.conversions import as_moment
from syndicate.model.localized import Localized
from syndicate.text import rfc3339
from syndicate.value_type import UNPUBLISHED

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["MisplacedError", "structured", "unstructured"]

_MAX_PROBLEMS: Final = 5


class MisplacedError(Exception):
    """What is wrong, and where in the document, as one line."""


def unstructured(value: Any) -> Any:
    """A value of the model as JSON values, keys in the order of its fields, empty ones left out."""
    return _converter().unstructure(value)


def structured(raw: Any, kind: type, place: str) -> Any:
    """JSON values as a class of the model; HTML in them has been sanitized and is :class:`markupsafe.Markup`.

    Args:
        raw: what was read.
        kind: the class.
        place: its path in the document.

    Raises:
        MisplacedError: a value is missing, wrong or unknown; the first five are named.
    """
    from cattrs import BaseValidationError

    try:
        return _converter().structure(raw, kind)
    except (BaseValidationError, SyndicateError) as error:
        problems = list(_flat(error, place))
        more = len(problems) - _MAX_PROBLEMS
        raise MisplacedError(
            "; ".join(problems[:_MAX_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
        ) from error


def _flat(error: BaseException, place: str) -> Iterator[str]:
    """The leaves of a tree of errors, as ``problem @ place``."""
    from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

    if isinstance(error, ClassValidationError):
        noted, bare = error.group_exceptions()
        for inner, attribute in noted:
            yield from _flat(inner, f"{place}.{attribute.name}".lstrip("."))
        for inner in bare:
            yield from _flat(inner, place)
    elif isinstance(error, IterableValidationError):
        for inner, item in error.group_exceptions()[0]:
            step = f"[{item.index}]" if isinstance(item.index, int) else f".{item.index}"
            yield from _flat(inner, place + step)
    elif isinstance(error, ForbiddenExtraKeysError):
        yield f"there is no such field @ {f'{place}.{min(error.extra_fields)}'.lstrip('.')}"
    elif isinstance(error, KeyError) and not isinstance(error, SyndicateError):
        yield f"required field missing @ {place}"
    elif isinstance(error, SyndicateError):
        steps = (place, error.field, error.locale and tag(error.locale))
        hint = f": {error.hint}" if error.hint else ""
        yield f"{error.problem} @ {'.'.join(filter(None, steps))}{hint}"
    else:
        yield f"{error} @ {place}"


_NAMES: Final = {
    dict: Message("an object"),
    list: Message("a list"),
    str: Message("a text"),
    bool: Message("a truth value"),
    type(None): "null",
}


def _only(kind: type, structure: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A hook that accepts only one type of JSON value."""

    def checked(value: Any, target: Any) -> Any:
        if not isinstance(value, kind):
            raise InvalidValueError(
                Message(
                    "{expected} expected, not {value}",
                    expected=_NAMES[kind],
                    value=_NAMES.get(type(value), Message("a number")),
                )
            )
        return structure(value, target)

    return checked


def _moment(text: str, _: Any) -> datetime:
    from dateutil.parser import isoparse

    try:
        moment = as_moment(isoparse(text))
    except (ValueError, OverflowError) as error:
        if isinstance(error, SyndicateError):
            raise
        raise InvalidValueError(
            Message("{value!r} is not an RFC 3339 date", value=text[:40]), hint=Message("write 2024-06-06T02:30:35Z")
        ) from error
    assert moment is not None
    return moment


def _safe(html: str, _: Any) -> Markup:
    if not isinstance(html, Markup):
        raise InvalidValueError(Message("sanitized HTML expected"))
    return html


def _localized_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    from cattrs import IterableValidationError, IterableValidationNote

    (inner,) = get_args(kind)
    structure = converter.get_structure_hook(inner)

    def localized(values: dict[str, Any], _: Any) -> Localized[Any]:
        found: dict[str, Any] = {}
        errors: list[Exception] = []
        for key, value in values.items():
            try:
                locale = locale_id(key)
                if locale in found:
                    raise InvalidValueError(Message("there are two values for {locale}", locale=locale))
                found[locale] = structure(value, inner)
            except Exception as error:
                error.__notes__ = [*getattr(error, "__notes__", ()), IterableValidationNote(key, key, inner)]
                errors.append(error)
        if errors:
            raise IterableValidationError("a value per locale", errors, kind)
        return Localized.from_identifiers(found)

    return _only(dict, localized)


def _of(generic: Any) -> Callable[[Any], bool]:
    """Whether a type is the generic one, bare or with its arguments."""
    return lambda kind: generic in (kind, get_origin(kind))


def _tuple_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    items: Any = GenericAlias(list, get_args(kind)[:1])
    structure = converter.get_structure_hook(items)
    return _only(list, lambda values, _: tuple(structure(values, items)))


def _omitted(kind: Any) -> dict[str, Any]:
    """The fields of a class that this form leaves out, as overrides for cattrs."""
    from cattrs.gen import override

    return {field.name: override(omit=True) for field in attrs.fields(kind) if UNPUBLISHED in field.metadata}


@cache
def _converter() -> Converter:
    """The one converter of this form, both ways."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

    converter = Converter(omit_if_default=True)

    def class_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
        make = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **_omitted(kind))
        return _only(dict, make)

    def plain_hook(kind: Any, converter: Converter) -> Callable[[Any], Any]:
        return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **_omitted(kind))

    add_hooks_for: Any = converter.register_structure_hook_factory
    add_hooks_for(attrs.has, class_hook)
    converter.register_unstructure_hook_factory(attrs.has, plain_hook)
    add_hooks_for(_of(tuple), _tuple_hook)
    add_hooks_for(_of(Localized), _localized_hook)
    converter.register_structure_hook(str, _only(str, lambda text, _: text))
    converter.register_structure_hook(bool, _only(bool, lambda flag, _: flag))
    converter.register_structure_hook(Markup, _only(str, _safe))
    converter.register_structure_hook(datetime, _only(str, _moment))
    converter.register_structure_hook(Locale, _only(str, lambda text, _: parse(text)))
    converter.register_unstructure_hook(Locale, tag)
    converter.register_unstructure_hook(Markup, str)
    converter.register_unstructure_hook(datetime, rfc3339)
    converter.register_unstructure_hook_func(
        _of(Localized),
        lambda values: {
            tag(name): value if type(value) is str else converter.unstructure(value)
            for name, value in zip(values.names(), values.held(), strict=True)
        },
    )
    return converter
