"""The places in a topic's page that links can target, and its table of contents. No template is here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from markupsafe import Markup

from syndicate.markup import plain_text, relevel
from syndicate.text import slugify

__all__ = ["Anchors", "Entry", "Text", "grouped", "text_of"]

OWN: Final = frozenset({"", "about", "cite", "content", "picture", "related", "site-search", "summary", "tools", "top"})
"""The ids that the template of the page has, and those that mean something to browsers."""

_OPENED: Final = re.compile(r"<(?!br|hr|img|wbr|col[ >]|source|track)[a-z]")
_HEADING: Final = re.compile(r"<h2([^>]*)>(.*?)</h2>", re.DOTALL)


class Entry(NamedTuple):
    """A line of the table of contents.

    Attributes:
        id: of the place.
        title: what it is called.
    """

    id: str
    title: str


class Anchors:
    """Gives each place of a page an id that no other has.

    >>> anchors = Anchors()
    >>> anchors.of("¿Qué es?"), anchors.of("Qué es"), anchors.of("Summary")
    ('que-es', 'que-es-2', 'summary-2')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set(OWN)

    def of(self, title: str) -> str:
        """An id made of a title, or of what stands for it in the source."""
        stem = slugify(title)[:80].strip("-") or "section"
        found, number = stem, 1
        while found in self._taken:
            number += 1
            found = f"{stem}-{number}"
        self._taken.add(found)
        return found


class Text(NamedTuple):
    """The text of a topic on its page.

    Attributes:
        intro: what stands before its first heading.
        body: the rest; its main headings have ids.
        entries: these headings.
    """

    intro: Markup
    body: Markup
    entries: tuple[Entry, ...]


def text_of(summary: Markup, anchors: Anchors, locale: str) -> Text:
    """The text with its headings from the second level on, the main ones with ids.

    Only our own page has them: in a partner's page, they could be the ids of something else.

    Args:
        summary: sanitized HTML, in which nothing has an id.
        anchors: what gives the ids.
        locale: the identifier of its language.

    >>> text_of(Markup("<p>Rest.</p><h3>How?</h3><p>Lie down.</p>"), Anchors(), "en").body
    Markup('<h2 id="how">How?</h2><p>Lie down.</p>')
    """
    leveled = relevel(summary, 2)
    entries: list[Entry] = []

    def marked(heading: re.Match[str]) -> str:
        title = plain_text(Markup(heading[2]), locale)  # noqa: S704 -- a part of what is sanitized
        entries.append(Entry(anchors.of(title), title))
        return f'<h2 id="{entries[-1].id}"{heading[1]}>{heading[2]}</h2>'

    text = _HEADING.sub(marked, str(leveled))
    start = text.find("<h2 id=")
    start = len(text) if start < 0 else start
    intro, body = text[:start], text[start:]
    if len(_OPENED.findall(intro)) != intro.count("</"):  # the heading stands in something
        intro, body = "", text
    return Text(Markup(intro), Markup(body), tuple(entry for entry in entries if entry.title))  # noqa: S704


def grouped(groups: Iterable[tuple[str, Entry]]) -> list[tuple[str, list[Entry]]]:
    """The lines of a table of contents by the name of their group, in the order in which the names appear first."""
    found: dict[str, list[Entry]] = {}
    for name, entry in groups:
        found.setdefault(name, []).append(entry)
    return list(found.items())
