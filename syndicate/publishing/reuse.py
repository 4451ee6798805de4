"""What a build reuses from the last one: the files of topics that would be the same. Nothing is rendered here."""

from __future__ import annotations

import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import attrs
from babel import Locale

from syndicate.cards.image import file_digest, photograph_of
from syndicate.history.changes import Text
from syndicate.json_writer import in_ascii
from syndicate.layout import FORMATS, Scope, artifact_at
from syndicate.locales import locale_id
from syndicate.model import Publisher, Topic
from syndicate.publishing.tree import Tree
from syndicate.site import Piece
from syndicate.site.artifact import piece_path
from syndicate.site.parts import SiteParts

__all__ = ["Keys", "Made", "Reuse", "Written", "content_digest"]

Written = tuple[str, str, int, bool]
"""A file of the new tree: kind, path, bytes, whether it differs from the old tree's."""

Made = tuple[str, str]
"""How the files of a piece were made: the key of everything that decided their bytes, and the digest of these."""

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_LIBRARIES: Final = (
    "attrs",
    "babel",
    "feedgen",
    "jinja2",
    "lxml",
    "manimgx-fonts",
    "manimgx-fonts-cjk",
    "markupsafe",
    "nh3",
    "orjson",
    "pillow",
    "pystemmer",
    "python-dateutil",
    "selectolax",
    "uharfbuzz",
    "zlib-ng",
)
"""The libraries whose next version may write other bytes."""
_UNSHOWN: Final = frozenset({"build", "raw", "revision", "confirmed", "unsaid", "origin", "key"})
"""The fields of a text in a history that no file shows; of builds, only the order counts."""
_shown: Final = attrgetter(*(field.name for field in attrs.fields(Text) if field.name not in _UNSHOWN))


def content_digest(files: Iterable[tuple[str, str]]) -> str:
    """32 hexadecimal digits of the files of a piece, in any order, from the SHA-256 of each.

    >>> content_digest([("a", "6b86b2"), ("b", "d4735e")]) == content_digest([("b", "d4735e"), ("a", "6b86b2")])
    True
    """
    return sha256("".join(f"{path}\0{digest}\0" for path, digest in sorted(files)).encode()).hexdigest()[:32]


class Keys:
    """Knows what decides the bytes of each piece of a site.

    Args:
        site: what has the pieces.
    """

    def __init__(self, site: SiteParts) -> None:
        self._site = site
        self._common = _common(site)
        listed = {slug: sha256(line).hexdigest() for slug, line in site.lines()}
        self._values = {
            slug: listed.get(slug) or sha256(repr(topic).encode()).hexdigest() for slug, topic in site.catalog.items()
        }
        self._groups = {name: _plain(group) for name, group in site.catalog.groups.items()}
        self._languages: dict[Locale, str] = {}

    def of(self, piece: Piece) -> str:
        """32 hexadecimal digits of all that decides the bytes of a piece; empty where it is always made again."""
        if piece.scope is Scope.ASSET:
            files = [
                (path, str(asset.file.suffix)) for asset in self._site.assets[piece.name] for path, _ in asset.files
            ]
            return sha256(in_ascii([_program(), files])).hexdigest()[:32]
        if piece.locale is None:
            return ""
        if piece.scope is Scope.TOPIC:
            return self._topic_key(self._site.catalog[piece.name], piece.locale)
        if piece.locale not in self._languages:
            self._languages[piece.locale] = self._language_key(piece.locale)
        key = self._languages[piece.locale]
        # What an archive document holds is told by its name.
        return key if piece.scope is Scope.LOCALE else sha256(f"{key} {piece.name}".encode()).hexdigest()[:32]

    def _topic_key(self, topic: Topic, locale: Locale) -> str:
        """32 hexadecimal digits of all that decides the bytes of a topic's files in a language."""
        site, identifier = self._site, topic.ids[locale]
        catalog = site.catalog
        text = site.changes.texts.get(locale_id(locale), {}).get(identifier)
        related = [
            (found.slug, found.title.get(locale))
            for reference in topic.related.get(locale) or ()
            if (found := catalog.find(reference, locale)) is not None
        ]
        # The page with all cards shows those of other languages too.
        photographs = [photograph_of(topic, site.publisher, other) for other in topic.locales]
        undated = locale not in topic.updated
        decisive = [
            self._common,
            self._values[topic.slug],
            related,
            [self._groups[name] for name in topic.groups],
            text.links if text is not None else "",
            [path and file_digest(path) for path in photographs],
            str(catalog.snapshot) if undated else "",
            "" if text is None or topic.is_syndicated(locale) else text.state.value,
        ]
        return sha256(in_ascii(decisive)).hexdigest()[:32]

    def _language_key(self, locale: Locale) -> str:
        """32 hexadecimal digits of all that decides the index, group pages, feeds and archives of a language."""
        catalog, changes, name = self._site.catalog, self._site.changes, locale_id(locale)
        texts, since = list(changes.texts.get(name, {}).values()), changes.since.get(name, 0)
        # Of the numbers of builds only the order counts, and it is the same after any number of builds in between.
        order = {build: place for place, build in enumerate(sorted({since, *(text.build for text in texts)}))}
        decisive = [
            self._common,
            list(self._values.items()),
            _plain(list(catalog.groups.values())),
            str(catalog.snapshot),
            [[order[text.build], *_shown(text)] for text in texts],
            order[since],
            list(changes.archived.get(name, ())),
            self._site.omitted.to_json(),
        ]
        return sha256(in_ascii(decisive)).hexdigest()[:32]


