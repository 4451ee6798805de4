"""Where the files of a folder stand in its layout. How layouts are recognized is not known here."""

from __future__ import annotations

from pathlib import Path

import attrs
from babel import Locale

__all__ = ["Placement", "Placed"]


@attrs.frozen
class Placed:
    """Where a file stands in a layout.

    Attributes:
        locale: its language.
        place: the folders below the root of its language; None where that is the folder that is read.
        stem: what its name has in common with those of its translations.
        key: what stands for place and stem where its front matter says what it is a translation of.
    """

    locale: Locale
    place: tuple[str, ...] | None
    stem: str
    key: str = ""


@attrs.frozen
class Placement:
    """The layout of a folder.

    Attributes:
        name: of the layout.
        files: where each file stands that has a language in it.
        addresses: the addresses on the site that files state.
    """

    name: str
    files: dict[Path, Placed]
    addresses: dict[Path, tuple[str, ...]] = attrs.field(factory=dict)
