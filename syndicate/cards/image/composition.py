"""What stands where on a card: sizes, lines and colors, before a pixel is drawn. Lines are broken in `breaking`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import attrs

from syndicate.cards.image.breaking import break_lines, fill_lines, leans
from syndicate.cards.image.fonts import Typeface, Word
from syndicate.locales.language_data import Language
from syndicate.model.colors import RGB
from syndicate.text import truncate

__all__ = [
    "Block",
    "Box",
    "Colors",
    "Composition",
    "Form",
    "Line",
    "Setting",
    "Texts",
    "breaks_apart",
    "compose",
    "setting",
]


class Texts(NamedTuple):
    """What a card says: the group, the title, the description, the publisher, and the card's language."""

    kicker: str
    title: str
    description: str
    publisher: str
    language: str


class Setting(NamedTuple):
    """How a title is set: its size, its lines, and what that took.

    It is ``whole``, breaks ``apart`` at hyphens and slashes or ``within`` a word, is ``smaller`` than the form has it,
    or ``cut``.
    """

    size: int
    lines: list[list[Word]]
    way: str


class Box(NamedTuple):
    """A rectangle in pixels, from the top left corner of the card."""

    left: int
    top: int
    width: int
    height: int


class Line(NamedTuple):
    """A line of words: where it begins, in pixels from the left, where its baseline is, from the top, and its words."""

    x: float
    baseline: int
    words: Sequence[Word]


@attrs.frozen(kw_only=True)
class Block:
    """Lines of one size and color.

    Attributes:
        lines: from top to bottom.
        size: of the em, in pixels.
        space: the width of a space, in em.
        ink, ground: the colors of the letters and of what they stand on.
    """

    lines: Sequence[Line]
    size: int
    space: float
    ink: RGB
    ground: RGB

    def width(self, line: Line) -> float:
        """The width of a line in pixels."""
        return (sum(word.width for word in line.words) + self.space * (len(line.words) - 1)) * self.size


