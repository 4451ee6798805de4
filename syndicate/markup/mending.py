"""Sanitized HTML with its elements in valid places, by `content_model`. Nothing is cleaned here.

Parsers move some misplaced elements, but not lists within lists, texts between items, or blocks in lines of text.
Screen readers announce those wrongly, and checkers refuse them. A text is scanned once to see whether there is anything
to repair, and rebuilt only then.
"""

from __future__ import annotations

import re
from bisect import insort
from operator import attrgetter
from typing import Final

from syndicate.markup.content_model import (
    BLOCKS,
    KINDS_OF_PARTS,
    LINE_BLOCKS,
    LISTS,
    PHRASING,
    START,
    VOID,
    Model,
    model,
)
from syndicate.markup.finishing import FINISH, SPACE, Element, State, picture
from syndicate.markup.gaps import GAP, without_gaps
from syndicate.markup.policy import Policy
from syndicate.markup.tokens import ATTRIBUTE, TAG, attributes_of, carried, without

__all__ = ["mended"]

# Elements that are rebuilt wherever they stand, since their order or their attributes matter.
_QUICK: Final = model("flow", "bdo colgroup dd dl dt figcaption rp rt ruby time".split())
# Names of elements, ``/`` for every end (each element is closed where it should be), and nothing where a place is
# wrong: text between items; numbers of items, and cells over several rows or columns, which may be too many; rows and
# headings without content; pictures that lack something; languages of no link.
_BEFORE: Final = f"(?:{ATTRIBUTE})*?".replace(" ", r"\ ")  # attributes, since a value may read like another
_STEPS = re.compile(
    rf"""<(?: /li>[\ \t\n\r\f]*+[^<] | [uo]l(?:\ [^>]*+)?>[\ \t\n\r\f]*+[^<]
    | li{_BEFORE}\ value= | t(?:[dh]\ [^>]*span="|r(?:\ [^>]*+)?>\s*+</tr>)
    | h[1-6](?:\ [^>]*+)?>(?:\s|&nbsp;|<(?!/?h|img)[^>]*+>)*</h
    | img(?!(?={_BEFORE}\ src=")(?={_BEFORE}\ alt=")(?![^>]*\ s(?:rcset|izes)="))
    | a(?=\ )(?!\ href=)(?=[^>]*hreflang=)(?!{_BEFORE}\ href=) | (/|[a-z0-9]++) )""",
    re.VERBOSE,
)

_IN_LINES: Final = frozenset({"line", "ruby"})
_NEEDED: Final = {"bdo": "dir", "time": "datetime"}
_NBSP: Final = "&nbsp;"


def mended(html: str, policy: Policy) -> str:
    """Sanitized HTML whose elements are all in valid places.

    A list in a list goes into the item before it; what stands between items becomes one; items without a list get one;
    a line of text that holds blocks is divided among them. All text stays, in its order.

    Args:
        html: as the sanitizer writes it: every element closed, every value in double quotes.
        policy: what it may contain; repairs add nothing else.

    >>> mended("<ul><li>a</li><ul><li>b</li></ul>c</ul>", Policy(tags={"ul", "li"}))
    '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'
    """
    return html if _is_well_placed(html) else _Mender(policy).mended(html)


def _is_well_placed(html: str) -> bool:
    """Whether there is nothing to repair; false may be wrong, which only costs time."""
    outer: list[Model] = []
    place = _QUICK
    for name in _STEPS.findall(html):
        if name == "/":
            place = outer.pop()
        else:
            step = place[name]
            if step is None:
                return False
            place, inside = step
            if inside is not None:
                outer.append(place)
                place = inside
    return True


