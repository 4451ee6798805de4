"""The design of each style of cards: measures and colors. A publisher chooses one in `model.card_style`."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from syndicate.cards.image.form import SQUARE, SQUARE_BOLD, SQUARE_PICTURE, WIDE, WIDE_BOLD, WIDE_PICTURE, Colors, Form
from syndicate.model import CardStyle
from syndicate.model.colors import AA, RGB, best_ink, contrast, mixed, readable, rgb

__all__ = ["Design", "design_of"]

_BLACK: Final = (0, 0, 0)
_WHITE: Final = (255, 255, 255)
_BOLD: Final = {WIDE: WIDE_BOLD, SQUARE: SQUARE_BOLD}
_PICTURE: Final = {WIDE: WIDE_PICTURE, SQUARE: SQUARE_PICTURE}


class Design(NamedTuple):
    """The measures and the colors of a card."""

    form: Form
    colors: Colors


@lru_cache(maxsize=64)
def design_of(style: CardStyle, form: Form, color: str, *, photograph: bool) -> Design:
    """The design of a card. Without a photograph, the style ``picture`` is ``bold``.

    Args:
        style: the publisher's.
        form: which shape it has.
        color: that of its topic's main group, ``#rrggbb``; the publisher's if it is empty.
        photograph: whether there is one.
    """
    if style.style == "plain":
        return Design(form, _plain(style, rgb(style.accent)))
    if style.style == "picture" and photograph:
        accent = readable(rgb(color or style.accent), rgb(style.background), rgb(style.ink))
        return Design(_PICTURE[form], _plain(style, accent))
    return Design(_BOLD[form], _bold(rgb(color or style.accent)))


def _plain(style: CardStyle, accent: RGB) -> Colors:
    """Letters on paper, and the accent as the band."""
    ground, ink = rgb(style.background), rgb(style.ink)
    return Colors(
        ground=ground,
        ink=ink,
        accent=accent,
        quiet=_quiet(ink, ground, 0.22),
        band=accent,
        reversed=best_ink(accent, (ground, ink)),
    )


def _bold(ground: RGB) -> Colors:
    """White letters on a color, or black ones where white is not read well; the band is a little darker or lighter."""
    ink = _WHITE if contrast(_WHITE, ground) >= AA else _BLACK
    quiet = _quiet(ink, ground, 0.12)
    band = mixed(ground, _BLACK if ink == _WHITE else _WHITE, 0.28)
    return Colors(ground=ground, ink=ink, accent=quiet, quiet=quiet, band=band, reversed=ink)


def _quiet(ink: RGB, ground: RGB, share: float) -> RGB:
    """Ink a little paler, as far as it is read well."""
    paler = mixed(ink, ground, share)
    return paler if contrast(paler, ground) >= AA else ink
