"""The rules of UAX #9 for one isolating run sequence: weak types, brackets, neutrals, levels. `bidi` finds these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from syndicate.character_data import bracket

__all__ = ["RunSequence", "resolve"]

_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_STRONG: Final = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""How strong types and numbers count for neutrals beside them (rules N0 to N2)."""

_MOST_BRACKETS: Final = 63
"""How many brackets may be open (BD16)."""


class RunSequence(NamedTuple):
    """An isolating run sequence (BD13).

    Attributes:
        places: of its characters in the text, without those that rule X9 removes.
        level: their level.
        before, after: the directions at its ends, ``L`` or ``R`` (rule X10).
    """

    places: Sequence[int]
    level: int
    before: str
    after: str


def resolve(text: str, kinds: Sequence[str], levels: list[int | None], run: RunSequence) -> None:
    """Set the final levels of a sequence: rules W1 to W7, N0 to N2, I1, and I2.

    Args:
        text: the paragraph; empty if only classes are known, which then have no brackets.
        kinds: the classes of its characters, overrides applied.
        levels: of all characters, of which those of the sequence are set.
        run: the sequence.
    """
    given = [kinds[place] for place in run.places]
    types = _weak(given, run.before)
    if text:
        _brackets(text, given, types, run)
    _neutral(types, run)
    for place, kind in zip(run.places, types, strict=True):
        odd = run.level % 2
        up = {"L": odd, "R": 1 - odd}.get(kind, 2 - odd)
        levels[place] = run.level + up


def _weak(given: Sequence[str], before: str) -> list[str]:
    """Rules W1 to W7."""
    types = list(given)
    last = before
    strong = before
    for number, kind in enumerate(types):  # W1 to W3
        if kind == "NSM":
            kind = "ON" if last in ("LRI", "RLI", "FSI", "PDI") else last
        last = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        types[number] = "AN" if kind == "EN" and strong == "AL" else kind
    # W3 comes after W2, which needs to know Arabic letters.
    types = ["R" if kind == "AL" else kind for kind in types]
    for number in range(1, len(types) - 1):  # W4
        sides = types[number - 1], types[number + 1]
        if (types[number] in ("ES", "CS") and sides == ("EN", "EN")) or (
            types[number] == "CS" and sides == ("AN", "AN")
        ):
            types[number] = sides[0]
    _terminators(types)
    strong = before
    for number, kind in enumerate(types):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[number] = "L"
    return types


def _terminators(types: list[str]) -> None:
    """Rules W5 and W6."""
    number = 0
    while number < len(types):
        end = number
        while end < len(types) and types[end] == "ET":
            end += 1
        if end > number:
            beside = "EN" in (types[number - 1] if number else "", types[end] if end < len(types) else "")
            types[number:end] = ["EN" if beside else "ON"] * (end - number)
        number = end + 1
    types[:] = ["ON" if kind in ("ES", "CS") else kind for kind in types]


def _brackets(text: str, given: Sequence[str], types: list[str], run: RunSequence) -> None:
    """Rule N0: both brackets of a pair have one direction."""
    embedding = "R" if run.level % 2 else "L"
    for first, last in _bracket_pairs(text, types, run.places):
        inside = {_STRONG[kind] for kind in types[first + 1 : last] if kind in _STRONG}
        if embedding in inside:
            direction = embedding
        elif inside:
            context = next((_STRONG[kind] for kind in reversed(types[:first]) if kind in _STRONG), run.before)
            direction = context if context in inside else embedding
        else:
            continue
        for place in (first, last):
            types[place] = direction
            for following in range(place + 1, len(types)):  # what was a mark on it stays with it
                if given[following] != "NSM":
                    break
                types[following] = direction


def _bracket_pairs(text: str, types: Sequence[str], places: Sequence[int]) -> list[tuple[int, int]]:
    """The pairs of brackets, in the order of the opening ones (BD16)."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for number, place in enumerate(places):
        found = bracket(text[place]) if types[number] == "ON" else None
        if found is None:
            continue
        kind, pair = found
        if kind == "o":
            if len(opened) == _MOST_BRACKETS:
                break
            opened.append((pair, number))
            continue
        this = bracket(pair)
        wanted = this[1] if this is not None else text[place]
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == wanted:
                pairs.append((opened[depth][1], number))
                del opened[depth:]
                break
    return sorted(pairs)


def _neutral(types: list[str], run: RunSequence) -> None:
    """Rules N1 and N2."""
    embedding = "R" if run.level % 2 else "L"
    number = 0
    while number < len(types):
        end = number
        while end < len(types) and types[end] in _NEUTRAL:
            end += 1
        if end > number:
            left = _STRONG[types[number - 1]] if number else run.before
            right = _STRONG[types[end]] if end < len(types) else run.after
            types[number:end] = [left if left == right else embedding] * (end - number)
        number = end + 1
