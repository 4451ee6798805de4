"""Colors as numbers, and how well one is read on another. Which colors a publisher has is said in `publisher`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

__all__ = ["AA", "RGB", "best_ink", "contrast", "mixed", "readable", "rgb", "written"]

AA: Final = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3, level AA)."""

RGB = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""


def rgb(color: str) -> RGB:
    """A color such as ``#005ea2`` as red, green and blue, each 0 to 255.

    >>> rgb("#005ea2")
    (0, 94, 162)
    """
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mixed(first: RGB, second: RGB, share: float) -> RGB:
    """A color between two: the share of the second, 0 to 1.

    >>> mixed((0, 0, 0), (255, 255, 255), 0.2)
    (51, 51, 51)
    """
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def contrast(first: RGB, second: RGB) -> float:
    """How well one color is read on the other, 1 to 21 (WCAG 2.2, contrast ratio).

    >>> round(contrast((0, 0, 0), (255, 255, 255)), 1), round(contrast((0, 94, 162), (255, 255, 255)), 1)
    (21.0, 6.7)
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: RGB) -> float:
    """WCAG 2.2, relative luminance."""
    red, green, blue = (
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def best_ink(ground: RGB, inks: Iterable[RGB]) -> RGB:
    """The color that is read best on a background.

    >>> best_ink((0, 94, 162), [(0, 0, 0), (255, 255, 255)])
    (255, 255, 255)
    """
    return max(inks, key=lambda ink: contrast(ground, ink))


def readable(color: RGB, ground: RGB, ink: RGB = (0, 0, 0)) -> RGB:
    """A color, mixed with an ink as far as text in it has to be on a ground (:data:`AA`): darkened on a light one.

    >>> readable((0, 94, 162), (255, 255, 255)), readable((255, 210, 63), (255, 255, 255))
    ((0, 94, 162), (140, 116, 35))
    """
    steps = (mixed(color, ink, percent / 100) for percent in range(101))
    return next((step for step in steps if contrast(step, ground) >= AA), ink)


def written(color: RGB) -> str:
    """A color as style sheets write it.

    >>> written((0, 94, 162))
    '#005ea2'
    """
    return "#{:02x}{:02x}{:02x}".format(*color)
