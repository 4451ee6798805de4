"""Gaps between texts: a space separates words where an element was, and edges of boxes have no space."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from syndicate.markup.content_model import BLOCKS, CELLS, ITEMS
from syndicate.markup.tokens import SPLITTER

__all__ = ["BOX_END", "BOX_START", "GAP", "trimmed", "without_gaps"]

GAP: Final = "\0"
"""Marks where something other than text was between texts; no tree contains this character."""
BOX_START: Final = f"<{GAP}>"
"""Marks where an inline box begins, in which browsers start a new line and show no leading white space."""
BOX_END: Final = f"</{GAP}>"
"""Marks where such a box ends."""

# There is no gap before a mark that ends a word, or where there is no text on one side.
_BLOCK: Final = f"</?(?:{'|'.join(sorted(BLOCKS | ITEMS | CELLS | {'br'}))})[ >]"
_NO_GAP = re.compile(
    r"\0+(?=(?:</[a-z0-9]+>)*[,.;:!?)\]}»”’…]+(?:[\s<\0]|\Z))|\A\0+|\0+\Z|(?<=\s)\0+|(?<=<br>)\0+|\0+(?=\s)"
    rf"|\0+(?={_BLOCK})"
)
_GAPS = re.compile(r"\0+")
_PASSED: Final = ("<pre", "</pre", "<rp", "</rp")  # in which white space is kept, and what is not shown
_SPACE: Final = " \t\n\r\f"


def without_gaps(html: str) -> str:
    """HTML with a space for each gap that separates two words."""
    return _GAPS.sub(" ", _NO_GAP.sub("", html)) if GAP in html else html


def trimmed(html: str) -> str:
    """HTML without white space at the edges of boxes, and without the marks of these."""
    if BOX_START not in html:
        return html
    pieces = SPLITTER.split(html)
    _trim(pieces, range(len(pieces)), BOX_START, str.lstrip)
    _trim(pieces, range(len(pieces) - 1, -1, -1), BOX_END, str.rstrip)
    return "".join(piece for piece in pieces if piece not in (BOX_START, BOX_END))


def _trim(pieces: list[str], places: range, edge: str, strip: Callable[[str, str], str]) -> None:
    """Drop the white space that follows the edges of boxes, in the order of some places."""
    is_at_edge, depth = False, 0
    for place in places:
        piece = pieces[place]
        if not piece.startswith("<"):
            if is_at_edge and not depth:
                pieces[place] = piece = strip(piece, _SPACE)
                is_at_edge = not piece
        elif piece in (BOX_START, BOX_END):
            is_at_edge = piece == edge
        elif piece.startswith("<img"):
            is_at_edge = False
        elif piece.startswith(_PASSED):
            depth += 1 if piece.startswith("</") == (edge == BOX_END) else -1
