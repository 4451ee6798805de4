"""Which text of a translation goes with which of its original. Neither is changed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import attrs

from syndicate.translations.content import Code, Content, Role, Unit

__all__ = ["Twin", "fitted", "twins"]


@attrs.frozen
class Twin:
    """The text of a translation for one of its original.

    Attributes:
        unit: the text.
        is_certain: whether it can be no other: its key says so, or both bodies have the same blocks there.
    """

    unit: Unit
    is_certain: bool


def twins(original: Sequence[Unit], translation: Sequence[Unit]) -> dict[str, Twin]:
    """The twin of each unit of an original that has one, by the name of the unit.

    >>> english = [Unit(name="title", content=("Sleep",), match=frozenset({"title"}))]
    >>> spanish = [Unit(name="title", content=("El sueño",), match=frozenset({"title"}))]
    >>> twins(english, spanish)["title"].unit.content
    ('El sueño',)
    """
    found: dict[str, Twin] = {}
    free = [unit for unit in translation if not unit.is_block]
    for unit in original:
        if not unit.is_block:
            other = next((one for one in free if one.match & unit.match), None)
            if other is not None:
                free.remove(other)
                found[unit.name] = Twin(other, True)
    ours, theirs = ([unit for unit in units if unit.is_block] for units in (original, translation))
    for unit, other, is_certain in _blocks(ours, theirs):
        found[unit.name] = Twin(other, is_certain)
    return found


def _blocks(ours: list[Unit], theirs: list[Unit]) -> Iterator[tuple[Unit, Unit, bool]]:
    """The blocks that go together: all of bodies that are built alike, else what sections have in common."""
    if _kinds(ours) == _kinds(theirs):
        yield from ((one, other, True) for one, other in zip(ours, theirs, strict=True))
        return
    sections, others = list(_sections(ours)), list(_sections(theirs))
    is_alike = [len(section) and section[0].kind for section in sections] == [
        len(section) and section[0].kind for section in others
    ]
    for section, other in zip(sections, others, strict=False) if is_alike else [(ours, theirs)]:
        is_certain = is_alike and _kinds(section) == _kinds(other)
        matcher = SequenceMatcher(None, _kinds(section), _kinds(other), autojunk=False)
        for start, place, size in matcher.get_matching_blocks():
            for offset in range(size):
                yield section[start + offset], other[place + offset], is_certain


def _sections(units: list[Unit]) -> Iterator[list[Unit]]:
    """The blocks before the first heading, and those from each heading to the next."""
    section: list[Unit] = []
    for unit in units:
        if unit.kind[:1] == "h" and unit.kind[1:].isdecimal():
            yield section
            section = []
        section.append(unit)
    yield section


def _kinds(units: list[Unit]) -> list[str]:
    return [unit.kind for unit in units]


def fitted(text: Content, form: Content) -> Content | None:
    """A text with the codes of another instead of its own: their numbers and what stands for them.

    Args:
        text: whose words are kept.
        form: whose codes are taken.

    Returns:
        None, if they have not the same codes.
    """
    if (partners := _partners(text, form)) is None:
        return None
    return tuple(piece if isinstance(piece, str) else partners[piece.number, piece.role] for piece in text)


def _partners(text: Content, form: Content) -> dict[tuple[int, Role], Code] | None:
    """The code of another text for each of a text: one that stands for the same, or else the next of its kind."""
    ours, theirs = (
        [code for code in content if isinstance(code, Code) and code.role is not Role.CLOSE] for content in (text, form)
    )
    ends = {(code.number, code.role): code for code in form if isinstance(code, Code)}
    closing = {code.number: code.raw for code in text if isinstance(code, Code) and code.role is Role.CLOSE}
    found: dict[tuple[int, Role], Code] = {}

    def take(code: Code, other: Code) -> None:
        theirs.remove(other)
        found[code.number, code.role] = other
        if code.role is Role.OPEN:
            found[code.number, Role.CLOSE] = ends[other.number, Role.CLOSE]

    def whole(code: Code, closings: dict[int, str]) -> tuple[str, str, str]:
        return code.kind, code.raw, closings.get(code.number, "")

    theirs_closing = {code.number: code.raw for code in form if isinstance(code, Code) and code.role is Role.CLOSE}
    for is_same in (True, False):
        for code in ours:
            if (code.number, code.role) in found:
                continue
            for other in theirs:
                alike = (code.kind, code.role) == (other.kind, other.role)
                if alike and (not is_same or whole(code, closing) == whole(other, theirs_closing)):
                    take(code, other)
                    break
    return None if theirs or any((code.number, code.role) not in found for code in ours) else found
