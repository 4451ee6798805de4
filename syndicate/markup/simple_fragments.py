"""HTML that is already as the cleaner would write it, as most texts are: a quick check saves the cleaning."""

from __future__ import annotations

import re
from typing import Final

from syndicate.markup.urls import resolve

__all__ = ["is_plain", "clean_simple"]

# Text that reads in HTML as it is written.
_TEXT: Final = "[\t\n\x20-%'-;=?-~\xa1-\u167f]"
_SPACE: Final = r"[\t\n\x20]*+"
_WORDS: Final = rf"{_SPACE}{_TEXT}++"
# An address that stays as it is, and has nothing to escape: no ampersand, no step in its path, no encoded host.
_URL: Final = r"(?![^\"]*(?:/\.|xn--))https://(?:[a-z0-9-]++\.)*[a-z][a-z0-9-]*+(?:[/?#][!#-%'-;=?-\[\]_a-z~]*+)?"
_LINK: Final = rf'a href="{_URL}">{_WORDS}</a'
_LINKED: Final = rf"{_SPACE}(?:{_TEXT}++|<{_LINK}>)+"
_PHRASE: Final = rf"<(?:strong>{_LINKED}</strong|em>{_LINKED}</em|{_LINK})>"
_LINE: Final = rf"{_SPACE}(?:{_TEXT}++|{_PHRASE})+"
_INNER_LIST: Final = rf"<ul>{_SPACE}(?:<li>{_LINE}</li>{_SPACE})+</ul>"
_ITEM: Final = rf"<li>(?:{_LINE}(?:{_INNER_LIST}{_SPACE})?|{_SPACE}(?:<p>{_LINE}</p>{_SPACE})+)</li>"
_LIST: Final = rf"ul>{_SPACE}(?:{_ITEM}{_SPACE})+</ul"
_BLOCK: Final = rf"<(?:p>(?:{_LINE}|{_SPACE})</p|(h[1-6])>{_LINE}</\1|{_LIST})>"

_PLAIN: Final = re.compile(rf"{_TEXT}*+")
_SETTLED: Final = re.compile(rf"(?:{_TEXT}++|{_BLOCK})*")


def is_plain(fragment: str) -> bool:
    """Whether a fragment is text that reads in HTML as it is written."""
    return _PLAIN.fullmatch(fragment) is not None


# A link to another page of the site, and the number of that page, which no element has in HTML.
_BESIDE: Final = re.compile(r'<a href="([a-z0-9_./-]++)"(?: tid="[0-9]*+")?>')


def clean_simple(fragment: str, base: str | None) -> str | None:
    """Clean a fragment of only paragraphs, headings, lists, and links as the cleaner would, but without it.

    Args:
        fragment: HTML from outside, of which the page has all places that links lead to.
        base: the address of that page.

    Returns:
        The clean fragment; None if it has anything else, so that the cleaner is needed.

    >>> clean_simple('<p>Rest and <a href="sleep.html">sleep</a>.</p>', "https://example.org/")
    '<p>Rest and <a href="https://example.org/sleep.html">sleep</a>.</p>'
    >>> clean_simple("<p>Rest & sleep</p>", None) is None, clean_simple("<p><b>", None) is None
    (True, True)
    """
    fragment = fragment.replace('<p class="">', "<p>")  # which editors leave behind
    if _SETTLED.fullmatch(fragment):
        return fragment
    linked = _BESIDE.sub(lambda link: f'<a href="{resolve(link[1], base) or ""}">', fragment)
    return linked if linked != fragment and _SETTLED.fullmatch(linked) else None
