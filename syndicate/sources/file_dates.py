"""Dates of files that state none, from git or the file system, for those who ask: copies of a folder differ in them.

Git's are author dates, as Hugo takes them: a rebase, a merge, or a cherry-pick of a commit does not change its text.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import IO, Final, NamedTuple

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.model import Finding, FindingKind
from syndicate.model.publisher import DATES
from syndicate.sources.dates import day_or_moment
from syndicate.sources.reading import counted, while_set

__all__ = ["FileDates", "Span", "with_dates_from"]

_COMMIT: Final = "\x01"
_WHOLE: Final = "R100"
"""A file that was moved, and has the same content as before."""
_WAIT: Final = 60
# A repository may be anybody's: nothing of its settings runs a program or asks a server.
_SAFE: Final = ("git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
_LOG: Final = ("log", "-z", "--relative", "--name-status", "--no-ext-diff", "--no-textconv", "--no-mailmap")
_OTHERS: Final = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_NAMESPACE GIT_PREFIX".split()
)

_asked: ContextVar[str | None] = ContextVar("dates", default=None)


def with_dates_from(name: str | None) -> AbstractContextManager[None]:
    """Date Markdown that states no date by ``git``, ``file``, or nothing (``stated``); None is as the publisher says.

    Raises:
        InvalidValueError: it is not one of them.
    """
    if name is not None and name not in DATES:
        raise InvalidValueError(
            Message("dates cannot be taken from {name!r}", name=name),
            field="dates",
            hint=Message("write one of {names}", names=", ".join(DATES)),
        )
    return while_set(_asked, name)


class Span(NamedTuple):
    """When a file was made and last changed; None where that is not known."""

    created: date | None
    updated: date | None


_UNKNOWN: Final = Span(None, None)


@attrs.define
class _Known:
    """What is known of a file, on the way from its last commit to its first."""

    updated: str = ""
    created: str = ""
    is_cut_off: bool = False


class FileDates:
    """The dates of the files of a folder. Git is asked once, when the first date is.

    Args:
        root: the folder.
        publisher_says: where the publisher has them from; empty for nowhere.
        zone: the time zone of the publisher's days.
    """

    def __init__(self, root: Path, publisher_says: str, zone: tzinfo | None) -> None:
        asked = _asked.get()
        self._root = root
        self._from = publisher_says if asked is None else asked
        self._zone = zone
        self._lacking: dict[str, dict[str, int]] = {}

    def of(self, path: Path) -> Span:
        """The dates of a file; none where nobody asked for them, or they are not known, which is a finding."""
        if self._from == "file":
            return Span(None, self._moment(datetime.fromtimestamp(int(path.stat().st_mtime), UTC).isoformat()))
        if self._from != "git":
            return _UNKNOWN
        name = path.relative_to(self._root).as_posix()
        if isinstance(self._history, str):
            self._lacks(self._history, name)
            return _UNKNOWN
        known = self._history.get(name)
        if known is None or name in self._changed:
            self._lacks("git-uncommitted", name)
        elif known.is_cut_off and not known.updated:
            self._lacks("git-shallow", name)
        if known is None:
            return _UNKNOWN
        return Span(self._moment(known.created), self._moment(known.updated))

    def findings(self) -> Iterator[Finding]:
        """A finding for each reason that files have no dates, or not all of them."""
        for reason, names in self._lacking.items():
            details = {"reason": reason, "names": counted(names), "count": str(len(names))}
            yield Finding(kind=FindingKind.UNKNOWN_DATE, source=str(self._root), details=details)

    def _lacks(self, reason: str, name: str) -> None:
        self._lacking.setdefault(reason, {})[name] = 1

    def _moment(self, text: str) -> date | None:
        return day_or_moment(text, self._zone) if text else None

    @cached_property
    def _history(self) -> dict[str, _Known] | str:
        """What git knows of the files, by their names below the folder; else the reason why it knows nothing."""
        try:
            if self._ask("rev-parse", "--is-inside-work-tree").strip() != "true":
                return "git-none"
            shallow = self._root / self._ask("rev-parse", "--git-path", "shallow").strip()
            oldest = frozenset(shallow.read_text("ascii").split()) if shallow.is_file() else frozenset()
            is_partial = "extensions.partialclone" in self._ask("config", "--list", "--name-only").lower()
            # A partial clone would fetch texts to compare them; those that are equal it knows by their ids.
            moves = "--find-renames=100%" if is_partial else "--find-renames"
            return self._walked([*_SAFE, *_LOG, moves, f"--format={_COMMIT}%H %aI", "HEAD", "--", "."], oldest)
        except FileNotFoundError:
            return "git-missing"
        except (OSError, subprocess.SubprocessError, UnicodeError):
            return "git-none"

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The files that have changed since their last commit."""
        try:
            found = self._ask("diff", "--relative", "--name-only", "-z", "--no-ext-diff", "HEAD", "--", ".")
        except (OSError, subprocess.SubprocessError, UnicodeError):
            return frozenset()
        return frozenset(filter(None, found.split("\0")))

    def _ask(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 -- git, with arguments of our own
            [*_SAFE, *arguments],
            cwd=self._root,
            env=_environment(),
            capture_output=True,
            timeout=_WAIT,
            check=True,
        )
        return os.fsdecode(done.stdout)

    def _walked(self, command: list[str], oldest: frozenset[str]) -> dict[str, _Known]:
        """The files of now, each followed through its renames to its first commit."""
        found: dict[str, _Known] = {}
        names: dict[str, _Known] = {}  # by the name at the commit that is read
        commit = moment = ""
        with subprocess.Popen(  # noqa: S603
            command, cwd=self._root, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as git:
            assert git.stdout is not None
            words = _words(git.stdout)
            for word in words:
                if word.startswith(_COMMIT):
                    commit, _, moment = word[1:].partition(" ")
                    continue
                status = word.strip()
                before = name = next(words)
                if status[0] in "RC":
                    name = next(words)
                known = names.get(name)
                if known is None and status != "D" and name not in found:
                    known = found[name] = names[name] = _Known()
                if known is not None:
                    _pass(known, status, moment, is_oldest=commit in oldest)
                    if status[0] in "ARC":
                        del names[name]
                    if status[0] == "R":
                        names[before] = known
        if git.returncode:
            raise subprocess.CalledProcessError(git.returncode, command)
        return found


def _pass(known: _Known, status: str, moment: str, *, is_oldest: bool) -> None:
    """Learn of a file what a commit says; the first commit of a shallow clone has all files, however old they are."""
    if is_oldest:
        known.is_cut_off = True
        return
    if not known.updated and status != _WHOLE:
        known.updated = moment
    if status[0] == "A":
        known.created = moment


def _words(stream: IO[bytes]) -> Iterator[str]:
    """What stands between NUL characters."""
    rest = b""
    while chunk := stream.read(1 << 16):
        *words, rest = (rest + chunk).split(b"\0")
        yield from map(os.fsdecode, words)


def _environment() -> dict[str, str]:
    """The environment of git; variables that name a repository are those of another one, as in a hook."""
    kept = {name: value for name, value in os.environ.items() if name not in _OTHERS}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
