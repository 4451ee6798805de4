"""The formats of feeds: one table. What writes a format is registered in :mod:`syndicate.feeds`."""

from __future__ import annotations

import re
from collections import UserDict
from typing import Any, Final

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import described

__all__ = ["FORMATS", "MEDIA_TYPE", "OWN_FORMATS", "FeedFormat", "FeedFormats"]

_RESTRICTED_NAME: Final = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
MEDIA_TYPE: Final = re.compile(f"{_RESTRICTED_NAME}/{_RESTRICTED_NAME}")
"""A media type without parameters (RFC 6838 section 4.2)."""

_NAME: Final = re.compile("[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LABEL: Final = re.compile(r"\S(?:[^\x00-\x1f\x7f]*\S)?")


def _matches(pattern: re.Pattern[str], expected: str, example: str) -> Any:
    def check(format: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise InvalidValueError(
                Message("{expected} expected, not {value}", expected=expected, value=described(value)),
                field=attribute.name,
                hint=Message("write for example {example!r}", example=example),
            )

    return check


@attrs.frozen
class FeedFormat:
    """A format that every feed is published in.

    Attributes:
        name: what it is called in commands; the ending of its files too: lowercase letters, digits, hyphens.
        label: what it is called in pages, a proper name in every language.
        media_type: of its files, without parameters.

    Raises:
        InvalidValueError: an attribute has another form.

    >>> FeedFormat("odd/../x", "Odd", "text/plain")
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: lowercase letters and digits expected, not 'odd/../x' (field name): write ...
    """

    name: str = attrs.field(validator=_matches(_NAME, Message("lowercase letters and digits"), "txt"))
    label: str = attrs.field(validator=_matches(_LABEL, Message("one line of text"), "Plain text"))
    media_type: str = attrs.field(
        validator=_matches(MEDIA_TYPE, Message("a media type without parameters"), "text/plain")
    )


class FeedFormats(UserDict[str, FeedFormat]):
    """Formats of feeds by their unique names."""

    def __setitem__(self, name: str, format: FeedFormat) -> None:
        """Add a format.

        Raises:
            InvalidValueError: it is not :class:`FeedFormat`, has another name, or the name is another format's.
        """
        if not isinstance(format, FeedFormat):
            raise InvalidValueError(
                Message("a FeedFormat expected, not {value}", value=described(format)), field="format"
            )
        if name != format.name:
            hint = Message("write FORMATS[{name!r}]", name=format.name)
            raise InvalidValueError(
                Message("the format {name!r} is not called {key!r}", name=format.name, key=name),
                field="format",
                hint=hint,
            )
        if self.get(name, format) != format:
            raise InvalidValueError(
                Message("there is another format {name!r}", name=name),
                field="format",
                hint=Message("first remove it: `del FORMATS[{name!r}]`", name=name),
            )
        super().__setitem__(name, format)


FORMATS: Final = FeedFormats(
    {
        format.name: format
        for format in (
            FeedFormat("rss", "RSS", "application/rss+xml"),
            FeedFormat("atom", "Atom", "application/atom+xml"),
            FeedFormat("json", "JSON Feed", "application/feed+json"),
        )
    }
)
"""The formats by name, in the order they are offered; others may be added."""

OWN_FORMATS: Final = tuple(FORMATS)
"""Those of this package, which every feed can be written in, and which are validated."""
