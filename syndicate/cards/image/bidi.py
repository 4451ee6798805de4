"""The order in which characters of scripts of both directions are shown (UAX #9, Unicode 15.0). Nothing is drawn here.

The rules work on classes of characters, with which Unicode's own test files ask for them. Glyphs are mirrored by
HarfBuzz, which takes the mirrored one for each run that goes from right to left (rule L4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from syndicate.cards.image.bidi_runs import RunSequence, resolve
from syndicate.character_data import bidi_class

__all__ = ["first_strong", "levels_of", "line_levels", "visual_order"]

_DEEPEST: Final = 125
"""The highest level that an embedding may have (BD2)."""

_ISOLATES: Final = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS: Final = frozenset({"LRE", "RLE", "LRO", "RLO"})
_REMOVED: Final = _EMBEDDINGS | {"PDF", "BN"}
"""What rule X9 takes out of the text; each keeps the level of what is before it."""

_AT_ENDS: Final = _REMOVED | _ISOLATES | {"WS", "PDI"}
"""What is at the paragraph's level at the end of a line, or before a tab (rule L1)."""


def first_strong(classes: Sequence[str], start: int = 0, end: int | None = None) -> int | None:
    """The level of the first strong character that is not in an isolate: 0 or 1; None without one (P2, P3).

    >>> first_strong(["EN", "AL", "L"]), first_strong(["EN"])
    (1, None)
    """
    depth = 0
    for kind in classes[start:end]:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in ("L", "R", "AL"):
            return 0 if kind == "L" else 1
    return None


def levels_of(
    text: str, base: int | None = None, *, classes: Sequence[str] | None = None
) -> tuple[list[int | None], int]:
    """The level of each character of one paragraph, odd from right to left, and the paragraph's own.

    Args:
        text: the paragraph.
        base: its level, 0 or 1; by default that of its first strong letter.
        classes: of the characters, if they are not those of the text.

    Returns:
        The levels before lines are broken, None for characters that rule X9 removes; and the level of the paragraph.

    >>> levels_of("abc 12", 1), levels_of("דג")
    (([2, 2, 2, 2, 2, 2], 1), ([1, 1], 1))
    """
    kinds = list(classes) if classes is not None else [bidi_class(one) for one in text]
    if base is None:
        base = first_strong(kinds) or 0
    if kinds and not base and set(kinds) <= {"L", "EN", "ES", "ET", "CS", "ON", "WS"}:
        return [0] * len(kinds), base
    pairs = _isolate_pairs(kinds)
    levels, resolved = _explicit(kinds, base, pairs)
    for sequence in list(_sequences(kinds, levels, pairs, base)):  # before any of their levels change
        resolve(text, resolved, levels, sequence)
    return levels, base


def _isolate_pairs(kinds: Sequence[str]) -> dict[int, int]:
    """The place of the PDI of each isolate that has one (BD9)."""
    pairs, opened = {}, []
    for place, kind in enumerate(kinds):
        if kind in _ISOLATES:
            opened.append(place)
        elif kind == "PDI" and opened:
            pairs[opened.pop()] = place
    return pairs


class _Status(NamedTuple):
    """An entry of the stack of rule X1."""

    level: int
    override: str = ""
    isolate: bool = False


class _Stack:
    """The directional statuses of the rules X1 to X8."""

    def __init__(self, base: int) -> None:
        self.entries = [_Status(base)]
        self.too_many_isolates = self.too_many_embeddings = self.isolates = 0

    @property
    def last(self) -> _Status:
        return self.entries[-1]

    def embed(self, *, rightward: bool, override: str = "", isolate: bool = False) -> None:
        """Rules X2 to X5c: one level deeper, as far as there is one."""
        level = (self.last.level + 2) & ~1 if rightward else (self.last.level + 1) | 1
        if level <= _DEEPEST and not self.too_many_isolates and not self.too_many_embeddings:
            self.isolates += isolate
            self.entries.append(_Status(level, override, isolate))
        elif isolate:
            self.too_many_isolates += 1
        elif not self.too_many_isolates:
            self.too_many_embeddings += 1

    def end_isolate(self) -> None:
        """Rule X6a."""
        if self.too_many_isolates:
            self.too_many_isolates -= 1
        elif self.isolates:
            self.too_many_embeddings = 0
            while not self.last.isolate:
                self.entries.pop()
            self.entries.pop()
            self.isolates -= 1

    def end_embedding(self) -> None:
        """Rule X7."""
        if self.too_many_isolates:
            return
        if self.too_many_embeddings:
            self.too_many_embeddings -= 1
        elif not self.last.isolate and len(self.entries) > 1:
            self.entries.pop()


