"""Head tags as values, and the one place that writes them as HTML. Which tags a topic gets is said in `card`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from babel import Locale
from markupsafe import Markup

from syndicate.layout import FORMATS
from syndicate.locales import Label
from syndicate.locales import tag as language_tag
from syndicate.locales.identifiers import same_language

__all__ = ["HeadTag", "contents", "feed_links", "in_language", "link", "named", "property_", "render_tags"]


class HeadTag(NamedTuple):
    """One element of a page's head.

    Attributes:
        element: ``title``, ``meta`` or ``link``.
        attributes: its attributes in order.
        text: its text, for ``title``.
    """

    element: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""


def named(name: str, content: str) -> HeadTag:
    """A ``<meta name>``."""
    return HeadTag("meta", (("name", name), ("content", content)))


def property_(name: str, content: str) -> HeadTag:
    """A ``<meta property>``, as Open Graph wants it (RDFa)."""
    return HeadTag("meta", (("property", name), ("content", content)))


def link(rel: str, href: str, **attributes: str) -> HeadTag:
    """A ``<link>``."""
    return HeadTag("link", (("rel", rel), *attributes.items(), ("href", href)))


def in_language(tag: HeadTag, locale: Locale, page: Locale) -> HeadTag:
    """The element with the language of its texts, where that is not the page's (HTML, section 3.2.6.2)."""
    if same_language(locale, page):
        return tag
    return tag._replace(attributes=(*tag.attributes, ("lang", language_tag(locale))))


def feed_links(title: Label, urls: Mapping[str, str], page: Locale) -> Iterator[HeadTag]:
    """Autodiscovery of a feed in each of its formats (https://www.rssboard.org/rss-autodiscovery).

    Args:
        title: the feed's.
        urls: its address in each format.
        page: the language of the page.

    They have no ``hreflang``: tools that collect a page's translations would take the feed for one.
    """
    for format, url in urls.items():
        yield in_language(link("alternate", url, type=FORMATS[format].media_type, title=title), title.locale, page)


def contents(tags: Iterable[HeadTag]) -> dict[str, str]:
    """What the title and the ``<meta>`` elements say, by name or property; of several, the first.

    >>> contents([HeadTag("title", text="Sleep"), named("description", "Rest."), link("canonical", "/")])
    {'title': 'Sleep', 'description': 'Rest.'}
    """
    found: dict[str, str] = {}
    for tag in tags:
        if tag.element == "title":
            found.setdefault("title", tag.text)
        elif tag.element == "meta":
            (_, name), (_, content), *_ = tag.attributes
            found.setdefault(name, content)
    return found


_SPECIAL = re.compile("[&<>\"']")


def render_tags(tags: Iterable[HeadTag]) -> Markup:
    """The tags as HTML, one a line.

    >>> render_tags([named("description", 'Genes & "gene" therapy')])
    Markup('<meta name="description" content="Genes &amp; &quot;gene&quot; therapy">\\n')
    """
    lines = []
    known: dict[str, str] = {}  # a page says its title and description up to eight times
    for element, attributes, text in tags:
        lines.append(f"<{element}")
        for name, value in attributes:
            if (shown := known.get(value)) is None:
                shown = known[value] = escape(value) if _SPECIAL.search(value) else value
            lines.append(f' {name}="{shown}"')
        lines.append(f">{escape(text)}</title>\n" if element == "title" else ">\n")
    return Markup("".join(lines))  # noqa: S704 -- every value was escaped just now
