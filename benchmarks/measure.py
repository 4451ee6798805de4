"""One run of a command: the seconds of work it reports, its wall time, its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """Seconds of work as the command printed them, seconds from start to end, megabytes at the peak."""

    seconds: float
    wall: float
    megabytes: float


def in_process(command: list[str], *, quiet: bool = False) -> Run:
    """Run a command; unless it is quiet, its last line of output is the seconds of its work."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    seconds = 0.0 if quiet else float(output.split()[-1])
    return Run(seconds, wall, usage.ru_maxrss / 1024)
