"""Files beside a topic in its source that are published with it, and its recordings. No file is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.layout import ASSET, ASSET_TYPES, PICTURES
from syndicate.locales.identifiers import LANGUAGE_TAG
from syndicate.model.conversions import as_tuple
from syndicate.model.fields import at_least, checked, each, is_a, is_flag, is_text, is_url, matches, placed
from syndicate.value_type import ValueType

__all__ = ["SIZES", "Asset", "Player", "Track", "fitting"]

_LARGEST: Final = 1920
"""Wider pictures, such as a camera's, are published in their smaller copies alone."""
_MAIN: Final = 1440
"""The copy of such a picture that is used where only one address can be given."""
_COLUMN: Final = 768
SIZES: Final = f"(max-width: {_COLUMN // 16}rem) 100vw, {_COLUMN // 16}rem"
"""How wide pages show a picture: the column of a text, which is no wider than the screen."""


def fitting(width: int, height: int, most: int = _COLUMN) -> tuple[int, int]:
    """A size that is no wider than a column of text, in the same proportions.

    >>> fitting(1536, 1024), fitting(300, 200)
    ((768, 512), (300, 200))
    """
    return (width, height) if width <= most else (most, max(1, round(height * most / width)))


@attrs.frozen(kw_only=True, field_transformer=placed())
class Asset(metaclass=ValueType):
    """A file beside a topic: a picture, a recording, a document to download.

    Attributes:
        file: where it is.
        name: its name in its address, without the ending: letters, digits, and hyphens.
        ending: the ending of its address, which tells its kind.
        digest: 16 hexadecimal digits of the SHA-256 of the file.
        size: how many bytes the file has.
        width, height: of a picture, in pixels, as displayed; None where they are not known.
        widths: those of the smaller copies that are made of it.
    """

    file: Path
    name: str
    ending: str
    digest: str
    size: int
    width: int | None = None
    height: int | None = None
    widths: tuple[int, ...] = attrs.field(default=(), converter=as_tuple)

    @property
    def is_picture(self) -> bool:
        """Whether browsers show it as a picture."""
        return self.ending in PICTURES

    @property
    def media_type(self) -> str:
        """What it is."""
        return ASSET_TYPES[self.ending]

    @property
    def path(self) -> str:
        """Where it lies in the tree; of a very large picture, the copy that stands for it."""
        return self.path_of(None if self._is_whole else _MAIN)

    @property
    def _is_whole(self) -> bool:
        """Whether the file itself is published."""
        return not self.widths or self.width is None or self.width <= _LARGEST

    def path_of(self, width: int | None) -> str:
        """Where a smaller copy lies in the tree; without a width, the file itself.

        >>> pear = Asset(file=Path("pear.jpg"), name="pear", ending="jpg", digest="0123456789abcdef", size=9)
        >>> pear.path_of(480), pear.path_of(None)
        ('assets/pear-480w.0123456789abcdef.jpg', 'assets/pear.0123456789abcdef.jpg')
        """
        return ASSET.at(None, self.name if width is None else f"{self.name}-{width}w", self.digest, self.ending)

    @property
    def files(self) -> Iterator[tuple[str, int | None]]:
        """The path of each file that is published of it, and the width of a smaller copy."""
        if self._is_whole:
            yield self.path_of(None), None
        yield from ((self.path_of(width), width) for width in self.widths)

    @property
    def shown(self) -> tuple[int, int] | None:
        """The width and height of what lies at :attr:`path`."""
        if self.width is None or self.height is None:
            return None
        return fitting(self.width, self.height, self.width if self._is_whole else _MAIN)

    def srcset(self, base_url: str) -> str:
        """The addresses of all sizes for browsers to choose from (HTML standard, section 4.8.4.2); empty for one size.

        Args:
            base_url: that of the publisher.
        """
        if not self.widths or self.width is None:
            return ""
        sized = sorted((width or self.width, path) for path, width in self.files)
        return ", ".join(f"{base_url}{path} {width}w" for width, path in sized)


@attrs.frozen(kw_only=True)
class Track(metaclass=ValueType):
    """A text track of a recording (WebVTT): captions, subtitles, descriptions, chapters.

    Attributes:
        url: absolute.
        kind: one of these four.
        language: the tag of its language, empty where it is unknown.
        label: what a list of tracks calls it.
    """

    url: str = attrs.field(validator=checked(is_url))
    kind: str = attrs.field(
        default="captions",
        validator=checked(
            matches("captions|subtitles|descriptions|chapters", Message("captions or another kind of track"))
        ),
    )
    language: str = attrs.field(default="", validator=checked(matches(LANGUAGE_TAG, Message("the tag of a language"))))
    label: str = attrs.field(default="", validator=checked(is_text))


@attrs.frozen(kw_only=True, field_transformer=placed())
class Player(metaclass=ValueType):
    """A recording that plays in the text of the publisher's own page; everywhere else the text has a link to it.

    Attributes:
        url: that of the link in the text, absolute.
        is_video: whether it has a picture.
        sources: the addresses of the recording in all of its formats, the best first; the first is :attr:`url`.
        poster: the picture until it plays.
        tracks: its text tracks.
        width, height: in pixels, as far as they are stated.

    Raises:
        InvalidValueError: it has no source, or a value is of another kind.
    """

    url: str = attrs.field(validator=checked(is_url))
    is_video: bool = attrs.field(default=True, validator=checked(is_flag))
    sources: tuple[str, ...] = attrs.field(converter=as_tuple, validator=checked(each(is_url)))
    poster: str | None = attrs.field(default=None, validator=checked(is_url))
    tracks: tuple[Track, ...] = attrs.field(default=(), converter=as_tuple, validator=checked(each(is_a(Track))))
    width: int | None = attrs.field(default=None, validator=checked(at_least(1)))
    height: int | None = attrs.field(default=None, validator=checked(at_least(1)))

    def __attrs_post_init__(self) -> None:
        if not self.sources:
            raise InvalidValueError(Message("a player needs a recording"), field="sources")
