"""What a site is made of: artifacts, the parts in which they are made, and the pieces in which they are published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

import attrs
from babel import Locale

from syndicate.errors import LocaleError
from syndicate.layout import ARCHIVE_FEED, ASSET, LOCALE_PAGE, TOPIC_PAGE, Place, Scope, artifact_at
from syndicate.locales import parse, tag
from syndicate.value_type import ValueType

__all__ = ["Artifact", "LongArtifact", "Part", "Piece", "piece_at", "piece_path"]


@attrs.frozen
class Artifact(metaclass=ValueType):
    """One file of a site.

    Attributes:
        kind: one of :data:`~syndicate.site.KINDS`; or ``assets`` for a file beside a topic, ``catalog`` for
            ``topics.json`` and ``_headers``.
        path: from the root of the site, with slashes.
        body: its bytes.
    """

    kind: str
    path: str
    body: bytes = attrs.field(repr=lambda body: f"<{len(body):,} bytes>")

    @property
    def media_type(self) -> str:
        """The media type of its bytes."""
        found = artifact_at(self.path)
        return found.media_type if found is not None else "application/octet-stream"


@attrs.frozen
class LongArtifact:
    """A file of a site that is as long as the whole catalog, for those who write it piece by piece.

    Attributes:
        kind, path: as of an :class:`Artifact`.
        chunks: makes its bytes.
        mend: called where that fails: whether to try again.
    """

    kind: str
    path: str
    chunks: Callable[[], Iterable[bytes]]
    mend: Callable[[], bool] = bool


@attrs.frozen
class Part:
    """Artifacts that are made together: one that cannot be made takes no other part with it.

    Attributes:
        path: of the first of them.
        make: makes them.
        one: makes the one at a path alone, if it is among them; None where there is only the first.
        long: the same in pieces, where there is only one, and it is long.
    """

    path: str
    make: Callable[[], Iterable[Artifact]]
    one: Callable[[str], Iterable[Artifact]] | None = None
    long: LongArtifact | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all of them."""
        return (self.path,) if self.one is None else tuple(artifact.path for artifact in self.make())


@attrs.frozen
class Piece:
    """What is published together: a topic in a language, the lists and feeds of a language, an archive, a file beside
    topics with its copies, the rest.

    It is a small value that names its artifacts, so it can be handed to another process.

    Attributes:
        scope: what it stands for: a topic, an address that one had, a language, an archive document, or the site.
        locale: its language; None for the site.
        name: the slug of a topic, or one it had; the name of an archive document, the digest of a file beside topics.

    >>> Piece(Scope.TOPIC, Locale("es"), "sleep").path
    'es/topics/sleep'
    """

    scope: Scope
    locale: Locale | None = None
    name: str = ""

    @property
    def path(self) -> str:
        """Where its artifacts lie, such as the folder of a topic or a language, so that no two are the same; empty for
        the site.
        """
        if self.locale is None:
            return f"{ASSET.path.partition('{')[0]}{self.name}" if self.scope is Scope.ASSET else ""
        if self.scope is Scope.ARCHIVE:
            return ARCHIVE_FEED.at(self.locale, self.name, "").rstrip(".")
        is_named = self.scope in (Scope.TOPIC, Scope.MOVED)
        first = TOPIC_PAGE.at(self.locale, self.name) if is_named else LOCALE_PAGE.at(self.locale)
        return first.rpartition("/")[0]


def piece_at(path: str) -> Piece | None:
    """The piece that an artifact is of, by its path; None where no site has anything.

    >>> piece_at("es/groups/heart/index.html") == piece_at("es/feeds/topics.rss") == Piece(Scope.LOCALE, Locale("es"))
    True
    """
    found = artifact_at(path)
    return None if found is None else _piece(*_facts(found))


def piece_path(place: Place) -> str:
    """The path of the piece that an artifact is of; empty for the site's, and where no site has anything."""
    return _piece_path(*_facts(place))


_NAMES: Final = {Scope.TOPIC: "slug", Scope.ARCHIVE: "archive", Scope.ASSET: "digest"}
"""The variable of a path that names the piece."""


def _facts(place: Place) -> tuple[Scope, str, str]:
    """The scope, language and name of the piece that an artifact is of."""
    scope, values = place.kind.scope, place.values
    name = values[_NAMES[scope]] if scope in _NAMES else ""
    return Scope.LOCALE if scope is Scope.GROUP else scope, values.get("locale", ""), name


def _piece(scope: Scope, language: str, name: str) -> Piece | None:
    if not language:
        return Piece(scope, None, name)
    try:
        locale = parse(language)
    except LocaleError:
        return None
    return Piece(scope, locale, name) if tag(locale) == language else None


@lru_cache(maxsize=64)  # files are listed piece by piece
def _piece_path(scope: Scope, language: str, name: str) -> str:
    piece = _piece(scope, language, name)
    return piece.path if piece is not None else ""
