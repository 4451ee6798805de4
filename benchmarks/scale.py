"""How a build grows with the catalog: `python scale.py SOURCE FOLDER COPIES [processes|executor]`, for `run.py scale`.

The real catalog is written so many times over, read, and built in lean kinds by two workers. Said are the CPU seconds
of reading and building, and the peak memory: of the main process all of it, of a worker what it shares with no other.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Any

import catalog as source_catalog
from measure import cpu_seconds, peak_megabytes

KINDS = ("pages", "feeds", "snippets")
WORKERS = 2


def private_megabytes(process: int) -> float:
    """What a process holds for itself alone: all but the files of the interpreter and of libraries."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def watch(process: int, peaks: dict[int, float], ended: threading.Event) -> None:
    """Note the most memory that each child of a process holds."""
    while not ended.wait(1):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            with suppress(OSError):
                peaks[int(child)] = max(peaks.get(int(child), 0), private_megabytes(int(child)))


def measure(source: Path, out: Path, how: str) -> None:
    """Read and build in this process, and say what it took."""
    import syndicate

    publisher = syndicate.Publisher(
        name={"en": "Example Health", "es": "Salud Ejemplo"},
        base_url="https://topics.example.org/",
        authority="example.org,2024",
    )
    peaks: dict[int, float] = {}
    ended = threading.Event()
    start = cpu_seconds()
    catalog = syndicate.read(source)
    read, megabytes = cpu_seconds() - start, peak_megabytes()
    print(f"{len(catalog):7,} topics  read {read:6.1f} s, peak {megabytes:6.0f} MB", end="", flush=True)
    watcher = threading.Thread(target=watch, args=(os.getpid(), peaks, ended), daemon=True)
    watcher.start()
    options: dict[str, Any] = {"jobs": WORKERS}
    pool: Executor | None = None
    if how == "executor":
        pool = ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn"))
        options = {"executor": pool}
    report = syndicate.build(catalog, publisher, out, only=KINDS, **options)
    if pool is not None:
        pool.shutdown()
    ended.set()
    spent = cpu_seconds() - start - read
    workers = max(sorted(peaks.values())[-WORKERS:], default=0.0)
    print(
        f"  build {spent:7.1f} s, {spent / len(catalog) * 1000:5.2f} ms each, peak {peak_megabytes():6.0f} MB, "
        f"of a worker ({how}) {workers:5.0f} MB  {sum(report.files.values()):,} files",
        flush=True,
    )


def main(source: str, folder: str, copies: str, how: str = "processes") -> None:
    """Make the catalog so many times as large, and build it; in processes of their own, as both take memory."""
    made = Path(folder) / f"{copies}.xml"
    if not made.exists():
        writer = multiprocessing.get_context("spawn").Process(
            target=source_catalog.enlarged, args=(Path(source), made, int(copies))
        )
        writer.start()
        writer.join()
    out = Path(folder) / "out"
    try:
        measure(made, out / "public", how)
    finally:
        rmtree(out, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
