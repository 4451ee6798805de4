"""The one tokenizer of sanitized HTML. HTML from outside is read by a parser, and by no pattern of this module.

It relies on the form that the sanitizer writes (ammonia, by the serializer of html5ever), which a test checks:
names in small letters; before each attribute one space, its value in double quotes, in which ``&``, ``<``, ``>``,
quotes and no-break spaces are escaped, so that a tag ends at its first ``>``; an end tag for each element that is not
void; no comments, and no element whose text is not escaped. Our templates write the same form, and ``itemscope``
without a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = [
    "ATTRIBUTE",
    "SPLITTER",
    "TAG",
    "TOKEN",
    "attributes_of",
    "carried",
    "tags_of",
    "with_first_lines",
    "without",
    "written",
]

ATTRIBUTE: Final = r' [a-z-]+="[^"]*"'
"""The pattern of one attribute."""
# Looser than the form, and faster: quoted values are skipped, whatever they contain.
_TAG: Final = r'<(/?)([a-z][a-z0-9]*+)([^">]*+(?:"[^"]*+"[^">]*+)*)>'
TAG = re.compile(_TAG)
"""A tag: a slash if it is an end tag, the name, the attributes as they are written."""
TOKEN = re.compile(rf"{_TAG}|[^<]++")
"""A tag or a text, which has no name."""
SPLITTER = re.compile("(<[^>]*>)")
"""Splits HTML into texts, at even places, and tags."""

_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_CARRIED = re.compile(r' (?:lang|dir|translate)="[^"]*"')
_FIRST_LINE = re.compile(r"(<pre(?: [^>]*)?>)(?=\n)")
_ESCAPED: Final = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;"})


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a start tag, their values as they are written.

    >>> attributes_of('<a href="https://example.org/?a&amp;b" title="">')
    {'href': 'https://example.org/?a&amp;b', 'title': ''}
    """
    return dict(_ATTRIBUTE.findall(tag))


def written(attributes: Iterable[tuple[str, str]]) -> str:
    """Attributes as they stand in a start tag.

    >>> written([("title", '1 < "2"')])
    ' title="1 &lt; &quot;2&quot;"'
    """
    return "".join([f' {name}="{value.translate(_ESCAPED)}"' for name, value in attributes])


def without(attributes: str, name: str) -> str:
    """Attributes as they are written, without one of them."""
    kept = attributes_of(attributes)
    return "".join([f' {other}="{value}"' for other, value in kept.items() if other != name])


def carried(attributes: str) -> str:
    """The attributes that an element's text keeps, even if the element is dropped."""
    return "".join(_CARRIED.findall(attributes)) if attributes else ""


def tags_of(names: Iterable[str]) -> re.Pattern[str]:
    """The pattern of the tags of some elements, start and end.

    >>> tags_of(("b", "br")).sub("", '<b title="x">a</b><br><big>')
    'a<big>'
    """
    return re.compile(rf"</?(?:{'|'.join(sorted(names))})(?: [^>]*)?>")


def with_first_lines(html: str) -> str:
    """HTML in which ``<pre>`` keeps a line end that it begins with: a parser drops one, and none is written."""
    return _FIRST_LINE.sub(r"\1\n", html) if "<pre" in html else html
