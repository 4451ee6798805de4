"""Signs in Markdown that are not read as their author means them: shown as they stand, or taken for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from syndicate.text import one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["check_off", "comparisons", "extra_cells", "misread", "shortened", "unread_formulas", "unread_signs"]

# WordPress shortcodes, formulas, highlights, sub- and superscripts, emoji, references that are not defined, changes in
# CriticMarkup, tags of ERB and EJS, and names of blocks in Obsidian.
_RAW = re.compile(
    r"\[/[a-z][\w-]*\]|\[[a-z][\w-]*\s+[\w-]+=[^\[\]]*\]|!?\[[^\[\]\n]+\]\[[^\[\]\n]*\]"
    r"|\$\$(?:[^$]+\$\$)?|\$(?=[^\s$])[^$\n]*[\\^_][^$\n]*\$|==(?=[^\s=])[^=\n]+=="
    r"|(?<!~)~[^\s~]+~(?!~)|\^[^\s^\[\]]+\^|(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])"
    r"|\{\+\+[^{}\n]+\+\+\}|\{--[^{}\n]+--\}|<%[^%\n]*%>|(?<!\S)\^[A-Za-z0-9-]+$"
)
_RAW_SIGN = re.compile(r"[$^~\[]|==|:[a-z]|\{[+-]|<%")
_FORMULA = re.compile(r"\\\([^\n`]*?[\\^_{=][^\n`]*?\\\)|\\\[[^\n`]*?[\\^_{=][^\n`]*?\\\]")
_PRODUCT = re.compile(r"\d[\d.,]*(?:\*\d[\d.,]*)+")
_COMPARISON = re.compile(
    r">(?=\d|=|[ \t]*=[ \t]*\d|[ \t]*\d[\d.,]*(?:[ \t]*(?:[°º℃℉%‰:;)]|$)|[ \t]*(?:[mkµμ]?g|mcg|[mdcµμ]?[lL]|[mck]?m"
    r"|mmol|mmHg|mm[ \t]Hg|IU|k?cal|kJ|h|min|s|bpm)(?![^\W\d_])))[^\n]*"
)  # with a number and its unit, or without the space that quotations have
_TASK = re.compile(r"\[(?P<mark>[ xX])\](?= )")
_SHOWN: Final = 80


def shortened(text: str) -> str:
    """A piece of a text, as findings show it."""
    shown = one_line(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def unread_signs(text: str) -> Iterator[str]:
    """What other programs read in a run of text, and Markdown shows as it stands.

    >>> list(unread_signs("Take 10^-3^ g of H~2~O :smile:"))
    ['^-3^', '~2~', ':smile:']
    """
    if _RAW_SIGN.search(text):
        yield from (found[0] for found in _RAW.finditer(text))


def unread_formulas(written: str) -> Iterator[str]:
    r"""Formulas of TeX in a paragraph as it is written, of whose brackets Markdown drops the backslashes.

    >>> list(unread_formulas(r"\(x^2\) and \(no formula\)"))
    ['\\(x^2\\)']
    """
    if "\\(" in written or "\\[" in written:
        yield from (found[0] for found in _FORMULA.finditer(written))


def misread(written: str, children: Sequence[Token]) -> Iterator[str]:
    """Products of a paragraph, ``5*10 mg and 2*3``, whose asterisks are taken for emphasis, so that 510 is shown."""
    if "*" not in written or not _PRODUCT.search(written):
        return
    if any(_is_between_digits(position, children) for position in range(1, len(children) - 1)):
        yield from (found[0] for found in _PRODUCT.finditer(written))


def _is_between_digits(position: int, children: Sequence[Token]) -> bool:
    """Whether emphasis begins or ends at an asterisk that has a digit on both sides."""
    token = children[position]
    if token.type not in ("em_open", "em_close") or token.markup != "*":
        return False
    before, after = children[position - 1].content, children[position + 1].content
    return before[-1:].isdecimal() and after[:1].isdecimal()


def comparisons(body: str, tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Comparisons that begin a line, ``> 38 °C``, whose sign is taken for that of a quotation, each with its line.

    Args:
        body: the Markdown.
        tokens: what it is parsed to.
    """
    lines: list[str] = []
    for token in tokens:
        if token.type == "blockquote_open" and token.markup == ">" and token.map:
            lines = lines or body.split("\n")
            if found := _COMPARISON.search(lines[token.map[0]]):
                yield found[0], token.map[0]


def extra_cells(body: str, tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """The cells that rows of tables have beyond those of the head, which Markdown leaves out, each with its line.

    Args:
        body: the Markdown.
        tokens: what it is parsed to.
    """
    lines: list[str] = []
    for position, token in enumerate(tokens):
        if token.type != "table_open":
            continue
        lines = lines or body.split("\n")
        columns = 0
        for row in tokens[position + 1 :]:
            if row.type == "table_close":
                break
            columns += row.type == "th_open"
            if row.type == "tr_open" and columns and row.map and row.map[0] < len(lines):
                cells = _cells(lines[row.map[0]])
                if beyond := [cell for cell in cells[columns:] if cell]:
                    yield " | ".join(beyond), row.map[0]


def _cells(line: str) -> list[str]:
    """The cells of a row, by the bars that no backslash is before (GFM, section 4.10)."""
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.lstrip("> \t").removeprefix("|"))]
    return cells[:-1] if cells and not cells[-1] else cells


def check_off(inline: Token) -> None:
    """Write the box of a task; the plug-in for these makes a form control, which is not allowed, in quadratic time."""
    first = inline.children[0] if inline.children else None
    if first is not None and first.type == "text" and (match := _TASK.match(first.content)):
        first.content = f"{'☐' if match['mark'] == ' ' else '☑'}{first.content[match.end() :]}"
