"""What a text says first: the prose at its beginning, as plain text. Lists, tables, headings and pictures are none."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from syndicate.text import one_line

__all__ = ["leading_prose"]

# An attribute may hold ">", which the sanitizer need not escape there.
_TOKEN: Final = re.compile(r"""<(/?)([a-z][a-z0-9]*)(?:[^">]++|"[^"]*+")*>|[^<]++""")
_OTHER: Final = frozenset("ul ol dl table caption figcaption pre h1 h2 h3 h4 h5 h6".split())
"""Blocks whose text is no prose."""
_BLOCKS: Final = frozenset("p div blockquote figure hr".split())
_UNREAD: Final = frozenset({"rt", "rp"})
_STRESSED: Final = frozenset({"a", "b", "strong"})
_SPACES: Final = frozenset({"br", "img"})

_END: Final = re.compile(r"[.!?…؟。！？][\"'»”’)\]]*$")
_LEAD_IN: Final = re.compile(r"[:：]$")
_BEFORE_LEAD_IN: Final = re.compile(r"(.*(?:[.!?…؟][\"'»”’)\]]*(?=\s)|[。！？]))[^.!?…؟。！？]*[:：]$")
_RAISED: Final = str.maketrans("0123456789+-\u2212()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_IS_RAISED: Final = re.compile(r"[0-9+\-\u2212()n]+")
_NOTE: Final = re.compile(r"\[\w{1,3}\]")


@lru_cache(maxsize=1024)
def leading_prose(markup: Markup, enough: int = 300) -> str:
    """The first paragraphs of prose of sanitized markup on one line, up to the first list, table or heading after them.

    A line that only introduces a list ("Symptoms include:") counts where there is no sentence at all. A paragraph that
    is bold or a link as a whole, and no sentence, is taken for a heading or for navigation.

    Args:
        markup: sanitized HTML.
        enough: how many characters are looked for; the text may be longer.

    >>> leading_prose(Markup("<h2>Flu</h2><p>Rest &amp; drink.</p><p>Take:</p><ul><li>tea</li></ul><p>Sleep.</p>"))
    'Rest & drink.'
    >>> leading_prose(Markup("<p>5 &lt; 10<sup>9</sup> cells:</p><ul><li>one</li></ul>"))
    '5 < 10⁹ cells:'
    """
    return _Reader(enough).read(str(markup))


class _Reader:
    """Reads markup until it has enough of it."""

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
        other = unread = stressed = 0
        raised: int | None = None
        for match in _TOKEN.finditer(markup):
            end, tag = match[1], match[2]
            step = -1 if end else 1
            if tag is None:
                if not other and not unread:
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
            elif tag in _UNREAD:
                unread += step
            elif tag in _STRESSED:
                stressed += step
            elif tag in _SPACES:
                self.words.append(" ")
            elif tag == "sup":
                if not end:
                    raised = len(self.words)
                elif raised is not None:
                    self.words[raised:] = [_superscript("".join(self.words[raised:]))]
        self._ends()
        return " ".join(self.found) or self.lead_in

    def _ends(self, *, interrupted: bool = False) -> bool:
        """A paragraph ends here; whether there is enough."""
        text = one_line(html.unescape("".join(self.words)))
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


def _superscript(text: str) -> str:
    """What is raised, so that 10 to the power of 9 does not become 109; the marks of notes are left out."""
    text = html.unescape(text).strip()
    if _NOTE.fullmatch(text):
        return ""
    return html.escape(text.translate(_RAISED) if _IS_RAISED.fullmatch(text) else text)
