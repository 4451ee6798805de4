"""How head tags are written as HTML, and read again as values. Which of them a topic gets is said in `tags`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape, unescape
from typing import Final, NamedTuple

from babel import Locale
from markupsafe import Markup

from syndicate.layout import FORMATS
from syndicate.locales import Label
from syndicate.locales import tag as language_tag
from syndicate.locales.identifiers import same_language

__all__ = [
    "HeadTag",
    "contents",
    "feed_links",
    "joined",
    "lang_of",
    "link",
    "named",
    "property_",
    "read_tag",
    "title_tag",
]


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


def title_tag(text: str, lang: str = "") -> str:
    """The ``<title>``."""
    return f"<title{lang}>{_escaped(text)}</title>\n"


def named(name: str, content: str, lang: str = "") -> str:
    """A ``<meta name>``."""
    return f'<meta name="{name}" content="{_escaped(content)}"{lang}>\n'


def property_(name: str, content: str, lang: str = "") -> str:
    """A ``<meta property>``, as Open Graph wants it (RDFa)."""
    return f'<meta property="{name}" content="{_escaped(content)}"{lang}>\n'


def link(rel: str, href: str, lang: str = "", **attributes: str) -> str:
    """A ``<link>``."""
    stated = "".join([f' {name}="{_escaped(value)}"' for name, value in attributes.items()])
    return f'<link rel="{rel}"{stated} href="{_escaped(href)}"{lang}>\n'


@lru_cache(maxsize=1024)
def _escaped(text: str) -> str:
    """A text as HTML; a page says its title and description up to eight times."""
    return escape(text)


def lang_of(locale: Locale, page: Locale) -> str:
    """The ``lang`` of an element, where that is not the page's (HTML, section 3.2.6.2)."""
    return "" if same_language(locale, page) else f' lang="{language_tag(locale)}"'


def feed_links(title: Label, urls: Mapping[str, str], page: Locale) -> Iterator[str]:
    """Autodiscovery of a feed in each of its formats (https://www.rssboard.org/rss-autodiscovery).

    Args:
        title: the feed's.
        urls: its address in each format.
        page: the language of the page.

    They have no ``hreflang``: tools that collect a page's translations would take the feed for one.
    """
    lang = lang_of(title.locale, page)
    for format, url in urls.items():
        yield link("alternate", url, lang, type=FORMATS[format].media_type, title=title)


def joined(tags: Iterable[str]) -> Markup:
    """Elements that functions of this module have written, as HTML."""
    return Markup("".join(tags))  # noqa: S704 -- every value was escaped


_TAG: Final = re.compile(r'<(\w+)((?: [\w:-]+="[^"]*")*)>(?:([^<]*)</title>)?\n')
_ATTRIBUTE: Final = re.compile(r' ([\w:-]+)="([^"]*)"')


def read_tag(html: str) -> HeadTag:
    """The value of an element that a function of this module has written.

    >>> read_tag(named("description", 'Genes & "gene" therapy', ' lang="en"')).attributes
    (('name', 'description'), ('content', 'Genes & "gene" therapy'), ('lang', 'en'))
    """
    found = _TAG.fullmatch(html)
    assert found is not None  # it is ours
    attributes = tuple((name, unescape(value)) for name, value in _ATTRIBUTE.findall(found[2]))
    return HeadTag(found[1], attributes, unescape(found[3] or ""))


def contents(tags: Iterable[HeadTag]) -> dict[str, str]:
    """What the title and the ``<meta>`` elements say, by name or property; of several, the first.

    >>> contents(map(read_tag, [title_tag("Sleep"), named("description", "Rest."), link("canonical", "/")]))
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
