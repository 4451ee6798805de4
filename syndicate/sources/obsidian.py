"""Rules of markdown-it for notes of Obsidian: files within a text, ``![[photo.png|A bed|300]]``; ``%% comments %%``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from syndicate.layout import ASSET_TYPES, AUDIO, PICTURES, VIDEO

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

__all__ = ["EMBEDDED", "comment", "comment_block", "embedded_address", "embedded_file"]

EMBEDDED: Final = "{embed}"
"""Stands before the address of such a file, which is sought in all folders."""
_EMBED: Final = re.compile(
    rf"!\[\[\s*(?P<name>[^\[\]\n|#^]+\.(?P<ending>{'|'.join(ASSET_TYPES)}))(?P<fragment>\#[^\[\]\n|]*)?\s*"
    r"(?:\|(?P<shown>[^\[\]\n]*))?\]\]",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(r"\s*(\d{1,4})(?:x(\d{1,4}))?\s*")


def embedded_address(property_: str) -> str:
    """The address of a file that a property of a note names; empty where it names none.

    >>> embedded_address("[[My photo.jpg]]"), embedded_address("photo.jpg")
    ('My%20photo.jpg', '')
    """
    if "[[" not in property_:
        return ""
    found = _EMBED.fullmatch(property_ if property_.startswith("!") else f"!{property_}")
    return quote(found["name"].strip()) if found is not None else ""


def embedded_file(state: StateInline, silent: bool) -> bool:
    """A picture or a recording is shown, any other file is linked; another note stays as it is written."""
    found = _EMBED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    state.pos = found.end()
    if silent:
        return True
    address = f"{EMBEDDED}{quote(found['name'].strip())}{(found['fragment'] or '').strip()}"
    words = (found["shown"] or "").split("|")
    size = _SIZE.fullmatch(words[-1])
    name = "|".join(words[:-1] if size else words).strip()
    if found["ending"].lower() in PICTURES.keys() | AUDIO.keys() | VIDEO.keys():
        token = state.push("image", "img", 0)
        token.attrs = {"src": address, "alt": ""}
        if size is not None:
            token.attrs |= {key: value for key, value in zip(("width", "height"), size.groups(), strict=True) if value}
        token.content = name
        token.children = []
        state.md.inline.parse(name, state.md, state.env, token.children)
    else:
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = name or found["name"].strip().rpartition("/")[2]
        state.push("link_close", "a", -1)
    return True


_MARK: Final = "%%"
_BLOCKS: Final = ((_MARK, _MARK), ("{/*", "*/}"), ("{>>", "<<}"))
"""What comments of several paragraphs stand between: those of Obsidian, of MDX, and of CriticMarkup."""


def comment(state: StateInline, silent: bool) -> bool:
    """What stands between two marks within a paragraph, which no reader is to see."""
    start, end = state.pos, state.posMax
    if not state.src.startswith(_MARK, start) or state.src[max(0, start - 1) : start].isalnum():  # 100%% is a number
        return False
    close = state.src.find(_MARK, start + len(_MARK), end)
    if close < 0:
        return False
    state.pos = close + len(_MARK)
    if not silent:
        state.push("template", "", 0).content = state.src[start : state.pos]
    return True


def comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Paragraphs from a line that begins a comment to the next one that ends it; one of a line is left to others."""
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    opening, closing = next((pair for pair in _BLOCKS if state.src.startswith(pair[0], first)), ("", ""))
    if not opening or closing in state.src[first + len(opening) : state.eMarks[start]]:
        return False
    for line in range(start + 1, end):
        if state.src[state.bMarks[line] : state.eMarks[line]].rstrip().endswith(closing):
            if not silent:
                token = state.push("comment", "", 0)
                token.content, token.map = state.src[first : state.eMarks[line]], [start, line + 1]
                state.line = line + 1
            return True
    return False
