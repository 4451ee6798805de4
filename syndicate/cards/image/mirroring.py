"""Cards of languages that run from right to left: a composition seen in a mirror, with its letters as they are."""

from __future__ import annotations

import attrs

from syndicate.cards.image.fonts import right_bearing
from syndicate.cards.image.form import Block, Composition, Line

__all__ = ["mirrored"]


def mirrored(made: Composition) -> Composition:
    """A composition whose lines begin at the right margin; the rule and the panel change sides.

    Args:
        made: a card of a language that is written from left to right.
    """
    form = made.form
    return attrs.evolve(
        made,
        rule=form.mirrored(made.rule),
        panel=form.mirrored(made.panel) if made.panel is not None else None,
        blocks=tuple(_mirrored(block, form.width) for block in made.blocks),
        footer=tuple(_mirrored(block, form.width) for block in made.footer),
    )


def _mirrored(block: Block, width: int) -> Block:
    lines = []
    for line in block.lines:
        # The letters, not their side bearing, end at the margin.
        left = line.x + line.words[0].bearing * block.size
        right = width - left + right_bearing(line.words[-1]) * block.size
        lines.append(Line(right - block.width(line), line.baseline, line.words))
    return attrs.evolve(block, lines=tuple(lines))
