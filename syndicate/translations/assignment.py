"""What a translator is given of a topic, and what comes back. The forms of files are in `po` and `xliff_...`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import attrs

from syndicate.errors import Message, SourceError
from syndicate.translations.content import Content, Unit

__all__ = ["Assignment", "Filled", "Item", "Returned", "ReturnedText", "identifier", "note_of", "twice"]


class Filled(StrEnum):
    """What takes the place of the translation when it is given out."""

    NOTHING = "nothing"
    SUGGESTION = "suggestion"
    """What the translation had there before its original changed, or what seems to be that."""
    TRANSLATION = "translation"
    """What the translation has there, as its original has not changed there."""


@attrs.frozen(kw_only=True)
class Item:
    """A text to translate.

    Attributes:
        unit: the text.
        target: what the translation has in its place.
        filled: what that is.
    """

    unit: Unit
    target: Content | None = None
    filled: Filled = Filled.NOTHING


@attrs.frozen(kw_only=True)
class Assignment:
    """A topic to translate.

    Attributes:
        slug: of the topic.
        title: of its original.
        source, target: the languages, as BCP 47 tags.
        form: ``markdown`` or ``html``.
        file: where the original is; empty if not known.
        items: its texts.
    """

    slug: str
    title: str
    source: str
    target: str
    form: str
    file: str
    items: Sequence[Item]


@attrs.frozen(kw_only=True)
class ReturnedText:
    """A text that comes back.

    Attributes:
        source: the text that was translated; with tags where it is a text.
        target: its translation; None where there is none.
        is_open: whether the file says that it is not done, or not to be trusted.
        line: that of the file.
    """

    source: str | Content
    target: str | Content | None
    is_open: bool
    line: int


@attrs.frozen(kw_only=True)
class Returned:
    """A topic that comes back.

    Attributes:
        slug: of the topic.
        source, target: the languages as the file names them; empty where it does not.
        texts: its texts by the ids of their units.
        file: the file.
        line: that of the file.
    """

    slug: str
    source: str
    target: str
    texts: Mapping[str, ReturnedText]
    file: str
    line: int = 1


def identifier(name: str) -> str:
    """The name of a unit as an id of XML, which has no brackets (NMTOKEN).

    >>> identifier("sections[0].links[1].title")
    'sections.0.links.1.title'
    """
    return re.sub(r"\[(\d+)\]", r".\1", name)


_NAMES: Final[Sequence[tuple[str, str]]] = (
    (r"title", "The title of the topic"),
    (r"description", "The description: one sentence for lists and share cards"),
    (r"also_called\[\d+\]", "Another name of the topic, under which readers look for it"),
    (r"image\.alt", "What the picture shows, for readers who do not see it"),
    (r"sections\[\d+\]\.title", "The title of a list of links"),
    (r"sections\[\d+\]\.links\[\d+\]\.title", "The title of a link"),
    (r"sections\[\d+\]\.links\[\d+\]\.organization", "Who publishes the page that a link leads to"),
)
_KINDS: Final[Mapping[str, str]] = {
    "li": "An item of a list",
    "td": "A cell of a table",
    "th": "The heading of a column",
    "dt": "A term that is defined",
    "dd": "A definition",
    "note": "A footnote",
}


def note_of(item: Item, topic: str) -> str:
    """What a translator should know of a text, in English, as the files are for tools of all languages."""
    unit = item.unit
    said = [f"Topic: {topic}"]
    what = next((words for pattern, words in _NAMES if re.fullmatch(pattern, unit.name)), None)
    if what is None and unit.is_block:
        what = "A heading" if re.fullmatch("h[1-6]", unit.kind) else _KINDS.get(unit.kind)
    if what is not None:
        said.append(what)
    if unit.heading:
        said.append(f"Under the heading: {unit.heading}")
    if item.filled is Filled.SUGGESTION:
        said.append("The original has changed, or may have: check the translation")
    return ". ".join(said)


def twice(name: str, file: str, line: int) -> SourceError:
    """What to raise where a file has a text two times, as joined files do: nobody knows which of the two counts."""
    hint = Message("keep one of the two")
    return SourceError(Message("the text {name} stands twice", name=name), source=file, line=line, hint=hint)
