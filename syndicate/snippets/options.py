"""The options of a snippet. What they show is in `topic_snippet`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, Final, TypedDict

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.model.fields import expect
from syndicate.value_type import ValueType

__all__ = ["DEFAULT", "PARTS", "Shown", "SnippetOptions", "chosen_options"]


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


def chosen_options(options: SnippetOptions, shown: Shown) -> SnippetOptions:
    """The options, with single ones by name, which go before them.

    Raises:
        InvalidValueError: they are none, or there is no option of a name.
    """
    expect(
        "options",
        options,
        Message("SnippetOptions"),
        SnippetOptions,
        hint=Message("or give one by name, as `heading_level=3`"),
    )
    names = [field.name for field in attrs.fields(SnippetOptions)]
    for name in shown:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            known = ", ".join(names)
            raise InvalidValueError(
                Message("there is no option {name!r}", name=name),
                hint=Message("did you mean {near}? The options are {names}", near=near[0], names=known)
                if near
                else Message("the options are {names}", names=known),
            )
    return attrs.evolve(options, **shown) if shown else options
