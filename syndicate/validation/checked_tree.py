"""The files of a tree that is being checked, and what is found in each. What is looked for is said elsewhere."""

from __future__ import annotations

import errno
from collections import Counter
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from syndicate.bounded import read_file
from syndicate.errors import Message, SourceError
from syndicate.layout import ArtifactKind, Place, artifact_at
from syndicate.reasons import of_system
from syndicate.validation.problems import Problem, Report, Validation

__all__ = ["MOST_BYTES", "CheckedTree"]

MOST_BYTES: Final = 256 * 1024**2
"""The most that a file may have to be read."""


class CheckedTree:
    """What is being learned about a tree: its files, their problems, how many of each kind.

    Args:
        folder: where it lies.
        files: the paths of the files that the build made and that are there, with slashes.
        now: the moment of the validation, in UTC, if dates of the future are to be found.
    """

    def __init__(self, folder: Path, files: set[str], now: datetime | None = None) -> None:
        self.folder = folder
        self.now = now
        self.files = files
        self.documents: Counter[str] = Counter()
        self._reports: dict[str, Report] = {}
        self._last: tuple[str, bytes | None] = "", None

    @cached_property
    def places(self) -> dict[str, Place]:
        """What lies at the paths of the files, of those that a build makes."""
        return {path: place for path in sorted(self.files) if (place := artifact_at(path)) is not None}

    def is_kind(self, path: str | None, *kinds: ArtifactKind) -> bool:
        """Whether a file of the tree is of one of some kinds."""
        return path in self.places and self.places[path].kind in kinds

    def report(self, path: str) -> Report:
        """The report of a file."""
        return self._reports.setdefault(path, Report(path, self.now))

    def adopt(self, report: Report) -> None:
        """Take over the report of a file that turned out to be a feed."""
        self._reports[report.path] = report

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None where it cannot be read, which is reported. The last one is kept."""
        if path != self._last[0]:
            self._last = path, self._read(path)
        return self._last[1]

    def _read(self, path: str) -> bytes | None:
        place = self.folder / path
        try:
            if not place.is_file():  # a pipe that nobody writes to would be waited for
                raise FileNotFoundError(errno.ENOENT, Message("it is not a file"))
            return read_file(place, MOST_BYTES)
        except (OSError, SourceError) as error:
            reason = error.problem if isinstance(error, SourceError) else of_system(error)
            self.report(path).add("unreadable", Message("the file cannot be read: {reason}", reason=reason))
            return None

    def add(self, rule: str, path: str, message: Message, *, near: str = "", place: str = "") -> None:
        """Report a problem of a file, at the line where some text of it first stands."""
        line = 0
        if near:
            body = self.read(path) or b""
            escaped = near.replace("&", "&amp;").encode("utf-8", "surrogatepass")
            found = max(body.find(escaped), body.find(near.encode("utf-8", "surrogatepass")))
            line = body.count(b"\n", 0, found) + 1 if found >= 0 else 0
        self.report(path).add(rule, message, line=line, place=place)

    def validation(self) -> Validation:
        """All that was found, by path."""
        problems: list[Problem] = []
        for path in sorted(self._reports):
            problems += self._reports[path].problems()
        return Validation(problems=tuple(problems), documents=dict(self.documents))
