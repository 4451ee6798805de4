"""The `syndicate` regions of any page, safe to show elsewhere. What a region is and what is safe lives in `markup`."""

from __future__ import annotations

import json
from collections import Counter

import attrs
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from syndicate.errors import NotFoundError
from syndicate.markup import Region, base_url, decode, parse, region_nodes, sanitize
from syndicate.model.fields import is_url

__all__ = ["Extract", "extract"]


@attrs.frozen(kw_only=True)
class Extract:
    """What a page gives away.

    Attributes:
        url: the page's address; relative links were resolved against it.
        lang: the language the page declares, as it is written there, or None.
        regions: the outermost regions in document order.
    """

    url: str
    lang: str | None
    regions: tuple[Region, ...]

    @property
    def html(self) -> Markup:
        """All regions, each in a ``div`` of class ``syndicate`` of its own."""
        lang = Markup(' lang="{}"').format(self.lang) if self.lang else Markup("")
        return Markup("\n").join(
            Markup('<div class="syndicate"{}>\n{}\n</div>').format(lang, region.html) for region in self.regions
        )

    def json(self) -> bytes:
        """The regions as JSON, in UTF-8: ``url``, ``lang`` and ``regions`` (``html``, ``id``, ``classes``)."""
        document = {
            "url": self.url,
            "lang": self.lang,
            "regions": [
                {"html": region.html, "id": region.id, "classes": list(region.classes)} for region in self.regions
            ],
        }
        return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def extract(page: bytes | str, *, url: str) -> Extract:
    """The `syndicate` regions of a page.

    A region is an element whose class list has the token ``syndicate`` in any ASCII case; one inside another is part
    of it. Malformed markup is read as a browser reads it, ``<base>`` is honoured, and nothing that runs is kept.

    Args:
        page: the page; bytes are decoded by their byte order mark, declared charset, or as UTF-8.
        url: its address, absolute.

    Raises:
        NotFoundError: the page has no region; the message names the classes it does have.
        InvalidValueError: the address is not absolute, so that no link could be resolved.
        SourceError: the page nests too deep to be read.

    >>> extract('<div class="box Syndicate"><a href="/b">b</a></div>', url="https://example.org/a").regions[0].html
    Markup('<a href="https://example.org/b">b</a>')
    """
    is_url(url, "url")
    tree = parse(decode(page) if isinstance(page, bytes) else page)
    nodes = region_nodes(tree)
    if not nodes:
        raise NotFoundError("the page has no `syndicate` region", hint=_classes(tree))
    base = base_url(tree, url)
    root = tree.css_first("html")
    return Extract(
        url=url,
        lang=(root.attributes.get("lang") if root is not None else None) or None,
        regions=tuple(
            Region(
                html=sanitize(node.inner_html or "", base).strip(),
                id=node.attributes.get("id") or None,
                classes=tuple((node.attributes.get("class") or "").split()),
            )
            for node in nodes
        ),
    )


def _classes(tree: LexborHTMLParser) -> str:
    found = Counter(token for node in tree.css("[class]") for token in (node.attributes.get("class") or "").split())
    if not found:
        return "no element of it has a class"
    names = sorted(found, key=lambda name: (-found[name], name))[:10]
    return f"its commonest classes are {', '.join(names)}"
