"""Links from one text to the pages of topics, where those get another address. Addresses are made in `layout`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from syndicate.layout import TOPIC_PAGE

__all__ = ["relinked"]

_FOLDER: Final = TOPIC_PAGE.folder(locale="[A-Za-z0-9-]+", slug='[^"/?#]+')


def relinked(html: Markup, base_url: str, slugs: Mapping[str, str]) -> Markup:
    """HTML whose links to topics of the published tree follow them to their new slugs.

    >>> html = Markup('<a href="https://example.org/en/topics/faq/#when">FAQ</a>')
    >>> relinked(html, "https://example.org/", {"faq": "asthma-faq"})
    Markup('<a href="https://example.org/en/topics/asthma-faq/#when">FAQ</a>')
    """

    def moved(link: re.Match[str]) -> str:
        slug, end = link["slug"], link.end("slug")
        return html[link.start() : end - len(slug)] + slugs.get(slug, slug) + html[end : link.end()]

    pattern = rf'href="{re.escape(str(escape(base_url)))}{_FOLDER}'
    # Only attributes that were escaped already change, to slugs, which need no escaping.
    return Markup(re.sub(pattern, moved, html))  # noqa: S704
