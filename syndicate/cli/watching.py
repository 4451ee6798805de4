"""Building again whenever a source changes, beside a server that shows the tree. Builds are made in `publishing`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

__all__ = ["building_on_change"]

_PAUSE: Final = 0.5  # seconds between two looks at the source


@contextmanager
def building_on_change(watched: Sequence[Path], arguments: Sequence[str]) -> Iterator[None]:
    """Build once, and then after every change, while the block runs.

    A build is a process of its own, so that the server goes on answering, and a failed one is only told about.

    Args:
        watched: the files and folders that are looked at.
        arguments: those of ``syndicate build``.
    """
    stopping = Event()
    before = _state(watched)
    subprocess.run(_command(arguments), check=False)  # noqa: S603 -- this program itself
    thread = Thread(target=_build_again, args=(watched, arguments, before, stopping), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _build_again(watched: Sequence[Path], arguments: Sequence[str], before: Any, stopping: Event) -> None:
    while not stopping.wait(_PAUSE):
        if (now := _state(watched)) == before:
            continue
        before = now
        with subprocess.Popen(_command(arguments)) as build:  # noqa: S603 -- this program itself
            while build.poll() is None:
                if stopping.wait(_PAUSE / 5):
                    build.terminate()  # which leaves the old tree in its place


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "syndicate", "build", *arguments]


def _state(watched: Sequence[Path]) -> list[tuple[str, int, int]]:
    """What changes with any file of a source; editors' hidden files do not count."""
    found = []
    for path in watched:
        places = [path] if path.is_file() else _files(path)
        for place in places:
            with suppress(OSError):  # it was removed just now
                known = place.stat()
                found.append((str(place), known.st_mtime_ns, known.st_size))
    return sorted(found)


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))
