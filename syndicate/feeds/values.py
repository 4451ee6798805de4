"""What a feed is made of, before it has a format: entries, categories, translations. The feed itself is in `feed`."""

from __future__ import annotations

from datetime import datetime

import attrs
from babel import Locale
from markupsafe import Markup

__all__ = ["Alternate", "Category", "Entry"]


@attrs.frozen(kw_only=True)
class Category:
    """What an entry is filed under.

    Attributes:
        term: the word or code.
        scheme: the vocabulary as a URI, or None.
        label: the term for readers, where it is a code.
    """

    term: str
    scheme: str | None = None
    label: str | None = None


@attrs.frozen(kw_only=True)
class Alternate:
    """The same text in another language.

    It is announced as ``rel="related"``: a second ``rel="alternate"`` misleads most feed readers into showing the
    wrong language.
    """

    locale: Locale
    url: str
    media_type: str = "text/html"


@attrs.frozen(kw_only=True)
class Entry:
    """One entry of a feed, in one language.

    Attributes:
        id: a URI that survives a change of address or title.
        url: the page of the entry, in its own language.
        title: one line.
        locale: its language.
        updated, published: aware datetimes in UTC.
        summary: plain text.
        content: sanitized HTML.
        author: who wrote it; the feed's author where None.
        categories: what it is filed under.
        translations: the same entry in other languages.
    """

    id: str
    url: str
    title: str
    locale: Locale
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    content: Markup = Markup("")
    author: str | None = None
    categories: tuple[Category, ...] = ()
    translations: tuple[Alternate, ...] = ()
