"""Sanitized HTML as plain text on one line, and with its headings releveled. Nothing is cleaned here."""

from __future__ import annotations

import html
import re
from collections.abc import Set

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import checking
from syndicate.markup.content_model import TAGS, WITHIN_WORDS
from syndicate.markup.elements import BESIDE_TEXT, NEVER_SHOWN, STAND_APART
from syndicate.markup.gaps import GAP, without_gaps
from syndicate.markup.spelling import spelled
from syndicate.markup.tokens import SPLITTER, tags_of
from syndicate.text import one_line

__all__ = ["plain_text", "relevel", "shown_text", "text_of"]

_WITHIN_WORDS = tags_of(WITHIN_WORDS)
_PICTURE = tags_of({"img"})


@checking
def plain_text(markup: Markup, locale: str = "") -> str:
    """The readable text of sanitized markup on one line: a title, a label, what is searched.

    What plain text cannot show is spelled out: exponents and indices, quotation marks; what is struck out is left out.

    Args:
        markup: sanitized HTML.
        locale: its language, whose quotation marks are used.

    >>> plain_text(Markup("<p>Salt &amp; sugar</p><p>10<sup>9</sup> <s>one</s> <q>two</q></p>"), "fr")
    'Salt & sugar 10⁹ «two»'
    """
    return _on_one_line(spelled(str(markup), locale))


def shown_text(markup: Markup) -> str:
    """All words of sanitized markup on one line, as a browser shows them.

    >>> shown_text(Markup("<p>10<sup>9</sup> <s>one</s></p>"))
    '109 one'
    """
    return _on_one_line(str(markup))


def _on_one_line(text: str) -> str:
    if "<img" in text:
        text = _PICTURE.sub(GAP, text)
    text = SPLITTER.sub(" ", _WITHIN_WORDS.sub("", text))
    return one_line(html.unescape(without_gaps(text)))


def text_of(node: LexborNode, without: Set[int] = frozenset()) -> str:
    """The words of an element of a page, separated where a browser shows them apart; white space is kept.

    Args:
        node: the element.
        without: the ``mem_id`` of elements and texts within it that are left out.

    >>> from syndicate.markup.pages import parse
    >>> text_of(parse("<h1>Flu<small>new</small><div>2024</div></h1>").css_first("h1"))
    'Flunew 2024 '
    """
    found: list[str] = []
    waiting: list[tuple[LexborNode | None, str]] = [(node.child, "")]
    while waiting:
        child, end = waiting.pop()
        if child is None:
            found.append(end)
            continue
        waiting.append((child.next, end))
        tag = child.tag or ""
        if child.mem_id in without:
            continue
        if child.is_text_node:
            found.append(child.text_content or "")
        elif child.is_element_node and tag not in NEVER_SHOWN:
            edge = " " if tag in _APART else ""
            found.append(edge)
            if tag not in BESIDE_TEXT:
                waiting.append((child.child, edge))
    return "".join(found)


_APART = (TAGS - WITHIN_WORDS) | STAND_APART | BESIDE_TEXT


_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")


@checking
def relevel(markup: Markup, top: int) -> Markup:
    """Sanitized markup with its headings moved to start at level ``top``, none more than one below the one before.

    A heading below another stays below it; those of one level under the same heading stay on one.

    Raises:
        InvalidValueError: the level is not one of 1 to 6.

    >>> relevel(Markup("<h4>a</h4><h2>b</h2><h4>c</h4>"), 3)
    Markup('<h3>a</h3><h3>b</h3><h4>c</h4>')
    """
    if not 1 <= top <= 6:
        raise InvalidValueError(
            Message("{top!r} is not a heading level", top=top), field="top", hint=Message("use 1 to 6")
        )
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
