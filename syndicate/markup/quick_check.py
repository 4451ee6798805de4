"""Whether a fragment has anything that must be prepared before it is sanitized. Nothing is changed here."""

from __future__ import annotations

import re
from typing import Final

from syndicate.markup.content_model import TAGS

__all__ = ["is_usual", "needs_preparing"]

# All are looked for in bytes in small letters, and begin with a literal: both make a search many times as fast.
_COMMON: Final = ("a", "p", "li", "strong", "em", "br", "td", "b", "i", "span", "div", "h2", "h3", "ul")  # tried first
_NAMES: Final = "|".join((*_COMMON, *sorted(TAGS - {*_COMMON})))
_FOREIGN = re.compile(rf"<(?=[a-z])(?!(?:{_NAMES})[\s/>])".encode())
# Most start tags are written like this: nothing in them decides whether or how an element is shown, and no address can
# be refused before it is asked about.
_DECIDING: Final = r"style|hidden|popover|src|href|cite|data-(?:src|lazy|original)|(?:height|width)=\"(?![1-9]\d)"
_HOST: Final = r"(?:(?!xn--)[a-z0-9-]++\.)*(?!xn--)[a-z][a-z0-9-]*+"
_ADDRESS: Final = rf'(?:https?://{_HOST}(?=[/?#"])[^"]*+|[^":&]*+)'
_USUAL: Final = rf'(?: (?:(?!{_DECIDING})[a-z-]++="[^"]*+"|(?:href|src|cite)="{_ADDRESS}"))*'
_UNUSUAL = re.compile(rf"<(?=[a-z])(?!(?:{_NAMES})(?:>|{_USUAL}\s*/?>))".encode())
_SMALL: Final = rb"\s*[=:]\s*[\"']?\s*\+?(?:0*[01](?:\D|$)|\.\d)"
_THIN = re.compile(b"width" + _SMALL)
_LOW = re.compile(b"height" + _SMALL)
_IMAGE = re.compile(rb"""<img(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*""")
_LAZY = re.compile(rb"data-(?:src|lazy|original)")
_HIDDEN = re.compile(rb"hidden(?<![\w-]hidden)(?=[\s=/>])")
_POPOVER = re.compile(rb"popover(?<![\w-]popover)(?=[\s=/>])")
_STYLE = re.compile(
    rb"""style\s*=\s*(?:"[^"]*?|'[^']*?|[^\s>]{0,99}?)"""
    rb"""(?:display|float|line-through|position|vertical-align\s*:\s*su|visibility|all\s*:|\\|/\*|&(?!(?:quot|apos|amp|nbsp|#3[49]);))"""
)
_LONG_TAG: Final = 2000


def is_usual(lowered: bytes) -> bool:
    """Whether a fragment, in small letters, has only tags that need neither preparing nor a count of lost addresses."""
    return _UNUSUAL.search(lowered) is None


def needs_preparing(lowered: bytes) -> bool:
    """Whether a fragment, in small letters, has anything but elements that may stand and are shown as written."""
    if _FOREIGN.search(lowered):
        return True
    if b"<img" in lowered and any(map(_is_odd_picture, _IMAGE.findall(lowered))):
        return True
    for word, pattern in ((b"hidden", _HIDDEN), (b"popover", _POPOVER)):
        if word in lowered and any(_is_in_tag(lowered, found.start()) for found in pattern.finditer(lowered)):
            return True
    return b"style" in lowered and _STYLE.search(lowered) is not None


def _is_odd_picture(tag: bytes) -> bool:
    """Whether a picture may stand for another, or is too small to be seen."""
    if b"data" in tag and (b"data:" in tag or _LAZY.search(tag)):
        return True
    return _THIN.search(tag) is not None and _LOW.search(tag) is not None


def _is_in_tag(html: bytes, place: int) -> bool:
    start = html.rfind(b"<", max(0, place - _LONG_TAG), place)
    if start < 0:
        return False
    end = html.find(b">", start, place)
    return end < 0 or html.count(b'"', start, end) % 2 == 1  # it is inside a value
