"""What hubs and search engines have been told about a tree, and what has changed since. Nothing is sent here.

The file lies beside the tree, as its history does: ``public.notified`` for ``public``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from syndicate.errors import Message, PublishError, SourceError
from syndicate.json_writer import indented
from syndicate.publishing.places import place_of
from syndicate.reasons import of_system

__all__ = ["Notified", "digests"]

_FORMAT: Final = "syndicate-notified"


def digests(tree: Path, paths: Iterable[str]) -> dict[str, str]:
    """A digest of each file that is there, by its path in the tree."""
    found = {}
    for path in paths:
        try:
            found[path] = sha256((tree / path).read_bytes()).hexdigest()[:16]
        except FileNotFoundError:
            continue
    return found


class Notified:
    """The digests of what was told, by who was told and by path.

    Args:
        tree: the published folder.

    Raises:
        SourceError: the file is damaged.
    """

    def __init__(self, tree: Path) -> None:
        place = place_of(tree)
        self.path = place.with_name(f"{place.name}.notified")
        self._told: dict[str, dict[str, str]] = {}
        try:
            document = json.loads(self.path.read_bytes())
            if document["format"] != _FORMAT:
                raise ValueError(document["format"])
            self._told = {who: dict(told) for who, told in document["told"].items()}
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            hint = Message("remove it: then everything is sent again")
            raise SourceError(
                Message("the list of what was told is damaged"), source=str(self.path), hint=hint
            ) from error

    def changed(self, who: str, there: Mapping[str, str]) -> Iterator[str]:
        """The paths that are new or have other bytes than those that were told, then those that are gone."""
        told = self._told.get(who, {})
        yield from (path for path, digest in there.items() if told.get(path) != digest)
        yield from (path for path in told if path not in there)

    def remember(self, who: str, path: str, there: Mapping[str, str]) -> None:
        """Note that somebody was told of a path as it is now."""
        told = self._told.setdefault(who, {})
        if path in there:
            told[path] = there[path]
        else:
            told.pop(path, None)

    def save(self) -> None:
        """Replace the file; it is the old one or the new one, however the process ends.

        Raises:
            PublishError: it cannot be written.
        """
        document: dict[str, Any] = {"format": _FORMAT, "told": dict(sorted(self._told.items()))}
        new = self.path.with_name(f".{self.path.name}.new")
        try:
            new.write_bytes(indented(document, by=0, ascii=True))
            new.replace(self.path)
        except OSError as error:
            hint = Message("the next call sends again what was sent")
            raise PublishError(
                Message("cannot write {path}: {reason}", path=self.path, reason=of_system(error)), hint=hint
            ) from error
