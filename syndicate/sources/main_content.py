"""The main content of a page that marks no region: what is left without navigation, headers, and footers."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["is_redirect", "main_nodes", "without_heading"]

_MAIN: Final = ("main article", "main", '[role="main"]', "article", "#main-content", "#content", "#main", "body")
"""Where the content is, the surest first (HTML standard, section 4.4.14)."""

_AROUND: Final = (
    'nav, aside, footer, script, style, noscript, template, form, header:not(:has(p)), [role="navigation"], '
    '[role="banner"], [role="contentinfo"], [role="search"], [aria-hidden="true"], [hidden], .breadcrumb, '
    ".breadcrumbs, .skip-link, .sr-only"
)


def main_nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    """The element with the main content, without what stands around texts; none if there are no words in it."""
    for selector in _MAIN:
        found = tree.css(selector)
        if len(found) > 1 and selector in ("article", "main article"):
            continue  # a list of articles is not one
        for node in found[:1]:
            if selector == "body":
                for around in node.css(", ".join((_AROUND, "header"))):
                    around.decompose()
            else:
                for around in node.css(_AROUND):
                    if around.css_first("h1") is None:
                        around.decompose()
            if node.text(strip=True):
                return [node]
    return []


def without_heading(nodes: list[LexborNode]) -> None:
    """Take the heading of the page out of its content, of which it is the title."""
    for node in nodes:
        heading = node.css_first("h1")
        if heading is not None:
            heading.decompose()


def is_redirect(tree: LexborHTMLParser) -> bool:
    """Whether a page sends its readers on at once."""
    return tree.css_first('meta[http-equiv="refresh" i][content*="url" i]') is not None
