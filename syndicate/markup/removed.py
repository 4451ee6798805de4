"""What cleaning removed from a fragment or changed in it: counts by kind and name. Nothing is cleaned here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

import attrs

__all__ = ["Removed", "RemovedKind"]


class RemovedKind(StrEnum):
    """What was removed or changed, in the order of reports."""

    SCRIPTS = "scripts"
    STYLES = "styles"
    FORMS = "forms"
    FRAMES = "frames"
    MEDIA = "media"
    REPLACED = "replaced"
    """Frames, videos and formulas that are shown as a link or as text."""
    PIXELS = "pixels"
    """Pictures of one pixel, which only count readers."""
    HIDDEN = "hidden-content"
    SCRIPTED = "scripted"
    """Elements with nothing in them to show: a script would fill them."""
    ELEMENTS = "elements"
    """Elements that were removed while their text stays."""
    UNSAFE_URLS = "unsafe-urls"
    UNRESOLVED_URLS = "unresolved-urls"
    FOREIGN_HOSTS = "foreign-hosts"
    DEAD_LINKS = "dead-links"
    """Links to a place of the text itself, which is not there once ids are gone."""
    NO_ALTERNATIVE = "no-alternative"
    ILLEGAL_CHARACTERS = "illegal-characters"


@attrs.frozen
class Removed:
    """What cleaning removed from a fragment or changed in it.

    Attributes:
        counts: how often, by kind and name: that of an element, an address as it was written, or a host. Characters
            have no name.

    >>> found = Removed.of([(RemovedKind.FRAMES, "iframe"), (RemovedKind.FRAMES, "iframe")])
    >>> found.total(RemovedKind.FRAMES), found.names(RemovedKind.FRAMES), bool(Removed())
    (2, ('iframe',), False)
    """

    counts: Counter[tuple[RemovedKind, str]] = attrs.field(factory=Counter)

    @classmethod
    def of(cls, found: Iterable[tuple[RemovedKind, str]]) -> Removed:
        """Counts of single findings."""
        return cls(Counter(found))

    def __bool__(self) -> bool:
        return bool(self.counts)

    def __add__(self, other: Removed) -> Removed:
        return Removed(self.counts + other.counts)

    def kinds(self) -> Iterator[RemovedKind]:
        """The kinds that there are, in the order of :class:`RemovedKind`."""
        present = {kind for kind, _ in self.counts}
        return (kind for kind in RemovedKind if kind in present)

    def total(self, kind: RemovedKind) -> int:
        """How often a kind was found."""
        return sum(count for (found, _), count in self.counts.items() if found is kind)

    def names(self, kind: RemovedKind) -> tuple[str, ...]:
        """The names of a kind, the most frequent first."""
        named = {name: count for (found, name), count in self.counts.items() if found is kind and name}
        return tuple(sorted(named, key=lambda name: (-named[name], name)))
