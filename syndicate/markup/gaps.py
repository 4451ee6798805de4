"""Places where something that is no text stood between texts: a space parts the words there. No markup is read here."""

from __future__ import annotations

import re
from typing import Final

from syndicate.markup.content_model import BLOCKS

__all__ = ["GAP", "without_gaps"]

GAP: Final = "\0"
"""Stands where something that is not text was between texts; no tree holds this character."""

# A gap is none before a mark that ends a word, or where there is no text on one side.
_BLOCK: Final = f"</?(?:{'|'.join(sorted(BLOCKS | {'br', 'dd', 'dt', 'figcaption', 'li', 'td', 'th'}))})[ >]"
_NO_GAP = re.compile(
    r"\0+(?=(?:</[a-z0-9]+>)*[,.;:!?)\]}»”’…]+(?:[\s<\0]|\Z))|\A\0+|\0+\Z|(?<=\s)\0+|(?<=<br>)\0+|\0+(?=\s)"
    rf"|\0+(?={_BLOCK})"
)
_GAPS = re.compile(r"\0+")


def without_gaps(html: str) -> str:
    """HTML with a space for each gap that parts two words."""
    return _GAPS.sub(" ", _NO_GAP.sub("", html)) if GAP in html else html
