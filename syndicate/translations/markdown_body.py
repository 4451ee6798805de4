"""The body of a Markdown file as units, and back: what is not text of a unit stays as it is, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import attrs

from syndicate.errors import Message, SourceError
from syndicate.translations.content import Code, Content, Unit, numbered, plain, same
from syndicate.translations.html_text import runs, written_html
from syndicate.translations.markdown_inline import parser, read_inline, written_inline

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Body"]

_MODULE: Final = re.compile(r"(?:import|export)\s[^\n]*?(?:from\s|=|\{)", re.DOTALL)
_NAMES: Final = {
    "paragraph_open": "p",
    "th_open": "th",
    "td_open": "td",
    "dt_open": "dt",
    "admonition_title_open": "title",
}
_CONTAINERS: Final = {"list_item_open": "li", "dd_open": "dd", "footnote_reference_open": "note"}


@attrs.frozen
class _Slot:
    """Where a unit is in the body.

    Attributes:
        unit: the text.
        start, end: its place.
        prefixes: what begins each of its lines but the first.
        form: how it is written: ``markdown``, ``line`` (no marks of blocks can be in it), ``cell``, or ``html``.
    """

    unit: Unit
    start: int
    end: int
    prefixes: tuple[str, ...] = ()
    form: str = "markdown"


class Body:
    """The units of a body.

    Args:
        text: the body, with plain line ends.
        above: the line of the file on which it begins, less one.

    >>> body = Body("# Sleep\\n\\n- Rest **well**.\\n")
    >>> [(unit.name, unit.kind, unit.heading, plain(unit.content)) for unit in body.units]
    [('text[0]', 'h1', '', 'Sleep'), ('text[1]', 'li', 'Sleep', 'Rest well.')]
    >>> print(body.written({"text[0]": ("El sueño",)}), end="")
    # El sueño
    <BLANKLINE>
    - Rest **well**.
    """

    def __init__(self, text: str, above: int = 0) -> None:
        self.text = text
        self._above = above
        self._env: dict[str, Any] = {}
        starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
        self._starts = starts
        self._tokens: list[Token] = []
        parser().block.parse(text.replace("\0", " "), parser(), self._env, self._tokens)
        self._slots = list(self._found())

    @property
    def units(self) -> list[Unit]:
        """The texts in their order; those without letters are left out."""
        return [slot.unit for slot in self._slots if slot.unit.name]

    def _found(self) -> Iterator[_Slot]:
        heading, number, cursor = "", 0, 0
        containers: list[str] = []
        for index, token in enumerate(self._tokens):
            if token.type in _CONTAINERS:
                containers.append(_CONTAINERS[token.type])
            elif token.type.endswith("_close") and f"{token.type[:-6]}_open" in _CONTAINERS:
                containers.pop()
            if token.map is not None:
                cursor = max(cursor, self._start(token.map[0]))
            for slot in self._slots_of(index, token, cursor, containers):
                cursor = slot.end
                has_words = any(map(str.isalpha, "".join(filter(_is_text, slot.unit.content))))
                name = f"text[{number}]" if has_words else ""
                yield attrs.evolve(slot, unit=attrs.evolve(slot.unit, name=name, heading=heading))
                number += has_words
                if re.fullmatch("h[1-6]", slot.unit.kind):
                    heading = plain(slot.unit.content)

    def _start(self, line: int) -> int:
        return self._starts[min(line, len(self._starts) - 1)]

    def _line(self, place: int) -> int:
        return self._above + self.text.count("\n", 0, place) + 1

    def _slots_of(self, index: int, token: Token, cursor: int, containers: list[str]) -> Iterator[_Slot]:
        if token.type == "inline" and token.map is not None:
            before = self._tokens[index - 1]
            kind = before.tag if before.type == "heading_open" else _NAMES.get(before.type, "p")
            if kind == "p" and containers:
                kind = containers[-1]
            slot = self._inline(token, kind, cursor)
        elif token.type == "directive" and (token.meta or {}).get("title", "").strip():
            slot = self._titled(token)
        elif token.type == "html_block" and token.map is not None:
            start, end = self._start(token.map[0]), self._start(token.map[1])
            for run in runs(self.text[start:end]):
                unit = Unit(name="", content=run.content, kind=run.kind, line=self._line(start + run.start))
                yield _Slot(unit, start + run.start, start + run.end, form="html")
            return
        else:
            return
        if slot is not None:
            yield slot

    def _titled(self, token: Token) -> _Slot | None:
        title = token.meta["title"].strip()
        start, end = (self._start(line) for line in token.map or (0, 0))
        place = self.text.rfind(title, start, end)
        if place < 0:
            return None
        unit = Unit(name="", content=numbered([title]), kind="title", line=self._line(place))
        return _Slot(unit, place, place + len(title), form="plain")

    def _inline(self, token: Token, kind: str, cursor: int) -> _Slot | None:
        if _MODULE.match(token.content):
            return None
        if kind in ("td", "th"):
            return self._cell(token, kind, cursor)
        assert token.map is not None
        lines = [line.lstrip() for line in token.content.split("\n")]
        if kind == "li" and (task := _TASK.match(lines[0])) is not None:
            lines[0] = lines[0][task.end() :]
        places: list[tuple[int, int]] = []
        for offset, line in enumerate(lines):
            start, end = self._start(token.map[0] + offset), self._start(token.map[0] + offset + 1)
            raw = self.text[start:end].rstrip("\n")
            if raw.endswith(line):
                place = start + len(raw) - len(line)
            else:
                place = start + raw.rfind(line) if line in raw else -1
            if place < 0:
                return None
            places.append((start, place))
        first, last = places[0][1], places[-1][1] + len(lines[-1])
        prefixes = tuple(self.text[start:place] for start, place in places[1:])
        content = read_inline("\n".join(lines), dict(self._env))
        unit = Unit(name="", content=content, kind=kind, line=self._line(first))
        return _Slot(unit, first, last, prefixes, "line" if re.fullmatch("h[1-6]|dt|title", kind) else "markdown")

    def _cell(self, token: Token, kind: str, cursor: int) -> _Slot | None:
        written = token.content.replace("|", "\\|")
        for text in (token.content, written):
            place = self.text.find(text, cursor)
            if text and 0 <= place <= self._end_of_line(cursor):
                unit = Unit(
                    name="", content=read_inline(token.content, dict(self._env)), kind=kind, line=self._line(place)
                )
                return _Slot(unit, place, place + len(text), form="cell")
        return None

    def _end_of_line(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end

    def written(self, targets: Mapping[str, Content], raws: Mapping[str, str] | None = None) -> str:
        """The body with some of its texts replaced.

        Args:
            targets: the new texts by the names of their units; the rest stays.
            raws: what is written as it is in place of some of them: one line each.

        Raises:
            SourceError: a text cannot stand where it has to; with the unit.
        """
        pieces, place = [], 0
        for slot in self._slots:
            target, raw = targets.get(slot.unit.name), (raws or {}).get(slot.unit.name)
            if target is None or (raw is None and same(target, slot.unit.content)):
                continue
            pieces += [self.text[place : slot.start], self._replacement(slot, target) if raw is None else raw]
            place = slot.end
        written = "".join((*pieces, self.text[place:]))
        self._check(written, targets)
        return written

    def raw(self, name: str) -> str:
        """What is written for a unit."""
        slot = next(slot for slot in self._slots if slot.unit.name == name)
        return self.text[slot.start : slot.end]

    def _replacement(self, slot: _Slot, target: Content) -> str:
        if slot.form == "html":
            return written_html(target)
        if slot.form == "plain":
            return plain(target)
        written = written_inline(target, self._env)
        if written is None:
            raise _unwritable(slot.unit)
        if slot.form == "cell":
            written = re.sub(r"(?<!\\)\|", r"\\|", written)
        if slot.form == "markdown":
            written = "\n".join(map(_not_a_mark, written.split("\n")))
        first, *rest = written.strip().split("\n")
        if not rest:
            return first
        prefixes = slot.prefixes or (self._margin(slot),)
        return "\n".join(
            (first, *(prefixes[min(index, len(prefixes) - 1)] + line.lstrip() for index, line in enumerate(rest)))
        )

    def _margin(self, slot: _Slot) -> str:
        """What begins the lines below the first: the marks of quotations, and the room that marks of lists take."""
        begin = self.text.rfind("\n", 0, slot.start) + 1
        return re.sub(r"[^\s>]", " ", self.text[begin : slot.start])

    def _check(self, written: str, targets: Mapping[str, Content]) -> None:
        """What is written has to be read as it was meant, block for block."""
        found = Body(written)
        for old, new in zip(self._slots, found._slots, strict=False):
            meant = targets.get(old.unit.name, old.unit.content)
            if old.unit.kind != new.unit.kind or plain(meant) != plain(new.unit.content):
                raise _unwritable(old.unit)
        if len(found._slots) != len(self._slots):
            raise _unwritable(self._slots[-1].unit)


_TASK: Final = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_MARK: Final = re.compile(
    r"#{1,6}(?=\s|$)|[-+](?=\s|$)|\*(?=\s|$)|>|[-=]+\s*$|(?:[*_-]\s*){3,}$|[:~](?=\s)|~~~|```|!!!|\?\?\?|:::|\[[^\]]*\]:"
)
_NUMBER: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def _not_a_mark(line: str) -> str:
    """A line of text that begins no block."""
    if (match := _NUMBER.match(line)) is not None:
        return f"{match[1]}\\{line[match.end(1) :]}"
    return f"\\{line}" if _MARK.match(line) else line


def _is_text(piece: str | Code) -> TypeGuard[str]:
    return isinstance(piece, str)


def _unwritable(unit: Unit) -> SourceError:
    return SourceError(
        Message("the text cannot be written as Markdown here"),
        field=unit.name,
        line=unit.line or None,
        hint=Message("leave out signs such as `, [, < and | that would be read as markup"),
    )
