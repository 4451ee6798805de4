"""The spans of the cells of a table, limited to its rows and columns. Its other parts are in `finishing`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["Fit", "fitted"]

_LARGEST: Final = 100_000
_COLSPAN = re.compile(r' colspan="([0-9]+)"')
_ROWSPAN = re.compile(r' rowspan="([0-9]+)"')


class _Cell(NamedTuple):
    place: tuple[int, int, int]
    column: int
    width: int
    height: int


class Fit(NamedTuple):
    """The start tags to change by group, row and cell; how many columns a table has, and its narrowest row."""

    changed: dict[tuple[int, int, int], str]
    columns: int
    narrowest: int


def fitted(groups: Sequence[Sequence[Sequence[str]]]) -> Fit | None:
    """The cells of a table that reach too far, as they fit; browsers show both alike.

    A cell ends with its group of rows, and before the next cell; a column in which no cell starts is none.

    Args:
        groups: the start tags of the cells of each row of each group.

    Returns:
        What fits; None where that would take too long.

    >>> fitted([[['<td colspan="3">'], ["<td>", '<td rowspan="2">']]])
    Fit(changed={(0, 0, 0): '<td colspan="2">', (0, 1, 1): '<td>'}, columns=2, narrowest=2)
    """
    cells: list[_Cell] = []
    ends: list[int] = []
    area = 0
    for number, group in enumerate(groups):
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(group):
            x = 0
            for place, tag in enumerate(row):
                while (y, x) in taken:
                    x += 1
                height = min(_number(_ROWSPAN, tag) or len(group), len(group) - y)
                width = max(1, _number(_COLSPAN, tag))
                area += width * height
                if area > _LARGEST:
                    return None
                width = next((wide for wide in range(width) if (y, x + wide) in taken), width)
                taken.update((y + down, x + along) for down in range(height) for along in range(width))
                cells.append(_Cell((number, y, place), x, width, height))
                x += width
            while (y, x) in taken:  # by cells of the rows above
                x += 1
            ends.append(x)
    begun = {cell.column for cell in cells}
    changed = {}
    for cell in cells:
        number, y, place = cell.place
        tag = groups[number][y][place]
        width = sum(x in begun for x in range(cell.column, cell.column + cell.width))
        fitting = _with(_ROWSPAN, "rowspan", cell.height, _with(_COLSPAN, "colspan", width, tag))
        if fitting != tag:
            changed[cell.place] = fitting
    return Fit(changed, len(begun), sum(x < min(ends) for x in begun))


def _number(pattern: re.Pattern[str], tag: str) -> int:
    found = pattern.search(tag)
    return int(found[1]) if found else 1


def _with(pattern: re.Pattern[str], name: str, number: int, tag: str) -> str:
    if _number(pattern, tag) == number:
        return tag
    return pattern.sub(f' {name}="{number}"' if number > 1 else "", tag)