def _explicit(kinds: Sequence[str], base: int, pairs: dict[int, int]) -> tuple[list[int | None], list[str]]:
    """The levels after the rules X1 to X8, None for what X9 removes; and the classes, where overrides change them."""
    stack, levels, resolved = _Stack(base), list[int | None](), list(kinds)
    for place, kind in enumerate(kinds):
        if kind in _EMBEDDINGS:
            override = {"LRO": "L", "RLO": "R"}.get(kind, "")
            stack.embed(rightward=kind[0] == "L", override=override)
        elif kind == "PDF":
            stack.end_embedding()
        elif kind == "PDI":
            stack.end_isolate()
        if kind in _REMOVED:
            levels.append(None)
            continue
        levels.append(base if kind == "B" else stack.last.level)
        if kind != "B" and stack.last.override:
            resolved[place] = stack.last.override
        if kind in _ISOLATES:
            inside = first_strong(kinds, place + 1, pairs.get(place)) or 0
            stack.embed(rightward=kind == "LRI" or (kind == "FSI" and inside == 0), isolate=True)
    return levels, resolved


def _sequences(
    kinds: Sequence[str], levels: Sequence[int | None], pairs: dict[int, int], base: int
) -> Iterator[RunSequence]:
    """The isolating run sequences of a paragraph, each with the directions at its ends (X10)."""
    runs: list[list[int]] = []
    for place, level in enumerate(levels):
        if level is None:
            continue
        if runs and levels[runs[-1][-1]] == level:
            runs[-1].append(place)
        else:
            runs.append([place])
    kept = [place for run in runs for place in run]
    neighbors = dict(zip(kept, zip([None, *kept], [*kept[1:], None], strict=False), strict=False))
    starts = {run[0]: run for run in runs}
    ends = set(pairs.values())
    for run in runs:
        if run[0] in ends:
            continue  # it goes on from its isolate
        places = list(run)
        while places[-1] in pairs:
            places += starts[pairs[places[-1]]]
        before, after = neighbors[places[0]][0], neighbors[places[-1]][1]
        if kinds[places[-1]] in _ISOLATES:
            after = None  # an isolate without an end goes to the end of the paragraph
        level = levels[places[0]]
        assert level is not None
        sides = (base if place is None else levels[place] for place in (before, after))
        start, end = ("R" if max(level, side or 0) % 2 else "L" for side in sides)
        yield RunSequence(places, level, start, end)


def line_levels(
    levels: Sequence[int | None], classes: Sequence[str], base: int, start: int = 0, end: int | None = None
) -> list[int | None]:
    """The levels of one line: spaces at its end are at the paragraph's level (rule L1).

    Args:
        levels: of the paragraph, by :func:`levels_of`.
        classes: of its characters.
        base: its level.
        start, end: the line.
    """
    found = list(levels[start:end])
    kinds = classes[start:end]
    ending = True
    for place in range(len(found) - 1, -1, -1):
        if kinds[place] in ("S", "B"):
            ending = True
        elif kinds[place] not in _AT_ENDS:
            ending = False
        if ending and found[place] is not None:
            found[place] = base
    return found


def visual_order(levels: Sequence[int]) -> list[int]:
    """The order from left to right in which parts of a line with these levels are shown (rule L2).

    >>> visual_order([1, 1, 2, 2, 1])
    [4, 2, 3, 1, 0]
    """
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order
