"""Patterns of paths as programs write them into their lists of what to leave out. No file is read here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import product
from typing import Final

__all__ = ["is_matched", "is_named_by"]

_LONGEST: Final = 300
_MOST: Final = 64
_CHOICES = re.compile(r"\{([^{}]*)\}")


def is_named_by(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path is left out by a list in the form of gitignore, of which the last pattern that fits decides.

    Args:
        path: below the folder that the patterns are for, with slashes.
        patterns: one a line; ``!`` takes back, ``#`` begins a comment. A pattern without a slash fits at any depth.

    >>> is_named_by("a/drafts/b.md", ["drafts/"]), is_named_by("a/b.md", ["*.md", "!b.md"])
    (True, False)
    """
    found = False
    for line in patterns:
        pattern = line.strip()
        if pattern and not pattern.startswith("#") and is_matched(path, pattern.removeprefix("!")):
            found = not pattern.startswith("!")
    return found


def is_matched(path: str, pattern: str) -> bool:
    """Whether a path, or a folder that it is in, is what a pattern names.

    >>> is_matched("a/b/c.md", "/a/*"), is_matched("a/b/c.md", "c.{md,mdx}"), is_matched("a/b.md", "a")
    (True, True, True)
    """
    parts = path.strip("/").split("/")
    return any(_begins(parts, steps) for steps in _steps(pattern))


@lru_cache(maxsize=512)
def _steps(pattern: str) -> tuple[tuple[str, ...], ...]:
    """What a pattern asks of each folder in turn, for each choice that it leaves; nothing for one that is too long."""
    core = pattern.removeprefix("./").rstrip("/")
    pieces = _CHOICES.split(core)
    choices = [piece.split(",") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if not core or len(core) > _LONGEST or count > _MOST:
        return ()
    start = () if "/" in core else ("**",)
    return tuple((*start, *"".join(words).lstrip("/").split("/")) for words in product(*choices))


def _begins(parts: list[str], steps: tuple[str, ...]) -> bool:
    """Whether a path begins with what is asked for; ``**`` stands for any number of folders."""
    reached = {0}
    for step in steps:
        if step == "**":
            reached = set(range(min(reached), len(parts) + 1))
        else:
            reached = {place + 1 for place in reached if place < len(parts) and fnmatchcase(parts[place], step)}
        if not reached:
            return False
    return True
