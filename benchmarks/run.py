"""Run the benchmarks and print ratios: `python benchmarks/run.py [CASE ...] [--rounds N]`."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import catalogue
from measure import Run, in_process

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable


def task(name: str, *arguments: object) -> Callable[[], Run]:
    """A run of one of the functions of `tasks.py`, which prints the seconds that its work took."""
    return lambda: in_process([PYTHON, str(HERE / "tasks.py"), name, *map(str, arguments)])


def compare(title: str, ours: Callable[[], Run], theirs: Callable[[], Run], rounds: int, target: str, key: str) -> None:
    """Run both sides in turn and print the median of each, and of the ratios of neighbours."""
    a, b = [], []
    for _ in range(rounds):
        a.append(ours())
        b.append(theirs())
    ratio = statistics.median(getattr(x, key) / getattr(y, key) for x, y in zip(a, b, strict=True))
    mine, other = (statistics.median(getattr(run, key) for run in runs) for runs in (a, b))
    memory = max(run.megabytes for run in a)
    print(f"{title:<34} {mine:8.3f} s {other:8.3f} s   ratio {ratio:5.2f}   target {target:<8} peak {memory:5.0f} MB")


def read(source: Path, work: Path, rounds: int) -> None:
    """(a) The readers against the limit."""
    compare("read: syndicate / limit", task("read", source), task("limit", source), rounds, "<= 3", "seconds")


def build(source: Path, work: Path, rounds: int) -> None:
    """(b) The whole build against a script on stock libraries."""
    out = work / "out"

    def ours() -> Run:
        shutil.rmtree(out, ignore_errors=True)
        return task("build", source, out)()

    def theirs() -> Run:
        shutil.rmtree(out, ignore_errors=True)
        return task("stock", source, out)()

    compare("build: syndicate / stock script", ours, theirs, rounds, "<= 0.6", "wall")


def growth(source: Path, work: Path, rounds: int) -> None:
    """(c) Ten times the topics."""
    large = work / "large.xml"
    catalogue.enlarged(source, large, 10)
    out = work / "grown"

    def at(path: Path) -> Callable[[], Run]:
        def run() -> Run:
            shutil.rmtree(out, ignore_errors=True)
            return task("build", path, out)()

        return run

    compare("growth: 10 x the catalogue / 1 x", at(large), at(source), max(1, rounds // 2), "<= 11", "wall")


def help_(source: Path, work: Path, rounds: int) -> None:
    """(d) The start of the command."""
    command = Path(PYTHON).with_name("syndicate")
    ours = lambda: in_process([str(command), "--help"], quiet=True)  # noqa: E731
    bare = lambda: in_process([PYTHON, "-c", "pass"], quiet=True)  # noqa: E731
    compare("help: syndicate --help / python", ours, bare, rounds * 6, "<= 2.5", "wall")


def feeds(source: Path, work: Path, rounds: int) -> None:
    """(e) Feeds of 20,000 entries."""
    for format in ("rss", "atom"):
        compare(
            f"feeds: {format} / string writer", task("feed", format), task("strings", format), rounds, "-", "seconds"
        )
        compare(f"feeds: {format} / feedgen", task("feed", format), task("feedgen", format), rounds, "-", "seconds")
    compare("feeds: json / json.dumps", task("feed", "json"), task("strings", "json"), rounds, "-", "seconds")


CASES = {"read": read, "build": build, "growth": growth, "help": help_, "feeds": feeds}


def main() -> None:
    """Parse the command line and run the cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="which to run; all by default")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = catalogue.real() or catalogue.synthetic(work / "catalogue.xml")
        print(f"catalogue: {source.name}; Python {sys.version.split()[0]}; {options.rounds} rounds")
        for name in options.cases or CASES:
            CASES[name](source, work, options.rounds)


if __name__ == "__main__":
    main()