class _Mender:
    """The state of one text: the elements that are open in the input, and those that are open in the output.

    Text has to be in all elements that are open around it, but not in their order: a ``<b>`` around two paragraphs
    is written within each. Such an element waits while blocks are written, and is opened again where a text comes.
    """

    def __init__(self, policy: Policy) -> None:
        self.tags = policy.tags
        self.policy = policy
        self.pieces: list[str] = []
        self.source: list[Element] = []
        self.open: list[Element] = [Element("", holds=START)]
        self.shown = 0  # texts and pictures so far
        self.waiting: list[Element] = []  # in the order of the source
        self.room = 0  # how many characters reopened elements may add, so that nested ones do not multiply
        self.unseen: Element | None = None  # an element that is dropped with its content
        self.due: Element | None = None  # the element before whose next text a line ends

    def mended(self, html: str) -> str:
        self.room = max(65536, len(html))
        steps = iter(TAG.split(html))
        self._text(next(steps))
        for end, tag, attributes, text in zip(steps, steps, steps, steps, strict=True):
            if end:
                self._end()
            elif tag in VOID:
                self._void(tag, attributes)
            else:
                self._start(tag, attributes)
            self._text(text)
        while len(self.open) > 1:
            self._close()
        return without_gaps("".join(self.pieces))

    # What comes

    def _text(self, text: str) -> None:
        if self.unseen is not None:
            return
        if not text.strip(SPACE):
            self.pieces.append(text)
        elif text.replace(_NBSP, "").strip(SPACE):
            self._into_line()
            self._show(text)
        elif self.open[-1].holds.kind in ("flow", "line", "ruby", "figure"):
            self._put(text)

    def _show(self, piece: str) -> None:
        self._put(piece)
        self.shown += 1

    def _put(self, piece: str) -> None:
        self.open[-1].note("", len(self.pieces))
        self.pieces.append(piece)

    def _void(self, tag: str, attributes: str) -> None:
        if self.unseen is not None:
            return
        if tag == "img":
            shown = picture(attributes, self.policy.attributes.get("img", frozenset()))
            if shown.startswith("<"):
                self._into_line()
                self._show(shown)
            else:
                self._text(f"{GAP}{shown}{GAP}" if shown else "")
        elif tag == "col":
            if self.open[-1].holds.kind == "columns":
                self.open[-1].note("col", len(self.pieces))
                self.pieces.append(f"<col{attributes}>")
        else:
            self._settle()
            if self.open[-1].holds.kind in ("flow", "line", "ruby", "figure"):
                if tag == "hr":
                    self._out_of_lines()
                self._put(f"<{tag}{attributes}>")

    def _start(self, tag: str, attributes: str) -> None:
        element = Element(tag, attributes)
        element.depth = len(self.source)
        self.source.append(element)
        if self.unseen is not None:
            return
        if tag in KINDS_OF_PARTS:
            self._part(element)
        elif tag in BLOCKS:
            self._block(element)
        else:
            self._phrase(element)

    def _end(self) -> None:
        element = self.source.pop()
        if self.unseen is not None:
            if element is self.unseen:
                self.unseen = None
            return
        if element.state is State.WAITING:
            self.waiting.pop()
        elif element.state is State.OPEN:
            while self.open[-1] is not element:
                self._suspend()
            self._close()
        if element.breaks:
            self._end_line()
        elif element.ends_item:
            self._out_of_lines()
            if self.open[-1].implied and self.open[-1].tag in ("li", "dt", "dd"):
                self._close()

    # Where it goes

    def _phrase(self, element: Element) -> None:
        self._into_line()
        if element.tag == "a":
            if not attributes_of(element.attributes).get("href"):
                element.attributes = without(element.attributes, "hreflang")
            if "a" in self.open[-1].holds.barred:
                self._without_outer_links()
        needed = _NEEDED.get(element.tag)
        if needed and not attributes_of(element.attributes).get(needed):
            element.attributes = carried(element.attributes)
            if not element.attributes:
                return
            element.tag = "span"
        if element.tag in self.open[-1].holds.parts:
            self._open(element)

    def _block(self, element: Element) -> None:
        tag = element.tag
        if not (self.open[-1].is_reopened and tag in LISTS):
            self._settle()
        kind = self.open[-1].holds.kind
        if tag == "div" and kind in ("list", "terms"):
            element.ends_item = True
            self._carry(element)
            return
        if kind == "list" and tag in LISTS:
            self._into_last_item()
        self._imply_items()
        line = next((found for found in self._lines() if found.tag in LINE_BLOCKS), None)
        if line is not None and tag in ("p", "div"):
            self._unwrap(element)
            return
        self._out_of_lines()
        if tag in self.open[-1].holds.parts:
            self._open(element)
        else:
            self._unwrap(element)

    def _part(self, element: Element) -> None:
        """Place a part of a list, table or figure: into the open one, or into a new one."""
        kind = KINDS_OF_PARTS[element.tag]
        if not self._out_to(kind):
            if kind in ("list", "terms"):
                self._own_list(element)
            elif kind == "figure" and "div" in self.tags:
                element.tag = "div"
                self._block(element)
                return
            if self.open[-1].holds.kind != kind:
                if element.tag == "rp":  # which browsers never show
                    self.unseen = element
                elif kind != "ruby":
                    self._unwrap(element)
                else:
                    self._carry(element)
                return
        if element.tag == "li" and self.open[-1].tag == "ul":
            element.attributes = without(element.attributes, "value")
        self._open(element)

    def _own_list(self, element: Element) -> None:
        tag = "dl" if element.tag != "li" else "ul" if "ul" in self.tags else "ol"
        if not (self.open[-1].implied and self.open[-1].holds.kind == KINDS_OF_PARTS[element.tag]):
            self._block(Element(tag, implied=True))

    def _out_to(self, kind: str) -> bool:
        """Close the elements up to the one that such parts belong to, if there is one."""
        for place in range(len(self.open) - 1, 0, -1):
            element = self.open[place]
            if element.holds.kind == kind:
                while len(self.open) - 1 > place:
                    self._suspend()
                return True
            if not (element.implied or element.tag in PHRASING or element.tag in LINE_BLOCKS):
                return False
        return False

    def _lines(self) -> list[Element]:
        """The elements around this place that hold no blocks, from the outermost."""
        place = len(self.open)
        while self.open[place - 1].holds.kind in _IN_LINES:
            place -= 1
        return self.open[place:]

    def _out_of_lines(self) -> None:
        while self.open[-1].holds.kind in _IN_LINES:
            self._suspend()

    def _into_line(self) -> None:
        """Make this a place for text, within all that is open around it."""
        self._settle()
        self._imply_items()
        if self.due is not None:
            if self.due in self.open and self.shown > self.due.before:
                self.pieces.append("\n" if self.due.tag == "pre" else "<br>" if "br" in self.tags else " ")
            self.due = None
        if self.waiting:
            self.waiting = [element for element in self.waiting if not self._reopens(element)]

    def _reopens(self, element: Element) -> bool:
        """Reopen an element if it is allowed here; return whether it no longer waits."""
        top = self.open[-1]
        if element.tag not in top.holds.parts or (element.tag in LINE_BLOCKS and element.holder is not top):
            return False
        self.room -= len(element.attributes) + 2 * len(element.tag) + 5
        element.state = State.GONE
        if self.room > 0:
            self._open(element)
        return True

    def _settle(self) -> None:
        """Close the lists that were made for items when no item follows, and items that were opened for lists."""
        while self.open[-1].implied and (self.open[-1].holds.kind in ("list", "terms") or self.open[-1].is_reopened):
            self._close()

    def _imply_items(self) -> None:
        while (implied := self._implied()) is not None:
            self._open(Element(implied, implied=True))

    def _implied(self) -> str | None:
        top = self.open[-1]
        if top.holds.kind == "columns":
            self._suspend()
            return self._implied()
        if top.holds.kind == "terms":
            return "dd" if top.children else "dt"
        return {"list": "li", "table": "tbody", "rows": "tr", "cells": "td"}.get(top.holds.kind)

    def _into_last_item(self) -> None:
        """Reopen the last item of a list, if only space follows it."""
        children = self.open[-1].children
        if children and not "".join(self.pieces[children[-1].end :]).strip(SPACE):
            last = children[-1]
            self.pieces[last.end - 1] = ""
            item = Element("li", implied=True, holds=self.open[-1].holds.within("li"))
            item.place, item.before, item.part, item.is_reopened = last.start, -1, last, True
            self.open.append(item)

    # What is written

    def _open(self, element: Element) -> None:
        around = self.open[-1]
        element.opened(around, len(self.pieces), self.shown)
        self.pieces.append(f"<{element.tag}{element.attributes}>")
        self.open.append(element)

    def _close(self) -> None:
        """Close the element that was opened last."""
        element = self.open.pop()
        is_empty = self.shown == element.before
        if element.implied and is_empty:
            del self.pieces[element.place :]
            self.open[-1].forget(element)
            if self.open[-1].holds.kind in ("flow", "line"):
                self.pieces.append(GAP)
        elif not element.is_erased:
            FINISH.get(element.tag, _plainly)(element, self.pieces, self.tags, self.shown)
        if element.is_erased:
            element.part.tag = ""
            if is_empty and not "".join(self.pieces[element.place :]).strip(SPACE):
                self.open[-1].forget(element)
        element.part.end = len(self.pieces)

    def _suspend(self) -> None:
        """Close the element that was opened last, until a text comes for it."""
        element = self.open[-1]
        if self.shown == element.before and not element.implied and element.tag != "ruby":  # which has parts to undo
            element.erase(self.pieces)
        self._close()
        element.state = State.GONE
        if not element.implied and element.is_kept and (element.tag in LINE_BLOCKS or element.tag in PHRASING):
            self._wait(element)

    def _wait(self, element: Element) -> None:
        element.state = State.WAITING
        element.holder = self.open[-1]
        insort(self.waiting, element, key=attrgetter("depth"))

    def _unwrap(self, element: Element) -> None:
        element.breaks = True
        self._end_line()
        self._carry(element)

    def _carry(self, element: Element) -> None:
        """Keep the language and direction of the text of a dropped element."""
        element.attributes = carried(element.attributes)
        if element.attributes and "span" in self.tags:
            element.tag = "span"
            self._wait(element)

    def _end_line(self) -> None:
        self.due = next((found for found in reversed(self.open) if found.tag not in PHRASING), self.open[0])

    def _without_outer_links(self) -> None:
        """Links contain no links: drop the outer one, since a browser follows the inner one."""
        holds = START
        for element in self.open[1:]:
            if element.tag == "a" and not element.is_erased:
                element.erase(self.pieces)
                element.is_kept = False
                if (stated := carried(element.attributes)) and "span" in self.tags:
                    element.tag, element.attributes, element.is_erased, element.is_kept = "span", stated, False, True
                    self.pieces[element.place] = f"<span{stated}>"
            if not element.is_erased:
                holds = holds.within(element.tag)
            element.holds = holds


def _plainly(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    pieces.append(f"</{element.tag}>")
