"""How the publisher's pages and cards look. Where that is said is in `publisher`."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from pathlib import Path

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.locales.catalogs import marked
from syndicate.model.card_fonts import FontFiles, as_fonts
from syndicate.model.colors import AA, best_ink, contrast, readable, rgb, written
from syndicate.model.conversions import as_path
from syndicate.model.fields import checked, matches, placed
from syndicate.value_type import ValueType

__all__ = ["CardStyle", "night_color", "page_color"]

_COLOR = checked(matches("#[0-9a-fA-F]{6}", Message("a color such as '#005ea2'")))
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_PAGE = (0xF1, 0xF4, 0xF7)  # the darkest background of text in our pages, in light mode
_NIGHT = (0x24, 0x2B, 0x33)  # the lightest, in dark mode


@attrs.frozen(kw_only=True, field_transformer=placed())
class CardStyle(metaclass=ValueType):
    """How the publisher's pages and cards look.

    Attributes:
        accent: the publisher's color, ``#rrggbb``, on pages and cards; on pages it may be darker.
        background, ink: of the pictures of cards: their paper and their letters.
        fonts, bold_fonts: files of fonts for those pictures, in the order they are asked for a character; the package's
            own come last. Or such lists by language, script, or ``all``: ``{"ar": ["naskh.ttf"]}``.
        logo: a file with the publisher's logo.
        photographs: a folder of photographs. A topic has the one whose name its picture's address ends in, or the one
            that is called as the topic is (``sleep.jpg``).
        style: how the pictures of cards look: ``plain``, words on paper, and a photograph beside them; ``picture``, the
            photograph as large as the card, and the title on it; ``bold``, large words on the color of the group.
        picture: what networks show of a topic that has a picture of its own: the ``card``, or that of the ``topic``.

    Raises:
        InvalidValueError: letters in these colors cannot be read well.
    """

    accent: str = attrs.field(default="#005ea2", validator=_COLOR)
    background: str = attrs.field(default="#ffffff", validator=_COLOR)
    ink: str = attrs.field(default="#1b1b1b", validator=_COLOR)
    fonts: FontFiles = attrs.field(default=(), converter=as_fonts)
    bold_fonts: FontFiles = attrs.field(default=(), converter=as_fonts)
    logo: Path | None = attrs.field(default=None, converter=as_path)
    photographs: Path | None = attrs.field(default=None, converter=as_path)
    style: str = attrs.field(
        default="plain", validator=checked(matches("plain|picture|bold", Message("'plain', 'picture', or 'bold'")))
    )
    picture: str = attrs.field(default="card", validator=checked(matches("card|topic", Message("'card' or 'topic'"))))

    def __attrs_post_init__(self) -> None:
        ground = rgb(self.background)
        way = marked("choose a darker {name}")
        if best_ink(ground, (_BLACK, _WHITE)) != _BLACK:
            way = marked("choose a lighter {name}")
        for name, color in (("ink", self.ink), ("accent", self.accent)):
            if (found := contrast(rgb(color), ground)) < AA:
                low = floor(found * 100) / 100  # not 4.50 where that would do
                raise InvalidValueError(
                    Message(
                        "{name} {color} on {background} has a contrast of {low:.2f}:1; text needs {aa}:1 (WCAG AA)",
                        name=name,
                        color=color,
                        background=self.background,
                        low=low,
                        aa=AA,
                    ),
                    field=name,
                    hint=Message(way, name=name),
                )

    @property
    def link_color(self) -> str:
        """The accent as pages have it, ``#rrggbb``: darkened where it could not be read on them, as on a dark card."""
        return page_color(self.accent)

    @property
    def light_link_color(self) -> str:
        """The same for dark pages, lightened as far as it has to be."""
        return night_color(self.accent)


@lru_cache(maxsize=64)
def page_color(color: str) -> str:
    """A color that text of our pages can have, ``#rrggbb``; white can be read on it too.

    >>> page_color("#005ea2"), page_color("#ffd23f")
    ('#005ea2', '#856d21')
    """
    return written(readable(rgb(color), _PAGE))


def night_color(color: str) -> str:
    """The same for those who prefer dark pages, which is read well on these.

    >>> night_color("#005ea2")
    '#5c98c3'
    """
    return written(readable(rgb(color), _NIGHT, _WHITE))
