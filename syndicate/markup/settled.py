"""HTML that is already as the cleaner would write it, as most texts are: a quick check saves the cleaning."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_plain", "settled"]

# Text that reads in HTML as it is written.
_TEXT: Final = "[\t\n\x20-%'-;=?-~\xa1-\u167f]"
_SPACE: Final = r"[\t\n\x20]*+"
_WORDS: Final = rf"{_SPACE}{_TEXT}++"
# An address that stays as it is, and has nothing to escape: no ampersand, no step in its path, no encoded host.
_URL: Final = r"(?![^\"]*(?:/\.|xn--))https://(?:[a-z0-9-]++\.)*[a-z][a-z0-9-]*+(?:[/?#][!#-%'-;=?-\[\]_a-z~]*+)?"
_LINK: Final = rf'a href="{_URL}">{_WORDS}</a'
_PHRASE: Final = rf"<(?:strong>{_SPACE}(?:{_TEXT}++|<{_LINK}>)+</strong|em>{_WORDS}</em|{_LINK})>"
_LINE: Final = rf"{_SPACE}(?:{_TEXT}++|{_PHRASE})+"
_INNER_LIST: Final = rf"<ul>{_SPACE}(?:<li>{_LINE}</li>{_SPACE})+</ul>"
_ITEM: Final = rf"<li>(?:{_LINE}(?:{_INNER_LIST}{_SPACE})?|{_SPACE}(?:<p>{_LINE}</p>{_SPACE})+)</li>"
_LIST: Final = rf"ul>{_SPACE}(?:{_ITEM}{_SPACE})+</ul"
_BLOCK: Final = rf"<(?:(p|h[1-6])>{_LINE}</\1|{_LIST})>"

_PLAIN: Final = re.compile(rf"{_TEXT}*+")
_SETTLED: Final = re.compile(rf"(?:{_TEXT}++|{_BLOCK})*")


def is_plain(fragment: str) -> bool:
    """Whether a fragment is text that reads in HTML as it is written."""
    return _PLAIN.fullmatch(fragment) is not None


def settled(fragment: str) -> str | None:
    """What the cleaner makes of paragraphs, headings and lists of words and links, if that can be told without it.

    Args:
        fragment: HTML from outside, of which the page has all places that links lead to.

    Returns:
        The fragment; None if the cleaner has to look.

    >>> settled('<p>Rest and <a href="https://example.org/">sleep</a>.</p>')
    '<p>Rest and <a href="https://example.org/">sleep</a>.</p>'
    >>> settled("<p>Rest & sleep</p>") is None, settled("<p><b>") is None
    (True, True)
    """
    fragment = fragment.replace('<p class="">', "<p>")  # which editors leave behind
    return fragment if _SETTLED.fullmatch(fragment) else None
