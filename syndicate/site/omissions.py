"""The parts of a catalog that cannot be made, so that nothing links them. `publishing` finds them."""

from __future__ import annotations

import attrs

__all__ = ["Omissions", "TextKey"]

TextKey = tuple[str, str]
"""A topic in a language: slug and locale identifier."""


@attrs.define
class Omissions:
    """What a site has to omit, known once the pieces of topics are made.

    Attributes:
        pictures: the cards whose pictures cannot be made.
        entries: the topics whose entry cannot be made: no feed of a language has them.
        refused: the topics that the writer of a format of others cannot write, by the name of the format: no feed of a
            language has them in that one.
    """

    pictures: set[TextKey] = attrs.field(factory=set)
    entries: set[TextKey] = attrs.field(factory=set)
    refused: dict[str, set[TextKey]] = attrs.field(factory=dict)

    def __ior__(self, other: Omissions) -> Omissions:
        self.pictures |= other.pictures
        self.entries |= other.entries
        for format, keys in other.refused.items():
            self.refuse(format, *keys)
        return self

    def refuse(self, format: str, *keys: TextKey) -> None:
        """Leave topics out of the feeds of a format."""
        self.refused.setdefault(format, set()).update(keys)

    def to_json(self) -> list[object]:
        """All of it in a fixed order, as JSON has it."""
        return [
            sorted(self.pictures),
            sorted(self.entries),
            sorted([format, sorted(keys)] for format, keys in self.refused.items()),
        ]
