"""Run the benchmarks and print ratios: `python benchmarks/run.py [CASE ...] [--rounds N] [--quick]`."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import catalog
from measure import Pair, Run, Side, alternate, environment, spawn

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
MEMORY_TARGET = 250
NEEDED_BYTES = 4 * 1024**3


@dataclass(frozen=True)
class Bench:
    """What every case needs: the catalog, two folders to write to, how much to run."""

    work: Path
    trees: Path
    rounds: int
    quick: bool
    source: Path = field(default=Path())

    def task(self, name: str, *arguments: object) -> Run:
        """One of the functions of `tasks.py`, in a process of its own."""
        command = [PYTHON, str(HERE / "tasks.py"), name, *map(str, arguments)]
        return spawn(command, environment(self.work / "bytecode"))

    def side(self, name: str, *arguments: object) -> Side:
        """A task that writes nothing."""
        return lambda: self.task(name, *arguments)

    def tree(self, name: str, source: Path, *arguments: object) -> Side:
        """A task that writes a tree to a fresh folder, which is removed before the clock of the next one starts."""
        out = self.trees / "out"

        def run() -> Run:
            try:
                return self.task(name, source, out, *arguments)
            finally:
                shutil.rmtree(out, ignore_errors=True)

        return run


def report(title: str, pair: Pair, key: str, target: float | None = None) -> None:
    """A line: the medians, the ratio and its range, the ratio by the wall clock, in how many rounds the target is met."""
    a, b = pair.seconds(key)
    ratios = pair.ratios(key)
    ratio, wall = statistics.median(ratios), statistics.median(pair.ratios("wall"))
    spread = f"({ratios[0]:.2f}-{ratios[-1]:.2f})"
    verdict = ""
    if target is not None:
        met = sum(ratio <= target for ratio in ratios)
        verdict = f"  target <= {target:g}: met in {met} of {len(ratios)} rounds"
    print(f"{title:<36} {a:8.3f} s {b:8.3f} s  ratio {ratio:5.2f} {spread}  wall {wall:5.2f}{verdict}", flush=True)


def memory(pair: Pair, target: float | None = None) -> None:
    """A line: the peak memory of both sides."""
    a, b = (max(run.megabytes for run in runs) for runs in (pair.a, pair.b))
    verdict = "" if target is None else f"  target <= {target:g} MB: {'met' if a <= target else 'MISSED'}"
    print(f"{'  peak memory':<36} {a:7.0f} MB {b:7.0f} MB{verdict}", flush=True)


def read(bench: Bench) -> None:
    """(a) The readers against the limit."""
    pair = alternate(bench.side("read", bench.source), bench.side("limit", bench.source), bench.rounds)
    report("read: syndicate / limit", pair, "work", 3)
    memory(pair, MEMORY_TARGET)


def build(bench: Bench) -> None:
    """(b) The whole build against a script on stock libraries; whole processes, since both import what they need."""
    for kinds, target in (("", 0.35), ("pages,feeds,snippets", 0.6)):
        ours, usual = (bench.tree(name, bench.source, *filter(None, [kinds])) for name in ("build", "stock"))
        pair = alternate(ours, usual, bench.rounds)
        report(f"build: {kinds or 'everything'} / stock script", pair, "cpu", target)
        memory(pair)


def growth(bench: Bench) -> None:
    """(c) Several times the topics."""
    times = 3 if bench.quick else 10
    large = bench.work / "large.xml"
    # In a process of its own, as all that takes memory: what starts the runs must stay small.
    bench.task("enlarge", bench.source, large, times)
    a, b = bench.tree("build", large), bench.tree("build", bench.source)
    b()  # warms up both: they are one program
    pair = alternate(a, b, max(1, bench.rounds // 2), warm=False)
    report(f"growth: {times} x the catalog / 1 x", pair, "cpu", times * 1.1)
    memory(pair)


def help_(bench: Bench) -> None:
    """(d) The start of the command."""
    variables = environment(bench.work / "bytecode")
    command = str(Path(PYTHON).with_name("syndicate"))
    pair = alternate(
        lambda: spawn([command, "--help"], variables, task=False),
        lambda: spawn([PYTHON, "-c", "pass"], variables, task=False),
        max(20, bench.rounds),
    )
    report("help: syndicate --help / python", pair, "cpu", 2.5)


RACE = str(HERE / "feed_race.py")


def feeds(bench: Bench) -> None:
    """(e) The feed of a large catalog by each generator, in turn in one process; and what it takes of memory."""
    topics = 2_000 if bench.quick else 20_000
    for format in ("rss", "atom", "json"):
        spent = _json([PYTHON, RACE, "race", format, str(topics), str(bench.rounds)])
        own, size = spent.pop("syndicate").values()
        print(f"feeds: {format:<4} syndicate{'':<10} {topics / statistics.median(own):8,.0f} entries/s", flush=True)
        for name, raced in spent.items():
            pairs = zip(own, raced["seconds"], strict=True)
            ratio = statistics.median(a / size / (b / raced["bytes"]) for a, b in pairs)
            _race_line(format, name, topics / statistics.median(raced["seconds"]), ratio)
        for name, seconds in _node(bench, format, topics).items():
            _race_line(
                format,
                f"{name} (Node)",
                topics / statistics.median(seconds),
                statistics.median(own) / statistics.median(seconds),
            )
    if sys.platform.startswith("linux"):
        for format in ("rss", "atom", "json"):
            megabytes = float(_output([PYTHON, RACE, "memory", format, str(5 * topics)]))
            print(f"feeds: {format} of {5 * topics:,} topics to a file takes {megabytes:.1f} MB  target <= 20 MB")


def _race_line(format: str, name: str, rate: float, ratio: float) -> None:
    print(f"feeds: {format:<4} {name:<18} {rate:9,.0f} entries/s   syndicate / {name} {ratio:5.2f}", flush=True)


def _node(bench: Bench, format: str, topics: int) -> dict[str, list[float]]:
    """The generators for Node.js, if they are there (`npm install --no-package-lock` in this folder)."""
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        return {}
    items = bench.work / "items.json"
    if not items.exists():
        _output([PYTHON, RACE, "items", str(items), str(topics)])
    found: dict[str, list[float]] = _json(["node", str(HERE / "feed_race.mjs"), str(items), format, str(bench.rounds)])
    return found


def snippets(bench: Bench) -> None:
    """(f) The snippets of the catalog in all languages, HTML and JSON, and what each step of them takes."""
    found = _json([PYTHON, str(HERE / "snippet_race.py"), str(bench.source), str(bench.rounds)])
    count, whole = found["snippets"], statistics.median(found["seconds"]["all"])
    print(f"snippets: {count:,} as HTML and JSON in {whole:.2f} s, {count / whole:,.0f} a second", flush=True)
    for name, seconds in found["seconds"].items():
        if name != "all":
            own = statistics.median(seconds)
            print(
                f"snippets: {name:<18} {own:6.3f} s  {own / count * 1e6:5.0f} us each  {own / whole:4.0%}", flush=True
            )


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _json(command: list[str]) -> Any:
    return json.loads(_output(command))


def extract(bench: Bench) -> None:
    """(g) The regions of a real page by each contestant, in turn in one process."""
    rounds = 1 if bench.quick else 8 * bench.rounds
    spent = _json([PYTHON, str(HERE / "extract_race.py"), str(rounds)])
    own = spent["syndicate"]
    for name, seconds in spent.items():
        ratios = sorted(b / a for a, b in zip(own, seconds, strict=True))
        ratio, spread = statistics.median(ratios), f"({ratios[0]:.2f}-{ratios[-1]:.2f})"
        target = next((f"  target >= {least:g}" for start, least in EXTRACT_TARGETS if name.startswith(start)), "")
        speed = f"{1 / statistics.median(seconds):7,.0f} pages/s   syndicate is {ratio:5.2f} {spread} times as fast"
        print(f"extract: {name:<37} {speed}{target}", flush=True)


def embeds(bench: Bench) -> None:
    """(j) Fifty embeds on one page in Chromium, above the page without them."""
    print(_output([PYTHON, str(HERE / "embed_page.py"), str(bench.rounds)]), end="", flush=True)


def cards(bench: Bench) -> None:
    """(h) The pictures of share cards, against the usual way with Pillow, in turn in one process."""
    found = _json(
        [PYTHON, str(HERE / "card_race.py"), str(bench.source), "50" if bench.quick else "300", str(bench.rounds)]
    )
    own, usual = found["seconds"].values()
    ratios = sorted(a / b for a, b in zip(own, usual, strict=True))
    for name, seconds in found["seconds"].items():
        each = statistics.median(seconds) / found["cards"] * 1000
        print(f"cards: {name:<12} {each:6.2f} ms each, median {found['bytes'][name] / 1000:5.1f} kB", flush=True)
    spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    print(f"cards: syndicate / Pillow RGB {spread}  target <= 0.14; median size <= 24 kB")


def rebuild(bench: Bench) -> None:
    """(i) A second build with nothing changed, and with one topic changed, as shares of the first."""
    spent: dict[str, list[tuple[float, float]]] = {"first": [], "unchanged": [], "one": []}
    changed = bench.work / "changed.xml"
    bench.task("change", bench.source, changed)
    for _ in range(bench.rounds):
        out = bench.trees / "rebuild" / "out"
        for name, source in (("first", bench.source), ("unchanged", bench.source), ("one", changed)):
            run = bench.task("build", source, out)
            spent[name].append((run.cpu, run.wall))
        shutil.rmtree(out.parent)
    for name, target in (("unchanged", 0.10), ("one", 0.15)):
        cpu, wall = (
            sorted(a[place] / b[place] for a, b in zip(spent[name], spent["first"], strict=True)) for place in (0, 1)
        )
        print(
            f"rebuild: {name:<10} {statistics.median(cpu):.3f} ({cpu[0]:.3f}-{cpu[-1]:.3f}) of the first build's CPU time, "
            f"{statistics.median(wall):.3f} of its wall time  target <= {target:g}",
            flush=True,
        )
    first = [statistics.median(values) for values in zip(*spent["first"], strict=True)]
    print(f"rebuild: the first build takes {first[0]:.1f} s of CPU time, {first[1]:.1f} s by the clock")


def site(bench: Bench) -> None:
    """(k) Each kind of artifact alone; all of a topic together."""
    script, topics = HERE / "site_race.py", 3 if bench.quick else 30
    done = subprocess.run([PYTHON, script, bench.source, str(topics)], check=True, capture_output=True, text=True)
    print(done.stdout, end="", flush=True)


def scale(bench: Bench) -> None:
    """(l) Catalogs of 20,000, 40,000 and 80,000 topics, built by two workers; then by an executor's."""
    script, copies = HERE / "scale.py", (1, 2) if bench.quick else (20, 40, 80)
    for how in ("processes", "executor"):
        for times in copies:
            subprocess.run([PYTHON, script, bench.source, bench.trees, str(times), how], check=True)


