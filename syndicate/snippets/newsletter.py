"""A snippet for a newsletter: HTML styled element by element, and plain text with numbered links. No text is made here.

Mail programs drop style sheets, classes, and what they do not know of HTML, so each element says itself how it looks.
The builder of embeds does the same in the browser, by the same tables (`embeds/builder/newsletter.js`).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, Final

from syndicate.errors import InvalidValueError, Message
from syndicate.snippets.nodes import Node, serialize

__all__ = ["BLOCKS", "KEPT", "MOST_WIDTH", "PLAIN_TAGS", "STYLES", "TEASER_WIDTH", "email", "line_width", "plain"]

MOST_WIDTH: Final = 560
"""How wide a picture may be, in pixels: newsletters are 600 wide by custom, with a margin."""
TEASER_WIDTH: Final = 160

_RULE: Final = "border-top:1px solid #c9cdd2;padding-top:8px;color:#565c65;font-size:14px"
STYLES: Final[dict[str, str]] = {
    "article": "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1b1b1b;max-width:600px",
    "h1": "font-size:26px;line-height:1.25;margin:0 0 12px",
    "h2": "font-size:24px;line-height:1.25;margin:0 0 12px",
    "h3": "font-size:19px;line-height:1.3;margin:20px 0 8px",
    "h4": "font-size:17px;line-height:1.3;margin:16px 0 8px",
    "h5": "font-size:16px;line-height:1.3;margin:16px 0 8px",
    "h6": "font-size:16px;line-height:1.3;margin:16px 0 8px",
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px;padding:0 24px",
    "ol": "margin:0 0 12px;padding:0 24px",
    "li": "margin:0 0 6px",
    "dd": "margin:0 24px 8px",
    "blockquote": "margin:0 0 12px;padding:0 16px;border-left:3px solid #c9cdd2;border-right:3px solid #c9cdd2",
    "pre": "white-space:pre-wrap;font-size:14px;margin:0 0 12px",
    "table": "border-collapse:collapse;margin:0 0 12px",
    "th": "border:1px solid #c9cdd2;padding:4px 8px;font-weight:bold",
    "td": "border:1px solid #c9cdd2;padding:4px 8px",
    "img": "max-width:100%;height:auto;border:0",
    "a": "color:__ACCENT__",
    "footer": _RULE,
    ".syndicate-topics": "list-style:none;margin:0;padding:0",
    ".syndicate-teaser": "list-style:none;margin:0 0 20px",
    ".syndicate-teaser-title": "font-size:19px;line-height:1.3;margin:0 0 4px",
    ".syndicate-description": "margin:0 0 4px",
    ".syndicate-date": "margin:0;color:#565c65;font-size:14px",
    ".syndicate-also-called": "margin:0 0 12px;color:#565c65",
    ".syndicate-organization": "color:#565c65",
    ".syndicate-also-in": "margin:0;color:#565c65;font-size:14px",
}
"""How each element looks, by its class or else by its name."""

KEPT: Final = frozenset("lang dir href src alt title colspan rowspan scope start value width height".split())
"""The attributes that stay; the rest says nothing to a mail program."""

PLAIN_TAGS: Final[dict[str, str]] = {
    **dict.fromkeys("article section header footer aside nav figure figcaption address details".split(), "div"),
    "summary": "p",
    **dict.fromkeys("time data".split(), "span"),
}
"""The elements that mail programs may not know, and what stands for each."""

BLOCKS: Final = frozenset(
    "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr"
    " li nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""The elements that begin a new line of plain text."""


_SIZES: Final = ("width", "height")


def email(tree: Sequence[Node], accent: str = "#005ea2") -> bytes:
    """A snippet for HTML mail, in UTF-8: without classes and style sheets, every look in the element itself.

    Args:
        tree: the nodes of a snippet.
        accent: the color of links.
    """
    return (str(serialize([_mailed(node, accent) for node in tree])) + "\n").encode()


def _mailed(node: Node, accent: str, width: int = MOST_WIDTH) -> Node:
    """A node as it stands in mail: in other elements, with other attributes."""
    if isinstance(node, str):
        return node
    tag, attributes, *children = node
    classes = attributes.get("class", "").split()
    if "syndicate-teaser" in classes:
        width = TEASER_WIDTH
    # HTML knows no `value` of what stands for a `data`.
    kept = {name: value for name, value in attributes.items() if name in KEPT and (name != "value" or tag == "li")}
    if tag == "img":
        kept |= _sized(kept, width)
    looks = [STYLES[f".{name}"] for name in classes if f".{name}" in STYLES]
    style = looks[-1] if looks else STYLES.get(tag, "")
    if style:
        kept["style"] = style.replace("__ACCENT__", accent)
    return [PLAIN_TAGS.get(tag, tag), kept, *(_mailed(child, accent, width) for child in children)]


def _sized(attributes: dict[str, str], most: int) -> dict[str, str]:
    """The width of a picture, which Outlook takes from nowhere else, and the height that belongs to it."""
    stated, height = (int(value) if (value := attributes.get(name, "")).isdecimal() else 0 for name in _SIZES)
    width = min(stated or most, most)
    return {"width": str(width)} | ({"height": str(round(height * width / stated))} if stated and height else {})


