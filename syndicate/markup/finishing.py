"""What is corrected when an element ends: the order of its parts, and missing ones. The walk is in `mending`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Final

from syndicate.markup.content_model import HEADINGS, Model
from syndicate.markup.gaps import GAP
from syndicate.markup.spans import Fit, fitted
from syndicate.markup.tokens import attributes_of, carried

__all__ = ["FINISH", "SPACE", "Element", "Part", "State", "picture"]

SPACE: Final = " \t\n\r\f"
"""What HTML takes for white space."""


class State(Enum):
    """The state of an element: open in the output, waiting to be reopened, or dropped while its content stays."""

    OPEN = auto()
    WAITING = auto()
    GONE = auto()


class Part:
    """A child of an element among the pieces: its tag, or nothing for a text, and where it starts and ends."""

    __slots__ = ("children", "end", "start", "tag")

    def __init__(self, tag: str, start: int, end: int) -> None:
        self.tag = tag
        self.start = start
        self.end = end
        self.children: list[Part] = []

    def retag(self, tag: str | None, pieces: list[str]) -> None:
        """Replace its tag, or remove it."""
        old, self.tag = self.tag, tag or ""
        pieces[self.start] = f"<{tag}{pieces[self.start][len(old) + 1 :]}" if tag else ""
        pieces[self.end - 1] = f"</{tag}>" if tag else ""


class Element:
    """An element of the text, or one that is implied: where it was opened, and what it holds so far."""

    __slots__ = (
        "attributes",
        "before",
        "breaks",
        "children",
        "depth",
        "ends_item",
        "holder",
        "holds",
        "implied",
        "is_erased",
        "is_kept",
        "is_reopened",
        "part",
        "place",
        "state",
        "tag",
    )

    def __init__(self, tag: str, attributes: str = "", *, implied: bool = False, holds: Model | None = None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.implied = implied
        self.state = State.GONE
        self.breaks = False
        self.ends_item = False
        self.is_erased = False
        self.is_kept = True
        self.is_reopened = False
        self.place = 0
        self.before = 0
        self.depth = 0
        self.holder: Element | None = None
        self.children: list[Part] = []
        self.part = Part(tag, 0, 0)
        if holds is not None:
            self.holds: Model = holds

    def opened(self, around: Element, place: int, shown: int) -> None:
        """Record the piece that opens it, and how much had been shown before."""
        self.state = State.OPEN
        self.is_erased = False
        self.place = place
        self.before = shown
        self.children = []
        self.holds = around.holds.within(self.tag)
        self.part = Part(self.tag, place, place)
        self.part.children = self.children
        if around.holds.kind not in ("flow", "line"):
            around.children.append(self.part)

    def note(self, tag: str, place: int) -> None:
        """Record a child of one piece, if the order of children matters."""
        if self.holds.kind not in ("flow", "line"):
            self.children.append(Part(tag, place, place + 1))

    def forget(self, child: Element) -> None:
        """Forget the last child, which was removed."""
        if self.children and self.children[-1] is child.part:
            self.children.pop()

    def erase(self, pieces: list[str]) -> None:
        """Remove its start tag; its content stays."""
        pieces[self.place] = ""
        self.is_erased = True


def _heading(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    """Remove a heading without text: screen readers would list it."""
    if shown == element.before:
        element.erase(pieces)
        pieces.append(GAP)
    else:
        pieces.append(f"</{element.tag}>")


def _row(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    """Remove a row without cells."""
    if element.children:
        pieces.append("</tr>")
    else:
        element.erase(pieces)


def _terms(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    """Give terms a description; descriptions without any term become items of a list."""
    found = [part.tag for part in element.children]
    if "dt" not in found and "li" in tags:
        tag = "ul" if "ul" in tags else "ol"
        pieces[element.place] = f"<{tag}{element.attributes}>"
        for part in element.children:
            part.retag("li", pieces)
        element.tag = element.part.tag = tag
    elif found:
        if found[0] == "dd":
            pieces[element.place] += "<dt></dt>"
        if found[-1] == "dt":
            pieces.append("<dd></dd>")
    pieces.append(f"</{element.tag}>")


_RUBY = re.compile(r"(?:c+(?:r|prp)+)+")


def _ruby(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    """Turn a ruby whose annotations are not in order into plain text."""
    kinds = {"rt": "r", "rp": "p"}
    if _RUBY.fullmatch("".join(kinds.get(part.tag, "c") for part in element.children)):
        pieces.append("</ruby>")
        return
    if stated := carried(element.attributes):
        pieces[element.place] = f"<span{stated}>"
        element.tag = element.part.tag = "span"
    else:
        element.erase(pieces)
    for part in element.children:
        if part.tag == "rp":  # which browsers never show
            pieces[part.start : part.end] = [""] * (part.end - part.start)
        elif part.tag == "rt":
            part.retag("span" if carried(pieces[part.start]) else None, pieces)
    if not element.is_erased:
        pieces.append("</span>")


def _figure(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    """Keep one caption of a figure, before or after all else."""
    captions = [part for part in element.children if part.tag == "figcaption"]
    if captions:
        kept = next((part for part in captions if part in (element.children[0], element.children[-1])), None)
        for part in captions:
            if part is not kept:
                part.retag("div" if "div" in tags else None, pieces)
    pieces.append("</figure>")


_SPAN = re.compile(' span="[0-9]+"')


def _columns(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    """Keep either the number or the columns of a group."""
    if element.children:
        pieces[element.place] = _SPAN.sub("", pieces[element.place])
    pieces.append("</colgroup>")


_TABLE_ORDER = re.compile(r"c?g*h?b*f?")
_LETTERS: Final = {"caption": "c", "colgroup": "g", "thead": "h", "tbody": "b", "tfoot": "f"}


def _table(element: Element, pieces: list[str], tags: frozenset[str], shown: int) -> None:
    """Put the parts of a table in the order in which browsers show them, and fit its cells into it."""
    fit = _fit_cells(element.children, pieces)
    groups = [part for part in element.children if part.tag == "colgroup"]
    stated = sum(_span(pieces[part.start]) for group in groups for part in group.children or [group])
    if fit is not None and not stated == fit.columns == fit.narrowest:
        for group in groups:
            pieces[group.start : group.end] = [""] * (group.end - group.start)
    if not _TABLE_ORDER.fullmatch("".join(_LETTERS[part.tag] for part in element.children)):
        _order(element, pieces, tags)
    pieces.append("</table>")


def _fit_cells(parts: Sequence[Part], pieces: list[str]) -> Fit | None:
    """Reduce spans of cells that exceed the table."""
    groups = [[row.children for row in part.children] for part in parts if part.tag not in ("caption", "colgroup")]
    found = fitted([[[pieces[cell.start] for cell in row] for row in group] for group in groups])
    for (group, row, cell), tag in found.changed.items() if found else ():
        pieces[groups[group][row][cell].start] = tag
    return found


def _span(tag: str) -> int:
    found = _SPAN.search(tag)
    return int(found[0][7:-1]) if found else 1


def _order(table: Element, pieces: list[str], tags: frozenset[str]) -> None:
    parts = table.children
    first = {part.tag: part for part in reversed(parts)}
    for part in parts:
        if part.tag in ("thead", "tfoot") and part is not first[part.tag]:
            part.retag("tbody", pieces)
    captions = [part for part in parts if part.tag == "caption"]
    order = [part for tag in ("colgroup", "thead", "tbody", "tfoot") for part in parts if part.tag == tag]
    written = ["".join(pieces[part.start : part.end]) for part in order]
    if captions:
        inner = [_content(part, pieces) for part in captions[1:]]
        inner.insert(0, "".join(pieces[captions[0].start + 1 : captions[0].end - 1]))
        line_end = "<br>" if "br" in tags else " "
        written.insert(0, f"{pieces[captions[0].start]}{line_end.join(inner)}</caption>")
    pieces[table.place + 1 :] = written


def _content(part: Part, pieces: list[str]) -> str:
    stated, inner = carried(pieces[part.start]), "".join(pieces[part.start + 1 : part.end - 1])
    return f"<span{stated}>{inner}</span>" if stated else inner


FINISH: Final[dict[str, Callable[[Element, list[str], frozenset[str], int], None]]] = {
    "dl": _terms,
    "ruby": _ruby,
    "figure": _figure,
    "colgroup": _columns,
    "table": _table,
    "tr": _row,
    **dict.fromkeys(HEADINGS, _heading),
}
"""The functions that finish elements, by name."""


def picture(attributes: str, allowed: frozenset[str]) -> str:
    """A picture with its required attributes; without a valid address, its text alternative, as browsers show it.

    A picture whose alternative is missing has its title for one; without a title it gets an empty one, so that screen
    readers do not read its address out. Only attributes that are allowed come in.
    """
    found = attributes_of(attributes)
    given = frozenset(found)
    srcset = found.get("srcset")
    if "src" not in found:
        if not srcset:
            return found.get("alt", "").replace("&quot;", '"')  # which needs no escaping in text
        found["src"] = srcset.split(" ", 1)[0].rstrip(",")
    if srcset and re.search(r" [0-9]+w(?:,|$)", srcset):
        found.setdefault("sizes", "100vw")  # which browsers assume
    else:
        found.pop("sizes", None)
    found.setdefault("alt", found.get("title", ""))
    return "<img" + "".join(f' {name}="{value}"' for name, value in found.items() if name in given | allowed) + ">"
