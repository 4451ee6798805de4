"""What a card is made of, as values: its measures, colors, and texts, and the place of each line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import attrs

from syndicate.cards.image.fonts import Word
from syndicate.layout import CARD_SIZE
from syndicate.model.colors import RGB

__all__ = [
    "SQUARE",
    "SQUARE_BOLD",
    "SQUARE_PICTURE",
    "WIDE",
    "WIDE_BOLD",
    "WIDE_PICTURE",
    "Block",
    "Box",
    "Colors",
    "Composition",
    "Form",
    "Line",
    "Texts",
]


class Texts(NamedTuple):
    """What a card says: the group, the title, the description, the publisher, and the card's language."""

    kicker: str
    title: str
    description: str
    publisher: str
    language: str


class Box(NamedTuple):
    """A rectangle in pixels, from the top left corner of the card."""

    left: int
    top: int
    width: int
    height: int


@attrs.frozen(kw_only=True)
class Colors:
    """The colors of a card: paper, letters, what stands out, quieter letters, the band, and the letters on it."""

    ground: RGB
    ink: RGB
    accent: RGB
    quiet: RGB
    band: RGB
    reversed: RGB


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
        panel: how wide the paper is that lies on the photograph; 0 if it stands beside the text.
        tile: whether a logo stands in the corner, on paper of its own, since its colors are made for paper.
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
    panel: int = 0
    tile: bool = False

    def mirrored(self, box: Box) -> Box:
        """A box at the other side of the card."""
        return box._replace(left=self.width - box.left - box.width)

    @property
    def logo_width(self) -> int:
        """The largest width of a logo."""
        return self.width // 4

    def logo_end(self, *, photograph: bool) -> int:
        """The lowest end of a logo, from the top: it begins above the column and is as high as two group names."""
        above = self.photograph.height if photograph and not self.photograph.left else 0
        return above + self.margin // 2 + self.kicker * 2

    def logo(self, width: int, height: int, *, photograph: bool) -> Box:
        """Where a logo of that size stands: at the top right of the paper, or of the card."""
        if self.tile:
            return Box(self.width - self.margin // 4 - width, self.margin // 4, width, height)
        column = self.column(photograph=photograph)
        above = self.photograph.height if photograph and not self.photograph.left else 0
        return Box(column.left + column.width - width, above + self.margin // 2, width, height)

    def behind(self, logo: Box) -> Box:
        """The paper below a logo that stands there."""
        inside = self.margin // 4
        return Box(logo.left - inside, 0, self.width - logo.left + inside, logo.top + logo.height + inside)

    def column(self, *, photograph: bool) -> Box:
        """Where text may stand."""
        left, top, right, bottom = self.margin, self.margin, self.width - self.margin, self.height - self.footer
        if self.panel:
            beside = self.margin * 3 // 4
            return Box(left, bottom // 4, self.panel - left - beside, bottom - bottom // 4 - beside)
        if photograph and self.photograph.left > 0:
            right = self.photograph.left - self.margin * 3 // 4
        elif photograph:
            top = self.photograph.height + self.margin * 3 // 4
        return Box(left, top, right - left, bottom - top)


WIDE: Final = Form(
    width=CARD_SIZE[0],
    height=CARD_SIZE[1],
    margin=80,
    footer=96,
    titles=((112, 1), (92, 2), (84, 3), (76, 3), (68, 3), (60, 4), (54, 4), (48, 5), (42, 5), (38, 5)),
    description=34,
    most=3,
    kicker=30,
    name=32,
    photograph=Box(760, 0, 440, 534),
)

SQUARE: Final = Form(
    width=1080,
    height=1080,
    margin=84,
    footer=120,
    titles=((136, 1), (120, 2), (104, 4), (96, 4), (84, 5), (72, 6), (62, 7), (54, 8)),
    description=42,
    most=6,
    kicker=36,
    name=38,
    photograph=Box(0, 0, 1080, 440),
)

WIDE_BOLD: Final = attrs.evolve(
    WIDE,
    titles=((150, 1), (124, 2), (108, 3), (92, 3), *WIDE.titles[3:]),
    description=36,
    most=2,
    kicker=32,
    tile=True,
)
SQUARE_BOLD: Final = attrs.evolve(
    SQUARE,
    titles=((170, 1), (150, 2), (132, 4), (112, 4), (96, 5), *SQUARE.titles[4:]),
    description=46,
    most=4,
    kicker=40,
    tile=True,
)
"""Words alone: larger, on a color."""

WIDE_PICTURE: Final = attrs.evolve(
    WIDE,
    titles=((72, 1), (62, 2), (54, 3), (48, 3), (42, 4), (38, 5), (34, 6)),
    kicker=26,
    photograph=Box(0, 0, 1200, 534),
    panel=680,
    tile=True,
)
SQUARE_PICTURE: Final = attrs.evolve(
    SQUARE,
    titles=((96, 1), (84, 2), (72, 3), (62, 4), (54, 5), (46, 6)),
    kicker=34,
    photograph=Box(0, 0, 1080, 960),
    panel=840,
    tile=True,
)
"""The photograph fills the card, and a title lies on it."""


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
class Composition:
    """A card ready to be drawn.

    Attributes:
        form: its measures.
        ground: the color of its paper.
        band: the color of its footer.
        rule, accent: the short line above the group's name, and its color.
        panel: the paper on which the text stands, if it lies on a photograph.
        blocks: the group's name, the title, and the description.
        footer: the publisher's name and the language.
    """

    form: Form
    ground: RGB
    band: RGB
    rule: Box
    accent: RGB
    panel: Box | None
    blocks: Sequence[Block]
    footer: Sequence[Block]
