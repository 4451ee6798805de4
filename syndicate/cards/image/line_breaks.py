"""Where a line may break in a text of any script (UAX #14). Which of these places are taken is decided in `breaking`.

Rules and classes are those of Unicode 15.0, with the numbers of section 8.2, example 7, which Unicode's own test file
has too. Thai, Lao, Khmer, Burmese, and others of the class ``SA`` are written without spaces, and only a dictionary
knows their words: they break at spaces, and at U+200B where an author has marked the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from syndicate.character_data import is_future_picture, is_wide_bracket, line_break_class

__all__ = ["break_opportunities"]

_ENDS: Final = frozenset({"BK", "CR", "LF", "NL"})
_BARE: Final = _ENDS | {"SP", "ZW"}
"""What no mark combines with (rule LB9)."""

_LETTERS: Final = frozenset({"AL", "HL"})
_IDEOGRAPHS: Final = frozenset({"ID", "EB", "EM"})
_HANGUL: Final = frozenset({"JL", "JV", "JT", "H2", "H3"})
_CLOSING: Final = frozenset({"CL", "CP", "IS", "SY"})
_AFFIXES: Final = frozenset({"PR", "PO"})
_OPENS: Final = frozenset("\u00ab\u2018\u201c\u2039")
_CLOSES: Final = frozenset("\u00bb\u2019\u201d\u203a")


def _pairs(*rules: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for before, after in rules for a in before.split() for b in after.split())


_TOGETHER: Final = _pairs(
    ("SY", "HL"),  # LB21b
    ("AL HL", "NU"),  # LB23
    ("NU", "AL HL"),
    ("PR", "ID EB EM"),  # LB23a
    ("ID EB EM", "PO"),
    ("PR PO", "AL HL"),  # LB24
    ("AL HL", "PR PO"),
    ("PR PO OP HY", "NU"),  # LB25
    ("JL", "JL JV H2 H3"),  # LB26
    ("JV H2", "JV JT"),
    ("JT H3", "JT"),
    ("JL JV JT H2 H3", "PO"),  # LB27
    ("PR", "JL JV JT H2 H3"),
    ("AL HL", "AL HL"),  # LB28
    ("IS", "AL HL"),  # LB29
    ("EB", "EM"),  # LB30b
)
"""The pairs of classes between which no line breaks, whatever is around them."""


class _Unit(NamedTuple):
    """A character with the marks on it, as one for the rules.

    Attributes:
        kind: its class.
        start: its place in the text.
        first, last: its first and its last character.
    """

    kind: str
    start: int
    first: str
    last: str


class _State(NamedTuple):
    """What the rules need to know of the units up to one.

    Attributes:
        base: the class of the last one before any spaces.
        number: whether it ends a number, as far as it goes on (LB25).
        closed: whether it closes a bracket behind a number.
        flags: how many halves of flags there are before it and with it (LB30a).
    """

    base: str = ""
    number: bool = False
    closed: bool = False
    flags: int = 0

    def then(self, kind: str) -> _State:
        """The state after another unit."""
        return _State(
            kind if kind != "SP" else self.base,
            kind == "NU" or (self.number and kind in ("SY", "IS")),
            self.number and kind in ("CL", "CP"),
            self.flags + 1 if kind == "RI" else 0,
        )


def break_opportunities(text: str, *, east_asian: bool = False, whole_words: bool = False) -> list[int]:
    """The places in a text where a line may end, the end of the text among them; each is after the spaces.

    Args:
        text: plain text.
        east_asian: whether a line may break between an ideograph and a quotation that opens after it or closes before
            it, as in Unicode 16 (LB19a). Chinese has no spaces there.
        whole_words: whether words in Hangul stay whole, which have spaces between them (UAX #14, section 8).

    >>> break_opportunities("A to-do list"), break_opportunities("健康。好"), break_opportunities("10/20 km")
    ([2, 5, 8, 12], [1, 3, 4], [6, 8])
    """
    units = _units(text, whole_words=whole_words)
    found = []
    state = _State()
    for number, unit in enumerate(units[:-1]):
        state = state.then(unit.kind)
        if _breaks(units, number, state, east_asian=east_asian):
            found.append(units[number + 1].start)
    return [*found, len(text)] if text else []


def _units(text: str, *, whole_words: bool) -> list[_Unit]:
    units: list[_Unit] = []
    for place, character in enumerate(text):
        kind = line_break_class(character)
        if kind in ("CM", "ZWJ"):
            if units and units[-1].kind not in _BARE:  # LB9
                units[-1] = units[-1]._replace(last=character)
                continue
            kind = "AL"  # LB10
        is_letter = kind == "SA" or (whole_words and kind in _HANGUL)
        units.append(_Unit("AL" if is_letter else kind, place, character, character))
    return units


def _breaks(units: Sequence[_Unit], number: int, state: _State, *, east_asian: bool) -> bool:
    """Whether a line may end between a unit and the next one: rules LB4 to LB18."""
    before, after = units[number], units[number + 1]
    a, b = before.kind, after.kind
    if a in _ENDS:
        return not (a == "CR" and b == "LF")
    if b in _BARE:
        return False
    if state.base == "ZW":
        return True
    kept = (
        before.last == "\u200d"  # LB8a
        or "WJ" in (a, b)
        or a == "GL"
        or (b == "GL" and a not in ("SP", "BA", "HY"))
        or b == "EX"
        or (b in _CLOSING and a != "NU")
        or state.base == "OP"
        or (state.base == "QU" and b == "OP")
        or (state.base in ("CL", "CP") and b == "NS")
        or (state.base == "B2" and b == "B2")
    )
    return not kept and (a == "SP" or _breaks_in_words(units, number, state, east_asian=east_asian))


def _breaks_in_words(units: Sequence[_Unit], number: int, state: _State, *, east_asian: bool) -> bool:
    """Whether a line may end between two units without a space: rules LB19 to LB31."""
    before, after = units[number], units[number + 1]
    a, b = before.kind, after.kind
    if "QU" in (a, b):
        return east_asian and _is_between_quotation(before, after)
    if "CB" in (a, b):
        return True
    if b in ("BA", "HY", "NS", "IN") or a == "BB":
        return False
    if a in ("HY", "BA") and number and units[number - 1].kind == "HL":  # LB21a
        return False
    following = units[number + 2].kind if number + 2 < len(units) else ""
    kept = (
        (a, b) in _TOGETHER
        or (a in _AFFIXES and b in ("OP", "HY") and following == "NU")  # LB25
        or (state.number and (b == "NU" or b in _CLOSING))
        or ((state.number or state.closed) and b in _AFFIXES)
        or (b == "OP" and (a in _LETTERS or a == "NU") and not is_wide_bracket(after.first))  # LB30
        or (a == "CP" and (b in _LETTERS or b == "NU") and not is_wide_bracket(before.first))
        or (a == b == "RI" and state.flags % 2 == 1)  # LB30a
        or (b == "EM" and is_future_picture(before.first))
    )
    return not kept


def _is_between_quotation(before: _Unit, after: _Unit) -> bool:
    wide = _IDEOGRAPHS | _HANGUL | {"NS", "CL"}
    return (before.first in _CLOSES and after.kind in wide) or (after.first in _OPENS and before.kind in wide)