@attrs.frozen(kw_only=True)
class Form:
    """The measures of a card, in pixels.

    Attributes:
        width, height: of the card.
        margin: at its left, right and top.
        footer: the height of the band with the publisher's name.
        titles: the sizes of the title, each with the most lines it may have, the best first.
        description, most: the size of the description, and the most lines it may have.
        kicker, name: the sizes of the group's name and of the publisher's.
        photograph: where a photograph stands, if there is one.
    """

    width: int
    height: int
    margin: int
    footer: int
    titles: Sequence[tuple[int, int]]
    description: int
    most: int
    kicker: int
    name: int
    photograph: Box

    @property
    def logo_width(self) -> int:
        """The most that a logo is wide."""
        return self.width // 4

    def logo_end(self, *, photograph: bool) -> int:
        """Where a logo ends at the latest, from the top: it begins above the column and is two group names high."""
        above = self.photograph.height if photograph and not self.photograph.left else 0
        return above + self.margin // 2 + self.kicker * 2

    def logo(self, width: int, height: int, *, photograph: bool) -> Box:
        """Where a logo of that size stands: at the top right of the paper."""
        column = self.column(photograph=photograph)
        above = self.photograph.height if photograph and not self.photograph.left else 0
        return Box(column.left + column.width - width, above + self.margin // 2, width, height)

    def column(self, *, photograph: bool) -> Box:
        """Where text may stand."""
        left, top, right, bottom = self.margin, self.margin, self.width - self.margin, self.height - self.footer
        if photograph and self.photograph.left > 0:
            right = self.photograph.left - self.margin * 3 // 4
        elif photograph:
            top = self.photograph.height + self.margin * 3 // 4
        return Box(left, top, right - left, bottom - top)


@attrs.frozen(kw_only=True)
class Composition:
    """A card ready to be drawn.

    Attributes:
        form: its measures.
        ground: the color of its paper.
        band: the color of its footer.
        rule: the short line above the group's name.
        blocks: the group's name, the title, and the description.
        footer: the publisher's name and the language.
    """

    form: Form
    ground: RGB
    band: RGB
    rule: Box
    blocks: Sequence[Block]
    footer: Sequence[Block]


@attrs.frozen(kw_only=True)
class Colors:
    """The colors of a card: paper, letters, what stands out, quieter letters, and letters on what stands out."""

    ground: RGB
    ink: RGB
    accent: RGB
    quiet: RGB
    reversed: RGB


_TITLE_LEADING: Final = 1.1
_TEXT_LEADING: Final = 1.36
_YIELDS: Final = 0.8
"""How small a title may become, beside the largest size it has room in, so that its lines break better."""

_EVEN: Final = 0.55
"""How long each line of a title but the last should be, beside the longest."""

_CAP: Final = 0.72
"""The height of capitals, in em: what the eye takes for the top of a line."""

_ACCENT: Final = 0.45
"""How far above the capitals of a title the rule stands, in em, so that their accents have room."""

_PART: Final = re.compile(r"[^\s/–—-]+[/–—-]*\s*|[/–—-]+\s*|\s+")
"""What stands together on a line if long words break: up to a hyphen, a slash, or a space."""

_LETTER: Final = re.compile(r".[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*\s*")
"""A letter with the marks that stand on it."""

_FEW: Final = 100
"""The most parts of a long title whose lines are made about equally long, which takes time."""

_SMALLEST: Final = 24
"""The least size of a title."""

_LONG: Final = 24
"""The most characters of a word that has room on any card, about."""

_NAMES: Final = (1, 0.9, 0.8, 0.72)
"""The sizes that a long name of a publisher may have, beside the usual one."""


def compose(
    texts: Texts,
    form: Form,
    colors: Colors,
    regular: Typeface,
    bold: Typeface,
    language: Language,
    *,
    photograph: bool,
    logo: int = 0,
) -> Composition:
    """Set a card, on which a logo may stand that is so many pixels wide.

    The title is as large as it has room in few lines; a long one shrinks, and only one too long even then is cut.
    The description then takes the lines that are left. All of it stands a little above the middle, as pictures hang.
    """
    column = form.column(photograph=photograph)
    head = form.kicker * 2 if texts.kicker or logo else 0
    gap = round(form.description * 0.95)
    leading = form.description * _TEXT_LEADING
    size, title, _ = setting(texts, form, bold, language, photograph=photograph, logo=logo > 0)
    title_height = round(len(title) * size * _TITLE_LEADING)
    most = form.most + (photograph and form.photograph.left > 0)  # a narrow column has shorter lines
    most = min(most, int((column.height - head - title_height - gap) / leading))
    text = _fitted(texts.description, regular, language, column.width / form.description, most, balanced=False)
    text_height = round(len(text) * leading) + gap if text else 0
    slack = column.height - head - title_height - text_height
    top = column.top + min(round(slack * 0.42), column.height // 4)

    def block(lines: Sequence[Sequence[Word]], face: Typeface, size: int, top: int, leading: float, ink: RGB) -> Block:
        first = top + round(size * _CAP)
        placed = [
            # The letters begin at the margin, not the air before them.
            Line(column.left - words[0].bearing * size, first + round(number * leading), words)
            for number, words in enumerate(lines)
        ]
        return Block(lines=placed, size=size, space=face.shaped(" ").width, ink=ink, ground=colors.ground)

    # The logo stands at the right; only a group's name that hangs lower has the whole line.
    level = logo > 0 and top < form.logo_end(photograph=photograph) + form.kicker // 2
    beside = logo + form.kicker if level else 0
    kicker = _fitted(texts.kicker, bold, language, (column.width - beside) / form.kicker, 1)
    rise = form.kicker if kicker else max(form.kicker, round(size * _ACCENT))
    below = top + head + title_height + gap - round(size * (_TITLE_LEADING - 1))
    return Composition(
        form=form,
        ground=colors.ground,
        band=colors.accent,
        rule=Box(column.left, (top if kicker else top + head) - rise, form.kicker * 2, max(4, form.kicker // 6)),
        blocks=(
            block(kicker, bold, form.kicker, top, 0, colors.accent),
            block(title, bold, size, top + head, size * _TITLE_LEADING, colors.ink),
            block(text, regular, form.description, below, leading, colors.quiet),
        ),
        footer=_footer(texts.publisher, texts.language, form, colors, regular, bold, language),
    )


def setting(texts: Texts, form: Form, bold: Typeface, language: Language, *, photograph: bool, logo: bool) -> Setting:
    """How the title of a card is set.

    Args:
        texts: what the card says.
        form: its measures.
        bold: the fonts of the title.
        language: of the texts.
        photograph, logo: whether there is one.
    """
    column = form.column(photograph=photograph)
    height = column.height - (form.kicker * 2 if texts.kicker or logo else 0)
    # The description has two lines at least, unless the title needs them.
    below = round(form.description * 0.95) + 2 * form.description * _TEXT_LEADING if texts.description else 0
    return _title(texts.title, bold, language, form.titles, column.width, height - round(below), height)


def _title(
    text: str,
    face: Typeface,
    language: Language,
    sizes: Sequence[tuple[int, int]],
    width: float,
    height: float,
    highest: float,
) -> Setting:
    """The largest size in which a title has room, and its lines; a little smaller where these then break better."""
    found = _sizes(text, face, language, sizes, width, height)
    if found:
        return Setting(*min(found, key=lambda one: _faults(text, one[1], face.shaped(" ").width, language)), "whole")
    # Where a word is wider than a line, it breaks at its hyphens and slashes rather than be cut.
    if found := _sizes(text, face, language, sizes, width, height, breaks=_parts):
        return Setting(*found[0], "apart")
    # One without any is set smaller until it breaks in as few places as it can.
    if found := _sizes(text, face, language, sizes, width, height, breaks=_letters, every=True):
        fewest = min(len(lines) for _, lines in found)
        return Setting(*next(one for one in found if len(one[1]) == fewest), "within")
    smaller = [(size, int(highest / (size * _TITLE_LEADING))) for size in range(sizes[-1][0], _SMALLEST - 1, -2)]
    for breaks in (_words, _parts, _letters):
        if found := _sizes(text, face, language, smaller, width, highest, breaks=breaks):
            return Setting(*found[0], "smaller")
    size, most = smaller[-1]
    return Setting(size, _fitted(text, face, language, width / size, most, breaks=_letters), "cut")


def _sizes(
    text: str,
    face: Typeface,
    language: Language,
    sizes: Sequence[tuple[int, int]],
    width: float,
    height: float,
    *,
    breaks: Breaks | None = None,
    every: bool = False,
) -> list[tuple[int, list[list[Word]]]]:
    """The sizes in which a title has room, from the largest to one that is a little smaller, with its lines."""
    found: list[tuple[int, list[list[Word]]]] = []
    space = face.shaped(" ").width
    whole = sum(face.shaped(word).width + space for word in text.split(" ")) - space
    for size, most in sizes:
        if whole * size > (width + space * size) * min(most, int(height / (size * _TITLE_LEADING))):
            continue  # it has no room, however its lines break
        if found and size < found[0][0] * _YIELDS and not every:
            break
        lines = _lines(text, face, language, width / size, breaks=breaks)
        if lines is not None and len(lines) <= most and len(lines) * size * _TITLE_LEADING <= height:
            found.append((size, lines))
    return found


def _faults(text: str, lines: Sequence[Sequence[Word]], space: float, language: Language) -> tuple[bool, bool]:
    """Whether a line of a text, but for the last, ends in a word that belongs to the next; whether one is too short."""
    words = text.split(" ")
    widths = [sum(word.width for word in line) + space * (len(line) - 1) for line in lines]
    hangs = any(leans(words[end - 1], language) for end in accumulate(len(line) for line in lines[:-1]))
    return hangs, min(widths[:-1], default=max(widths)) < _EVEN * max(widths)


def _fitted(
    text: str,
    face: Typeface,
    language: Language,
    width: float,
    most: int,
    *,
    balanced: bool = True,
    breaks: Breaks | None = None,
) -> list[list[Word]]:
    """The lines of a text, which is cut where it has no room.

    Args:
        text: one line of plain text.
        face: its fonts.
        language: the language it is in.
        width: of a line, in em.
        most: how many lines there may be.
        balanced: whether the lines should be about equally long.
        breaks: where words may break.
    """
    if most < 1 or not text:
        return []
    lines = _lines(text, face, language, width, balanced=balanced, breaks=breaks)
    if lines is not None and len(lines) <= most:
        return lines
    # About so many characters have room; a few steps find how many just do.
    fits, over = 3, min(len(text), round(width * most * 4))
    found: list[list[Word]] = []
    while over - fits > 1:
        limit = (fits + over) // 2
        lines = _lines(truncate(text, limit, language), face, language, width, balanced=balanced, breaks=breaks)
        if lines is not None and len(lines) <= most:
            fits, found = limit, lines
        else:
            over = limit
    return found


def _lines(
    text: str, face: Typeface, language: Language, width: float, *, balanced: bool = True, breaks: Breaks | None = None
) -> list[list[Word]] | None:
    """A text in as few lines as it has room in; None if a word is wider than a line.

    Args:
        text: one line of plain text.
        face: its fonts.
        language: the language it is in.
        width: of a line, in em.
        balanced: whether the lines should be about equally long.
        breaks: the parts of the text that stay together; by default its words.
    """
    space = face.shaped(" ").width
    if breaks is not None:
        parts = breaks(text, face, width)
        widths = [face.shaped(part.rstrip(" ")).width + space * part.endswith(" ") for part in parts]
        few = len(parts) <= _FEW
        ranges = break_lines(parts, widths, 0, width, language, balanced=balanced) if few else fill_lines(widths, width)
        lines = [] if ranges is None else ["".join(parts[start:end]).strip(" ") for start, end in ranges]
        return None if ranges is None else [[face.shaped(word) for word in line.split(" ")] for line in lines]
    words = text.split(" ")
    shaped = [face.shaped(word) for word in words]
    ranges = break_lines(words, [word.width for word in shaped], space, width, language, balanced=balanced)
    return None if ranges is None else [shaped[start:end] for start, end in ranges]


Breaks = Callable[[str, Typeface, float], list[str]]
"""The parts of a text that stay together on lines of a width in em."""


def _words(text: str, face: Typeface, width: float) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _parts(text: str, face: Typeface, width: float) -> list[str]:
    return _PART.findall(text)


def _letters(text: str, face: Typeface, width: float) -> list[str]:
    """The parts up to hyphens and slashes, but of one that is wider than a line its letters, each with its marks."""
    found = []
    for part in _PART.findall(text):
        found += [part] if face.shaped(part.rstrip(" ")).width <= width else _LETTER.findall(part)
    return found


def breaks_apart(text: str) -> bool:
    """Whether a text has a word so long that it may be wider than a line, and that can break."""
    return any(len(word) > _LONG and len(_PART.findall(word)) > 1 for word in text.split(" "))


@lru_cache(maxsize=16)
def _footer(
    publisher: str, name: str, form: Form, colors: Colors, regular: Typeface, bold: Typeface, language: Language
) -> tuple[Block, ...]:
    """The publisher's name at the left of the band, the language at its right."""
    blocks = []
    size = round(form.name * 0.85)
    space = regular.shaped(" ").width
    spoken = tuple(regular.shaped(word) for word in name.split(" "))
    wide = (sum(word.width for word in spoken) + space * (len(spoken) - 1)) * size
    largest, words = _name(publisher, bold, language, form.name, form.width - form.margin * 3 - wide)
    ink, ground = colors.reversed, colors.accent
    if words:
        line = Line(form.margin, _centered(form, largest), tuple(words))
        blocks.append(Block(lines=(line,), size=largest, space=bold.shaped(" ").width, ink=ink, ground=ground))
    if name:
        line = Line(form.width - form.margin - wide, _centered(form, form.name), spoken)
        blocks.append(Block(lines=(line,), size=size, space=space, ink=ink, ground=ground))
    return tuple(blocks)


def _name(text: str, face: Typeface, language: Language, usual: int, room: float) -> tuple[int, Sequence[Word]]:
    """The size in which a name stands on one line, and its words; a name too long for the smallest is cut."""
    for share in _NAMES if text else ():
        size = round(usual * share)
        lines = _lines(text, face, language, room / size)
        if lines is not None and len(lines) == 1:
            return size, lines[0]
    return usual, next(iter(_fitted(text, face, language, room / usual, 1)), ())


def _centered(form: Form, size: int) -> int:
    """The baseline of a line in the middle of the band."""
    return form.height - form.footer + round((form.footer + size * _CAP) / 2)
