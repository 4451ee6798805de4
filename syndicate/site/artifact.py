"""What a site is made of: artifacts, and the parts by which they are made. What they hold is said elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import attrs

from syndicate.layout import artifact_at

__all__ = ["KINDS", "Artifact", "Part"]

KINDS: Final = ("pages", "feeds", "snippets", "cards", "embeds")
"""The kinds of artifacts that a site can be limited to; ``topics.json`` and ``_headers`` are part of every one."""


@attrs.frozen
class Artifact:
    """One file of a site.

    Attributes:
        kind: one of :data:`KINDS`, or ``catalog`` for ``topics.json`` and ``_headers``.
        path: from the root of the site, with slashes.
        body: its bytes.
    """

    kind: str
    path: str
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type of its bytes."""
        found = artifact_at(self.path)
        return found.media_type if found is not None else "application/octet-stream"


@attrs.frozen
class Part:
    """Artifacts that are made together: one that cannot be made takes no other part with it.

    Attributes:
        path: of the first of them.
        make: makes them.
        others: whether there are more than the first; which, is known once they are made.
    """

    path: str
    make: Callable[[], Iterable[Artifact]]
    others: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all of them."""
        return tuple(artifact.path for artifact in self.make()) if self.others else (self.path,)
