"""The kinds of artifacts: their scope, path, and how servers send them. Nothing is made here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from typing import Final, NamedTuple

import attrs

from syndicate.layout.asset_types import ASSET_TYPES
from syndicate.layout.formats import FORMATS
from syndicate.locales import LocaleLike, tag

__all__ = ["KINDS", "Access", "Caching", "ArtifactKind", "Place", "Scope"]

KINDS: Final = ("pages", "feeds", "snippets", "cards", "lists", "embeds")
"""The kinds of artifacts that a site can be limited to; ``topics.json``, ``_headers``, and the files beside topics are
part of every one."""


class Scope(Enum):
    """What an artifact of a kind belongs to."""

    SITE = "site"
    LOCALE = "locale"
    GROUP = "group"
    TOPIC = "topic"
    MOVED = "moved"
    """An address that a topic had."""
    ARCHIVE = "archive"
    ASSET = "asset"
    """A file beside a topic in its source."""
    SELECTION = "selection"
    """Topics that somebody chose; a build makes none."""


class Caching(Enum):
    """How long caches may keep a file."""

    SHORT = "short"
    IMMUTABLE = "immutable"
    """Forever, since the address changes with the bytes."""
    UNSTATED = "unstated"


class Access(Enum):
    """Whose pages may use a file."""

    OPEN = "open"
    """Anyone's script may read it, and anyone's page may load it."""
    PAGE = "page"
    """It is a page; only pages of its own site may frame it."""
    OPEN_PAGE = "open-page"
    """Both."""
    FRAME = "frame"
    """Anyone's page may frame it."""
    FILE = "file"
    """As for open ones, but written by authors: opened by itself, it runs no script."""
    UNSTATED = "unstated"


_VARIABLE: Final = re.compile(r"\{([a-z]+)\}")
_PATTERNS: Final = {
    "locale": "[a-z]{2,3}(?:-[A-Za-z0-9]+)*",
    "slug": "[a-z0-9][a-z0-9._-]*",
    "archive": r"\d+-[0-9a-f]{8}",
    "selection": r"[a-z0-9._~-]+",
    "asset": "[a-z0-9][a-z0-9-]*",
    "ending": "|".join(ASSET_TYPES),
    "list": "newest|changed",
    "script": "[a-z-]+",
    "letter": "[a-z0-9-]+",
    "digest": "[0-9a-f]{16}",
    "number": r"\d+",
    "key": "[A-Za-z0-9-]{8,128}",
}
"""The pattern of each variable of a path."""


@attrs.frozen(kw_only=True)
class ArtifactKind:
    """A kind of artifact: a row of the table.

    Attributes:
        part: the part of a build that makes it: ``pages``, ``feeds``, ``snippets``, ``cards``, ``embeds``, ``lists``,
            ``assets``, ``catalog``.
        scope: what an artifact belongs to.
        path: where it lies in the tree, with variables in braces.
        media_type: of its bytes; empty for feeds, whose format has it. The suffix of an asset is more exact.
        access, caching: for the headers that servers send.
        names: the file names before the digest, if the path has one.
    """

    part: str
    scope: Scope
    path: str
    media_type: str = ""
    access: Access = Access.OPEN
    caching: Caching = Caching.SHORT
    names: tuple[str, ...] = ()

    def at(self, locale: LocaleLike | None = None, *values: str) -> str:
        """The path of one artifact.

        Args:
            locale: its language; None for no language or several, for which it lies above the folders of languages.
            values: the other variables of the path, in order.

        >>> from syndicate.layout import CARD_IMAGE, CATALOG_FEED, TOPIC_FEED, TOPIC_PAGE
        >>> TOPIC_FEED.at("es_MX", "genes", "atom"), CATALOG_FEED.at(None, "rss")
        ('es-MX/topics/genes/feed.atom', 'feeds/topics.rss')
        """
        within, above = self._forms
        return above.format(*values) if locale is None else within.format(tag(locale), *values)

    @cached_property
    def _forms(self) -> tuple[str, str]:
        """The path for `str.format`: with the language's folder, and without."""
        form = _VARIABLE.sub("{}", self.path)
        return form, form.removeprefix("{}/") if self.path.startswith("{locale}/") else form

    @property
    def name(self) -> str:
        """The last step of its path.

        >>> from syndicate.layout import CARD_IMAGE, CATALOG_FEED, TOPIC_FEED, TOPIC_PAGE
        >>> CARD_IMAGE.name
        'card.png'
        """
        return self.path.rpartition("/")[2]

    @property
    def up(self) -> str:
        """From its place to the root of the tree.

        >>> from syndicate.layout import CARD_IMAGE, CATALOG_FEED, TOPIC_FEED, TOPIC_PAGE
        >>> TOPIC_PAGE.up
        '../../../'
        """
        return "../" * self.path.count("/")

    def pattern(self, **patterns: str) -> str:
        """A regular expression of its paths, with a named group for each variable.

        Args:
            patterns: replaces the patterns of some variables.
        """
        known = {**_PATTERNS, "format": "|".join(FORMATS), **patterns}
        parts = _VARIABLE.split(self.path)
        return "".join(
            f"(?P<{part}>{known[part]})" if number % 2 else re.escape(part) for number, part in enumerate(parts)
        )

    def folder(self, **patterns: str) -> str:
        """A regular expression of the folders that it lies in, each with the slash at its end; else as `pattern`.

        >>> from syndicate.layout import TOPIC_PAGE
        >>> re.search(TOPIC_PAGE.folder(), "https://example.org/es/topics/sleep/#when")["slug"]
        'sleep'
        """
        return self.pattern(**patterns).removesuffix(re.escape(self.name))


class Place(NamedTuple):
    """A path of the tree, by kind and values.

    Attributes:
        kind: what it is.
        values: the variables of its path.
    """

    kind: ArtifactKind
    values: Mapping[str, str]

    @property
    def format(self) -> str:
        """The format of a feed; empty for all others."""
        return self.values.get("format", "")

    @property
    def media_type(self) -> str:
        """The media type of its bytes."""
        if "ending" in self.values:
            return ASSET_TYPES[self.values["ending"]]
        return self.kind.media_type or FORMATS[self.format].media_type
