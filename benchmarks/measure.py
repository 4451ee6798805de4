"""How a run is measured: CPU seconds with those of child processes, wall seconds, peak memory. What is run lives in `tasks`."""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Side = Callable[[], "Run"]


@dataclass(frozen=True)
class Run:
    """CPU seconds of the work as the command printed them, CPU and wall seconds of the whole process, peak memory."""

    work: float
    cpu: float
    wall: float
    megabytes: float


@dataclass(frozen=True)
class Pair:
    """Two sides that ran in turn, A B A B; ratios are of neighbors, which share the mood of the machine."""

    a: list[Run]
    b: list[Run]

    def seconds(self, key: str) -> tuple[float, float]:
        """The median of each side."""
        return median(self.a, key), median(self.b, key)

    def ratios(self, key: str) -> list[float]:
        """A / B of each round, the smallest first."""
        return sorted(getattr(x, key) / getattr(y, key) for x, y in zip(self.a, self.b, strict=True))


def median(runs: Sequence[Run], key: str) -> float:
    """The median of one figure."""
    figures: list[float] = [getattr(run, key) for run in runs]
    return statistics.median(figures)


def alternate(a: Side, b: Side, rounds: int, *, warm: bool = True) -> Pair:
    """Run both sides in turn, after a run of each that is thrown away, so that files and bytecode are at hand."""
    if warm:
        a(), b()
    made = Pair([], [])
    for _ in range(rounds):
        made.a.append(a())
        made.b.append(b())
    return made


def cpu_seconds() -> float:
    """CPU time of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def peak_megabytes() -> float:
    """The most memory this process has held.

    On Linux not ``ru_maxrss``: it outlives exec, so a child would report the peak of the process that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def environment(bytecode: Path) -> dict[str, str]:
    """This process's, but with bytecode cached (as for any user) outside of the tree, and one hash seed for all."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONHASHSEED": "0"}


def spawn(command: list[str], variables: dict[str, str], *, task: bool = True) -> Run:
    """Run a command in a fresh process; a task's last line is its CPU seconds and peak megabytes."""
    reading, writing = os.pipe()
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, variables, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)])
    os.close(writing)
    with os.fdopen(reading) as stream:
        output = stream.read()
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} ended with {code}")
    work, megabytes = map(float, output.splitlines()[-1].split()) if task else (0.0, 0.0)
    return Run(work, usage.ru_utime + usage.ru_stime, wall, megabytes)
