"""What Lighthouse says of each kind of page of the example catalog, as `syndicate serve` hands them out.

`python benchmarks/lighthouse.py [ROUNDS]` prints, for each page in both languages, the median scores of performance,
accessibility, best practices, and SEO, the largest contentful paint, and the bytes of the page with all that it loads.
It needs Chromium and `npm install --no-package-lock` in this folder. A page is measured as Lighthouse does by default:
a phone on a slow network, simulated. The figures of performance fall when other programs use the processors.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import syndicate

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "",
    "catalog": "{}/",
    "group": "{}/groups/home/",
    "topic": "{}/topics/asthma/",
    "search": "{}/search/?q=agua",
    "builder": "{}/embed/",
    "builder of a topic": "{}/topics/asthma/embed/",
    "what's new": "{}/whats-new/",
}
UNLISTED = {"search", "builder", "builder of a topic"}
"""They ask robots not to list them, which Lighthouse counts against them: that audit alone is left out of theirs."""


@contextmanager
def served(tree: Path) -> Iterator[str]:
    """A tree at the address at which `syndicate serve` has it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen([sys.executable, "-m", "syndicate", "serve", tree, "--port", str(port)]) as server:
        for _ in range(100):
            try:
                urlopen(address).close()
                break
            except URLError:
                time.sleep(0.1)
        yield address
        server.terminate()


def measured(address: str, *, listed: bool) -> dict[str, Any]:
    """The report on one page."""
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    ran = subprocess.run(
        [
            *("node", PROGRAM, address, "--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}"),
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            *(() if listed else ("--skip-audits=is-crawlable",)),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "CHROME_PATH": chromium},
        check=True,
    )
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    if not PROGRAM.is_file():
        sys.exit("Lighthouse is not installed: npm install --no-package-lock, in the folder benchmarks")
    print(f"{'page':24} {'perf':>5} {'a11y':>5} {'best':>5} {'SEO':>5} {'LCP, ms':>8} {'bytes':>8}")
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "public"
        source = HERE.parent / "examples" / "health-topics"
        syndicate.build(syndicate.read(source), syndicate.Publisher.load(source / "publisher.toml"), tree)
        with served(tree) as root:
            for name, path in PAGES.items():
                for locale in ("en", "es") if "{}" in path else ("",):
                    reports = [measured(root + path.format(locale), listed=name not in UNLISTED) for _ in range(rounds)]
                    scores = [
                        statistics.median(round(100 * (one["categories"][kind]["score"] or 0)) for one in reports)
                        for kind in CATEGORIES
                    ]
                    paint, size = (
                        statistics.median(one["audits"][audit]["numericValue"] for one in reports)
                        for audit in ("largest-contentful-paint", "total-byte-weight")
                    )
                    figures = " ".join(f"{score:5.0f}" for score in scores)
                    print(f"{f'{name} {locale}':24} {figures} {paint:8.0f} {size:8.0f}", flush=True)
                    short = {
                        audit["id"]: audit["title"]
                        for one in reports
                        for audit in one["audits"].values()
                        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] == "binary"
                    }
                    for audit, title in sorted(short.items()):
                        print(f"    {audit}: {title}")


if __name__ == "__main__":
    main()
