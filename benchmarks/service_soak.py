"""The service while its tree is replaced: `python benchmarks/service_soak.py TREE [--minutes 10] [--every 5]`.

Two trees, which differ only in a word in every text of one of them, take turns at one place, as a build puts them
there. Clients ask for pages, files, and the API all the while. Counted are answers that are errors or of both trees, and
the memory of the server, of which the first and the last tenth of the time are compared.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from service_load import OURS, RUN, running

from syndicate.publishing.tree import _exchange

WORDS = ("SOAKONE", "SOAKTWO")
PORT = 18410
PATHS = (
    "/topics.json",
    "/en/topics/sleep/",
    "/es/topics/sleep/snippet.json",
    "/v1/topics?limit=200",
    "/v1/topics/sleep",
    "/v1/topics/sleep/snippet?locale=es&locale=en",
    "/v1/feeds/atom?topic=sleep&locale=es",
    "/v1/changes?limit=100",
)


def marked(tree: Path, copy: Path, word: str) -> None:
    """A copy of a tree with a word in the title of every text."""
    shutil.copytree(tree, copy)
    for path in copy.rglob("*"):
        if path.suffix in (".html", ".json", ".rss", ".atom"):
            text = path.read_text("utf-8")
            for title in ("Healthy sleep", "Dormir bien", "Asthma", "Asma"):
                text = text.replace(title, f"{title} {word}")
            path.write_text(text, "utf-8")


def memory(process: int) -> float:
    """The resident memory of a process, in MB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


class Clients:
    """Threads that ask without end, and what they have seen."""

    def __init__(self, count: int) -> None:
        self.stop = threading.Event()
        self.asked = self.errors = self.mixed = 0
        self.turns: set[str] = set()
        self._lock = threading.Lock()
        self.threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(count)]

    def _ask(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        while not self.stop.is_set():
            for path in PATHS[number % 3 :: 3] or PATHS:
                try:
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    body = answer.read()
                    words = [word for word in WORDS if word.encode() in body]
                    wrong, both = answer.status != 200, len(words) > 1
                except (OSError, http.client.HTTPException):
                    connection.close()
                    words, wrong, both = [], True, False
                with self._lock:
                    self.asked += 1
                    self.errors += wrong
                    self.mixed += both
                    self.turns.update(words)


def main() -> None:
    """Print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--every", type=float, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for word in WORDS:
            marked(given.tree, work / word, word)
        place = work / "public"
        shutil.copytree(work / WORDS[0], place)
        command = [sys.executable, "-c", f"{OURS}\n{RUN}", str(place), str(PORT)]
        with running(command, f"http://127.0.0.1:{PORT}/healthz") as process:
            clients = Clients(6)
            for thread in clients.threads:
                thread.start()
            until, swaps, sizes = time.monotonic() + given.minutes * 60, 0, []
            while time.monotonic() < until:
                new = work / "new"
                shutil.copytree(work / WORDS[(swaps + 1) % 2], new)
                _exchange(new, place)
                shutil.rmtree(new)
                swaps += 1
                time.sleep(given.every)
                sizes.append(memory(process))
            clients.stop.set()
            for thread in clients.threads:
                thread.join()
    tenth = max(len(sizes) // 10, 1)
    first, last = statistics.median(sizes[:tenth]), statistics.median(sizes[-tenth:])
    print(f"{clients.asked:,} answers, {swaps} trees: {clients.errors} errors, {clients.mixed} of two trees")
    print(f"both trees were seen: {set(WORDS) == clients.turns}; memory {first:.1f} MB at first, {last:.1f} MB at last")


if __name__ == "__main__":
    main()
