"""Sanitized HTML as plain text on one line, and with its headings moved. Nothing is cleaned here."""

from __future__ import annotations

import html
import re

from markupsafe import Markup

from syndicate.markup.content_model import PHRASING
from syndicate.markup.gaps import GAP, without_gaps
from syndicate.text import one_line

__all__ = ["plain_text", "relevel"]

_IN_LINES = re.compile(rf"</?(?:{'|'.join(sorted(PHRASING - {'br', 'img'} | {'rp', 'rt'}))})(?: [^>]*)?>")
_PICTURE = re.compile(r"<img[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def plain_text(markup: Markup) -> str:
    """The readable text of sanitized markup on one line.

    >>> plain_text(Markup("<p>Salt &amp; sugar</p><ul><li>one</li><li>two</li></ul>"))
    'Salt & sugar one two'
    """
    text = str(markup)
    if "<img" in text:
        text = _PICTURE.sub(GAP, text)
    text = _TAG.sub(" ", _IN_LINES.sub("", text))
    return one_line(html.unescape(without_gaps(text)))


_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")


def relevel(markup: Markup, top: int) -> Markup:
    """Sanitized markup with its headings moved to start at level ``top``, none more than one below the one before.

    A heading below another stays below it; those of one level under the same heading stay on one.

    >>> relevel(Markup("<h4>a</h4><h2>b</h2><h4>c</h4>"), 3)
    Markup('<h3>a</h3><h3>b</h3><h4>c</h4>')
    """
    outline: list[tuple[str, int]] = []

    def moved(match: re.Match[str]) -> str:
        if not match[1]:
            old = match[2]
            while outline and outline[-1][0] > old:
                outline.pop()
            if not outline or outline[-1][0] < old:
                outline.append((old, min(6, outline[-1][1] + 1 if outline else top)))
        return f"<{match[1]}h{outline[-1][1]}"

    return Markup(_HEADING.sub(moved, str(markup)))  # noqa: S704
