"""The folders that a tree can be published into; others are refused before any work. Nothing is written here."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from syndicate.errors import Message, PublishError
from syndicate.reasons import of_parser

__all__ = ["is_home", "place_of"]

_MOUNTS: Final = Path("/proc/self/mountinfo")


def place_of(out: str | Path) -> Path:
    """The folder itself, without symbolic links.

    Args:
        out: the folder as it was given; it need not be there.

    Raises:
        PublishError: it cannot be replaced whole, or should not be: a file, the root, a mount point.
    """
    try:
        found = Path(out).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links; an invalid name
        raise PublishError(
            Message("{out} is not a place for a folder: {error}", out=out, error=of_parser(error)),
            hint=Message("give another --out"),
        ) from error
    problem = _problem(found)
    if problem:
        raise PublishError(problem, hint=Message("give --out a folder of its own, such as public"))
    if _is_mount(found):
        raise PublishError(
            Message("{found} is a mount point, and those cannot be replaced", found=found),
            hint=Message("mount its parent, or give a folder within"),
        )
    return found


def _problem(folder: Path) -> Message | None:
    if folder == folder.parent:
        return Message("{folder} is the root of the file system", folder=folder)
    if os.path.lexists(folder) and not folder.is_dir():
        return Message("{folder} is not a folder", folder=folder)
    return None


def is_home(folder: Path) -> bool:
    """Whether a folder is the user's home, as the environment or the system says; files in it are often hidden."""
    for name in ("~", f"~{os.environ.get('USER', '')}"):
        with suppress(OSError, RuntimeError, ValueError):
            if folder == Path(name).expanduser().resolve():
                return True
    return False


def _is_mount(folder: Path) -> bool:
    """Whether something is mounted at a folder, also another folder of the same file system (Linux, proc(5))."""
    with suppress(OSError, UnicodeDecodeError):
        lines = _MOUNTS.read_text().splitlines()
        points = (re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), line.split(" ")[4]) for line in lines)
        if str(folder) in points:
            return True
    return os.path.ismount(folder)
