"""The texts that translators get: units, and what stands for markup in them. Where they come from is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Final

import attrs

from syndicate.text import one_line

__all__ = ["Code", "Content", "Role", "Unit", "coded", "digest", "numbered", "plain", "problems", "same", "tag_names"]


class Role(StrEnum):
    """How a code stands in its text."""

    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@attrs.frozen
class Code:
    """Markup within a text, which a translator can move and cannot change.

    Attributes:
        role: whether it begins, ends, or stands alone.
        kind: what it is: ``bold``, ``italic``, ``link``, ``image``, ``break``, ``html``, and so on.
        raw: what stands in the source for it.
        number: what the two ends of a pair have in common; from 1 in each text.
    """

    role: Role
    kind: str
    raw: str
    number: int = 0


Content = tuple[str | Code, ...]
"""A text with codes in it. Its characters are those that a reader sees, whatever the source writes for them."""


@attrs.frozen(kw_only=True)
class Unit:
    """One text to translate: a field, or a block of a body.

    Attributes:
        name: its place, such as ``title``, ``sections[0].title`` or ``text[3]``.
        content: what it says.
        kind: ``line`` for fields; for blocks the HTML element it becomes, such as ``p``, ``h2`` or ``li``.
        heading: the heading it stands below.
        line: that of its file; 0 where there is none.
        match: what it has in common with its translation, if that can be told: keys of fields, addresses of links.
    """

    name: str
    content: Content
    kind: str = "line"
    heading: str = ""
    line: int = 0
    match: frozenset[str] = frozenset()

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(plain(self.content).split())

    @property
    def is_block(self) -> bool:
        """Whether it is a part of the body."""
        return self.name.startswith("text[")


_TAGS: Final = {"bold": "b", "italic": "i", "strike": "s", "link": "a", "image": "img", "break": "br"}


def numbered(content: Iterable[str | Code]) -> Content:
    """Content with neighboring texts joined, and its codes numbered in their order.

    >>> bold = [Code(Role.OPEN, "bold", "**"), "a", "b", Code(Role.CLOSE, "bold", "**")]
    >>> [piece if isinstance(piece, str) else piece.number for piece in numbered(bold)]
    [1, 'ab', 1]
    """
    found: list[str | Code] = []
    open_: list[Code] = []
    last = 0
    for piece in content:
        if isinstance(piece, str):
            if found and isinstance(found[-1], str):
                found[-1] += piece
            elif piece:
                found.append(piece)
            continue
        if piece.role is Role.CLOSE:
            piece = attrs.evolve(piece, number=open_.pop().number if open_ else 0)
        else:
            last += 1
            piece = attrs.evolve(piece, number=last)
            if piece.role is Role.OPEN:
                open_.append(piece)
        found.append(piece)
    return tuple(found)


def plain(content: Content) -> str:
    """The words alone, in one line."""
    return one_line("".join(piece if isinstance(piece, str) else _gap(piece) for piece in content))


def _gap(code: Code) -> str:
    return " " if code.role is Role.ALONE else ""


def tag_names(content: Content) -> dict[int, str]:
    """The name of each code by its number, as PO files and messages show it: ``b1``, ``a2``, ``x3``.

    A name that stands in the text itself as a tag is not taken.
    """
    written = set(_TAG.findall("".join(piece for piece in content if isinstance(piece, str))))
    names: dict[int, str] = {}
    for code in content:
        if isinstance(code, Code) and code.role is not Role.CLOSE:
            name = f"{_TAGS.get(code.kind, 'x' if code.role is Role.ALONE else 'g')}{code.number}"
            while name in written:
                name = f"x{name}"
            names[code.number] = name
    return names


_TAG: Final = re.compile(r"</?([a-z]+[0-9]+)/?>")


def coded(content: Content, names: dict[int, str] | None = None) -> str:
    """The text with a tag for each code.

    >>> coded(numbered(["Stay ", Code(Role.OPEN, "bold", "**"), "calm", Code(Role.CLOSE, "bold", "**")]))
    'Stay <b1>calm</b1>'
    """
    names = tag_names(content) if names is None else names
    forms = {Role.OPEN: "<{}>", Role.CLOSE: "</{}>", Role.ALONE: "<{}/>"}
    return "".join(
        piece if isinstance(piece, str) else forms[piece.role].format(names.get(piece.number, f"x{piece.number}"))
        for piece in content
    )


def digest(content: Content) -> str:
    """A short digest of a text and its codes; white space does not count."""
    written = "\0".join(piece if isinstance(piece, str) else f"{piece.kind}\1{piece.raw}" for piece in content)
    return sha256(" ".join(written.split()).encode(errors="replace")).hexdigest()[:16]


def same(first: Content, second: Content) -> bool:
    """Whether two texts say the same with the same codes; white space does not count."""
    return _comparable(first) == _comparable(second)


def _comparable(content: Content) -> str:
    return " ".join(coded(content, {}).split())


def problems(
    source: Content, target: Sequence[str | Code], elements: Mapping[int, str] | None = None
) -> Iterator[tuple[str, str]]:
    """What is wrong with the codes of a translation: ``lost``, ``added``, ``twice``, ``order``, each with the tag.

    Args:
        source, target: the texts.
        elements: the element that a file has for each code, by its number; without them, codes are tags of PO files.
    """
    names = tag_names(source)
    wanted = [(code.role, code.number) for code in source if isinstance(code, Code)]
    there = [(code.role, code.number) for code in target if isinstance(code, Code)]

    def shown(role: Role, number: int) -> str:
        if elements is not None:
            return f'<{elements.get(number, "x")} id="{number}">'
        name = names.get(number, f"x{number}")
        return {Role.OPEN: f"<{name}>", Role.CLOSE: f"</{name}>", Role.ALONE: f"<{name}/>"}[role]

    def of_both(codes: Iterable[tuple[Role, int]]) -> Iterator[str]:
        """The tags; of a pair that has the fault at both ends, the first."""
        found = dict.fromkeys(codes)
        for role, number in found:
            if role is not Role.CLOSE or (Role.OPEN, number) not in found:
                yield shown(role, number)

    for kind, codes in (
        ("lost", [code for code in wanted if code not in there]),
        ("added", [code for code in there if code not in wanted]),
        ("twice", [code for code in there if code in wanted and there.count(code) > 1]),
    ):
        yield from ((kind, tag) for tag in of_both(codes))
    open_: list[int] = []
    for role, number in there:
        if role is Role.OPEN:
            open_.append(number)
        elif role is Role.CLOSE and (not open_ or open_.pop() != number):
            yield "order", shown(role, number)
            return
