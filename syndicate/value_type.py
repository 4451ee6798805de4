"""The metaclass of the public value classes, by which `help()` shows their members."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from functools import cached_property
from textwrap import fill
from typing import Any, Final

import attrs

__all__ = ["UNPUBLISHED", "ValueType"]

UNPUBLISHED: Final = "unpublished"
"""The key in the metadata of fields that no form of a value writes or reads."""

_LONGEST: Final = 100


class ValueType(type):
    """Lists the methods and properties of a value class, without what attrs makes for it.

    pydoc, which ``help()`` uses, shows every method whose name has two underscores, such as those by which attrs
    compares and freezes values: half of the page, which says nothing of the class. The fields are in its docstring.
    What an instance lists is as it was.
    """

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> ValueType:
        """Keep the docstrings of cached properties, for which attrs makes slots: in a class that it makes again."""
        stated = {key: value.__doc__ for key, value in namespace.items() if isinstance(value, cached_property)}
        documented = namespace.setdefault("_documented", stated)
        if documented and "__slots__" in namespace:
            namespace["__slots__"] = {slot: documented.get(slot) for slot in namespace["__slots__"]}
        return super().__new__(mcls, name, bases, namespace, **options)

    def __dir__(cls) -> Iterable[str]:
        fields = {field.name for field in attrs.fields(cls)} if attrs.has(cls) else ()
        return [name for name in super().__dir__() if not name.startswith("_") and name not in fields]

    @property
    def __signature__(cls) -> inspect.Signature:
        """How it is called, with the types of its fields: converters take more, of which attrs only says ``Any``.

        Fields that this package alone sets have none, as the line would be endless.
        """
        made = inspect.signature(cls.__init__)  # type: ignore[misc]
        types = {
            field.alias: inspect.Parameter.empty if UNPUBLISHED in field.metadata else field.type
            for field in attrs.fields(cls)  # type: ignore[arg-type]
        }
        parameters = [one.replace(annotation=types.get(name, one.annotation)) for name, one in made.parameters.items()]
        return _Signature(parameters[1:])


class _Signature(inspect.Signature):
    """A signature of which ``help()`` shows the names alone if it is long: what they are, the docstring says."""

    def __str__(self) -> str:
        whole = super().__str__()
        if len(whole) <= _LONGEST:
            return whole
        keyword_only = any(one.kind is one.KEYWORD_ONLY for one in self.parameters.values())
        names = [name if one.default is one.empty else f"{name}=…" for name, one in self.parameters.items()]
        return fill(f"({'*, ' if keyword_only else ''}{', '.join(names)})", _LONGEST, subsequent_indent="    ")