def line_width(width: int) -> int:
    """The width of lines.

    Raises:
        InvalidValueError: it is none.
    """
    if type(width) is not int or width < 40:
        raise InvalidValueError(
            Message("{width!r} is not a width of lines", width=width), field="width", hint=Message("use 40 or more")
        )
    return width


def plain(tree: Sequence[Node], width: int = 72) -> bytes:
    """A snippet as plain text, in UTF-8, wrapped, with its links as numbered notes at the end.

    Pictures are their text alternatives in brackets; those of teasers are left out, so that a title comes first.

    Args:
        tree: the nodes of a snippet.
        width: the most characters of a line; an address that is longer stays whole.
    """
    text = _Text()
    blocks = list(text.blocks(tree, width))
    if text.notes:
        blocks.append([f"[{number}] {url}" for url, number in text.notes.items()])
    return ("\n\n".join("\n".join(lines) for lines in blocks) + "\n").encode()


_BREAK: Final = "\v"  # where a line ends that is not the source's


class _Text:
    """Writes the text of nodes in lines, and remembers the addresses of links."""

    def __init__(self) -> None:
        self.notes: dict[str, int] = {}
        self._titled = False

    def blocks(self, children: Sequence[Node], width: int) -> Iterator[list[str]]:
        """What stands below each other, each in its lines."""
        run: list[str] = []
        for child in children:
            if isinstance(child, str) or child[0] not in BLOCKS:
                run.append(self.inline(child))
                continue
            if lines := _wrapped("".join(run), width):
                yield lines
            run = []
            yield from self._block(child, width)
        if lines := _wrapped("".join(run), width):
            yield lines

    def _block(self, node: list[Any], width: int) -> Iterator[list[str]]:
        tag, attributes, *children = node
        if tag in ("ul", "ol") or "syndicate-footer" in attributes.get("class", ""):
            yield from self._items(tag, attributes, children, width)
        elif tag[0] == "h" and tag[1:].isdigit():
            if lines := _wrapped("".join(map(self.inline, children)), width):
                mark = "-" if self._titled else "="
                self._titled = True
                yield [*lines, mark * max(map(len, lines))]
        elif tag == "pre":
            yield "".join(map(self.inline, children)).replace(_BREAK, "\n").strip("\n").split("\n")
        elif tag == "tr":
            cells = [" ".join(_wrapped("".join(map(self.inline, cell[2:])), 10_000)) for cell in _elements(children)]
            if any(cells):  # an empty one keeps its place, or all after it would stand below another heading
                yield _wrapped(" | ".join(cells), width)
        elif tag in ("table", "thead", "tbody", "tfoot"):
            if lines := [line for block in self.blocks(_elements(children), width) for line in block]:
                yield lines
        elif tag == "hr":
            yield ["-" * 3]
        elif tag in ("blockquote", "dd"):
            mark = "> " if tag == "blockquote" else "  "
            for lines in self.blocks(children, width - 2):
                yield [mark + line for line in lines]
        else:
            yield from self.blocks(children, width)

    def _items(self, tag: str, attributes: dict[str, str], children: list[Node], width: int) -> Iterator[list[str]]:
        """A list, or what stands below a text line by line: teasers apart from each other, all else close together."""
        number = int(attributes.get("start", "1")) if attributes.get("start", "1").lstrip("-").isdigit() else 1
        apart = "syndicate-topics" in attributes.get("class", "")
        together: list[str] = []
        for child in children:
            if isinstance(child, str):
                continue
            mark = "" if apart or tag == "footer" else f"{number}. " if tag == "ol" else "- "
            number += 1
            shown = [part for part in child[2:] if not (apart and _is_picture(part))]
            lines = [line for block in self.blocks(shown, width - len(mark)) for line in block]
            marked = [(mark if place == 0 else " " * len(mark)) + line for place, line in enumerate(lines)]
            if apart:
                yield marked
            else:
                together += marked
        if together:
            yield together

    def inline(self, node: Node) -> str:
        """What stands in a line."""
        if isinstance(node, str):
            return node
        tag, attributes, *children = node
        if tag == "br":
            return _BREAK
        if tag == "img":
            return f"[{attributes['alt']}]" if attributes.get("alt") else ""
        text = "".join(map(self.inline, children))
        url = attributes.get("href")
        if tag != "a" or not url or _spaced(text) == url:
            return text if tag not in BLOCKS else f" {text} "
        return f"{text} [{self.notes.setdefault(url, len(self.notes) + 1)}]"


def _is_picture(node: Node) -> bool:
    """Whether a node is the picture of a teaser with its credit, which says nothing where no picture can be seen."""
    return not isinstance(node, str) and "syndicate-image" in node[1].get("class", "").split()


def _elements(children: Sequence[Node]) -> list[Node]:
    return [child for child in children if not isinstance(child, str)]


def _spaced(text: str) -> str:
    """A text with one space where HTML shows one; spaces that do not break stay as they are."""
    return re.sub(r"[ \t\n\r\f]+", " ", text).strip(" ")


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines; nothing where it says nothing."""
    lines = [_spaced(line) for line in text.split(_BREAK)]
    while lines and not lines[-1]:
        lines.pop()
    return [
        part
        for line in lines
        for part in textwrap.wrap(line, max(width, 20), break_long_words=False, break_on_hyphens=False)
    ]