EXTRACT_TARGETS = (("selectolax", 0.85), ("BeautifulSoup", 20))

CASES: dict[str, Callable[[Bench], None]] = {
    "read": read,
    "build": build,
    "growth": growth,
    "help": help_,
    "feeds": feeds,
    "snippets": snippets,
    "extract": extract,
    "cards": cards,
    "rebuild": rebuild,
    "embeds": embeds,
    "site": site,
    "scale": scale,
}
LONG = {"scale"}
"""What takes an hour, and runs only when it is named."""


def in_memory() -> Path | None:
    """A folder in memory with room for the trees, where the system has one."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() and shutil.disk_usage(shared).free > NEEDED_BYTES else None


def found(bench: Bench) -> Path:
    """The real catalog, else a synthetic one as large."""
    if (path := catalog.real()) is not None:
        return path
    print(f"skipped: the real catalog ({catalog.NAME} in SYNDICATE_CORPORA or ../shared/corpora) is not here;")
    print("measured instead: the example's topics repeated, whose ratios are not those of the real one")
    bench.task("synthetic", bench.work / "synthetic.xml")
    return bench.work / "synthetic.xml"


def main() -> None:
    """Parse the command line and run the cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"{', '.join(CASES)}; all by default")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of A B; 5 by default")
    parser.add_argument("--quick", action="store_true", help="one round, smaller inputs: to see that it runs")
    parser.add_argument("--folder", type=Path, default=in_memory(), help="where trees are written; memory if possible")
    options = parser.parse_args()
    if unknown := set(options.cases) - CASES.keys():
        parser.error(f"there is no case {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    rounds = 1 if options.quick else options.rounds
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory(dir=options.folder) as trees:
        bench = Bench(Path(work), Path(trees), rounds, options.quick)
        bench = Bench(bench.work, bench.trees, rounds, options.quick, found(bench))
        print(f"{bench.source.name}; Python {sys.version.split()[0]}; rounds: {rounds}; trees in {bench.trees.parent}")
        print("CPU seconds of A and of B, the median of A / B by round (and its range); then by the wall clock")
        for name in options.cases or [name for name in CASES if name not in LONG]:
            CASES[name](bench)


if __name__ == "__main__":
    main()
