"""Links from one text to the pages of topics, where those get another address. Addresses are made in `layout`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

__all__ = ["relinked"]


def relinked(html: Markup, base_url: str, slugs: Mapping[str, str]) -> Markup:
    """HTML whose links to topics of the published tree follow them to their new slugs.

    >>> html = Markup('<a href="https://example.org/en/topics/faq/#when">FAQ</a>')
    >>> relinked(html, "https://example.org/", {"faq": "asthma-faq"})
    Markup('<a href="https://example.org/en/topics/asthma-faq/#when">FAQ</a>')
    """

    def moved(link: re.Match[str]) -> str:
        return f"{link[1]}{slugs.get(link[2], link[2])}/"

    pattern = rf'(href="{re.escape(str(escape(base_url)))}[A-Za-z0-9-]+/topics/)([^"/?#]+)/'
    # Only attributes that were escaped already change, to slugs, which need no escaping.
    return Markup(re.sub(pattern, moved, html))  # noqa: S704
