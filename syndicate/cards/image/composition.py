"""The layout of a card: sizes, lines, and colors, before a pixel is drawn. Lines are set in `typesetting`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Final

from syndicate.cards.image.fonts import Typeface, Word
from syndicate.cards.image.form import Block, Box, Colors, Composition, Form, Line, Texts
from syndicate.cards.image.mirroring import mirrored
from syndicate.cards.image.paragraphs import LATIN, Writing
from syndicate.cards.image.typesetting import CAP, TITLE_LEADING, Height, Setting, Typesetter
from syndicate.locales.language_data import Language
from syndicate.model.colors import RGB

__all__ = ["compose", "setting"]

_TEXT_LEADING: Final = 1.36
"""From one baseline of a description to the next, in em."""

_ONE_LINE: Final = Height(CAP, 0, 0)
"""The height of a group's name, which has room above and below in every script."""

_ACCENT: Final = 0.45
"""How far above the capitals of a title the rule stands, in em, to leave room for their accents."""

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
    writing: Writing = LATIN,
) -> Composition:
    """Set a card, which may have a logo of that width in pixels.

    The title is as large as fits in few lines; a long one shrinks, and only one that is still too long is cut.
    The description then takes the lines that are left. All of it is placed a little above the middle. Where the
    language is written from right to left, the card is mirrored.
    """
    column = form.column(photograph=photograph)
    logo = 0 if form.panel else logo  # it stands elsewhere
    head = form.kicker * 2 if texts.kicker or logo else 0
    gap = round(form.description * 0.95)
    titles, prose = Typesetter(bold, language, writing), Typesetter(regular, language, writing)
    high, low = titles.height(texts.title, TITLE_LEADING), prose.height(texts.description, _TEXT_LEADING)
    leading = form.description * low.leading
    size, title, _ = setting(texts, form, bold, language, photograph=photograph, logo=logo > 0, writing=writing)
    title_height = round(len(title) * size * high.leading)
    most = _most_lines(form, int((column.height - head - title_height - gap) / leading), photograph=photograph)
    text = prose.fitted(texts.description, column.width / form.description, most, balanced=False)
    text_height = round(len(text) * leading) + gap if text else 0
    slack = column.height - head - title_height - text_height
    top = column.top + (slack if form.panel else min(round(slack * 0.42), column.height // 4))

    block = partial(_block, column.left, colors.ground)
    beside = _beside_kicker(form, logo, top, photograph=photograph)
    kicker = titles.fitted(texts.kicker, (column.width - beside) / form.kicker, 1)
    rise = form.kicker if kicker else max(form.kicker, round(size * _ACCENT))
    below = top + head + title_height + gap - round(size * high.rest)
    made = Composition(
        form=form,
        ground=colors.ground,
        band=colors.band,
        rule=Box(column.left, (top if kicker else top + head) - rise, form.kicker * 2, max(4, form.kicker // 6)),
        accent=colors.accent,
        panel=_panel(form, (top if kicker else top + head) - rise),
        blocks=(
            block(kicker, bold, form.kicker, top, _ONE_LINE, colors.accent),
            block(title, bold, size, top + head, high, colors.ink),
            block(text, regular, form.description, below, low, colors.quiet),
        ),
        footer=_footer(texts.publisher, texts.language, form, colors, titles, prose),
    )
    return mirrored(made) if writing.leftward else made


def _most_lines(form: Form, room: int, *, photograph: bool) -> int:
    """The most lines of the description: one more in the narrow column beside a photograph, whose lines are shorter."""
    return min(form.most + (photograph and form.photograph.left > 0), room)


def _beside_kicker(form: Form, logo: int, top: int, *, photograph: bool) -> int:
    """The width that the logo, at the right, takes from the line of the group's name, unless that line is lower."""
    is_level = logo > 0 and top < form.logo_end(photograph=photograph) + form.kicker // 2
    return logo + form.kicker if is_level else 0


def _block(
    left: int,
    ground: RGB,
    lines: Sequence[Sequence[Word]],
    face: Typeface,
    size: int,
    top: int,
    height: Height,
    ink: RGB,
) -> Block:
    """Lines of one size below each other, the first at a height."""
    first = top + round(size * height.rise)
    leading = size * height.leading
    placed = [
        # The letters, not their side bearing, begin at the margin.
        Line(left - words[0].bearing * size, first + round(number * leading), words)
        for number, words in enumerate(lines)
    ]
    return Block(lines=placed, size=size, space=face.shaped(" ").width, ink=ink, ground=ground)


def _panel(form: Form, top: int) -> Box | None:
    """The paper below a text that begins there, down to the band."""
    above = top - form.margin // 2
    return Box(0, above, form.panel, form.height - form.footer - above) if form.panel else None


@lru_cache(maxsize=16)
def setting(
    texts: Texts,
    form: Form,
    bold: Typeface,
    language: Language,
    *,
    photograph: bool,
    logo: bool,
    writing: Writing = LATIN,
) -> Setting:
    """How the title of a card is set.

    Args:
        texts: what the card says.
        form: its measures.
        bold: the fonts of the title.
        language: of the texts.
        photograph, logo: whether there is one.
        writing: how the language is written.
    """
    column = form.column(photograph=photograph)
    height = column.height - (form.kicker * 2 if texts.kicker or logo else 0)
    # The description has two lines at least, unless the title needs them.
    below = round(form.description * 0.95) + 2 * form.description * _TEXT_LEADING if texts.description else 0
    setter = Typesetter(bold, language, writing)
    return setter.title(texts.title, form.titles, column.width, height - round(below), height)


@lru_cache(maxsize=16)
def _footer(
    publisher: str, name: str, form: Form, colors: Colors, titles: Typesetter, prose: Typesetter
) -> tuple[Block, ...]:
    """The publisher's name at the left of the band, the language at its right."""
    blocks = []
    size = round(form.name * 0.85)
    spoken = prose.words(name)
    wide = prose.width(spoken) * size
    largest, words = _name(publisher, titles, form.name, form.width - form.margin * 3 - wide)
    ink, ground = colors.reversed, colors.band
    base = _centered(form, largest, titles, publisher)
    if words:
        line = Line(form.margin, base, tuple(words))
        blocks.append(Block(lines=(line,), size=largest, space=titles.space, ink=ink, ground=ground))
    if name:
        if prose.has_capitals(name) or not words:
            base = _centered(form, form.name, prose, name)
        line = Line(form.width - form.margin - wide, base, spoken)
        blocks.append(Block(lines=(line,), size=size, space=prose.space, ink=ink, ground=ground))
    return tuple(blocks)


def _name(text: str, setter: Typesetter, usual: int, room: float) -> tuple[int, Sequence[Word]]:
    """The size in which a name stands on one line, and its words; a name too long for the smallest is cut."""
    for share in _NAMES if text else ():
        size = round(usual * share)
        lines = setter.lines(text, room / size)
        if lines is not None and len(lines) == 1:
            return size, lines[0]
    return usual, next(iter(setter.fitted(text, room / usual, 1)), ())


def _centered(form: Form, size: int, setter: Typesetter, text: str) -> int:
    """The baseline of a line in the middle of the band."""
    middle = CAP if setter.has_capitals(text) else setter.middle(text)
    return form.height - form.footer + round((form.footer + size * middle) / 2)
