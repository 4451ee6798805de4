"""The prose at the beginning of a text, as plain text, without lists, tables, headings and pictures."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from syndicate.markup.content_model import BLOCKS, HEADINGS, LISTS
from syndicate.markup.gaps import without_gaps
from syndicate.markup.spelling import spelled
from syndicate.markup.tokens import TOKEN
from syndicate.text import one_line

__all__ = ["leading_prose"]

_BLOCKS: Final = BLOCKS - HEADINGS - LISTS - {"dl", "pre", "table"}
_OTHER: Final = BLOCKS - _BLOCKS | {"caption", "figcaption"}
"""Blocks whose text is not prose."""
_STRESSED: Final = frozenset({"a", "b", "strong"})
_SPACES: Final = frozenset({"br", "img"})

_END: Final = re.compile(r"[.!?…؟。！？][\"'»”’)\]]*$")
_LEAD_IN: Final = re.compile(r"[:：]$")
_BEFORE_LEAD_IN: Final = re.compile(r"(.*(?:[.!?…؟][\"'»”’)\]]*(?=\s)|[。！？]))[^.!?…؟。！？]*[:：]$")


@lru_cache(maxsize=1024)
def leading_prose(markup: Markup, enough: int = 300, locale: str = "") -> str:
    """The first paragraphs of prose of sanitized markup on one line, up to the first list, table or heading after them.

    A line that only introduces a list ("Symptoms include:") counts where there is no sentence at all. A paragraph that
    is entirely bold or a link, and not a sentence, counts as a heading or navigation.

    Args:
        markup: sanitized HTML.
        enough: how many characters are looked for; the text may be longer.
        locale: the language of the text, whose quotation marks are used.

    >>> leading_prose(Markup("<h2>Flu</h2><p>Rest &amp; drink.</p><p>Take:</p><ul><li>tea</li></ul><p>Sleep.</p>"))
    'Rest & drink.'
    >>> leading_prose(Markup("<p>5 &lt; 10<sup>9</sup> cells:</p><ul><li>one</li></ul>"))
    '5 < 10⁹ cells:'
    """
    return _Reader(enough).read(spelled(str(markup), locale))


class _Reader:
    """Reads markup until it has enough text."""

    def __init__(self, enough: int) -> None:
        self.enough = enough
        self.found: list[str] = []
        self.lead_in = ""
        self.size = 0
        self._start()

    def _start(self) -> None:
        self.words: list[str] = []
        self.is_plain = False

    def read(self, markup: str) -> str:
        other = stressed = 0
        for match in TOKEN.finditer(markup):
            end, tag = match[1], match[2]
            step = -1 if end else 1
            if tag is None:
                if not other:
                    self.words.append(match[0])
                    self.is_plain = self.is_plain or (not stressed and not match[0].isspace())
            elif tag in _OTHER:
                if self._ends(interrupted=True):
                    break
                other += step
            elif other:
                continue
            elif tag in _BLOCKS:
                if self._ends():
                    break
            elif tag in _STRESSED:
                stressed += step
            elif tag in _SPACES:
                self.words.append(" ")
        self._ends()
        return " ".join(self.found) or self.lead_in

    def _ends(self, *, interrupted: bool = False) -> bool:
        """End a paragraph; return whether there is enough text."""
        text = one_line(html.unescape(without_gaps("".join(self.words))))
        is_plain = self.is_plain
        self._start()
        if any(map(str.isalnum, text)) and (is_plain or _END.search(text)):
            if not _LEAD_IN.search(text):
                self._take(text)
            elif before := _BEFORE_LEAD_IN.match(text):
                self._take(before[1])
                interrupted = True
            elif self.found:
                interrupted = True
            else:
                self.lead_in = self.lead_in or text
        return bool(self.found) and (interrupted or self.size >= self.enough)

    def _take(self, text: str) -> None:
        self.found.append(text)
        self.size += len(text)
