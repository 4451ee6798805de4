"""The options of a snippet. What they show is in `topic_snippet`."""

from __future__ import annotations

from typing import Any, Final, TypedDict

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.value_type import ValueType

__all__ = ["DEFAULT", "PARTS", "Shown", "SnippetOptions"]


def _level(instance: Any, attribute: Any, value: Any) -> None:
    if type(value) is not int or not 1 <= value <= 5:
        raise InvalidValueError(
            Message("{value!r} is not a heading level", value=value), field=attribute.name, hint=Message("use 1 to 5")
        )


@attrs.frozen(kw_only=True)
class SnippetOptions(metaclass=ValueType):
    """How a snippet is shown; its digest does not depend on it.

    The title, the credit line, the disclaimer, the license and the link to the source are always there.

    Attributes:
        heading_level: the level of the title, 1 to 5; all other headings follow below it.
        translations: whether it links to the topic in other languages.
        also_called: whether it lists the topic's other names.
        image: whether it has the topic's picture.
        summary: whether it has the whole text; without it, it has the description.
        sections: whether it has the lists of links.
        dates: whether it says when the text was updated and reviewed.

    Raises:
        InvalidValueError: the heading level is not 1 to 5.

    >>> SnippetOptions(heading_level=3, sections=False).summary
    True
    """

    heading_level: int = attrs.field(default=2, validator=_level)
    translations: bool = True
    also_called: bool = True
    image: bool = True
    summary: bool = True
    sections: bool = True
    dates: bool = True


class Shown(TypedDict, total=False):
    """The options as keywords."""

    heading_level: int
    translations: bool
    also_called: bool
    image: bool
    summary: bool
    sections: bool
    dates: bool


PARTS: Final = tuple(field.name for field in attrs.fields(SnippetOptions) if field.name != "heading_level")
"""The parts that can be left out."""

DEFAULT: Final = SnippetOptions()
