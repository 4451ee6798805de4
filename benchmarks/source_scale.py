"""Time and memory of reading each kind of source at 1, 10, and 100 times a size; each in a process of its own.

    python benchmarks/source_scale.py [--texts 100] [KIND ...]

The memory is what the process had at most beyond what it had before it read. Records are let go as they come, so what a
catalog holds of them is not in it.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from source_samples import SOURCES

TIMES = (1, 10, 100)


def measured(path: Path) -> tuple[int, float, float]:
    """How many records there are, the seconds of CPU, and the megabytes."""
    from syndicate.model import Record
    from syndicate.sources import records

    for _ in records(path):  # what is loaded once, and by the first record
        break
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    count = sum(isinstance(item, Record) for item in records(path))
    seconds = time.process_time() - start
    return count, seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("kinds", nargs="*")
    arguments = parser.parse_args()
    if arguments.measure is not None:
        print(*measured(arguments.measure))
        return
    print("| Source | texts | ms per text | MB more |")
    print("|---|---|---|---|")
    for kind in arguments.kinds or SOURCES:
        for times in TIMES:
            with tempfile.TemporaryDirectory() as folder:
                path = SOURCES[kind](Path(folder), arguments.texts * times)
                command = [sys.executable, __file__, "--measure", str(path)]
                count, seconds, megabytes = subprocess.check_output(command, text=True).split()
            print(f"| {kind} | {int(count):,} | {1000 * float(seconds) / int(count):.2f} | {float(megabytes):.0f} |")


if __name__ == "__main__":
    main()