class Reuse:
    """Knows the last build of a tree, and takes over what is still right.

    A piece is taken over if the key is the same, so that its files would be, and if the files are still what was built.
    Then they are linked, not rendered.

    Args:
        site: what would render the pieces.
        tree: where they go.
    """

    def __init__(self, site: SiteParts, tree: Tree) -> None:
        self._tree = tree
        self.keys = Keys(site)  # before the work is shared among processes, so that each has them
        manifest = tree.manifest()
        self._made: Mapping[str, Made] = manifest.made
        self._files: Mapping[str, list[tuple[str, str]]] = defaultdict(list)
        for path in sorted(manifest.files) if manifest.made else ():
            if (place := artifact_at(path)) is not None and (piece := piece_path(place)):
                self._files[piece].append((path, place.kind.part))

    def take(self, piece: Piece, key: str) -> tuple[list[Written], Made] | None:
        """Take over the files of a piece; None if they have to be rendered.

        Args:
            piece: which.
            key: what its files would be made of now.
        """
        made = self._made.get(piece.path)
        if made is None or made[0] != key:
            return None
        written: list[Written] = []

        def digests() -> Iterator[tuple[str, str]]:
            for path, part in self._files[piece.path]:
                if (body := self._tree.old(path)) is not None:
                    written.append((part, path, len(body), False))
                    yield path, sha256(body).hexdigest()

        return (written, made) if content_digest(digests()) == made[1] else None


def _common(site: SiteParts) -> str:
    """What decides the bytes of every topic's files: the publisher, languages, kinds, feed formats, program."""
    decisive = [
        _program(),
        _publisher(site.publisher),
        [locale_id(locale) for locale in site.locales],
        site.kinds.stated(),
        _plain(list(FORMATS.values())),
        locale_id(site.catalog.default_locale),
    ]
    return sha256(in_ascii(decisive)).hexdigest()


@cache
def _program() -> list[Any]:
    """The versions of the libraries, and the digests of the package's own files: code, templates, labels, fonts."""
    versions = []
    for library in _LIBRARIES:
        try:
            versions.append(version(library))
        except PackageNotFoundError:
            versions.append("")
    return [sys.version_info[:3], zlib.ZLIB_RUNTIME_VERSION, versions, _folder(_PACKAGE)]


def _publisher(publisher: Publisher) -> Any:
    """The publisher as data, with the content of files and folders instead of their paths.

    Photographs are left out: a topic has one, or none.
    """
    values = {field.name: getattr(publisher, field.name) for field in attrs.fields(Publisher)}
    card = {field.name: getattr(publisher.card, field.name) for field in attrs.fields(type(publisher.card))}
    card["photographs"] = publisher.card.photographs is not None
    return _plain({**values, "card": card})


def _plain(value: Any) -> Any:
    """A value as data that JSON can write, the same in every process."""
    if attrs.has(type(value)):
        return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, Mapping):
        return sorted([str(key), _plain(item)] for key, item in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Path):
        return _folder(value) if value.is_dir() else _file(value)
    if isinstance(value, (Locale, datetime, Enum)):
        return str(value)
    return value


def _folder(folder: Path) -> list[Any]:
    """The files of a folder, however deep, by their paths in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [[path.relative_to(folder).as_posix(), _file(path)] for path in paths]


def _file(path: Path) -> str:
    return file_digest(path)
